"""After a start: what calls of before left at the vendors (a prompt kept as a context) is deleted."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable, Iterator, Mapping

from santa_core.domain.calls import Avatar, CallState
from santa_core.errors import ProviderError
from santa_core.ports import AvatarProvider, CallLog, Clock
from santa_core.services.time_limit import within

logger = logging.getLogger(__name__)

TIDY_SECONDS = 60
TRIES = 5  # a vendor that refuses every time is asked again at the next start


class OpenCallIds(Collection[str]):
    """The ids of the calls that are open, as the log knows it when it is asked: a call that begins while a
    vendor is being tidied is in the log before it leaves anything there."""

    def __init__(self, log: CallLog) -> None:
        self._log = log

    def __contains__(self, call_id: object) -> bool:
        record = self._log.call(call_id) if isinstance(call_id, str) else None
        return record is not None and record.state is not CallState.ENDED

    def __iter__(self) -> Iterator[str]:
        return iter([record.call_id for record in self._log.open_calls()])

    def __len__(self) -> int:
        return len(self._log.open_calls())


class Tidying:
    def __init__(self, *, providers: Mapping[Avatar, AvatarProvider], log: CallLog, clock: Clock) -> None:
        self._log = log
        self._clock = clock
        self._left = {provider.account: provider for provider in _one_an_account(providers.values())}
        self._tries = 0

    async def tidy(self) -> None:
        """What could not be done is tried again with the next call of this. Raises StorageError."""
        self._tries += bool(self._left)
        for account, provider in list(self._left.items()):
            try:
                count = await within(
                    self._clock, TIDY_SECONDS, provider.tidy(open_call_ids=OpenCallIds(self._log))
                )
            except (ProviderError, TimeoutError) as error:
                logger.warning(
                    "a vendor could not be tidied", extra={"account": account, "error": type(error).__name__}
                )
                if self._tries < TRIES:
                    continue
                count = 0
            del self._left[account]
            if count:
                logger.info("left over from earlier calls", extra={"account": account, "deleted": count})


def _one_an_account(providers: Iterable[AvatarProvider]) -> list[AvatarProvider]:
    return list({provider.account: provider for provider in providers}.values())
