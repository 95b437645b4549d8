"""One LiveKit room: Santa, at most one client, and what goes on between them.

    nobody -> joined (signalling and peers) -> dropped (peers only, for the grace time) -> joined again
                                            -> nobody

A client that leaves, or stays away longer than the grace time, is let go; the session lives on.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from aiortc import MediaStreamTrack
from google.protobuf.message import DecodeError
from livekit.protocol import models, rtc

from santa_core.emulator.clock import EmulatorClock
from santa_core.emulator.peers import PublisherPeer, SubscriberPeer
from santa_core.emulator.room_messages import (
    Names,
    avatar_info,
    client_info,
    companion_info,
    data_packet,
    join_response,
    leave,
    participants_update,
    published_track,
    reconnect_response,
    transcription,
    user_packet,
    with_livekit_msids,
)
from santa_core.emulator.signal_socket import SignalSocket
from santa_core.emulator.stage import Stage

logger = logging.getLogger(__name__)

LAST_WORDS_SECONDS = 0.3
JOINING_SECONDS = 3.0  # speech waits this long for a client that is just connecting


class Room:
    def __init__(
        self,
        name: str,
        *,
        client_identity: str,
        size: tuple[int, int],
        clock: EmulatorClock,
        grace_seconds: float,
        companions: Sequence[str],
        on_connected: Callable[[], None],
        on_message: Callable[[str, Any], None],
        on_microphone: Callable[[MediaStreamTrack], None],
    ) -> None:
        """`companions`: identities of those who come with Santa. `on_message`: the topic and the JSON value
        of what the client publishes."""
        self._name = name
        self._size = size
        self._clock = clock
        self._grace_seconds = grace_seconds
        self._companions = companions
        self._on_connected = on_connected
        self._on_message = on_message
        self._on_microphone = on_microphone
        self._names = Names.fresh(client_identity=client_identity)
        self._stage: Stage | None = None  # Santa enters when the session starts
        self._socket: SignalSocket | None = None
        self._subscriber: SubscriberPeer | None = None
        self._publisher: PublisherPeer | None = None
        self._published: dict[str, models.TrackInfo] = {}
        self._joined_at: float | None = None
        self._dropped_at: float | None = None

    @property
    def connecting(self) -> bool:
        """A client has joined and its media will flow in a moment."""
        return (
            self._joined_at is not None
            and self._subscriber is not None
            and self._subscriber.state in ("new", "connecting")
            and self._clock.monotonic() - self._joined_at < JOINING_SECONDS
        )

    @property
    def occupied(self) -> bool:
        return self._socket is not None

    async def santa_enters(self, stage: Stage) -> None:
        self._stage = stage
        if self._socket is not None:
            self._socket.send(participants_update(self._others()))
            await self._offer()

    async def join(self, socket: SignalSocket) -> None:
        """A client comes in fresh; one that is still there is sent out."""
        if self._socket is not None:
            self._socket.send(leave(models.DisconnectReason.DUPLICATE_IDENTITY))
            self._socket.close()
        await self._close_peers()
        self._socket = socket
        self._dropped_at = None
        self._published.clear()
        self._joined_at = self._clock.monotonic()
        socket.send(
            join_response(
                self._names,
                room_name=self._name,
                others=self._others() if self._stage is not None else [],
                joined_at=int(self._clock.now().timestamp()),
            )
        )
        if self._stage is not None:
            await self._offer()

    def resume(self, socket: SignalSocket) -> bool:
        """The same client with a new signalling socket: its media never stopped. False: it must join."""
        if self._subscriber is None or self._subscriber.state in ("failed", "closed"):
            return False
        if self._socket is not None:
            self._socket.close()
        self._socket = socket
        self._dropped_at = None
        socket.send(reconnect_response())
        socket.send(participants_update([self._client_info(), *self._others()]))
        return True

    async def handle(self, request: rtc.SignalRequest) -> None:
        kind = request.WhichOneof("message")
        if kind == "answer" and self._subscriber is not None:
            await self._subscriber.accept(request.answer.sdp)
        elif kind == "offer":
            await self._answer(request.offer)
        elif kind == "trickle":
            await self._add_candidate(request.trickle)
        elif kind == "add_track":
            info = published_track(request.add_track)
            self._published[info.sid] = info
            self._send(
                rtc.SignalResponse(
                    track_published=rtc.TrackPublishedResponse(cid=request.add_track.cid, track=info)
                )
            )
        elif kind == "mute":
            if request.mute.sid in self._published:
                self._published[request.mute.sid].muted = request.mute.muted
        elif kind == "ping":
            self._send(rtc.SignalResponse(pong=self._now_ms()))
        elif kind == "ping_req":
            self._send(
                rtc.SignalResponse(
                    pong_resp=rtc.Pong(
                        last_ping_timestamp=request.ping_req.timestamp, timestamp=self._now_ms()
                    )
                )
            )
        elif kind == "leave":
            await self._let_go()
        # Subscriptions, track settings, permissions, sync_state: one room, two tracks, nothing to choose.

    def socket_closed(self, socket: SignalSocket) -> None:
        if socket is self._socket:
            self._socket = None
            if self._subscriber is not None:
                self._dropped_at = self._clock.monotonic()

    async def let_go_of_the_lost(self) -> None:
        """Ends the media of a client whose signalling has been away for longer than the grace time."""
        if self._dropped_at is not None and self._clock.monotonic() - self._dropped_at >= self._grace_seconds:
            await self._let_go()

    def drop_signalling(self) -> None:
        """A fault: the socket breaks, the media goes on."""
        if self._socket is not None:
            socket, self._socket = self._socket, None
            self._dropped_at = self._clock.monotonic()
            socket.close(1011)

    def tell(self, event: Mapping[str, Any], *, topic: str = "") -> None:
        """Send an event on the data channel. Told to nobody, it is lost, as with the vendor."""
        if self._subscriber is not None:
            self._subscriber.send(data_packet(self._names, event, topic=topic))

    async def last_words_heard(self) -> None:
        """A moment for what was told last to arrive: data and signalling do not wait for each other."""
        subscriber = self._subscriber
        if self.occupied and subscriber is not None and subscriber.state == "connected":
            await self._clock.sleep(LAST_WORDS_SECONDS)

    def tell_words(self, segment_id: str, text: str, *, final: bool, language: str) -> None:
        """What the client is heard saying; the same segment again while the words change."""
        if self._subscriber is not None:
            microphone = next(iter(self._published), "")  # none over the chat socket
            self._subscriber.send(
                transcription(
                    self._names,
                    segment_id=segment_id,
                    text=text,
                    final=final,
                    language=language,
                    track_sid=microphone,
                )
            )

    async def aclose(self, *, reason: models.DisconnectReason) -> None:
        """Everybody out. `reason`: LiveKit's DisconnectReason."""
        if self._socket is not None:
            self._socket.send(leave(reason))
            self._socket.close()
            self._socket = None
        await self._close_peers()

    async def _offer(self) -> None:
        assert self._stage is not None
        subscriber = SubscriberPeer(
            pictures=self._stage.new_pictures(),
            sound=self._stage.new_sound_track(),
            on_state=self._subscriber_state,
            on_data=self._data,
        )
        self._subscriber = subscriber
        sdp = with_livekit_msids(await subscriber.offer(), self._names)
        self._send(rtc.SignalResponse(offer=rtc.SessionDescription(type="offer", sdp=sdp, id=1)))

    async def _answer(self, offer: rtc.SessionDescription) -> None:
        if self._publisher is None:
            self._publisher = PublisherPeer(on_microphone=self._on_microphone, on_data=self._data)
        sdp = await self._publisher.answer(offer.sdp)
        # Newer clients match answers to offers by this id.
        self._send(rtc.SignalResponse(answer=rtc.SessionDescription(type="answer", sdp=sdp, id=offer.id)))

    async def _add_candidate(self, trickle: rtc.TrickleRequest) -> None:
        peer = self._publisher if trickle.target == rtc.SignalTarget.PUBLISHER else self._subscriber
        if peer is None and trickle.target == rtc.SignalTarget.PUBLISHER:
            self._publisher = peer = PublisherPeer(on_microphone=self._on_microphone, on_data=self._data)
        if peer is not None:
            await peer.add_candidate(trickle.candidateInit)

    def _subscriber_state(self, state: str) -> None:
        if state == "connected":
            self._on_connected()

    def _data(self, data: bytes) -> None:
        try:
            packet = user_packet(data)
            if packet is None:
                return
            value = json.loads(packet.payload)
        except (DecodeError, ValueError):
            logger.info("a data packet that cannot be read was ignored")
            return
        self._on_message(packet.topic, value)

    def _send(self, response: rtc.SignalResponse) -> None:
        if self._socket is not None:
            self._socket.send(response)

    async def _let_go(self) -> None:
        if self._socket is not None:
            self._socket.close()
            self._socket = None
        self._dropped_at = None
        await self._close_peers()

    async def _close_peers(self) -> None:
        peers = [peer for peer in (self._subscriber, self._publisher) if peer is not None]
        self._subscriber = self._publisher = None
        self._joined_at = None
        await asyncio.gather(*(peer.aclose() for peer in peers))

    def _others(self) -> list[models.ParticipantInfo]:
        joined_at = int(self._clock.now().timestamp())
        return [
            avatar_info(self._names, size=self._size, joined_at=joined_at),
            *(companion_info(self._names, identity, joined_at=joined_at) for identity in self._companions),
        ]

    def _client_info(self) -> models.ParticipantInfo:
        return client_info(
            self._names,
            tracks=list(self._published.values()),
            joined_at=int(self._clock.now().timestamp()),
        )

    def _now_ms(self) -> int:
        return int(self._clock.now().timestamp() * 1000)
