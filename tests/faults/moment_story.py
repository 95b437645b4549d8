"""A call is brought to a moment of its life, then a disaster strikes: what became of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from enum import StrEnum

from santa_core.domain.calls import CallRecord, CallState, Floor
from tests.faults.played_browser import PlayedBrowser
from tests.faults.rest_story import settled
from tests.faults.vendors import Vendor
from tests.faults.world import CHILD_WORDS, World, a_world

SLOW_SECONDS = 5.0  # how long the vendor takes where a moment would be over at once


class Moment(StrEnum):
    OPENING = "opening"
    CONNECTING = "connecting"
    LISTENING = "live and listening"
    SPEAKING = "Santa speaking"
    REOPENING = "reopening"
    ENDING = "ending"


class Disaster(StrEnum):
    BROWSER_KILLED = "browser killed"
    TAB_CLOSED = "tab closed"
    LINK_CUT = "link cut"
    SERVER_STOPPED = "server SIGTERM"
    VENDOR_DISCONNECT = "vendor disconnect"


@dataclass(frozen=True)
class Aftermath:
    """Seconds of the virtual clock, from the disaster: until the vendor had no session, and until the record
    had its end, too."""

    empty_seconds: float | None
    settled_seconds: float
    sessions: int
    record: CallRecord | None
    sentences: tuple[str, ...]
    secrets: tuple[str, ...]
    next_call_opened: bool | None  # None: there is no studio any more


async def suffer(vendor: Vendor, moment: Moment, disaster: Disaster) -> Aftermath:
    async with a_world(vendor) as world:
        browser = world.browser()
        loop = asyncio.get_running_loop()
        async with _brought_to(moment, world, browser):
            struck_at = loop.time()
            await _strike(disaster, world, browser)
            if (moment, disaster) == (Moment.REOPENING, Disaster.VENDOR_DISCONNECT):
                # The session that was to be closed is gone, and the call goes on in the next one.
                await _until(lambda: bool(browser.told("reopened")) and world.sessions_open == 1)
                await world.clock.sleep(1)
                struck_at = loop.time()
                await browser.ends()
            await settled(world, browser)
            settled_at = loop.time()
        empty_at = world.vendor_empty_at
        info = browser.opened.get("browserInfo")
        aftermath = Aftermath(
            empty_seconds=None if empty_at is None else max(0.0, empty_at - struck_at),
            settled_seconds=settled_at - struck_at,
            sessions=len(world.history),
            record=world.record(browser),
            sentences=tuple(browser.sentences),
            secrets=tuple(vendor.sdk_token(info)) if info else (),
            next_call_opened=None,
        )
        if disaster is Disaster.SERVER_STOPPED:
            return aftermath
        return replace(aftermath, next_call_opened=await world.browser().start())


@asynccontextmanager
async def _brought_to(moment: Moment, world: World, browser: PlayedBrowser) -> AsyncIterator[None]:
    """The call is at this moment; what goes on meanwhile is ended after."""
    vendor = world.vendor
    if moment is Moment.OPENING:
        await world.spoil(vendor.opens, "slow", acts=True, delay_seconds=SLOW_SECONDS)
        starting = asyncio.create_task(browser.start())
        asked = f"{vendor.opens.method} {vendor.opens.path}"
        await _until(lambda: asked in world.network.asked)
        await world.clock.sleep(0.1)
        await world.mend()
        yield
        await starting
        return
    assert await browser.start()
    if moment is Moment.CONNECTING:
        yield
        return
    browser.speaks = moment is not Moment.SPEAKING
    await browser.picture_arrives()
    await browser.types(CHILD_WORDS)
    call = world.calls.live(browser.opened["callId"])
    assert call is not None
    floor = Floor.SPEAKING if moment is Moment.SPEAKING else Floor.LISTENING
    await _until(lambda: call.record.state is CallState.LIVE and call.conversation.floor is floor)
    if moment in (Moment.REOPENING, Moment.ENDING):
        await world.spoil(vendor.closes, "slow", acts=False, delay_seconds=SLOW_SECONDS)
        await (browser.ends() if moment is Moment.ENDING else browser.asks_for("low"))
        await world.clock.sleep(1)
        await world.mend()
        wanted = CallState.ENDING if moment is Moment.ENDING else CallState.CONNECTING
        assert call.record.state is wanted, "the call is not at this moment"
    yield


async def _strike(disaster: Disaster, world: World, browser: PlayedBrowser) -> None:
    match disaster:
        case Disaster.BROWSER_KILLED:
            await browser.is_killed()
        case Disaster.TAB_CLOSED:
            await browser.closes_the_tab()
        case Disaster.LINK_CUT:
            await browser.is_cut_off()
        case Disaster.SERVER_STOPPED:
            await world.studio_stops()
        case Disaster.VENDOR_DISCONNECT:
            await world.vendor_ends_the_session()


async def _until(happened: Callable[[], bool]) -> None:
    while not happened():  # noqa: ASYNC110  (on a clock on which waiting takes no time)
        await asyncio.sleep(0.05)
