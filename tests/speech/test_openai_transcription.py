"""OpenAI's transcription against a server on this machine that speaks as OpenAI documents it."""

from __future__ import annotations

import io
import logging
import socket
import time
import wave
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import Any

import numpy as np
import pytest

from santa_core.speech.hearing.openai_models import LIVE_MODEL, RECORDING_MODEL, hints
from santa_core.speech.hearing.openai_transcription import OpenAISpeechToText, OpenAITranscription
from santa_core.speech.ports import HEARING_RATE_HZ, Pcm, SpeechServiceFailed, Transcript
from tests.fakes.openai_transcription_server import (
    KEY,
    Behaviour,
    RunningServer,
    running_transcription_server,
)

TONE_HZ = 440.0
TEXT = "I want a red bike, please."


def a_tone(seconds: float) -> Pcm:
    at = np.arange(int(seconds * HEARING_RATE_HZ)) / HEARING_RATE_HZ
    return (8_000 * np.sin(2 * np.pi * TONE_HZ * at)).astype(np.int16)


def pitch_hz(pcm: bytes, rate_hz: int) -> float:
    sound = np.frombuffer(pcm, dtype=np.int16).astype(float)
    spectrum = np.abs(np.fft.rfft(sound * np.hanning(len(sound))))
    return float(np.argmax(spectrum) * rate_hz / len(sound))


@pytest.fixture
def server() -> Iterator[RunningServer]:
    with running_transcription_server(text=TEXT) as running:
        yield running


@contextmanager
def live(server: RunningServer, **options: Any) -> Iterator[OpenAISpeechToText]:
    there = {"base_url": server.base_url, "realtime_url": server.realtime_url}
    with closing(OpenAISpeechToText(**{"api_key": KEY, "model": LIVE_MODEL, **there, **options})) as ear:
        yield ear


@contextmanager
def uploading(server: RunningServer, **options: Any) -> Iterator[OpenAISpeechToText]:
    options = {"api_key": KEY, "base_url": server.base_url, **options}
    with closing(OpenAISpeechToText(**options)) as ear:
        yield ear


def hear(ear: OpenAISpeechToText, seconds: float = 1.0, *, language: str = "en") -> Transcript:
    transcription = ear.listen(language=language)
    sound = a_tone(seconds)
    for start in range(0, len(sound), 512):
        transcription.hear(sound[start : start + 512])
    return transcription.finish()


def failure(ear: OpenAISpeechToText) -> SpeechServiceFailed:
    with pytest.raises(SpeechServiceFailed) as failed:
        hear(ear)
    assert KEY not in repr(failed.value) + str(failed.value)
    # Nor in what a traceback would print of the causes.
    assert failed.value.__cause__ is None
    return failed.value


def said(transcription: OpenAITranscription) -> str:
    transcription.hear(a_tone(0.0))  # sends what waited for the connection
    return transcription.guess()


def wait_for(happened: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 5
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.005)


# --- while somebody speaks -----------------------------------------------------------------


def test_words_appear_while_they_are_spoken(server: RunningServer) -> None:
    with live(server) as ear:
        transcription = ear.listen(language="en")
        for words in ("I want", "I want a red"):
            transcription.hear(a_tone(0.6))
            wait_for(lambda words=words: said(transcription) == words)
        assert transcription.finish().text == TEXT
    assert server.behaviour.problems == [] and server.behaviour.forms == []


def test_the_live_sound_is_the_whole_utterance_at_24_khz(server: RunningServer) -> None:
    with live(server) as ear:
        hear(ear, 1.3)
    [sound] = server.behaviour.live_sound
    assert len(sound) / 2 / 24_000 == pytest.approx(1.3, abs=0.002)
    assert pitch_hz(sound, 24_000) == pytest.approx(TONE_HZ, abs=1.0)


def test_one_connection_serves_one_utterance_after_the_other(server: RunningServer) -> None:
    with live(server) as ear:
        assert [hear(ear, seconds).text for seconds in (0.5, 1.0, 0.3)] == [TEXT] * 3
    assert len(server.behaviour.sessions) == 1
    lengths = [len(sound) / 48_000 for sound in server.behaviour.live_sound]
    assert lengths == pytest.approx([0.5, 1.0, 0.3], abs=0.002)


