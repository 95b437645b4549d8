"""Ends calls for certain: closes the vendor's session, prices the call, writes it down.

    end ──tries for a while──> ended
        └─not confirmed─> stays `ending`; try_again goes on, ever more slowly, until it is

Nothing here gives up: a record is ended when its session is, and not before.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from santa_core.domain.calls import Avatar, CallRecord, CallState, EndReason
from santa_core.domain.endings import ENDINGS
from santa_core.errors import ProviderError, StorageError
from santa_core.ports import AvatarProvider, CallLog, Clock
from santa_core.services.call_price import ended_record
from santa_core.services.log_writer import LogWriter
from santa_core.services.server_events import in_the_vendors_words, server_event
from santa_core.services.session_closing import Unconfirmed, close_for_certain
from santa_core.services.time_limit import all_within

logger = logging.getLogger(__name__)

FIRST_PAUSES = (0.5, 2.0, 5.0, 10.0)  # while somebody waits for the end
LATER_PAUSES = (5.0, 10.0, 20.0, 40.0, 60.0)  # then; the last one for ever
FORGET_PAUSES = (2.0, 15.0)


@dataclass
class _Ending:
    record: CallRecord
    reason: EndReason
    clock: Clock  # the call's own
    busy: bool = False
    tries: int = 0
    rounds: int = 0  # of try_again
    due: float = 0.0  # monotonic
    ended_at: datetime | None = None  # the session is closed for certain; only the log is missing


class CallEndings:
    def __init__(
        self, *, providers: Mapping[Avatar, AvatarProvider], log: CallLog, writer: LogWriter, clock: Clock
    ) -> None:
        self._providers = providers
        self._log = log
        self._writer = writer
        self._clock = clock
        self._endings: dict[str, _Ending] = {}
        self._forgetting: set[asyncio.Task[None]] = set()

    def __contains__(self, call_id: str) -> bool:
        return call_id in self._endings

    def unconfirmed(self) -> int:
        """How many sessions may still be open, though their calls are over."""
        return sum(ending.ended_at is None for ending in self._endings.values())

    async def end(self, record: CallRecord, reason: EndReason, *, clock: Clock | None = None) -> CallRecord:
        """The ended record; the record in state `ending` if the vendor did not confirm for some time:
        `try_again` then goes on. `clock`: the call's own."""
        record = replace(record, state=CallState.ENDING, end_reason=reason)
        ending = self._endings.setdefault(record.call_id, _Ending(record, reason, clock or self._clock))
        if ending.busy:
            return ending.record
        ending.busy = True
        try:
            for pause in (*FIRST_PAUSES, None):
                ended = await self._try(ending)
                if ended is not None or pause is None:
                    break
                await self._clock.sleep(pause)
        finally:
            ending.busy = False
            ending.due = self._clock.monotonic() + LATER_PAUSES[0]
        return ended or ending.record

    def adopt(self, record: CallRecord, reason: EndReason, *, ended_at: datetime | None) -> None:
        """A call that nobody owns is ended with the next `try_again`. `ended_at`: its session is known to
        be closed since then."""
        self._endings.setdefault(record.call_id, _Ending(record, reason, self._clock, ended_at=ended_at))

    async def try_again(self) -> list[CallRecord]:
        """One try for each ending that is due. Returns the calls that are ended now."""
        now = self._clock.monotonic()
        due = [e for e in self._endings.values() if not e.busy and e.due <= now]
        ended = await asyncio.gather(*(self._try_later(ending) for ending in due))
        return [record for record in ended if record is not None]

    async def aclose(self, *, seconds: float) -> None:
        """What was said is forgotten at the vendor before we go, if that takes no longer."""
        for task in await all_within(self._clock, seconds, list(self._forgetting)):
            task.cancel()

    async def _try_later(self, ending: _Ending) -> CallRecord | None:
        ending.busy = True
        try:
            if self._was_ended_elsewhere(ending.record.call_id):
                self._endings.pop(ending.record.call_id, None)
                return None
            return await self._try(ending)
        finally:
            ending.busy = False
            pause = LATER_PAUSES[min(ending.rounds, len(LATER_PAUSES) - 1)]
            ending.rounds += 1
            ending.due = self._clock.monotonic() + pause

    def _was_ended_elsewhere(self, call_id: str) -> bool:
        """By another server on the same log, which found it without an owner."""
        try:
            record = self._log.call(call_id)
        except StorageError:
            return False
        return record is not None and record.state is CallState.ENDED

    async def _try(self, ending: _Ending) -> CallRecord | None:
        record = ending.record
        ending.tries += 1
        provider = self._providers.get(record.plan.avatar)
        if ending.ended_at is None:
            if record.session_id is not None:
                if provider is None:
                    return None  # services/reaper.py says when this is over
                unconfirmed = await close_for_certain(provider, record.session_id, clock=self._clock)
                if unconfirmed is not None:
                    self._not_closed(ending, unconfirmed)
                    return None
            ending.ended_at = ending.clock.now()
        ended = ended_record(record, ending.reason, ending.ended_at)
        try:
            await self._writer.append_event(
                server_event(record.call_id, "ended", ending.ended_at, {"reason": ending.reason})
            )
            await self._writer.save_call(ended)
        except StorageError:
            return None  # said in the log of the program by the writer; the next try writes it
        self._endings.pop(record.call_id, None)
        logger.info(ENDINGS[ending.reason].logged, extra={"call_id": record.call_id})
        if record.session_id is not None and provider is not None:
            self.forget(provider, record.session_id, record.call_id)
        return ended

    def _not_closed(self, ending: _Ending, why: Unconfirmed) -> None:
        record = ending.record = replace(ending.record, last_seen_at=ending.clock.now())
        self._writer.save_call(record)  # it has an owner
        if ending.tries == 1 or ending.tries % 20 == 0:
            logger.warning(
                "a session could not be closed; trying on",
                extra={"call_id": record.call_id, "kind": why.kind, "tries": ending.tries},
            )
            detail = {"kind": why.kind, "message": why.message, "tries": ending.tries}
            self._writer.append_event(
                server_event(record.call_id, "close_unconfirmed", ending.clock.now(), detail)
            )

    def forget(self, provider: AvatarProvider, session_id: str, call_id: str) -> None:
        """The vendor deletes what was said, beside everything else."""
        task = asyncio.create_task(self._forget(provider, session_id, call_id))
        self._forgetting.add(task)
        task.add_done_callback(self._forgetting.discard)

    async def _forget(self, provider: AvatarProvider, session_id: str, call_id: str) -> None:
        for pause in (*FORGET_PAUSES, None):
            try:
                await provider.forget(session_id)
                return
            except ProviderError as error:
                if pause is not None:
                    await self._clock.sleep(pause)
                    continue
                logger.warning("a vendor kept what was said", extra={"call_id": call_id, "kind": error.kind})
                detail = {"session_id": session_id, **in_the_vendors_words(error)}
                self._writer.append_event(server_event(call_id, "forget_failed", self._clock.now(), detail))
