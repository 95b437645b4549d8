"""A studio that is stopped or dies in the middle of calls: no session stays open, the log says why."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from santa_core.domain.calls import Avatar
from santa_core.emulator.liveavatar.catalogue import SANTA_AVATAR_ID
from tests.browser.studio_process import StudioProcess, wait_until
from tests.process.played_calls import CHILD_NAME, SECRET, PlayedCall, go_live, send, until
from tests.process.vendor_process import VENDOR_KEY, VendorProcess, vendor_process

REAPED_SECONDS = 30.0  # from the next start: 15 s without a sign of life, the reaper's round, the way


class Vendor:
    """How the calls of one vendor are opened and closed over REST."""

    def __init__(self, avatar: Avatar, *, opens: str, closes: str) -> None:
        self.avatar = avatar
        self.opens = opens
        self.closes = closes


HEYGEN = Vendor(Avatar.HEYGEN, opens="/v1/streaming.new", closes="/v1/streaming.stop")
LIVEAVATAR = Vendor(Avatar.LIVEAVATAR, opens="/v1/sessions/token", closes="/v1/sessions/stop")
VENDORS = (HEYGEN, LIVEAVATAR)
LIMITS = [
    *("--concurrency-limit", "9", "--quota-credits", "1000"),
    *("--liveavatar-concurrency-limit", "9", "--liveavatar-credits", "1000"),
]


@pytest.fixture
def vendor() -> Iterator[VendorProcess]:
    with vendor_process(LIMITS) as process:
        yield process


@pytest.fixture
def studios(vendor: VendorProcess, tmp_path: Path) -> Iterator[StudioProcess]:
    """Not started: the next start is on the same data folder."""
    environment = {
        "SANTA_STUDIO_SECRET": SECRET,
        "SANTA_MAX_CALLS": "12",
        "HEYGEN_API_KEY": VENDOR_KEY,
        "HEYGEN_BASE_URL": vendor.url,
        "LIVEAVATAR_API_KEY": VENDOR_KEY,
        "LIVEAVATAR_BASE_URL": vendor.url,
        "LIVEAVATAR_AVATAR_ID": SANTA_AVATAR_ID,
    }
    process = StudioProcess(tmp_path / "data", environment=environment)
    yield process
    process.stop()


def no_secret_stands_in(studio: StudioProcess, calls: list[PlayedCall]) -> None:
    said = studio.output.read_text(errors="replace")
    for secret in (VENDOR_KEY, CHILD_NAME, SECRET, *(s for call in calls for s in call.secrets)):
        assert secret not in said, "a secret stands in the studio's output"
    assert "Traceback" not in said


def ended(studio: StudioProcess, calls: list[PlayedCall]) -> dict[str, dict[str, Any]]:
    """The logged calls by id, when all have ended."""
    ids = {call.call_id for call in calls}
    logged: dict[str, dict[str, Any]] = {call["call_id"]: call for call in studio.calls()}
    assert set(logged) == ids
    for call in logged.values():
        assert call["state"] == "ended", call
        assert call["end_reason"], call
        assert call["bill"] is not None or call["session_id"] is None, call
    return logged


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM")
def test_sigterm_closes_the_session_of_every_call_in_whatever_moment(
    studios: StudioProcess, vendor: VendorProcess
) -> None:
    studio = studios.start()
    connecting, live, ending = ([PlayedCall(studio, v.avatar) for v in VENDORS] for _ in range(3))
    everybody = [*connecting, *live, *ending]
    with ExitStack() as links:
        for call in everybody:
            call.start()
        told = [links.enter_context(call.linked()) for call in live]
        for link in told:
            go_live(link)
        vendor.spoil(*({"path": v.closes, "kind": "slow", "times": 1, "delay_seconds": 2} for v in VENDORS))
        for call in ending:
            send(links.enter_context(call.linked()), "end", id=str(uuid4()), reason="user")
        wait_until("the vendor to be asked", lambda: vendor.struck() == len(VENDORS))
        assert len(vendor.sessions) == len(everybody)
        assert studio.health()["open_calls"] == len(everybody)
        studio.terminate()
        for link in told:
            with pytest.raises(ConnectionClosed):
                until(link, "never")

    assert vendor.sessions == []
    logged = ended(studio, everybody)
    assert {logged[call.call_id]["end_reason"] for call in (*connecting, *live)} == {"server_stopped"}
    assert {logged[call.call_id]["end_reason"] for call in ending} == {"user"}
    no_secret_stands_in(studio, everybody)


def test_after_kill_9_the_next_start_closes_the_sessions_of_every_moment(
    studios: StudioProcess, vendor: VendorProcess
) -> None:
    studio = studios.start()
    connecting, live, ending = ([PlayedCall(studio, v.avatar) for v in VENDORS] for _ in range(3))
    everybody = [*connecting, *live, *ending]
    with ExitStack() as links:
        for call in everybody:
            call.start()
        for call in live:
            go_live(links.enter_context(call.linked()))
        vendor.spoil({"path": HEYGEN.closes, "kind": "hang"}, {"path": LIVEAVATAR.closes, "kind": "hang"})
        for call in ending:
            send(links.enter_context(call.linked()), "end", id=str(uuid4()), reason="user")
        wait_until("the vendor to be asked", lambda: vendor.struck() == len(VENDORS))
        # HeyGen's meter runs before we are told the id of the session.
        vendor.spoil({"path": HEYGEN.opens, "kind": "slow", "acts": True})
        opening = PlayedCall(studio, HEYGEN.avatar)
        opening.start_in_the_background()
        wait_until("a session nobody knows", lambda: len(vendor.sessions) > len(everybody))
        studio.kill()
    vendor.spoil()
    assert len(vendor.sessions) == len(everybody) + 1, "nobody is there to close them"
    everybody.append(opening)

    studio.start()
    wait_until("the sessions to be closed", lambda: vendor.sessions == [], seconds=REAPED_SECONDS)
    wait_until("the log to say so", lambda: all(call["state"] == "ended" for call in studio.calls()))
    logged = ended(studio, everybody)
    assert {logged[call.call_id]["end_reason"] for call in (*connecting, *live, opening)} == {"reaped"}
    assert {logged[call.call_id]["end_reason"] for call in ending} <= {"reaped", "user"}
    no_secret_stands_in(studio, everybody)


def test_a_refused_signalling_socket_is_no_error_of_the_studio(studios: StudioProcess) -> None:
    studio = studios.start()
    for path in ("/emulator/rtc?access_token=made-up", "/emulator/nowhere"):
        with pytest.raises(InvalidStatus) as refused, connect(studio.url.replace("http", "ws") + path):
            pass
        assert refused.value.response.status_code in (401, 403, 404)
    studio.health()
    said = studio.output.read_text(errors="replace")
    assert "handshake" not in said
    assert "Traceback" not in said
