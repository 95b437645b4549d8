"""What can be told of a voice by looking at its sound: how loud, how high, where it is silent."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from santa_core.speech.ports import SAMPLE_RATE_HZ, Pcm

FRAME_MS = 10
_WINDOW_SAMPLES = SAMPLE_RATE_HZ // 25  # 40 ms: three periods of the deepest voice
_LOWEST_HZ, _HIGHEST_HZ = 60, 260


def levels(pcm: Pcm) -> npt.NDArray[np.float64]:
    """Root mean square of every FRAME_MS."""
    samples = SAMPLE_RATE_HZ * FRAME_MS // 1000
    frames = pcm[: len(pcm) // samples * samples].reshape(-1, samples).astype(np.float64)
    return np.asarray(np.sqrt(np.mean(frames**2, axis=1)))


def pitch_hz(pcm: Pcm, at_ms: float) -> float | None:
    """Of the 40 ms from there, by autocorrelation; None where there is no voice."""
    start = int(at_ms * SAMPLE_RATE_HZ / 1000)
    piece = pcm[start : start + _WINDOW_SAMPLES].astype(np.float64)
    if len(piece) < _WINDOW_SAMPLES or np.sqrt(np.mean(piece**2)) < 300:
        return None
    piece = (piece - piece.mean()) * np.hanning(len(piece))
    likeness = np.fft.irfft(np.abs(np.fft.rfft(piece, 2 * len(piece))) ** 2)[: len(piece)]
    shortest, longest = SAMPLE_RATE_HZ // _HIGHEST_HZ, SAMPLE_RATE_HZ // _LOWEST_HZ
    period = shortest + int(np.argmax(likeness[shortest:longest]))
    return SAMPLE_RATE_HZ / period if likeness[period] > 0.35 * likeness[0] else None


def pitches_hz(pcm: Pcm, start_ms: float = 0.0, end_ms: float | None = None) -> list[float]:
    """Every 20 ms where there is voice."""
    end_ms = len(pcm) * 1000 / SAMPLE_RATE_HZ if end_ms is None else end_ms
    found = (pitch_hz(pcm, at_ms) for at_ms in np.arange(start_ms, end_ms, 20.0))
    return [hz for hz in found if hz is not None]


def silences_ms(pcm: Pcm, *, at_least_ms: float) -> list[tuple[float, float]]:
    """Where and how long it is silent, the beginning and the end left out."""
    quiet = levels(pcm) < 160
    found, began = [], None
    for index, is_quiet in enumerate(quiet):
        if is_quiet and began is None:
            began = index
        elif not is_quiet and began is not None:
            if began > 0 and (index - began) * FRAME_MS >= at_least_ms:
                found.append((float(began * FRAME_MS), float((index - began) * FRAME_MS)))
            began = None
    return found
