"""Notices within a tenth of a second that somebody began to speak: for barge-in."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

import numpy as np

from santa_core.speech.ports import HEARING_RATE_HZ, Pcm

if TYPE_CHECKING:
    from webrtcvad import Vad

FRAME_MS = 20
FRAME_SAMPLES = HEARING_RATE_HZ * FRAME_MS // 1000
VAD_STRICTNESS = 2  # of 0 to 3
_FRAMES_LOOKED_AT = 5
_FRAMES_NEEDED = 4
# Speech is so many times louder than the room, and never softer than this (RMS of int16, -54 dBFS).
_LOUDER_THAN_ROOM = 2.2
_SOFTEST_SPEECH = 65.0
_ROOM_FOLLOWS_DOWN, _ROOM_FOLLOWS_UP = 0.2, 0.01


class Onset:
    """Wants most of the last frames voiced, and louder than the room has been: a fan is neither."""

    def __init__(self, vad: Vad) -> None:
        self._vad = vad
        self._recent: deque[bool] = deque(maxlen=_FRAMES_LOOKED_AT)
        self._room = _SOFTEST_SPEECH / _LOUDER_THAN_ROOM

    def hear(self, frame: Pcm) -> bool:
        """`frame` of FRAME_SAMPLES. Whether somebody is speaking."""
        loudness = float(np.sqrt(np.mean(frame.astype(np.float32) ** 2)))
        loud = loudness > max(_SOFTEST_SPEECH, self._room * _LOUDER_THAN_ROOM)
        voiced = loud and self._vad.is_speech(frame.tobytes(), HEARING_RATE_HZ)
        if not voiced:
            follows = _ROOM_FOLLOWS_DOWN if loudness < self._room else _ROOM_FOLLOWS_UP
            self._room += (loudness - self._room) * follows
        self._recent.append(voiced)
        return sum(self._recent) >= _FRAMES_NEEDED

    @property
    def quiet(self) -> bool:
        """Nothing voiced in the last tenth of a second."""
        return not any(self._recent)
