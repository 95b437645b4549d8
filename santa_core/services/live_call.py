"""One call while it lives: what the browser reports becomes log, conversation and state.

    opening ──> connecting ──stream_ready──> live ──> ending ──> ended

Runs on the server's event loop. Whoever wants the call to end asks `end`; the first reason stands.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from santa_core.domain.calls import CallRecord, CallState, EndReason, Floor, TurnOrigin
from santa_core.domain.talking_over import Pauses
from santa_core.domain.waits import waits_of
from santa_core.ports import AvatarSession, ChatModel, Clock
from santa_core.services.browser_line import BrowserLine
from santa_core.services.call_diary import CallDiary
from santa_core.services.call_messages import CallMessage, Ended, Notice, StateChanged
from santa_core.services.call_script import CallScript
from santa_core.services.call_timers import CallTimers
from santa_core.services.child_turns import ChildTurns
from santa_core.services.conversation import Conversation
from santa_core.services.log_writer import LogWriter
from santa_core.services.reported_events import ReportedEvents

TICK_SECONDS = 0.25
# How often the log is told that this call has an owner: services/calls.py takes a call that has none.
SEEN_SECONDS = 3


class LiveCall:
    """`close` closes and prices the session, saves the record and returns it ended."""

    def __init__(
        self,
        record: CallRecord,
        session: AvatarSession,
        *,
        script: CallScript,
        chat: ChatModel,
        clock: Clock,
        log: LogWriter,
        close: Callable[[CallRecord, EndReason], Awaitable[CallRecord]],
        diagnose: Callable[[LiveCall, int | None], Awaitable[EndReason]],
        pauses: Pauses,
    ) -> None:
        self.record = record
        self.session = session
        self._script = script
        self._clock = clock
        self._log = log
        self._close = close
        self._diagnose = diagnose
        self._line = BrowserLine()
        self._diary = CallDiary(record.call_id, log=log, clock=clock)
        self._ending: asyncio.Task[None] | None = None
        self._diagnosis: asyncio.Task[None] | None = None
        self.conversation = Conversation(
            call_id=record.call_id,
            plan=record.plan,
            script=script,
            chat=chat,
            clock=clock,
            tell=self._line.tell,
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
            tell=self._line.tell,
            pauses=pauses,
        )
        self._reported = ReportedEvents(
            conversation=self.conversation, child=self._child, timers=self.timers, clock=clock
        )
        self._ticking = asyncio.create_task(self._tick())

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
        if self.record.state not in (CallState.ENDING, CallState.ENDED):
            self._act_on(name, detail, at=self._line.server_time(browser_at, now=now))
        await kept

    async def typed(self, text: str, *, event_id: str, browser_at: datetime | None) -> None:
        await self._command(
            "typed",
            event_id,
            browser_at,
            {"text": text},
            lambda: self._child.typed(text),
        )

    async def correct(self, turn_id: str, text: str, *, event_id: str, browser_at: datetime | None) -> None:
        await self._command(
            "correct",
            event_id,
            browser_at,
            {"turn_id": turn_id, "text": text},
            lambda: self._child.corrected(turn_id, text),
        )

    async def operator(self, text: str, *, event_id: str, browser_at: datetime | None) -> None:
        await self._command(
            "operator",
            event_id,
            browser_at,
            {"text": text},
            lambda: self.conversation.say(text, origin=TurnOrigin.OPERATOR),
        )

    async def interrupt(self, *, event_id: str, browser_at: datetime | None) -> None:
        await self._command("interrupt", event_id, browser_at, {}, self.conversation.interrupt)

    async def flag(self, note: str, *, event_id: str, browser_at: datetime | None) -> None:
        await self._command(
            "flag", event_id, browser_at, {"note": note, "turns": len(self.conversation.turns())}
        )

    def hearing(self, text: str) -> None:
        """What is heard so far; it may still change, and is not logged."""
        self.timers.link_heard(self._clock.now())
        if self.record.state is CallState.LIVE:
            self._child.guessed(text)

    def spoken(self, sentence_id: str, *, task_id: str) -> None:
        self.conversation.santa.accepted(sentence_id, task_id)

    def speak_failed(self, sentence_id: str, *, message: str) -> None:
        self._diary.browser("speak_failed", {"message": message})
        self.conversation.santa.refused(sentence_id)
        self._line.tell(Notice("error", "speak_failed", f"The avatar would not say a sentence: {message}"))

    # --- the end --------------------------------------------------------------------------

    def end(self, reason: EndReason) -> asyncio.Task[None]:
        """Idempotent: the same ending for everyone who asks. Await the task to know it is over."""
        if self._ending is None:
            self._set_state(CallState.ENDING)
            self._ending = asyncio.create_task(self._end(reason))
        return self._ending

    async def _end(self, reason: EndReason) -> None:
        self._ticking.cancel()
        self._diary.server("ending", {"reason": reason})
        self.conversation.interrupt()
        await self._child.close()
        await self.conversation.close()
        waits = waits_of(self.conversation.turns())
        if waits is not None:
            self._diary.server("waits", waits.as_json())
        self.record = await self._close(self.record, reason)
        self._line.tell(Ended(reason))

    # --- inside ---------------------------------------------------------------------------

    async def _command(
        self,
        name: str,
        event_id: str,
        browser_at: datetime | None,
        detail: dict[str, Any],
        act: Callable[[], object] = lambda: None,
    ) -> None:
        self.timers.link_heard(self._clock.now())
        if not self._line.first_time(event_id):
            return
        kept = self._diary.browser(name, detail, event_id=event_id, at=browser_at)
        if self.record.state is CallState.LIVE:
            self.timers.child_active(self._clock.now())
            act()
        await kept

    def _act_on(self, name: str, detail: dict[str, Any], *, at: datetime) -> None:
        match name:
            case "stream_ready":
                self._live()
            case "start_failed":
                if self.record.state is CallState.CONNECTING:
                    self.end(EndReason.NEVER_CONNECTED)
            case "stream_disconnected":
                reason = detail.get("reason")
                if self._diagnosis is None:
                    self._diagnosis = asyncio.create_task(
                        self._stream_is_gone(reason if isinstance(reason, int) else None)
                    )
            case _:
                self._reported.act_on(name, detail, at=at)

    async def _stream_is_gone(self, livekit_reason: int | None) -> None:
        self.end(await self._diagnose(self, livekit_reason))

    def _live(self) -> None:
        if self.record.state is not CallState.CONNECTING:
            return
        self.record = replace(self.record, connected_at=self._clock.now())
        self.timers.connected(self._clock.now())
        self._set_state(CallState.LIVE)
        self.conversation.say(self._script.greeting, origin=TurnOrigin.GREETING)

    async def _tick(self) -> None:
        while True:
            await self._clock.sleep(TICK_SECONDS)
            self._look_at_the_clock()

    def _look_at_the_clock(self) -> None:
        now = self._clock.now()
        if self.record.last_seen_at is None or now - self.record.last_seen_at >= timedelta(
            seconds=SEEN_SECONDS
        ):
            self.record = replace(self.record, last_seen_at=now)
            self._log.save_call(self.record)
        due = self.timers.due(now, live=self.record.state is CallState.LIVE, floor=self.conversation.floor)
        match due:
            case None:
                pass
            case EndReason():
                self.end(due)
            case "cap_warning":
                self._line.tell(
                    Notice("warning", "cap_soon", "One minute left: Santa will say goodbye before the end.")
                )
            case "goodbye":
                self.conversation.say(self._script.goodbye, origin=TurnOrigin.GOODBYE)
            case "silence":
                self._child.silent()
            case "stuck":
                self._diary.server("avatar_silent", {})
                self._line.tell(
                    Notice(
                        "error",
                        "avatar_silent",
                        "The avatar did not say its line. Speak or type again; "
                        "if it stays silent, end this call and start a new one.",
                    )
                )
                self.conversation.interrupt()

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
        for task in (self._ticking, self._diagnosis, self._ending):
            if task is not None and task is not asyncio.current_task():
                with contextlib.suppress(asyncio.CancelledError):
                    await task
