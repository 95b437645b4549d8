"""Santa's laugh: not words that are read but bursts of breath, falling and running out.

A person's laugh is a row of like syllables, three to five a second; each starts with breath, is loudest at
once and dies away, and each is lower and softer than the one before.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from santa_core.speech.ports import Pcm
from santa_core.speech.speaking.espeak import ESPEAK_RATE_HZ, PhonemeEvent, Speech, WordEvent

_SYLLABLE_MS = 250.0
_LAST_LONGER = 1.3
_BREATH_BEFORE_MS = 60.0  # of the h
_BREATH_MS = 45.0  # between two syllables
_SOFTER = 0.72  # each than the one before
_LOWER = 12  # each, in eSpeak's steps of pitch
_DYING_MS = 85.0  # of the vowel: to a third in this time
_STEADY_MS = 70.0  # before that it keeps its loudness
_BREATHINESS = 0.10  # of the vowel's loudness, where it has died away
_RISE_MS = 8.0
_SILENCE_AFTER_MS = 300.0  # for a pause to be cut from


def laugh(spoken: str, *, speed: float, pitch: int, say: Callable[[str, int], Speech]) -> Speech:
    """`spoken` as "ho ho ho!"; `say` speaks one syllable at a pitch of 0 to 99."""
    syllables = spoken.rstrip("!").split()
    sounds: list[Pcm] = []
    words: list[WordEvent] = []
    phonemes: list[PhonemeEvent] = []
    at_ms = 0.0
    for index, syllable in enumerate(syllables):
        last = index == len(syllables) - 1
        speech = say(syllable, max(0, pitch - _LOWER * index))
        length_ms = _SYLLABLE_MS * (_LAST_LONGER if last else 1.0) / speed
        vowel_ms = next((event.at_ms for event in speech.phonemes if event.ipa not in ("", "h")), 0.0)
        early_ms = max(0.0, vowel_ms - _BREATH_BEFORE_MS)
        vowel_ms -= early_ms
        burst = _burst(speech.pcm[_samples(early_ms) :], vowel_ms, length_ms, gain=_SOFTER**index)
        words.append(WordEvent(at_ms, offset=3 * index))
        phonemes += [PhonemeEvent(at_ms, "h"), PhonemeEvent(at_ms + vowel_ms, "o")]
        phonemes.append(PhonemeEvent(at_ms + length_ms, ""))
        pause = np.zeros(_samples(_SILENCE_AFTER_MS if last else _BREATH_MS / speed), dtype=np.int16)
        sounds += [burst, pause]
        at_ms += (len(burst) + len(pause)) * 1000 / ESPEAK_RATE_HZ
    return Speech(np.concatenate(sounds), tuple(words), tuple(phonemes))


def _burst(pcm: Pcm, vowel_ms: float, length_ms: float, *, gain: float) -> Pcm:
    """One syllable: as it is up to its vowel's first moments, then dying into breath, `length_ms` long."""
    voice = np.zeros(_samples(length_ms), dtype=np.float32)
    voice[: len(pcm)] = pcm[: len(voice)]
    ms = np.arange(len(voice), dtype=np.float32) * 1000 / ESPEAK_RATE_HZ
    dying = np.exp(-np.maximum(0.0, ms - vowel_ms - _STEADY_MS) / _DYING_MS)
    # Breath goes on where the voice gives out, and ends with the syllable.
    loudness = float(np.sqrt(np.mean(voice[_samples(vowel_ms) :] ** 2)))
    breath = np.random.default_rng(len(voice)).standard_normal(len(voice)).astype(np.float32)
    breath = np.convolve(breath, np.array([0.25, 0.5, 0.25], dtype=np.float32), "same")
    breathing = (1 - dying) * (1 - ms / length_ms) * _BREATHINESS * loudness
    edges = np.clip(np.minimum(ms, length_ms - ms) / _RISE_MS, 0.0, 1.0)
    return (gain * edges * (voice * dying + breath * breathing)).astype(np.int16)


def _samples(ms: float) -> int:
    return round(ms * ESPEAK_RATE_HZ / 1000)
