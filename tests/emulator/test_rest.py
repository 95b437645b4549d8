from __future__ import annotations

import asyncio
import json
from decimal import Decimal
from typing import Any

import pytest

from tests.emulator.conftest import Desk, OpenDesk
from tests.emulator.doubles import FakeBrain, FakeVoice

SESSION_CALLS = ("start", "task", "interrupt", "stop", "keep_alive", "start_listening", "stop_listening")


async def task(desk: Desk, session_id: str, text: str = "Ho ho ho", **options: Any) -> dict[str, Any]:
    body = {"session_id": session_id, "text": text, "task_type": "repeat", **options}
    answer = await desk.finished(asyncio.create_task(desk.post("/v1/streaming.task", body)))
    assert answer.status_code == 200, answer.text
    data: dict[str, Any] = answer.json()["data"]
    return data


async def test_a_token_comes_in_its_own_envelope(desk: Desk) -> None:
    body = (await desk.post("/v1/streaming.create_token")).json()
    assert body["error"] is None
    assert body["data"]["token"]


async def test_only_the_key_mints_tokens(desk: Desk) -> None:
    answer = await desk.post("/v1/streaming.create_token", Authorization=f"Bearer {await desk.token()}")
    assert answer.status_code == 401
    assert (answer.json()["code"], answer.json()["message"]) == (400112, "Unauthorized")


async def test_the_second_session_of_a_token_is_refused(desk: Desk) -> None:
    bearer = {"Authorization": f"Bearer {await desk.token()}"}
    first, second = await asyncio.gather(*(desk.post("/v1/streaming.new", **bearer) for _ in range(2)))
    assert sorted([first.status_code, second.status_code]) == [200, 401]


async def test_a_tokens_session_is_its_own_and_no_other(desk: Desk) -> None:
    bearer = {"Authorization": f"Bearer {await desk.token()}"}
    mine = (await desk.post("/v1/streaming.new", **bearer)).json()["data"]["session_id"]
    other = (await desk.new())["session_id"]
    assert (await desk.post("/v1/streaming.start", {"session_id": mine}, **bearer)).status_code == 200
    assert (await desk.post("/v1/streaming.start", {"session_id": other}, **bearer)).status_code == 401


async def test_a_refused_new_leaves_the_token_unspent(desk: Desk) -> None:
    bearer = {"Authorization": f"Bearer {await desk.token()}"}
    assert (await desk.post("/v1/streaming.new", {"quality": "4k"}, **bearer)).status_code == 400
    assert (await desk.post("/v1/streaming.new", {"quality": "low"}, **bearer)).status_code == 200


async def test_new_answers_with_all_that_clients_expect(desk: Desk) -> None:
    answer = await desk.post("/v1/streaming.new", {"version": "v2"})
    assert answer.json()["code"] == 100
    data = answer.json()["data"]
    assert data["url"] == "ws://santa.test"
    assert data["session_duration_limit"] == 600
    assert data["is_paid"] is False
    for key in ("session_id", "access_token", "realtime_endpoint", "livekit_agent_token"):
        assert isinstance(data[key], str)
    assert (data["sdp"], data["ice_servers"], data["ice_servers2"]) == (None, None, None)


async def test_bad_parameters_and_bad_json_are_refused_in_words(desk: Desk) -> None:
    answer = await desk.post("/v1/streaming.new", {"voice": {"rate": 9}})
    assert answer.status_code == 400
    assert "voice.rate: 9" in answer.json()["message"]
    answer = await desk.http.post("/v1/streaming.new", content=b"{", headers=desk.key)
    assert (answer.status_code, "not JSON" in answer.json()["message"]) == (400, True)
    answer = await desk.http.post("/v1/streaming.new", content=b"[1]", headers=desk.key)
    assert (answer.status_code, "not a JSON object" in answer.json()["message"]) == (400, True)


@pytest.mark.parametrize("call", SESSION_CALLS)
async def test_every_call_needs_a_caller_and_a_session(desk: Desk, call: str) -> None:
    body = {"session_id": "nobody", "text": "hi"}
    assert (await desk.post(f"/v1/streaming.{call}", body, nothing="here")).status_code == 401
    assert (await desk.post(f"/v1/streaming.{call}", body)).status_code == 404
    assert (await desk.post(f"/v1/streaming.{call}", {"text": "hi"})).status_code == 400


