"""Keeps one call's session alive at its vendor, as long as the call is live and not beyond its cap."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable

from santa_core.errors import ProviderError
from santa_core.ports import Clock

RETRY_SECONDS = 5
FAILURES_BEFORE_A_WARNING = 2


class KeepAlive:
    """`send` is awaited every `every_seconds` while `is_due()`; `gone` is told when the vendor says that
    the session is closed, `failing` once when it failed twice in a row."""

    def __init__(
        self,
        *,
        every_seconds: int,
        clock: Clock,
        is_due: Callable[[], bool],
        send: Callable[[], Awaitable[None]],
        gone: Callable[[], None],
        failing: Callable[[ProviderError], None],
    ) -> None:
        self._every_seconds = every_seconds
        self._clock = clock
        self._is_due = is_due
        self._send = send
        self._gone = gone
        self._failing = failing
        self._running = asyncio.create_task(self._run())

    def stop(self) -> None:
        self._running.cancel()

    async def aclose(self) -> None:
        self.stop()
        if self._running is not asyncio.current_task():
            with contextlib.suppress(asyncio.CancelledError):
                await self._running

    async def _run(self) -> None:
        failures = 0
        while True:
            await self._clock.sleep(RETRY_SECONDS if failures == 1 else self._every_seconds)
            if not self._is_due():
                failures = 0  # a session is being changed for another
                continue
            try:
                await self._send()
                failures = 0
            except ProviderError as error:
                if error.kind == "session_closed":
                    self._gone()
                    failures = 0  # if it was another session that was gone: we go on with the next
                    continue
                failures += 1
                if failures == FAILURES_BEFORE_A_WARNING:
                    self._failing(error)
