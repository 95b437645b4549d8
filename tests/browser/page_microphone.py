"""A page's microphone in a test's hand, and what went in and came out of the page, on one clock.

The script replaces getUserMedia before the page's own scripts run; what the test plays is the microphone's
sound. It works in any browser that has an AudioWorklet."""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from tests.spoken_corpus.energy import Sound

SCRIPT = (Path(__file__).parent / "page_microphone.js").read_text(encoding="utf-8")
FRAME_SECONDS = 0.005
_RATE_HZ = 48_000

Loudness = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Recording:
    """Loudness (root mean square, full scale is 1) of each FRAME_SECONDS since `began`, by the page's audio
    clock in seconds. `santa` is his stream as it came, `volume` (0 to 1) what the page let out of it."""

    began: float
    child: Loudness
    santa: Loudness
    volume: Loudness
    clock: tuple[tuple[float, float], ...]  # pairs: milliseconds since 1970, seconds of the audio clock

    @property
    def at_the_ear(self) -> Loudness:
        return self.santa * self.volume

    def audio_time(self, unix_ms: float) -> float:
        """The audio clock's seconds at a moment of the browser's wall clock."""
        walls, seconds = zip(*self.clock, strict=True)
        nearest = int(np.argmin(np.abs(np.array(walls) - unix_ms)))
        return float(seconds[nearest] + (unix_ms - walls[nearest]) / 1000)

    def first_loud(self, loudness: Loudness, after: float, *, threshold: float) -> float | None:
        """When it first becomes louder than `threshold` after a moment of the audio clock."""
        begin = max(0, self._index(after))
        loud = np.flatnonzero(loudness[begin:] > threshold)
        return self.began + (begin + int(loud[0])) * FRAME_SECONDS if len(loud) else None

    def silent_from(
        self, loudness: Loudness, after: float, *, threshold: float, for_seconds: float
    ) -> float | None:
        """The end of the last loud frame before the first silence of that length."""
        begin = max(0, self._index(after))
        needed = round(for_seconds / FRAME_SECONDS)
        quiet = 0
        for place, value in enumerate(loudness[begin:]):
            quiet = quiet + 1 if value <= threshold else 0
            if quiet == needed:
                return max(after, self.began + (begin + place + 1 - needed) * FRAME_SECONDS)
        return None

    def _index(self, at: float) -> int:
        return round((at - self.began) / FRAME_SECONDS)


class PageMicrophone:
    """`evaluate` runs an async expression in the page and returns its value."""

    def __init__(self, evaluate: Callable[[str], Any]) -> None:
        self._evaluate = evaluate

    def hear_loudspeaker(self, *, loss_db: float, delay_seconds: float) -> None:
        """From now on Santa's sound comes back through the microphone, as without headphones."""
        self._evaluate(f"window.testMicrophone.hearLoudspeaker({10 ** (-loss_db / 20)}, {delay_seconds})")

    def play(self, sound: Sound) -> tuple[float, float]:
        """int16 mono at 48 kHz, now. Returns at once: when it begins and ends, by the page's audio clock."""
        data = base64.b64encode(sound.astype("<i2").tobytes()).decode()
        begins, ends = self._evaluate(f'window.testMicrophone.play("{data}")')
        return float(begins), float(ends)

    def now(self) -> float:
        return float(self._evaluate("window.testMicrophone.now()"))

    def recording(self) -> Recording:
        return read_recording(self._evaluate("window.testMicrophone.recorded()"))


def read_recording(told: dict[str, Any]) -> Recording:
    pairs = np.array(told["loudness"], dtype=np.float64).reshape(-1, 2) / 1e6
    began = told["first"] / _RATE_HZ
    child, santa = pairs[:, 0], pairs[:, 1]
    volume = _volume_at(told["volumes"], began + np.arange(len(pairs)) * FRAME_SECONDS)
    clock = tuple((float(wall), float(seconds)) for wall, seconds in told["clock"])
    return Recording(began, child, santa, volume, clock)


def _volume_at(changes: Sequence[Sequence[float]], times: Loudness) -> Loudness:
    """The volume that held at each of the times; changes are pairs of a time and the volume from then on."""
    at, volumes = (np.array(column, dtype=np.float64) for column in zip(*changes, strict=True))
    values: Loudness = volumes[np.maximum(0, np.searchsorted(at, times, side="right") - 1)]
    return values
