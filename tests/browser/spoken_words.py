"""A recorded voice for the microphone: eSpeak NG's plain English voice, not Santa's, as a WAV file."""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np

RATE_HZ = 48_000


def write_wav(path: Path, parts: list[np.ndarray]) -> Path:
    """int16 mono at RATE_HZ."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        file.writeframes(np.concatenate(parts).astype("<i2").tobytes())
    return path


def silence(seconds: float) -> np.ndarray:
    return np.zeros(round(seconds * RATE_HZ), dtype=np.int16)
