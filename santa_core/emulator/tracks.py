"""The two media tracks as aiortc wants them, already encoded."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from aiortc import MediaStreamTrack
from aiortc.mediastreams import MediaStreamError
from av.packet import Packet
from av.stream import Stream

if TYPE_CHECKING:  # generic only in its type stub
    EncodedPacket = Packet[Stream]
else:
    EncodedPacket = Packet

WAITING_PACKETS = 10  # 200 ms of sound: a sender that far behind loses the oldest


class PacketTrack(MediaStreamTrack):
    """Hands on what is pushed. Packets pushed before the first recv() are dropped: no sender yet."""

    def __init__(self, kind: str) -> None:
        super().__init__()
        self.kind = kind
        self._packets: asyncio.Queue[EncodedPacket | None] = asyncio.Queue()
        self._wanted = False

    def push(self, packet: EncodedPacket) -> None:
        if not self._wanted:
            return
        if self._packets.qsize() >= WAITING_PACKETS:
            self._packets.get_nowait()
        self._packets.put_nowait(packet)

    async def recv(self) -> EncodedPacket:
        self._wanted = True
        packet = await self._packets.get()
        if packet is None:
            raise MediaStreamError
        return packet

    def stop(self) -> None:
        super().stop()
        self._packets.put_nowait(None)


class PulledTrack(MediaStreamTrack):
    """Asks for each packet when the sender wants one."""

    def __init__(self, kind: str, next_packet: Callable[[], Awaitable[EncodedPacket]]) -> None:
        super().__init__()
        self.kind = kind
        self._next_packet = next_packet

    async def recv(self) -> EncodedPacket:
        if self.readyState != "live":
            raise MediaStreamError
        return await self._next_packet()
