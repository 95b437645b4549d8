"""Knows which calls are open, and who may begin or end one.

    open ──> CallOpening ──> LiveCall ──> CallEndings (closes, prices, writes down)
                                                 ^── Reaper (what a kill -9 left)

Two clicks, or two tabs, with the same call id share one opening and one call.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from santa_core.domain.calls import (
    Avatar,
    CallRecord,
    EndReason,
    Quality,
)
from santa_core.domain.endings import ENDINGS
from santa_core.domain.talking_over import Pauses
from santa_core.errors import InputError, SantaError
from santa_core.ports import (
    AccountLog,
    ActiveSession,
    AvatarProvider,
    AvatarSession,
    CallLog,
    ChatModel,
    Clock,
    PromptLibrary,
    ScenarioLibrary,
)
from santa_core.services.admission import Admission
from santa_core.services.call_endings import CallEndings
from santa_core.services.call_opening import CallOpening
from santa_core.services.call_safety import SafetySetup
from santa_core.services.live_call import LiveCall
from santa_core.services.log_writer import LogWriter
from santa_core.services.reaper import Reaper
from santa_core.services.standing import Standing
from santa_core.services.strangers import Strangers
from santa_core.services.tickets import PlanTicket
from santa_core.services.tidying import Tidying
from santa_core.services.time_limit import all_within
from santa_core.services.vendor_line import IDLE_TIMEOUT_SECONDS

logger = logging.getLogger(__name__)

SHUTDOWN_SECONDS = 10.0  # a vendor that hangs does not hold a stop longer: the next start closes the rest
FORGET_SECONDS = 2.0


class CallHasEnded(InputError):
    pass


class StudioStops(SantaError):
    pass


@dataclass(frozen=True)
class OpenedCall:
    record: CallRecord
    session: AvatarSession
    idle_timeout_seconds: int = IDLE_TIMEOUT_SECONDS


@dataclass
class _Opening:
    """`waiters`: the requests that wait for it; with none left, nobody would join the session."""

    staff_name: str
    waiters: int = 0
    end_reason: EndReason | None = None  # it is to be ended as soon as it is open
    task: asyncio.Task[LiveCall] = field(init=False)


class CallService:
    """Lives on the server's event loop; every method is called there.

    `providers` has an entry for each avatar that is set up; `session_limits` says how many sessions its
    account allows at once, where that is known. `safety`: what Santa's and the children's words are checked
    with, our own rules if None; without `scenarios` it does not know what a call is about.
    """

    def __init__(
        self,
        *,
        providers: Mapping[Avatar, AvatarProvider],
        chat: ChatModel,
        log: CallLog,
        accounts: AccountLog,
        prompts: PromptLibrary,
        clock: Clock,
        max_calls: int = 6,
        session_limits: Mapping[Avatar, int] | None = None,
        monthly_budget_usd: Decimal | None = None,
        pauses: Pauses | None = None,
        scenarios: ScenarioLibrary | None = None,
        safety: SafetySetup | None = None,
    ) -> None:
        self._log = log
        self._clock = clock
        self._writer = LogWriter(log, failed=self._log_failed)
        self._opening: dict[str, _Opening] = {}
        self._live: dict[str, LiveCall] = {}
        self._stops = False
        self._admission = Admission(
            providers=providers,
            log=log,
            clock=clock,
            max_calls=max_calls,
            session_limits=session_limits,
            monthly_budget_usd=monthly_budget_usd,
        )
        self._endings = CallEndings(providers=providers, log=log, writer=self._writer, clock=clock)
        self._opener = CallOpening(
            providers=providers,
            chat=chat,
            prompts=prompts,
            clock=clock,
            writer=self._writer,
            admission=self._admission,
            endings=self._endings,
            pauses=pauses or Pauses(),
            left=self._left,
            scenarios=scenarios,
            safety=safety or SafetySetup(),
        )
        self._reaper = Reaper(
            providers=providers,
            log=log,
            accounts=accounts,
            writer=self._writer,
            endings=self._endings,
            clock=clock,
            is_ours=self._is_ours,
        )
        self._strangers = Strangers(
            providers=providers, log=log, accounts=accounts, clock=clock, is_owned=self._reaper.is_seen
        )
        self._tidying = Tidying(providers=providers, log=log, clock=clock)

    # --- before a call --------------------------------------------------------------------

    async def standing(self, avatar: Avatar, cap_seconds: int) -> Standing:
        """What stands behind the Start button. Raises StorageError."""
        return await self._admission.standing(avatar, cap_seconds)

    # --- opening --------------------------------------------------------------------------

    async def open(self, ticket: PlanTicket, *, quality: Quality | None, browser_origin: str) -> OpenedCall:
        """Opens the ticket's call with its vendor. The same call id again is the same call. Cancel it when
        nobody waits for it any more: a session that is open by then is closed at once.

        Raises ProviderError, NotAdmitted, CallHasEnded, StudioStops, InputError, StorageError.
        """
        call_id = ticket.call_id
        opening = self._opening.get(call_id)
        if opening is None:
            live = self._live.get(call_id)
            if live is not None and not live.is_ending:
                return OpenedCall(live.record, live.session)
            opening = self._begin(ticket, quality, browser_origin)
        opening.waiters += 1
        try:
            # A task of its own: a browser that gives up waiting must not leave a half-open session.
            call = await asyncio.shield(opening.task)
        finally:
            opening.waiters -= 1
        return OpenedCall(call.record, call.session)

    def _begin(self, ticket: PlanTicket, quality: Quality | None, browser_origin: str) -> _Opening:
        if self._stops:
            raise StudioStops("The studio is being stopped. Call again when it runs.")
        if ticket.call_id in self._live or self._log.call(ticket.call_id) is not None:
            raise CallHasEnded("This call has ended. Press New call, then start again.")
        self._admission.require(ticket.call_id, ticket.plan)
        opening = _Opening(ticket.staff_name)
        opening.task = asyncio.create_task(self._open(ticket, opening, quality, browser_origin))
        self._opening[ticket.call_id] = opening
        opening.task.add_done_callback(_heard)
        return opening

    async def _open(
        self, ticket: PlanTicket, opening: _Opening, quality: Quality | None, browser_origin: str
    ) -> LiveCall:
        call: LiveCall | None = None
        try:
            call = await self._opener.open(ticket, quality, browser_origin=browser_origin)
            self._live[ticket.call_id] = call
        finally:
            del self._opening[ticket.call_id]
            if call is None:
                self._admission.release(ticket.call_id)
        reason = opening.end_reason or (None if opening.waiters else EndReason.PAGE_CLOSED)
        if reason is not None:
            await call.end(reason)
            raise CallHasEnded(ENDINGS[reason].sentence)
        return call

    # --- while it lives -------------------------------------------------------------------

    def live(self, call_id: str) -> LiveCall | None:
        return self._live.get(call_id)

    def open_count(self) -> int:
        return len(self._live)

    async def vendor_sessions(self, avatar: Avatar) -> list[tuple[ActiveSession, CallRecord | None]]:
        """What is open on the avatar's account, each with its call; None: a stranger. Raises ProviderError,
        InputError, StorageError."""
        return await self._strangers.sessions(avatar)

    async def close_stranger(self, avatar: Avatar, session_id: str, *, by: str) -> None:
        """Closes a session that belongs to no call that is going on. `by`: the person's name.

        Raises NotAllowedError if it does, ProviderError, InputError, StorageError.
        """
        await self._strangers.close(avatar, session_id, by=by)

    # --- the end --------------------------------------------------------------------------

    async def sign_out(self, staff_name: str) -> int:
        """Ends this person's calls. Returns how many, without waiting for their vendors."""
        count = 0
        for opening in self._opening.values():
            if opening.staff_name == staff_name and opening.end_reason is None:
                opening.end_reason = EndReason.SIGNED_OUT
                count += 1
        for call in list(self._live.values()):
            if call.record.staff_name == staff_name and not call.is_ending:
                call.end(EndReason.SIGNED_OUT)
                count += 1
        return count

    async def reap(self) -> list[CallRecord]:
        """To be called every few seconds. Ends what an interrupted server left open, and goes on closing
        what a vendor has not confirmed. Returns the calls that it ended. Raises StorageError."""
        reaped = await self._reaper.reap()
        await self._tidying.tidy()
        return reaped

    async def flush(self) -> None:
        """Everything that happened before this is on disk when it returns."""
        await self._writer.flush()

    async def aclose(self) -> None:
        """The server stops: every call is ended and closed at the vendor, within SHUTDOWN_SECONDS."""
        self._stops = True
        for opening in self._opening.values():
            opening.end_reason = opening.end_reason or EndReason.SERVER_STOPPED
        openings = [opening.task for opening in self._opening.values()]
        calls = list(self._live.values())
        endings = [call.end(EndReason.SERVER_STOPPED) for call in calls]
        late = await all_within(self._clock, SHUTDOWN_SECONDS, [*openings, *endings])
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
        await asyncio.gather(*(call.gone() for call in calls), return_exceptions=True)
        await self._endings.aclose(seconds=FORGET_SECONDS)
        await self.flush()
        self._writer.close()

    # --- inside ---------------------------------------------------------------------------

    def _is_ours(self, call_id: str) -> bool:
        return call_id in self._live or call_id in self._opening

    def _left(self, call_id: str) -> None:
        self._live.pop(call_id, None)
        self._admission.release(call_id)

    def _log_failed(self, call_id: str, error: BaseException) -> None:
        call = self._live.get(call_id)
        if call is not None:
            call.log_failed(error)


def _heard(opening: asyncio.Task[LiveCall]) -> None:
    """Its error is for those who wait; where nobody does, the log of the call has it."""
    if not opening.cancelled():
        opening.exception()
