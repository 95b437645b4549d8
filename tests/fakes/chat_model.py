"""A language model that says what a test tells it to."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence

from santa_core.errors import ProviderError
from santa_core.ports import ChatRequest, ChatUsage, Clock, TextDelta
from tests.fakes.clock import FakeClock


class FakeChatModel:
    """Answers the first request with `replies[0]`, the second with `replies[1]` ..., then with the
    last again. A reply is a list of deltas, or a text that is sent word by word.

    `first_delay_seconds` passes on the clock before the first delta, `delay_seconds` before each
    other one. `error` is raised after `fails_after` deltas. Read `requests`, `finished` (streams
    read to their end) and `cancelled` (streams closed before it).
    """

    def __init__(
        self,
        replies: Sequence[str | Sequence[str]] = ("Ho ho ho! What would you like?",),
        *,
        clock: Clock | None = None,
        first_delay_seconds: float = 0.0,
        delay_seconds: float = 0.0,
        error: ProviderError | None = None,
        fails_after: int = 0,
        label: str = "fake-model",
    ) -> None:
        self.replies = list(replies)
        self.clock: Clock = clock or FakeClock()
        self.first_delay_seconds = first_delay_seconds
        self.delay_seconds = delay_seconds
        self.error = error
        self.fails_after = fails_after
        self.label = label
        self.requests: list[ChatRequest] = []
        self.finished = 0
        self.cancelled = 0
        self.is_closed = False

    async def stream(self, request: ChatRequest) -> AsyncIterator[TextDelta | ChatUsage]:
        reply = self.replies[min(len(self.requests), len(self.replies) - 1)]
        self.requests.append(request)
        deltas = by_word(reply) if isinstance(reply, str) else list(reply)
        ended = False
        try:
            for number, delta in enumerate(deltas):
                await self._pass(self.delay_seconds if number else self.first_delay_seconds)
                if self.error and number >= self.fails_after:
                    ended = True
                    raise self.error
                yield TextDelta(delta)
            ended = True
            if self.error:
                raise self.error
            self.finished += 1
            yield ChatUsage(self.label, input_tokens=10, output_tokens=len(deltas), finish_reason="stop")
        finally:
            self.cancelled += not ended

    async def aclose(self) -> None:
        self.is_closed = True

    async def _pass(self, seconds: float) -> None:
        if seconds:
            await self.clock.sleep(seconds)


def by_word(text: str) -> list[str]:
    """ "Ho ho ho!" -> ["Ho", " ho", " ho!"]"""
    first, *others = text.split(" ")
    return [first, *(f" {word}" for word in others)]
