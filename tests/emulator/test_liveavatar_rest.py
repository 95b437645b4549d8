"""LiveAvatar's account and the life of its sessions, on a clock that stands still."""

from __future__ import annotations

import asyncio
import base64
import json
import threading
from decimal import Decimal
from typing import Any

import httpx
import pytest

from santa_core.emulator.app import create_emulator
from santa_core.emulator.liveavatar.tariff import credits_for
from santa_core.emulator.settings import EmulatorSettings
from tests.emulator.conftest import KEY, Desk, OpenDesk
from tests.emulator.doubles import FakeEars, FakeFaces, FakeVoice, ManualClock

SANTA = "8f59f2d6-5a37-4c0e-9c1e-0a5a27a5a001"
NOBODY = "00000000-0000-4000-8000-000000000000"


async def ask_token(desk: Desk, **wanted: Any) -> httpx.Response:
    return await desk.post("/v1/sessions/token", {"avatar_id": SANTA, **wanted})


async def token(desk: Desk, **wanted: Any) -> tuple[str, dict[str, str]]:
    """The session's id, and the headers of who holds its token."""
    answer = await ask_token(desk, **wanted)
    assert answer.status_code == 200, answer.text
    data = answer.json()["data"]
    return str(data["session_id"]), {"Authorization": f"Bearer {data['session_token']}"}


async def start(desk: Desk, bearer: dict[str, str]) -> httpx.Response:
    return await desk.http.post("/v1/sessions/start", headers=bearer)


async def started(desk: Desk, **wanted: Any) -> tuple[str, dict[str, str]]:
    session_id, bearer = await token(desk, **wanted)
    answer = await start(desk, bearer)
    assert answer.status_code == 201, answer.text
    return session_id, bearer


async def stop(desk: Desk, session_id: str, **body: Any) -> httpx.Response:
    return await desk.post("/v1/sessions/stop", {"session_id": session_id, **body})


async def listed(desk: Desk, kind: str) -> list[dict[str, Any]]:
    answer = await desk.get(f"/v1/sessions?type={kind}")
    results: list[dict[str, Any]] = answer.json()["data"]["results"]
    return results


async def credits_left(desk: Desk) -> Decimal:
    return Decimal((await desk.get("/v1/users/credits")).json()["data"]["credits_left"])


async def ended_as(desk: Desk) -> list[str]:
    assert await listed(desk, "active") == []
    return [entry["end_reason"] for entry in await listed(desk, "historic")]


async def test_a_token_tells_the_sdk_its_mode_and_the_browser_no_prompt(desk: Desk) -> None:
    context = await desk.post("/v1/contexts", {"name": "n", "prompt": "SECRET PROMPT"})
    wanted = {"avatar_persona": {"context_id": context.json()["data"]["id"]}}
    session_id, bearer = await token(desk, **wanted)
    payload = bearer["Authorization"].split(".")[1]
    claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    assert claims["start_session_data"]["mode"] == "FULL"
    assert claims["session_id"] == session_id
    assert "SECRET" not in json.dumps(claims)


async def test_a_token_that_nobody_started_is_no_session(desk: Desk) -> None:
    tokens = [await token(desk) for _ in range(3)]
    await desk.clock.advance(600)
    assert await listed(desk, "active") == await listed(desk, "historic") == []
    assert await credits_left(desk) == 10
    assert (await desk.get(f"/v1/sessions/{tokens[0][0]}")).status_code == 404
    keep_alive = await desk.http.post("/v1/sessions/keep-alive", headers=tokens[0][1])
    assert keep_alive.status_code == 404


async def test_a_started_session_is_active_until_it_is_stopped_and_then_history(desk: Desk) -> None:
    session_id, _ = await started(desk)
    (active,) = await listed(desk, "active")
    assert (active["id"], active["credits_consumed"], "end_reason" in active) == (session_id, None, False)
    await desk.clock.advance(61)
    assert (await stop(desk, session_id, reason="USER_DISCONNECTED")).status_code == 200
    assert await listed(desk, "active") == []
    (over,) = await listed(desk, "historic")
    assert (over["duration"], over["credits_consumed"]) == (61, 2.04)  # 61 / 60 x 2, rounded up
    assert over["end_reason"] == "USER_DISCONNECTED"
    assert await credits_left(desk) == Decimal("7.96")


@pytest.mark.parametrize(
    ("seconds", "credits"), [(0, "0"), (0.5, "0.04"), (60, "2"), (61, "2.04"), (300, "10")]
)
def test_full_mode_costs_two_credits_a_minute_by_the_second(seconds: float, credits: str) -> None:
    assert credits_for(seconds) == Decimal(credits)


