"""An event loop on which waiting takes no time, and real sockets stay real.

When nothing is ready to run, no socket has anything to read and no thread is at work, the loop's clock
jumps to its next timer. Timeouts, pauses and timers so pass in the order and after the seconds they would
in life, and what is measured on this clock is the same on every machine.
"""

from __future__ import annotations

import asyncio
import selectors
import time
from collections.abc import Callable, Coroutine, Generator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import Any, TypeVar
from unittest.mock import patch

T = TypeVar("T")

STUCK_SECONDS = 20.0  # of real time without anything to do and without a timer: a test that hangs
# The kernel hands loopback data over at once; this is for a thread that is just about to wake the loop.
_GRACE_SECONDS = 0.0002
_BEGINNING = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)


class VirtualClock:
    """The running loop's time, as the studio's Clock and as the emulator's."""

    def now(self) -> datetime:
        return _BEGINNING + timedelta(seconds=self.monotonic())

    def monotonic(self) -> float:
        return asyncio.get_running_loop().time()

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


class VirtualLoop(asyncio.SelectorEventLoop):
    def __init__(self, threads: _Threads) -> None:
        self.seconds = 0.0
        super().__init__(_JumpingSelector(self, threads))

    def time(self) -> float:
        return self.seconds


def run(work: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """Runs `work` on a loop of its own, from second 0."""
    with _counted_threads() as threads, asyncio.Runner(loop_factory=lambda: VirtualLoop(threads)) as runner:
        return runner.run(work())


class _Threads:
    """How many jobs the thread pools of this process still have."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._jobs = 0

    @property
    def busy(self) -> bool:
        return self._jobs > 0

    def began(self) -> None:
        with self._lock:
            self._jobs += 1

    def ended(self, _: Future[Any]) -> None:
        with self._lock:
            self._jobs -= 1


class _JumpingSelector(selectors.DefaultSelector):
    def __init__(self, loop: VirtualLoop, threads: _Threads) -> None:
        super().__init__()
        self._loop = loop
        self._threads = threads

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        ready = super().select(0)
        if ready or (timeout is not None and timeout <= 0):
            return ready
        began = time.monotonic()
        while True:
            time.sleep(_GRACE_SECONDS)
            busy = self._threads.busy
            ready = super().select(0.001 if busy or timeout is None else 0)
            if ready:
                return ready
            if timeout is not None and not busy:
                self._loop.seconds += timeout
                return []
            if time.monotonic() - began > STUCK_SECONDS:
                raise AssertionError("nothing happens any more, and no timer is set")


@contextmanager
def _counted_threads() -> Generator[_Threads]:
    threads = _Threads()
    submit = ThreadPoolExecutor.submit

    def counted(self: ThreadPoolExecutor, *call: Any, **named: Any) -> Future[Any]:
        threads.began()
        future = submit(self, *call, **named)
        future.add_done_callback(threads.ended)
        return future

    with patch.object(ThreadPoolExecutor, "submit", counted):
        yield threads
