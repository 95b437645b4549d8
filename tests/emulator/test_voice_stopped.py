"""Santa is interrupted while a network voice still makes his words: nothing of it stays."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from santa_core.emulator.options import SessionOptions
from santa_core.emulator.playout import Playout
from santa_core.emulator.speaker import UTTERANCES_AT_ONCE, Speaker
from santa_core.speech.speaking.openai_voice import OpenAIVoice
from tests.emulator.livekit_client import until
from tests.fakes.openai_server import running_openai_server
from tests.fakes.openai_speech import SpeechBehaviour

LINE = "Hello Emma, I am so glad to see you! Have you been good this year?"


@pytest.fixture
def behaviour_and_voice() -> Iterator[tuple[SpeechBehaviour, OpenAIVoice]]:
    with running_openai_server() as server:
        voice = OpenAIVoice(api_key="k", base_url=server.base_url, silence_seconds=60)
        yield server.behaviour.speech, voice
        voice.close()


def speaker_with(voice: OpenAIVoice, threads: ThreadPoolExecutor, told: list[Any]) -> Speaker:
    return Speaker(
        playout=Playout(),
        voice=voice,
        threads=threads,
        options=SessionOptions(),
        tell=told.append,
        on_done=lambda task: None,
    )


async def test_an_interrupt_ends_the_stream_its_connection_and_its_thread(
    behaviour_and_voice: tuple[SpeechBehaviour, OpenAIVoice], caplog: pytest.LogCaptureFixture
) -> None:
    behaviour, voice = behaviour_and_voice
    behaviour.first_byte_seconds = 30
    with ThreadPoolExecutor(1) as threads:
        speaker = speaker_with(voice, threads, [])
        task = speaker.repeat(LINE)
        async with asyncio.timeout(5):
            await until(lambda: behaviour.streams_open == 1)
        began = time.monotonic()
        speaker.interrupt()
        assert await task.duration_ms() == 0
        async with asyncio.timeout(5):
            await until(lambda: behaviour.streams_cut == 1)
            # The only thread is free again: it can make the next sentence.
            behaviour.first_byte_seconds = 0
            assert await speaker.repeat(LINE).duration_ms() > 2_000
        assert time.monotonic() - began < 2
        await speaker.aclose()
    assert not caplog.records


async def test_many_interrupts_leave_no_thread(
    behaviour_and_voice: tuple[SpeechBehaviour, OpenAIVoice],
) -> None:
    behaviour, voice = behaviour_and_voice
    behaviour.times_real_time = 1.0
    with ThreadPoolExecutor(4) as threads:
        speaker = speaker_with(voice, threads, [])
        for number in range(20):
            task = speaker.repeat(LINE)
            await asyncio.sleep(0.01 * (number % 4))  # before, while and after the first byte is there
            speaker.interrupt()
            await task.duration_ms()
        async with asyncio.timeout(5):
            await until(lambda: behaviour.streams_open == 0)
        await speaker.aclose()
    names = [thread.name for thread in threading.enumerate()]
    assert names.count("openai-speech") == 1


async def test_a_long_queue_asks_the_service_for_two_sentences_at_a_time(
    behaviour_and_voice: tuple[SpeechBehaviour, OpenAIVoice],
) -> None:
    behaviour, voice = behaviour_and_voice
    behaviour.stall_after_seconds = 0.0
    with ThreadPoolExecutor(8) as threads:
        speaker = speaker_with(voice, threads, [])
        tasks = [speaker.repeat(LINE) for _ in range(6)]
        async with asyncio.timeout(5):
            await until(lambda: behaviour.streams_open == UTTERANCES_AT_ONCE)
        await asyncio.sleep(0.1)
        assert len(behaviour.requests) == UTTERANCES_AT_ONCE
        speaker.interrupt()
        assert [await task.duration_ms() for task in tasks] == [0.0] * 6
        async with asyncio.timeout(5):
            await until(lambda: behaviour.streams_open == 0)
        assert len(behaviour.requests) == UTTERANCES_AT_ONCE  # what waited is never asked for
        await speaker.aclose()
