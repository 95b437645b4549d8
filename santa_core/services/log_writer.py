"""Writes the log from the event loop: in order, on one thread, without stopping the media."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from santa_core.domain.calls import CallEvent, CallRecord, Turn
from santa_core.ports import CallLog

logger = logging.getLogger(__name__)

A = TypeVar("A")
R = TypeVar("R")


class LogWriter:
    """Each method queues its write at once and returns an awaitable of its completion.

    A commit takes from 0.2 ms (SQLite) to some milliseconds (PostgreSQL), too long for the loop that
    also paces 20 ms audio frames. One thread keeps the order in which things happened.
    `failed` is told of every write that did not succeed; awaiting raises it as StorageError.
    """

    def __init__(self, log: CallLog, *, failed: Callable[[str, BaseException], None] | None = None) -> None:
        self._log = log
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="log-writer")
        self._failed = failed

    def save_call(self, record: CallRecord) -> Awaitable[None]:
        return self._submit(record.call_id, self._log.save_call, record)

    def append_event(self, event: CallEvent) -> Awaitable[bool]:
        return self._submit(event.call_id, self._log.append_event, event)

    def save_turn(self, turn: Turn) -> Awaitable[None]:
        return self._submit(turn.call_id, self._log.save_turn, turn)

    async def flush(self) -> None:
        """Everything queued before this is on disk when it returns."""
        await asyncio.wrap_future(self._thread.submit(lambda: None))

    def close(self) -> None:
        self._thread.shutdown(wait=True)

    def _submit(self, call_id: str, write: Callable[[A], R], value: A) -> Awaitable[R]:
        written: Future[R] = self._thread.submit(write, value)
        loop = asyncio.get_running_loop()

        def report(done: Future[R]) -> None:
            error = None if done.cancelled() else done.exception()
            if error is None:
                return
            logger.error("a log write failed", extra={"call_id": call_id, "error": type(error).__name__})
            if self._failed is not None:
                loop.call_soon_threadsafe(self._failed, call_id, error)

        written.add_done_callback(report)
        wrapped = asyncio.wrap_future(written)
        # Whoever waits may be cancelled: what is queued is written all the same.
        waiting = asyncio.shield(wrapped)
        for future in (wrapped, waiting):
            future.add_done_callback(lambda f: f.exception() if not f.cancelled() else None)  # reported above
        return waiting
