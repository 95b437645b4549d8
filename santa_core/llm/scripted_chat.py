"""The scripted Santa: a ChatModel that needs no key, no internet and no bill."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator

from santa_core.llm.scripted_answers import answer
from santa_core.ports import ChatRequest, ChatUsage, Clock, TextDelta
from santa_core.services.system_clock import SystemClock


class ScriptedChatModel:
    """Keeps the prompt's guidelines, whatever the prompt: short, kind, no promise, at most one question.

    The same conversation of the same call gets the same answer; two calls begin differently.
    `tokens_per_second` paces the words by `clock`, for rehearsing a slow model and for benches;
    None sends them without delay.
    """

    label = "Scripted Santa"

    def __init__(self, *, tokens_per_second: float | None = None, clock: Clock | None = None) -> None:
        self._tokens_per_second = tokens_per_second
        self._clock = clock or SystemClock()

    async def stream(self, request: ChatRequest) -> AsyncIterator[TextDelta | ChatUsage]:
        text = answer(request.messages, child=request.child, seed=request.call_id)
        for word in re.findall(r"\s*\S+", text):
            if self._tokens_per_second:
                await self._clock.sleep(1 / self._tokens_per_second)
            yield TextDelta(word)
        yield ChatUsage(model="scripted", finish_reason="stop")

    async def aclose(self) -> None:
        """Nothing to close."""
