"""A moderation service that flags what a test tells it to."""

from __future__ import annotations

from collections.abc import Mapping

from santa_core.errors import ProviderError
from santa_core.ports import Clock
from tests.fakes.clock import FakeClock


class FakeModerator:
    """`flags`: the categories of texts that hold these words. Answers after `delay_seconds` on the clock, or
    raises `error`. Read `asked`."""

    def __init__(
        self,
        flags: Mapping[str, tuple[str, ...]] | None = None,
        *,
        clock: Clock | None = None,
        delay_seconds: float = 0.0,
        error: Exception | None = None,
    ) -> None:
        self.flags = dict(flags or {})
        self.clock: Clock = clock or FakeClock()
        self.delay_seconds = delay_seconds
        self.error: Exception | ProviderError | None = error
        self.asked: list[str] = []
        self.is_closed = False

    async def flagged_categories(self, text: str) -> tuple[str, ...]:
        self.asked.append(text)
        if self.delay_seconds:
            await self.clock.sleep(self.delay_seconds)
        if self.error is not None:
            raise self.error
        return next((found for words, found in self.flags.items() if words in text), ())

    async def aclose(self) -> None:
        self.is_closed = True
