"""Exchanges with the vendors as they were recorded: tests/contract/fixtures/<vendor>/*.json."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx

FOLDER = Path(__file__).with_name("fixtures")
API_KEY = "key-of-the-account"


def recorded(vendor: str, name: str) -> dict[str, Any]:
    exchange: dict[str, Any] = json.loads((FOLDER / vendor / f"{name}.json").read_text(encoding="utf-8"))
    return exchange


def answer_of(exchange: dict[str, Any]) -> httpx.Response:
    answer = exchange["response"]
    return httpx.Response(answer["status"], json=answer["json"], headers=answer.get("headers"))


def check_request(request: httpx.Request, expected: dict[str, Any], *, key_header: str, token: str) -> None:
    """Fails unless `request` is the recorded one. `token`: what a browser's would be."""
    assert (request.method, request.url.path) == (expected["method"], expected["path"])
    if expected["auth"] == "key":
        assert request.headers[key_header] == API_KEY
        assert "Authorization" not in request.headers
    else:
        assert request.headers["Authorization"] == f"Bearer {token}"
        assert key_header not in request.headers
    if "json" in expected:
        assert json.loads(request.content) == expected["json"]
    if "query" in expected:
        assert dict(request.url.params) == expected["query"]
