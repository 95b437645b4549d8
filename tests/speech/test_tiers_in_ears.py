"""Each tier inside the ears' own process, from speech to its final words."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import numpy as np
import pytest

from santa_core.speech.hearing.ears_apart import EarsApart
from santa_core.speech.hearing.options import OPENAI, WHISPER, HearingOptions
from santa_core.speech.ports import HeardWords, HearingEvent, Pcm
from tests.fakes.openai_transcription_server import KEY, running_transcription_server
from tests.speech.synthetic import pcm, person, quiet
from tests.speech.tiny_whisper import write_tiny_whisper

# eSpeak NG breathes a little differently in each process; these words are understood all the same.
SPOKEN = "Do you live at the north pole"
CHUNK = 512


@pytest.fixture(scope="module")
def speech() -> Pcm:
    return pcm(np.concatenate([quiet(0.5), person(SPOKEN), quiet(1.0)]))


@contextmanager
def ears(options: HearingOptions) -> Iterator[EarsApart]:
    with closing(EarsApart(options)) as opened:
        yield opened


def final_words(apart: EarsApart, speech: Pcm, *, language: str = "en") -> str:
    listener = apart.listener(language=language, confidence=0.0)
    events: list[HearingEvent] = []
    for start in range(0, len(speech), CHUNK):
        events += listener.feed(speech[start : start + CHUNK])
    deadline = time.monotonic() + 20
    while not any(isinstance(event, HeardWords) and event.final for event in events):
        assert time.monotonic() < deadline
        events += listener.feed(speech[:0])
        time.sleep(0.01)
    listener.close()
    [words] = [event.text for event in events if isinstance(event, HeardWords) and event.final]
    return words


@pytest.mark.parametrize("language", ["en", "pl"])
def test_openai_hears_in_the_ears_process(speech: Pcm, language: str) -> None:
    with running_transcription_server(text="Byłam grzeczna.") as server:
        options = HearingOptions(tier=OPENAI, openai_api_key=KEY, openai_base_url=server.base_url)
        with ears(options) as apart:
            assert final_words(apart, speech, language=language) == "Byłam grzeczna."
        assert server.behaviour.problems == [] and len(server.behaviour.wavs) == 1


def test_whisper_hears_in_the_ears_process(speech: Pcm, tmp_path: Path) -> None:
    with ears(HearingOptions(tier=WHISPER, whisper_model=str(write_tiny_whisper(tmp_path)))) as apart:
        assert final_words(apart, speech, language="de") == "Ho ho ho, Rudolph sees Emma."


def test_a_refused_key_costs_no_english_words(speech: Pcm) -> None:
    with running_transcription_server() as server:
        server.behaviour.failures = [(401, "invalid_api_key")] * 9
        options = HearingOptions(tier=OPENAI, openai_api_key=KEY, openai_base_url=server.base_url)
        with ears(options) as apart:
            assert "north pole" in final_words(apart, speech)