async def test_a_token_starts_once(desk: Desk) -> None:
    _, bearer = await token(desk)
    first, second = await asyncio.gather(start(desk, bearer), start(desk, bearer))
    assert sorted([first.status_code, second.status_code]) == [201, 400]
    assert len(await listed(desk, "active")) == 1


async def test_a_token_is_good_for_an_hour(desk: Desk) -> None:
    _, bearer = await token(desk)
    await desk.clock.advance(3_601)
    assert (await start(desk, bearer)).status_code == 401


async def test_no_slot_is_told_at_the_token_and_at_the_start(desk: Desk) -> None:
    first, second = await token(desk), await token(desk)
    assert (await start(desk, first[1])).status_code == 201
    for refused in (await start(desk, second[1]), await ask_token(desk)):
        assert (refused.status_code, refused.json()["code"]) == (403, 4003)
        assert refused.json()["message"] == "Session concurrency limit reached"
    await stop(desk, first[0])
    assert (await start(desk, second[1])).status_code == 201  # the refusal left the token good


async def test_a_start_needs_one_minute_of_credit_and_a_sandbox_none(open_desk: OpenDesk) -> None:
    desk = open_desk(liveavatar_credits=Decimal("1.99"))
    refused = await ask_token(desk)
    assert (refused.status_code, "credits" in refused.json()["message"]) == (403, True)
    await started(desk, is_sandbox=True)
    assert (await listed(desk, "active"))[0]["is_sandbox"] is True
    await desk.clock.advance(59)
    assert await credits_left(desk) == Decimal("1.99")


async def test_a_session_ends_with_the_credits(open_desk: OpenDesk) -> None:
    desk = open_desk(liveavatar_credits=Decimal(2))
    await started(desk)
    await desk.clock.advance(59)
    assert len(await listed(desk, "active")) == 1
    await desk.clock.advance(1.5)
    assert await ended_as(desk) == ["NO_CREDITS"]


async def test_a_sandbox_session_ends_after_a_minute(desk: Desk) -> None:
    session_id, bearer = await token(desk, is_sandbox=True, max_session_duration=630)
    data = (await start(desk, bearer)).json()["data"]
    assert (data["session_id"], data["max_session_duration"]) == (session_id, 60)
    await desk.clock.advance(60.5)
    assert await ended_as(desk) == ["MAX_DURATION_REACHED"]


async def test_a_session_ends_at_the_duration_that_was_asked_for(desk: Desk) -> None:
    _, bearer = await token(desk, max_session_duration=90)
    assert (await start(desk, bearer)).json()["data"]["max_session_duration"] == 90
    await desk.clock.advance(89)
    assert len(await listed(desk, "active")) == 1
    await desk.clock.advance(1.5)
    assert await ended_as(desk) == ["MAX_DURATION_REACHED"]


async def test_no_session_is_longer_than_the_account_allows(open_desk: OpenDesk) -> None:
    desk = open_desk(liveavatar_duration_limit_seconds=120)
    _, bearer = await token(desk, max_session_duration=630)
    assert (await start(desk, bearer)).json()["data"]["max_session_duration"] == 120


async def test_five_idle_minutes_end_a_session_and_keep_alive_starts_them_anew(
    open_desk: OpenDesk,
) -> None:
    desk = open_desk(liveavatar_credits=Decimal(1000))
    session_id, bearer = await started(desk)
    for by_key in (True, False):
        await desk.clock.advance(299)
        body, headers = ({"session_id": session_id}, desk.key) if by_key else (None, bearer)
        kept = await desk.http.post("/v1/sessions/keep-alive", json=body, headers=headers)
        assert kept.status_code == 200
    await desk.clock.advance(299)
    assert len(await listed(desk, "active")) == 1
    await desk.clock.advance(1.5)
    assert await ended_as(desk) == ["IDLE_TIMEOUT"]
    kept = await desk.http.post("/v1/sessions/keep-alive", headers=bearer)
    assert (kept.status_code, kept.json()["code"]) == (400, 4001)


async def test_a_browser_stops_its_own_session_without_a_body(desk: Desk) -> None:
    _, bearer = await started(desk)
    assert (await desk.http.post("/v1/sessions/stop", headers=bearer)).status_code == 200
    assert await ended_as(desk) == ["USER_CLOSED"]
    again = await desk.http.post("/v1/sessions/stop", headers=bearer)
    assert (again.status_code, again.json()["code"]) == (400, 4001)


