"""Calls with HeyGen and LiveAvatar in real Chromium, by their own SDKs: whole ones, and ones that go wrong.

Both vendors are played by the emulator in a process of its own, whose list of sessions is the meter.
"""

from __future__ import annotations

import contextlib
import os
import re
import signal
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Page, Playwright, WebSocketRoute, expect

from santa_core.emulator.liveavatar.catalogue import SANTA_AVATAR_ID
from tests.browser.call_page import CallPage
from tests.browser.conftest import launch
from tests.browser.studio_process import StudioProcess, wait_until
from tests.process.vendor_process import VENDOR_KEY, VendorProcess, vendor_process

SOON_SECONDS = 10.0  # a beacon or a broken room, and the way to the vendor, on a busy machine
LOST_SECONDS = 25.0  # 15 s of silence on the link, and the same
# The browser begins with the best picture: there is a lower one to go down to.
FAST_LINE = "Object.defineProperty(Navigator.prototype, 'connection', {get: () => ({downlink: 50})})"
SDKS = ("heygen", "liveavatar")


@pytest.fixture(scope="module")
def vendor() -> Iterator[VendorProcess]:
    limits = ["--concurrency-limit", "3", "--quota-credits", "1000"]
    with vendor_process([*limits, "--allow-origin", "*"]) as process:
        yield process


@pytest.fixture(scope="module")
def studio(vendor: VendorProcess, tmp_path_factory: pytest.TempPathFactory) -> Iterator[StudioProcess]:
    environment = {
        "HEYGEN_API_KEY": VENDOR_KEY,
        "HEYGEN_BASE_URL": vendor.url,
        "LIVEAVATAR_API_KEY": VENDOR_KEY,
        "LIVEAVATAR_BASE_URL": vendor.url,
        "LIVEAVATAR_AVATAR_ID": SANTA_AVATAR_ID,
    }
    process = StudioProcess(tmp_path_factory.mktemp("vendor") / "data", environment=environment).start()
    yield process
    process.stop()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1400, "height": 1000})
    yield context.new_page()
    context.close()


def kill_whatever_was_started_with(flag: str) -> None:
    """kill -9 for the browser and its helpers: no pagehide, no farewell."""
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        with contextlib.suppress(OSError):  # it may have ended just now
            if flag.encode() in (entry / "cmdline").read_bytes():
                os.kill(int(entry.name), signal.SIGKILL)


class Room:
    """The vendor's signalling, which can be taken away from a page: its SDK then tries to come back."""

    def __init__(self, page: Page) -> None:
        self.is_gone = False
        self._sockets: list[WebSocketRoute] = []
        page.route_web_socket(re.compile(r"/rtc\b"), self._connect)

    def _connect(self, socket: WebSocketRoute) -> None:
        if self.is_gone:
            socket.close()
            return
        socket.connect_to_server()
        self._sockets.append(socket)

    def goes(self) -> None:
        self.is_gone = True
        for socket in self._sockets:
            socket.close()
        self._sockets = []

    def is_back(self) -> None:
        self.is_gone = False


def a_call(page: Page, studio: StudioProcess, sdk: str) -> CallPage:
    """Live, and Santa has greeted."""
    call = CallPage(page, studio.url).open(f"scenario=greeting&listen=typing&avatar={sdk}").start()
    call.wait_for_santa(1)
    return call


def ended(studio: StudioProcess, vendor: VendorProcess, *, seconds: float) -> str:
    """Why the latest call ended; its session is gone from the vendor in time."""
    wait_until("the vendor's list to be empty", lambda: vendor.sessions == [], seconds=seconds)
    wait_until("the log to say so", lambda: studio.calls()[0]["state"] == "ended")
    reason: str = studio.calls()[0]["end_reason"]
    return reason


