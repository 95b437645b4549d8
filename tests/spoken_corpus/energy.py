"""Where speech begins and ends, told from the energy of a sound that holds nothing else."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Sound = npt.NDArray[np.int16]

FRAME_MS = 5
# Weaker than a fading "s" and stronger than what eSpeak leaves between words.
BELOW_LOUDEST_DB = 32.0
SILENCE_DB = -62.0
JOINS_MS = 300  # a shorter gap is a stop consonant or the space between two words


@dataclass(frozen=True)
class Span:
    """Milliseconds from the beginning of the sound."""

    begin_ms: float
    end_ms: float

    def later(self, by_ms: float) -> Span:
        return Span(self.begin_ms + by_ms, self.end_ms + by_ms)


def speech_spans(
    sound: Sound, *, rate_hz: int, below_loudest_db: float = BELOW_LOUDEST_DB, joins_ms: float = JOINS_MS
) -> tuple[Span, ...]:
    """The loud stretches of `sound`, int16 mono; empty if there are none."""
    levels = levels_db(sound, rate_hz=rate_hz)
    if not len(levels):
        return ()
    loud = np.flatnonzero(levels > max(SILENCE_DB, float(levels.max()) - below_loudest_db))
    if not len(loud):
        return ()
    breaks = np.flatnonzero(np.diff(loud) * FRAME_MS > joins_ms)
    firsts, lasts = loud[[0, *(breaks + 1)]], loud[[*breaks, len(loud) - 1]]
    return tuple(
        Span(float(first * FRAME_MS), float((last + 1) * FRAME_MS))
        for first, last in zip(firsts, lasts, strict=True)
    )


def levels_db(sound: Sound, *, rate_hz: int) -> npt.NDArray[np.float64]:
    """Root mean square of each FRAME_MS in dB below full scale; -100 for nothing at all."""
    size = rate_hz * FRAME_MS // 1000
    frames = sound[: len(sound) // size * size].reshape(-1, size).astype(np.float64) / 32_768
    levels: npt.NDArray[np.float64] = 20 * np.log10(np.maximum(np.sqrt(np.mean(frames**2, axis=1)), 1e-5))
    return levels


def level_of(sound: Sound, *, rate_hz: int) -> float:
    """Loudness of the speech in it, pauses left out: dB below full scale."""
    levels = levels_db(sound, rate_hz=rate_hz)
    loud = levels[levels > levels.max() - BELOW_LOUDEST_DB]
    return float(10 * np.log10(np.mean(10 ** (loud / 10))))


def at_level(sound: Sound, level_db: float, *, rate_hz: int) -> Sound:
    """The same sound, its speech as loud as `level_db` below full scale; peaks are cut off at full scale."""
    factor = 10 ** ((level_db - level_of(sound, rate_hz=rate_hz)) / 20)
    louder: Sound = np.clip(np.rint(sound * factor), -32_768, 32_767).astype(np.int16)
    return louder
