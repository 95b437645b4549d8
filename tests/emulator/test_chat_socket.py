from __future__ import annotations

import asyncio
import json
import time

import numpy as np
import pytest
from websockets.asyncio.client import ClientConnection

from santa_core.emulator.pipecat_frames import write_sound_frame, write_text_frame
from tests.emulator.doubles import FakeBrain
from tests.emulator.served import serve

SAMPLES = 512  # as the SDK's ScriptProcessor sends them


async def speak_into(
    chat: ClientConnection, seconds: float, *, loud: bool, rate: int = 16_000, channels: int = 1
) -> None:
    """In real time, as a browser does."""
    count = int(seconds * rate / SAMPLES)
    wave = 12_000 * np.sin(2 * np.pi * 500 * np.arange(SAMPLES) / rate) if loud else np.zeros(SAMPLES)
    packed = np.repeat(wave.astype("<i2"), channels)
    frame = write_sound_frame(packed.tobytes(), sample_rate_hz=rate, channels=channels)
    began = time.monotonic()
    for number in range(count):
        await chat.send(frame)
        await asyncio.sleep(max(0.0, began + (number + 1) * SAMPLES / rate - time.monotonic()))


async def next_event(chat: ClientConnection) -> dict[str, object]:
    event: dict[str, object] = json.loads(await asyncio.wait_for(chat.recv(), 5))
    return event


async def test_typed_talk_as_a_frame_is_answered() -> None:
    async with serve() as served, served.call() as call, served.chat(call) as chat:
        await chat.send(b"\xff nonsense")
        await chat.send(write_text_frame("I want a train"))
        await call.client.wait_for_event("avatar_end_message")
        assert [request.text for request in served.brain.requests] == ["I want a train"]


async def test_a_spoken_question_over_the_socket_is_told_on_both_channels_once() -> None:
    async with serve() as served, served.call() as call, served.chat(call, "&push_to_talk=false") as chat:
        await speak_into(chat, 0.4, loud=True)
        await speak_into(chat, 0.4, loud=False)
        assert [(await next_event(chat))["event_type"] for _ in range(2)] == ["user_start", "user_stop"]
        await call.client.wait_for_event("user_end_message")
        assert [event["type"] for event in call.client.events] == ["user_talking_message", "user_end_message"]


@pytest.mark.parametrize(("rate", "channels"), [(48_000, 1), (44_100, 1), (44_100, 2), (48_000, 2)])
async def test_any_microphone_is_brought_to_santas_ears(rate: int, channels: int) -> None:
    async with serve() as served, served.call() as call, served.chat(call) as chat:
        await speak_into(chat, 0.5, loud=True, rate=rate, channels=channels)
        assert (await next_event(chat))["event_type"] == "user_start"
        assert abs(served.ears.listeners[0].heard_samples - 8_000) < 1_600


async def test_another_microphone_in_the_middle_of_the_call_is_heard() -> None:
    async with serve() as served, served.call() as call, served.chat(call) as chat:
        await speak_into(chat, 0.2, loud=False, rate=48_000)
        await chat.send(write_sound_frame(b"\1\0" * 64, sample_rate_hz=7))  # no microphone has this
        await speak_into(chat, 0.3, loud=True, rate=44_100, channels=2)
        assert (await next_event(chat))["event_type"] == "user_start"


async def test_a_silent_child_is_told_and_gently_asked() -> None:
    brain = FakeBrain("Are you still there?")
    async with (
        serve(brain=brain, silence_after_seconds=0.6) as served,
        served.call(knowledge_base="You are Santa.", activity_idle_timeout=60) as call,
        served.chat(call, "&silence_response=true") as chat,
    ):
        await speak_into(chat, 1.2, loud=False)
        event = await next_event(chat)
        assert (event["event_type"], event["silence_times"]) == ("user_silence", 1)
        assert 50 < int(str(event["count_down"])) <= 60
        await call.client.wait_for_event("avatar_start_talking")
        assert "silent" in brain.requests[0].text


async def test_without_a_microphone_nobody_is_silent() -> None:
    async with serve(silence_after_seconds=0.3) as served, served.call() as call, served.chat(call) as chat:
        await asyncio.sleep(1.0)
        await served.post("/v1/streaming.stop", session_id=call.session_id)
        assert [message async for message in chat] == []


async def test_the_end_of_the_session_closes_the_socket() -> None:
    async with serve() as served, served.call() as call, served.chat(call) as chat:
        await served.post("/v1/streaming.stop", session_id=call.session_id)
        await asyncio.wait_for(chat.wait_closed(), 3)
        assert chat.close_code == 1000
