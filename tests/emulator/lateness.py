"""How late this machine itself is: what a test of real time must forgive, and nothing more."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

_TICK_SECONDS = 0.01


class Lateness:
    """On a quiet machine it is near zero; it grows with whatever else is going on."""

    def __init__(self) -> None:
        self.worst_seconds = 0.0  # by which the event loop woke too late

    async def watch(self) -> None:
        while True:
            due = time.monotonic() + _TICK_SECONDS
            await asyncio.sleep(_TICK_SECONDS)
            self.worst_seconds = max(self.worst_seconds, time.monotonic() - due)


@asynccontextmanager
async def watching_lateness() -> AsyncIterator[Lateness]:
    lateness = Lateness()
    task = asyncio.create_task(lateness.watch())
    try:
        yield lateness
    finally:
        task.cancel()
