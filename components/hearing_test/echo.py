"""What somebody says, a second later, back in their own ears."""

from __future__ import annotations

import asyncio
import threading
import time
from collections import deque
from fractions import Fraction

import av
import numpy as np
from aiortc import MediaStreamTrack
from aiortc.mediastreams import MediaStreamError

from santa_core.speech.ports import SAMPLE_RATE_HZ, Pcm

DELAY_SECONDS = 1.0
FRAME_SECONDS = 0.02
FRAME_SAMPLES = round(SAMPLE_RATE_HZ * FRAME_SECONDS)
# Two clocks, the microphone's and ours: what has piled up beyond this is skipped.
_SLACK_SAMPLES = SAMPLE_RATE_HZ // 5

_SILENCE: Pcm = np.zeros(FRAME_SAMPLES, dtype=np.int16)


class DelayLine:
    """Sound in, the same sound DELAY_SECONDS later out; silence while off. Safe from any thread."""

    def __init__(self) -> None:
        self._delay_samples = round(DELAY_SECONDS * SAMPLE_RATE_HZ)
        self._lock = threading.Lock()
        self._pieces: deque[Pcm] = deque()
        self._samples = 0
        self._filling = True
        self._on = False

    @property
    def on(self) -> bool:
        return self._on

    def switch(self, *, on: bool) -> None:
        with self._lock:
            if on != self._on:
                self._on = on
                self._clear()

    def push(self, pcm: Pcm) -> None:
        """int16 mono at SAMPLE_RATE_HZ, any length."""
        with self._lock:
            if not self._on:
                return
            self._pieces.append(pcm)
            self._samples += len(pcm)
            while self._samples > self._delay_samples + _SLACK_SAMPLES:
                self._samples -= len(self._pieces.popleft())

    def pop(self) -> Pcm:
        """Always FRAME_SAMPLES."""
        with self._lock:
            if self._filling and self._samples < self._delay_samples:
                return _SILENCE
            self._filling = False
            if self._samples < FRAME_SAMPLES:
                self._clear()  # the microphone has paused: a second of delay is due again
                return _SILENCE
            return self._take(FRAME_SAMPLES)

    def _take(self, samples: int) -> Pcm:
        taken: list[Pcm] = []
        missing = samples
        while missing:
            piece = self._pieces.popleft()
            taken.append(piece[:missing])
            if len(piece) > missing:
                self._pieces.appendleft(piece[missing:])
            missing -= len(taken[-1])
        self._samples -= samples
        return np.concatenate(taken)

    def _clear(self) -> None:
        self._pieces.clear()
        self._samples = 0
        self._filling = True


class EchoTrack(MediaStreamTrack):
    """Sends what comes out of a delay line, a frame each 20 ms, until stop(). Runs on an event loop.

    Each connection needs one of its own, and must stop it: a MediaRelay reads its source for ever."""

    kind = "audio"

    def __init__(self, line: DelayLine) -> None:
        super().__init__()
        self._line = line
        self._sent = 0
        self._began = 0.0

    async def recv(self) -> av.AudioFrame:
        if self.readyState != "live":
            raise MediaStreamError
        now = time.monotonic()
        due = self._began + self._sent * FRAME_SECONDS
        if not self._sent or now - due > DELAY_SECONDS:  # the first, or the first after a rest
            self._began, due = now - self._sent * FRAME_SECONDS, now
        await asyncio.sleep(max(0.0, due - now))
        frame = av.AudioFrame.from_ndarray(self._line.pop().reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate = SAMPLE_RATE_HZ
        frame.time_base = Fraction(1, SAMPLE_RATE_HZ)
        frame.pts = self._sent * FRAME_SAMPLES
        self._sent += 1
        return frame
