"""What one call asks of its avatar's vendor: open a session, keep it, close it, explain its end."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass, replace

from santa_core.domain.calls import CallRecord, EndReason, Quality
from santa_core.domain.endings import reason_of_word, why_disconnected
from santa_core.errors import ProviderError
from santa_core.ports import AvatarProvider, AvatarSession, Clock, SessionRequest
from santa_core.services.call_endings import CallEndings
from santa_core.services.call_timers import CallTimers
from santa_core.services.session_closing import Unconfirmed, close_for_certain
from santa_core.services.time_limit import within

IDLE_TIMEOUT_SECONDS = 120
EXPLAIN_SECONDS = 5  # a call that is over is not held open for a better explanation
CLOSE_PAUSES = (0.5, 2.0, 5.0)  # between tries to close a session that another is to follow


@dataclass(frozen=True)
class Disconnect:
    """What the browser tells of a stream that is gone."""

    livekit_reason: int | None = None
    vendor_reason: str | None = None


class VendorLine:
    """`clock`: the call's own."""

    def __init__(
        self, provider: AvatarProvider, request: SessionRequest, *, endings: CallEndings, clock: Clock
    ) -> None:
        self._provider = provider
        self._request = request
        self._endings = endings
        self._clock = clock

    @property
    def account(self) -> str:
        return self._provider.account

    @property
    def keep_alive_seconds(self) -> int:
        return self._provider.capabilities.keep_alive_seconds

    async def open(self, quality: Quality, *, cap_seconds: int) -> AvatarSession:
        """Raises ProviderError. `opened_at` is by the call's own clock."""
        asked_at = self._clock.now()
        request = replace(self._request, quality=quality, cap_seconds=cap_seconds)
        session = await self._provider.open_session(request)
        opened_at = min(max(session.opened_at, asked_at), self._clock.now())
        return replace(session, opened_at=opened_at)

    async def keep_alive(self, session_id: str) -> None:
        """Raises ProviderError."""
        await self._provider.keep_alive(session_id)

    async def close(self, session_id: str, *, call_id: str, wanted: Callable[[], bool]) -> Unconfirmed | None:
        """A few tries to close a session of a call that goes on, as long as it is wanted."""
        for pause in (*CLOSE_PAUSES, None):
            unconfirmed = await close_for_certain(self._provider, session_id, clock=self._clock)
            if unconfirmed is None:
                self._endings.forget(self._provider, session_id, call_id)
                return None
            if pause is None or not wanted():
                break
            await self._clock.sleep(pause)
        return unconfirmed

    async def end(self, record: CallRecord, reason: EndReason) -> CallRecord:
        return await self._endings.end(record, reason, clock=self._clock)

    async def why_gone(
        self, record: CallRecord, session: AvatarSession, timers: CallTimers, told: Disconnect
    ) -> EndReason:
        """Asks the vendor where what the browser was told does not say enough."""
        now = self._clock.now()
        vendor_reason, credits_gone = told.vendor_reason, False
        if reason_of_word(vendor_reason) is None:
            with contextlib.suppress(ProviderError, TimeoutError):  # what is known has to do then
                vendor_reason, credits_gone = await within(
                    self._clock, EXPLAIN_SECONDS, self._ask(session.session_id, vendor_reason)
                )
        opened_at = record.session_opened_at or record.started_at or record.created_at
        return why_disconnected(
            vendor_reason=vendor_reason,
            livekit_reason=told.livekit_reason,
            elapsed_seconds=(now - opened_at).total_seconds(),
            duration_limit_seconds=session.duration_limit_seconds,
            quiet_seconds=timers.quiet_seconds(now),
            idle_timeout_seconds=self._request.activity_idle_timeout_seconds,
            credits_gone=credits_gone,
        )

    async def _ask(self, session_id: str, vendor_reason: str | None) -> tuple[str | None, bool]:
        credits = (await self._provider.balance()).credits
        if self._provider.capabilities.names_end_reason and not vendor_reason:
            for entry in await self._provider.session_history(limit=20):
                if entry.session_id == session_id:
                    vendor_reason = entry.end_reason
        return vendor_reason, credits is not None and credits <= 0
