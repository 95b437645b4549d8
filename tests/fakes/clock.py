"""A clock that a test moves by hand."""

from __future__ import annotations

import asyncio
import heapq
from datetime import UTC, datetime, timedelta
from itertools import count

_SETTLING_ROUNDS = 25  # turns of the loop after each wake-up: enough for a chain of a few awaits


class FakeClock:
    """Time stands still until `await clock.advance(seconds)`, which wakes sleepers in order."""

    def __init__(self, start: datetime = datetime(2025, 12, 1, 9, 0, tzinfo=UTC)) -> None:
        self._start = start
        self._elapsed = 0.0
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []
        self._order = count()

    def now(self) -> datetime:
        return self._start + timedelta(seconds=self._elapsed)

    def monotonic(self) -> float:
        return self._elapsed

    async def sleep(self, seconds: float) -> None:
        if seconds <= 0:
            await asyncio.sleep(0)
            return
        wake: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (self._elapsed + seconds, next(self._order), wake))
        await wake

    async def advance(self, seconds: float) -> None:
        """Lets time pass. Whoever is woken runs, and may sleep again, before time goes on."""
        target = self._elapsed + seconds
        await self.settle()
        while self._sleepers and self._sleepers[0][0] <= target:
            wake_at, _, wake = heapq.heappop(self._sleepers)
            if wake.cancelled():
                continue
            self._elapsed = max(self._elapsed, wake_at)
            wake.set_result(None)
            await self.settle()
        self._elapsed = target
        await self.settle()

    def jump(self, seconds: float) -> None:
        """Somebody sets the wall clock, forwards or back: no time passes."""
        self._start += timedelta(seconds=seconds)

    async def settle(self) -> None:
        """Lets everything that is ready run, without time passing."""
        for _ in range(_SETTLING_ROUNDS):
            await asyncio.sleep(0)

    @property
    def sleepers(self) -> int:
        return sum(not wake.done() for _, _, wake in self._sleepers)
