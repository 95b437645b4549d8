"""HeyGen as it was recorded: answers each request with the fixture of the state the account is in,
and fails the test if a request is not the recorded one."""

from __future__ import annotations

import json
from typing import Any

import httpx

from tests.contract.recorded import API_KEY, answer_of, check_request
from tests.contract.recorded import recorded as recorded_of

__all__ = ["API_KEY", "SESSION_ID", "RecordedHeyGen", "recorded"]


def recorded(name: str) -> dict[str, Any]:
    return recorded_of("heygen", name)


TOKEN = recorded("create_token")["response"]["json"]["data"]["token"]
SESSION_ID = recorded("new")["response"]["json"]["data"]["session_id"]


class RecordedHeyGen:
    """One account with one slot. `failing` maps a path to the fixture it answers with instead."""

    def __init__(self, *, failing: dict[str, str] | None = None) -> None:
        self.failing = failing or {}
        self.is_open = False
        self.has_history = False
        self.requests: list[httpx.Request] = []
        self._tokens = 0

    def client(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(transport=httpx.MockTransport(self._answer))

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        name = self.failing.get(request.url.path) or self._name(request)
        exchange = recorded(name)
        check_request(request, exchange["request"], key_header="X-Api-Key", token=f"{TOKEN}{self._tokens}")
        if name == "create_token":
            self._tokens += 1
            exchange["response"]["json"]["data"]["token"] = f"{TOKEN}{self._tokens}"
        return answer_of(exchange)

    def _name(self, request: httpx.Request) -> str:
        body = json.loads(request.content) if request.content else {}
        match request.url.path.rpartition("/")[2]:
            case "streaming.create_token":
                return "create_token"
            case "streaming.new":
                if self.is_open:
                    return "new_concurrent_limit"
                self.is_open = self.has_history = True
                return "new_with_knowledge_base" if "knowledge_base" in body else "new"
            case "streaming.task":
                if len(body["text"]) > 1_000:
                    return "task_too_long"
                return "task" if self.is_open else "task_closed"
            case "streaming.stop":
                if body["session_id"] != SESSION_ID:
                    return "stop_unknown"
                was_open, self.is_open = self.is_open, False
                return "stop" if was_open else "stop_closed"
            case (
                "streaming.start"
                | "streaming.interrupt"
                | "streaming.start_listening"
                | "streaming.stop_listening"
            ) as call:
                name = call.removeprefix("streaming.")
                return name if self.is_open else f"{name}_closed"
            case "streaming.keep_alive":
                return "keep_alive" if self.is_open else "keep_alive_closed"
            case "streaming.list" if request.url.path.startswith("/v1"):
                return "active_sessions" if self.is_open else "active_sessions_none"
            case "streaming.list":
                return "session_history"
            case "avatar.list":
                return "avatars"
            case "voices":
                return "voices"
            case "remaining_quota":
                return "remaining_quota"
        raise AssertionError(f"not recorded: {request.method} {request.url}")
