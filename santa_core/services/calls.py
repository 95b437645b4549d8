"""Opens calls, keeps them, closes them: the only place where a vendor's meter starts and stops."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import uuid4

from santa_core.domain.billing import price_call
from santa_core.domain.calls import (
    AnswerBy,
    Avatar,
    CallEvent,
    CallRecord,
    CallState,
    EndReason,
    Listen,
    Quality,
)
from santa_core.domain.endings import why_disconnected
from santa_core.domain.rate_cards import card_for
from santa_core.domain.talking_over import Pauses
from santa_core.errors import InputError, NotFoundError, ProviderError, ProviderRefused, SantaError
from santa_core.ports import (
    AvatarProvider,
    AvatarSession,
    CallLog,
    ChatModel,
    Clock,
    PromptLibrary,
    SessionRequest,
)
from santa_core.services.call_script import script_for
from santa_core.services.live_call import LiveCall
from santa_core.services.log_writer import LogWriter
from santa_core.services.tickets import PlanTicket

logger = logging.getLogger(__name__)

IDLE_TIMEOUT_SECONDS = 120
ORPHAN_SECONDS = 15  # a call whose server has not been heard for so long has none any more
CLOSE_RETRY_SECONDS = (0.5, 2.0, 5.0, 15.0, 30.0, 60.0)


class TooManyCalls(SantaError):
    pass


class CallHasEnded(InputError):
    pass


@dataclass(frozen=True)
class OpenedCall:
    record: CallRecord
    session: AvatarSession
    idle_timeout_seconds: int = IDLE_TIMEOUT_SECONDS


class CallService:
    """Lives on the server's event loop; every method is called there.

    `chat_for` hands out the language model of a call; `providers` has an entry for each avatar that is
    set up.
    """

    def __init__(
        self,
        *,
        providers: Mapping[Avatar, AvatarProvider],
        chat: ChatModel,
        log: CallLog,
        prompts: PromptLibrary,
        clock: Clock,
        max_calls: int = 6,
        pauses: Pauses | None = None,
    ) -> None:
        self._providers = providers
        self._chat = chat
        self._log = log
        self._prompts = prompts
        self._clock = clock
        self._max_calls = max_calls
        self._pauses = pauses or Pauses()
        self._writer = LogWriter(log, failed=self._log_failed)
        self._opening: dict[str, asyncio.Task[LiveCall]] = {}
        self._live: dict[str, LiveCall] = {}

    # --- opening --------------------------------------------------------------------------

    async def open(self, ticket: PlanTicket, *, quality: Quality | None, browser_origin: str) -> OpenedCall:
        """Opens the ticket's call with its vendor. The same call id again is the same call.

        Raises ProviderError, TooManyCalls, CallHasEnded, InputError.
        """
        call_id = ticket.call_id
        opening = self._opening.get(call_id)
        if opening is None and call_id not in self._live:
            self._refuse_if_impossible(ticket)
            # A task of its own: a browser that gives up waiting must not leave a half-open session.
            opening = asyncio.create_task(self._open(ticket, quality, browser_origin))
            self._opening[call_id] = opening
            opening.add_done_callback(lambda _: self._opening.pop(call_id, None))
        call = await asyncio.shield(opening) if opening is not None else self._live[call_id]
        return OpenedCall(call.record, call.session)

    def _refuse_if_impossible(self, ticket: PlanTicket) -> None:
        earlier = self._log.call(ticket.call_id)
        if earlier is not None:
            raise CallHasEnded("This call has ended. Press New call, then start again.")
        if ticket.plan.avatar not in self._providers:
            raise InputError(f"The avatar {ticket.plan.avatar} is not set up. Choose Practice Santa.")
        if len(self._live) + len(self._opening) >= self._max_calls:
            raise TooManyCalls(
                f"{self._max_calls} calls are open, as many as SANTA_MAX_CALLS allows. Wait until one ends."
            )

    async def _open(self, ticket: PlanTicket, quality: Quality | None, browser_origin: str) -> LiveCall:
        plan = ticket.plan
        provider = self._providers[plan.avatar]
        prompt = self._prompts.version(plan.prompt_version)
        if prompt is None:
            raise NotFoundError(
                f"There is no prompt version {plan.prompt_version}. Choose another on the call page."
            )
        script = script_for(prompt, plan.child)
        opened_quality = plan.quality or quality or Quality.MEDIUM
        record = CallRecord(
            call_id=ticket.call_id,
            plan=plan,
            staff_name=ticket.staff_name,
            state=CallState.OPENING,
            created_at=self._clock.now(),
            quality=opened_quality,
            chat_model=self._answered_by(plan.answer_by),
        )
        await self._writer.save_call(record)  # before the vendor is asked: a crash leaves a trace
        request = SessionRequest(
            call_id=ticket.call_id,
            quality=opened_quality,
            cap_seconds=plan.cap_seconds,
            push_to_talk=plan.listen is Listen.PUSH_TO_TALK,
            voice=plan.voice,
            language=plan.child.language,
            activity_idle_timeout_seconds=IDLE_TIMEOUT_SECONDS,
            knowledge_base=script.system_prompt if plan.answer_by is AnswerBy.VENDOR_LLM else None,
            knowledge_base_id=plan.knowledge_base_id
            if plan.answer_by is AnswerBy.KNOWLEDGE_BASE_ID
            else None,
            browser_origin=browser_origin,
        )
        try:
            session = await provider.open_session(request)
        except ProviderError as error:
            await self._could_not_open(record, error)
            raise
        record = replace(
            record, state=CallState.CONNECTING, session_id=session.session_id, started_at=session.opened_at
        )
        call = LiveCall(
            record,
            session,
            script=script,
            chat=self._chat,
            clock=self._clock,
            log=self._writer,
            close=self._close,
            diagnose=self._why_disconnected,
            pauses=self._pauses,
        )
        self._live[record.call_id] = call
        await self._writer.save_call(record)
        return call

    def _answered_by(self, answer_by: AnswerBy) -> str:
        return self._chat.label if answer_by is AnswerBy.OWN_LLM else "the avatar's own language model"

    async def _could_not_open(self, record: CallRecord, error: ProviderError) -> None:
        now = self._clock.now()
        detail = {
            "kind": error.kind,
            "status": error.vendor.status,
            "code": error.vendor.code,
            "message": error.vendor.message,
        }
        await self._writer.append_event(_server_event(record.call_id, "open_failed", now, detail))
        await self._writer.save_call(
            replace(record, state=CallState.ENDED, ended_at=now, end_reason=EndReason.OPEN_FAILED)
        )

    # --- while it lives -------------------------------------------------------------------

    def live(self, call_id: str) -> LiveCall | None:
        return self._live.get(call_id)

    def open_count(self) -> int:
        return len(self._live)

    # --- closing --------------------------------------------------------------------------

    async def _close(self, record: CallRecord, reason: EndReason) -> CallRecord:
        """Closes the vendor's session, prices it, saves it. The call is ended only when that is done."""
        ended_at = self._clock.now()
        try:
            await self._close_session(record)
        except ProviderError as error:
            # Not ended as long as the vendor's meter may run: it stays `ending`, and the reaper goes on.
            detail = {"kind": error.kind, "message": error.vendor.message}
            await self._writer.append_event(
                _server_event(record.call_id, "close_unconfirmed", ended_at, detail)
            )
            self._live.pop(record.call_id, None)
            return record
        ended = self._ended(record, reason, ended_at)
        await self._writer.append_event(_server_event(record.call_id, "ended", ended_at, {"reason": reason}))
        await self._writer.save_call(ended)
        self._live.pop(record.call_id, None)
        return ended

    async def _close_session(self, record: CallRecord) -> None:
        """Retries until the vendor confirms; raises ProviderError after the last try."""
        if record.session_id is None:
            return
        provider = self._providers[record.plan.avatar]
        for pause in (*CLOSE_RETRY_SECONDS, None):
            try:
                await provider.close_session(record.session_id)
                return
            except ProviderRefused:
                raise
            except ProviderError as error:
                logger.warning(
                    "closing a session failed", extra={"call_id": record.call_id, "kind": error.kind}
                )
                if pause is None:
                    raise
                await self._clock.sleep(pause)

    def _ended(self, record: CallRecord, reason: EndReason, ended_at: datetime) -> CallRecord:
        bill = None
        if record.started_at is not None:
            card = card_for(record.plan.avatar, record.started_at)
            bill = price_call(
                avatar=record.plan.avatar, started_at=record.started_at, ended_at=ended_at, card=card
            )
        return replace(record, state=CallState.ENDED, ended_at=ended_at, end_reason=reason, bill=bill)

    async def _why_disconnected(self, call: LiveCall, livekit_reason: int | None) -> EndReason:
        started_at = call.record.started_at or call.record.created_at
        now = self._clock.now()
        try:
            balance = await self._providers[call.record.plan.avatar].balance()
        except ProviderError:
            credits_gone = False
        else:
            credits_gone = balance.credits is not None and balance.credits <= 0
        return why_disconnected(
            livekit_reason=livekit_reason,
            elapsed_seconds=(now - started_at).total_seconds(),
            duration_limit_seconds=call.session.duration_limit_seconds,
            quiet_seconds=call.timers.quiet_seconds(now),
            idle_timeout_seconds=IDLE_TIMEOUT_SECONDS,
            credits_gone=credits_gone,
        )

    async def reap(self) -> list[CallRecord]:
        """Closes what an interrupted server left open, and says in the log when it really ended.

        Another server on the same log is left alone: its calls are seen every few seconds.
        """
        reaped = []
        for record in self._log.open_calls():
            if record.call_id in self._live or record.call_id in self._opening:
                continue
            seen_at = record.last_seen_at or record.created_at
            if self._clock.now() - seen_at < timedelta(seconds=ORPHAN_SECONDS):
                continue
            if record.plan.avatar in self._providers:
                try:
                    await self._close_session(record)
                except ProviderError as error:
                    logger.error(
                        "an orphan could not be closed",
                        extra={"call_id": record.call_id, "kind": error.kind},
                    )
                    continue
            # A practice session died with its server; a vendor's ran on until it was closed just now.
            ended_at = seen_at if record.plan.avatar is Avatar.PRACTICE else self._clock.now()
            ended = self._ended(record, EndReason.REAPED, ended_at)
            await self._writer.append_event(_server_event(record.call_id, "reaped", self._clock.now(), {}))
            await self._writer.save_call(ended)
            reaped.append(ended)
        return reaped

    async def flush(self) -> None:
        """Everything that happened before this is on disk when it returns."""
        await self._writer.flush()

    async def aclose(self) -> None:
        """The server stops: every call is ended and closed at the vendor."""
        for opening in list(self._opening.values()):
            await asyncio.gather(opening, return_exceptions=True)
        calls = list(self._live.values())
        await asyncio.gather(*(call.end(EndReason.SERVER_STOPPED) for call in calls), return_exceptions=True)
        await asyncio.gather(*(call.gone() for call in calls), return_exceptions=True)
        await self.flush()
        self._writer.close()

    def _log_failed(self, call_id: str, error: BaseException) -> None:
        call = self._live.get(call_id)
        if call is not None:
            call.log_failed(error)


def _server_event(call_id: str, name: str, at: datetime, detail: Mapping[str, object]) -> CallEvent:
    return CallEvent(
        event_id=str(uuid4()), call_id=call_id, source="server", name=name, at=at, detail=dict(detail)
    )
