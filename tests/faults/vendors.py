"""The two vendors as a call of ours meets them: which REST calls the studio makes, and when."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import httpx

from santa_core.domain.calls import AnswerBy, Avatar
from santa_core.ports import AvatarProvider, Clock
from santa_core.providers.heygen import HeyGenAvatarProvider

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
    avatar: Avatar
    calls: tuple[RestCall, ...]
    provider: Callable[[httpx.AsyncClient, str, Clock], AvatarProvider]
    opens: RestCall
    closes: RestCall
    own_end_seconds: float  # the vendor ends a session that nobody keeps, by itself, after so long
    sdk_token: Callable[[dict[str, Any]], list[str]]  # secrets in the browser's info


def _heygen(http: httpx.AsyncClient, url: str, clock: Clock) -> AvatarProvider:
    return HeyGenAvatarProvider(
        http, base_url=url, api_key=API_KEY, avatar_id="Santa_Fireplace_Front_public", clock=clock
    )


_NEW = RestCall("new", "POST", "/v1/streaming.new", When.OPENING, acts=True)
_STOP = RestCall("stop", "POST", "/v1/streaming.stop", When.ENDING, acts=True)
HEYGEN = Vendor(
    Avatar.HEYGEN,
    (
        RestCall("create_token", "POST", "/v1/streaming.create_token", When.OPENING),
        _NEW,
        RestCall("remaining_quota", "GET", "/v2/user/remaining_quota", When.DISCONNECT),
        _STOP,
    ),
    _heygen,
    opens=_NEW,
    closes=_STOP,
    own_end_seconds=120.0 + 1,
    sdk_token=lambda info: [info["token"], info["session_info"]["access_token"]],
)

VENDORS = (HEYGEN,)
