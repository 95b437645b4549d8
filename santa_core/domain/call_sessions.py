"""The vendor's sessions that a call ran through, first to last, and in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from santa_core.domain.calls import CallRecord, CallState, Quality


@dataclass(frozen=True)
class SessionSpan:
    session_id: str
    quality: Quality | None
    opened_at: datetime
    closed_at: datetime | None  # None: it is open

    @property
    def seconds(self) -> float | None:
        return None if self.closed_at is None else (self.closed_at - self.opened_at).total_seconds()


def sessions_of(record: CallRecord) -> tuple[SessionSpan, ...]:
    """Empty where none was opened."""
    earlier = tuple(
        SessionSpan(session.session_id, session.quality, session.opened_at, session.closed_at)
        for session in record.earlier_sessions
    )
    opened_at = record.session_opened_at or record.started_at
    if record.session_id is None or opened_at is None:
        return earlier
    return (*earlier, SessionSpan(record.session_id, record.quality, opened_at, record.ended_at))


def sessions_in_words(record: CallRecord, *, length: Callable[[float], str]) -> str | None:
    """ "2 sessions: 40 s in high quality, then 1 min 5 s in low quality". None where there is nothing to
    tell: one session or none. `length` writes seconds."""
    sessions = sessions_of(record)
    if not record.earlier_sessions:
        return None
    count = "1 session" if len(sessions) == 1 else f"{len(sessions)} sessions"
    if len(sessions) == len(record.earlier_sessions):
        ended = record.state is CallState.ENDED
        count += ", the next could not be opened" if ended else ", the next is being opened"
    return f"{count}: " + ", then ".join(_in_words(session, length) for session in sessions)


def _in_words(session: SessionSpan, length: Callable[[float], str]) -> str:
    lasted = "still open" if session.seconds is None else length(max(0.0, session.seconds))
    return f"{lasted} in {session.quality} quality" if session.quality else lasted
