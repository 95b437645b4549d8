"""LiveKit's protobuf messages, as its server fills them. Pure."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from livekit.protocol import models, rtc

PROTOCOL = 15
SERVER_VERSION = "1.9.0"
# The Rust core panics on an interval of 0 and does not connect with a timeout of 0.
PING_TIMEOUT_SECONDS = 15
PING_INTERVAL_SECONDS = 5
AVATAR_IDENTITY = "heygen"


def _sid(prefix: str) -> str:
    return f"{prefix}_{secrets.token_hex(6)}"


@dataclass(frozen=True)
class Names:
    """The sids of one room. Clients match tracks to participants by them; the prefixes are required."""

    room: str
    avatar: str
    client: str
    video: str
    audio: str
    client_identity: str

    def companion_sid(self, identity: str) -> str:
        """The same as long as the room lives."""
        return f"{self.avatar}{hashlib.sha256(identity.encode()).hexdigest()[:6]}"

    @classmethod
    def fresh(cls, *, client_identity: str) -> Names:
        return cls(
            room=_sid("RM"),
            avatar=_sid("PA"),
            client=_sid("PA"),
            video=_sid("TR"),
            audio=_sid("TR"),
            client_identity=client_identity,
        )


def join_response(
    names: Names, *, room_name: str, others: Sequence[models.ParticipantInfo], joined_at: int
) -> rtc.SignalResponse:
    return rtc.SignalResponse(
        join=rtc.JoinResponse(
            room=models.Room(
                sid=names.room,
                name=room_name,
                creation_time=joined_at,
                num_participants=1 + len(others),
                enabled_codecs=[models.Codec(mime="audio/opus"), models.Codec(mime="video/VP8")],
            ),
            participant=client_info(names, tracks=(), joined_at=joined_at),
            other_participants=others,
            server_version=SERVER_VERSION,
            server_info=_server_info(),
            subscriber_primary=True,
            ping_timeout=PING_TIMEOUT_SECONDS,
            ping_interval=PING_INTERVAL_SECONDS,
            enabled_publish_codecs=[models.Codec(mime="audio/opus")],
        )
    )


def reconnect_response() -> rtc.SignalResponse:
    return rtc.SignalResponse(reconnect=rtc.ReconnectResponse(server_info=_server_info()))


def participants_update(participants: Sequence[models.ParticipantInfo]) -> rtc.SignalResponse:
    return rtc.SignalResponse(update=rtc.ParticipantUpdate(participants=participants))


def avatar_info(names: Names, *, size: tuple[int, int], joined_at: int) -> models.ParticipantInfo:
    width, height = size
    return models.ParticipantInfo(
        sid=names.avatar,
        identity=AVATAR_IDENTITY,
        name=AVATAR_IDENTITY,
        state=models.ParticipantInfo.State.ACTIVE,
        joined_at=joined_at,
        is_publisher=True,
        permission=models.ParticipantPermission(can_publish=True, can_publish_data=True),
        tracks=[
            models.TrackInfo(
                sid=names.video,
                type=models.TrackType.VIDEO,
                source=models.TrackSource.CAMERA,
                name="video",
                width=width,
                height=height,
                mime_type="video/VP8",
                stream="santa",
            ),
            models.TrackInfo(
                sid=names.audio,
                type=models.TrackType.AUDIO,
                source=models.TrackSource.MICROPHONE,
                name="audio",
                mime_type="audio/opus",
                stream="santa",
            ),
        ],
    )


def companion_info(names: Names, identity: str, *, joined_at: int) -> models.ParticipantInfo:
    """Somebody without tracks, such as the agent that thinks for the avatar."""
    return models.ParticipantInfo(
        sid=names.companion_sid(identity),
        identity=identity,
        name=identity,
        state=models.ParticipantInfo.State.ACTIVE,
        joined_at=joined_at,
        permission=models.ParticipantPermission(can_publish_data=True),
    )


def client_info(
    names: Names, *, tracks: Sequence[models.TrackInfo], joined_at: int
) -> models.ParticipantInfo:
    return models.ParticipantInfo(
        sid=names.client,
        identity=names.client_identity,
        name=names.client_identity,
        state=models.ParticipantInfo.State.JOINED,
        joined_at=joined_at,
        is_publisher=bool(tracks),
        permission=models.ParticipantPermission(can_subscribe=True, can_publish=True, can_publish_data=True),
        tracks=tracks,
    )


def published_track(request: rtc.AddTrackRequest) -> models.TrackInfo:
    return models.TrackInfo(
        sid=_sid("TR"),
        type=request.type,
        name=request.name,
        source=request.source,
        muted=request.muted,
        stream=request.stream,
        disable_red=request.disable_red,
        mime_type="audio/opus" if request.type == models.TrackType.AUDIO else "",
    )


def leave(reason: models.DisconnectReason) -> rtc.SignalResponse:
    return rtc.SignalResponse(
        leave=rtc.LeaveRequest(can_reconnect=False, reason=reason, action=rtc.LeaveRequest.Action.DISCONNECT)
    )


def data_packet(names: Names, event: Mapping[str, Any], *, topic: str = "") -> bytes:
    """An event of the avatar on the data channel. `sequence` stays 0: it must be that or strictly rise."""
    packet = models.DataPacket(
        kind=models.DataPacket.Kind.RELIABLE,
        participant_identity=AVATAR_IDENTITY,
        user=models.UserPacket(
            participant_sid=names.avatar,
            participant_identity=AVATAR_IDENTITY,
            payload=json.dumps(event, ensure_ascii=False).encode(),
            topic=topic or None,
        ),
    )
    return packet.SerializeToString()


def transcription(
    names: Names, *, segment_id: str, text: str, final: bool, language: str, track_sid: str
) -> bytes:
    """What the client is heard saying. A segment is sent again, with all its words, while they change."""
    packet = models.DataPacket(
        kind=models.DataPacket.Kind.RELIABLE,
        participant_identity=AVATAR_IDENTITY,
        transcription=models.Transcription(
            transcribed_participant_identity=names.client_identity,
            track_id=track_sid,
            segments=[models.TranscriptionSegment(id=segment_id, text=text, final=final, language=language)],
        ),
    )
    return packet.SerializeToString()


def user_packet(data: bytes) -> models.UserPacket | None:
    """What the client put into a data packet; None for packets of another kind. Raises DecodeError."""
    packet = models.DataPacket()
    packet.ParseFromString(data)
    return packet.user if packet.WhichOneof("value") == "user" else None


def with_livekit_msids(sdp: str, names: Names) -> str:
    """The offer with each track named after its participant and sid: clients find them by this alone."""
    lines = []
    sid = names.video
    for line in sdp.splitlines():
        if line.startswith("m="):
            sid = names.audio if line.startswith("m=audio") else names.video
        lines.append(f"a=msid:{names.avatar}|santa {sid}" if line.startswith("a=msid:") else line)
    return "\r\n".join(lines) + "\r\n"


def _server_info() -> models.ServerInfo:
    return models.ServerInfo(
        edition=models.ServerInfo.Edition.Standard, version=SERVER_VERSION, protocol=PROTOCOL
    )
