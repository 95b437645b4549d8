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
    frame = av.AudioFrame.from_ndarray(speech.pcm.reshape(1, -1), format="s16", layout="mono")
    frame.sample_rate = ESPEAK_RATE_HZ
    resampler = av.AudioResampler(format="s16", layout="mono", rate=RATE_HZ)
    return np.concatenate(
        [f.to_ndarray().reshape(-1) for f in (*resampler.resample(frame), *resampler.resample(None))]
    )


def silence(seconds: float) -> Sound:
    """Not quite: a room always hisses, and Chromium's noise suppression wants something to learn."""
    rng = np.random.default_rng(1)
    return rng.normal(0, 8, round(seconds * RATE_HZ)).astype(np.int16)


def write_wav(path: Path, *parts: Sound) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        file.writeframes(np.concatenate(parts).astype("<i2").tobytes())
    return path
