"""HeyGen's v1 JSON as types: parsed once, unknown fields ignored, odd values survived."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from pydantic import BeforeValidator, Field, TypeAdapter

from santa_core.providers.vendor_answers import Moment, OddIsNone, Wire, readable


class Token(Wire):
    token: str = Field(min_length=1)


class NewSession(Wire):
    """sdp and ice_servers are null in v2, realtime_endpoint and livekit_agent_token the browser's SDK does
    not need."""

    session_id: str = Field(min_length=1)
    access_token: str = Field(min_length=1)
    url: str = Field(min_length=1)
    is_paid: Annotated[bool | None, OddIsNone] = None
    session_duration_limit: Annotated[int | None, OddIsNone] = None


class Task(Wire):
    task_id: Annotated[str | None, OddIsNone] = None
    duration_ms: Annotated[float | None, OddIsNone] = None


class ListedSession(Wire):
    session_id: str = Field(min_length=1)
    status: Annotated[str | None, OddIsNone] = None
    created_at: Moment = None


class ListedSessions(Wire):
    # Required: an answer without the list must not read as "no session is open".
    sessions: list[ListedSession] | None


class HistoryEntry(Wire):
    session_id: str
    status: Annotated[str | None, OddIsNone] = None
    created_at: Moment = None
    api_key_type: Annotated[str | None, OddIsNone] = None
    duration: Annotated[float | None, OddIsNone] = None
    avatar_id: Annotated[str | None, OddIsNone] = None
    voice_name: Annotated[str | None, OddIsNone] = None


class ListedAvatar(Wire):
    avatar_id: str
    created_at: Moment = None
    default_voice: Annotated[str | None, OddIsNone] = None
    is_public: Annotated[bool | None, OddIsNone] = None
    pose_name: Annotated[str | None, OddIsNone] = None
    normal_preview: Annotated[str | None, OddIsNone] = None
    status: Annotated[str | None, OddIsNone] = None


class ListedVoice(Wire):
    voice_id: str
    name: Annotated[str | None, OddIsNone] = None
    language: Annotated[str | None, OddIsNone] = None
    preview_audio: Annotated[str | None, OddIsNone] = None


class Quota(Wire):
    remaining_quota: Decimal | None = None


class HistoryPage(Wire):
    total: Annotated[int | None, OddIsNone] = None
    data: Annotated[list[HistoryEntry], BeforeValidator(lambda v: readable(v, HistoryEntry))]
    next_pagination_token: str | None = None


class Voices(Wire):
    voices: Annotated[list[ListedVoice], BeforeValidator(lambda v: readable(v, ListedVoice))]


TOKEN = TypeAdapter(Token)
NEW_SESSION = TypeAdapter(NewSession)
TASK = TypeAdapter(Task | None)
SESSIONS = TypeAdapter(ListedSessions | None)
HISTORY = TypeAdapter(HistoryPage)
AVATARS: TypeAdapter[list[ListedAvatar]] = TypeAdapter(
    Annotated[list[ListedAvatar], BeforeValidator(lambda v: readable(v, ListedAvatar))]
)
VOICES = TypeAdapter(Voices)
QUOTA = TypeAdapter(Quota)
