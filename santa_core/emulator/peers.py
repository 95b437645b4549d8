"""The two WebRTC connections of a LiveKit client, seen from the server.

SubscriberPeer   we offer:  Santa's picture and sound, and the data channels down
PublisherPeer    we answer: the client's microphone, and its data channels up
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable

from aiortc import (
    MediaStreamTrack,
    RTCBundlePolicy,
    RTCConfiguration,
    RTCDataChannel,
    RTCPeerConnection,
    RTCRtpSender,
    RTCSessionDescription,
)
from aiortc.sdp import candidate_from_sdp

from santa_core.emulator.stage import Pictures

logger = logging.getLogger(__name__)


def new_connection() -> RTCPeerConnection:
    # Without an explicit empty list aiortc asks Google's STUN server.
    return RTCPeerConnection(RTCConfiguration(iceServers=[], bundlePolicy=RTCBundlePolicy.MAX_BUNDLE))


class _Candidates:
    """Candidates that came before the description they belong to wait here."""

    def __init__(self, connection: RTCPeerConnection) -> None:
        self._connection = connection
        self._early: list[str] = []

    async def add(self, candidate_init: str) -> None:
        if self._connection.remoteDescription is None:
            self._early.append(candidate_init)
        else:
            await _add_candidate(self._connection, candidate_init)

    async def release(self) -> None:
        early, self._early = self._early, []
        for candidate_init in early:
            await _add_candidate(self._connection, candidate_init)


class SubscriberPeer:
    def __init__(
        self,
        *,
        pictures: Pictures,
        sound: MediaStreamTrack,
        on_state: Callable[[str], None],
        on_data: Callable[[bytes], None],
    ) -> None:
        self._connection = new_connection()
        self._candidates = _Candidates(self._connection)
        self._waiting_data: list[bytes] = []
        # Tracks first: bundling makes the first of all sections the owner of the transport, and aiortc
        # would close it if a data channel had come before.
        self._add_track(pictures.track, "VP8", "rtx")
        self._add_track(sound, "opus")
        self._reliable = self._connection.createDataChannel("_reliable")
        lossy = self._connection.createDataChannel("_lossy", maxRetransmits=0)
        self._reliable.on("open", self._send_waiting)
        for channel in (self._reliable, lossy):
            _listen(channel, on_data)
        self._wire_key_frames(pictures)
        _watch(self._connection, on_state)

    @property
    def state(self) -> str:
        return self._connection.connectionState

    async def offer(self) -> str:
        await self._connection.setLocalDescription(await self._connection.createOffer())
        return self._connection.localDescription.sdp

    async def accept(self, answer_sdp: str) -> None:
        if self._connection.signalingState == "have-local-offer":
            await self._connection.setRemoteDescription(RTCSessionDescription(answer_sdp, "answer"))
            await self._candidates.release()

    async def add_candidate(self, candidate_init: str) -> None:
        await self._candidates.add(candidate_init)

    def send(self, data: bytes) -> None:
        """At once, or when the channel has opened."""
        if self._reliable.readyState == "open":
            self._reliable.send(data)
        elif self._reliable.readyState == "connecting":
            self._waiting_data.append(data)

    async def aclose(self) -> None:
        await self._connection.close()

    def _add_track(self, track: MediaStreamTrack, *codecs: str) -> None:
        transceiver = self._connection.addTransceiver(track, direction="sendonly")
        capabilities = RTCRtpSender.getCapabilities(track.kind).codecs
        wanted = [codec for codec in capabilities if codec.name.lower() in {name.lower() for name in codecs}]
        transceiver.setCodecPreferences(wanted)

    def _wire_key_frames(self, pictures: Pictures) -> None:
        for sender in self._connection.getSenders():
            if sender.kind == "video":
                # aiortc keeps the receiver's request for a key frame for its own encoder; ours sits
                # in the track. No other way in: this overrides the method for this one sender.
                sender._send_keyframe = pictures.want_key_frame  # type: ignore[method-assign]

    def _send_waiting(self) -> None:
        waiting, self._waiting_data = self._waiting_data, []
        for data in waiting:
            self._reliable.send(data)


class PublisherPeer:
    def __init__(
        self, *, on_microphone: Callable[[MediaStreamTrack], None], on_data: Callable[[bytes], None]
    ) -> None:
        self._connection = new_connection()
        self._candidates = _Candidates(self._connection)

        @self._connection.on("track")
        def _(track: MediaStreamTrack) -> None:
            if track.kind == "audio":
                on_microphone(track)

        @self._connection.on("datachannel")
        def _(channel: RTCDataChannel) -> None:
            _listen(channel, on_data)

    async def answer(self, offer_sdp: str) -> str:
        """The first offer, a renegotiation or an ICE restart alike."""
        await self._connection.setRemoteDescription(RTCSessionDescription(offer_sdp, "offer"))
        await self._candidates.release()
        await self._connection.setLocalDescription(await self._connection.createAnswer())
        return self._connection.localDescription.sdp

    async def add_candidate(self, candidate_init: str) -> None:
        await self._candidates.add(candidate_init)

    async def aclose(self) -> None:
        await self._connection.close()


def _listen(channel: RTCDataChannel, on_data: Callable[[bytes], None]) -> None:
    @channel.on("message")
    def _(message: bytes | str) -> None:
        if isinstance(message, bytes):
            on_data(message)


def _watch(connection: RTCPeerConnection, on_state: Callable[[str], None]) -> None:
    @connection.on("connectionstatechange")
    def _() -> None:
        on_state(connection.connectionState)


async def _add_candidate(connection: RTCPeerConnection, candidate_init: str) -> None:
    """Candidates we cannot use are left out: TCP, and mDNS names, whose owners connect to us anyway."""
    try:
        init = json.loads(candidate_init)
        line = str(init.get("candidate") or "").removeprefix("candidate:")
        if not line or " tcp " in line.lower() or ".local" in line:
            return
        candidate = candidate_from_sdp(line)
    except (ValueError, AttributeError, AssertionError, IndexError):
        logger.info("a client sent an ICE candidate that cannot be read")
        return
    candidate.sdpMid = str(init.get("sdpMid") or "0")
    candidate.sdpMLineIndex = init.get("sdpMLineIndex")
    await connection.addIceCandidate(candidate)
