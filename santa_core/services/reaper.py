"""Finds calls that nobody owns any more, after a kill -9, and has them ended.

    open in the log, its server silent ──> not open at its vendor: ended when it was last seen
                                       ──> open there: closed, and ended then
    the vendor lists an open session of a call that has ended: closed once more
    the server died while opening: the session nobody ever joined, if there is just one such, is closed

A call of another server on the same log is seen to live, and left alone. Whether it lives is told by its
heartbeat changing, by our own steady seconds: clocks of two machines, or one that is set back, may differ.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from santa_core.domain.accounts import AccountEvent
from santa_core.domain.calls import Avatar, CallRecord, CallState, EndReason
from santa_core.domain.rate_cards import card_for
from santa_core.errors import ProviderError, StorageError
from santa_core.ports import AccountLog, ActiveSession, AvatarProvider, CallLog, Clock
from santa_core.services.call_endings import CallEndings
from santa_core.services.log_writer import LogWriter
from santa_core.services.server_events import server_event
from santa_core.services.session_closing import close_for_certain
from santa_core.services.time_limit import within

logger = logging.getLogger(__name__)

ORPHAN_SECONDS = 15  # a call whose server has not been heard for so long has none any more
LIST_SECONDS = 30
SWEEP_SECONDS = 60  # between two looks for sessions that outlived their calls
SWEEP_AFTER_ACTIVITY_SECONDS = 600  # nobody has called for so long: nothing can be left, so nobody is asked
SETTLED_SECONDS = 30  # a vendor's list may still show what was closed just now
OPENING_SLACK = timedelta(seconds=15)  # between a vendor's clock and ours


@dataclass
class _Heartbeat:
    at: datetime
    seen: float  # monotonic, when we first saw it
    was_stale: bool  # already by the wall clock, when we first saw this call


class Reaper:
    """`is_ours`: whether this server owns the call."""

    def __init__(
        self,
        *,
        providers: Mapping[Avatar, AvatarProvider],
        log: CallLog,
        accounts: AccountLog | None,
        writer: LogWriter,
        endings: CallEndings,
        clock: Clock,
        is_ours: Callable[[str], bool],
    ) -> None:
        self._providers = providers
        self._log = log
        self._accounts = accounts
        self._writer = writer
        self._endings = endings
        self._clock = clock
        self._is_ours = is_ours
        self._heartbeats: dict[str, _Heartbeat] = {}
        self._active_at = clock.monotonic()
        self._swept_at: float | None = None

    async def reap(self) -> list[CallRecord]:
        """Returns the calls that were ended. Raises StorageError."""
        records = self._log.open_calls()
        now = self._clock.monotonic()
        if records or self._endings.unconfirmed():
            self._active_at = now
        orphans = [record for record in records if self._is_orphan(record)]
        self._heartbeats = {r.call_id: h for r in records if (h := self._heartbeats.get(r.call_id))}
        sweeps = self._swept_at is None or now - self._swept_at >= SWEEP_SECONDS
        sweeps = sweeps and now - self._active_at < SWEEP_AFTER_ACTIVITY_SECONDS
        if sweeps:
            self._swept_at = now
        await asyncio.gather(
            *(
                self._look_at(account, orphans, sweeps=sweeps)
                for account in self._accounts_to_ask(orphans, sweeps)
            )
        )
        for record in orphans:
            if record.plan.avatar not in self._providers:
                self._without_a_provider(record)
        return await self._endings.try_again()

    def is_seen(self, record: CallRecord) -> bool:
        """Whether some server owns this open call, as far as we know."""
        return self._is_ours(record.call_id) or not self._is_stale(record)

    # --- which calls ------------------------------------------------------------------------

    def _is_orphan(self, record: CallRecord) -> bool:
        if self._is_ours(record.call_id) or record.call_id in self._endings:
            return False
        return self._is_stale(record)

    def _is_stale(self, record: CallRecord) -> bool:
        seen_at, now = record.last_seen_at or record.created_at, self._clock.monotonic()
        before = self._heartbeats.get(record.call_id)
        if before is None:
            age = self._clock.now() - seen_at
            before = _Heartbeat(seen_at, now, was_stale=age >= timedelta(seconds=ORPHAN_SECONDS))
            self._heartbeats[record.call_id] = before
        elif before.at != seen_at:
            before = self._heartbeats[record.call_id] = _Heartbeat(seen_at, now, was_stale=False)
        return before.was_stale or now - before.seen >= ORPHAN_SECONDS

    def _accounts_to_ask(self, orphans: list[CallRecord], sweeps: bool) -> list[AvatarProvider]:
        """One provider for each account."""
        needed = {self._providers[r.plan.avatar].account for r in orphans if r.plan.avatar in self._providers}
        by_account = {p.account: p for p in self._providers.values()}
        return [p for account, p in by_account.items() if sweeps or account in needed]

    # --- one account ------------------------------------------------------------------------

    async def _look_at(self, provider: AvatarProvider, orphans: list[CallRecord], *, sweeps: bool) -> None:
        account = provider.account
        mine = [
            record
            for record in orphans
            if record.plan.avatar in self._providers
            and self._providers[record.plan.avatar].account == account
        ]
        try:
            active: Sequence[ActiveSession] | None
            active = await within(self._clock, LIST_SECONDS, provider.active_sessions())
        except (ProviderError, TimeoutError):
            active = None
        for record in mine:
            await self._take(record, provider, active)
        if sweeps and active:
            await self._close_what_outlived_its_call(provider, active)

    async def _take(
        self, record: CallRecord, provider: AvatarProvider, active: Sequence[ActiveSession] | None
    ) -> None:
        seen_at = record.last_seen_at or record.created_at
        ended_at = None
        if record.session_id is None:
            if active is None:
                return  # what was being opened cannot be seen: it is looked for again
            if not await self._close_what_was_being_opened(record, provider, active):
                return
            ended_at = seen_at
        elif active is not None and record.session_id not in {s.session_id for s in active}:
            ended_at = seen_at
        self._writer.append_event(
            server_event(record.call_id, "reaped", self._clock.now(), {"open": ended_at is None})
        )
        self._endings.adopt(record, record.end_reason or EndReason.REAPED, ended_at=ended_at)

    async def _close_what_was_being_opened(
        self, record: CallRecord, provider: AvatarProvider, active: Sequence[ActiveSession]
    ) -> bool:
        """False: it could not be closed yet. A session that may be somebody else's is left: Diagnostics
        shows it."""
        began_at = max((s.closed_at for s in record.earlier_sessions), default=record.created_at)
        seen_at = record.last_seen_at or record.created_at
        known = self._log.calls_of_sessions([session.session_id for session in active])
        candidates = [
            session
            for session in active
            if session.session_id not in known
            and session.status == "new"  # nobody has joined it, in all this time
            and session.created_at is not None
            and began_at - OPENING_SLACK <= session.created_at <= seen_at + OPENING_SLACK
        ]
        if len(candidates) != 1 or self._another_is_opening(record):
            return True
        session_id = candidates[0].session_id
        if await close_for_certain(provider, session_id, clock=self._clock) is not None:
            return False
        self._say(provider, "orphan_closed", session_id, {"call_id": record.call_id})
        return True

    def _another_is_opening(self, record: CallRecord) -> bool:
        return any(
            other.call_id != record.call_id
            and other.session_id is None
            and other.state is not CallState.ENDED
            and other.plan.avatar is not Avatar.PRACTICE
            for other in self._log.open_calls()
        )

    async def _close_what_outlived_its_call(
        self, provider: AvatarProvider, active: Sequence[ActiveSession]
    ) -> None:
        owners = self._log.calls_of_sessions([session.session_id for session in active])
        for session_id, record in owners.items():
            if not _outlived(record, session_id, self._clock.now()):
                continue
            logger.warning("a session outlived its call", extra={"call_id": record.call_id})
            unconfirmed = await close_for_certain(provider, session_id, clock=self._clock)
            name = "orphan_closed" if unconfirmed is None else "orphan_not_closed"
            self._say(provider, name, session_id, {"call_id": record.call_id})

    def _without_a_provider(self, record: CallRecord) -> None:
        """Its vendor's key is gone from the settings: it cannot be closed, but no session lasts for ever."""
        seen_at = record.last_seen_at or record.created_at
        card = card_for(record.plan.avatar, seen_at)
        if self._clock.now() - seen_at > timedelta(seconds=card.longest_session_seconds):
            self._endings.adopt(record, record.end_reason or EndReason.REAPED, ended_at=seen_at)

    def _say(self, provider: AvatarProvider, name: str, session_id: str, detail: dict[str, object]) -> None:
        if self._accounts is None:
            return
        event = AccountEvent(
            str(uuid4()), self._clock.now(), provider.account, name, "studio", session_id, detail
        )
        try:
            self._accounts.append_account_event(event)
        except StorageError:
            logger.exception("an event of an account could not be written")


def _outlived(record: CallRecord, session_id: str, now: datetime) -> bool:
    """Whether this session should have been closed long ago."""
    closed = {s.session_id: s.closed_at for s in record.earlier_sessions}
    if record.state is CallState.ENDED and record.ended_at is not None:
        closed[record.session_id or ""] = record.ended_at
    closed_at = closed.get(session_id)
    return closed_at is not None and abs((now - closed_at).total_seconds()) > SETTLED_SECONDS
