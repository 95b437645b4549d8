"""Every REST call of both vendors, for tests of what may go wrong with them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from santa_core.domain.calls import Quality, Voice
from santa_core.ports import SessionRequest
from santa_core.providers.heygen import HeyGenAvatarProvider
from santa_core.providers.liveavatar import LiveAvatarProvider

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
    Call(
        LIVEAVATAR,
        "PATCH /v1/contexts/5d2a",
        lambda _, v: v.api.update_context("5d2a", name="santa-call 1", prompt=PROMPT),
    ),
    Call(LIVEAVATAR, "DELETE /v1/contexts/5d2a", lambda _, v: v.api.delete_context("5d2a")),
    Call(LIVEAVATAR, "GET /v1/avatars/public", lambda _, v: v.api.public_avatars()),
    Call(LIVEAVATAR, "GET /v1/avatars", lambda _, v: v.api.own_avatars()),
    Call(LIVEAVATAR, "GET /v1/voices", lambda _, v: v.voices()),
    Call(LIVEAVATAR, "GET /v1/users/credits", lambda _, v: v.balance()),
)
