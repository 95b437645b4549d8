"""What LiveAvatar's lists show: avatars, voices, sessions, contexts; and JSON in pages."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

from starlette.requests import Request

from santa_core.emulator.liveavatar.wire import Fields
from santa_core.emulator.session_record import EndReason, SessionRecord

if TYPE_CHECKING:
    from santa_core.emulator.liveavatar.contexts import Context
    from santa_core.emulator.liveavatar.passes import SessionPass

SANTA_AVATAR_ID = "8f59f2d6-5a37-4c0e-9c1e-0a5a27a5a001"
# The one that LiveAvatar's own documents use for sandbox sessions; Santa plays it too.
SANDBOX_AVATAR_ID = "dd73ea75-1218-4ef3-92ce-606d5f7fbc0a"
AVATAR_IDS = (SANTA_AVATAR_ID, SANDBOX_AVATAR_ID)
SANTA_VOICE = {"id": "c2527536-6d1f-4412-a643-53a3497dada9", "name": "Santa"}
SINCE = "2025-12-01T09:00:00Z"
MAX_PAGE_SIZE = 100

_REASONS = {
    EndReason.IDLE: "IDLE_TIMEOUT",
    EndReason.DURATION: "MAX_DURATION_REACHED",
    EndReason.QUOTA: "NO_CREDITS",
    EndReason.FAULT: "SERVER_ERROR",
    EndReason.SHUTDOWN: "SERVER_ERROR",
}

T = TypeVar("T")


def public_avatars() -> list[dict[str, Any]]:
    santa = {
        "id": SANTA_AVATAR_ID,
        "name": "Santa by the fireplace",
        "preview_url": None,
        "created_at": SINCE,
        "updated_at": SINCE,
        "status": "ACTIVE",
        "type": "VIDEO",
        "is_expired": False,
        "default_voice": SANTA_VOICE,
    }
    return [santa]


def voices() -> list[dict[str, Any]]:
    return [{**SANTA_VOICE, "language": "en", "gender": "male", "preview_url": None}]


def end_reason(record: SessionRecord, stop_reason: str | None) -> str | None:
    """In LiveAvatar's words; None while it lives. `stop_reason`: what whoever stopped it said."""
    if record.end_reason is None:
        return None
    return _REASONS.get(record.end_reason) or stop_reason or "UNKNOWN"


def session_entry(record: SessionRecord, stop_reason: str | None, *, now: float) -> dict[str, Any]:
    over = not record.open
    entry = {
        "id": record.session_id,
        "created_at": iso(record.created),
        "updated_at": iso(record.ended or record.created),
        "duration": math.ceil(record.duration_seconds(now)),
        "source": "API",
        "mode": "FULL",
        "is_sandbox": record.options.free,
        "credits_consumed": float(record.credits_used(now)) if over else None,
    }
    if over:
        entry["end_reason"] = end_reason(record, stop_reason)
    return entry


def transcript(its_pass: SessionPass, *, active: bool) -> dict[str, Any]:
    return {
        "session_id": its_pass.session_id,
        "session_active": active,
        "transcript_data": [
            {
                "role": line.role,
                "transcript": line.text,
                "absolute_timestamp": line.unix_time,
                "relative_timestamp": line.seconds,
            }
            for line in its_pass.transcript
        ],
    }


def context_entry(context: Context) -> dict[str, Any]:
    return {
        "name": context.name,
        "prompt": context.prompt,
        "opening_text": context.opening_text,
        "id": context.context_id,
        "created_at": iso(context.created),
        "updated_at": iso(context.updated),
        "required_dynamic_variables": [],
        "links": list(context.links),
    }


def context_line(context: Context) -> dict[str, Any]:
    """In a list: without the prompt. Whether the vendor's gives it is not known."""
    return {
        "id": context.context_id,
        "name": context.name,
        "created_at": iso(context.created),
        "updated_at": iso(context.updated),
    }


def page_of(request: Request, things: Sequence[T], entry: Callable[[T], dict[str, Any]]) -> dict[str, Any]:
    """The page that the query asks for: ?page=1&page_size=20. Raises Invalid."""
    query = Fields(request.query_params, ("query",))
    page = query.whole_number("page", 1) or 1
    size = query.whole_number("page_size", 1, MAX_PAGE_SIZE) or 20
    first = (page - 1) * size

    def link(number: int) -> str:
        return str(request.url.include_query_params(page=number))

    return {
        "count": len(things),
        "next": link(page + 1) if first + size < len(things) else None,
        "previous": link(page - 1) if page > 1 else None,
        "results": [entry(thing) for thing in things[first : first + size]],
    }


def iso(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