@pytest.mark.parametrize("call", SESSION_CALLS)
async def test_every_call_on_a_closed_session_is_400006(desk: Desk, call: str) -> None:
    session_id = await desk.started()
    assert (await desk.post("/v1/streaming.stop", {"session_id": session_id})).json()["code"] == 100
    answer = await desk.post(f"/v1/streaming.{call}", {"session_id": session_id, "text": "hi"})
    assert (answer.status_code, answer.json()["code"]) == (400, 400006)
    assert "session state wrong: closed" in answer.json()["message"]


async def test_tasks_need_a_started_session(desk: Desk) -> None:
    session_id = (await desk.new())["session_id"]
    answer = await desk.post("/v1/streaming.task", {"session_id": session_id, "text": "hi"})
    assert (answer.status_code, answer.json()["code"]) == (400, 400006)


async def test_a_sync_task_answers_when_it_was_spoken(desk: Desk) -> None:
    session_id = await desk.started(voice={"rate": 1.2, "emotion": "excited"}, language="pl")
    before = desk.clock.monotonic()
    data = await task(desk, session_id, "Ho ho ho", task_mode="sync")
    assert data["duration_ms"] == 300.0
    assert desk.clock.monotonic() - before >= 0.3
    assert desk.voice.said == [("Ho ho ho", "pl", 1.2, "excited")]


async def test_an_async_task_answers_at_once_with_its_duration(desk: Desk) -> None:
    session_id = await desk.started()
    before = desk.clock.monotonic()
    answer = await desk.post(
        "/v1/streaming.task",
        {"session_id": session_id, "text": "Ho ho ho", "task_type": "repeat", "task_mode": "async"},
    )
    assert answer.json()["data"]["duration_ms"] == 300.0
    assert answer.json()["data"]["task_id"]
    assert desk.clock.monotonic() == before


async def test_a_talk_task_is_answered_by_the_brain_with_what_was_really_said(desk: Desk) -> None:
    session_id = await desk.started(knowledge_base="You are Santa.", language="en")
    await task(desk, session_id, "I want a train", task_type="talk", task_mode="sync")
    assert [said for said, *_ in desk.voice.said] == ["Ho ho ho! ", "What a fine wish."]
    await task(desk, session_id, "And a bear", task_type="chat", task_mode="sync")
    second = desk.brain.requests[1]
    assert (second.text, second.knowledge_base, second.language) == ("And a bear", "You are Santa.", "en")
    assert [(line.role, line.text) for line in second.history] == [
        ("user", "I want a train"),
        ("assistant", "Ho ho ho! What a fine wish."),
    ]


async def test_an_interrupt_ends_the_task_and_cancels_the_brain(open_desk: OpenDesk) -> None:
    desk = open_desk(brain=FakeBrain("Ho ho ho! ", "Never said.", pause=asyncio.Event()))
    session_id = await desk.started()
    waiting = asyncio.create_task(
        desk.post(
            "/v1/streaming.task",
            {"session_id": session_id, "text": "hi", "task_type": "talk", "task_mode": "sync"},
        )
    )
    await desk.until(lambda: bool(desk.voice.said))
    assert not waiting.done()
    await desk.post("/v1/streaming.interrupt", {"session_id": session_id})
    assert (await desk.finished(waiting)).status_code == 200
    assert desk.brain.cut_off == 1


async def test_a_broken_voice_does_not_hang_the_task(open_desk: OpenDesk) -> None:
    desk = open_desk(voice=FakeVoice(fails="xyz"))
    session_id = await desk.started()
    assert (await task(desk, session_id, "xyz", task_mode="sync"))["duration_ms"] == 0.0
    assert (await task(desk, session_id, "Ho", task_mode="sync"))["duration_ms"] == 100.0


async def test_stopping_ends_a_waiting_task(desk: Desk) -> None:
    session_id = await desk.started()
    long = {"session_id": session_id, "text": "ho " * 300, "task_type": "repeat"}
    waiting = asyncio.create_task(desk.post("/v1/streaming.task", long))
    await desk.until(lambda: bool(desk.voice.said))
    await desk.post("/v1/streaming.stop", {"session_id": session_id})
    await asyncio.wait_for(waiting, 2)


