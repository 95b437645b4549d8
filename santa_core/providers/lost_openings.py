"""An opening whose answer was lost: finds the session that may stand open, and is billed, and closes it.

Nothing in HeyGen's list says who opened a session. So it is ours only if it was not there before we asked,
is no session we know, nobody has joined it in two listings 2 s apart, and it is the only such one. Anything
less sure is left alone: it may be somebody's call. /diagnostics shows it, and a person can close it.
"""

from __future__ import annotations

import logging
from collections.abc import Collection

from santa_core.errors import ProviderError
from santa_core.ports import Clock
from santa_core.providers.heygen_api import HeyGenApi

logger = logging.getLogger(__name__)

BETWEEN_LISTINGS_SECONDS = 2.0
_NOBODY_JOINED = "new"


class OurOpenings:
    """Which sessions this process opened, and how many openings are under way."""

    def __init__(self) -> None:
        self.known_ids: set[str] = set()
        self.under_way = 0


async def close_lost_session(
    api: HeyGenApi, *, before: Collection[str] | None, openings: OurOpenings, clock: Clock
) -> str | None:
    """Returns the id of the session that was found and closed. `before`: the ids that were listed before
    the opening; None if nobody knows. Raises nothing: the caller has an error to tell already."""
    if before is None:
        return None
    try:
        session_id = await _lone_newcomer(api, before, openings, clock)
        if session_id is None:
            return None
        await api.stop(session_id)
    except ProviderError as error:
        logger.warning("looking for a lost session failed", extra={"kind": error.kind})
        return None
    logger.warning("a session whose opening was lost is closed", extra={"session_id": session_id})
    return session_id


async def _lone_newcomer(
    api: HeyGenApi, before: Collection[str], openings: OurOpenings, clock: Clock
) -> str | None:
    """In two listings, one after the other. Three are made: it may appear only after the first."""
    seen = await _newcomers(api, before, openings)
    for _ in range(2):
        await clock.sleep(BETWEEN_LISTINGS_SECONDS)
        now = await _newcomers(api, before, openings)
        if both := seen & now:
            # Another opening of ours under way: the newcomer may be its.
            if len(now) == 1 and openings.under_way == 1:
                return both.pop()
            logger.warning("an opening was lost, and which session is ours cannot be told")
            return None
        if not now:
            return None
        seen = now
    return None


async def _newcomers(api: HeyGenApi, before: Collection[str], openings: OurOpenings) -> set[str]:
    """Sessions that nobody has joined, that were not there before and that are no known ones of ours."""
    listed = await api.active_sessions()
    return {
        session.session_id
        for session in listed
        if session.status == _NOBODY_JOINED
        and session.session_id not in before
        and session.session_id not in openings.known_ids
    }
