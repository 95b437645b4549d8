"""A finished call as the review shows it: its turns with their waits, and how long children waited.

end of the child's words -> recognised -> first sentence -> sent to the avatar -> heard
                          hearing       thinking         sending              avatar
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from santa_core.domain.calls import CallEvent, CallRecord, Turn, TurnLatency, TurnOrigin
from santa_core.errors import NotFoundError
from santa_core.ports import CallLog


@dataclass(frozen=True)
class Wait:
    """One answer's parts in milliseconds; None where a step did not happen."""

    total_ms: int | None
    hearing_ms: int | None
    thinking_ms: int | None
    sending_ms: int | None
    avatar_ms: int | None


@dataclass(frozen=True)
class Waits:
    """The answers of one call. A percentile is one that was measured (nearest rank), never a mixture."""

    answers: int  # measured from end to end
    p50_ms: int
    p90_ms: int


@dataclass(frozen=True)
class CallReview:
    record: CallRecord
    turns: tuple[Turn, ...]
    events: tuple[CallEvent, ...]

    @property
    def flags(self) -> tuple[CallEvent, ...]:
        return tuple(event for event in self.events if event.name == "flag")

    @property
    def waits(self) -> Waits | None:
        """Over Santa's answers: a greeting or an operator's line keeps no child waiting."""
        measured = [
            turn.latency.total_ms
            for turn in self.turns
            if is_answer(turn) and turn.latency is not None and turn.latency.total_ms is not None
        ]
        if not measured:
            return None
        return Waits(len(measured), percentile(measured, 50), percentile(measured, 90))

    def seconds_into_call(self, at: datetime) -> float | None:
        """None before the vendor's session was opened."""
        started = self.record.started_at
        return None if started is None else max(0.0, (at - started).total_seconds())


def review_call(log: CallLog, call_id: str) -> CallReview:
    """Raises NotFoundError and StorageError."""
    record = log.call(call_id)
    if record is None:
        raise NotFoundError("There is no call with this id in the log. Open one from the list on Usage.")
    return CallReview(record, tuple(log.turns(call_id)), tuple(log.events(call_id)))


def is_answer(turn: Turn) -> bool:
    return turn.origin in (TurnOrigin.ANSWER, TurnOrigin.FALLBACK)


def wait_of(latency: TurnLatency) -> Wait:
    return Wait(
        total_ms=latency.total_ms,
        hearing_ms=_between(latency.end_of_speech, latency.recognised),
        thinking_ms=_between(latency.recognised, latency.first_sentence),
        sending_ms=_between(latency.first_sentence, latency.speak_sent),
        avatar_ms=_between(latency.speak_sent, latency.avatar_started),
    )


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
