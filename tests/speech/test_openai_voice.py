"""The client of a speech service, against a local server that speaks the real wire format."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import numpy as np
import pytest

from santa_core.speech.ports import SAMPLE_RATE_HZ, SpeechServiceFailed, Utterance
from santa_core.speech.speaking.openai_voice import OpenAIVoice
from santa_core.speech.speaking.running_sound import FIRST_PIECE_MS
from tests.fakes.openai_server import running_openai_server
from tests.fakes.openai_speech import LEAD_MS, TRAIL_MS, SpeechBehaviour, say

KEY = "sk-very-secret"
LINE = "Hello Emma, I am so glad to see you! Have you been good this year?"


@pytest.fixture
def service() -> Iterator[tuple[str, SpeechBehaviour]]:
    with running_openai_server() as running:
        yield running.base_url, running.behaviour.speech


@pytest.fixture
def voice(service: tuple[str, SpeechBehaviour]) -> Iterator[OpenAIVoice]:
    voice = OpenAIVoice(api_key=KEY, base_url=service[0], silence_seconds=0.5)
    yield voice
    voice.close()


@pytest.fixture
def behaviour(service: tuple[str, SpeechBehaviour]) -> SpeechBehaviour:
    return service[1]


def speak(voice: OpenAIVoice, text: str, *, rate: float = 1.0, emotion: str | None = None) -> list[Utterance]:
    return list(voice.speak(text, language="en", rate=rate, emotion=emotion))


def joined(pieces: list[Utterance]) -> np.ndarray[tuple[int, ...], np.dtype[np.int16]]:
    return np.concatenate([piece.pcm for piece in pieces])


def until(happened: object) -> None:
    deadline = time.monotonic() + 5
    while not happened():  # type: ignore[operator]
        assert time.monotonic() < deadline
        time.sleep(0.005)


def test_the_request_is_openais(voice: OpenAIVoice, behaviour: SpeechBehaviour) -> None:
    speak(voice, "Hello 🎅🏽 <b>Emma</b>!")
    (request,) = behaviour.requests
    assert request.pop("instructions").startswith("Speak as Santa")
    assert request == {
        "model": "gpt-4o-mini-tts",
        "voice": "onyx",
        "input": "Hello Emma !",
        "response_format": "pcm",
    }
    assert behaviour.authorizations == [f"Bearer {KEY}"]


def test_rate_and_emotion_are_asked_for_in_words(voice: OpenAIVoice, behaviour: SpeechBehaviour) -> None:
    speak(voice, LINE, rate=0.7, emotion="soothing")
    speak(voice, LINE, rate=1.3, emotion="EXCITED")
    speak(voice, LINE, rate=9.0)
    slow, fast, fastest = (request["instructions"] for request in behaviour.requests)
    assert "70 % of your usual pace" in slow and "soothing" in slow
    assert "130 % of your usual pace" in fast and "excitement" in fast
    assert "150 % of your usual pace" in fastest and "friendly" in fastest
    assert all("speed" not in request for request in behaviour.requests)


def test_a_model_without_instructions_is_given_a_number(service: tuple[str, SpeechBehaviour]) -> None:
    base_url, behaviour = service
    voice = OpenAIVoice(api_key=KEY, base_url=base_url, model="tts-1")
    usual, slow = (sum(p.duration_ms for p in speak(voice, LINE, rate=rate)) for rate in (1.0, 0.7))
    voice.close()
    assert [request["speed"] for request in behaviour.requests] == [1.0, 0.7]
    assert "instructions" not in behaviour.requests[0]
    assert slow > 1.2 * usual


def test_nothing_to_say_costs_no_request(voice: OpenAIVoice, behaviour: SpeechBehaviour) -> None:
    assert [piece.duration_ms for piece in speak(voice, "🎄 …")] == [0]
    assert behaviour.requests == []


def test_the_first_sound_is_there_long_before_the_last(
    voice: OpenAIVoice, behaviour: SpeechBehaviour
) -> None:
    behaviour.times_real_time = 2.0
    whole_seconds = len(say(LINE)) / 24_000 / 2
    began = time.monotonic()
    speech = voice.speak(LINE, language="en", rate=1.0, emotion=None)
    first = next(speech)
    first_seconds = time.monotonic() - began
    rest = list(speech)
    assert FIRST_PIECE_MS <= first.duration_ms < 300
    assert first_seconds < 0.4 * whole_seconds
    assert len(rest) > 5


def test_silence_around_the_speech_is_cut_to_a_natural_pause(voice: OpenAIVoice) -> None:
    sound = joined(speak(voice, LINE))
    loud = np.flatnonzero(np.abs(sound.astype(int)) > 200)
    assert loud[0] < SAMPLE_RATE_HZ * 0.04  # of LEAD_MS
    assert 120 < (len(sound) - loud[-1]) / 48 < 300  # of TRAIL_MS and the pause after the last word
    assert LEAD_MS > 100 and TRAIL_MS > 300


def test_pieces_join_as_if_they_had_come_in_one(voice: OpenAIVoice, behaviour: SpeechBehaviour) -> None:
    """The resampler must not begin anew with each piece, nor a sample be cut in two by a chunk's end."""
    behaviour.chunk_bytes = 10**9
    whole = joined(speak(voice, LINE))
    behaviour.chunk_bytes = 1_237
    pieces = speak(voice, LINE)
    assert len(pieces) > 20
    np.testing.assert_array_equal(joined(pieces), whole)


