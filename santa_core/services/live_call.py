"""One call while it lives: what the browser reports becomes log, conversation and state.

    opening ──> connecting ──stream_ready──> live ──> ending ──> ended
                    ^────────── reopen ───────┘

Runs on the server's event loop. Whoever wants the call to end asks `end`; the first reason stands.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from santa_core.domain.calls import CallRecord, CallState, EndReason, Floor, Quality, TurnOrigin
from santa_core.domain.talking_over import Pauses
from santa_core.domain.waits import waits_of
from santa_core.errors import ProviderError
from santa_core.ports import AvatarSession, ChatModel, Clock
from santa_core.services.browser_line import BrowserLine
from santa_core.services.call_commands import CallCommands
from santa_core.services.call_diary import CallDiary
from santa_core.services.call_messages import (
    CallMessage,
    Ended,
    Notice,
    SessionChanged,
    SessionClosing,
    StateChanged,
)
from santa_core.services.call_price import without_its_session
from santa_core.services.call_safety import CallSafety, SafetySetup
from santa_core.services.call_script import CallScript
from santa_core.services.call_ticks import CallTicks
from santa_core.services.call_timers import CallTimers
from santa_core.services.child_turns import ChildTurns
from santa_core.services.conversation import Conversation
from santa_core.services.keep_alive import KeepAlive
from santa_core.services.log_writer import LogWriter
from santa_core.services.reopening import reopen
from santa_core.services.reported_events import ReportedEvents
from santa_core.services.speech_gate import SpeechGate
from santa_core.services.unheard_child import UnheardChild
from santa_core.services.vendor_line import Disconnect, VendorLine

logger = logging.getLogger(__name__)


class LiveCall:
    """`clock`: the call's own steady one. `left` is called when nothing more can be done for the call
    here: it is ended, or its end is for CallEndings to confirm."""

    def __init__(
        self,
        record: CallRecord,
        session: AvatarSession,
        *,
        script: CallScript,
        chat: ChatModel,
        clock: Clock,
        log: LogWriter,
        vendor: VendorLine,
        left: Callable[[str], None],
        pauses: Pauses,
        safety: SafetySetup,
    ) -> None:
        self.record = record
        self.session = session
        self._script = script
        self._clock = clock
        self._log = log
        self._vendor = vendor
        self._left = left
        self._line = BrowserLine()
        self._gate = SpeechGate(self._line.tell)
        self._diary = CallDiary(record.call_id, log=log, clock=clock)
        self._ending: asyncio.Task[None] | None = None
        self._diagnosis: asyncio.Task[None] | None = None
        self._reopening: asyncio.Task[None] | None = None
        self._vendor_reason: str | None = None
        self.safety = CallSafety(
            record.plan,
            call_id=record.call_id,
            script=script,
            setup=safety,
            diary=self._diary,
            tell=self._line.tell,
        )
        self.conversation = Conversation(
            call_id=record.call_id,
            plan=record.plan,
            script=script,
            chat=chat,
            clock=clock,
            safety=self.safety,
            tell=self._gate.tell,
            keep=log.save_turn,
            floor_moved=self._floor_moved,
        )
        cap_seconds = min(record.plan.cap_seconds, session.duration_limit_seconds or record.plan.cap_seconds)
        self.timers = CallTimers(
            started_at=clock.now(), cap_seconds=cap_seconds, listen=record.plan.listen, goodbye=script.goodbye
        )
        self._child = ChildTurns(
            record.plan,
            script=script,
            conversation=self.conversation,
            timers=self.timers,
            clock=clock,
            tell=self._gate.tell,
            pauses=pauses,
        )
        self._unheard = UnheardChild(record.plan, tell=self._line.tell)
        self._reported = ReportedEvents(
            conversation=self.conversation,
            child=self._child,
            timers=self.timers,
            unheard=self._unheard,
            clock=clock,
        )
        self.commands = CallCommands(
            line=self._line,
            diary=self._diary,
            timers=self.timers,
            child=self._child,
            conversation=self.conversation,
            clock=clock,
            counts=self._listens,
        )
        ticks = CallTicks(
            self,
            timers=self.timers,
            conversation=self.conversation,
            child=self._child,
            goodbye=script.goodbye,
            diary=self._diary,
            line=self._line,
            clock=clock,
        )
        self._ticking = asyncio.create_task(ticks.run())
        self._keep_alive = KeepAlive(
            every_seconds=vendor.keep_alive_seconds,
            clock=clock,
            is_due=self._is_used,
            send=self._say_alive,
            gone=lambda: self._stream_is_gone(Disconnect()),
            failing=self._keep_alive_fails,
        )

    # --- the link -------------------------------------------------------------------------

    def attach(self, send: Callable[[CallMessage], None]) -> None:
        self.timers.link_heard(self._clock.now())
        self._line.attach(send)

    def detach(self, send: Callable[[CallMessage], None]) -> None:
        self._line.detach(send)

    def heartbeat(self, *, browser_at: datetime, rtt_ms: float | None) -> None:
        now = self._clock.now()
        self.timers.link_heard(now)
        self._line.compare_clocks(browser_at=browser_at, now=now, rtt_ms=rtt_ms)
        self.record = replace(self.record, clock_offset_ms=self._line.clock_offset_ms)

    # --- what the browser reports ---------------------------------------------------------

    async def event(
        self, name: str, *, event_id: str, browser_at: datetime | None, detail: dict[str, Any]
    ) -> None:
        """Acts on it at once and returns when it is on disk. A repeated id is neither acted on nor kept."""
        now = self._clock.now()
        self.timers.link_heard(now)
        if not self._line.first_time(event_id):
            return
        if name == "user_talking_message":
            detail = {**detail, "message": self._child.screen(str(detail.get("message") or ""))}
        kept = self._diary.browser(name, detail, event_id=event_id, at=browser_at)
        if not self.is_ending:
            self._act_on(name, detail, at=self._line.server_time(browser_at, now=now))
        await kept

    def hearing(self, text: str) -> None:
        """What is heard so far; it may still change, and is not logged."""
        self.timers.link_heard(self._clock.now())
        if self.record.state is CallState.LIVE:
            self._unheard.words_came()
            self._child.guessed(text)

    def spoken(self, sentence_id: str, *, task_id: str) -> None:
        self.conversation.santa.accepted(sentence_id, task_id)

    def speak_failed(self, sentence_id: str, *, message: str) -> None:
        self._diary.browser("speak_failed", {"message": message})
        self.conversation.santa.refused(sentence_id)
        self._line.tell(Notice("error", "speak_failed", f"The avatar would not say a sentence: {message}"))

    # --- another session ------------------------------------------------------------------

    async def reopen(self, quality: Quality, *, event_id: str, browser_at: datetime | None) -> None:
        """Goes on in a new session of this quality; passed over while another is on its way. Returns when
        the wish is on disk."""
        self.timers.link_heard(self._clock.now())
        if not self._line.first_time(event_id):
            return
        kept = self._diary.browser("reopen", {"quality": quality}, event_id=event_id, at=browser_at)
        may = self.record.state in (CallState.CONNECTING, CallState.LIVE) and self._diagnosis is None
        if may and not self._is_between_sessions:
            self._gate.shut()
            self._child.hearing_lost()
            self.conversation.say_again()
            self.timers.changing_session()
            self._set_state(CallState.CONNECTING)
            self._line.tell(SessionClosing(quality))
            self._reopening = asyncio.create_task(self._reopen(quality))
        await kept

    async def _reopen(self, quality: Quality) -> None:
        try:
            await reopen(self, self._vendor, quality, clock=self._clock)
        except Exception:  # whatever it is: a call without a session must end, not wait for its cap
            logger.exception("a call could not be reopened", extra={"call_id": self.record.call_id})
            self.end(EndReason.PROVIDER_ERROR)

    async def session_closed(self) -> None:
        self.record = without_its_session(self.record, self._clock.now())
        await self._log.save_call(self.record)

    async def session_opened(self, session: AvatarSession, quality: Quality) -> None:
        self.session = session
        self.record = replace(
            self.record, session_id=session.session_id, session_opened_at=session.opened_at, quality=quality
        )
        await self._log.save_call(self.record)
        if self.is_ending:
            return
        limit = session.duration_limit_seconds
        ends_at = None if limit is None else session.opened_at + timedelta(seconds=limit)
        self.timers.connecting_again(self._clock.now(), session_ends_at=ends_at)
        self._diary.server("reopened", {"quality": quality, "session_id": session.session_id})
        self._line.tell(SessionChanged(quality, session.browser_info))

    def cannot_reopen(self, reason: EndReason, notice: Notice) -> None:
        self._line.tell(notice)
        self.end(reason)

    @property
    def _is_between_sessions(self) -> bool:
        return self._reopening is not None and not self._reopening.done()

    # --- the end --------------------------------------------------------------------------

    @property
    def is_ending(self) -> bool:
        return self._ending is not None

    def end(self, reason: EndReason) -> asyncio.Task[None]:
        """Idempotent: the same ending for everyone who asks. Await the task to know it is over."""
        if self._ending is None:
            self._ending = asyncio.create_task(self._end(reason))
            self.record = replace(self.record, end_reason=reason)
            self._set_state(CallState.ENDING)
        return self._ending

    async def _end(self, reason: EndReason) -> None:
        self._ticking.cancel()
        self._keep_alive.stop()
        self._diary.server("ending", {"reason": reason})
        try:
            try:
                await self._fall_silent()
            except Exception:  # whatever it is: the vendor's meter runs until its session is closed
                logger.exception("a conversation did not end", extra={"call_id": self.record.call_id})
            if self._reopening is not None:
                await self._reopening  # the vendor's answer tells what there is to close
            self.record = await self._vendor.end(self.record, reason)
        finally:
            self._left(self.record.call_id)
        if self.record.state is not CallState.ENDED:
            self._line.tell(
                Notice(
                    "error",
                    "close_unconfirmed",
                    f"{self._vendor.account} did not confirm that the session is closed, so it may still "
                    "be billed. The studio goes on trying; Diagnostics shows the open sessions.",
                )
            )
        self._line.tell(Ended(reason, self._vendor_reason, self.record.quality))

    async def _fall_silent(self) -> None:
        self.conversation.interrupt()
        await self._child.close()
        await self.conversation.close()
        await self.safety.close()
        waits = waits_of(self.conversation.turns())
        if waits is not None:
            self._diary.server("waits", waits.as_json())

    # --- inside ---------------------------------------------------------------------------

    def _listens(self) -> bool:
        """Whether what people write counts: also while the session is changed for another."""
        between = self.record.state is CallState.CONNECTING and self.record.connected_at is not None
        return self.record.state is CallState.LIVE or between

    def _act_on(self, name: str, detail: dict[str, Any], *, at: datetime) -> None:
        # Whatever the old session still does is void; what follows the new one's stream_ready is its own.
        changing = self._is_between_sessions
        void = changing or (self.record.state is CallState.CONNECTING and bool(self.record.earlier_sessions))
        match name:
            case "stream_ready" if not changing:
                self._live()
            case "start_failed" if not changing:
                if self.record.state is CallState.CONNECTING:
                    self.end(EndReason.NEVER_CONNECTED)
            case "stream_disconnected" if not void:
                number, word = detail.get("reason"), detail.get("vendor_reason")
                self._stream_is_gone(
                    Disconnect(
                        number if isinstance(number, int) else None, word if isinstance(word, str) else None
                    )
                )
            case _ if not void or name == "talk_over_changed":
                self._reported.act_on(name, detail, at=at)

    def _stream_is_gone(self, told: Disconnect) -> None:
        if not self.is_ending and not self._is_between_sessions and self._diagnosis is None:
            self._vendor_reason = told.vendor_reason
            self._diagnosis = asyncio.create_task(self._explain(told))

    async def _explain(self, told: Disconnect) -> None:
        self.end(await self._vendor.why_gone(self.record, self.session, self.timers, told))

    def _live(self) -> None:
        if self.record.state is not CallState.CONNECTING:
            return
        now, is_first = self._clock.now(), self.record.connected_at is None
        if is_first:
            self.record = replace(self.record, connected_at=now)
        self.timers.connected(now)
        self._set_state(CallState.LIVE)
        self._gate.open()
        if is_first:
            self.safety.call_begins()
            self.conversation.say(self._script.greeting, origin=TurnOrigin.GREETING)

    def _is_used(self) -> bool:
        return self.record.state is CallState.LIVE and self._clock.now() < self.timers.cap_ends_at

    async def _say_alive(self) -> None:
        session_id = self.session.session_id
        try:
            await self._vendor.keep_alive(session_id)
        except ProviderError:
            if session_id == self.session.session_id and self._is_used():
                raise

    def _keep_alive_fails(self, error: ProviderError) -> None:
        self._diary.server("keep_alive_failed", {"kind": error.kind, "message": error.vendor.message})
        self._line.tell(
            Notice(
                "warning",
                "keep_alive",
                f"{self._vendor.account} does not answer the studio: it may end the call soon. {error}",
            )
        )

    def seen(self, now: datetime) -> None:
        self.record = replace(self.record, last_seen_at=now)
        self._log.save_call(self.record)

    def _set_state(self, state: CallState) -> None:
        self.record = replace(self.record, state=state)
        self._log.save_call(self.record)
        self._line.tell(StateChanged(state, self.conversation.floor))

    def _floor_moved(self) -> None:
        floor = self.conversation.floor
        if floor is Floor.LISTENING:
            self.timers.child_active(self._clock.now())
        else:
            self.timers.santa_active(self._clock.now())
        self._line.tell(StateChanged(self.record.state, floor))
        self._child.floor_moved()

    def log_failed(self, error: BaseException) -> None:
        self._line.tell(Notice("error", "log", f"The log cannot be written: {error}"))

    async def gone(self) -> None:
        """Await every task of this call, after end()."""
        await self._keep_alive.aclose()
        for task in (self._ticking, self._diagnosis, self._reopening, self._ending):
            if task is not None and task is not asyncio.current_task():
                with contextlib.suppress(asyncio.CancelledError):
                    await task
