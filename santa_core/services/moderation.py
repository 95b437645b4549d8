"""Asks the moderation service beside a call, never in its way: an answer that comes late is late."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

from santa_core.errors import ProviderError
from santa_core.ports import Moderator
from santa_core.services.call_diary import CallDiary

logger = logging.getLogger(__name__)


class Moderation:
    """Of one call. `moderator` None: nobody is asked. A failure is written down once, and asked of no one:
    the rules have looked at the words already."""

    def __init__(self, moderator: Moderator | None, *, diary: CallDiary) -> None:
        self._moderator = moderator
        self._diary = diary
        self._asking: set[asyncio.Task[None]] = set()
        self._failed = False

    def ask(self, text: str, *, flagged: Callable[[tuple[str, ...]], None]) -> None:
        """Returns at once; `flagged` is called with the categories, if there are any, when they are known."""
        if self._moderator is None or not text:
            return
        asking = asyncio.create_task(self._ask(self._moderator, text, flagged))
        self._asking.add(asking)
        asking.add_done_callback(self._asking.discard)

    async def close(self) -> None:
        """What has not been answered by now is not waited for: the vendor's meter runs."""
        asking = list(self._asking)
        for task in asking:
            task.cancel()
        await asyncio.gather(*asking, return_exceptions=True)

    async def _ask(self, moderator: Moderator, text: str, flagged: Callable[[tuple[str, ...]], None]) -> None:
        try:
            categories = await moderator.flagged_categories(text)
            if categories:
                flagged(categories)
        except ProviderError as error:
            self._fails(error.kind)
        except Exception as error:  # whatever it is: a second opinion must not disturb a call
            logger.exception("the moderation of a call failed")
            self._fails(type(error).__name__)

    def _fails(self, kind: str) -> None:
        if not self._failed:
            self._failed = True
            logger.warning("the moderation service does not answer", extra={"kind": kind})
            self._diary.server("moderation_failed", {"kind": kind})
