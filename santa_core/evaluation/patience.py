"""A whole answer of a language model, asked again where it is worth it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeVar

from santa_core.errors import ProviderError
from santa_core.ports import ChatModel, ChatRequest, ChatUsage, Clock

T = TypeVar("T")

TRIES = 4
FIRST_WAIT_SECONDS = 1.0  # then twice as long each time
LONGEST_WAIT_SECONDS = 60.0


async def patiently(ask: Callable[[], Awaitable[T]], clock: Clock) -> T:
    """`ask()`, repeated after a pause when the server is overloaded, gone, or broke off.

    Waits as long as the server wishes (Retry-After), else 1, 2, 4 s. Raises the last ProviderError, and at
    once one that repeating does not help.
    """
    wait = FIRST_WAIT_SECONDS
    for _ in range(TRIES - 1):
        try:
            return await ask()
        except ProviderError as error:
            if not error.retryable or (error.retry_after_seconds or 0) > LONGEST_WAIT_SECONDS:
                raise
            await clock.sleep(max(wait, error.retry_after_seconds or 0))
            wait = min(wait * 2, LONGEST_WAIT_SECONDS)
    return await ask()


async def whole_answer(chat: ChatModel, request: ChatRequest, *, limit: int) -> tuple[str, ChatUsage]:
    """Its text, up to about `limit` characters, and what it took. Raises ProviderError."""
    text, usage = "", ChatUsage(chat.label)
    stream = chat.stream(request)
    try:
        async for item in stream:
            if isinstance(item, ChatUsage):
                usage = item
                continue
            text += item.text
            if len(text) > limit:
                break
    finally:
        await stream.aclose()  # type: ignore[attr-defined]  # an async generator, closed to cancel
    return text, usage
