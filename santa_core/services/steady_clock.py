"""A call's own clock: it follows the wall clock forwards, and never goes back or stands still."""

from __future__ import annotations

from datetime import datetime, timedelta

from santa_core.ports import Clock


class SteadyClock:
    """A wall clock that is set back by an hour must not make a cap, and the meter with it, run an hour
    longer. One that jumps forwards is followed: the machine may have slept."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last = clock.now()
        self._last_monotonic = clock.monotonic()

    def now(self) -> datetime:
        """Aware UTC, never earlier than the answer before."""
        monotonic = self._clock.monotonic()
        passed = timedelta(seconds=max(monotonic - self._last_monotonic, 0.0))
        self._last, self._last_monotonic = max(self._last + passed, self._clock.now()), monotonic
        return self._last

    def monotonic(self) -> float:
        return self._clock.monotonic()

    async def sleep(self, seconds: float) -> None:
        await self._clock.sleep(seconds)
