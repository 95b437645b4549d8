"""The two vendors as a call of ours meets them: which REST calls the studio makes, and when."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import httpx

from santa_core.domain.calls import AnswerBy, Avatar
from santa_core.emulator.app import Emulator
from santa_core.emulator.liveavatar.catalogue import SANTA_AVATAR_ID
from santa_core.emulator.registry import Sessions
from santa_core.ports import AvatarProvider, Clock
from santa_core.providers.heygen import HeyGenAvatarProvider
from santa_core.providers.liveavatar import LiveAvatarAccount, LiveAvatarProvider

API_KEY = "key-that-nobody-may-read"


class When(StrEnum):
    """What brings the studio to make a call, besides the opening, at which most are made."""

    OPENING = "opening"
    LIVE = "live"
    DISCONNECT = "disconnect"
    ENDING = "ending"


@dataclass(frozen=True)
class RestCall:
    """`name` for people; `acts`: it changes something, so that it may have worked without our knowing."""

    name: str
    method: str
    path: str
    when: When
    acts: bool = False
    answer_by: AnswerBy = AnswerBy.OWN_LLM


@dataclass(frozen=True)
class Vendor:
    """`calls`: all that the studio makes in a call's life. `joins`: what the SDK asks of the vendor's REST to
    enter the room, with the browser's info; nothing where entering starts no meter."""

    avatar: Avatar
    calls: tuple[RestCall, ...]
    provider: Callable[[httpx.AsyncClient, str, Clock], AvatarProvider]
    sessions: Callable[[Emulator], Sessions]
    joins: Callable[[httpx.AsyncClient, dict[str, Any]], Awaitable[None]]
    opens: RestCall
    closes: RestCall
    own_end_seconds: float  # the vendor ends a session that nobody keeps, by itself, after so long
    sdk_token: Callable[[dict[str, Any]], list[str]]  # secrets in the browser's info
    bills_at_opening: bool  # false: only from when the browser has entered


def _heygen(http: httpx.AsyncClient, url: str, clock: Clock) -> AvatarProvider:
    return HeyGenAvatarProvider(
        http, base_url=url, api_key=API_KEY, avatar_id="Santa_Fireplace_Front_public", clock=clock
    )


def _liveavatar(http: httpx.AsyncClient, url: str, clock: Clock) -> AvatarProvider:
    account = LiveAvatarAccount(http, base_url=url, api_key=API_KEY, clock=clock)
    return LiveAvatarProvider(account, avatar_id=SANTA_AVATAR_ID)


async def _nothing(http: httpx.AsyncClient, info: dict[str, Any]) -> None:
    """HeyGen's meter runs since streaming.new; media would only cost the tests time."""


async def _start(http: httpx.AsyncClient, info: dict[str, Any]) -> None:
    headers = {"Authorization": f"Bearer {info['session_token']}"}
    (await http.post("/v1/sessions/start", headers=headers)).raise_for_status()


_NEW = RestCall("new", "POST", "/v1/streaming.new", When.OPENING, acts=True)
_STOP = RestCall("stop", "POST", "/v1/streaming.stop", When.ENDING, acts=True)
HEYGEN = Vendor(
    Avatar.HEYGEN,
    (
        RestCall("create_token", "POST", "/v1/streaming.create_token", When.OPENING),
        RestCall("active sessions", "GET", "/v1/streaming.list", When.OPENING),
        _NEW,
        RestCall("remaining_quota", "GET", "/v2/user/remaining_quota", When.DISCONNECT),
        RestCall("keep_alive", "POST", "/v1/streaming.keep_alive", When.LIVE, acts=True),
        _STOP,
    ),
    _heygen,
    sessions=lambda emulator: emulator.registry,
    joins=_nothing,
    opens=_NEW,
    closes=_STOP,
    own_end_seconds=120.0 + 1,
    sdk_token=lambda info: [info["token"], info["session_info"]["access_token"]],
    bills_at_opening=True,
)

_TOKEN = RestCall("token", "POST", "/v1/sessions/token", When.OPENING, acts=True)
_STOP_LA = RestCall("stop", "POST", "/v1/sessions/stop", When.ENDING, acts=True)
_CONTEXT, _NO_CONTEXT = (
    RestCall(name, method, path, when, acts=True, answer_by=AnswerBy.VENDOR_LLM)
    for name, method, path, when in (
        ("new context", "POST", "/v1/contexts", When.OPENING),
        ("delete context", "DELETE", "/v1/contexts/{id}", When.ENDING),
    )
)
LIVEAVATAR = Vendor(
    Avatar.LIVEAVATAR,
    (
        _TOKEN,
        RestCall(
            "new context", "POST", "/v1/contexts", When.OPENING, acts=True, answer_by=AnswerBy.VENDOR_LLM
        ),
        RestCall("credits", "GET", "/v1/users/credits", When.DISCONNECT),
        RestCall("keep_alive", "POST", "/v1/sessions/keep-alive", When.LIVE, acts=True),
        RestCall("sessions", "GET", "/v1/sessions", When.DISCONNECT),
        _STOP_LA,
        RestCall("delete events", "DELETE", "/v1/sessions/{id}/events", When.ENDING, acts=True),
        _NO_CONTEXT,
    ),
    _liveavatar,
    sessions=lambda emulator: emulator.liveavatar_registry,
    joins=_start,
    opens=_TOKEN,
    closes=_STOP_LA,
    own_end_seconds=300.0 + 1,
    sdk_token=lambda info: [info["session_token"]],
    bills_at_opening=False,
)

VENDORS = (HEYGEN, LIVEAVATAR)
