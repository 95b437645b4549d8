"""A LiveKit client that receives Santa and does nothing with him but note when each packet of sound came.

A packet's header is readable without its key: a packet of media is noted, then dropped before it is
decrypted. So ten receivers cost little beside what is measured, and no jitter buffer hides a gap.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
import time
from dataclasses import dataclass

from aiortc import RTCConfiguration, RTCPeerConnection, RTCSessionDescription
from livekit.protocol import rtc
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

JOIN_SECONDS = 15.0


@dataclass(frozen=True)
class RtpHeader:
    payload_type: int
    sequence_number: int


@dataclass(frozen=True)
class SoundPacket:
    """`at` by time.monotonic()."""

    at: float
    sequence_number: int


def rtp_header(packet: bytes) -> RtpHeader | None:
    """None for what is no media: STUN, DTLS, RTCP."""
    if len(packet) < 12 or not 128 <= packet[0] < 192 or 192 <= packet[1] <= 223:
        return None
    return RtpHeader(packet[1] & 0x7F, int.from_bytes(packet[2:4], "big"))


def sound_payload_type(sdp: str) -> int:
    """The first codec of the description's audio section. Raises ValueError if it has none."""
    found = re.search(r"^m=audio \d+ \S+ (\d+)", sdp, re.MULTILINE)
    if found is None:
        raise ValueError("no sound is offered")
    return int(found.group(1))


class LightReceiver:
    def __init__(self) -> None:
        self.sound: list[SoundPacket] = []
        self.video_packets = 0
        self._peer = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        self._socket: ClientConnection | None = None
        self._reading: asyncio.Task[None] | None = None
        self._connected = asyncio.Event()
        self._peer.on("connectionstatechange", self._state_changed)

    async def join(self, url: str, token: str) -> None:
        """Returns when media can flow. Raises TimeoutError if it cannot."""
        self._socket = await connect(f"{url}/rtc?access_token={token}&protocol=15&sdk=python")
        self._reading = asyncio.create_task(self._read(self._socket))
        await asyncio.wait_for(self._connected.wait(), JOIN_SECONDS)

    async def aclose(self) -> None:
        if self._reading is not None:
            self._reading.cancel()
            await asyncio.gather(self._reading, return_exceptions=True)
        if self._socket is not None:
            await self._socket.close()
        await self._peer.close()

    def _state_changed(self) -> None:
        if self._peer.connectionState == "connected":
            self._connected.set()

    async def _read(self, socket: ClientConnection) -> None:
        with contextlib.suppress(ConnectionClosed):
            async for message in socket:
                if isinstance(message, bytes):
                    response = rtc.SignalResponse.FromString(message)
                    if response.WhichOneof("message") == "offer":
                        await self._answer(socket, response.offer.sdp)

    async def _answer(self, socket: ClientConnection, offer: str) -> None:
        await self._peer.setRemoteDescription(RTCSessionDescription(offer, "offer"))
        self._note_media(sound_payload_type(offer))
        await self._peer.setLocalDescription(await self._peer.createAnswer())
        answer = rtc.SessionDescription(type="answer", sdp=self._peer.localDescription.sdp)
        await socket.send(rtc.SignalRequest(answer=answer).SerializeToString())

    def _note_media(self, sound_type: int) -> None:
        # All sections are bundled: the one transport carries everything.
        transport = self._peer.getReceivers()[0].transport.transport
        receive = transport._recv

        async def receive_all_but_media() -> bytes:
            while True:
                data: bytes = await receive()
                header = rtp_header(data)
                if header is None:
                    return data
                if header.payload_type == sound_type:
                    self.sound.append(SoundPacket(time.monotonic(), header.sequence_number))
                else:
                    self.video_packets += 1

        transport._recv = receive_all_but_media
