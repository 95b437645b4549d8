"""Somebody speaks while Santa does, over real WebRTC: he holds, and goes on unless he is interrupted."""

from __future__ import annotations

import asyncio
import time

import pytest

from tests.emulator.doubles import FakeEars
from tests.emulator.lateness import Lateness, watching_lateness
from tests.emulator.livekit_client import ToneMicrophone
from tests.emulator.served import OpenCall, serve

LOUD = 2000
TEXT = "ho " * 25  # 2.5 s
PUSH_TO_TALK = "&arch_version=v2&push_to_talk=true"


def said(call: OpenCall) -> str:
    return "".join(event.get("message", "") for event in call.client.events)


def heard_between(call: OpenCall, since: float, until: float) -> bool:
    return any(since < arrival.at < until and arrival.level > LOUD for arrival in call.client.sounds)


async def silenced(call: OpenCall, since: float, machine: Lateness) -> None:
    """Santa was not heard any more from 250 ms after `since` on."""
    await asyncio.sleep(0.45 + machine.worst_seconds)
    now = time.monotonic()
    assert not heard_between(call, since + 0.25 + machine.worst_seconds, now)


async def test_a_cough_costs_a_short_pause_and_no_word() -> None:
    async with watching_lateness() as machine, serve(ears=FakeEars("")) as served, served.call() as call:
        microphone = ToneMicrophone()
        await call.client.publish(microphone)
        await served.say(call, TEXT)
        await call.client.wait_for_event("avatar_talking_message", count=3)
        microphone.loud, began = True, time.monotonic()
        await asyncio.sleep(0.1)
        microphone.loud = False
        await silenced(call, began, machine)
        await call.client.wait_for_event("avatar_stop_talking")
        assert said(call) == TEXT
        assert [event["type"] for event in call.client.events].count("avatar_start_talking") == 1


async def test_an_interrupt_in_the_hold_drops_the_rest() -> None:
    async with watching_lateness() as machine, serve() as served, served.call() as call:
        microphone = ToneMicrophone()
        await call.client.publish(microphone)
        await served.say(call, TEXT)
        await call.client.wait_for_event("avatar_talking_message", count=3)
        microphone.loud, began = True, time.monotonic()
        await silenced(call, began, machine)
        await served.post("/v1/streaming.interrupt", session_id=call.session_id)
        await call.client.wait_for_event("avatar_stop_talking")
        microphone.loud = False
        await call.client.wait_for_event("user_end_message")
        assert said(call) != TEXT
        await served.say(call, "yes")
        await call.client.wait_for_event("avatar_end_message")


async def test_while_he_holds_he_looks_as_if_he_listened() -> None:
    async with serve(ears=FakeEars("", pause_ms=2_000)) as served, served.call() as call:
        microphone = ToneMicrophone()
        await call.client.publish(microphone)
        await served.say(call, TEXT)
        await call.client.wait_for_event("avatar_talking_message", count=3)
        microphone.loud = True
        await asyncio.sleep(0.5)
        assert served.faces.made[0].asked[-1][1:] == ("rest", "listening")


async def test_what_is_heard_is_told_while_it_is_spoken() -> None:
    async with serve(ears=FakeEars(guess="I want")) as served, served.call() as call:
        microphone = ToneMicrophone()
        await call.client.publish(microphone)
        for _ in range(2):
            ended = [event["type"] for event in call.client.events].count("user_end_message")
            microphone.loud = True
            await asyncio.sleep(0.3)
            microphone.loud = False
            await call.client.wait_for_event("user_end_message", count=ended + 1)
        packets = call.client.transcriptions
        segments = [segment for packet in packets for segment in packet.segments]
        assert [(segment.text, segment.final) for segment in segments] == [
            ("I want", False),
            ("I want a train", True),
        ] * 2
        ids = [segment.id for segment in segments]
        assert ids[0] == ids[1] != ids[2] == ids[3]
        assert {packet.transcribed_participant_identity for packet in packets} == {f"user-{call.session_id}"}
        assert {packet.track_id for packet in packets} == {call.client.muted_sid}


async def test_the_ears_are_told_how_loud_santa_is() -> None:
    async with serve() as served, served.call() as call:
        await call.client.publish(ToneMicrophone())
        await served.say(call, "ho ho ho")
        await call.client.wait_for_event("avatar_stop_talking")
        assert served.ears.listeners[0].loudest_santa == pytest.approx(8000 / 2**0.5, rel=0.05)


@pytest.mark.parametrize(("rate_hz", "layout"), [(44_100, "mono"), (48_000, "stereo"), (44_100, "stereo")])
async def test_any_microphone_is_heard(rate_hz: int, layout: str) -> None:
    async with serve() as served, served.call() as call:
        microphone = ToneMicrophone(rate_hz=rate_hz, layout=layout)
        await call.client.publish(microphone)
        microphone.loud = True
        await asyncio.sleep(0.3)
        microphone.loud = False
        heard = await call.client.wait_for_event("user_talking_message")
        assert heard["message"] == "I want a train"


async def test_letting_go_of_the_button_ends_what_was_said_without_the_pause() -> None:
    ears = FakeEars(pause_ms=2_000)
    async with (
        watching_lateness() as machine,
        serve(ears=ears) as served,
        served.call() as call,
        served.chat(call, PUSH_TO_TALK),
    ):
        microphone = ToneMicrophone()
        await call.client.publish(microphone)
        microphone.loud = True
        call.client.say("push_to_talk:start")
        await asyncio.sleep(0.4)
        call.client.say("push_to_talk:stop")
        let_go = time.monotonic()
        await call.client.wait_for_event("user_talking_message")
        assert time.monotonic() - let_go < 0.3 + machine.worst_seconds


async def test_the_button_pressed_while_santa_speaks_makes_him_hold_until_it_is_let_go() -> None:
    async with (
        watching_lateness() as machine,
        serve(ears=FakeEars("")) as served,
        served.call() as call,
        served.chat(call, PUSH_TO_TALK),
    ):
        await call.client.publish(ToneMicrophone())
        await served.say(call, TEXT)
        await call.client.wait_for_event("avatar_talking_message", count=3)
        call.client.say("push_to_talk:start")
        await silenced(call, time.monotonic(), machine)
        call.client.say("push_to_talk:stop")
        await call.client.wait_for_event("avatar_stop_talking")
        assert said(call) == TEXT
