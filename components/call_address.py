"""What the address of the call page asks for:
/call?scenario=<id>&listen=voice|push_to_talk|typing&avatar=...&talk_over=0

A value nobody knows becomes a sentence that says what to do; the rest of the address still counts.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from components.safe_text import as_text
from santa_core.domain.calls import Avatar, Listen

PARAMETERS = ("scenario", "listen", "avatar", "talk_over")
_YES_OR_NO = {"1": True, "0": False}

_Choice = TypeVar("_Choice", bound=StrEnum)


@dataclass(frozen=True)
class CallAddress:
    """None: the address does not say."""

    scenario_id: str | None = None
    listen: Listen | None = None
    avatar: Avatar | None = None
    talk_over: bool | None = None
    complaints: tuple[str, ...] = ()  # Markdown, safe


def read_address(query: Mapping[str, str], *, scenario_ids: Collection[str]) -> CallAddress:
    complaints: list[str] = []
    scenario_id = query.get("scenario") or None
    if scenario_id is not None and scenario_id not in scenario_ids:
        complaints.append(
            f"There is no scenario “{_shown(scenario_id)}”. "
            "Choose one from the list below, or correct the address."
        )
        scenario_id = None
    return CallAddress(
        scenario_id=scenario_id,
        listen=_choice(query, "listen", Listen, complaints),
        avatar=_choice(query, "avatar", Avatar, complaints),
        talk_over=_yes_or_no(query, "talk_over", complaints),
        complaints=tuple(complaints),
    )


def _choice(
    query: Mapping[str, str], parameter: str, choices: type[_Choice], complaints: list[str]
) -> _Choice | None:
    given = query.get(parameter)
    if not given:
        return None
    try:
        return choices(given)
    except ValueError:
        complaints.append(_unknown(parameter, given, choices))
        return None


def _yes_or_no(query: Mapping[str, str], parameter: str, complaints: list[str]) -> bool | None:
    given = query.get(parameter)
    if not given:
        return None
    if given not in _YES_OR_NO:
        complaints.append(_unknown(parameter, given, _YES_OR_NO))
    return _YES_OR_NO.get(given)


def _unknown(parameter: str, given: str, choices: Iterable[str]) -> str:
    known = ", ".join(as_text(choice) for choice in choices)
    return (
        f"The address says {parameter}={_shown(given)}, which is not one of: {known}. "
        "Choose it below instead."
    )


def _shown(value: str) -> str:
    return as_text(value if len(value) <= 60 else value[:60] + "…")
