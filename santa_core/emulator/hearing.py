"""From microphone sound to speech events, whichever way the sound came.

    LIVEKIT     an Opus track, decoded by aiortc
    WEBSOCKET   pipecat audio frames on the chat socket

The listener is fed in a thread, one call at a time; sound that comes meanwhile waits.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable
from concurrent.futures import Executor
from functools import partial

import av
import numpy as np
from aiortc import MediaStreamTrack
from aiortc.mediastreams import MediaStreamError

from santa_core.emulator.clock import EmulatorClock
from santa_core.speech.ports import HEARING_RATE_HZ, HearingEvent, Listener, Pcm

logger = logging.getLogger(__name__)

MAX_WAITING_SAMPLES = 10 * HEARING_RATE_HZ
# Browsers stop sending while nobody speaks (Opus DTX), or when muted. Without sound for this long,
# the listener is given silence, or it would wait for the end of speech for ever.
QUIET_AFTER_SECONDS = 0.2
STEP_SECONDS = 0.02
# Longer than any pause (2 s at most), when push-to-talk says that speech has ended: heard in no time.
CLOSING_SILENCE_SAMPLES = HEARING_RATE_HZ * 5 // 2
NO_SOUND: Pcm = np.zeros(0, dtype=np.int16)


def samples_of(frame: av.AudioFrame) -> Pcm:
    """What a resampler to s16 mono gives back."""
    return frame.to_ndarray().reshape(-1).astype(np.int16, copy=False)


class Hearing:
    def __init__(
        self,
        listener: Listener,
        *,
        clock: EmulatorClock,
        threads: Executor,
        on_event: Callable[[HearingEvent], None],
        santa_loudness: Callable[[], float],
        silenced: Callable[[], bool],
    ) -> None:
        """`santa_loudness`: RMS of the loudest he said since it was asked last. `silenced`: a fault; whatever
        comes is heard as silence."""
        self._listener = listener
        self._clock = clock
        self._threads = threads
        self._on_event = on_event
        self._santa_loudness = santa_loudness
        self._silenced = silenced
        self._waiting: list[Pcm] = []
        self._waiting_samples = 0
        self._loudness = 0.0  # of Santa, while this sound waited
        self._something = asyncio.Event()
        self._last_sound_at: float | None = None
        self._tracks: set[asyncio.Task[None]] = set()
        self._worker: asyncio.Task[None] | None = None
        self._quiet: asyncio.Task[None] | None = None
        self._open = True  # push-to-talk closes it between presses

    @property
    def active(self) -> bool:
        """A microphone has been connected."""
        return self._last_sound_at is not None

    def listen_to(self, track: MediaStreamTrack) -> None:
        task = asyncio.create_task(self._follow(track), name="emulator-microphone")
        self._tracks.add(task)
        task.add_done_callback(self._tracks.discard)

    def feed(self, pcm: Pcm) -> None:
        """int16 mono at 16 kHz."""
        self._last_sound_at = self._clock.monotonic()
        if self._quiet is None:
            self._quiet = asyncio.create_task(self._fill_quiet(), name="emulator-quiet")
        self._queue(np.zeros_like(pcm) if self._silenced() else pcm)

    def open(self) -> None:
        self._open = True

    def close_utterance(self) -> None:
        """Push-to-talk was let go: what was said is complete."""
        self._queue(np.zeros(CLOSING_SILENCE_SAMPLES, dtype=np.int16))
        self._open = False

    def only_while_pressed(self, only: bool) -> None:
        self._open = not only

    async def aclose(self) -> None:
        running = [*self._tracks, *(task for task in (self._worker, self._quiet) if task)]
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(self._threads, self._listener.close)

    def _queue(self, pcm: Pcm) -> None:
        """Closed, the listener is still asked for the words of what was said before."""
        if not self._open:
            pcm = NO_SOUND
        if self._worker is None:
            self._worker = asyncio.create_task(self._work(), name="emulator-hearing")
        if self._waiting_samples > MAX_WAITING_SAMPLES:
            logger.warning("the recogniser is %d s behind; sound was dropped", 10)
            self._waiting.clear()
            self._waiting_samples = 0
        self._waiting.append(pcm)
        self._waiting_samples += len(pcm)
        self._loudness = max(self._loudness, self._santa_loudness())
        self._something.set()

    async def _work(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            await self._something.wait()
            self._something.clear()
            pcm = np.concatenate(self._waiting)
            self._waiting.clear()
            self._waiting_samples = 0
            feed = partial(self._listener.feed, pcm, santa_loudness=self._loudness)
            self._loudness = 0.0
            for event in await loop.run_in_executor(self._threads, feed):
                self._on_event(event)

    async def _follow(self, track: MediaStreamTrack) -> None:
        resampler = av.AudioResampler(format="s16", layout="mono", rate=HEARING_RATE_HZ)
        with contextlib.suppress(MediaStreamError):  # the client took its microphone away
            while True:
                frame = await track.recv()
                assert isinstance(frame, av.AudioFrame)
                for heard in resampler.resample(frame):
                    self.feed(samples_of(heard))

    async def _fill_quiet(self) -> None:
        filled_until: float | None = None
        while True:
            await self._clock.sleep(STEP_SECONDS)
            now = self._clock.monotonic()
            if self._last_sound_at is None or now - self._last_sound_at < QUIET_AFTER_SECONDS:
                filled_until = None
                continue
            since = self._last_sound_at if filled_until is None else filled_until
            filled_until = now
            self._queue(np.zeros(int((now - since) * HEARING_RATE_HZ), dtype=np.int16))
