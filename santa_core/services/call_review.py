"""A finished call as the review shows it: record, turns, events, and how long the child waited."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from santa_core.domain.calls import CallEvent, CallRecord, EndReason, Turn
from santa_core.domain.waits import Waits, waits_of
from santa_core.errors import NotFoundError
from santa_core.ports import CallLog


@dataclass(frozen=True)
class CallReview:
    record: CallRecord
    turns: tuple[Turn, ...]
    events: tuple[CallEvent, ...]

    @property
    def flags(self) -> tuple[CallEvent, ...]:
        return tuple(event for event in self.events if event.name == "flag")

    @property
    def vendor_reason(self) -> str | None:
        """The vendor's own word for why it ended the session; None if it gave none, or we ended the call."""
        if self.record.end_reason is not EndReason.PROVIDER_ERROR:
            return None
        gone = [event for event in self.events if event.name == "stream_disconnected"]
        word = gone[-1].detail.get("vendor_reason") if gone else None
        return word if isinstance(word, str) else None

    @property
    def waits(self) -> Waits | None:
        return waits_of(self.turns)

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
