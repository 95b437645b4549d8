"""A recorded voice for Chromium's own fake microphone, as a WAV file."""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np

from tests.spoken_corpus.energy import Sound
from tests.spoken_corpus.noises import room
from tests.spoken_corpus.voices import RATE_HZ, resampled, say

STEREO_RATE_HZ = 44_100

spoken = say
silence = room  # not quite: a room always hisses, and Chromium's noise suppression wants something to learn


def write_wav(path: Path, *parts: Sound) -> Path:
    """Mono at RATE_HZ, the parts one after the other."""
    return _write(path, np.concatenate(parts).reshape(-1, 1), rate_hz=RATE_HZ)


def write_stereo_wav(path: Path, *parts: Sound) -> Path:
    """The same at 44.1 kHz in two channels, the right one weaker: what many a microphone is."""
    left = resampled(np.concatenate(parts), from_hz=RATE_HZ, to_hz=STEREO_RATE_HZ)
    return _write(path, np.stack([left, left // 2], axis=1), rate_hz=STEREO_RATE_HZ)


def _write(path: Path, samples: Sound, *, rate_hz: int) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(samples.shape[1])
        file.setsampwidth(2)
        file.setframerate(rate_hz)
        file.writeframes(samples.astype("<i2").tobytes())
    return path
