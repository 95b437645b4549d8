"""One call from Start to its end while one REST call of the vendor goes wrong: what became of it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from santa_core.domain.calls import CallRecord, CallState
from tests.faults.played_browser import PlayedBrowser
from tests.faults.vendors import RestCall, Vendor, When
from tests.faults.world import CHILD_WORDS, World, a_world

KINDS = (
    "hang", "refused", "400", "401", "403", "409", "422", "429", "500", "502", "truncated", "slow",
)  # fmt: skip
SHORT_TALK_SECONDS = 10
# Where a vendor may have done what it did not say; a plain refusal is believed, except of what starts and
# stops a meter.
UNKNOWN_OUTCOMES = ("hang", "429", "500", "502", "truncated", "slow")
LONG_TALK_SECONDS = 130  # longer than any keep-alive interval
ENDURES_SECONDS = 20.0  # how long a fault goes on after the end of the call was asked for
PATIENCE_SECONDS = 1_000.0  # far more than any timer of the vendors


@dataclass(frozen=True)
class Outcome:
    """Seconds are of the virtual clock. `end_seconds`: from the end that was asked for (or the error that was
    shown) until the vendor had no session; None if it never had one."""

    opened: bool
    struck: int
    sessions: int
    end_seconds: float | None
    after_fault_seconds: float | None  # the same, from when the fault had passed
    settled_seconds: float  # until the record had its end, too
    sentences: tuple[str, ...]
    record: CallRecord | None
    secrets: tuple[str, ...]  # what nobody may find in a log
    answer: str  # what the browser got as answer to Start, if it was an error
    next_call_opened: bool


async def live_through(
    vendor: Vendor,
    call: RestCall,
    kind: str,
    *,
    acts: bool = False,
    passes: bool = True,
    endures_seconds: float = ENDURES_SECONDS,
) -> Outcome:
    """`passes`: the fault ends `endures_seconds` after the end was asked for; otherwise never."""
    async with a_world(vendor) as world:
        loop = asyncio.get_running_loop()
        browser = world.browser(answer_by=call.answer_by)
        await world.spoil(call, kind, acts=acts)
        opened = await browser.start()
        if opened:
            await _talk(browser, LONG_TALK_SECONDS if call.when is When.LIVE else SHORT_TALK_SECONDS)
            await _end(world, browser, call)
        ended_at = loop.time()
        if passes:
            await world.clock.sleep(endures_seconds)
            struck = await world.struck()
            await world.mend()
        passed_at = loop.time()
        await settled(world, browser)
        settled_at = loop.time()
        empty_at = world.vendor_empty_at
        if not passes:
            struck = await world.struck()
            await world.mend()
        sessions = len(world.history)
        again = world.browser()
        next_call_opened = await again.start()
        if next_call_opened:
            await again.picture_arrives()
            await again.ends()
            await settled(world, again)
        return Outcome(
            opened=opened,
            struck=struck,
            sessions=sessions,
            end_seconds=None if empty_at is None else max(0.0, empty_at - ended_at),
            after_fault_seconds=None if empty_at is None else max(0.0, empty_at - max(ended_at, passed_at)),
            settled_seconds=settled_at - ended_at,
            sentences=tuple(browser.sentences),
            record=world.record(browser),
            secrets=tuple(vendor.sdk_token(browser.opened["browserInfo"])) if opened else (),
            answer=str(browser.refused or ""),
            next_call_opened=next_call_opened,
        )


async def _talk(browser: PlayedBrowser, seconds: int) -> None:
    await browser.picture_arrives()
    for _ in range(0, seconds, SHORT_TALK_SECONDS):
        await asyncio.sleep(SHORT_TALK_SECONDS)
        await browser.types(CHILD_WORDS)


async def _end(world: World, browser: PlayedBrowser, call: RestCall) -> None:
    if call.when is When.DISCONNECT:
        await world.vendor_ends_the_session()
        await asyncio.sleep(1)  # the browser hears of it
    else:
        await browser.ends()


async def settled(world: World, browser: PlayedBrowser) -> None:
    """The vendor's list is empty and the record has its end."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + PATIENCE_SECONDS
    while loop.time() < deadline:
        record = world.record(browser)
        if world.sessions_open == 0 and (record is None or record.state is CallState.ENDED):
            await asyncio.sleep(0.5)  # what is told to the browser arrives
            return
        await asyncio.sleep(0.5)
