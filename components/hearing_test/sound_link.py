"""One browser's sound on this server: received, measured, heard by every tier, sent back as an echo.

    event loop          receives frames, hands them on, sends the echo
    measuring thread    levels, echo, 16 kHz for the ears
    a thread a tier     speaks to its ears' process

Nothing is recorded: what is kept is levels of ten seconds, one second for the echo, a few heard words.
"""

from __future__ import annotations

import asyncio
import contextlib
import queue
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import replace

import av
import numpy as np
from aiortc import MediaStreamTrack, RTCPeerConnection
from aiortc.mediastreams import MediaStreamError

from components.hearing_test.echo import DelayLine, EchoTrack
from components.hearing_test.link_state import LinkFacts, LinkState, judge
from components.hearing_test.peer import end_quietly, read_line
from components.hearing_test.tier_hearing import ClosableEars, TierHearing, TierWords
from santa_core.services.sound_check import LineReading, SoundMeter, SoundReading
from santa_core.speech.ports import HEARING_RATE_HZ, SAMPLE_RATE_HZ, Pcm

_READ_LINE_EVERY_FRAMES = 25
_MAX_WAITING_FRAMES = 250


class SoundLink:
    """A MediaSink for streamlit-webrtc: it calls addTrack and start on its event loop, and stop on any
    thread, also when the tab is gone."""

    def __init__(
        self,
        ears: Mapping[str, Callable[[], ClosableEars]],
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`ears`: how to open each tier's, by its name."""
        self._clock = clock
        self._tiers = {name: TierHearing(open_ears, clock=clock) for name, open_ears in ears.items()}
        self._facts = LinkFacts()
        self._meter = SoundMeter(SAMPLE_RATE_HZ)
        self._delay = DelayLine()
        self._echo = EchoTrack(self._delay)
        self._language = "en"
        self._track: MediaStreamTrack | None = None
        self._peer: RTCPeerConnection | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._following: asyncio.Task[None] | None = None
        self._closing: asyncio.Future[None] | None = None
        self._frames: queue.Queue[av.AudioFrame | None] = queue.Queue()
        self._measuring: threading.Thread | None = None
        self._changing = threading.Lock()
        self.line: LineReading | None = None
        self.received_as = ""  # "48,000 Hz, 2 channels"

    # --- what the page says and asks ----------------------------------------------------------

    @property
    def state(self) -> LinkState:
        return judge(self._facts, self._clock())

    def sound(self) -> SoundReading | None:
        return self._meter.reading()

    def words(self) -> dict[str, TierWords]:
        return {name: tier.words for name, tier in self._tiers.items()}

    def set_up(self, *, language: str, echo: bool) -> None:
        """A new language makes the tiers begin anew."""
        self._delay.switch(on=echo)
        self._language = language

    @property
    def echo_track(self) -> EchoTrack:
        """What the next connection sends back."""
        if self._echo.readyState != "live":
            self._echo = EchoTrack(self._delay)
        return self._echo

    def browser_is_idle(self) -> None:
        """The browser's component neither connects nor sends."""
        with self._changing:
            if self._facts.offered_at is not None and self._facts.idle_at is None:
                self._facts = replace(self._facts, idle_at=self._clock())

    def refused(self) -> None:
        """The browser's offer could not be answered."""
        self._facts = LinkFacts(refused=True)
        self.stop()

    def goes_over(self, peer: RTCPeerConnection | None) -> None:
        """The connection, once there is one."""
        if peer is not None and peer is not self._peer:
            self._peer = peer
            end_quietly(peer)

    # --- MediaSink ---------------------------------------------------------------------------

    def addTrack(self, track: MediaStreamTrack) -> None:
        """The browser has offered a connection."""
        self._facts = LinkFacts(offered_at=self._clock())
        self._track = track

    def hasTrack(self) -> bool:
        return self._track is not None

    def start(self) -> None:
        """On the event loop: opens nothing itself, the threads do."""
        track = self._track
        if track is None:
            return
        self._end_of_sound()
        self._meter = SoundMeter(SAMPLE_RATE_HZ)
        self.line = None
        self._frames = queue.Queue(maxsize=_MAX_WAITING_FRAMES)
        self._measuring = threading.Thread(
            target=self._measure, args=(self._frames, self._measuring), name="hearing-test-sound", daemon=True
        )
        self._measuring.start()
        self._loop = asyncio.get_running_loop()
        self._following = self._loop.create_task(self._follow(track))

    def stop(self) -> None:
        """From any thread, idempotent, without waiting. The ears' processes end soon after; what was
        measured stays."""
        following, self._following = self._following, None
        peer, self._peer = self._peer, None
        self._track = None
        self._echo.stop()
        self._end_of_sound()
        if self._loop is None:
            return
        with contextlib.suppress(RuntimeError):  # the server has stopped, and its loop is closed
            if following is not None:
                self._loop.call_soon_threadsafe(following.cancel)
            if peer is not None:
                self._loop.call_soon_threadsafe(self._close_peer, peer)

    def close(self) -> None:
        """At the session's end: the same, and waits until the ears' processes are gone."""
        self.stop()
        if self._measuring is not None:
            self._measuring.join()

    # --- sound -------------------------------------------------------------------------------

    async def _follow(self, track: MediaStreamTrack) -> None:
        received = 0
        try:
            while True:
                frame = await track.recv()
                if not isinstance(frame, av.AudioFrame):
                    continue
                self._note_sound()
                with contextlib.suppress(queue.Full):
                    self._frames.put_nowait(frame)
                received += 1
                if received % _READ_LINE_EVERY_FRAMES == 0 and self._peer is not None:
                    self.line = await read_line(self._peer) or self.line
        except MediaStreamError:
            with self._changing:
                self._facts = replace(self._facts, ended_at=self._clock())
            self._end_of_sound()

    def _close_peer(self, peer: RTCPeerConnection) -> None:
        self._closing = asyncio.ensure_future(peer.close())

    def _note_sound(self) -> None:
        now = self._clock()
        with self._changing:
            first = now if self._facts.first_sound_at is None else self._facts.first_sound_at
            self._facts = replace(self._facts, first_sound_at=first, last_sound_at=now)

    def _measure(self, frames: queue.Queue[av.AudioFrame | None], before: threading.Thread | None) -> None:
        """Runs in a thread of its own until None comes; the tiers live as long. `before`: the thread of
        the connection before this, which ends its tiers first."""
        if before is not None:
            before.join()
        language = ""
        resampler = av.AudioResampler(format="s16", layout="mono", rate=HEARING_RATE_HZ)
        try:
            while (frame := frames.get()) is not None:
                if language != self._language:
                    language = self._language
                    for tier in self._tiers.values():
                        tier.begin(language=language)
                self.received_as = f"{frame.sample_rate:,} Hz, {_channels(len(frame.layout.channels))}"
                mono = _mono(frame)
                self._meter.feed(mono)
                self._delay.push(mono)
                for piece in resampler.resample(frame):
                    for tier in self._tiers.values():
                        tier.hear(piece.to_ndarray().reshape(-1).astype(np.int16, copy=False))
        finally:
            for tier in self._tiers.values():
                tier.end()

    def _end_of_sound(self) -> None:
        """Without waiting: also called on the event loop."""
        while True:
            try:
                self._frames.put_nowait(None)
                return
            except queue.Full:
                with contextlib.suppress(queue.Empty):
                    self._frames.get_nowait()


def _mono(frame: av.AudioFrame) -> Pcm:
    """The mean of the channels, int16; aiortc hands out packed samples at SAMPLE_RATE_HZ."""
    samples = frame.to_ndarray().reshape(-1, len(frame.layout.channels))
    mono: Pcm = samples.mean(axis=1).astype(np.int16)
    return mono


def _channels(count: int) -> str:
    return "1 channel" if count == 1 else f"{count} channels"
