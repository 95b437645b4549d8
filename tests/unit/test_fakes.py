"""The fakes that other tests lean on do what they say."""

from __future__ import annotations

import asyncio

import pytest

from santa_core.errors import ProviderUnavailable
from santa_core.ports import TextDelta
from tests.contract.test_chat_model import a_request
from tests.fakes.chat_model import FakeChatModel
from tests.fakes.clock import FakeClock


async def test_sleepers_wake_in_order_at_their_own_time() -> None:
    clock = FakeClock()
    woken: list[tuple[str, float]] = []

    async def sleeper(name: str, *naps: float) -> None:
        for nap in naps:
            await clock.sleep(nap)
            woken.append((name, clock.monotonic()))

    tasks = [asyncio.create_task(sleeper("a", 3.0)), asyncio.create_task(sleeper("b", 1.0, 1.0, 5.0))]
    await clock.advance(0.5)
    assert woken == []
    await clock.advance(3.0)
    assert woken == [("b", 1.0), ("b", 2.0), ("a", 3.0)]
    assert clock.monotonic() == 3.5 and clock.sleepers == 1
    await clock.advance(10)
    assert woken[-1] == ("b", 7.0)
    await asyncio.gather(*tasks)


async def test_a_cancelled_sleeper_does_not_stop_the_clock() -> None:
    clock = FakeClock()
    task = asyncio.create_task(clock.sleep(1))
    await clock.settle()
    task.cancel()
    await clock.advance(2)
    assert clock.sleepers == 0 and task.cancelled()


async def test_the_clocks_agree() -> None:
    clock = FakeClock()
    before = clock.now()
    await clock.advance(90)
    assert (clock.now() - before).total_seconds() == clock.monotonic() == 90


async def test_a_fake_model_takes_its_time_fails_and_counts_what_was_cut() -> None:
    clock = FakeClock()
    model = FakeChatModel(["one two three"], clock=clock, first_delay_seconds=2, delay_seconds=1)
    words: list[str] = []

    async def listen() -> None:
        async for item in model.stream(a_request("Hello")):
            if isinstance(item, TextDelta):
                words.append(item.text)

    listening = asyncio.create_task(listen())
    await clock.advance(2)
    assert words == ["one"]
    await clock.advance(1)
    listening.cancel()
    await clock.settle()
    assert words == ["one", " two"]
    assert (model.cancelled, model.finished) == (1, 0)

    model = FakeChatModel(["one two"], error=ProviderUnavailable("gone"), fails_after=1)
    stream = model.stream(a_request("Hello"))
    assert await anext(stream) == TextDelta("one")
    with pytest.raises(ProviderUnavailable):
        await anext(stream)
    assert (model.cancelled, model.finished) == (0, 0)
