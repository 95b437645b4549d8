"""A recorded voice for Chromium's microphone: a synthetic woman, not Santa, as a WAV file."""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np

from tests.spoken_corpus.energy import Sound
from tests.spoken_corpus.noises import room
from tests.spoken_corpus.voices import RATE_HZ, resampled, say

spoken = say
silence = room  # not quite: a room always hisses, and Chromium's noise suppression wants something to learn


def write_wav(path: Path, *parts: Sound, rate_hz: int = RATE_HZ, channels: int = 1) -> Path:
    """Parts of RATE_HZ, one after the other. Stereo has the words on the left only: whoever takes one channel
    may take the wrong one."""
    pcm = resampled(np.concatenate(parts), from_hz=RATE_HZ, to_hz=rate_hz)
    if channels == 2:
        pcm = np.stack([pcm, np.zeros_like(pcm)], axis=1)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(rate_hz)
        file.writeframes(pcm.astype("<i2").tobytes())
    return path
