"""Calls at a studio in a process of its own, as a browser makes them: Start, the link, and what it tells."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import httpx
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

from santa_core.domain.calls import Avatar, CallPlan, Child
from santa_core.services.tickets import TicketSigner
from tests.browser.studio_process import StudioProcess

SECRET = "a secret for these tests only"
CHILD_NAME = "Ottilie"


class PlayedCall:
    """One call; `call_id` is its own from the first."""

    def __init__(self, studio: StudioProcess, avatar: Avatar) -> None:
        self.call_id = str(uuid4())
        self.secrets: list[str] = []  # the tokens this browser was given
        self._studio = studio
        plan = CallPlan("greeting", Child(CHILD_NAME, 6), prompt_version=1, avatar=avatar)
        self._ticket = TicketSigner(SECRET).sign_plan(call_id=self.call_id, staff_name="Nora", plan=plan)
        self._token = ""

    def start(self) -> None:
        answer = httpx.post(
            f"{self._studio.url}/api/calls",
            headers={"Authorization": f"Bearer {self._ticket}", "Origin": self._studio.url},
            json={"quality": "low"},
            timeout=60,
        )
        opened: dict[str, Any] = answer.raise_for_status().json()
        self._token = opened["linkToken"]
        info = opened["browserInfo"]
        room = info.get("session_info", {}).get("access_token")
        if info["sdk"] == "liveavatar":  # its SDK starts the session, and the meter, itself
            headers = {"Authorization": f"Bearer {info['session_token']}"}
            httpx.post(f"{info['api_url']}/v1/sessions/start", headers=headers).raise_for_status()
        self.secrets = [s for s in (self._token, info.get("token"), info.get("session_token"), room) if s]

    def start_in_the_background(self) -> threading.Thread:
        """For a Start that is not answered before the studio dies."""

        def try_to() -> None:
            try:
                self.start()
            except httpx.HTTPError:
                return

        thread = threading.Thread(target=try_to, daemon=True)
        thread.start()
        return thread

    @contextmanager
    def linked(self) -> Iterator[ClientConnection]:
        address = f"{self._studio.url.replace('http', 'ws')}/api/calls/{self.call_id}/link"
        with connect(address, origin=Origin(self._studio.url)) as link:
            send(link, "hello", token=self._token)
            assert receive(link)["type"] == "welcome"
            yield link


def go_live(link: ClientConnection) -> None:
    """The picture is there; returns when Santa greets."""
    for name in ("stream_ready", "first_frame"):
        send(link, "event", id=str(uuid4()), name=name, detail={})
    assert until(link, "say")["text"]


def send(link: ClientConnection, type_: str, **fields: object) -> None:
    link.send(json.dumps({"type": type_, "at": time.time() * 1000, **fields}))


def receive(link: ClientConnection) -> dict[str, Any]:
    message: dict[str, Any] = json.loads(link.recv(timeout=30))
    return message


def until(link: ClientConnection, type_: str) -> dict[str, Any]:
    while (message := receive(link))["type"] != type_:
        pass
    return message
