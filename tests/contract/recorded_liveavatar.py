"""LiveAvatar as it was recorded: answers each request with the fixture of the state the account is in,
and fails the test if a request is not the recorded one."""

from __future__ import annotations

import json
from typing import Any

import httpx

from tests.contract.recorded import answer_of, check_request
from tests.contract.recorded import recorded as recorded_of


def recorded(name: str) -> dict[str, Any]:
    return recorded_of("liveavatar", name)


SESSION_ID = recorded("token")["response"]["json"]["data"]["session_id"]
SESSION_TOKEN = recorded("token")["response"]["json"]["data"]["session_token"]
AVATAR_ID = recorded("token")["request"]["json"]["avatar_id"]
VOICE_ID = recorded("token_with_voice")["request"]["json"]["avatar_persona"]["voice_id"]
CONTEXT_ID = recorded("context_created")["response"]["json"]["data"]["id"]
NOBODY = recorded("session_unknown")["request"]["path"].rpartition("/")[2]


class RecordedLiveAvatar:
    """One account with one slot. `failing` maps "METHOD path" to the fixture it answers with instead."""

    def __init__(self, *, failing: dict[str, str] | None = None) -> None:
        self.failing = failing or {}
        self.is_open = False
        self.has_history = False
        self.has_context = False
        self.requests: list[httpx.Request] = []

    def client(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(transport=httpx.MockTransport(self._answer))

    @property
    def asked(self) -> list[str]:
        return [f"{r.method} {r.url.path}" for r in self.requests]

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        name = self.failing.get(f"{request.method} {request.url.path}") or self._name(request)
        exchange = recorded(name)
        check_request(request, exchange["request"], key_header="X-API-KEY", token=SESSION_TOKEN)
        return answer_of(exchange)

    def _name(self, request: httpx.Request) -> str:
        body = json.loads(request.content) if request.content else {}
        match request.method, request.url.path.removeprefix("/v1/").split("/"):
            case "POST", ["sessions", "token"]:
                if self.is_open:
                    return (
                        "token_sandbox_concurrent_limit" if body["is_sandbox"] else "token_concurrent_limit"
                    )
                self.is_open = self.has_history = True
                return _token_name(body)
            case "POST", ["sessions", "start"]:
                return "start"
            case "POST", ["sessions", "stop"]:
                if body["session_id"] != SESSION_ID:
                    return "stop_unknown" if body["session_id"] == NOBODY else "stop_not_a_uuid"
                was_open, self.is_open = self.is_open, False
                return "stop" if was_open else "stop_closed"
            case "POST", ["sessions", "keep-alive"]:
                if body["session_id"] == NOBODY:
                    return "keep_alive_unknown"
                return "keep_alive" if self.is_open else "keep_alive_closed"
            case "GET", ["sessions"]:
                if request.url.params["type"] == "active":
                    return "active_sessions" if self.is_open else "active_sessions_none"
                return "session_history" if self.has_history else "session_history_none"
            case "GET", ["sessions", session_id]:
                return "session" if session_id == SESSION_ID else "session_unknown"
            case "GET", ["sessions", _, "transcript"]:
                return "transcript"
            case "DELETE", ["sessions", session_id, "events"]:
                return "events_deleted" if session_id == SESSION_ID else "events_unknown"
            case "POST", ["contexts"]:
                self.has_context = True
                return "context_created"
            case "GET", ["contexts"]:
                return "contexts"
            case "GET", ["contexts", context_id]:
                return "context" if context_id == CONTEXT_ID else "context_unknown"
            case "DELETE", ["contexts", context_id]:
                self.has_context = False
                return "context_deleted" if context_id == CONTEXT_ID else "context_delete_unknown"
            case "GET", ["avatars", "public"]:
                return "avatars_public"
            case "GET", ["avatars"]:
                return "avatars_own"
            case "GET", ["voices"]:
                return "voices"
            case "GET", ["users", "credits"]:
                return "credits"
        raise AssertionError(f"not recorded: {request.method} {request.url}")


def _token_name(body: dict[str, Any]) -> str:
    persona = body["avatar_persona"]
    if "context_id" in persona:
        return "token_with_context"
    if "voice_id" in persona:
        return "token_with_voice"
    if body["is_sandbox"]:
        return "token_sandbox"
    return "token_push_to_talk" if body["interactivity_type"] == "PUSH_TO_TALK" else "token"
