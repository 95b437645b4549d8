"""The prompts that LiveAvatar keeps for single calls: made when one opens, deleted when it is over.

A context is named "santa-call <call id>", so that after a crash those of calls that are no longer open can
be told from the account's own, which are never touched.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection

from santa_core.errors import ProviderError, ProviderRefused
from santa_core.providers.liveavatar_api import LiveAvatarApi

logger = logging.getLogger(__name__)

NAME_PREFIX = "santa-call "


class CallContexts:
    """Of one account. Raises ProviderError."""

    def __init__(self, api: LiveAvatarApi) -> None:
        self._api = api
        self._of_session: dict[str, str] = {}

    async def create(self, call_id: str, prompt: str) -> str:
        """Returns the context's id. If its outcome is unknown, what may have been made is deleted."""
        try:
            context = await self._api.create_context(name=f"{NAME_PREFIX}{call_id}", prompt=prompt)
        except ProviderError:
            await self.discard(call_id)
            raise
        return context.context_id

    def belongs_to(self, session_id: str, context_id: str) -> None:
        self._of_session[session_id] = context_id

    async def delete_of(self, session_id: str) -> None:
        """That of this session, if it has one; after a restart tidy() finds it by its name."""
        context_id = self._of_session.get(session_id)
        if context_id is not None:
            await self._delete(context_id)
            del self._of_session[session_id]

    async def discard(self, call_id: str) -> None:
        """All of a call that will not take place. Raises nothing: the caller has an error to tell already,
        and tidy() comes by again."""
        try:
            await self._delete_named(lambda other: other == call_id)
        except ProviderError as error:
            logger.warning("a prompt was left at the vendor", extra={"call_id": call_id, "kind": error.kind})

    async def tidy(self, *, open_call_ids: Collection[str]) -> int:
        """Returns how many were deleted."""
        return await self._delete_named(lambda call_id: call_id not in open_call_ids)

    async def _delete_named(self, is_meant: Callable[[str], bool]) -> int:
        deleted = 0
        for context in await self._api.contexts():
            name = context.name or ""
            if name.startswith(NAME_PREFIX) and is_meant(name.removeprefix(NAME_PREFIX)):
                await self._delete(context.context_id)
                deleted += 1
        return deleted

    async def _delete(self, context_id: str) -> None:
        try:
            await self._api.delete_context(context_id)
        except ProviderRefused as error:
            if error.vendor.status not in (404, 410):
                raise
