"""Sounds made by the tests themselves, at HEARING_RATE_HZ, as float arrays in int16's scale."""

from __future__ import annotations

from functools import cache

import av
import numpy as np
import numpy.typing as npt

from santa_core.speech.ports import HEARING_RATE_HZ, SAMPLE_RATE_HZ, Pcm
from santa_core.speech.speaking.espeak import ESPEAK_RATE_HZ, Delivery, load_espeak
from santa_core.speech.speaking.voice import open_voice

Sound = npt.NDArray[np.float64]


@cache
def person(text: str, *, voice: str = "en-us+f2", pitch: int = 60) -> Sound:
    """Somebody who is not Santa."""
    speech = load_espeak().speak(text, voice=voice, delivery=Delivery(150, pitch, 50))
    return _at_hearing_rate(speech.pcm, ESPEAK_RATE_HZ)


@cache
def santa(text: str) -> Sound:
    pieces = [piece.pcm for piece in open_voice().speak(text, language="en", rate=1.0, emotion=None)]
    return _at_hearing_rate(np.concatenate(pieces), SAMPLE_RATE_HZ)


def quiet(seconds: float) -> Sound:
    return np.zeros(round(seconds * HEARING_RATE_HZ))


def hiss(seconds: float, *, rms: float = 8.0, seed: int = 1) -> Sound:
    return np.random.default_rng(seed).normal(0, rms, round(seconds * HEARING_RATE_HZ))


def fan(seconds: float) -> Sound:
    times = np.arange(round(seconds * HEARING_RATE_HZ)) / HEARING_RATE_HZ
    return band(hiss(seconds, rms=2_500), 50, 1_500) + 500 * np.sin(2 * np.pi * 120 * times)


def coughs(count: int, *, seed: int = 2) -> Sound:
    """Two bursts each, and a second of nothing."""
    rng = np.random.default_rng(seed)
    times = np.arange(round(0.35 * HEARING_RATE_HZ)) / HEARING_RATE_HZ
    shape = np.exp(-times / 0.06) + 0.35 * np.exp(-(((times - 0.2) / 0.05) ** 2))
    bursts = [band(rng.normal(0, 9_000, len(times)), 200, 4_000) * shape for _ in range(count)]
    return np.concatenate([np.concatenate([burst, quiet(1)]) for burst in bursts])


def keyboard(seconds: float, *, seed: int = 3) -> Sound:
    """About seven clicks a second."""
    rng = np.random.default_rng(seed)
    sound = quiet(seconds)
    for at in np.cumsum(rng.exponential(0.15, round(seconds / 0.15))):
        start = int(at * HEARING_RATE_HZ)
        click = rng.normal(0, 1, 600) * np.exp(-np.arange(600) / 80) * rng.uniform(2_000, 9_000)
        sound[start : start + 600] += click[: max(0, len(sound) - start)]
    return sound


def breathing(seconds: float) -> Sound:
    times = np.arange(round(seconds * HEARING_RATE_HZ)) / HEARING_RATE_HZ
    return band(hiss(seconds, rms=1_500), 300, 3_000) * np.maximum(0, np.sin(2 * np.pi * times / 3)) ** 2


def babble(seconds: float, *, people: int, rms: float = 700.0, seed: int = 4) -> Sound:
    rng = np.random.default_rng(seed)
    lines = ("did you see the game last night", "i have to go to the shop", "we went to the beach in summer")
    voices = ("en-us+f2", "en-us+m3", "en-us+f5", "en-us+m7")
    mixed = quiet(seconds)
    for number in range(people):
        words = np.concatenate(
            [person(line, voice=voices[number % 4], pitch=int(rng.integers(30, 90))) for line in lines]
        )
        endless = np.tile(words, int(len(mixed) / len(words)) + 1)
        mixed += np.roll(endless, int(rng.integers(len(words))))[: len(mixed)]
    return mixed * rms / loudness(mixed)


def band(sound: Sound, low_hz: float, high_hz: float) -> Sound:
    spectrum = np.fft.rfft(sound)
    frequencies = np.fft.rfftfreq(len(sound), 1 / HEARING_RATE_HZ)
    spectrum[(frequencies < low_hz) | (frequencies > high_hz)] = 0
    return np.fft.irfft(spectrum, len(sound))


def loudness(sound: Sound) -> float:
    return float(np.sqrt(np.mean(sound**2)))


def at_loudness(sound: Sound, rms: float) -> Sound:
    return sound * rms / loudness(sound)


def pcm(sound: Sound) -> Pcm:
    """In a room with a faint hiss."""
    noisy = sound + hiss(len(sound) / HEARING_RATE_HZ + 1)[: len(sound)]
    return np.clip(noisy, -32_768, 32_767).astype(np.int16)


def _at_hearing_rate(sound: Pcm, rate_hz: int) -> Sound:
    frame = av.AudioFrame.from_ndarray(sound.reshape(1, -1), format="s16", layout="mono")
    frame.sample_rate = rate_hz
    resampler = av.AudioResampler(format="s16", layout="mono", rate=HEARING_RATE_HZ)
    pieces = [*resampler.resample(frame), *resampler.resample(None)]
    return np.concatenate([piece.to_ndarray().reshape(-1) for piece in pieces]).astype(np.float64)