async def test_a_browser_stops_no_other_session(open_desk: OpenDesk) -> None:
    desk = open_desk(liveavatar_concurrency_limit=2)
    (mine, bearer), (other, _) = await started(desk), await started(desk)
    answer = await desk.http.post("/v1/sessions/stop", json={"session_id": other}, headers=bearer)
    assert answer.status_code == 404
    assert {entry["id"] for entry in await listed(desk, "active")} == {mine, other}


async def test_a_reason_is_one_of_the_vendors(desk: Desk) -> None:
    session_id, _ = await started(desk)
    refused = await stop(desk, session_id, reason="BORED")
    assert refused.status_code == 422
    assert refused.json()["detail"][0]["loc"] == ["body", "reason"]
    await stop(desk, session_id, reason="ZOMBIE_SESSION_REAP")
    assert await ended_as(desk) == ["ZOMBIE_SESSION_REAP"]


async def test_a_session_stopped_before_its_start_never_starts(desk: Desk) -> None:
    session_id, bearer = await token(desk)
    assert (await stop(desk, session_id)).status_code == 200
    refused = await start(desk, bearer)
    assert (refused.status_code, refused.json()["code"]) == (400, 4001)
    assert await listed(desk, "active") == []


async def test_a_session_stopped_while_it_starts_does_not_stay_open(open_desk: OpenDesk) -> None:
    gate = threading.Event()
    desk = open_desk(faces=FakeFaces(gate=gate))
    session_id, bearer = await token(desk)
    starting = asyncio.create_task(start(desk, bearer))
    await desk.until(lambda: desk.faces.asked == 1)
    assert (await stop(desk, session_id, reason="USER_DISCONNECTED")).status_code == 200
    gate.set()
    assert (await desk.finished(starting)).status_code == 400
    assert await ended_as(desk) == ["USER_DISCONNECTED"]


async def test_each_vendor_has_its_own_sessions_credits_and_slots(open_desk: OpenDesk) -> None:
    desk = open_desk(concurrency_limit=1)
    heygen = await desk.started()
    liveavatar, _ = await started(desk)
    await desk.clock.advance(30)
    sessions = (await desk.get("/v1/streaming.list")).json()["data"]["sessions"]
    assert [session["session_id"] for session in sessions] == [heygen]
    assert [session["id"] for session in await listed(desk, "active")] == [liveavatar]
    quota = (await desk.get("/v2/user/remaining_quota")).json()["data"]["remaining_quota"]
    assert quota == 594  # 10 credits less 30 / 60 x 0.2, times 60
    assert await credits_left(desk) == 9  # 10 less 30 / 60 x 2
    status = (await desk.get("/control")).json()
    assert {(s["session_id"], s["api"]) for s in status["sessions"]} == {
        (heygen, "heygen"),
        (liveavatar, "liveavatar"),
    }
    assert (status["credits_left"], status["liveavatar_credits_left"]) == ("9.9", "9.00")
    assert (await stop(desk, heygen)).status_code == 404
    answer = await desk.post("/v1/streaming.stop", {"session_id": liveavatar})
    assert answer.status_code == 404


async def test_each_vendor_may_have_its_own_key(open_desk: OpenDesk) -> None:
    desk = open_desk(liveavatar_api_keys=("other",))
    assert (await ask_token(desk)).status_code == 401
    assert (await desk.get("/v1/users/credits", **{"X-API-KEY": "other"})).status_code == 200
    assert (await desk.get("/v1/streaming.list", **{"X-API-KEY": "other"})).status_code == 401


async def test_a_session_token_opens_nothing_of_the_account(desk: Desk) -> None:
    session_id, bearer = await started(desk)
    for path in ("/v1/sessions?type=active", f"/v1/sessions/{session_id}/transcript", "/v1/contexts"):
        assert (await desk.get(path, **bearer)).status_code == 401
    assert (await desk.post("/v1/sessions/token", {"avatar_id": SANTA}, **bearer)).status_code == 401


async def test_an_accident_of_the_vendor_is_a_server_error_in_its_history(desk: Desk) -> None:
    session_id, _ = await started(desk)
    await desk.post(f"/control/sessions/{session_id}/disconnect", {"reason": "SERVER_SHUTDOWN"})
    assert await ended_as(desk) == ["SERVER_ERROR"]


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        ("idle_timeout", "IDLE_TIMEOUT"),
        ("duration_limit", "MAX_DURATION_REACHED"),
        ("quota_exhausted", "NO_CREDITS"),
        ("server_shutdown", "SERVER_ERROR"),
    ],
)
async def test_a_drill_need_not_wait_for_a_timer(desk: Desk, reason: str, told: str) -> None:
    session_id, _ = await started(desk)
    heygen = await desk.started()
    for open_id in (session_id, heygen):
        await desk.post(f"/control/sessions/{open_id}/end", {"reason": reason})
    assert await ended_as(desk) == [told]
    history = (await desk.get("/v2/streaming.list")).json()["data"]["data"]
    assert [entry["status"] for entry in history] == [reason]


