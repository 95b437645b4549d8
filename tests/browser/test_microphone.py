"""The microphone of a call in real Chromium: the button to talk, taking turns, other devices, no sound."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest
from playwright.sync_api import Page, Playwright, WebSocket, expect

from tests.browser.call_page import CallPage
from tests.browser.conftest import launch
from tests.browser.spoken_words import RATE_HZ, Sound, silence, spoken, write_wav
from tests.browser.studio_process import StudioProcess

QUESTION = "do you live at the north pole"
GREETING_SECONDS = 9.0  # from the opening of the microphone, with room to spare
HEARD_MS = 40_000

IN_FLIGHT = timedelta(milliseconds=300)
PUSH_TO_TALK = ("push_to_talk_pressed", "push_to_talk_released")

OpenPage = Callable[[Path], AbstractContextManager[Page]]


@pytest.fixture
def page_with(playwright: Playwright) -> OpenPage:
    @contextmanager
    def with_microphone(voice: Path) -> Iterator[Page]:
        browser = launch(playwright, microphone=voice)
        try:
            yield browser.new_page(viewport={"width": 1400, "height": 1000})
        finally:
            browser.close()

    return with_microphone


def over_and_over(sound: Sound, *, times: int) -> list[Sound]:
    """Whenever the gate opens, whole words come within a few seconds."""
    return [part for _ in range(times) for part in (sound, silence(1.0))]


def events(studio: StudioProcess, *, named: str | None = None) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = studio.call(studio.calls()[0]["call_id"])["events"]
    return [event for event in found if named in (None, event["name"])]


def moments(studio: StudioProcess, name: str) -> list[datetime]:
    """By the browser's clock."""
    return [datetime.fromisoformat(event["browser_at"]) for event in events(studio, named=name)]


class Held(NamedTuple):
    pressed: datetime
    released: datetime


def hold(page: Page, press: Callable[[], None], release: Callable[[], None]) -> None:
    """For as long as it takes to say the line once, from wherever it is in it."""
    microphone = page.get_by_role("status", name="Microphone", exact=True)
    expect(microphone).to_have_text("Hold the button or the space bar to talk")
    press()
    expect(microphone).to_have_text("Listening to you")
    expect(page.get_by_role("button", name="Hold to talk")).to_have_attribute("aria-pressed", "true")
    page.wait_for_timeout(5_500)
    release()
    expect(microphone).to_have_text("Hold the button or the space bar to talk")


@pytest.mark.spoken
def test_held_by_key_or_by_button_santa_hears_and_else_not(
    page_with: OpenPage, studio: StudioProcess, tmp_path: Path
) -> None:
    voice = write_wav(tmp_path / "child.wav", *over_and_over(spoken(QUESTION), times=40))
    with page_with(voice) as page:
        call = CallPage(page, studio.url).open("scenario=greeting&listen=push_to_talk").start()
        call.wait_for_santa(1)
        expect(call.turns("child")).to_have_count(0)
        page.locator("body").evaluate("document.activeElement.blur()")
        hold(page, lambda: page.keyboard.down("Space"), lambda: page.keyboard.up("Space"))
        expect(call.turns("child").filter(has_text="north pole").first).to_be_visible(timeout=HEARD_MS)
        expect(call.status).to_have_text("Listening", timeout=HEARD_MS)
        page.wait_for_timeout(4_000)  # the child goes on, unheard
        turns = call.turns("child").count()
        page.get_by_role("button", name="Hold to talk").hover()
        hold(page, page.mouse.down, page.mouse.up)
        expect(call.turns("child").nth(turns)).to_be_visible(timeout=HEARD_MS)
        call.end()
    assert len(events(studio, named="push_to_talk_pressed")) == 2
    assert len(events(studio, named="push_to_talk_released")) == 2
    held = [Held(*pair) for pair in zip(*(moments(studio, name) for name in PUSH_TO_TALK), strict=True)]
    for started in moments(studio, "user_start"):
        assert any(one.pressed <= started <= one.released + IN_FLIGHT for one in held)


@pytest.mark.spoken
def test_letting_go_ends_the_utterance_at_once(
    page_with: OpenPage, studio: StudioProcess, tmp_path: Path
) -> None:
    voice = write_wav(tmp_path / "child.wav", *[spoken(QUESTION)] * 60)  # no pause would end it
    with page_with(voice) as page:
        to_santa: list[bytes] = []

        def follow(socket: WebSocket) -> None:
            if "streaming.chat" in socket.url:
                socket.on("framesent", lambda frame: to_santa.append(to_bytes(frame)))

        page.on("websocket", follow)
        call = CallPage(page, studio.url).open("scenario=greeting&listen=push_to_talk").start()
        call.wait_for_santa(1)
        page.get_by_role("button", name="Hold to talk").focus()
        page.keyboard.down("Enter")
        page.wait_for_timeout(3_000)
        page.keyboard.up("Enter")
        expect(call.turns("child").first).to_be_visible(timeout=HEARD_MS)
        call.end()
    [pressed] = [index for index, frame in enumerate(to_santa) if b"push_to_talk:start" in frame]
    [released] = [index for index, frame in enumerate(to_santa) if b"push_to_talk:stop" in frame]
    sounding = [index for index, frame in enumerate(to_santa) if is_sound(frame)]
    assert len(sounding) > 50
    assert pressed < sounding[0] <= sounding[-1] < released


