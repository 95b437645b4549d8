"""Opens one call: asks whether it may be, writes it down, has the vendor open a session.

Written down before the vendor is asked: a crash at any moment leaves a trace that the reaper finds.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import replace

from santa_core.domain.calls import AnswerBy, Avatar, CallRecord, CallState, EndReason, Listen, Quality
from santa_core.domain.talking_over import Pauses
from santa_core.errors import NotFoundError, ProviderError, StorageError
from santa_core.ports import (
    AvatarProvider,
    ChatModel,
    Clock,
    PromptLibrary,
    ScenarioLibrary,
    SessionRequest,
)
from santa_core.services.admission import Admission
from santa_core.services.call_endings import CallEndings
from santa_core.services.call_safety import SafetySetup
from santa_core.services.call_script import CallScript, script_for
from santa_core.services.call_ticks import SEEN_SECONDS
from santa_core.services.live_call import LiveCall
from santa_core.services.log_writer import LogWriter
from santa_core.services.server_events import in_the_vendors_words, server_event
from santa_core.services.steady_clock import SteadyClock
from santa_core.services.tickets import PlanTicket
from santa_core.services.vendor_line import IDLE_TIMEOUT_SECONDS, VendorLine

logger = logging.getLogger(__name__)


class CallOpening:
    """`left`: what a call tells when nothing more can be done for it here. `scenarios` says what a child's
    story is about, which the safety check goes by."""

    def __init__(
        self,
        *,
        providers: Mapping[Avatar, AvatarProvider],
        chat: ChatModel,
        prompts: PromptLibrary,
        clock: Clock,
        writer: LogWriter,
        admission: Admission,
        endings: CallEndings,
        pauses: Pauses,
        left: Callable[[str], None],
        scenarios: ScenarioLibrary | None,
        safety: SafetySetup,
    ) -> None:
        self._providers = providers
        self._chat = chat
        self._prompts = prompts
        self._clock = clock
        self._writer = writer
        self._admission = admission
        self._endings = endings
        self._pauses = pauses
        self._left = left
        self._scenarios = scenarios
        self._safety = safety

    async def open(self, ticket: PlanTicket, quality: Quality | None, *, browser_origin: str) -> LiveCall:
        """Raises NotAdmitted, NotFoundError, InputError, ProviderError, StorageError: nothing is open
        then."""
        plan, clock = ticket.plan, SteadyClock(self._clock)
        prompt = self._prompts.version(plan.prompt_version)
        if prompt is None:
            raise NotFoundError(
                f"There is no prompt version {plan.prompt_version}. Choose another on the call page."
            )
        script = script_for(prompt, plan.child)
        safety = replace(self._safety, tags=self._tags_of(plan.scenario_id))
        opened_quality = plan.quality or quality or Quality.MEDIUM
        await self._admission.ask_vendor(ticket.call_id)
        record = CallRecord(
            call_id=ticket.call_id,
            plan=plan,
            staff_name=ticket.staff_name,
            state=CallState.OPENING,
            created_at=clock.now(),
            quality=opened_quality,
            chat_model=self._answered_by(plan.answer_by),
        )
        await self._writer.save_call(record)  # before the vendor is asked: a crash leaves a trace
        vendor = VendorLine(
            self._providers[plan.avatar],
            _session_request(ticket, script, opened_quality, browser_origin),
            endings=self._endings,
            clock=clock,
        )
        try:
            async with self._seen(record, clock):
                session = await vendor.open(opened_quality, cap_seconds=plan.cap_seconds)
        except Exception as error:  # whatever it is: the record must not stay open
            await self._could_not_open(record, error, clock)
            raise
        record = replace(
            record,
            state=CallState.CONNECTING,
            session_id=session.session_id,
            session_opened_at=session.opened_at,
            started_at=session.opened_at,
            last_seen_at=clock.now(),
        )
        try:
            await self._writer.save_call(record)
        except StorageError:
            # A session that no log knows would have no owner after a crash.
            await self._endings.end(record, EndReason.OPEN_FAILED, clock=clock)
            raise
        return LiveCall(
            record,
            session,
            script=script,
            chat=self._chat,
            clock=clock,
            log=self._writer,
            vendor=vendor,
            left=self._left,
            pauses=self._pauses,
            safety=safety,
        )

    def _tags_of(self, scenario_id: str) -> tuple[str, ...]:
        """None for a scenario that has been deleted since the call was planned."""
        scenario = self._scenarios.scenario(scenario_id) if self._scenarios else None
        return scenario.tags if scenario else ()

    @contextlib.asynccontextmanager
    async def _seen(self, record: CallRecord, clock: Clock) -> AsyncIterator[None]:
        """Other servers on the same log see that somebody is opening this call, however long it takes."""

        async def say_so() -> None:
            while True:
                await self._clock.sleep(SEEN_SECONDS)
                self._writer.save_call(replace(record, last_seen_at=clock.now()))

        saying = asyncio.create_task(say_so())
        try:
            yield
        finally:
            saying.cancel()

    def _answered_by(self, answer_by: AnswerBy) -> str:
        return self._chat.label if answer_by is AnswerBy.OWN_LLM else "the avatar's own language model"

    async def _could_not_open(self, record: CallRecord, error: Exception, clock: Clock) -> None:
        if isinstance(error, ProviderError):
            detail = in_the_vendors_words(error)
        else:
            logger.exception("a session could not be opened", extra={"call_id": record.call_id})
            detail = {"kind": "other", "error": type(error).__name__}
        with contextlib.suppress(StorageError):  # the reaper ends it then; what is raised says why it failed
            await self._writer.append_event(server_event(record.call_id, "open_failed", clock.now(), detail))
            await self._writer.save_call(
                replace(record, state=CallState.ENDED, ended_at=clock.now(), end_reason=EndReason.OPEN_FAILED)
            )


def _session_request(
    ticket: PlanTicket, script: CallScript, quality: Quality, browser_origin: str
) -> SessionRequest:
    plan = ticket.plan
    return SessionRequest(
        call_id=ticket.call_id,
        quality=quality,
        cap_seconds=plan.cap_seconds,
        push_to_talk=plan.listen is Listen.PUSH_TO_TALK,
        voice=plan.voice,
        language=plan.child.language,
        activity_idle_timeout_seconds=IDLE_TIMEOUT_SECONDS,
        knowledge_base=script.system_prompt if plan.answer_by is AnswerBy.VENDOR_LLM else None,
        knowledge_base_id=plan.knowledge_base_id if plan.answer_by is AnswerBy.KNOWLEDGE_BASE_ID else None,
        browser_origin=browser_origin,
    )