async def test_a_drill_cannot_end_a_session_for_no_reason(desk: Desk) -> None:
    session_id, _ = await started(desk)
    answer = await desk.post(f"/control/sessions/{session_id}/end", {"reason": "boredom"})
    assert (answer.status_code, "idle_timeout" in answer.json()["error"]) == (400, True)
    assert len(await listed(desk, "active")) == 1


@pytest.mark.parametrize(
    ("wanted", "place", "kind"),
    [
        ({"avatar_id": None}, ["body", "FULL", "avatar_id"], "missing"),
        ({"avatar_id": "Santa"}, ["body", "FULL", "avatar_id"], "uuid_parsing"),
        ({"mode": "LITE"}, ["body", "mode"], "enum"),
        ({"video_settings": 1}, ["body", "FULL", "video_settings"], "model_attributes_type"),
        ({"video_settings": {"encoding": "AV1"}}, ["body", "FULL", "video_settings", "encoding"], "enum"),
        ({"max_session_duration": 0}, ["body", "FULL", "max_session_duration"], "greater_than_equal"),
        ({"max_session_duration": "long"}, ["body", "FULL", "max_session_duration"], "int_type"),
        ({"is_sandbox": "yes"}, ["body", "FULL", "is_sandbox"], "bool_type"),
        ({"interactivity_type": "SHOUT"}, ["body", "FULL", "interactivity_type"], "enum"),
        (
            {"avatar_persona": {"voice_settings": {"speed": 3}}},
            ["body", "FULL", "avatar_persona", "voice_settings", "speed"],
            "less_than_equal",
        ),
        ({"avatar_persona": {"voice_id": 7}}, ["body", "FULL", "avatar_persona", "voice_id"], "uuid_parsing"),
        ({"avatar_persona": {"language": "?"}}, ["body", "FULL", "avatar_persona", "language"], "enum"),
    ],
)
async def test_what_does_not_fit_is_refused_with_its_place(
    desk: Desk, wanted: dict[str, Any], place: list[str], kind: str
) -> None:
    answer = await ask_token(desk, **wanted)
    assert answer.status_code == 422
    (detail,) = answer.json()["detail"]
    assert (detail["loc"], detail["type"]) == (place, kind)


async def test_an_unknown_context_is_refused(desk: Desk) -> None:
    answer = await ask_token(desk, avatar_persona={"context_id": NOBODY})
    assert answer.status_code == 404


async def test_a_body_that_is_no_json_object_is_refused(desk: Desk) -> None:
    for content in (b"{", b"[1]"):
        answer = await desk.http.post("/v1/sessions/token", content=content, headers=desk.key)
        assert answer.status_code == 422


async def test_contexts_are_made_read_changed_and_deleted(desk: Desk) -> None:
    links = [{"url": "https://example.org", "faq": ""}]
    made = await desk.post("/v1/contexts", {"name": "one", "prompt": "p", "links": links})
    context = made.json()["data"]
    path = f"/v1/contexts/{context['id']}"
    changed = await desk.http.patch(path, json={"opening_text": "Ho ho ho!"}, headers=desk.key)
    assert changed.json()["data"]["opening_text"] == "Ho ho ho!"
    read = (await desk.get(path)).json()["data"]
    assert (read["name"], read["prompt"], read["links"]) == ("one", "p", links)
    assert (await desk.http.delete(path, headers=desk.key)).status_code == 200
    assert (await desk.get(path)).status_code == 404
    assert (await desk.http.patch(path, json={}, headers=desk.key)).status_code == 404
    assert (await desk.get("/v1/contexts/one")).status_code == 422


async def test_a_session_keeps_the_context_it_was_made_with(desk: Desk) -> None:
    made = await desk.post("/v1/contexts", {"name": "n", "prompt": "You are Santa."})
    context_id = made.json()["data"]["id"]
    await started(desk, avatar_persona={"context_id": context_id})
    await desk.http.delete(f"/v1/contexts/{context_id}", headers=desk.key)
    assert desk.emulator.sessions[0].record.options.knowledge_base == "You are Santa."


