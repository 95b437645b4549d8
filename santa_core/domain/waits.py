"""How long a child waited for Santa, and where the time went.

end of the child's words -> recognised -> first token -> first sentence -> sent -> avatar starts -> heard
                          hearing      first token   first sentence   sending     avatar        sound
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from santa_core.domain.calls import Turn, TurnLatency

PARTS = ("hearing", "first_token", "first_sentence", "sending", "avatar", "sound")


@dataclass(frozen=True)
class Wait:
    """One answer's parts in milliseconds; None where a step did not happen. They add up to the total,
    as far as all happened."""

    total_ms: int | None
    hearing_ms: int | None
    first_token_ms: int | None
    first_sentence_ms: int | None
    sending_ms: int | None
    avatar_ms: int | None
    sound_ms: int | None


@dataclass(frozen=True)
class Waits:
    """The answers of one call. A percentile is one that was measured (nearest rank), never a mixture."""

    answers: int  # measured from end to end
    p50_ms: int
    p90_ms: int
    p95_ms: int
    median_parts_ms: dict[str, int]  # by PARTS; a part that no answer had is left out

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def wait_of(latency: TurnLatency) -> Wait:
    return Wait(
        total_ms=latency.total_ms,
        hearing_ms=_between(latency.end_of_speech, latency.recognised),
        first_token_ms=_between(latency.recognised, latency.first_token),
        first_sentence_ms=_between(latency.first_token or latency.recognised, latency.first_sentence),
        sending_ms=_between(latency.first_sentence, latency.speak_sent),
        avatar_ms=_between(latency.speak_sent, latency.avatar_started),
        sound_ms=_between(latency.avatar_started, latency.first_sound),
    )


def waits_of(turns: Sequence[Turn]) -> Waits | None:
    """Over Santa's answers that a child waited for: not a greeting, an operator's line, or "say that
    again?" after words nobody understood. None if there are none."""
    waits = [
        (latency.total_ms, wait_of(latency))
        for turn in turns
        if turn.is_answer and (latency := turn.latency) is not None and latency.end_of_speech is not None
    ]
    totals = [total for total, _ in waits if total is not None]
    if not totals:
        return None
    medians = {}
    for part in PARTS:
        measured = [ms for _, wait in waits if (ms := getattr(wait, f"{part}_ms")) is not None]
        if measured:
            medians[part] = percentile(measured, 50)
    p50, p90, p95 = (percentile(totals, percent) for percent in (50, 90, 95))
    return Waits(len(totals), p50, p90, p95, medians)


def percentile(values: Sequence[int], percent: int) -> int:
    """The smallest value that at least `percent` of them do not exceed.

    >>> percentile([100, 200, 300, 400], 50), percentile([100, 200, 300, 400], 90)
    (200, 400)
    """
    rank = max(1, math.ceil(len(values) * percent / 100))
    return sorted(values)[rank - 1]


def _between(start: datetime | None, end: datetime | None) -> int | None:
    if start is None or end is None:
        return None
    return round((end - start) / timedelta(milliseconds=1))
