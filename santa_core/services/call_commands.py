"""What a person does in the browser: put down, acted on at once, and acknowledged when it is on disk."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from santa_core.domain.calls import TurnOrigin
from santa_core.ports import Clock
from santa_core.services.browser_line import BrowserLine
from santa_core.services.call_diary import CallDiary
from santa_core.services.call_timers import CallTimers
from santa_core.services.child_turns import ChildTurns
from santa_core.services.conversation import Conversation


class CallCommands:
    """Each returns when it is on disk; a repeated `event_id` is neither acted on nor kept. `counts`: whether
    what people do has an effect, now."""

    def __init__(
        self,
        *,
        line: BrowserLine,
        diary: CallDiary,
        timers: CallTimers,
        child: ChildTurns,
        conversation: Conversation,
        clock: Clock,
        counts: Callable[[], bool],
    ) -> None:
        self._line = line
        self._diary = diary
        self._timers = timers
        self._child = child
        self._conversation = conversation
        self._clock = clock
        self._counts = counts

    async def typed(self, text: str, *, event_id: str, browser_at: datetime | None) -> None:
        """The child's words."""
        await self._do("typed", event_id, browser_at, {"text": text}, lambda: self._child.typed(text))

    async def correct(self, turn_id: str, text: str, *, event_id: str, browser_at: datetime | None) -> None:
        detail = {"turn_id": turn_id, "text": text}
        await self._do("correct", event_id, browser_at, detail, lambda: self._child.corrected(turn_id, text))

    async def operator(self, text: str, *, event_id: str, browser_at: datetime | None) -> None:
        """Santa says it word for word."""
        await self._do(
            "operator",
            event_id,
            browser_at,
            {"text": text},
            lambda: self._conversation.say(text, origin=TurnOrigin.OPERATOR),
        )

    async def interrupt(self, *, event_id: str, browser_at: datetime | None) -> None:
        await self._do("interrupt", event_id, browser_at, {}, self._conversation.interrupt)

    async def flag(self, note: str, *, event_id: str, browser_at: datetime | None) -> None:
        detail = {"note": note, "turns": len(self._conversation.turns())}
        await self._do("flag", event_id, browser_at, detail)

    async def _do(
        self,
        name: str,
        event_id: str,
        browser_at: datetime | None,
        detail: dict[str, Any],
        act: Callable[[], object] = lambda: None,
    ) -> None:
        self._timers.link_heard(self._clock.now())
        if not self._line.first_time(event_id):
            return
        kept = self._diary.browser(name, detail, event_id=event_id, at=browser_at)
        if self._counts():
            self._timers.child_active(self._clock.now())
            act()
        await kept
