"""Stands in for the voice where none is installed: the words take their time, without sound."""

from __future__ import annotations

from collections.abc import Generator

import numpy as np

from santa_core.speech.ports import SAMPLE_RATE_HZ, Mouth, Utterance, Word
from santa_core.speech.speaking.stoppable import StoppableSpeech
from santa_core.speech.speaking.words import cut_at_blanks

MS_PER_CHARACTER = 65.0
_MOUTHS = {"a": "A", "e": "E", "i": "I", "o": "O", "u": "U", "m": "M", "b": "M", "p": "M", "f": "F", "v": "F"}


class TimedSilence:
    """Implements TextToSpeech."""

    name = "silence"

    def __init__(self, *, because: str = "") -> None:
        self.note = f"Santa is silent while he speaks. {because}".strip()

    def close(self) -> None:
        pass

    def speak(self, text: str, *, language: str, rate: float, emotion: str | None) -> Generator[Utterance]:
        return StoppableSpeech(self._speak(text, rate=rate))

    def _speak(self, text: str, *, rate: float) -> Generator[Utterance]:
        ms_per_character = MS_PER_CHARACTER / rate
        words = tuple(Word(start * ms_per_character, word) for start, word in cut_at_blanks(text))
        mouths = tuple(
            Mouth(index * ms_per_character, _MOUTHS.get(letter, "rest"))
            for index, letter in enumerate(text.lower())
        )
        samples = int(len(text) * ms_per_character * SAMPLE_RATE_HZ / 1000)
        yield Utterance(np.zeros(samples, dtype=np.int16), words, mouths)