@pytest.mark.parametrize("sdk", [*SDKS, "liveavatar_sandbox"])
def test_a_typed_call_is_whole_from_start_to_review(
    page: Page, studio: StudioProcess, vendor: VendorProcess, sdk: str
) -> None:
    call = a_call(page, studio, sdk)
    call.say("I would like a red bike")
    assert "bike" in call.wait_for_santa(2).lower()
    video = page.get_by_label("Santa", exact=True)
    width, paused = video.evaluate("v => [v.videoWidth, v.paused]")
    assert width > 0
    assert paused is False
    assert len(vendor.sessions) == 1
    call.end()
    expect(page.get_by_text(re.compile(r"\$|free", re.IGNORECASE)).first).to_be_visible(timeout=20_000)
    assert ended(studio, vendor, seconds=SOON_SECONDS) == "user"


@pytest.mark.parametrize("sdk", SDKS)
def test_a_lower_quality_is_another_session_of_the_same_call(
    page: Page, studio: StudioProcess, vendor: VendorProcess, sdk: str
) -> None:
    page.add_init_script(FAST_LINE)
    room = Room(page)
    call = a_call(page, studio, sdk)
    before = vendor.sessions
    room.goes()
    offer = page.get_by_role("button", name="Lower the quality")
    expect(offer).to_be_visible(timeout=20_000)
    room.is_back()
    offer.click()
    expect(page.get_by_text("lowered in this call")).to_be_visible(timeout=30_000)
    # LiveAvatar's begins only when the browser has entered it.
    wait_until("another session", lambda: len(vendor.sessions) == 1 and vendor.sessions != before)
    expect(call.status).to_have_text("Listening", timeout=30_000)
    call.say("Can you still hear me?")
    call.wait_for_santa(2)
    call.end()
    assert ended(studio, vendor, seconds=SOON_SECONDS) == "user"


@pytest.mark.parametrize("sdk", SDKS)
def test_a_closed_tab_stops_the_meter(
    browser: Browser, studio: StudioProcess, vendor: VendorProcess, sdk: str
) -> None:
    context = browser.new_context()
    page = context.new_page()
    a_call(page, studio, sdk)
    page.close(run_before_unload=True)
    assert ended(studio, vendor, seconds=SOON_SECONDS) == "page_closed"
    context.close()


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="a browser's processes are found in /proc")
@pytest.mark.parametrize("sdk", SDKS)
def test_a_killed_browser_is_noticed_by_its_silence(
    playwright: Playwright, studio: StudioProcess, vendor: VendorProcess, sdk: str
) -> None:
    flag = f"--started-by-a-test={uuid4()}"
    browser = launch(playwright, more_flags=[flag])
    a_call(browser.new_page(), studio, sdk)
    kill_whatever_was_started_with(flag)
    assert ended(studio, vendor, seconds=LOST_SECONDS) in ("link_lost", "page_closed")


@pytest.mark.parametrize("sdk", SDKS)
def test_a_browser_without_a_network_is_noticed_by_its_silence(
    browser: Browser, studio: StudioProcess, vendor: VendorProcess, sdk: str
) -> None:
    context = browser.new_context()
    page = context.new_page()
    a_call(page, studio, sdk)
    context.set_offline(True)
    assert ended(studio, vendor, seconds=LOST_SECONDS) in ("link_lost", "network_error")
    context.close()


@pytest.mark.parametrize("sdk", SDKS)
def test_a_vendor_that_hangs_up_while_santa_speaks_is_explained(
    page: Page, studio: StudioProcess, vendor: VendorProcess, sdk: str
) -> None:
    call = a_call(page, studio, sdk)
    call.say("Tell me about the reindeer")
    expect(call.status).to_have_text("Santa is speaking", timeout=30_000)
    vendor.disconnect_all()
    expect(call.status).to_have_text("Ended", timeout=20_000)
    expect(page.get_by_text(re.compile("service ended the call")).first).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("Try again")).first).to_be_visible()
    assert ended(studio, vendor, seconds=SOON_SECONDS) == "provider_error"
