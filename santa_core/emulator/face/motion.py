"""What keeps Santa alive between his words: blinking, glances, raised brows, a swaying head.

Everything here follows from the seed and the time alone, so a test can say what must be seen when,
and no two sessions blink together.
"""

from __future__ import annotations

import math
import random
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass

_BLINK_STEPS_MS = ((40.0, "half"), (80.0, "closed"), (60.0, "half"))
BLINK_MS = sum(length_ms for length_ms, _ in _BLINK_STEPS_MS)
LONGEST_BETWEEN_BLINKS_MS = 5_500.0
_POSE_CHANGE_MS = 450.0


@dataclass(frozen=True)
class Carriage:
    """How the head is held in a pose: its mean place (-1 left, 1 right), how far and how fast it sways
    about it, and how much it nods along with the words."""

    place: float
    sway: float
    sways_per_second: float


_CARRIAGES = {
    "idle": Carriage(place=0.0, sway=0.32, sways_per_second=0.11),
    "listening": Carriage(place=0.42, sway=0.14, sways_per_second=0.14),
    "speaking": Carriage(place=-0.04, sway=0.55, sways_per_second=0.24),
}


class Schedule:
    """Moments that come again and again at random distances, known ahead of time. Milliseconds."""

    def __init__(self, seed: str, gap_ms: Callable[[random.Random], float]) -> None:
        self._random = random.Random(seed)
        self._gap_ms = gap_ms
        self._moments_ms = [gap_ms(self._random)]
        self._choices = [self._random.random()]

    def latest(self, at_ms: float) -> tuple[float, float] | None:
        """How long ago the last moment was and its choice (0 to 1); None before the first."""
        while self._moments_ms[-1] <= at_ms:
            self._moments_ms.append(self._moments_ms[-1] + self._gap_ms(self._random))
            self._choices.append(self._random.random())
        index = bisect_right(self._moments_ms, at_ms) - 1
        return None if index < 0 else (at_ms - self._moments_ms[index], self._choices[index])


def _blink_gap(rng: random.Random) -> float:
    # Now and then twice in a row, as people do.
    return 320.0 if rng.random() < 0.12 else rng.uniform(2_000.0, LONGEST_BETWEEN_BLINKS_MS)


class Eyes:
    """Blinks and glances."""

    def __init__(self, seed: int) -> None:
        self._blinks = Schedule(f"blink {seed}", _blink_gap)
        self._glances = Schedule(f"glance {seed}", lambda rng: rng.uniform(3_500.0, 9_000.0))

    def at(self, at_ms: float, *, pose: str) -> str:
        """open, half, closed, left or right."""
        blink = self._blinks.latest(at_ms)
        if blink is not None:
            since_ms = blink[0]
            for length_ms, eyes in _BLINK_STEPS_MS:
                if since_ms < length_ms:
                    return eyes
                since_ms -= length_ms
        # A listener keeps his eyes on the child.
        glance = None if pose == "listening" else self._glances.latest(at_ms)
        if glance is not None and glance[0] < 500 + 700 * glance[1]:
            return "left" if glance[1] < 0.5 else "right"
        return "open"


class Brows:
    """Up while he listens, and now and then to stress what he says."""

    def __init__(self, seed: int) -> None:
        self._stresses = Schedule(f"brows {seed}", lambda rng: rng.uniform(1_800.0, 4_500.0))

    def raised(self, at_ms: float, *, pose: str) -> bool:
        if pose == "listening":
            return True
        stress = self._stresses.latest(at_ms)
        return pose == "speaking" and stress is not None and stress[0] < 350 + 350 * stress[1]


class Sway:
    """The head's way from -1 to 1. Remembers how the head was held, so that a new pose is taken up
    smoothly; call it with times that do not run backwards."""

    def __init__(self, seed: int) -> None:
        rng = random.Random(f"sway {seed}")
        self._phases = [rng.uniform(0, 2 * math.pi) for _ in range(3)]
        self._turns = 0.0  # sways done, in whole turns
        self._held = _CARRIAGES["idle"]
        self._last_ms: float | None = None

    def at(self, at_ms: float, *, pose: str) -> float:
        wanted = _CARRIAGES.get(pose, _CARRIAGES["idle"])
        passed_ms = 0.0 if self._last_ms is None else max(0.0, at_ms - self._last_ms)
        self._last_ms = at_ms
        nearer = 1 - math.exp(-passed_ms / _POSE_CHANGE_MS)
        held = self._held = Carriage(
            place=_between(self._held.place, wanted.place, nearer),
            sway=_between(self._held.sway, wanted.sway, nearer),
            sways_per_second=_between(self._held.sways_per_second, wanted.sways_per_second, nearer),
        )
        self._turns += held.sways_per_second * passed_ms / 1000
        turn = 2 * math.pi * self._turns
        first, second, third = self._phases
        wave = (
            0.6 * math.sin(turn + first)
            + 0.3 * math.sin(1.7 * turn + second)
            + 0.1 * math.sin(3.9 * turn + third)
        )
        return min(1.0, max(-1.0, held.place + held.sway * wave))


def _between(start: float, end: float, share: float) -> float:
    return start + (end - start) * share
