"""Santa on stage: paces his sound by the clock and draws the pictures that belong to it.

Sound runs from the session's start to its end, whether or not anybody is connected, because tasks
take their time either way. Pictures are drawn only while a sender asks for them.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Executor

import av
import numpy as np

from santa_core.emulator.clock import EmulatorClock
from santa_core.emulator.opus import OpusEncoder
from santa_core.emulator.performance import Face
from santa_core.emulator.playout import FRAME_SAMPLES, Playout, PlayoutEvent, PlayoutFrame
from santa_core.emulator.tracks import EncodedPacket, PacketTrack, PulledTrack
from santa_core.emulator.vp8 import (
    BIT_RATES,
    FRAME_TICKS,
    FRAMES_PER_SECOND,
    Vp8Encoder,
)
from santa_core.speech.ports import Pcm

FRAME_SECONDS = 0.02
PICTURE_SECONDS = 1 / FRAMES_PER_SECOND
# Sound that is this late is given up, rather than sent in a burst the listener must stretch.
HOPELESS_SECONDS = 0.2
NOTHING = PlayoutFrame(None, ())
KEY_FRAME_PAUSE_SECONDS = 0.5  # a receiver in trouble asks again and again


class Stage:
    def __init__(
        self,
        *,
        quality: str,
        face: Face,
        clock: EmulatorClock,
        pictures: Executor,
        on_event: Callable[[PlayoutEvent], None],
        frozen: Callable[[], bool],
        holding: Callable[[], bool],
    ) -> None:
        """`holding`: a client is just connecting, so speech waits for it. `frozen`: no new pictures."""
        self.playout = Playout()
        self.listening = False
        self.loudness = 0.0  # RMS of the last 20 ms he sent
        self._loudest = 0.0  # of those since somebody asked
        self.worst_lateness_seconds = 0.0  # of any 20 ms of sound so far: how well this machine copes
        self._quality = quality
        self._face = face
        self._clock = clock
        self._executor = pictures
        self._on_event = on_event
        self._frozen = frozen
        self._holding = holding
        self._began_at = clock.monotonic()
        self._drawing = threading.Lock()  # the last picture for one client, the first for the next
        self._opus = OpusEncoder()
        self._sound_track: PacketTrack | None = None
        self._sound_pts = 0
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        if self._task is None:
            self._task = asyncio.create_task(self._run(), name="emulator-stage")

    async def aclose(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
            self._task = None

    def new_sound_track(self) -> PacketTrack:
        """One listener at a time: the latest track gets the sound."""
        self._sound_track = PacketTrack("audio")
        return self._sound_track

    def new_pictures(self) -> Pictures:
        return Pictures(
            self._draw,
            quality=self._quality,
            size=(self._face.width, self._face.height),
            clock=self._clock,
            executor=self._executor,
            frozen=self._frozen,
        )

    @property
    def pose(self) -> str:
        if self.playout.held:
            return "listening"
        if self.playout.speaking:
            return "speaking"
        return "listening" if self.listening else "idle"

    def take_loudest(self) -> float:
        """RMS of the loudest 20 ms since it was asked last: on a busy machine several are sent at once, and
        the last of them may be the gap between two words."""
        loudest, self._loudest = max(self._loudest, self.loudness), 0.0
        return loudest

    def step(self) -> None:
        """Send the next 20 ms of sound and tell what happened in it."""
        waits = self._holding() and not self.playout.speaking
        frame = NOTHING if waits else self.playout.next_frame()
        self.loudness = _loudness(frame.pcm)
        self._loudest = max(self._loudest, self.loudness)
        packet = self._opus.encode(frame.pcm, pts=self._sound_pts)
        self._sound_pts += FRAME_SAMPLES
        if self._sound_track is not None:
            self._sound_track.push(packet)
        for event in frame.events:
            self._on_event(event)

    async def _run(self) -> None:
        due = self._clock.monotonic()
        while True:
            self.step()
            due += FRAME_SECONDS
            late = self._clock.monotonic() - due
            self.worst_lateness_seconds = max(self.worst_lateness_seconds, late)
            if late > HOPELESS_SECONDS:
                missed = int(late / FRAME_SECONDS)
                self._sound_pts += missed * FRAME_SAMPLES
                due += missed * FRAME_SECONDS
                late -= missed * FRAME_SECONDS
            await self._clock.sleep(max(0.0, -late))

    def _draw(self) -> av.VideoFrame:
        at_ms = (self._clock.monotonic() - self._began_at) * 1000
        with self._drawing:
            return self._face.frame(at_ms, mouth=self.playout.mouth, pose=self.pose)


def _loudness(pcm: Pcm | None) -> float:
    return 0.0 if pcm is None else float(np.sqrt(np.mean(pcm.astype(np.float32) ** 2)))


class Pictures:
    """The picture track of one listener, with its own encoder: a new listener needs a key frame."""

    def __init__(
        self,
        draw: Callable[[], av.VideoFrame],
        *,
        quality: str,
        size: tuple[int, int],
        clock: EmulatorClock,
        executor: Executor,
        frozen: Callable[[], bool],
    ) -> None:
        self.track = PulledTrack("video", self._next_packet)
        self._draw = draw
        self._encoder = Vp8Encoder(width=size[0], height=size[1], bit_rate=BIT_RATES[quality])
        self._clock = clock
        self._executor = executor
        self._frozen = frozen
        self._due: float | None = None
        self._pts = -FRAME_TICKS
        self._key_frame_wanted = True
        self._key_frame_at = float("-inf")

    def want_key_frame(self) -> None:
        self._key_frame_wanted = True

    async def _next_packet(self) -> EncodedPacket:
        while True:
            await self._wait_for_turn()
            if not self._frozen():
                break
        now = self._clock.monotonic()
        key_frame = self._key_frame_wanted and now - self._key_frame_at >= KEY_FRAME_PAUSE_SECONDS
        if key_frame:
            self._key_frame_wanted = False
            self._key_frame_at = now
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._executor, self._make, self._pts, key_frame)

    async def _wait_for_turn(self) -> None:
        now = self._clock.monotonic()
        if self._due is None:
            self._due = now
        wait = self._due - now
        if wait > 0:
            await self._clock.sleep(wait)
        # Behind: leave pictures out instead of sending late ones.
        steps = max(1, int(-wait / PICTURE_SECONDS) + 1) if wait < 0 else 1
        self._due += steps * PICTURE_SECONDS
        self._pts += steps * FRAME_TICKS

    def _make(self, pts: int, key_frame: bool) -> EncodedPacket:
        return self._encoder.encode(self._draw(), pts=pts, key_frame=key_frame)
