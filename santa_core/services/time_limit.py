"""Waits for something, but not longer than so many seconds of a clock."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Iterable
from typing import Any, TypeVar

from santa_core.ports import Clock

T = TypeVar("T")


async def within(clock: Clock, seconds: float, work: Awaitable[T]) -> T:
    """What `work` returns or raises; TimeoutError after `seconds`: it is then cancelled, and its end is
    not waited for."""
    working: asyncio.Future[Any] = asyncio.ensure_future(work)
    waiting: asyncio.Future[Any] = asyncio.ensure_future(clock.sleep(seconds))
    try:
        await asyncio.wait({working, waiting}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        waiting.cancel()
        if not working.done():
            working.cancel()
            working.add_done_callback(_heard)
    if working.cancelled() or not working.done():
        raise TimeoutError(f"no end within {seconds} s")
    result: T = working.result()
    return result


async def all_within(
    clock: Clock, seconds: float, works: Iterable[asyncio.Future[Any]]
) -> list[asyncio.Future[Any]]:
    """Waits until all are over, at most `seconds`. Returns those that are not; they go on."""
    pending = {work for work in works if not work.done()}
    waiting = asyncio.ensure_future(clock.sleep(seconds))
    try:
        while pending and not waiting.done():
            await asyncio.wait({*pending, waiting}, return_when=asyncio.FIRST_COMPLETED)
            pending = {work for work in pending if not work.done()}
    finally:
        waiting.cancel()
    return list(pending)


def _heard(work: asyncio.Future[Any]) -> None:
    """Its error, if any, came too late for anybody."""
    if not work.cancelled():
        work.exception()