async def test_lists_come_in_pages(desk: Desk) -> None:
    for number in range(3):
        await desk.post("/v1/contexts", {"name": f"context {number}", "prompt": "p"})
        await desk.clock.advance(1)
    first = (await desk.get("/v1/contexts?page_size=2")).json()["data"]
    assert [context["name"] for context in first["results"]] == ["context 2", "context 1"]
    assert (first["count"], first["previous"]) == (3, None)
    second = (await desk.get(first["next"])).json()["data"]
    assert [context["name"] for context in second["results"]] == ["context 0"]
    assert second["next"] is None and "page=1" in second["previous"]
    assert (await desk.get("/v1/contexts?page_size=101")).status_code == 422
    assert (await desk.get("/v1/contexts?page=0")).status_code == 422


async def test_what_was_said_can_be_read_and_deleted_for_good(desk: Desk) -> None:
    session_id, _ = await started(desk)
    await desk.clock.advance(5)
    task = desk.emulator.sessions[0].repeat("Ho ho ho!")
    await desk.until(task.done.is_set)
    path = f"/v1/sessions/{session_id}"
    (line,) = (await desk.get(f"{path}/transcript")).json()["data"]["transcript_data"]
    assert (line["role"], line["transcript"], line["relative_timestamp"]) == ("avatar", "Ho ho ho!", 5)
    await stop(desk, session_id)
    assert (await desk.http.delete(f"{path}/events", headers=desk.key)).status_code == 200
    assert (await desk.get(f"{path}/transcript")).json()["data"]["transcript_data"] == []


@pytest.mark.parametrize("named", ["/v1/sessions/{id}/transcript", "the very session"])
async def test_a_fault_of_a_path_with_an_id_strikes_by_template_or_by_the_id(desk: Desk, named: str) -> None:
    session_id, _ = await started(desk)
    path = f"/v1/sessions/{session_id}/transcript"
    await desk.post("/control/rest-faults", [{"path": named if "{" in named else path, "kind": "500"}])
    assert (await desk.get(path)).status_code == 500
    other = (await desk.get(f"/v1/sessions/{NOBODY}/transcript")).status_code
    assert other == (500 if "{" in named else 404)
    assert (await desk.get(f"/v1/sessions/{session_id}")).status_code == 200


async def test_a_fault_of_a_templates_path_spares_the_names_in_that_place(desk: Desk) -> None:
    await desk.post("/control/rest-faults", [{"path": "/v1/sessions/{id}", "kind": "500"}])
    assert (await ask_token(desk)).status_code == 200


async def test_a_fault_422_comes_without_an_envelope(desk: Desk) -> None:
    await desk.post("/control/rest-faults", [{"path": "/v1/contexts", "kind": "422", "method": "POST"}])
    answer = await desk.post("/v1/contexts", {"name": "n", "prompt": "p"})
    assert (answer.status_code, set(answer.json())) == (422, {"detail"})
    assert (await desk.get("/v1/contexts")).status_code == 200


async def test_a_start_whose_answer_is_lost_has_started(desk: Desk) -> None:
    session_id, bearer = await token(desk)
    await desk.post("/control/rest-faults", [{"path": "/v1/sessions/start", "kind": "502", "acts": True}])
    assert (await start(desk, bearer)).status_code == 502
    assert [entry["id"] for entry in await listed(desk, "active")] == [session_id]


@pytest.mark.parametrize("allowed", ["http://page.test", "*"])
async def test_a_page_elsewhere_may_ask_with_credentials(allowed: str) -> None:
    app = create_emulator(
        EmulatorSettings(api_keys=(KEY,), allow_origins=(allowed,)),
        voice=FakeVoice(), ears=FakeEars(), faces=FakeFaces(), clock=ManualClock(),
    )  # fmt: skip
    transport = httpx.ASGITransport(app, root_path="/emulator")
    async with httpx.AsyncClient(transport=transport, base_url="http://santa.test") as http:
        preflight = await http.options(
            "/emulator/v1/sessions/start",
            headers={
                "Origin": "http://page.test",
                "Access-Control-Request-Method": "POST",
                "Access-Control-Request-Headers": "authorization,content-type",
            },
        )
        answer = await http.post("/emulator/v1/sessions/start", headers={"Origin": "http://page.test"})
    assert (preflight.status_code, answer.status_code) == (200, 401)
    for response in (preflight, answer):
        assert response.headers["Access-Control-Allow-Origin"] == "http://page.test"
        assert response.headers["Access-Control-Allow-Credentials"] == "true"
    await app.state.emulator.aclose()
