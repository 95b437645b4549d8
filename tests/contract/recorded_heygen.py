"""HeyGen as it was recorded: answers each request with the fixture of the state the account is in,
and fails the test if a request is not the recorded one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx

FOLDER = Path(__file__).with_name("fixtures") / "heygen"
API_KEY = "key-of-the-account"


def recorded(name: str) -> dict[str, Any]:
    exchange: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return exchange


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
        self._check(request, exchange["request"])
        answer = exchange["response"]
        if name == "create_token":
            self._tokens += 1
            answer["json"]["data"]["token"] = f"{TOKEN}{self._tokens}"
        return httpx.Response(answer["status"], json=answer["json"])

    def _name(self, request: httpx.Request) -> str:
        body = json.loads(request.content) if request.content else {}
        match request.url.path.rpartition("/")[2]:
            case "streaming.create_token":
                return "create_token"
            case "streaming.new":
                if self.is_open:
                    return "new_concurrent_limit"
                self.is_open = self.has_history = True
                return "new"
            case "streaming.task":
                if len(body["text"]) > 1_000:
                    return "task_too_long"
                return "task" if self.is_open else "task_closed"
            case "streaming.stop":
                if body["session_id"] != SESSION_ID:
                    return "stop_unknown"
                was_open, self.is_open = self.is_open, False
                return "stop" if was_open else "stop_closed"
            case "streaming.keep_alive":
                return "keep_alive" if self.is_open else "keep_alive_closed"
            case "streaming.list" if request.url.path.startswith("/v1"):
                return "active_sessions" if self.is_open else "active_sessions_none"
            case "streaming.list":
                return "session_history"
            case "avatar.list":
                return "avatars"
            case "remaining_quota":
                return "remaining_quota"
        raise AssertionError(f"not recorded: {request.method} {request.url}")

    def _check(self, request: httpx.Request, expected: dict[str, Any]) -> None:
        assert (request.method, request.url.path) == (expected["method"], expected["path"])
        if expected["auth"] == "key":
            assert request.headers["X-Api-Key"] == API_KEY
            assert "Authorization" not in request.headers
        else:
            assert request.headers["Authorization"] == f"Bearer {TOKEN}{self._tokens}"
            assert "X-Api-Key" not in request.headers
        if "json" in expected:
            assert json.loads(request.content) == expected["json"]
        if "query" in expected:
            assert dict(request.url.params) == expected["query"]
