"""What every voice must do: the fake, silence, eSpeak NG, OpenAI's client, and two voices as one."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from santa_core.speech.ports import TextToSpeech, Utterance
from santa_core.speech.speaking.fallback import FallbackVoice
from santa_core.speech.speaking.openai_voice import OpenAIVoice
from santa_core.speech.speaking.timed_silence import TimedSilence
from santa_core.speech.speaking.voice import open_voice
from tests.emulator.doubles import FakeVoice
from tests.fakes.openai_server import RunningServer, running_openai_server

KEY = "sk-very-secret"
MOUTHS = {"rest", "M", "F", "L", "O", "U", "E", "A", "I", "laugh"}
LINES = (
    "Ho ho ho! Hello Emma, have you been good this year?",
    "  blanks  around \n",
    "Dzień dobry, Zosiu! 🎅🏽",
    "<b>Ed</b> & {{prompt}}",
    "lone \ud800 surrogate \x00\x01",
    "🎄",
    "   ",
    "",
)


@pytest.fixture(scope="module")
def server() -> Iterator[RunningServer]:
    with running_openai_server() as running:
        yield running


@pytest.fixture(params=["fake", "silence", "espeak", "openai", "fallback"])
def voice(request: pytest.FixtureRequest) -> Iterator[TextToSpeech]:
    opened: TextToSpeech
    if request.param == "fake":
        opened = FakeVoice()
    elif request.param == "silence":
        opened = TimedSilence()
    elif request.param == "espeak":
        opened = open_voice()
    else:
        running: RunningServer = request.getfixturevalue("server")
        opened = OpenAIVoice(api_key=KEY, base_url=running.base_url)
        if request.param == "fallback":
            opened = FallbackVoice(opened, open_voice())
    yield opened
    opened.close()


def say(voice: TextToSpeech, text: str) -> list[Utterance]:
    return list(voice.speak(text, language="en", rate=1.0, emotion=None))


@pytest.mark.parametrize("text", LINES)
def test_the_words_of_all_pieces_give_the_text_back(voice: TextToSpeech, text: str) -> None:
    said = "".join(word.text for piece in say(voice, text) for word in piece.words)
    if isinstance(voice, FakeVoice):  # which puts one blank behind each word
        said, text = said.rstrip(), " ".join(text.split())
    assert said == text


def test_each_piece_has_its_own_times_and_known_mouths(voice: TextToSpeech) -> None:
    pieces = say(voice, LINES[0])
    assert sum(piece.duration_ms for piece in pieces) > 500
    for piece in pieces:
        assert piece.pcm.dtype == np.int16 and piece.pcm.ndim == 1
        for times in ([w.start_ms for w in piece.words], [m.start_ms for m in piece.mouths]):
            assert times == sorted(times)
            assert all(0 <= at_ms <= piece.duration_ms for at_ms in times)
        assert {mouth.shape for mouth in piece.mouths} <= MOUTHS
        # The playout has no memory between pieces: each tells its mouth from its beginning.
        assert not len(piece.pcm) or piece.mouths[0].start_ms == 0


def test_a_closed_speech_says_no_more_and_the_voice_stays_usable(voice: TextToSpeech) -> None:
    speech = voice.speak(LINES[0], language="en", rate=1.0, emotion=None)
    next(speech)
    speech.close()
    speech.close()
    assert next(speech, None) is None
    assert say(voice, "Hello Emma.")


def test_a_speech_that_was_never_begun_can_be_closed(voice: TextToSpeech) -> None:
    speech = voice.speak(LINES[0], language="en", rate=1.0, emotion=None)
    speech.close()
    assert next(speech, None) is None


def test_it_may_be_closed_while_another_thread_advances_it(voice: TextToSpeech) -> None:
    for _ in range(5):
        speech = voice.speak(LINES[0] * 5, language="en", rate=1.0, emotion=None)
        advancing = threading.Thread(target=lambda speech=speech: list(speech))
        advancing.start()
        speech.close()
        advancing.join(timeout=5)
        assert not advancing.is_alive()
        assert next(speech, None) is None


def test_two_speak_at_once_with_their_own_words(voice: TextToSpeech) -> None:
    texts = [f"Hello number {number}!" for number in range(4)]
    with ThreadPoolExecutor(4) as pool:
        spoken = list(pool.map(lambda text: say(voice, text), texts))
    for text, pieces in zip(texts, spoken, strict=True):
        assert "".join(word.text for piece in pieces for word in piece.words).strip() == text


def test_it_has_a_name_and_a_sentence_for_people(voice: TextToSpeech) -> None:
    assert voice.name
    assert voice.note.endswith(".")
    assert KEY not in f"{voice.name} {voice.note} {voice!r}"


def test_it_closes_more_than_once(voice: TextToSpeech) -> None:
    say(voice, "Hello.")
    voice.close()
    voice.close()
