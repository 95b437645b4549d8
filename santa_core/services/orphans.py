"""Calls that lost their server, and what was done about sessions outside of any call."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from santa_core.domain.accounts import AccountEvent
from santa_core.domain.calls import Avatar, CallRecord, EndReason
from santa_core.ports import AccountLog, CallLog
from santa_core.services.health import Check

# The reaper takes a call that nobody owned for 15 s, and tries every 5 s: older than this, it cannot.
OPEN_FOR_LONG = timedelta(minutes=2)
_NEWEST = 10


@dataclass(frozen=True)
class Orphans:
    """`open`: still open and without an owner, oldest first. `reaped`: closed after a crash, newest first."""

    open: tuple[CallRecord, ...]
    reaped: tuple[CallRecord, ...]
    account_events: tuple[AccountEvent, ...]


def find_orphans(log: CallLog, accounts: AccountLog, *, now: datetime) -> Orphans:
    """Raises StorageError."""
    open_ = tuple(
        call for call in log.open_calls() if now - (call.last_seen_at or call.created_at) >= OPEN_FOR_LONG
    )
    ended = (log.call(event.call_id) for event in log.recent_events(("reaped",), limit=_NEWEST))
    reaped = tuple(call for call in ended if call is not None and call.end_reason is EndReason.REAPED)
    return Orphans(open_, reaped, tuple(accounts.recent_account_events(limit=_NEWEST)))


def orphan_check(orphans: Orphans, *, now: datetime) -> Check:
    if not orphans.open:
        return Check("calls without a server", True, "None: every open call has its server.")
    oldest = orphans.open[0]
    minutes = (now - (oldest.last_seen_at or oldest.created_at)) / timedelta(minutes=1)
    count = len(orphans.open)
    calls = "1 call is" if count == 1 else f"{count} calls are"
    paid = any(call.plan.avatar is not Avatar.PRACTICE for call in orphans.open)
    return Check(
        "calls without a server",
        False,
        f"{calls} open without an owner, the oldest for {minutes:,.0f} min"
        f"{'; the meter may run' if paid else ''}. A running studio closes them by itself as soon as the "
        "vendor answers: start one, and look at the vendor's sessions.",
        needed=paid,
    )
