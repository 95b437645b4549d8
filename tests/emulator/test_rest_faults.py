from __future__ import annotations

import asyncio
import json
from typing import Any

import httpx
import pytest

from tests.emulator.conftest import Desk
from tests.emulator.served import KEY, serve

NEW = "/v1/streaming.new"


async def order(desk: Desk, *faults: dict[str, Any]) -> None:
    answer = await desk.http.post("/control/rest-faults", json=list(faults), headers=desk.key)
    assert answer.status_code == 200, answer.text


@pytest.mark.parametrize("status", [400, 401, 403, 409, 422, 429, 500])
async def test_a_status_strikes_its_path_only_and_in_the_envelope_of_the_api(desk: Desk, status: int) -> None:
    await order(desk, {"path": NEW, "kind": str(status)})
    answer = await desk.post(NEW)
    assert answer.status_code == status
    assert set(answer.json()) == {"code", "message", "data"}
    assert "on purpose" in answer.json()["message"]
    assert answer.headers.get("Retry-After") == ("1" if status == 429 else None)
    assert desk.emulator.sessions == []
    assert (await desk.get("/v1/streaming.list")).status_code == 200


async def test_502_is_a_page_in_html(desk: Desk) -> None:
    await order(desk, {"path": NEW, "kind": "502"})
    answer = await desk.post(NEW)
    assert (answer.status_code, answer.headers["content-type"]) == (502, "text/html; charset=utf-8")


@pytest.mark.parametrize(("acts", "sessions"), [(False, 0), (True, 1)])
@pytest.mark.parametrize("kind", ["500", "502", "truncated"])
async def test_with_acts_the_work_is_done_and_only_its_answer_is_spoilt(
    desk: Desk, kind: str, acts: bool, sessions: int
) -> None:
    await order(desk, {"path": NEW, "kind": kind, "acts": acts})
    answer = await desk.post(NEW)
    assert len(desk.emulator.sessions) == sessions
    if kind == "truncated":
        assert answer.status_code == 200
        with pytest.raises(json.JSONDecodeError):
            answer.json()


async def test_a_fault_strikes_as_often_as_it_was_asked_to_and_is_counted(desk: Desk) -> None:
    await order(desk, {"path": NEW, "kind": "500", "times": 2}, {"path": NEW, "kind": "429", "times": 1})
    assert [(await desk.post(NEW)).status_code for _ in range(4)] == [500, 500, 429, 200]
    listed = (await desk.get("/control/rest-faults")).json()
    assert [(fault["kind"], fault["struck"]) for fault in listed] == [("500", 2), ("429", 1)]
    await order(desk)
    assert (await desk.get("/control/rest-faults")).json() == []


async def test_a_method_can_be_chosen(desk: Desk) -> None:
    await order(desk, {"path": NEW, "kind": "500", "method": "GET"})
    assert (await desk.post(NEW)).status_code == 200


async def test_a_slow_call_is_done_after_its_delay(desk: Desk) -> None:
    await order(desk, {"path": NEW, "kind": "slow", "delay_seconds": 30})
    waiting = asyncio.create_task(desk.post(NEW))
    await desk.clock.advance(29)
    assert (desk.emulator.sessions, waiting.done()) == ([], False)
    assert (await desk.finished(waiting)).status_code == 200
    assert len(desk.emulator.sessions) == 1


async def test_a_slow_call_that_acts_is_done_at_once_and_answered_late(desk: Desk) -> None:
    await order(desk, {"path": NEW, "kind": "slow", "delay_seconds": 5, "acts": True})
    waiting = asyncio.create_task(desk.post(NEW))
    await desk.until(lambda: len(desk.emulator.sessions) == 1)
    assert not waiting.done()
    assert (await desk.finished(waiting)).json()["data"]["session_id"]


@pytest.mark.parametrize(("acts", "sessions"), [(False, 0), (True, 1)])
async def test_a_hanging_call_never_answers_and_is_forgotten_when_the_caller_hangs_up(
    acts: bool, sessions: int
) -> None:
    async with serve() as served:
        faults = [{"path": NEW, "kind": "hang", "acts": acts}]
        await served.http.post("/control/rest-faults", json=faults, headers=KEY)
        with pytest.raises(httpx.ReadTimeout):
            await served.http.post(NEW, json={}, headers=KEY, timeout=1.0)
        assert len(served.emulator.sessions) == sessions
        # Serving ends although a call still hangs.
        hanging = asyncio.create_task(served.post(NEW))
        await asyncio.sleep(0.2)
        assert not hanging.done()
    assert (await hanging).status_code == 500


async def test_a_slow_call_whose_caller_has_gone_is_not_done() -> None:
    async with serve() as served:
        faults = [{"path": NEW, "kind": "slow", "delay_seconds": 0.6}]
        await served.http.post("/control/rest-faults", json=faults, headers=KEY)
        with pytest.raises(httpx.ReadTimeout):
            await served.http.post(NEW, json={}, headers=KEY, timeout=0.2)
        await asyncio.sleep(0.6)
        assert served.emulator.sessions == []


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ({}, "send a list"),
        (["500"], "is not an object"),
        ([{"path": "/v1/streaming.nwe", "kind": "500"}], "is no REST path here"),
        ([{"path": NEW, "kind": "418"}], "kind: '418'"),
        ([{"path": NEW, "kind": "500", "time": 1}], "unknown 'time'"),
        ([{"path": NEW, "kind": "500", "times": 0}], "times: 0"),
        ([{"path": NEW, "kind": "slow", "delay_seconds": -1}], "delay_seconds: -1"),
        ([{"path": NEW, "kind": "500", "acts": 1}], "acts: 1"),
        ([{"path": NEW, "kind": "500", "method": "FETCH"}], "method: 'FETCH'"),
    ],
)
async def test_a_fault_that_cannot_be_is_refused_in_words_and_the_others_stay(
    desk: Desk, body: Any, says: str
) -> None:
    await order(desk, {"path": NEW, "kind": "500"})
    answer = await desk.http.post("/control/rest-faults", json=body, headers=desk.key)
    assert (answer.status_code, says in answer.json()["error"]) == (400, True)
    assert (await desk.post(NEW)).status_code == 500


async def test_only_the_key_orders_faults(desk: Desk) -> None:
    assert (await desk.post("/control/rest-faults", [], nothing="here")).status_code == 401
