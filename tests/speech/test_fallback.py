"""A voice that fails is stood in for; what is told of it names no words."""

from __future__ import annotations

import logging
from collections.abc import Generator

import numpy as np
import pytest

from santa_core.speech.ports import SpeechServiceFailed, TextToSpeech, Utterance, Word
from santa_core.speech.speaking.fallback import REST_SECONDS, FallbackVoice
from santa_core.speech.speaking.stoppable import StoppableSpeech

TEXT = "A secret wish."


class Spoken:
    """Says a text in two pieces; `fails_after` pieces of it it fails."""

    def __init__(self, name: str, *, fails_after: int | None = None) -> None:
        self.name = name
        self.note = f"{name} speaks."
        self.fails_after = fails_after
        self.said: list[str] = []
        self.closed = False

    def speak(self, text: str, *, language: str, rate: float, emotion: str | None) -> Generator[Utterance]:
        self.said.append(text)
        return StoppableSpeech(self._pieces(text))

    def _pieces(self, text: str) -> Generator[Utterance]:
        for number in range(2):
            if number == self.fails_after:
                raise SpeechServiceFailed("The service is broken.", retryable=True)
            words = (Word(0.0, f"{self.name} "),)
            yield Utterance(np.full(480, 1000, dtype=np.int16), words, ())

    def close(self) -> None:
        self.closed = True


class Clock:
    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def words(voice: TextToSpeech) -> list[str]:
    pieces = voice.speak(TEXT, language="en", rate=1.0, emotion=None)
    return [word.text.strip() for piece in pieces for word in piece.words]


def test_the_better_voice_speaks_while_it_can() -> None:
    better, surer = Spoken("better"), Spoken("surer")
    voice = FallbackVoice(better, surer)
    assert words(voice) == ["better", "better"]
    assert surer.said == []
    assert voice.note == "better speaks."


def test_before_the_first_sound_the_surer_voice_says_it_all() -> None:
    surer = Spoken("surer")
    voice = FallbackVoice(Spoken("better", fails_after=0), surer)
    assert words(voice) == ["surer", "surer"]
    assert surer.said == [TEXT]


def test_after_the_first_sound_the_sentence_ends() -> None:
    surer = Spoken("surer")
    voice = FallbackVoice(Spoken("better", fails_after=1), surer)
    assert words(voice) == ["better"]
    assert surer.said == []


def test_it_is_told_once_without_the_words(caplog: pytest.LogCaptureFixture) -> None:
    clock = Clock()
    voice = FallbackVoice(Spoken("better", fails_after=0), Spoken("surer"), now=clock)
    with caplog.at_level(logging.INFO):
        for _ in range(3):
            words(voice)
            clock.seconds += REST_SECONDS
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert "The service is broken." in caplog.text and "surer" in caplog.text
    assert TEXT not in caplog.text
    assert voice.note == "The service is broken. Santa speaks with surer meanwhile."


def test_a_voice_that_failed_rests_so_that_not_every_sentence_waits_for_it() -> None:
    clock, better = Clock(), Spoken("better", fails_after=0)
    voice = FallbackVoice(better, Spoken("surer"), now=clock)
    words(voice)
    clock.seconds = REST_SECONDS - 1
    words(voice)
    assert len(better.said) == 1
    clock.seconds = REST_SECONDS
    better.fails_after = None
    assert words(voice) == ["better", "better"]
    assert voice.note == "better speaks."


def test_a_closed_speech_is_no_failure() -> None:
    surer = Spoken("surer")
    voice = FallbackVoice(Spoken("better"), surer)
    speech = voice.speak(TEXT, language="en", rate=1.0, emotion=None)
    next(speech)
    speech.close()
    assert voice.note == "better speaks." and surer.said == []


def test_both_are_closed() -> None:
    better, surer = Spoken("better"), Spoken("surer")
    FallbackVoice(better, surer).close()
    assert better.closed and surer.closed