def test_each_language_has_its_own_session(server: RunningServer) -> None:
    with live(server) as ear:
        for language in ("pl", "en-GB", "pl"):
            hear(ear, language=language)
    told = [session["audio"]["input"]["transcription"] for session in server.behaviour.sessions]
    assert [hint["languages"] for hint in told] == [["pl"], ["en"]]
    assert "Rudolph" in told[0]["keywords"]
    assert "prompt" in told[1] and "prompt" not in told[0]  # it is written in English


def test_what_was_cancelled_does_not_come_into_the_next_utterance(server: RunningServer) -> None:
    with live(server) as ear:
        hear(ear)
        cancelled = ear.listen(language="en")
        cancelled.hear(a_tone(0.7))
        cancelled.cancel()
        assert hear(ear, 0.5).text == TEXT
    assert [round(len(sound) / 48_000, 1) for sound in server.behaviour.live_sound] == [1.0, 0.5]


def test_an_older_model_tells_how_sure_it_is(server: RunningServer) -> None:
    with live(server, model="gpt-4o-mini-transcribe") as ear:
        assert hear(ear).confidence == pytest.approx(0.9)
    with live(server) as ear:
        assert hear(ear).confidence is None


@pytest.mark.parametrize(
    "trouble",
    [
        {"refuse_handshake": 403},
        {"refuse_session": True},
        {"fail_utterance": "server_error"},
        {"drop_after_commit": True},
    ],
    ids=lambda trouble: next(iter(trouble)),
)
def test_no_words_are_lost_with_the_websocket(server: RunningServer, trouble: dict[str, Any]) -> None:
    for name, value in trouble.items():
        setattr(server.behaviour, name, value)
    with live(server) as ear:
        assert hear(ear, 0.8).text == TEXT
    [recording] = server.behaviour.wavs
    with wave.open(io.BytesIO(recording)) as wav:
        assert wav.getnframes() / wav.getframerate() == pytest.approx(0.8)
    assert server.behaviour.forms[0]["model"] == [RECORDING_MODEL]  # the live model takes no recordings


def test_a_websocket_without_an_answer_is_not_waited_for_long(server: RunningServer) -> None:
    server.behaviour.never_complete = True
    with live(server, live_seconds=0.2) as ear:
        began = time.monotonic()
        assert hear(ear).text == TEXT
        assert time.monotonic() - began < 2.0


def test_after_a_refusal_the_websocket_is_left_alone_for_a_minute(server: RunningServer) -> None:
    now = 0.0
    with live(server, clock=lambda: now) as ear:
        server.behaviour.refuse_session = True
        hear(ear)
        server.behaviour.refuse_session = False
        now = 59.0
        hear(ear)
        assert len(server.behaviour.forms) == 2 and len(server.behaviour.sessions) == 1
        now = 61.0
        hear(ear)
        assert len(server.behaviour.forms) == 2 and len(server.behaviour.sessions) == 2


def test_nothing_is_asked_about_a_click(server: RunningServer) -> None:
    with live(server) as ear, uploading(server) as other:
        assert hear(ear, 0.05) == hear(other, 0.05) == Transcript("", None)
    assert server.behaviour.forms == server.behaviour.live_sound == server.behaviour.problems == []


# --- whole utterances ----------------------------------------------------------------------


def test_a_recording_is_sent_as_a_file_with_what_may_be_said(server: RunningServer) -> None:
    with uploading(server, model="gpt-4o-transcribe") as ear:
        heard = hear(ear, 1.2)
    assert heard.text == TEXT and heard.confidence == pytest.approx(0.9)
    [form] = server.behaviour.forms
    assert form["language"] == ["en"] and form["response_format"] == ["json"]
    assert "Rudolph" in form["prompt"][0]
    with wave.open(io.BytesIO(server.behaviour.wavs[0])) as wav:
        assert wav.getnframes() == 1.2 * HEARING_RATE_HZ
        assert pitch_hz(wav.readframes(wav.getnframes()), HEARING_RATE_HZ) == pytest.approx(TONE_HZ, abs=1)


