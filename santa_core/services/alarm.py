"""Calls back once, at a time that can be moved: finer than the call's tick."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from datetime import datetime

from santa_core.ports import Clock


class Alarm:
    """On the event loop; at most one call back is due at a time."""

    def __init__(self, clock: Clock, ring: Callable[[], None]) -> None:
        self._clock = clock
        self._ring = ring
        self._due: datetime | None = None
        self._waiting: asyncio.Task[None] | None = None

    def set(self, due: datetime | None) -> None:
        """None: not any more. A time that has passed rings in the loop's next round, never inside `set`."""
        if due == self._due:
            return
        if self._waiting is not None and self._waiting is not asyncio.current_task():  # may be ringing now
            self._waiting.cancel()
        self._due = due
        self._waiting = None if due is None else asyncio.create_task(self._wait(due))

    async def close(self) -> None:
        waiting = self._waiting
        self.set(None)
        if waiting is not None and waiting is not asyncio.current_task():
            with contextlib.suppress(asyncio.CancelledError):
                await waiting

    async def _wait(self, due: datetime) -> None:
        await self._clock.sleep((due - self._clock.now()).total_seconds())
        self._due = None
        self._ring()