async def test_the_lists_tell_sessions_apart_from_history(desk: Desk) -> None:
    ids = [await desk.started(), (await desk.new(quality="low"))["session_id"]]
    await desk.post("/v1/streaming.stop", {"session_id": ids[0]})
    active = (await desk.get("/v1/streaming.list")).json()["data"]["sessions"]
    assert [(entry["session_id"], entry["status"]) for entry in active] == [(ids[1], "new")]
    history = (await desk.get("/v2/streaming.list?page_size=1")).json()["data"]
    assert (history["total"], history["page"], history["page_size"]) == (2, 1, 1)
    second = (
        await desk.get(f"/v2/streaming.list?page_size=1&token={history['next_pagination_token']}")
    ).json()["data"]
    assert second["next_pagination_token"] is None
    assert {entry["session_id"] for entry in history["data"] + second["data"]} == set(ids)
    statuses = {entry["session_id"]: entry["status"] for entry in history["data"] + second["data"]}
    assert statuses[ids[0]] == "closed"
    assert (await desk.get("/v2/streaming.list?page=0")).status_code == 400


async def test_santa_is_in_the_list_of_avatars(desk: Desk) -> None:
    avatars = (await desk.get("/v1/streaming/avatar.list")).json()["data"]
    assert [avatar["avatar_id"] for avatar in avatars] == ["Santa_Fireplace_Front_public"]


async def test_the_quota_runs_down_by_the_tariff(desk: Desk) -> None:
    session_id = await desk.started()
    await desk.clock.advance(90)  # 90 / 60 x 0.2 = 0.3 credit = 18 units
    assert (await desk.get("/v2/user/remaining_quota")).json()["data"]["remaining_quota"] == 582
    await desk.post("/v1/streaming.stop", {"session_id": session_id})
    await desk.clock.advance(90)
    assert (await desk.get("/v2/user/remaining_quota")).json()["data"]["remaining_quota"] == 582


async def test_a_spent_quota_ends_the_session_and_opens_no_other(open_desk: OpenDesk) -> None:
    desk = open_desk(quota_credits=Decimal("0.2"))  # one minute
    await desk.started()
    await desk.clock.advance(59)
    assert len(desk.emulator.sessions) == 1
    await desk.clock.advance(2)
    assert desk.emulator.sessions == []
    entry = (await desk.get("/v2/streaming.list")).json()["data"]["data"][0]
    assert entry["status"] == "quota_exhausted"
    refused = await desk.post("/v1/streaming.new")
    assert refused.status_code == 400
    assert "Quota exhausted" in refused.json()["message"]


async def test_the_concurrency_limit_counts_only_open_sessions(open_desk: OpenDesk) -> None:
    desk = open_desk(concurrency_limit=2)
    answers = await asyncio.gather(*(desk.post("/v1/streaming.new") for _ in range(3)))
    assert sorted(answer.status_code for answer in answers) == [200, 200, 400]
    refused = next(answer for answer in answers if answer.status_code == 400)
    assert refused.json()["message"] == "Concurrent limit reached"
    open_id = desk.emulator.sessions[0].record.session_id
    await desk.post("/v1/streaming.stop", {"session_id": open_id})
    assert (await desk.post("/v1/streaming.new")).status_code == 200


async def test_an_idle_session_ends_and_keep_alive_holds_it(desk: Desk) -> None:
    session_id = await desk.started(activity_idle_timeout=30)
    await desk.clock.advance(29)
    await desk.post("/v1/streaming.keep_alive", {"session_id": session_id})
    await desk.clock.advance(29)
    assert desk.emulator.sessions
    await desk.clock.advance(2)
    assert desk.emulator.sessions == []
    entry = (await desk.get("/v2/streaming.list")).json()["data"]["data"][0]
    assert (entry["status"], round(entry["duration"])) == ("idle_timeout", 59)


async def test_a_long_speech_is_no_idleness(desk: Desk) -> None:
    session_id = await desk.started(activity_idle_timeout=30)
    await task(desk, session_id, "ho " * 20, task_mode="sync")
    await desk.clock.advance(29)
    assert desk.emulator.sessions


