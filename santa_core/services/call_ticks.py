"""Looks at the clock for one call, and does what is due: warnings, prompts, the goodbye, the end."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Protocol

from santa_core.domain.calls import CallRecord, CallState, EndReason, TurnOrigin
from santa_core.ports import Clock
from santa_core.services.browser_line import BrowserLine
from santa_core.services.call_diary import CallDiary
from santa_core.services.call_messages import Notice
from santa_core.services.call_timers import CallTimers, Due
from santa_core.services.child_turns import ChildTurns
from santa_core.services.conversation import Conversation

logger = logging.getLogger(__name__)

TICK_SECONDS = 0.25
# How often the log is told that this call has an owner: services/reaper.py takes a call that has none.
SEEN_SECONDS = 3


class TickingCall(Protocol):
    record: CallRecord

    def seen(self, now: datetime) -> None:
        """It is here: the log is to know."""

    def end(self, reason: EndReason) -> object: ...


class CallTicks:
    def __init__(
        self,
        call: TickingCall,
        *,
        timers: CallTimers,
        conversation: Conversation,
        child: ChildTurns,
        goodbye: str,
        diary: CallDiary,
        line: BrowserLine,
        clock: Clock,
    ) -> None:
        self._call = call
        self._timers = timers
        self._conversation = conversation
        self._child = child
        self._goodbye = goodbye
        self._diary = diary
        self._line = line
        self._clock = clock

    async def run(self) -> None:
        """Until it is cancelled."""
        while True:
            await self._clock.sleep(TICK_SECONDS)
            try:
                self._look()
            except Exception:  # whatever it is: without the next tick no cap would end this call
                logger.exception("a tick of a call failed", extra={"call_id": self._call.record.call_id})

    def _look(self) -> None:
        now, seen_at = self._clock.now(), self._call.record.last_seen_at
        if seen_at is None or now - seen_at >= timedelta(seconds=SEEN_SECONDS):
            self._call.seen(now)
        is_live = self._call.record.state is CallState.LIVE
        self._do(self._timers.due(now, live=is_live, floor=self._conversation.floor))

    def _do(self, due: Due) -> None:
        match due:
            case None:
                pass
            case EndReason():
                self._call.end(due)
            case "cap_warning":
                self._line.tell(
                    Notice("warning", "cap_soon", "One minute left: Santa will say goodbye before the end.")
                )
            case "goodbye":
                self._conversation.say(self._goodbye, origin=TurnOrigin.GOODBYE)
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
                self._conversation.interrupt()
