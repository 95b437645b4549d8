"""A small LiveKit client on aiortc: joins, receives Santa, publishes a microphone, sends data."""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import av
import numpy as np
from aiortc import (
    MediaStreamTrack,
    RTCConfiguration,
    RTCPeerConnection,
    RTCSessionDescription,
)
from aiortc.mediastreams import MediaStreamError
from aiortc.sdp import candidate_from_sdp
from livekit.protocol import models, rtc
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed


@dataclass(frozen=True)
class Arrival:
    """`at` monotonic seconds; `level` the mean picture brightness or the peak of the sound."""

    at: float
    level: float


class LiveKitClient:
    def __init__(self, url: str, token: str) -> None:
        self._url = url
        self._token = token
        self._subscriber = _connection()
        self._publisher: RTCPeerConnection | None = None
        self._data: Any = None
        self._socket: ClientConnection | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self.responses: list[rtc.SignalResponse] = []
        self.join: rtc.JoinResponse | None = None
        self.offer_sdp = ""
        self.events: list[dict[str, Any]] = []
        self.topics: list[str] = []  # of the events
        self.event_times: list[float] = []
        self.transcriptions: list[models.Transcription] = []
        self.pictures: list[Arrival] = []
        self.sounds: list[Arrival] = []
        self.leave: rtc.LeaveRequest | None = None
        self.muted_sid = ""
        self._answered = asyncio.Event()
        self._subscriber.on("track", self._track)
        self._subscriber.on("datachannel", self._channel)

    async def connect(self) -> None:
        await self._open(f"{self._url}/rtc?access_token={self._token}&protocol=15&sdk=js")

    async def reconnect(self) -> None:
        """With a new signalling socket, as after a drop: peers stay."""
        await self._open(f"{self._url}/rtc?access_token={self._token}&reconnect=1&sid=PA_x")

    async def wait_for(self, kind: str, *, count: int = 1) -> list[rtc.SignalResponse]:
        async with asyncio.timeout(10):
            while True:
                found = [response for response in self.responses if response.WhichOneof("message") == kind]
                if len(found) >= count:
                    return found
                await asyncio.sleep(0.01)

    async def wait_for_event(self, kind: str, *, count: int = 1) -> dict[str, Any]:
        async with asyncio.timeout(10):
            while True:
                found = [event for event in self.events if kind_of(event) == kind]
                if len(found) >= count:
                    return found[count - 1]
                await asyncio.sleep(0.01)

    async def wait_for_pictures(self, count: int = 1) -> None:
        async with asyncio.timeout(10):
            await until(lambda: len(self.pictures) >= count)

    async def publish(self, track: MediaStreamTrack | None) -> None:
        """Opens the publisher connection, with a microphone or for data only."""
        if track is not None:
            request = rtc.AddTrackRequest(
                cid=track.id, type=models.TrackType.AUDIO, source=models.TrackSource.MICROPHONE, name="mic"
            )
            await self._send(rtc.SignalRequest(add_track=request))
            published = (await self.wait_for("track_published"))[-1].track_published
            assert published.cid == track.id
            self.muted_sid = published.track.sid
        self._publisher = _connection()
        if track is not None:
            self._publisher.addTrack(track)
        self._data = self._publisher.createDataChannel("_reliable")
        await self._publisher.setLocalDescription(await self._publisher.createOffer())
        await self._send(
            rtc.SignalRequest(
                offer=rtc.SessionDescription(type="offer", sdp=self._publisher.localDescription.sdp, id=77)
            )
        )
        answer = (await self.wait_for("answer"))[-1].answer
        assert answer.id == 77
        await self._publisher.setRemoteDescription(RTCSessionDescription(answer.sdp, "answer"))
        async with asyncio.timeout(5):
            await until(lambda: self._data.readyState == "open")

    def say(self, text: str) -> None:
        packet = models.DataPacket(user=models.UserPacket(payload=json.dumps(text).encode()))
        self._data.send(packet.SerializeToString())

    def command(self, event_type: str, *, topic: str = "agent-control", **data: Any) -> None:
        """As LiveAvatar's SDK sends it."""
        payload = json.dumps({"event_type": event_type, **data}).encode()
        packet = models.DataPacket(user=models.UserPacket(payload=payload, topic=topic))
        self._data.send(packet.SerializeToString())

    def send_raw(self, data: bytes) -> None:
        self._data.send(data)

    async def ask(self, request: rtc.SignalRequest) -> None:
        await self._send(request)

    async def drop_signalling(self) -> None:
        assert self._socket is not None
        self._socket.transport.abort()

    async def aclose(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._socket is not None:
            await self._socket.close()
        await self._subscriber.close()
        if self._publisher is not None:
            await self._publisher.close()

    async def _open(self, url: str) -> None:
        self._socket = await connect(url)
        self._tasks.append(asyncio.create_task(self._read(self._socket)))

    async def _send(self, request: rtc.SignalRequest) -> None:
        assert self._socket is not None
        await self._socket.send(request.SerializeToString())

    async def _read(self, socket: ClientConnection) -> None:
        with contextlib.suppress(ConnectionClosed):
            async for message in socket:
                assert isinstance(message, bytes)
                response = rtc.SignalResponse()
                response.ParseFromString(message)
                await self._handle(response)

    async def _handle(self, response: rtc.SignalResponse) -> None:
        self.responses.append(response)
        kind = response.WhichOneof("message")
        if kind == "join":
            self.join = response.join
        elif kind == "leave":
            self.leave = response.leave
        elif kind == "offer":
            self.offer_sdp = response.offer.sdp
            await self._subscriber.setRemoteDescription(RTCSessionDescription(response.offer.sdp, "offer"))
            await self._subscriber.setLocalDescription(await self._subscriber.createAnswer())
            await self._answer_with_trickled_candidates(self._subscriber.localDescription.sdp)

    async def _answer_with_trickled_candidates(self, sdp: str) -> None:
        """As browsers do: candidates apart from the answer, here even before it."""
        lines = sdp.splitlines()
        mid = next(line for line in lines if line.startswith("a=mid:")).removeprefix("a=mid:")
        for line in dict.fromkeys(line for line in lines if line.startswith("a=candidate:")):
            candidate = candidate_from_sdp(line.removeprefix("a=candidate:"))
            assert candidate.ip
            init = {"candidate": line.removeprefix("a="), "sdpMid": mid, "sdpMLineIndex": 0}
            await self._trickle(json.dumps(init))
        tcp = "candidate:1 1 tcp 1 192.0.2.9 9 typ host tcptype active"
        mdns = "candidate:1 1 udp 1 0d5e.local 9 typ host"
        for odd in (tcp, mdns, "", "garbage"):
            await self._trickle(json.dumps({"candidate": odd, "sdpMid": mid}))
        await self._trickle("no json")
        bare = "\r\n".join(line for line in lines if "candidate" not in line) + "\r\n"
        await self._send(rtc.SignalRequest(answer=rtc.SessionDescription(type="answer", sdp=bare)))

    async def _trickle(self, candidate_init: str) -> None:
        trickle = rtc.TrickleRequest(candidateInit=candidate_init, target=rtc.SignalTarget.SUBSCRIBER)
        await self._send(rtc.SignalRequest(trickle=trickle))

    def _track(self, track: MediaStreamTrack) -> None:
        self._tasks.append(asyncio.create_task(self._watch(track)))

    async def _watch(self, track: MediaStreamTrack) -> None:
        with contextlib.suppress(MediaStreamError):
            while True:
                frame = await track.recv()
                if isinstance(frame, av.VideoFrame):
                    middle = np.frombuffer(frame.planes[0], dtype=np.uint8)
                    self.pictures.append(Arrival(time.monotonic(), float(middle.mean())))
                elif isinstance(frame, av.AudioFrame):
                    self.sounds.append(Arrival(time.monotonic(), float(np.abs(frame.to_ndarray()).max())))

    def _channel(self, channel: Any) -> None:
        @channel.on("message")
        def _(message: bytes) -> None:
            packet = models.DataPacket()
            packet.ParseFromString(message)
            if packet.WhichOneof("value") == "transcription":
                self.transcriptions.append(packet.transcription)
                return
            self.events.append(json.loads(packet.user.payload))
            self.topics.append(packet.user.topic)
            self.event_times.append(time.monotonic())


class ToneMicrophone(MediaStreamTrack):
    """Mono or stereo, 20 ms a frame, in real time; loud while `loud` is set."""

    kind = "audio"

    def __init__(self, *, rate_hz: int = 48_000, layout: str = "mono") -> None:
        super().__init__()
        self.loud = False
        self._rate_hz = rate_hz
        self._layout = layout
        self._sent = 0
        self._began = time.monotonic()

    async def recv(self) -> av.AudioFrame:
        await asyncio.sleep(max(0.0, self._began + self._sent * 0.02 - time.monotonic()))
        samples = self._rate_hz // 50
        times = np.arange(samples) / self._rate_hz
        wave = (12_000 * np.sin(2 * np.pi * 500 * times)) if self.loud else np.zeros(samples)
        channels = 2 if self._layout == "stereo" else 1
        packed = np.repeat(wave.astype(np.int16), channels).reshape(1, -1)
        frame = av.AudioFrame.from_ndarray(packed, format="s16", layout=self._layout)
        frame.sample_rate = self._rate_hz
        frame.pts = self._sent * samples
        frame.time_base = Fraction(1, self._rate_hz)
        self._sent += 1
        return frame


def kind_of(event: dict[str, Any]) -> str:
    """HeyGen's and LiveAvatar's name of an event."""
    return str(event["type"] if "type" in event else event["event_type"])


async def until(happened: Callable[[], bool]) -> None:
    while not happened():  # noqa: ASYNC110 - what is waited for belongs to others and has no event
        await asyncio.sleep(0.01)


def _connection() -> RTCPeerConnection:
    return RTCPeerConnection(RTCConfiguration(iceServers=[]))
