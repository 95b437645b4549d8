"""A recorded voice for Chromium's microphone: a synthetic woman, not Santa, as a WAV file."""

from __future__ import annotations

import wave
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt

from santa_core.speech.speaking.espeak import ESPEAK_RATE_HZ, Delivery, load_espeak

RATE_HZ = 48_000

Sound = npt.NDArray[np.int16]


def spoken(text: str, *, voice: str = "en-us+f2") -> Sound:
    """int16 mono at RATE_HZ."""
    speech = load_espeak().speak(text, voice=voice, delivery=Delivery(150, 60, 50))
    return at_rate(speech.pcm, RATE_HZ, from_hz=ESPEAK_RATE_HZ)


def silence(seconds: float) -> Sound:
    """Not quite: a room always hisses, and Chromium's noise suppression wants something to learn."""
    rng = np.random.default_rng(1)
    return rng.normal(0, 8, round(seconds * RATE_HZ)).astype(np.int16)


def write_wav(path: Path, *parts: Sound, rate_hz: int = RATE_HZ, channels: int = 1) -> Path:
    """Stereo has the words on the left only: whoever takes one channel may take the wrong one."""
    pcm = at_rate(np.concatenate(parts), rate_hz)
    if channels == 2:
        pcm = np.stack([pcm, np.zeros_like(pcm)], axis=1)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(rate_hz)
        file.writeframes(pcm.astype("<i2").tobytes())
    return path


def at_rate(sound: Sound, rate_hz: int, *, from_hz: int = RATE_HZ) -> Sound:
    """int16 mono."""
    if rate_hz == from_hz:
        return sound
    frame = av.AudioFrame.from_ndarray(sound.reshape(1, -1), format="s16", layout="mono")
    frame.sample_rate = from_hz
    resampler = av.AudioResampler(format="s16", layout="mono", rate=rate_hz)
    return np.concatenate(
        [f.to_ndarray().reshape(-1) for f in (*resampler.resample(frame), *resampler.resample(None))]
    )
