"""All sessions of one account: opening, finding, limits and the watch over them."""

from __future__ import annotations

import asyncio
import logging
import secrets
import uuid
from collections import deque
from collections.abc import Awaitable, Callable
from decimal import Decimal

from livekit.protocol.models import DisconnectReason

from santa_core.emulator import room_token
from santa_core.emulator.clock import EmulatorClock
from santa_core.emulator.faults import Faults
from santa_core.emulator.live_session import LiveSession
from santa_core.emulator.options import SessionOptions
from santa_core.emulator.session_record import EndReason, SessionRecord
from santa_core.emulator.terms import Terms

logger = logging.getLogger(__name__)

WATCH_SECONDS = 0.25
MAX_HISTORY = 1000
# A room token outlives its session; what is over is refused because the session is gone.
ROOM_TOKEN_EXTRA_SECONDS = 3600


class Sessions:
    def __init__(
        self,
        *,
        terms: Terms,
        clock: EmulatorClock,
        faults: Faults,
        open_session: Callable[[SessionRecord], Awaitable[LiveSession]],
    ) -> None:
        self._terms = terms
        self._clock = clock
        self._faults = faults
        self._open_session = open_session
        self._secret = secrets.token_bytes(32)
        self._live: dict[str, LiveSession] = {}
        self._opening: set[str] = set()
        self._history: deque[SessionRecord] = deque(maxlen=MAX_HISTORY)
        self._spent_credits = Decimal(0)
        self._watch: asyncio.Task[None] | None = None

    @property
    def terms(self) -> Terms:
        return self._terms

    @property
    def live(self) -> list[LiveSession]:
        return list(self._live.values())

    @property
    def history(self) -> list[SessionRecord]:
        """Newest first, with the living."""
        records = [*self._history, *(session.record for session in self._live.values())]
        return sorted(records, key=lambda record: record.created_at, reverse=True)

    def credits_left(self) -> Decimal:
        if self._faults.quota_gone:
            return Decimal(0)
        now = self._clock.monotonic()
        running = sum((session.record.credits_used(now) for session in self._live.values()), Decimal(0))
        return max(Decimal(0), self._terms.quota_credits - self._spent_credits - running)

    def check_room(self, options: SessionOptions) -> None:
        """Raises VendorError when there are no credits or no slot for another session."""
        credits_left = self.credits_left()
        if not options.free and (credits_left <= 0 or credits_left < self._terms.credits_to_start):
            raise self._terms.refusals.quota_exhausted()
        taken = len(self._live) + len(self._opening)
        if self._faults.concurrency_full or taken >= self._terms.concurrency_limit:
            raise self._terms.refusals.concurrent_limit()

    def admit(
        self,
        options: SessionOptions,
        *,
        session_id: str | None = None,
        duration_limit_seconds: int | None = None,
    ) -> SessionRecord:
        """Takes a slot for a session; open() it next. Raises VendorError when there is none."""
        self.check_room(options)
        longest = self._terms.duration_limit_seconds
        record = SessionRecord(
            session_id=session_id or str(uuid.uuid4()),
            terms=self._terms,
            options=options,
            created=self._clock.now(),
            created_at=self._clock.monotonic(),
            duration_limit_seconds=min(duration_limit_seconds or longest, longest),
        )
        self._opening.add(record.session_id)
        return record

    async def open(self, record: SessionRecord) -> LiveSession:
        try:
            session = await self._open_session(record)
            self._live[record.session_id] = session
        finally:
            self._opening.discard(record.session_id)
        if self._watch is None:
            self._watch = asyncio.create_task(self._watch_sessions(), name="emulator-watch")
        return session

    def is_opening(self, session_id: str) -> bool:
        """Admitted, and on its way to be found."""
        return session_id in self._opening

    def find(self, session_id: str) -> LiveSession:
        """Raises VendorError: wrong state for a session that is over, 404 for one that never was."""
        if session := self._live.get(session_id):
            return session
        if any(record.session_id == session_id for record in self._history):
            raise self._terms.refusals.wrong_state("closed")
        raise self._terms.refusals.no_such_session()

    def room_token(self, session: LiveSession, *, identity: str) -> str:
        return room_token.mint(
            self._secret,
            room=session.record.session_id,
            identity=identity,
            now_seconds=self._clock.now().timestamp(),
            valid_seconds=self._terms.duration_limit_seconds + ROOM_TOKEN_EXTRA_SECONDS,
        )

    def by_room_token(self, token: str) -> LiveSession | None:
        claims = room_token.room_and_identity(self._secret, token, now_seconds=self._clock.now().timestamp())
        return self._live.get(claims[0]) if claims else None

    async def end(
        self,
        session: LiveSession,
        reason: EndReason,
        *,
        disconnect_reason: DisconnectReason = DisconnectReason.ROOM_DELETED,
    ) -> None:
        """Idempotent. The slot is free at once; the media goes down after."""
        record = session.record
        if self._live.pop(record.session_id, None) is None:
            return
        now = self._clock.monotonic()
        record.end(reason, now, at=self._clock.now())
        self._history.append(record)
        self._spent_credits += record.credits_used(now)
        logger.info("session %s ended: %s", record.session_id, reason)
        await session.aclose(disconnect_reason=disconnect_reason)

    async def aclose(self) -> None:
        if self._watch is not None:
            self._watch.cancel()
            await asyncio.gather(self._watch, return_exceptions=True)
            self._watch = None
        for session in self.live:
            await self.end(session, EndReason.SHUTDOWN, disconnect_reason=DisconnectReason.SERVER_SHUTDOWN)

    async def watch_once(self) -> None:
        """End what is due, let go of lost clients, tell of silence."""
        for session in self.live:
            due = session.record.due_end(self._clock.monotonic())
            fault = session.due_fault()
            if due is None and not session.record.options.free and self.credits_left() <= 0:
                due = EndReason.QUOTA
            if fault is not None:
                await self.end(session, EndReason.FAULT, disconnect_reason=fault)
            elif due is not None:
                await self.end(session, due)
            else:
                await session.tick()

    async def _watch_sessions(self) -> None:
        while True:
            await self._clock.sleep(WATCH_SECONDS)
            try:
                await self.watch_once()
            except Exception:  # one session's trouble must not stop the others' timers
                logger.exception("the watch over the sessions stumbled")
