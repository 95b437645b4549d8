"""LiveAvatar's JSON as types: parsed once, unknown fields ignored, odd values survived.

Names that only third parties report have their alternatives beside them.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any

from pydantic import AliasChoices, BeforeValidator, Field, TypeAdapter

from santa_core.providers.vendor_answers import Moment, OddIsNone, Wire


class SessionToken(Wire):
    session_id: str = Field(min_length=1)
    session_token: str = Field(min_length=1)


class StartedSession(Wire):
    session_id: str
    livekit_url: str
    livekit_client_token: str
    max_session_duration: Annotated[int | None, OddIsNone] = None


class ListedSession(Wire):
    session_id: str = Field(min_length=1, validation_alias=AliasChoices("id", "session_id"))
    status: Annotated[str | None, OddIsNone] = None
    created_at: Moment = None
    duration: Annotated[float | None, OddIsNone] = None
    source: Annotated[str | None, OddIsNone] = None
    mode: Annotated[str | None, OddIsNone] = None
    is_sandbox: Annotated[bool | None, OddIsNone] = None
    credits_consumed: Annotated[Decimal | None, OddIsNone] = None
    end_reason: Annotated[str | None, OddIsNone] = Field(
        None, validation_alias=AliasChoices("end_reason", "stop_reason")
    )


class SaidLine(Wire):
    """`role`: user or avatar. Timestamps are seconds; the relative one is since the session's start."""

    role: Annotated[str | None, OddIsNone] = None
    transcript: str
    absolute_timestamp: Moment = None
    relative_timestamp: Annotated[float | None, OddIsNone] = None


class Transcript(Wire):
    transcript_data: list[SaidLine] | None = None


class Context(Wire):
    context_id: str = Field(min_length=1, validation_alias=AliasChoices("id", "context_id"))
    name: Annotated[str | None, OddIsNone] = None
    created_at: Moment = None


class ListedAvatar(Wire):
    avatar_id: str = Field(validation_alias=AliasChoices("id", "avatar_id"))
    name: Annotated[str | None, OddIsNone] = None
    preview_url: Annotated[str | None, OddIsNone] = None
    status: Annotated[str | None, OddIsNone] = None


class ListedVoice(Wire):
    voice_id: str = Field(validation_alias=AliasChoices("id", "voice_id"))
    name: Annotated[str | None, OddIsNone] = None
    language: Annotated[str | None, OddIsNone] = None
    preview_url: Annotated[str | None, OddIsNone] = Field(
        None, validation_alias=AliasChoices("preview_url", "preview_audio")
    )


class Credits(Wire):
    credits_left: Annotated[Decimal | None, OddIsNone] = Field(
        None, validation_alias=AliasChoices("credits_left", "credits", "remaining_credits")
    )


class Page(Wire):
    """A list, with or without {count, next, previous, results} around it. `next` is only looked at."""

    results: list[Any]
    next: Annotated[str | None, OddIsNone] = None
    count: Annotated[int | None, OddIsNone] = None


def _page(data: Any) -> Any:
    if data is None:
        return {"results": []}
    if isinstance(data, list):
        return {"results": data}
    if isinstance(data, dict) and "results" not in data:
        lists = [value for value in data.values() if isinstance(value, list)]
        # Nothing that may be the list: it must not read as "there are none".
        return {**data, "results": lists[0]} if len(lists) == 1 else data
    return data


SESSION_TOKEN = TypeAdapter(SessionToken)
STARTED = TypeAdapter(StartedSession)
SESSION = TypeAdapter(ListedSession)
TRANSCRIPT = TypeAdapter(Transcript | None)
CONTEXT = TypeAdapter(Context)
CREDITS = TypeAdapter(Credits)
PAGE: TypeAdapter[Page] = TypeAdapter(Annotated[Page, BeforeValidator(_page)])
