"""What every tier of hearing must do: the fake, pocketsphinx, OpenAI both ways, and Whisper."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from santa_core.speech.hearing.openai_transcription import OpenAISpeechToText
from santa_core.speech.hearing.sphinx import SphinxSpeechToText
from santa_core.speech.hearing.whisper_transcription import WhisperSpeechToText
from santa_core.speech.ports import Pcm, SpeechToText, Transcript
from tests.fakes.openai_transcription_server import KEY, RunningServer, running_transcription_server
from tests.fakes.speech_to_text import FakeSpeechToText
from tests.speech.synthetic import pcm, person
from tests.speech.tiny_whisper import write_tiny_whisper

SPOKEN = "I have been very good this year"
LONGEST_GUESS_MS = 50.0


@pytest.fixture(scope="module")
def server() -> Iterator[RunningServer]:
    with running_transcription_server(text=f"{SPOKEN}.") as running:
        yield running


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tiny_whisper(tmp_path_factory.mktemp("whisper"))


@pytest.fixture(params=["fake", "pocketsphinx", "openai live", "openai upload", "another server", "whisper"])
def ear(request: pytest.FixtureRequest) -> Iterator[SpeechToText]:
    opened: SpeechToText
    if request.param == "fake":
        opened = FakeSpeechToText([f"{SPOKEN}."])
    elif request.param == "pocketsphinx":
        opened = SphinxSpeechToText()
    elif request.param == "whisper":
        opened = WhisperSpeechToText(request.getfixturevalue("model"), threads=1)
    else:
        opened = an_openai(request.param, request.getfixturevalue("server"))
    yield opened
    opened.close()


def an_openai(way: str, server: RunningServer) -> OpenAISpeechToText:
    if way == "openai live":
        return OpenAISpeechToText(api_key=KEY, realtime_url=server.realtime_url)
    model = "gpt-4o-mini-transcribe" if way == "openai upload" else None
    return OpenAISpeechToText(api_key=KEY, base_url=server.base_url, model=model)


@pytest.fixture(scope="module")
def speech() -> Pcm:
    return pcm(person(SPOKEN))


def hear(ear: SpeechToText, sound: Pcm, *, chunk: int = 512) -> Transcript:
    transcription = ear.listen(language="en")
    for start in range(0, len(sound), chunk):
        transcription.hear(sound[start : start + chunk])
    return transcription.finish()


def test_an_utterance_becomes_words(ear: SpeechToText, speech: Pcm) -> None:
    heard = hear(ear, speech)
    assert len(heard.text.split()) >= 3
    assert heard.text == " ".join(heard.text.split())
    assert heard.confidence is None or 0.0 <= heard.confidence <= 1.0


def test_the_sound_may_come_in_pieces_of_any_length(ear: SpeechToText, speech: Pcm) -> None:
    transcription = ear.listen(language="en")
    transcription.hear(speech[:0])
    for start, stop in ((0, 1), (1, 333), (333, 8_000), (8_000, len(speech))):
        transcription.hear(speech[start:stop])
    assert transcription.finish().text


def test_guesses_come_at_once_and_cost_nothing(ear: SpeechToText, speech: Pcm) -> None:
    transcription = ear.listen(language="en")
    assert transcription.guess() == ""
    slowest_ms = 0.0
    for start in range(0, len(speech), 1_600):
        transcription.hear(speech[start : start + 1_600])
        began = time.perf_counter()
        assert isinstance(transcription.guess(), str)
        slowest_ms = max(slowest_ms, (time.perf_counter() - began) * 1_000)
    assert slowest_ms < LONGEST_GUESS_MS
    assert transcription.finish().text


def test_one_utterance_after_the_other(ear: SpeechToText, speech: Pcm) -> None:
    lengths = [len(hear(ear, speech).text.split()) for _ in range(3)]
    assert min(lengths) >= 3 and max(lengths) <= min(lengths) + 2


def test_two_people_speak_at_once(ear: SpeechToText, speech: Pcm) -> None:
    heard: list[Transcript] = []
    threads = [threading.Thread(target=lambda: heard.append(hear(ear, speech))) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert len(heard) == 2 and all(transcript.text for transcript in heard)


def test_what_is_cancelled_is_forgotten(ear: SpeechToText, speech: Pcm) -> None:
    transcription = ear.listen(language="en")
    transcription.hear(speech[:8_000])
    transcription.cancel()
    transcription.cancel()
    assert hear(ear, speech).text


def test_cancelling_after_the_end_is_harmless(ear: SpeechToText, speech: Pcm) -> None:
    transcription = ear.listen(language="en")
    transcription.hear(speech)
    assert transcription.finish().text
    transcription.cancel()


def test_no_sound_is_no_words(ear: SpeechToText) -> None:
    assert ear.listen(language="en").finish().text == ""


def test_it_understands_english_and_not_what_is_no_language(ear: SpeechToText) -> None:
    assert ear.understands("en")
    assert not ear.understands("xx")


def test_it_says_what_it_is_without_its_key(ear: SpeechToText) -> None:
    assert ear.name and ear.note.endswith(".")
    assert KEY not in f"{ear.name} {ear.note} {ear!r} {vars(ear.listen(language='en'))!r}"


def test_closing_twice_is_harmless(ear: SpeechToText) -> None:
    ear.close()
    ear.close()