@pytest.mark.parametrize("model", ["gpt-transcribe", "gpt-4o-mini-transcribe", "whisper-1", None])
@pytest.mark.parametrize("language", ["en", "pl", "de"])
def test_each_model_is_asked_only_for_what_it_knows(
    server: RunningServer, model: str | None, language: str
) -> None:
    with uploading(server, model=model) as ear:
        assert hear(ear, language=language).text == TEXT
    assert server.behaviour.problems == []


def test_keywords_are_such_as_openai_takes() -> None:
    words = hints("gpt-live-transcribe", "en")["keywords"]
    assert not any(set(word) & set("<>\r\n") for word in words)


def test_connections_are_kept(server: RunningServer) -> None:
    with uploading(server) as ear:
        for _ in range(3):
            hear(ear)
    assert len(server.behaviour.clients) == 1


@pytest.mark.parametrize("status", [0, 500, 503])
def test_a_broken_answer_is_asked_for_once_more(server: RunningServer, status: int) -> None:
    server.behaviour.failures = [(status, None)]
    with uploading(server) as ear:
        assert hear(ear).text == TEXT
        server.behaviour.failures = [(status, None), (status, None)]
        assert failure(ear).retryable
    assert len(server.behaviour.forms) == 4


@pytest.mark.parametrize(
    ("status", "code", "says", "retryable"),
    [
        (401, "invalid_api_key", "did not accept the key. Check OPENAI_API_KEY", False),
        (403, None, "did not accept the key", False),
        (404, "model_not_found", "The transcription model 'whisper-1' is not there", False),
        (429, "insufficient_quota", "no credit left", False),
        (429, "rate_limit_exceeded", "overloaded or broken (status 429)", True),
        (400, "invalid_value", "did not accept the recording (status 400, model 'whisper-1')", False),
    ],
)
def test_a_refusal_says_what_to_do(
    server: RunningServer, status: int, code: str | None, says: str, retryable: bool
) -> None:
    server.behaviour.failures = [(status, code)]
    with uploading(server) as ear:
        failed = failure(ear)
    assert says in str(failed) and failed.retryable is retryable
    assert len(server.behaviour.forms) == 1


@pytest.mark.parametrize("body", [b"<html>", b"[]", b'{"words": "x"}', b'{"text": 3}', b"\xff"])
def test_an_answer_that_is_no_transcription_says_so(server: RunningServer, body: bytes) -> None:
    server.behaviour.body = body
    with uploading(server) as ear:
        assert "no transcription. Check OPENAI_BASE_URL." in str(failure(ear))


def test_a_server_that_does_not_answer_is_not_asked_again(server: RunningServer) -> None:
    server.behaviour.answer_seconds = 1.0
    with uploading(server, timeout_seconds=0.2) as ear:
        assert "did not answer within 0.2 s" in str(failure(ear))
    assert len(server.behaviour.forms) == 1


def test_a_server_that_is_not_there_is_named() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}/v1"
        with closing(OpenAISpeechToText(api_key=KEY, base_url=url)) as ear:
            failed = failure(ear)
    assert "could not be reached. Check the connection and OPENAI_BASE_URL." in str(failed)
    assert failed.retryable


def test_neither_the_key_nor_the_words_are_logged(
    server: RunningServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    behaviour: Behaviour = server.behaviour
    behaviour.fail_utterance = "server_error"
    behaviour.failures = [(401, "invalid_api_key")]
    with live(server) as ear:
        failure(ear)
        hear(ear)
    ours = "\n".join(record.getMessage() for record in caplog.records if record.name not in _OF_THE_SERVER)
    assert "live transcription failed" in ours
    assert KEY not in ours and "bike" not in ours


_OF_THE_SERVER = ("tests.quiet", "asyncio", "python_multipart.multipart")
