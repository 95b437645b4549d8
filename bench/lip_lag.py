"""How far sound runs ahead of the mouth: pure, from what a receiver saw and heard.

An opening mouth and rising sound belong together: the two curves are laid over each other at every shift,
and where they agree best is the lead. Positive: the sound comes before the picture.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

STEP_MS = 5.0
FARTHEST_MS = 400.0
WINDOW_MS, WINDOW_EVERY_MS = 6_000.0, 1_000.0
LEAST_LIKENESS = 0.35  # of a window; below, there was too little speech to tell


@dataclass(frozen=True)
class Moment:
    """`value`: how far the mouth is open, or how loud it was; holds until the next moment."""

    at_ms: float
    value: float


@dataclass(frozen=True)
class Lead:
    """`ms` by which sound leads the picture; `likeness` is the correlation there."""

    ms: float
    likeness: float


def sound_lead(openings: Sequence[Moment], levels: Sequence[Moment]) -> Lead:
    """Of all that both cover. Raises ValueError where that is less than two seconds."""
    return _lead(*_curves(openings, levels))


def sound_leads(openings: Sequence[Moment], levels: Sequence[Moment]) -> list[Lead]:
    """Window by window, those left out in which there was too little speech."""
    opening, level = _curves(openings, levels)
    length, every = (round(ms / STEP_MS) for ms in (WINDOW_MS, WINDOW_EVERY_MS))
    leads = []
    for start in range(0, len(opening) - length + 1, every):
        piece = slice(start, start + length)
        if opening[piece].std() > 0 and level[piece].std() > 0:
            leads.append(_lead(opening[piece], level[piece]))
    return [lead for lead in leads if lead.likeness >= LEAST_LIKENESS]


Curve = npt.NDArray[np.float64]


def _curves(openings: Sequence[Moment], levels: Sequence[Moment]) -> tuple[Curve, Curve]:
    start = max(openings[0].at_ms, levels[0].at_ms)
    end = min(openings[-1].at_ms, levels[-1].at_ms)
    if end - start < 2_000:
        raise ValueError(f"only {end - start:.0f} ms of picture and sound together: too little to compare")
    times = np.arange(start, end, STEP_MS)
    # Loudness is felt by its logarithm, and a mouth half as open is not half as loud: the root is near both.
    return _sampled(openings, times), np.sqrt(_sampled(levels, times))


def _sampled(moments: Sequence[Moment], times: Curve) -> Curve:
    index = np.searchsorted([moment.at_ms for moment in moments], times, side="right") - 1
    return np.array([moment.value for moment in moments])[np.maximum(index, 0)]


def _lead(opening: Curve, level: Curve) -> Lead:
    farthest = round(FARTHEST_MS / STEP_MS)
    middle = slice(farthest, len(opening) - farthest)
    heard = level[middle]
    # At a positive shift the mouth is looked at later than the sound.
    likeness = [
        float(np.corrcoef(heard, opening[middle.start + shift : middle.stop + shift])[0, 1])
        for shift in range(-farthest, farthest + 1)
    ]
    best = int(np.nanargmax(likeness))
    return Lead((best - farthest + _between(likeness, best)) * STEP_MS, likeness[best])


def _between(likeness: Sequence[float], best: int) -> float:
    """The top of the parabola through the best shift and its neighbours, in shifts from the best."""
    if not 0 < best < len(likeness) - 1:
        return 0.0
    before, top, after = likeness[best - 1 : best + 2]
    bend = before - 2 * top + after
    return 0.0 if bend >= 0 else 0.5 * (before - after) / bend
