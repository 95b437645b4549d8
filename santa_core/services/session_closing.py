"""Closes one session at its vendor, and tells for certain whether it is closed."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from santa_core.errors import ProviderError
from santa_core.ports import AvatarProvider, Clock
from santa_core.services.time_limit import within

logger = logging.getLogger(__name__)

# One try: the adapter has its own limits for each request and repeats what is safe to repeat; this one is
# for an adapter, or a vendor, that never answers.
TRY_SECONDS = 45


@dataclass(frozen=True)
class Unconfirmed:
    """The session may still be open, and billed. `error`: why closing failed."""

    error: ProviderError | TimeoutError

    @property
    def kind(self) -> str:
        return self.error.kind if isinstance(self.error, ProviderError) else "unavailable"

    @property
    def message(self) -> str | None:
        return self.error.vendor.message if isinstance(self.error, ProviderError) else None


async def close_for_certain(provider: AvatarProvider, session_id: str, *, clock: Clock) -> Unconfirmed | None:
    """One try. None: the vendor has closed it, or does not list it as open. A refusal (401, 400) is no
    confirmation: the list is."""
    try:
        await within(clock, TRY_SECONDS, provider.close_session(session_id))
        return None
    except (ProviderError, TimeoutError) as error:
        refused = Unconfirmed(error)
    try:
        active = await within(clock, TRY_SECONDS, provider.active_sessions())
    except (ProviderError, TimeoutError):
        return refused
    is_open = any(session.session_id == session_id for session in active)
    return refused if is_open else None
