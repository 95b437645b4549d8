"""Santa's face: one picture after the other, from what was baked and what moves him.

faces = open_face_factory()
faces.warm("high")            # one to three seconds of a core: in a thread, never on the event loop
face = faces("high")          # at once when warm
face.frame(40.0, mouth="A", pose="speaking")    # a tenth of a millisecond
"""

from __future__ import annotations

import random
import threading

import av

from santa_core.emulator.face.baking import MOUTHS, BakedFace, Look, bake
from santa_core.emulator.face.motion import Brows, Eyes, Sway
from santa_core.emulator.face.planes import writable_planes
from santa_core.emulator.face.scenery import Scenery
from santa_core.emulator.face.sprites import SIZES

POSES = ("idle", "listening", "speaking")
_HAPPY_AFTER_LAUGH_MS = 500.0
_EYES_WITH_RAISED_BROWS = frozenset({"open", "half", "closed"})


class SantaFaceFactory:
    """Implements FaceFactory: quality -> Face. What is baked is shared by all sessions.

    Calling it for a quality that is not warm bakes it first, so do that in a thread. Safe from any
    thread: two sessions that want the same quality wait for one baking."""

    def __init__(self, *, seed: int | None) -> None:
        self._seeds = random.Random(seed)
        self._warm: dict[str, tuple[BakedFace, Scenery]] = {}
        self._baking = {quality: threading.Lock() for quality in SIZES}

    def __call__(self, quality: str) -> SantaFace:
        """Raises KeyError for an unknown quality."""
        self.warm(quality)
        baked, scenery = self._warm[quality]
        return SantaFace(baked, scenery, seed=self._seeds.getrandbits(32))

    def warm(self, quality: str) -> None:
        """Bake a quality unless that was done before. Blocks one to three seconds the first time.

        Raises KeyError for an unknown quality."""
        with self._baking[quality]:
            if quality not in self._warm:
                baked = bake(quality)
                self._warm[quality] = (baked, Scenery(baked.background))

    def is_warm(self, quality: str) -> bool:
        return quality in self._warm


def open_face_factory(*, seed: int | None = None) -> SantaFaceFactory:
    """With a `seed` every run shows the same pictures; without one no two sessions blink together."""
    return SantaFaceFactory(seed=seed)


class SantaFace:
    """Implements Face. One per session, called from one thread at a time with times that go forward."""

    def __init__(self, baked: BakedFace, scenery: Scenery, *, seed: int) -> None:
        self.width, self.height = baked.width, baked.height
        self._baked, self._scenery = baked, scenery
        self._eyes, self._brows, self._sway = Eyes(seed), Brows(seed), Sway(seed)
        self._scenery_began_ms = random.Random(f"scenery {seed}").uniform(0, 60_000)
        self._laughed_ms: float | None = None

    def frame(self, at_ms: float, *, mouth: str, pose: str) -> av.VideoFrame:
        """An unknown mouth is at rest, an unknown pose idle. A new yuv420p frame, its own memory."""
        frame = av.VideoFrame(self.width, self.height, "yuv420p")
        picture = writable_planes(frame)
        self._baked.background.paste_into(picture)
        self._scenery.move_in(picture, self._scenery_began_ms + at_ms)
        heads = self._baked.heads
        place = self._sway.at(at_ms, pose=pose)
        head = heads[round((place + 1) / 2 * (len(heads) - 1))]
        head.base.paste_into(picture)
        head.looks[self._look(at_ms, mouth=mouth, pose=pose)].paste_into(picture)
        head.mouths[mouth if mouth in MOUTHS else "rest"].paste_into(picture)
        return frame

    def _look(self, at_ms: float, *, mouth: str, pose: str) -> Look:
        if mouth == "laugh":
            self._laughed_ms = at_ms
        if self._laughed_ms is not None and 0 <= at_ms - self._laughed_ms < _HAPPY_AFTER_LAUGH_MS:
            return Look("happy", brows_raised=False)
        eyes = self._eyes.at(at_ms, pose=pose)
        raised = self._brows.raised(at_ms, pose=pose) and eyes in _EYES_WITH_RAISED_BROWS
        return Look(eyes, brows_raised=raised)
