"""The emulator against what was recorded of both vendors: asked the same, it answers in the same shape."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.emulator.conftest import Desk

FIXTURES = Path(__file__).parents[1] / "contract" / "fixtures"
# What depends on the vendor's catalogue or on what may be said there; the emulator has neither.
NOT_ANSWERED = {"new_old_avatar", "new_voice_unsupported", "task_blocked_words"}
PREVIEWS = {"preview_url", "normal_preview"}  # the emulator has no pictures of its avatars to show

HEYGEN_SESSION = "7f9c24e8-3b12-4ad0-9f21-5d3f6a1e0c55"
LIVEAVATAR_SESSION = "0b1f6c52-6f0e-4d0e-8d0c-3c8f2a9b7e11"
CONTEXT = "5d2a4c0e-94a1-4f6f-8f0b-6a0f3f9a2c77"


def exchanges(vendor: str) -> list[Any]:
    files = sorted((FIXTURES / vendor).glob("*.json"))
    assert files
    return [
        pytest.param(file.stem, json.loads(file.read_text(encoding="utf-8")), id=file.stem)
        for file in files
        if file.stem not in NOT_ANSWERED
    ]


async def prepared_heygen(desk: Desk, name: str) -> tuple[str, str]:
    """The state in which `name` was recorded: a session's id, and a token."""
    token = await desk.token()
    bearer = {"Authorization": f"Bearer {token}"}
    if name in ("new", "new_invalid_avatar", "new_with_knowledge_base", "active_sessions_none"):
        return HEYGEN_SESSION, token
    session_id = (await desk.post("/v1/streaming.new", {}, **bearer)).json()["data"]["session_id"]
    if name in ("start", "new_token_spent"):
        return session_id, token
    await desk.post("/v1/streaming.start", {"session_id": session_id}, **bearer)
    if name.endswith("_closed") or name == "session_history":
        await desk.post("/v1/streaming.stop", {"session_id": session_id})
    if name in ("new_concurrent_limit", "new_quota_exhausted"):
        token = await desk.token()
    return session_id, token


async def prepared_liveavatar(desk: Desk, name: str) -> tuple[str, str, str]:
    """The state in which `name` was recorded: a session's id, its token and a context's id."""
    context = await desk.post("/v1/contexts", {"name": "santa-call call-1", "prompt": "You are Santa."})
    context_id = context.json()["data"]["id"]
    wanted = {"avatar_id": "8f59f2d6-5a37-4c0e-9c1e-0a5a27a5a001"}
    issued = (await desk.post("/v1/sessions/token", wanted)).json()["data"]
    session_id, token = issued["session_id"], issued["session_token"]
    never_started = name.startswith(("token", "start")) or name.endswith("_none")
    if never_started and name != "start_spent":
        return session_id, token, context_id
    await desk.post("/v1/sessions/start", None, Authorization=f"Bearer {token}")
    if name == "transcript":
        said = desk.emulator.sessions[0].repeat("Ho ho ho!")
        await desk.until(said.done.is_set)
    if name.endswith("_closed") or name in ("session", "session_history", "transcript"):
        await desk.post("/v1/sessions/stop", {"session_id": session_id, "reason": "USER_DISCONNECTED"})
    return session_id, token, context_id


async def break_what_was_broken(desk: Desk, name: str, path: str) -> None:
    faults: dict[str, bool] = {}
    if name.endswith("concurrent_limit"):
        faults = {"concurrency_full": True}
    elif name.endswith(("quota_exhausted", "insufficient_credits")):
        faults = {"quota_gone": True}
    await desk.post("/control/faults", faults)
    kind = {"rate_limited": "429", "server_error": "500"}.get(name.removeprefix("token_"))
    if kind is not None:
        await desk.post("/control/rest-faults", [{"path": path, "kind": kind}])


async def asked(desk: Desk, recorded: dict[str, Any], *, token: str, ids: dict[str, str]) -> httpx.Response:
    written = json.dumps(recorded["request"])
    for old, new in ids.items():
        written = written.replace(old, new)
    request = json.loads(written)
    unknown_caller = recorded["response"]["status"] == 401 and "spent" not in recorded["about"]
    if request["auth"] == "key":
        headers = {"X-Api-Key": "unknown"} if unknown_caller else desk.key
    else:
        headers = {"Authorization": f"Bearer {'unknown' if unknown_caller else token}"}
    call = desk.http.request(
        request["method"],
        request["path"],
        headers=headers,
        json=request.get("json"),
        params=request.get("query"),
    )
    return await desk.finished(asyncio.create_task(call))


def check_shape(recorded: Any, answered: Any, *, at: str = "answer", key: str = "") -> None:
    """Every recorded field is there and of its type; more may be. null says nothing about a type."""
    if recorded is None or (answered is None and key in PREVIEWS):
        return
    if isinstance(recorded, dict):
        assert isinstance(answered, dict), f"{at}: {answered!r}"
        for name, value in recorded.items():
            assert name in answered, f"{at} has no {name!r}: {answered!r}"
            check_shape(value, answered[name], at=f"{at}.{name}", key=name)
    elif isinstance(recorded, list):
        assert isinstance(answered, list), f"{at}: {answered!r}"
        assert bool(recorded) == bool(answered), f"{at}: {answered!r}"
        for value in answered:
            check_shape(recorded[0], value, at=f"{at}[]")
    elif isinstance(recorded, int | float) and not isinstance(recorded, bool):
        assert isinstance(answered, int | float) and not isinstance(answered, bool), f"{at}: {answered!r}"
    else:
        assert type(recorded) is type(answered), f"{at}: {answered!r} is not like {recorded!r}"


def check(recorded: dict[str, Any], answer: httpx.Response) -> None:
    expected = recorded["response"]
    assert answer.status_code == expected["status"], answer.text
    for header in expected.get("headers", {}):
        assert header in answer.headers
    check_shape(expected["json"], answer.json())
    assert answer.json().get("code") == expected["json"].get("code")
    # Where there is no code the error says which field it is about.
    for line, expected_line in zip(
        answer.json().get("detail", []), expected["json"].get("detail", []), strict=True
    ):
        assert line == expected_line


@pytest.mark.parametrize(("name", "recorded"), exchanges("heygen"))
async def test_heygen(desk: Desk, name: str, recorded: dict[str, Any]) -> None:
    session_id, token = await prepared_heygen(desk, name)
    await break_what_was_broken(desk, name, recorded["request"]["path"])
    check(recorded, await asked(desk, recorded, token=token, ids={HEYGEN_SESSION: session_id}))


@pytest.mark.parametrize(("name", "recorded"), exchanges("liveavatar"))
async def test_liveavatar(desk: Desk, name: str, recorded: dict[str, Any]) -> None:
    session_id, token, context_id = await prepared_liveavatar(desk, name)
    await break_what_was_broken(desk, name, recorded["request"]["path"])
    ids = {LIVEAVATAR_SESSION: session_id, CONTEXT: context_id}
    check(recorded, await asked(desk, recorded, token=token, ids=ids))
