"""The life of one session: its state, its timers and what it cost. Pure; times are handed in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from santa_core.emulator.options import SessionOptions
from santa_core.emulator.terms import Terms


class Status(StrEnum):
    NEW = "new"
    CONNECTING = "connecting"
    CONNECTED = "connected"
    CLOSED = "closed"


class EndReason(StrEnum):
    """Also the status in HeyGen's history."""

    STOPPED = "closed"
    IDLE = "idle_timeout"
    DURATION = "duration_limit"
    QUOTA = "quota_exhausted"
    FAULT = "disconnected"
    SHUTDOWN = "server_shutdown"


@dataclass
class SessionRecord:
    """`*_at` without a date are monotonic seconds. Billed from its opening on (HeyGen: streaming.new,
    LiveAvatar: sessions/start): an open session costs, whether or not anybody looks at it."""

    session_id: str
    terms: Terms
    options: SessionOptions
    created: datetime
    created_at: float
    duration_limit_seconds: int
    api_key_type: str = "api"
    status: Status = Status.NEW
    started_at: float | None = None
    active_at: float = 0.0
    ended_at: float | None = None
    end_reason: EndReason | None = None
    ended: datetime | None = None

    def __post_init__(self) -> None:
        self.active_at = self.created_at

    @property
    def open(self) -> bool:
        return self.status is not Status.CLOSED

    def start(self, now: float) -> None:
        """Raises VendorError unless the session is new."""
        if self.status is not Status.NEW:
            raise self.terms.refusals.wrong_state(self.status)
        self.status = Status.CONNECTING
        self.started_at = self.active_at = now

    def require_started(self) -> None:
        """Raises VendorError for a new or closed session."""
        if self.status in (Status.NEW, Status.CLOSED):
            raise self.terms.refusals.wrong_state(self.status)

    def connected(self) -> None:
        if self.status is Status.CONNECTING:
            self.status = Status.CONNECTED

    def touch(self, now: float) -> None:
        self.active_at = now

    def end(self, reason: EndReason, now: float, *, at: datetime) -> None:
        self.status = Status.CLOSED
        self.end_reason = reason
        self.ended_at = now
        self.ended = at

    def duration_seconds(self, now: float) -> float:
        return (self.ended_at if self.ended_at is not None else now) - self.created_at

    def credits_used(self, now: float) -> Decimal:
        return Decimal(0) if self.options.free else self.terms.credits_for(self.duration_seconds(now))

    def seconds_until_idle_end(self, now: float) -> float | None:
        if self.options.idle_timeout_seconds is None:
            return None
        return self.active_at + self.options.idle_timeout_seconds - now

    def due_end(self, now: float) -> EndReason | None:
        """The timer that has run out, if one has."""
        idle = self.seconds_until_idle_end(now)
        if self.duration_seconds(now) >= self.duration_limit_seconds:
            return EndReason.DURATION
        if idle is not None and idle <= 0:
            return EndReason.IDLE
        return None