def to_bytes(frame: str | bytes) -> bytes:
    return frame.encode() if isinstance(frame, str) else frame


def is_sound(frame: bytes) -> bool:
    """512 samples; those of a shut gate are zeros behind a short head."""
    return len(frame) > 1_000 and sum(byte != 0 for byte in frame) > 100


@pytest.mark.spoken
def test_taking_turns_santa_hears_nothing_while_he_speaks(
    page_with: OpenPage, studio: StudioProcess, tmp_path: Path
) -> None:
    over = spoken("hello santa my name is emma and i am seven years old")
    voice = write_wav(tmp_path / "child.wav", silence(2.5), over, silence(60))
    with page_with(voice) as page:
        call = CallPage(page, studio.url).open("scenario=greeting&listen=voice").start()
        page.get_by_role("switch", name="Talk over Santa", exact=True).uncheck()
        expect(page.get_by_role("status", name="Microphone", exact=True)).to_have_text(
            "Santa is speaking: your microphone waits"
        )
        call.wait_for_santa(1)
        expect(page.get_by_role("status", name="Microphone", exact=True)).to_have_text("Santa can hear you")
        expect(call.turns("child")).to_have_count(0)
        call.end()
    greeting = studio.call(studio.calls()[0]["call_id"])["turns"][0]
    assert greeting["intended_text"] is None  # not cut
    assert events(studio, named="user_start") == []
    assert [event["detail"] for event in events(studio, named="talk_over_changed")] == [{"allowed": False}]


@pytest.mark.spoken
def test_another_microphone_in_the_middle_of_a_call(
    page_with: OpenPage, studio: StudioProcess, tmp_path: Path
) -> None:
    # Chromium plays the file from its beginning to whoever opens a device.
    voice = write_wav(tmp_path / "child.wav", silence(GREETING_SECONDS), spoken(QUESTION), silence(60))
    with page_with(voice) as page:
        call = CallPage(page, studio.url).open("scenario=greeting&listen=voice").start()
        page.get_by_text("Change microphone").click()
        select = page.get_by_role("combobox", name="Microphone")
        other = select.locator("option").nth(2).inner_text()
        select.select_option(label=other)
        expect(page.get_by_role("alert")).to_contain_text(f"Santa now hears you through {other}.")
        expect(call.turns("child").first).to_contain_text("north pole", ignore_case=True, timeout=HEARD_MS)
        call.end()
    assert len(events(studio, named="microphone_changed")) == 1
    assert len(events(studio, named="voice_chat_started")) == 1
    assert events(studio, named="hearing_lost") == []
    quiet = events(studio, named="user_stop")[0]["detail"]["quiet_ms"]
    assert 100 < quiet < 2_000


@pytest.mark.spoken
@pytest.mark.parametrize(("rate_hz", "channels"), [(44_100, 2), (44_100, 1), (48_000, 2)])
def test_whatever_the_microphones_rate_and_channels(
    page_with: OpenPage, studio: StudioProcess, tmp_path: Path, rate_hz: int, channels: int
) -> None:
    words = [silence(GREETING_SECONDS), spoken(QUESTION), silence(60)]
    voice = write_wav(tmp_path / "child.wav", *words, rate_hz=rate_hz, channels=channels)
    with page_with(voice) as page:
        call = CallPage(page, studio.url).open("scenario=greeting&listen=voice").start()
        expect(call.turns("child").first).to_contain_text("north pole", ignore_case=True, timeout=HEARD_MS)
        call.end()


def test_a_microphone_that_is_switched_off_is_asked_about(
    page_with: OpenPage, studio: StudioProcess, tmp_path: Path
) -> None:
    nothing = np.zeros(20 * RATE_HZ, dtype=np.int16)
    voice = write_wav(tmp_path / "child.wav", nothing, silence(60) * 100)
    with page_with(voice) as page:
        call = CallPage(page, studio.url).open("scenario=greeting&listen=voice")
        page.get_by_role("button", name="Check microphone").click()
        check = page.get_by_role("status", name="Microphone check")
        expect(check).to_have_text("We hear nothing: is the microphone muted?", timeout=10_000)
        call.start()
        notice = page.get_by_text("We hear nothing: is the microphone muted?")
        expect(notice).to_be_visible(timeout=10_000)
        expect(notice).to_have_count(0, timeout=30_000)
        call.end()
    assert len(events(studio, named="microphone_silent")) == 1


def test_a_quiet_room_is_not_a_switched_off_microphone(
    page_with: OpenPage, studio: StudioProcess, tmp_path: Path
) -> None:
    # The quietest found so far: a stereo microphone with one dead channel, and the noise suppression.
    with page_with(write_wav(tmp_path / "child.wav", silence(60), channels=2)) as page:
        call = CallPage(page, studio.url).open("scenario=greeting&listen=voice").start()
        call.wait_for_santa(1)
        page.wait_for_timeout(4_000)
        call.end()
    assert events(studio, named="microphone_silent") == []
