"""LiveAvatar's own SDK in a real Chromium, against our emulator: typed, spoken, with a smaller picture."""

from __future__ import annotations

import re
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect

from tests.browser.call_page import CallPage
from tests.browser.speaking_child import SpeakingChild
from tests.browser.studio_process import PROJECT, StudioProcess, free_port, wait_until

AVATAR_ID = "8f59f2d6-5a37-4c0e-9c1e-0a5a27a5a001"
KEY = "key-of-a-liveavatar-account"
FAST_CONNECTION = "Object.defineProperty(navigator, 'connection', { value: { downlink: 8 } })"


@pytest.fixture(scope="module")
def on_liveavatar(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StudioProcess]:
    """A studio whose LiveAvatar is the emulator, in a process and at an origin of its own."""
    folder = tmp_path_factory.mktemp("liveavatar")
    vendor, port = f"http://localhost:{free_port()}", free_port()
    emulator = _emulator(vendor, origin=f"http://localhost:{port}", output=folder / "emulator.txt")
    settings = {
        "LIVEAVATAR_API_KEY": KEY,
        "LIVEAVATAR_BASE_URL": vendor,
        "LIVEAVATAR_AVATAR_ID": AVATAR_ID,
    }
    studio = StudioProcess(folder / "data", port=port, environment=settings)
    try:
        wait_until("the emulator to answer", lambda: _answers(vendor))
        yield studio.start()
    finally:
        studio.stop()
        emulator.terminate()
        emulator.wait(timeout=20)


def _emulator(address: str, *, origin: str, output: Path) -> subprocess.Popen[bytes]:
    port = address.rsplit(":", 1)[1]
    command = [
        sys.executable, "-m", "santa_core.emulator", "--port", port, "--api-key", "key-of-a-heygen-account",
        "--liveavatar-api-key", KEY, "--allow-origin", origin,
    ]  # fmt: skip
    with output.open("wb") as file:
        return subprocess.Popen(command, cwd=PROJECT, stdout=file, stderr=subprocess.STDOUT)


def _answers(address: str) -> bool:
    request = urllib.request.Request(f"{address}/v1/users/credits", headers={"X-API-KEY": KEY})
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


class WeakSignalling:
    """The room's signalling, cut and kept away while `broken`."""

    def __init__(self, page: Page) -> None:
        self.broken = False
        self._sockets: list[WebSocketRoute] = []
        page.route_web_socket(re.compile(r"/rtc\?"), self._opened)

    def breaks(self) -> None:
        self.broken = True
        for socket in self._sockets:
            socket.close()

    def _opened(self, socket: WebSocketRoute) -> None:
        if self.broken:
            socket.close()
            return
        socket.connect_to_server()
        self._sockets.append(socket)


def test_a_typed_call_is_answered_and_nothing_of_it_stands_in_the_console(
    on_liveavatar: StudioProcess, page: Page
) -> None:
    console: list[str] = []
    fetched: list[str] = []
    page.on("console", lambda message: console.append(message.text))
    page.on("pageerror", lambda error: console.append(f"uncaught: {error}"))
    page.on("request", lambda request: fetched.append(request.url))
    call = CallPage(page, on_liveavatar.url).open("scenario=greeting&listen=typing&avatar=liveavatar")
    assert any("/liveavatar-sdk.js?v=" in url for url in fetched), "its SDK is fetched before Start"
    greeting = call.start().wait_for_santa(1)
    call.say("I want a purple bike")
    answer = call.wait_for_santa(2)
    call.end()
    assert "Ho ho ho" in greeting
    assert len(answer) > 20
    said = "\n".join(console)
    assert "Ho ho ho" not in said
    assert "purple" not in said
    assert "uncaught" not in said
    shown = on_liveavatar.call(on_liveavatar.calls()[0]["call_id"])
    assert (shown["call"]["state"], shown["call"]["end_reason"]) == ("ended", "user")
    assert not [event for event in shown["events"] if event["name"] == "stream_disconnected"]


def test_the_practice_avatar_does_not_fetch_its_sdk(on_liveavatar: StudioProcess, page: Page) -> None:
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    call = CallPage(page, on_liveavatar.url).open("scenario=greeting&listen=typing").start()
    call.wait_for_santa(1)
    call.end()
    assert not [url for url in fetched if "liveavatar-sdk" in url]


@pytest.mark.spoken
def test_a_weak_call_goes_on_with_a_smaller_picture_and_the_same_microphone(
    on_liveavatar: StudioProcess, page: Page
) -> None:
    page.add_init_script(FAST_CONNECTION)
    signalling = WeakSignalling(page)
    child = SpeakingChild.in_page(page, on_liveavatar.url, "scenario=greeting&listen=voice&avatar=liveavatar")
    expect(page.get_by_text("720p")).to_be_visible()
    child.says("do you live at the north pole")
    child.call.wait_for_answer(1)
    said = child.call.turns("santa").all_inner_texts()

    signalling.breaks()
    offer = page.get_by_role("status", name="Weak connection")
    expect(offer).to_be_visible(timeout=20_000)
    signalling.broken = False
    page.get_by_role("button", name="Lower the quality").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("480p")).to_be_visible(timeout=20_000)
    expect(child.call.status).to_have_text("Listening", timeout=20_000)
    assert child.call.turns("santa").all_inner_texts() == said, "what was said stays"
    expect(page.get_by_role("status", name="Microphone")).to_have_text("Santa can hear you")
    child.says("what do the reindeer eat")
    child.call.wait_for_answer(2)
    child.call.end()

    shown = on_liveavatar.call(on_liveavatar.calls()[0]["call_id"])
    assert shown["call"]["quality"] == "medium"
    assert [session["quality"] for session in shown["call"]["earlier_sessions"]] == ["high"]
    assert [turn["speaker"] for turn in shown["turns"]].count("child") == 2
