"""Lips and voice as a real peer receives them: decoded pictures and sound, on the sender's own clock and
by arrival."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any

import av
import numpy as np
import pytest
from aiortc import MediaStreamTrack
from aiortc.clock import datetime_from_ntp
from aiortc.rtp import RtcpSrPacket

from bench.lip_lag import Moment, sound_lead
from bench.mouth_opening import curves_of, opening
from santa_core.emulator.face.santa import open_face_factory
from santa_core.speech.speaking.voice import open_voice
from tests.emulator.lateness import watching_lateness
from tests.emulator.livekit_client import LiveKitClient, until
from tests.emulator.served import serve

LINES = (
    "Ho ho ho! My big dog was on the path, and papa and mama are happy.",
    "The elves are singing in the workshop, and Rudolph stamped his hoof when he heard it.",
    "What a wonderful day, my friend! Who would you like to share it with?",
)


class Received:
    """What one track brought, with the sender's clock from its RTCP sender reports."""

    def __init__(self, receiver: Any, clock_hz: int) -> None:
        self.by_arrival: list[Moment] = []
        self.sender_reports = 0
        self._clock_hz = clock_hz
        self._origin: int | None = None
        self._ntp_less_rtp_ms: list[float] = []
        self._by_pts: list[Moment] = []
        self._listen(receiver)

    def add(self, pts_ms: float, value: float) -> None:
        self.by_arrival.append(Moment(time.monotonic() * 1000, value))
        self._by_pts.append(Moment(pts_ms, value))

    @property
    def by_sender(self) -> list[Moment]:
        """As a browser maps them; reports differ by how promptly a packet left, so the median of all."""
        shift = float(np.median(self._ntp_less_rtp_ms))
        return [Moment(moment.at_ms + shift, moment.value) for moment in self._by_pts]

    def _listen(self, receiver: Any) -> None:
        handle_rtp, handle_rtcp = receiver._handle_rtp_packet, receiver._handle_rtcp_packet

        async def rtp(packet: Any, *, arrival_time_ms: int) -> None:
            if self._origin is None:
                self._origin = packet.timestamp
            await handle_rtp(packet, arrival_time_ms=arrival_time_ms)

        async def rtcp(packet: Any) -> None:
            if isinstance(packet, RtcpSrPacket) and self._origin is not None:
                info = packet.sender_info
                sent_ms = datetime_from_ntp(info.ntp_timestamp).timestamp() * 1000
                ticks = (info.rtp_timestamp - self._origin) % 2**32
                self.sender_reports += 1
                self._ntp_less_rtp_ms.append(sent_ms - ticks * 1000 / self._clock_hz)
            await handle_rtcp(packet)

        receiver._handle_rtp_packet, receiver._handle_rtcp_packet = rtp, rtcp


class WatchingClient(LiveKitClient):
    """Looks at Santa's mouth and listens to his voice."""

    mouth: Received
    voice: Received

    def _track(self, track: MediaStreamTrack) -> None:
        receiver = next(r for r in self._subscriber.getReceivers() if r.track is track)
        if track.kind == "video":
            self.mouth = Received(receiver, 90_000)
        else:
            self.voice = Received(receiver, 48_000)
        super()._track(_Tapped(track, self._seen))  # type: ignore[arg-type]

    def _seen(self, frame: Any) -> None:
        assert frame.time_base is not None and frame.pts is not None
        at_ms = float(frame.pts * frame.time_base * 1000)
        if isinstance(frame, av.VideoFrame):
            self.mouth.add(at_ms, opening(frame))
            return
        samples = frame.to_ndarray().reshape(-1)[:: len(frame.layout.channels)].astype(np.float64)
        half = len(samples) // 2  # 20 ms are coarse
        for number, piece in enumerate((samples[:half], samples[half:])):
            self.voice.add(at_ms + number * 10, float(np.sqrt(np.mean(piece**2))))


class _Tapped:
    """A track whose frames are shown to somebody on their way."""

    def __init__(self, track: MediaStreamTrack, seen: Callable[[Any], None]) -> None:
        self._track, self._seen = track, seen

    async def recv(self) -> Any:
        frame = await self._track.recv()
        self._seen(frame)
        return frame


async def test_lips_and_voice_belong_together_as_they_are_received() -> None:
    """Aims: the sound at most 45 ms before the picture and at most 125 ms behind it."""
    voice = open_voice()
    spoken = [u for line in LINES for u in voice.speak(line, language="en", rate=1.0, emotion=None)]
    assert sum(utterance.duration_ms for utterance in spoken) > 10_000
    faces = open_face_factory(seed=1)
    await asyncio.to_thread(faces.warm, "medium")
    async with (
        watching_lateness() as machine,
        serve(real_voice=voice, real_faces=faces) as served,
        served.call(client_class=WatchingClient, quality="medium") as call,
    ):
        client = call.client
        assert isinstance(client, WatchingClient)
        async with asyncio.timeout(10):  # a report of each track, as a browser needs to align them
            await until(lambda: client.mouth.sender_reports > 0 and client.voice.sender_reports > 0)
        for line in LINES:
            await served.say(call, line)
        async with asyncio.timeout(30):
            await until(lambda: sum(e["type"] == "avatar_stop_talking" for e in client.events) == 3)
        await asyncio.sleep(0.5)
    own_ms = sound_lead(*curves_of(spoken)).ms
    by_sender = sound_lead(client.mouth.by_sender, client.voice.by_sender)
    by_arrival = sound_lead(client.mouth.by_arrival, client.voice.by_arrival)
    print(f"sound leads by {by_sender.ms:.0f} ms on the sender's clock, {by_arrival.ms:.0f} ms by arrival; "
          f"{own_ms:.0f} ms in the voice itself; {client.mouth.sender_reports} reports")  # fmt: skip
    worst_ms = machine.worst_seconds * 1000
    assert by_sender.likeness > 0.4 and by_arrival.likeness > 0.4
    assert -125 - worst_ms < by_sender.ms < 45 + worst_ms
    # aiortc's receiver holds sound back in its jitter buffer and pictures hardly at all.
    assert -125 - worst_ms < by_arrival.ms < 45 + worst_ms
    assert by_sender.ms - own_ms == pytest.approx(0, abs=30 + worst_ms)
