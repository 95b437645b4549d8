"""SIGTERM in the middle of a call: the session is closed at the vendor, and the log says why it ended."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

from santa_core.domain.calls import Avatar, CallPlan, Child
from santa_core.services.tickets import TicketSigner
from tests.browser.studio_process import PROJECT, StudioProcess, free_port, wait_until

SECRET = "a secret for this test only"
VENDOR_KEY = "vendor-key"


@pytest.fixture
def vendor() -> Iterator[str]:
    """HeyGen, played by the emulator in a process of its own: it outlives the studio and can be asked."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "santa_core.emulator", "--port", str(port), "--api-key", VENDOR_KEY],
        cwd=PROJECT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    url = f"http://127.0.0.1:{port}"
    try:
        wait_until("the vendor to answer", lambda: _answers(url), seconds=60)
        yield url
    finally:
        process.kill()
        process.wait(timeout=20)


@pytest.fixture
def studio(vendor: str, tmp_path: Path) -> Iterator[StudioProcess]:
    environment = {"SANTA_STUDIO_SECRET": SECRET, "HEYGEN_API_KEY": VENDOR_KEY, "HEYGEN_BASE_URL": vendor}
    process = StudioProcess(tmp_path / "data", environment=environment).start()
    yield process
    process.stop()


def _answers(url: str) -> bool:
    try:
        return sessions_open(url) == 0
    except httpx.TransportError:
        return False


def sessions_open(vendor: str) -> int:
    answer = httpx.get(f"{vendor}/v1/streaming.list", headers={"X-Api-Key": VENDOR_KEY}).raise_for_status()
    return len(answer.json()["data"]["sessions"])


@contextmanager
def a_call(studio: StudioProcess) -> Iterator[tuple[str, ClientConnection]]:
    """Its id and its link. What the browser does at Start: POST with the ticket, then the link's hello."""
    plan = CallPlan("greeting", Child("Emma", 6), prompt_version=1, avatar=Avatar.HEYGEN)
    ticket = TicketSigner(SECRET).sign_plan(call_id=str(uuid4()), staff_name="Nora", plan=plan)
    opened: dict[str, Any] = (
        httpx.post(
            f"{studio.url}/api/calls",
            headers={"Authorization": f"Bearer {ticket}", "Origin": studio.url},
            json={"quality": "low"},
            timeout=30,
        )
        .raise_for_status()
        .json()
    )
    address = f"{studio.url.replace('http', 'ws')}/api/calls/{opened['callId']}/link"
    with connect(address, origin=Origin(studio.url)) as link:
        send(link, "hello", token=opened["linkToken"])
        assert receive(link)["type"] == "welcome"
        yield opened["callId"], link


def send(link: ClientConnection, type_: str, **fields: object) -> None:
    link.send(json.dumps({"type": type_, "at": time.time() * 1000, **fields}))


def receive(link: ClientConnection) -> dict[str, Any]:
    message: dict[str, Any] = json.loads(link.recv(timeout=30))
    return message


def until(link: ClientConnection, type_: str) -> dict[str, Any]:
    while (message := receive(link))["type"] != type_:
        pass
    return message


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM")
def test_sigterm_during_a_call_closes_the_session_and_the_log_says_so(
    studio: StudioProcess, vendor: str
) -> None:
    with a_call(studio) as (call_id, link):
        for name in ("stream_ready", "first_frame"):
            send(link, "event", id=str(uuid4()), name=name, detail={})
        assert "Ho ho ho" in until(link, "say")["text"]
        assert sessions_open(vendor) == 1
        assert studio.health()["open_calls"] == 1
        studio.terminate()
        with pytest.raises(ConnectionClosed):
            until(link, "never")

    assert sessions_open(vendor) == 0
    (logged,) = studio.calls()
    assert (logged["call_id"], logged["state"]) == (call_id, "ended")
    assert logged["end_reason"] == "server_stopped"
    assert "Traceback" not in studio.output.read_text(errors="replace")


def test_a_refused_signalling_socket_is_no_error_of_the_studio(studio: StudioProcess) -> None:
    for path in ("/emulator/rtc?access_token=made-up", "/emulator/nowhere"):
        with pytest.raises(InvalidStatus) as refused, connect(studio.url.replace("http", "ws") + path):
            pass
        assert refused.value.response.status_code in (401, 403, 404)
    studio.health()
    said = studio.output.read_text(errors="replace")
    assert "handshake" not in said
    assert "Traceback" not in said
