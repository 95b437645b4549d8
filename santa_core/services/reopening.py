"""Changes the vendor's session of a call that goes on: closes it for certain, then opens another.

Never two at once. Whoever ends the call meanwhile wins: the ending waits for the vendor's answer and
closes what was opened.
"""

from __future__ import annotations

from typing import Protocol

from santa_core.domain.calls import CallRecord, EndReason, Quality
from santa_core.errors import ProviderError, StorageError
from santa_core.ports import AvatarSession, Clock
from santa_core.services.call_messages import Notice
from santa_core.services.call_timers import CallTimers
from santa_core.services.vendor_line import VendorLine


class CallBetweenSessions(Protocol):
    record: CallRecord
    timers: CallTimers

    @property
    def is_ending(self) -> bool: ...

    async def session_closed(self) -> None:
        """Raises StorageError."""

    async def session_opened(self, session: AvatarSession, quality: Quality) -> None:
        """Raises StorageError."""

    def cannot_reopen(self, reason: EndReason, notice: Notice) -> None: ...


async def reopen(call: CallBetweenSessions, vendor: VendorLine, quality: Quality, *, clock: Clock) -> None:
    """Returns when the browser was told to join the new session, or the call is ending."""
    record = call.record
    if record.session_id is not None:
        unconfirmed = await vendor.close(
            record.session_id, call_id=record.call_id, wanted=lambda: not call.is_ending
        )
        if call.is_ending:
            return
        if unconfirmed is not None:
            call.cannot_reopen(
                EndReason.PROVIDER_ERROR,
                Notice(
                    "error",
                    "reopen_failed",
                    f"{vendor.account} did not confirm that the old session is closed, so no other was "
                    "opened: two would be billed. Start a new call in a minute.",
                ),
            )
            return
    try:
        await call.session_closed()
        if call.is_ending:
            return
        seconds_left = (call.timers.cap_ends_at - clock.now()).total_seconds()
        session = await vendor.open(quality, cap_seconds=max(round(seconds_left), 1))
        await call.session_opened(session, quality)
    except ProviderError as error:
        credits_gone = error.kind == "insufficient_credits"
        words = f" It said: {error.vendor.message}" if error.vendor.message else ""
        call.cannot_reopen(
            EndReason.CREDITS_EXHAUSTED if credits_gone else EndReason.OPEN_FAILED,
            Notice("error", "reopen_failed", f"{error}{words}"),
        )
    except StorageError as error:
        call.cannot_reopen(
            EndReason.OPEN_FAILED,
            Notice("error", "reopen_failed", f"The log cannot be written, so the call is ended: {error}"),
        )
