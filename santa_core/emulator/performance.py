"""What the emulator's media side asks of Santa's voice, ears and face.

    Voice.speak(text) -> Utterance   sound, with the times of words and mouth shapes
    Ears.listener()   -> Listener    sound in, speech events out
    Face.frame()      -> VideoFrame  one picture of Santa
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import av
import numpy as np
import numpy.typing as npt

SAMPLE_RATE_HZ = 48_000  # everything Santa says
HEARING_RATE_HZ = 16_000  # everything Santa hears

Pcm = npt.NDArray[np.int16]


@dataclass(frozen=True)
class Word:
    """`text` is the original text from this word up to the next: joined, all words give the text back."""

    start_ms: float
    text: str


@dataclass(frozen=True)
class Mouth:
    """`shape` is one of the art's mouths: rest M F L O U E A I laugh. Holds until the next."""

    start_ms: float
    shape: str


@dataclass(frozen=True)
class Utterance:
    """One task's speech. `pcm` is int16 mono, shape (samples,), at SAMPLE_RATE_HZ."""

    pcm: Pcm
    words: tuple[Word, ...]
    mouths: tuple[Mouth, ...]

    @property
    def duration_ms(self) -> float:
        return len(self.pcm) * 1000 / SAMPLE_RATE_HZ


class Voice(Protocol):
    def speak(self, text: str, *, language: str, rate: float, emotion: str | None) -> Utterance:
        """Blocks for 5 to 200 ms: call it in a thread. `rate` 0.5 to 1.5. Never raises for odd text."""
        ...


@dataclass(frozen=True)
class SpeechStarted:
    """Somebody began to speak."""


@dataclass(frozen=True)
class SpeechEnded:
    """They stopped. `trailing_ms`: silence heard before this was decided."""

    trailing_ms: float


@dataclass(frozen=True)
class HeardWords:
    """Recognised words. final: the whole utterance, once after SpeechEnded ("": nothing was understood)."""

    text: str
    confidence: float  # 0 to 1
    final: bool


HearingEvent = SpeechStarted | SpeechEnded | HeardWords


class Listener(Protocol):
    def feed(self, pcm: Pcm) -> list[HearingEvent]:
        """int16 mono at HEARING_RATE_HZ, any length. Blocks up to some 100 ms at an utterance's end:
        call it in one thread at a time, off the event loop."""
        ...

    def close(self) -> None: ...


class Ears(Protocol):
    available: bool
    note: str  # one sentence for people: which recogniser, or why there is none

    def listener(self, *, language: str, confidence: float) -> Listener: ...


class Face(Protocol):
    """One per session. Sizes: high 1280x720, medium 854x480, low 640x360."""

    width: int
    height: int

    def frame(self, at_ms: float, *, mouth: str, pose: str) -> av.VideoFrame:
        """The picture at `at_ms` since the session began, a new yuv420p frame (aiortc encodes it in a
        thread). pose: idle, listening, speaking. Under 1 ms; pts is the caller's."""
        ...


FaceFactory = Callable[[str], Face]  # quality -> Face
