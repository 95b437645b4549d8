"""The scripted Santa's lines: read from the data files beside, as values."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_FOLDER = Path(__file__).with_name("scripted")
LANGUAGES = ("en", "pl", "de")


@dataclass(frozen=True)
class Intent:
    """What a child may mean. `heard` matches against `plain` text; None is never heard by words."""

    name: str
    mood: str  # jolly, plain, gentle, honest, grave
    heard: re.Pattern[str] | None
    unless: re.Pattern[str] | None  # heard as well: then it is not meant
    only_at_first: bool
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Script:
    """One language. `intents` stand in order of precedence."""

    language: str
    friend: str  # instead of a name
    intents: dict[str, Intent]
    counted: dict[str, str]  # by mood: said when everything else has been
    wish_heard: tuple[re.Pattern[str], ...]
    wish_ends: re.Pattern[str]
    not_a_wish: frozenset[str]
    never_echoed: re.Pattern[str]


@cache
def script_for(language: str) -> Script:
    """English where there is no script for `language`. Reads a file the first time."""
    known = language if language in LANGUAGES else "en"
    data = yaml.safe_load((_FOLDER / f"{known}.yaml").read_text(encoding="utf-8"))
    return Script(
        language=known,
        friend=data["friend"],
        intents={name: _intent(name, entry) for name, entry in data["intents"].items()},
        counted=data["counted"],
        wish_heard=tuple(re.compile(rf"\b{pattern}") for pattern in data["wish_heard"]),
        wish_ends=re.compile(data["wish_ends"]),
        # YAML reads a bare "no" as False.
        not_a_wish=frozenset(map(str, data["not_a_wish"])),
        never_echoed=_any_of(data["never_echoed"]),
    )


def plain(text: str) -> str:
    """Lower case, straight apostrophes, single spaces: what keywords are looked for in."""
    text = unicodedata.normalize("NFKC", text).casefold().replace("’", "'").replace("‘", "'")
    return " ".join(text.split())


def _intent(name: str, entry: dict[str, Any]) -> Intent:
    return Intent(
        name=name,
        mood=entry.get("mood", "jolly"),
        heard=_any_of(entry["heard"]) if entry["heard"] else None,
        unless=_any_of(entry["unless"]) if "unless" in entry else None,
        only_at_first=entry.get("only_at_first", False),
        lines=tuple(entry["lines"]),
    )


def _any_of(keywords: list[str]) -> re.Pattern[str]:
    patterns = (
        re.escape(plain(str(keyword))).replace(r"\*", r"[\w']*").replace(r"\^", "^") for keyword in keywords
    )
    return re.compile(rf"(?<!\w)(?:{'|'.join(patterns)})(?!\w)")
