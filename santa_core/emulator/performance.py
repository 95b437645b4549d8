"""What the emulator's media side asks of Santa's face; of his voice and ears: santa_core/speech/ports.py."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import av


class Face(Protocol):
    """One per session. Sizes: high 1280x720, medium 854x480, low 640x360."""

    width: int
    height: int

    def frame(self, at_ms: float, *, mouth: str, pose: str) -> av.VideoFrame:
        """The picture at `at_ms` since the session began, a new yuv420p frame (aiortc encodes it in a
        thread). pose: idle, listening, speaking. Under 1 ms; pts is the caller's."""
        ...


FaceFactory = Callable[[str], Face]  # quality -> Face
