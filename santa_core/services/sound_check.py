"""What a microphone's sound is worth: level, noise, clipping, the line it came over, and the words.

Pure measuring of numbers that are handed in; nothing is kept but the last seconds' levels.
"""

from __future__ import annotations

import math
import unicodedata
from collections import deque
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

FRAME_MS = 20
FULL_SCALE = 32_767
SILENCE_DBFS = -96.0  # what 16 bits can tell from nothing; digital silence reads so

_WINDOW_MS = 10_000  # for the noise floor, speech and clipping: a sentence and the pauses around it
_LEVEL_MS = 300
_PEAK_MS = 3_000
_FLOOR_NEEDS_MS = 1_000
_SPEECH_NEEDS_MS = 300
_FLOOR_PERCENTILE, _SPEECH_PERCENTILE = 10, 90
_SPEECH_ABOVE_FLOOR_DB = 10.0
_CLIPPED_FROM = 32_700
_SOMETHING_DBFS = -60.0  # an open microphone in a quiet room


@dataclass(frozen=True)
class SoundReading:
    """Levels are root mean square in dBFS: a sine of full scale reads -3. None: not enough heard yet."""

    level_dbfs: float  # of the last 0.3 s
    peak_dbfs: float  # the highest sample of the last 3 s
    clipped_percent: float  # samples at the very top, of the last 10 s
    noise_floor_dbfs: float | None
    signal_to_noise_db: float | None  # how far speech stands above the noise floor
    heard_seconds: float
    quiet_seconds: float  # since something louder than -60 dBFS; heard_seconds if nothing ever was


class SoundMeter:
    """Measures one microphone. One thread feeds, another may read."""

    def __init__(self, sample_rate_hz: int) -> None:
        self._frame_samples = sample_rate_hz * FRAME_MS // 1000
        self._rest: npt.NDArray[np.int16] = np.zeros(0, dtype=np.int16)
        frames = _WINDOW_MS // FRAME_MS
        self._powers: deque[float] = deque(maxlen=frames)
        self._peaks: deque[int] = deque(maxlen=_PEAK_MS // FRAME_MS)
        self._clipped: deque[int] = deque(maxlen=frames)
        self._frames = self._quiet_frames = 0

    def feed(self, pcm: npt.NDArray[np.int16]) -> None:
        """int16 mono at the meter's rate, shape (samples,), any length."""
        waiting = np.concatenate([self._rest, pcm])
        whole = len(waiting) // self._frame_samples
        for frame in waiting[: whole * self._frame_samples].reshape(whole, self._frame_samples):
            loudness = np.abs(frame.astype(np.int32))
            power = float(np.mean(np.square(loudness / FULL_SCALE)))
            self._powers.append(power)
            self._peaks.append(int(loudness.max()))
            self._clipped.append(int(np.count_nonzero(loudness >= _CLIPPED_FROM)))
            self._frames += 1
            self._quiet_frames = self._quiet_frames + 1 if _dbfs(power) < _SOMETHING_DBFS else 0
        self._rest = waiting[whole * self._frame_samples :]

    def reading(self) -> SoundReading | None:
        """None before the first 20 ms."""
        powers, peaks, clipped = list(self._powers), list(self._peaks), list(self._clipped)
        if not powers or not peaks:
            return None
        floor, above = _floor_and_signal([_dbfs(power) for power in powers])
        return SoundReading(
            level_dbfs=_dbfs(float(np.mean(powers[-_LEVEL_MS // FRAME_MS :]))),
            peak_dbfs=_dbfs((max(peaks) / FULL_SCALE) ** 2),
            clipped_percent=100 * sum(clipped) / (len(clipped) * self._frame_samples),
            noise_floor_dbfs=floor,
            signal_to_noise_db=above,
            heard_seconds=self._frames * FRAME_MS / 1000,
            quiet_seconds=self._quiet_frames * FRAME_MS / 1000,
        )


@dataclass(frozen=True)
class LineReading:
    """How the sound travelled. `round_trip_ms`: None until the browser has told."""

    packets_received: int
    packets_lost: int
    jitter_ms: float
    round_trip_ms: float | None

    @property
    def loss_percent(self) -> float:
        sent = self.packets_received + self.packets_lost
        return 100 * self.packets_lost / sent if sent else 0.0


def line_reading(
    *, received: int, lost: int, jitter_ticks: int, clock_hz: int, round_trip_seconds: float | None
) -> LineReading:
    """From RTP's counters (RFC 3550: jitter in ticks of the payload's clock, loss negative if packets
    came twice)."""
    return LineReading(
        packets_received=received,
        packets_lost=max(0, lost),
        jitter_ms=1000 * jitter_ticks / clock_hz,
        round_trip_ms=None if round_trip_seconds is None else 1000 * round_trip_seconds,
    )


def word_error_rate(said: str, heard: str) -> float:
    """Words missing, added or wrong, per word said: 0 is perfect, 1 and more is nothing right.

    Case and punctuation do not count. Raises ValueError where nothing was said."""
    wanted, got = _words(said), _words(heard)
    if not wanted:
        raise ValueError("there are no words to compare with")
    costs = list(range(len(got) + 1))
    for i, word in enumerate(wanted, start=1):
        diagonal, costs[0] = costs[0], i
        for j, other in enumerate(got, start=1):
            diagonal, costs[j] = costs[j], min(costs[j] + 1, costs[j - 1] + 1, diagonal + (word != other))
    return costs[-1] / len(wanted)


def closest_word_error_rate(said: str, utterances: list[str]) -> float | None:
    """Of the last utterance, or the last ones together: who pauses in a line has spoken it all the same.
    None if there are none."""
    together = [" ".join(utterances[start:]) for start in range(len(utterances))]
    return min((word_error_rate(said, text) for text in together), default=None)


def _floor_and_signal(levels: list[float]) -> tuple[float | None, float | None]:
    """The noise floor in dBFS, and how many dB speech is above it."""
    if len(levels) * FRAME_MS < _FLOOR_NEEDS_MS:
        return None, None
    floor = float(np.percentile(levels, _FLOOR_PERCENTILE))
    speech = [level for level in levels if level >= floor + _SPEECH_ABOVE_FLOOR_DB]
    if len(speech) * FRAME_MS < _SPEECH_NEEDS_MS:
        return floor, None
    return floor, float(np.percentile(speech, _SPEECH_PERCENTILE)) - floor


def _dbfs(power: float) -> float:
    return max(SILENCE_DBFS, 10 * math.log10(power)) if power > 0 else SILENCE_DBFS


def _words(text: str) -> list[str]:
    """Letters, their marks and digits make words; an apostrophe belongs to its word and is dropped."""
    plain = unicodedata.normalize("NFC", text).casefold().replace("'", "").replace("’", "")
    return "".join(c if unicodedata.category(c)[0] in "LMN" else " " for c in plain).split()
