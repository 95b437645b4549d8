"""Whose the sessions at the vendors are, and which of them may be closed by hand.

A session belongs to the call of the log that opened it. One that no call knows was opened elsewhere, or by
a studio on another log; one whose call has ended should be gone. services/strangers.py closes them.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from santa_core.domain.calls import CallRecord, CallState
from santa_core.ports import ActiveSession, CallLog
from santa_core.services.health import Check
from santa_core.services.vendor_accounts import AccountReport

# A call's session is known to the log when the vendor has answered; until then it looks like a stranger.
_OPENING_TAKES = timedelta(seconds=60)


class Ownership(StrEnum):
    CALL = "call"  # of a call that is open
    ENDED_CALL = "ended_call"  # its call is over: it should be gone
    OPENING = "opening"  # perhaps of a call that is being opened right now
    STRANGER = "stranger"  # no call of this log knows it


@dataclass(frozen=True)
class OwnedSession:
    """`since`: by the log if a call owns it, else by the vendor; None if neither says."""

    account: str
    session: ActiveSession
    ownership: Ownership
    call: CallRecord | None
    since: datetime | None

    @property
    def may_be_closed(self) -> bool:
        return self.ownership in (Ownership.STRANGER, Ownership.ENDED_CALL)


def owned_sessions(reports: Sequence[AccountReport], log: CallLog, *, now: datetime) -> list[OwnedSession]:
    """Those that may be closed first, then the oldest. Raises StorageError."""
    ids = [session.session_id for report in reports for session in report.sessions.value or ()]
    calls = log.calls_of_sessions(ids) if ids else {}
    opening = [call for call in log.open_calls() if call.state is CallState.OPENING] if ids else []
    found = [
        _owned(report, session, calls.get(session.session_id), opening, now)
        for report in reports
        for session in report.sessions.value or ()
    ]
    return sorted(found, key=lambda owned: (not owned.may_be_closed, owned.since or now))


def session_check(sessions: Sequence[OwnedSession]) -> Check:
    """A session whose call is over should be gone; a stranger may be another studio's, and is a warning."""
    name = "sessions without a call"
    left = [owned for owned in sessions if owned.ownership is Ownership.ENDED_CALL]
    strangers = [owned for owned in sessions if owned.ownership is Ownership.STRANGER]
    cure = "Look at them on /diagnostics, and close there what is nobody's: their meters run."
    if left:
        return Check(name, False, f"{_count(left)} open though the call is over. {cure}")
    if strangers:
        known = "that no call of this log knows"
        return Check(name, False, f"{_count(strangers)} open {known}. {cure}", needed=False)
    return Check(name, True, "None.")


def _count(sessions: Sequence[OwnedSession]) -> str:
    return "1 session is" if len(sessions) == 1 else f"{len(sessions)} sessions are"


def _owned(
    report: AccountReport,
    session: ActiveSession,
    call: CallRecord | None,
    opening: Collection[CallRecord],
    now: datetime,
) -> OwnedSession:
    since = session.created_at
    if call is not None:
        since = call.session_opened_at or call.started_at or since
        # A session that the same call has left behind is over too: it has another one now.
        is_current = call.state is not CallState.ENDED and call.session_id == session.session_id
        ownership = Ownership.CALL if is_current else Ownership.ENDED_CALL
        return OwnedSession(report.account, session, ownership, call, since)
    for candidate in opening:
        if candidate.plan.avatar in report.avatars and now - candidate.created_at < _OPENING_TAKES:
            return OwnedSession(report.account, session, Ownership.OPENING, candidate, since)
    return OwnedSession(report.account, session, Ownership.STRANGER, None, since)
