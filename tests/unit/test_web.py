"""Our routes: who may use them, what they answer, and what never leaves the server."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient, WebSocketTestSession
from starlette.websockets import WebSocketDisconnect

from santa_core.bootstrap import open_studio
from santa_core.domain.calls import CallState, EndReason, Quality
from santa_core.errors import NotAllowedError, SettingsError
from santa_core.services import tickets
from santa_core.services.admission import (
    AccountIsFull,
    BudgetUsedUp,
    CreditsUsedUp,
    NotAdmitted,
    TooManyCalls,
)
from santa_core.services.call_messages import Ended
from santa_core.settings import Settings
from santa_core.studio import Studio
from santa_core.web.access import refuse_open_address
from santa_core.web.answers import error_answer
from santa_core.web.link_messages import write_message
from tests.fakes.chat_model import FakeChatModel
from tests.fakes.samples import a_plan

ORIGIN = "http://testserver"
SECRET_KEY = "hg-very-secret-key"


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    folder = tmp_path_factory.mktemp("data")
    yield open_studio(Settings(_env_file=None, santa_data_dir=folder, heygen_api_key=SECRET_KEY))  # type: ignore[call-arg]


@pytest.fixture(scope="module")
def client(studio: Studio) -> Iterator[TestClient]:
    @asynccontextmanager
    async def lifespan(_: Starlette) -> Any:
        async with studio.running():
            yield

    with TestClient(Starlette(routes=studio.routes(), lifespan=lifespan)) as client:
        yield client


def ticket(studio: Studio, *, call_id: str | None = None, **plan: Any) -> str:
    return studio.tickets.sign_plan(call_id=call_id or str(uuid4()), staff_name="Nora", plan=a_plan(**plan))


def headers(ticket: str, *, origin: str | None = ORIGIN) -> dict[str, str]:
    return {"Authorization": f"Bearer {ticket}"} | ({"Origin": origin} if origin else {})


def start(client: TestClient, studio: Studio, **plan: Any) -> dict[str, Any]:
    answer = client.post("/api/calls", headers=headers(ticket(studio, **plan)), json={"quality": "low"})
    assert answer.status_code == 201, answer.text
    opened: dict[str, Any] = answer.json()
    return opened


def link(client: TestClient, opened: dict[str, Any], *, origin: str = ORIGIN) -> WebSocketTestSession:
    return client.websocket_connect(f"/api/calls/{opened['callId']}/link", headers={"Origin": origin})


def hello(socket: WebSocketTestSession, opened: dict[str, Any]) -> dict[str, Any]:
    socket.send_json({"type": "hello", "at": 1.0, "token": opened["linkToken"]})
    welcome: dict[str, Any] = socket.receive_json()
    return welcome


def until(socket: WebSocketTestSession, type_: str) -> dict[str, Any]:
    while True:
        message: dict[str, Any] = socket.receive_json()
        if message["type"] == type_:
            return message


def close(client: TestClient, opened: dict[str, Any]) -> None:
    url = f"/api/calls/{opened['callId']}/beacon"
    assert (
        client.post(url, params={"token": opened["linkToken"]}, headers={"Origin": ORIGIN}).status_code == 204
    )


def test_health_says_what_is_connected(client: TestClient) -> None:
    health = client.get("/api/health").json()
    assert health["status"] == "ok"
    assert health["connected"]["log"] is True


def test_a_call_is_opened_and_neither_key_nor_prompt_leaves_the_server(
    client: TestClient, studio: Studio
) -> None:
    opened = start(client, studio)
    told = json.dumps(opened)
    prompt = studio.prompts.version(1)
    assert prompt is not None
    assert SECRET_KEY not in told
    assert prompt.text[:40] not in told
    assert opened["browserInfo"]["base_path"] == f"{ORIGIN}/emulator"
    assert opened["browserInfo"]["session_info"]["url"].startswith("ws://testserver/emulator")
    assert opened["quality"] == "low"
    close(client, opened)


def test_the_same_ticket_twice_is_the_same_session(client: TestClient, studio: Studio) -> None:
    both = [headers(ticket(studio, call_id="6f1c1f0e-6a47-4f0e-8e8e-0a3f5d1f2b11")) for _ in range(2)]
    first, second = (client.post("/api/calls", headers=h, json={}).json() for h in both)
    sessions = {o["browserInfo"]["session_info"]["session_id"] for o in (first, second)}
    assert len(sessions) == 1
    close(client, first)


@pytest.mark.parametrize("origin", [None, "http://evil.test", "http://testserver.evil.test", "null"])
def test_a_call_is_not_opened_from_a_foreign_page(
    client: TestClient, studio: Studio, origin: str | None
) -> None:
    answer = client.post("/api/calls", headers=headers(ticket(studio), origin=origin), json={})
    assert (answer.status_code, answer.json()["error"]["kind"]) == (403, "not_allowed")


@pytest.mark.parametrize("header", ["", "Bearer ", "Bearer forged", "Basic abc"])
def test_a_call_is_not_opened_without_our_ticket(client: TestClient, header: str) -> None:
    answer = client.post("/api/calls", headers={"Authorization": header, "Origin": ORIGIN}, json={})
    assert answer.status_code == 403


def test_an_old_ticket_says_that_it_is_old(
    client: TestClient, studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = ticket(studio)
    monkeypatch.setattr(tickets, "PLAN_TICKET_SECONDS", -1)
    answer = client.post("/api/calls", headers=headers(old), json={})
    assert (answer.status_code, answer.json()["error"]["kind"]) == (401, "ticket_expired")


def test_a_link_token_is_no_ticket(client: TestClient, studio: Studio) -> None:
    answer = client.post("/api/calls", headers=headers(studio.tickets.sign_link("x")), json={})
    assert answer.status_code == 403


def test_a_body_that_is_not_ours_says_what_it_must_be(client: TestClient, studio: Studio) -> None:
    answer = client.post("/api/calls", headers=headers(ticket(studio)), content=b"{")
    assert answer.status_code == 422
    assert "quality" in answer.json()["error"]["message"]


def test_an_unknown_prompt_version_is_said(client: TestClient, studio: Studio) -> None:
    answer = client.post("/api/calls", headers=headers(ticket(studio, prompt_version=99)), json={})
    assert answer.status_code == 404
    assert "99" in answer.json()["error"]["message"]


def test_the_link_greets_when_the_stream_is_ready_and_acknowledges_what_is_on_disk(
    client: TestClient, studio: Studio
) -> None:
    opened = start(client, studio)
    with link(client, opened) as socket:
        welcome = hello(socket, opened)
        assert (welcome["type"], welcome["state"], welcome["turns"]) == ("welcome", "connecting", [])
        socket.send_json({"type": "event", "at": 2.0, "id": "event-0001", "name": "stream_ready"})
        say = until(socket, "say")
        assert say["text"].startswith("Ho ho ho")
        assert "Emma" in say["text"]
        assert until(socket, "ack")["id"] == "event-0001"
        assert "stream_ready" in [e.name for e in studio.call_log.events(opened["callId"])]
        socket.send_json({"type": "end", "at": 3.0, "id": "event-0002", "reason": "user"})
        assert until(socket, "ended")["reason"] == "user"
    record = studio.call_log.call(opened["callId"])
    assert record is not None
    assert (record.state, record.end_reason) == (CallState.ENDED, EndReason.USER)


def test_a_call_goes_on_in_another_session_of_the_quality_asked_for(
    client: TestClient, studio: Studio
) -> None:
    opened = start(client, studio, quality=None)
    with link(client, opened) as socket:
        hello(socket, opened)
        socket.send_json({"type": "event", "at": 2.0, "id": "event-0001", "name": "stream_ready"})
        until(socket, "say")
        socket.send_json({"type": "reopen", "at": 3.0, "id": "event-0002", "quality": "medium"})
        assert until(socket, "reopening")["quality"] == "medium"
        reopened = until(socket, "reopened")
        sessions = [o["browserInfo"]["session_info"]["session_id"] for o in (opened, reopened)]
        assert len(set(sessions)) == 2
        socket.send_json({"type": "event", "at": 4.0, "id": "event-0003", "name": "stream_ready"})
        until(socket, "say")  # the greeting, which was not said to its end
        socket.send_json({"type": "end", "at": 5.0, "id": "event-0004", "reason": "user"})
        ended = until(socket, "ended")
        assert (ended["reason"], ended["tryAgain"]) == ("user", None)
    record = studio.call_log.call(opened["callId"])
    assert record is not None
    assert [s.session_id for s in record.earlier_sessions] == sessions[:1]
    assert record.session_id == sessions[1]


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (BudgetUsedUp("No."), 402),
        (CreditsUsedUp("No."), 402),
        (AccountIsFull("No."), 409),
        (TooManyCalls("No."), 429),
    ],
)
def test_why_a_call_is_not_admitted_has_a_status_and_a_kind(error: NotAdmitted, status: int) -> None:
    answer = error_answer(error)
    assert answer.status_code == status
    assert json.loads(bytes(answer.body))["error"] == {"kind": error.kind, "message": "No.", "vendor": None}


@pytest.mark.parametrize(
    ("quality", "advice"), [(Quality.HIGH, "lower_quality"), (Quality.LOW, "same"), (None, "lower_quality")]
)
def test_there_is_no_quality_below_the_lowest(quality: Quality | None, advice: str) -> None:
    message = write_message(Ended(EndReason.NETWORK_ERROR, None, quality))
    assert message["tryAgain"] == advice


def test_a_link_that_comes_back_learns_what_was_said_meanwhile(client: TestClient, studio: Studio) -> None:
    opened = start(client, studio)
    with link(client, opened) as socket:
        hello(socket, opened)
        socket.send_json({"type": "event", "at": 2.0, "id": "event-0001", "name": "stream_ready"})
        until(socket, "say")
        started = {"name": "avatar_start_talking", "detail": {"task_id": "task"}}
        socket.send_json({"type": "event", "at": 3.0, "id": "event-0002", **started})
        until(socket, "ack")
    with link(client, opened) as socket:
        welcome = hello(socket, opened)
        assert [turn["origin"] for turn in welcome["turns"]] == ["greeting"]
    close(client, opened)


def test_a_link_that_comes_back_learns_what_the_safety_check_found(
    client: TestClient, studio: Studio
) -> None:
    opened = start(client, studio)
    with link(client, opened) as socket:
        welcome = hello(socket, opened)
        assert (welcome["marks"], welcome["alerts"]) == ({}, [])
        socket.send_json({"type": "event", "at": 2.0, "id": "event-0001", "name": "stream_ready"})
        until(socket, "say")
        socket.send_json({"type": "typed", "at": 3.0, "id": "event-0002", "text": "My uncle hurts me"})
        alert = until(socket, "alert")["alert"]
        assert alert["kind"] == "disclosure"
        assert alert["line"]
        words = "I promise that you will get a pony."
        socket.send_json({"type": "operator", "at": 4.0, "id": "event-0003", "text": words})
        marks = until(socket, "marks")
    with link(client, opened) as socket:
        welcome = hello(socket, opened)
        assert welcome["alerts"] == [alert]
        assert welcome["marks"][marks["turnId"]] == marks["marks"]
        assert marks["marks"][0]["level"] == "warned"
    close(client, opened)


def test_a_newer_link_replaces_the_older(client: TestClient, studio: Studio) -> None:
    opened = start(client, studio)
    with link(client, opened) as older:
        hello(older, opened)
        with link(client, opened) as newer:
            assert hello(newer, opened)["type"] == "welcome"
            with pytest.raises(WebSocketDisconnect) as gone:
                while True:
                    older.receive_json()
            assert gone.value.code == 4409
    close(client, opened)


@pytest.mark.parametrize(
    ("origin", "token", "code"),
    [("http://evil.test", None, 4401), (ORIGIN, "forged", 4401)],
)
def test_a_stranger_gets_no_link(
    client: TestClient, studio: Studio, origin: str, token: str | None, code: int
) -> None:
    opened = start(client, studio)
    with link(client, opened, origin=origin) as socket:
        socket.send_json({"type": "hello", "at": 1.0, "token": token or opened["linkToken"]})
        with pytest.raises(WebSocketDisconnect) as refused:
            socket.receive_json()
    assert refused.value.code == code
    close(client, opened)


@pytest.mark.parametrize(
    "message",
    ["not json", "{}", '{"type":"typed","at":1}', '{"type":"event","at":1,"id":"event-0009","name":"<b>"}'],
)
def test_an_unreadable_message_is_answered_and_the_call_goes_on(
    client: TestClient, studio: Studio, message: str
) -> None:
    opened = start(client, studio)
    with link(client, opened) as socket:
        hello(socket, opened)
        socket.send_text(message)
        assert until(socket, "notice")["code"] == "protocol"
        socket.send_json({"type": "heartbeat", "at": 5.0, "rttMs": 1.0})
        assert until(socket, "heartbeat")["clientAt"] == 5.0
    close(client, opened)


def test_the_beacon_closes_the_call(client: TestClient, studio: Studio) -> None:
    opened = start(client, studio)
    close(client, opened)
    deadline = time.monotonic() + 10
    while studio.call_log.call(opened["callId"]).state is not CallState.ENDED:  # type: ignore[union-attr]
        assert time.monotonic() < deadline
    assert studio.call_log.call(opened["callId"]).end_reason is EndReason.PAGE_CLOSED  # type: ignore[union-attr]


def test_the_seeds_token_route_asks_who_is_there(client: TestClient, studio: Studio) -> None:
    assert client.get("/api/heygen/token").status_code == 403
    answer = client.get("/api/heygen/token", headers=headers(ticket(studio), origin=None))
    assert answer.status_code == 200
    assert answer.json()["token"]


def test_the_seeds_chat_route_answers_as_santa(client: TestClient, studio: Studio) -> None:
    body = {"message": "I would like a kite", "childName": "Ben"}
    assert client.post("/api/santa-chat", json=body).status_code == 403
    answer = client.post("/api/santa-chat", headers=headers(ticket(studio)), json=body)
    assert answer.status_code == 200
    assert "kite" in answer.json()["response"].lower()
    assert client.post("/api/santa-chat", headers=headers(ticket(studio)), json={}).status_code == 422


def test_the_seeds_chat_route_is_screened_too(
    client: TestClient, studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        studio.chat_model, "stream", FakeChatModel(["Hello. I promise you a kite. Bye."]).stream
    )
    body = {"message": "Do I get a kite?", "childName": "Ben"}
    response = client.post("/api/santa-chat", headers=headers(ticket(studio)), json=body).json()["response"]
    assert response.startswith("Hello. ")
    assert "promise you" not in response
    assert "Bye" not in response


@pytest.mark.parametrize("address", [None, "", "0.0.0.0", "192.168.1.7", "::"])
def test_without_sign_in_the_studio_listens_on_this_machine_only(address: str | None) -> None:
    with pytest.raises(SettingsError, match="sign-in"):
        refuse_open_address(address)


@pytest.mark.parametrize("address", ["localhost", "127.0.0.1", "::1"])
def test_the_loopback_addresses_are_fine(address: str) -> None:
    refuse_open_address(address)


def test_tickets_of_another_server_are_not_ours(studio: Studio) -> None:
    forged = tickets.TicketSigner("another secret").sign_plan(call_id="x", staff_name="Eve", plan=a_plan())
    with pytest.raises(NotAllowedError):
        studio.tickets.read_plan(forged)


def test_a_plan_survives_its_ticket(studio: Studio) -> None:
    plan = a_plan(cap_seconds=90, knowledge_base_id="kb")
    signed = studio.tickets.sign_plan(call_id="x", staff_name="Nora", plan=plan)
    assert studio.tickets.read_plan(signed).plan == plan


def test_the_ticket_secret_is_kept_and_readable_by_its_owner_only(studio: Studio, tmp_path: Path) -> None:
    secret = studio.settings.santa_data_dir / "ticket-secret"
    assert secret.stat().st_mode & 0o077 == 0
    again = open_studio(studio.settings)
    signed = studio.tickets.sign_plan(call_id="x", staff_name="Nora", plan=a_plan())
    assert again.tickets.read_plan(signed).call_id == "x"
    again.database.dispose()
