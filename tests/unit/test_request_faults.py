"""The fault matrix of single requests: every REST call of both vendors x everything that can go wrong.

After each: the error's kind, a sentence that helps, how often it was asked, and no secret anywhere.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import httpx
import pytest

from santa_core.domain.calls import Quality, Voice
from santa_core.errors import ProviderError, ProviderRefused, ProviderUnavailable
from santa_core.ports import SessionRequest
from santa_core.providers.heygen import HeyGenAvatarProvider
from santa_core.providers.heygen_api import HeyGenApi
from santa_core.providers.liveavatar import LiveAvatarAccount, LiveAvatarProvider
from santa_core.providers.liveavatar_api import LiveAvatarApi
from santa_core.providers.lost_openings import BETWEEN_LISTINGS_SECONDS
from santa_core.providers.vendor_http import ATTEMPTS, Timeouts
from tests.fakes.vendor_wire import ImpatientClock

KEY = "key-of-the-account"
TOKEN = "token-of-a-browser"
PROMPT = "You are Santa Claus and you know that Emma is afraid of dogs."
WORDS = "Emma is a very brave girl."
SECRETS = (KEY, TOKEN, PROMPT, WORDS, "Emma")
REQUEST = SessionRequest(
    call_id="call-1",
    quality=Quality.MEDIUM,
    voice=Voice(),
    language="en",
    knowledge_base=PROMPT,
)
SESSION = "0b1f6c52-6f0e-4d0e-8d0c-3c8f2a9b7e11"


@dataclass(frozen=True)
class Call:
    """`endpoint` is the one that fails. `safe`: asked again where that may help."""

    vendor: str
    endpoint: str
    ask: Callable[[HeyGenAvatarProvider, LiveAvatarProvider], Awaitable[object]]
    safe: bool = True

    @property
    def name(self) -> str:
        return f"{self.vendor} {self.endpoint}"


HEYGEN, LIVEAVATAR = "HeyGen", "LiveAvatar"
CALLS = (
    Call(HEYGEN, "POST /v1/streaming.create_token", lambda h, _: h.create_token()),
    Call(HEYGEN, "POST /v1/streaming.new", lambda h, _: h.open_session(REQUEST), safe=False),
    Call(HEYGEN, "POST /v1/streaming.start", lambda h, _: h.api.start(SESSION, token=TOKEN), safe=False),
    Call(HEYGEN, "POST /v1/streaming.task", lambda h, _: h.speak(SESSION, WORDS), safe=False),
    Call(HEYGEN, "POST /v1/streaming.interrupt", lambda h, _: h.api.interrupt(SESSION), safe=False),
    Call(HEYGEN, "POST /v1/streaming.start_listening", lambda h, _: h.api.start_listening(SESSION)),
    Call(HEYGEN, "POST /v1/streaming.stop_listening", lambda h, _: h.api.stop_listening(SESSION)),
    Call(HEYGEN, "POST /v1/streaming.stop", lambda h, _: h.api.stop(SESSION)),
    Call(HEYGEN, "POST /v1/streaming.keep_alive", lambda h, _: h.keep_alive(SESSION)),
    Call(HEYGEN, "GET /v1/streaming.list", lambda h, _: h.active_sessions()),
    Call(HEYGEN, "GET /v2/streaming.list", lambda h, _: h.session_history()),
    Call(HEYGEN, "GET /v1/streaming/avatar.list", lambda h, _: h.avatars()),
    Call(HEYGEN, "GET /v2/voices", lambda h, _: h.voices()),
    Call(HEYGEN, "GET /v2/user/remaining_quota", lambda h, _: h.balance()),
    Call(LIVEAVATAR, "POST /v1/sessions/token", lambda _, v: v.api.session_token({"mode": "FULL"})),
    Call(LIVEAVATAR, "POST /v1/sessions/start", lambda _, v: v.api.start(TOKEN), safe=False),
    Call(LIVEAVATAR, "POST /v1/sessions/stop", lambda _, v: v.api.stop(SESSION, reason="USER_CLOSED")),
    Call(LIVEAVATAR, "POST /v1/sessions/keep-alive", lambda _, v: v.keep_alive(SESSION)),
    Call(LIVEAVATAR, "GET /v1/sessions", lambda _, v: v.active_sessions()),
    Call(LIVEAVATAR, "GET /v1/sessions", lambda _, v: v.session_history()),
    Call(LIVEAVATAR, f"GET /v1/sessions/{SESSION}", lambda _, v: v.api.session(SESSION)),
    Call(LIVEAVATAR, f"GET /v1/sessions/{SESSION}/transcript", lambda _, v: v.transcript(SESSION)),
    Call(LIVEAVATAR, f"DELETE /v1/sessions/{SESSION}/events", lambda _, v: v.api.delete_events(SESSION)),
    Call(
        LIVEAVATAR,
        "POST /v1/contexts",
        lambda _, v: v.api.create_context(name="santa-call 1", prompt=PROMPT),
        safe=False,
    ),
    Call(LIVEAVATAR, "GET /v1/contexts", lambda _, v: v.tidy(open_call_ids=())),
    Call(LIVEAVATAR, "GET /v1/contexts/5d2a", lambda _, v: v.api.context("5d2a")),
    Call(LIVEAVATAR, "DELETE /v1/contexts/5d2a", lambda _, v: v.api.delete_context("5d2a")),
    Call(LIVEAVATAR, "GET /v1/avatars/public", lambda _, v: v.api.public_avatars()),
    Call(LIVEAVATAR, "GET /v1/avatars", lambda _, v: v.api.own_avatars()),
    Call(LIVEAVATAR, "GET /v1/voices", lambda _, v: v.voices()),
    Call(LIVEAVATAR, "GET /v1/users/credits", lambda _, v: v.balance()),
)


def _echo(request: httpx.Request) -> str:
    """A vendor that repeats all it was sent."""
    credentials = (request.headers.get(name, "") for name in ("X-Api-Key", "Authorization"))
    return f"Not so: {' '.join(credentials)} {request.content.decode()}"


@dataclass(frozen=True)
class Fault:
    """`repeated`: what is safe is asked again."""

    name: str
    outcome: Callable[[httpx.Request], httpx.Response | Exception]
    kind: str
    repeated: bool
    retry_after_seconds: float | None = None


def _error(status: int, **headers: str) -> Callable[[httpx.Request], httpx.Response]:
    def answer(request: httpx.Request) -> httpx.Response:
        body = {"code": 99_999, "message": _echo(request), "data": None}
        return httpx.Response(status, json=body, headers=headers)

    return answer


def _invalid(request: httpx.Request) -> httpx.Response:
    complaint = {"loc": ["body", "text"], "msg": _echo(request), "type": "odd", "input": WORDS}
    return httpx.Response(422, json={"detail": [complaint]})


FAULTS = (
    Fault("timeout", lambda _: httpx.ReadTimeout("nothing came"), "unavailable", True),
    Fault("refused connection", lambda _: httpx.ConnectError("refused"), "unavailable", True),
    Fault("400", _error(400), "invalid_request", False),
    Fault("401", _error(401), "unauthorized", False),
    Fault("403", _error(403), "unauthorized", False),
    Fault("409", _error(409), "invalid_request", False),
    Fault("422", _invalid, "invalid_request", False),
    Fault("429", _error(429, **{"Retry-After": "1"}), "unavailable", True, 1.0),
    Fault("500", _error(500), "unavailable", True),
    Fault("502", lambda request: httpx.Response(502, html=_echo(request)), "unavailable", True),
    Fault(
        "truncated",
        lambda _: httpx.Response(200, content=b'{"code": 1000, "data": {"session_id": "' + KEY.encode()),
        "unavailable",
        True,
    ),
    Fault("30 s delay", lambda _: SlowAnswer(), "unavailable", True),
)


class SlowAnswer(Exception):
    """Stands for an answer that comes after 30 s."""


class Vendors:
    """Both, at one wire: `endpoint` suffers the fault, all else succeeds."""

    def __init__(self, endpoint: str, fault: Fault) -> None:
        self.asked: list[str] = []
        self._endpoint = endpoint
        self._fault = fault
        self.clock = ImpatientClock()
        # What takes 30 s there is given up after 10 ms here.
        timeouts = Timeouts(usual=0.01, opening=0.01, glance=0.01, connect=0.01)
        self._http = httpx.AsyncClient(transport=httpx.MockTransport(self._answer))
        self.heygen = HeyGenAvatarProvider(
            self._http,
            base_url="https://api.heygen.com",
            api_key=KEY,
            clock=self.clock,
            timeouts=timeouts if fault.name == "30 s delay" else None,
        )
        account = LiveAvatarAccount(
            self._http,
            base_url="https://api.liveavatar.com",
            api_key=KEY,
            clock=self.clock,
            timeouts=timeouts if fault.name == "30 s delay" else None,
        )
        self.liveavatar = LiveAvatarProvider(account, avatar_id="8f59f2d6-5a37-4c0e-9c1e-0a5a27a5a001")

    async def aclose(self) -> None:
        await self._http.aclose()

    async def _answer(self, request: httpx.Request) -> httpx.Response:
        endpoint = f"{request.method} {request.url.path}"
        self.asked.append(endpoint)
        if endpoint != self._endpoint:
            return httpx.Response(200, json={"code": 100, "data": {"token": TOKEN, "sessions": []}})
        outcome = self._fault.outcome(request)
        if isinstance(outcome, SlowAnswer):
            await asyncio.Event().wait()  # 30 s are for ever when 10 ms are allowed
        if isinstance(outcome, Exception):
            raise outcome
        return outcome


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
@pytest.mark.parametrize("call", CALLS, ids=lambda call: call.name)
async def test_whatever_goes_wrong_with_a_request_is_one_clear_error(call: Call, fault: Fault) -> None:
    vendors = Vendors(call.endpoint, fault)
    with pytest.raises(ProviderError) as failed:
        await call.ask(vendors.heygen, vendors.liveavatar)
    error = failed.value

    assert error.kind == fault.kind
    if fault.kind == "unavailable":
        assert isinstance(error, ProviderUnavailable)
        # Sent once and lost: nobody knows. Never sent, or turned away: it may be tried again.
        assert error.retryable is (call.safe or fault.name in ("refused connection", "429"))
    else:
        assert isinstance(error, ProviderRefused) and not error.retryable
    assert error.retry_after_seconds == fault.retry_after_seconds

    sentence = str(error)
    assert sentence.startswith((call.vendor, "All sessions")) and sentence.endswith(".")
    assert any(word in sentence for word in ("Try again", "try again", "Check "))

    asked = vendors.asked.count(call.endpoint)
    assert asked == (ATTEMPTS if call.safe and fault.repeated else 1)
    between = [pause for pause in vendors.clock.pauses if pause != BETWEEN_LISTINGS_SECONDS]
    assert len(between) == asked - 1

    provider = vendors.heygen if call.vendor == HEYGEN else vendors.liveavatar
    failures = provider.recent_failures()
    if "DELETE" not in call.endpoint or fault.repeated:  # what is gone already needs no deleting
        assert [f.request for f in failures] == [call.endpoint]
    told = f"{error} {error!r} {error.vendor} {vars(error)} {failures} {vars(provider)}"
    for secret in SECRETS:
        assert secret not in told
    await vendors.aclose()


def test_every_endpoint_of_both_vendors_is_in_the_matrix() -> None:
    for vendor, api in ((HEYGEN, HeyGenApi), (LIVEAVATAR, LiveAvatarApi)):
        methods = [name for name in vars(api) if not name.startswith("_") and name != "check"]
        calls = [call for call in CALLS if call.vendor == vendor]
        assert len(calls) == len(methods), methods
