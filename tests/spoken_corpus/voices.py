"""Who speaks: four adults and two that are tuned to sound like children, none of them Santa."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cache

import av
import numpy as np

from santa_core.speech.speaking.espeak import ESPEAK_RATE_HZ, Delivery, Espeak, load_espeak
from tests.spoken_corpus.energy import Sound, at_level

RATE_HZ = 48_000
SPEECH_DB = -23.0  # at arm's length, after a browser's automatic gain


@dataclass(frozen=True)
class Voice:
    """`raised`: played so much faster after it was spoken so much slower, which lifts pitch and formants as
    a shorter throat does."""

    name: str
    espeak: str
    words_per_minute: int = 150
    pitch: int = 50
    pitch_range: int = 50
    raised: Fraction = Fraction(1)
    is_child: bool = False


VOICES = (
    Voice("woman", "en-us+f2", pitch=60),
    Voice("man", "en-us+m3", words_per_minute=160, pitch=45),
    Voice("deep man", "en-us+m7", words_per_minute=140, pitch=30),
    Voice("quick woman", "en-us+f4", words_per_minute=185, pitch=55),
    Voice("child", "en-us+f2", words_per_minute=135, pitch=65, raised=Fraction(6, 5), is_child=True),
    Voice(
        "small child", "en-us+f5", words_per_minute=120, pitch=75, pitch_range=70, raised=Fraction(27, 20),
        is_child=True,
    ),
)  # fmt: skip
WOMAN = VOICES[0]


def say(text: str, *, voice: Voice = WOMAN, level_db: float = SPEECH_DB) -> Sound:
    """int16 mono at RATE_HZ."""
    rate = round(voice.words_per_minute / voice.raised)
    delivery = Delivery(rate, voice.pitch, voice.pitch_range)
    speech = _espeak().speak(text, voice=voice.espeak, delivery=delivery)
    sound = resampled(speech.pcm, from_hz=round(ESPEAK_RATE_HZ * voice.raised), to_hz=RATE_HZ)
    return at_level(sound, level_db, rate_hz=RATE_HZ)


@cache
def _espeak() -> Espeak:
    """Breath and creak are random: seeded by the clock as eSpeak starts, here by a number. So a process that
    says the same lines in the same order makes the same sounds."""
    espeak = load_espeak()
    espeak._library.espeak_ng_SetRandSeed(1)
    return espeak


def resampled(sound: Sound, *, from_hz: int, to_hz: int) -> Sound:
    frame = av.AudioFrame.from_ndarray(
        np.ascontiguousarray(sound).reshape(1, -1), format="s16", layout="mono"
    )
    frame.sample_rate = from_hz
    resampler = av.AudioResampler(format="s16", layout="mono", rate=to_hz)
    pieces = [*resampler.resample(frame), *resampler.resample(None)]
    return np.concatenate([piece.to_ndarray().reshape(-1) for piece in pieces]).astype(np.int16)
