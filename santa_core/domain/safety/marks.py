"""What staff read beside a turn: what a check found, and what Santa would have said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from santa_core.domain.safety.model import Violation


class MarkLevel(StrEnum):
    BLOCKED = "blocked"  # an approved line was said instead
    WARNED = "warned"  # it was said
    UNSCREENED = "unscreened"  # the vendor's own model said it before anybody could check it
    FLAGGED = "flagged"  # by the moderation service


# The events of a call's log that a mark is made of, and the level of each.
MARKING_EVENTS: Mapping[str, MarkLevel] = {
    "reply_blocked": MarkLevel.BLOCKED,
    "reply_warned": MarkLevel.WARNED,
    "reply_unscreened": MarkLevel.UNSCREENED,
    "moderation_flagged": MarkLevel.FLAGGED,
}


@dataclass(frozen=True)
class SafetyMark:
    """`written`: what was written and not said; None: it was said. `rules`: their ids, or the moderation
    service's categories."""

    level: MarkLevel
    reasons: tuple[str, ...]
    written: str | None = None
    rules: tuple[str, ...] = ()


def mark_of(level: MarkLevel, violations: Sequence[Violation], *, written: str | None = None) -> SafetyMark:
    """Each reason once, in the order of the text."""
    return SafetyMark(
        level,
        reasons=tuple(dict.fromkeys(violation.reason for violation in violations)),
        written=written,
        rules=tuple(dict.fromkeys(str(violation.rule) for violation in violations)),
    )


def moderation_mark(categories: Sequence[str], *, written: str | None = None) -> SafetyMark:
    reason = f"The moderation service flagged it: {', '.join(categories)}."
    return SafetyMark(MarkLevel.FLAGGED, (reason,), written, tuple(categories))


def mark_from_log(name: str, detail: Mapping[str, object]) -> SafetyMark | None:
    """The mark of a logged event; None if it is none, or cannot be read."""
    level = MARKING_EVENTS.get(name)
    if level is None:
        return None
    written = detail.get("written")
    said_after_all = level is not MarkLevel.BLOCKED and detail.get("withdrawn") is not True
    unsaid = written if isinstance(written, str) and not said_after_all else None
    if level is MarkLevel.FLAGGED:
        return moderation_mark(_words(detail.get("categories")), written=unsaid)
    violations = detail.get("violations")
    found = [v for v in violations if isinstance(v, Mapping)] if isinstance(violations, list) else []
    reasons = tuple(dict.fromkeys(str(v["reason"]) for v in found if "reason" in v))
    return SafetyMark(level, reasons, unsaid, tuple(_words(detail.get("rules"))))


def _words(value: object) -> list[str]:
    return [str(word) for word in value] if isinstance(value, list) else []