def test_a_laugh_is_seen_as_one(voice: OpenAIVoice) -> None:
    at_ms, laughing = 0.0, []
    pieces = speak(voice, "Ho ho ho! Hello Emma, hello!")
    for piece in pieces:
        laughing += [at_ms + m.start_ms for m in piece.mouths if m.shape == "laugh"]
        at_ms += piece.duration_ms
    assert laughing and max(laughing) < at_ms / 2
    assert all(m.shape != "laugh" for piece in speak(voice, "Hollow logs, hopping!") for m in piece.mouths)


@pytest.mark.parametrize(
    ("status", "code", "what_to_do", "retryable"),
    [
        (401, None, "OPENAI_API_KEY", False),
        (429, "insufficient_quota", "Top it up", False),
        (429, None, "overloaded", True),
        (404, None, "SANTA_SPEECH_MODEL", False),
        (400, None, "SANTA_OPENAI_VOICE", False),
        (503, None, "503", True),
    ],
)
def test_a_refusal_is_a_sentence_without_the_key(
    voice: OpenAIVoice,
    behaviour: SpeechBehaviour,
    status: int,
    code: str | None,
    what_to_do: str,
    retryable: bool,
) -> None:
    behaviour.fail_with(status, code=code, message=f"bad key {KEY}")
    with pytest.raises(SpeechServiceFailed, match=what_to_do) as failure:
        speak(voice, LINE)
    assert failure.value.retryable is retryable
    assert KEY not in f"{failure.value} {voice!r} {voice.note}"


def test_a_broken_or_silent_connection_is_a_failure_not_an_end(
    voice: OpenAIVoice, behaviour: SpeechBehaviour
) -> None:
    behaviour.break_after_seconds = 0.6
    with pytest.raises(SpeechServiceFailed, match="stopped answering"):
        speak(voice, LINE)
    behaviour.break_after_seconds, behaviour.stall_after_seconds = None, 0.6
    began = time.monotonic()
    with pytest.raises(SpeechServiceFailed, match="stopped answering"):
        speak(voice, LINE)
    assert time.monotonic() - began < 2  # silence_seconds is 0.5


def test_nobody_there_is_a_failure() -> None:
    voice = OpenAIVoice(api_key=KEY, base_url="http://127.0.0.1:9/v1")
    with pytest.raises(SpeechServiceFailed, match="OPENAI_BASE_URL"):
        speak(voice, LINE)
    voice.close()


def test_sentences_share_a_connection(voice: OpenAIVoice, behaviour: SpeechBehaviour) -> None:
    for _ in range(4):
        speak(voice, "Hello Emma.")
    assert len(behaviour.clients) == 1


@pytest.mark.parametrize("waits_for", ["first byte", "next byte"])
def test_closing_stops_the_service_at_once_whatever_is_waited_for(
    service: tuple[str, SpeechBehaviour], waits_for: str
) -> None:
    base_url, behaviour = service
    voice = OpenAIVoice(api_key=KEY, base_url=base_url, silence_seconds=60)
    if waits_for == "first byte":
        behaviour.first_byte_seconds = 30
    else:
        behaviour.stall_after_seconds = 0.5
    got: list[Utterance] = []
    speech = voice.speak(LINE, language="en", rate=1.0, emotion=None)
    advancing = threading.Thread(target=lambda: got.extend(speech))
    advancing.start()
    until(lambda: behaviour.streams_open == 1 and (got or waits_for == "first byte"))
    began = time.monotonic()
    speech.close()
    closing_seconds = time.monotonic() - began
    advancing.join(timeout=2)
    assert not advancing.is_alive()
    assert closing_seconds < 0.05 and time.monotonic() - began < 0.5
    until(lambda: behaviour.streams_cut == 1 and behaviour.streams_open == 0)
    voice.close()


def test_a_closed_voice_leaves_no_thread(service: tuple[str, SpeechBehaviour]) -> None:
    base_url, behaviour = service
    behaviour.stall_after_seconds = 0.8
    voice = OpenAIVoice(api_key=KEY, base_url=base_url)
    next(voice.speak(LINE, language="en", rate=1.0, emotion=None))
    assert "openai-speech" in {thread.name for thread in threading.enumerate()}
    voice.close()
    assert "openai-speech" not in {thread.name for thread in threading.enumerate()}