async def test_the_duration_limit_ends_even_a_busy_session(open_desk: OpenDesk) -> None:
    desk = open_desk(session_duration_limit_seconds=40)
    session_id = await desk.started()
    await desk.clock.advance(39)
    await desk.post("/v1/streaming.keep_alive", {"session_id": session_id})
    await desk.clock.advance(1.5)
    assert desk.emulator.sessions == []


async def test_a_session_that_was_never_started_is_billed_and_ends_too(desk: Desk) -> None:
    await desk.new(activity_idle_timeout=30)
    await desk.clock.advance(31)
    assert desk.emulator.sessions == []
    assert (await desk.get("/v2/user/remaining_quota")).json()["data"]["remaining_quota"] < 600


async def test_raw_webrtc_is_told_to_be_over(desk: Desk) -> None:
    assert (await desk.post("/v1/streaming.ice", {"session_id": "s"})).status_code == 400


async def test_faults_are_set_over_control_and_spare_it(desk: Desk) -> None:
    assert (await desk.post("/control/faults", {}, nothing="here")).status_code == 401
    await desk.post("/control/faults", {"rest_failure_status": 503, "rest_failures_left": 1})
    assert (await desk.get("/control")).json()["faults"]["rest_failure_status"] == 503
    failed = await desk.post("/v1/streaming.create_token")
    assert (failed.status_code, failed.json()["data"]) == (503, None)
    assert (await desk.post("/v1/streaming.create_token")).status_code == 200
    assert (await desk.post("/control/faults", {"meteor": 1})).status_code == 400


async def test_a_slow_rest_answers_late(desk: Desk) -> None:
    desk.emulator.faults.rest_delay_seconds = 2.0
    waiting = asyncio.create_task(desk.post("/v1/streaming.create_token"))
    await desk.clock.advance(1.9)
    assert not waiting.done()
    await desk.clock.advance(0.2)
    assert (await waiting).status_code == 200


async def test_quota_gone_and_concurrency_full_on_purpose(desk: Desk) -> None:
    desk.emulator.faults.concurrency_full = True
    assert (await desk.post("/v1/streaming.new")).json()["message"] == "Concurrent limit reached"
    desk.emulator.faults.quota_gone = True
    assert "Quota exhausted" in (await desk.post("/v1/streaming.new")).json()["message"]
    assert (await desk.get("/v2/user/remaining_quota")).json()["data"]["remaining_quota"] == 0


async def test_a_disconnection_on_purpose_ends_the_session(desk: Desk) -> None:
    session_id = await desk.started()
    answer = await desk.post(f"/control/sessions/{session_id}/disconnect", {"reason": "BORED"})
    assert answer.status_code == 400
    await desk.post(f"/control/sessions/{session_id}/disconnect", {"reason": "SERVER_SHUTDOWN"})
    assert desk.emulator.sessions == []
    entry = (await desk.get("/v2/streaming.list")).json()["data"]["data"][0]
    assert entry["status"] == "disconnected"


async def test_a_planned_disconnection_comes_when_it_is_due(desk: Desk) -> None:
    session_id = await desk.started()
    await desk.post(f"/control/sessions/{session_id}/faults", {"disconnect_after_seconds": 5})
    await desk.clock.advance(4.5)
    assert desk.emulator.sessions
    await desk.clock.advance(1)
    assert desk.emulator.sessions == []


async def test_a_page_of_an_allowed_origin_may_ask(open_desk: OpenDesk) -> None:
    desk = open_desk(allow_origins=("http://page.test",))
    asks = {
        "Origin": "http://page.test",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization,content-type",
    }
    preflight = await desk.http.options("/v1/streaming.new", headers=asks)
    assert preflight.status_code == 200
    assert preflight.headers["access-control-allow-origin"] == "http://page.test"
    assert preflight.headers["access-control-allow-credentials"] == "true"
    head = await desk.http.head("/", headers={"Origin": "http://page.test"})
    assert (head.status_code, head.headers["access-control-allow-origin"]) == (200, "http://page.test")
    stranger = await desk.http.options("/v1/streaming.new", headers={**asks, "Origin": "http://evil.test"})
    assert "access-control-allow-origin" not in stranger.headers


async def test_answers_are_json_of_one_shape_whatever_happens(desk: Desk) -> None:
    for answer in (await desk.get("/v1/streaming.list"), await desk.post("/v1/streaming.stop")):
        assert {"code", "message", "data"} <= set(json.loads(answer.content))
