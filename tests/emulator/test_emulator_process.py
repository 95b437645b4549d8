"""python -m santa_core.emulator, as a process of its own."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator

import httpx
import pytest


@pytest.fixture
def emulator() -> Iterator[tuple[subprocess.Popen[str], httpx.Client]]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "santa_core.emulator", "--port", str(port), "--api-key", "heygens"]
    process = subprocess.Popen(
        [
            *command,
            "--liveavatar-api-key",
            "its-own",
            "--liveavatar-credits",
            "7.5",
            "--deaf-without-context",
        ],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    for line in process.stdout:  # until it listens
        if "listens on" in line:
            break
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=20) as http:
        yield process, http
    process.kill()
    process.wait()


def until_answered(http: httpx.Client) -> None:
    for _ in range(100):
        try:
            http.get("/")
            return
        except httpx.HTTPError:
            time.sleep(0.1)
    raise AssertionError("it does not answer within ten seconds")


def test_liveavatars_account_is_set_up_by_options(
    emulator: tuple[subprocess.Popen[str], httpx.Client],
) -> None:
    _, http = emulator
    until_answered(http)
    answer = http.get("/v1/users/credits", headers={"X-API-KEY": "its-own"})
    assert answer.json()["data"] == {"credits_left": "7.50"}
    assert http.get("/v1/users/credits", headers={"X-API-KEY": "heygens"}).status_code == 401
    faults = http.get("/control", headers={"X-Api-Key": "heygens"}).json()["faults"]
    assert faults["deaf_without_context"] is True


def test_a_call_that_hangs_on_purpose_does_not_keep_it_from_stopping(
    emulator: tuple[subprocess.Popen[str], httpx.Client],
) -> None:
    process, http = emulator
    until_answered(http)
    key = {"X-Api-Key": "heygens"}
    fault = {"path": "/v1/streaming.new", "kind": "hang"}
    http.post("/control/rest-faults", json=[fault], headers=key).raise_for_status()

    def hang() -> None:
        with pytest.raises(httpx.HTTPError):
            http.post("/v1/streaming.new", json={}, headers=key).raise_for_status()

    hanging = threading.Thread(target=hang)
    hanging.start()
    for _ in range(100):
        if http.get("/control/rest-faults", headers=key).json()[0]["struck"]:
            break
        time.sleep(0.05)
    process.send_signal(signal.SIGTERM)
    process.wait(timeout=10)
    hanging.join(timeout=5)
    assert not hanging.is_alive()
