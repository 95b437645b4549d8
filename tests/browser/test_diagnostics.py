"""The hearing test over a real connection: a recorded voice reads the line to the studio."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import FrameLocator, Page, Playwright, expect

from tests.browser.conftest import launch
from tests.browser.spoken_words import silence, spoken, write_wav
from tests.browser.studio_process import StudioProcess, wait_until

LINE = "hello santa my name is emma and i would like a red bicycle"
WAIT_MS = 30_000

pytestmark = pytest.mark.browser


@pytest.fixture
def page(playwright: Playwright, tmp_path: Path):  # type: ignore[no-untyped-def]
    lines = [part for _ in range(8) for part in (spoken(LINE), silence(3.0))]
    browser = launch(playwright, microphone=write_wav(tmp_path / "line.wav", silence(4.0), *lines))
    yield browser.new_page()
    browser.close()


def streamer(page: Page) -> FrameLocator:
    return page.frame_locator('iframe[title*="webrtc"]')


def loudest_back(page: Page) -> float:
    """The highest sample, of 1, in the next fifth of a second of what the studio sends back."""
    peak: float = (
        streamer(page)
        .locator("audio")
        .evaluate(
            """async (audio) => {
            const context = (window.listening ??= new AudioContext())
            await context.resume()
            const meter = context.createAnalyser()
            meter.fftSize = 8192
            context.createMediaStreamSource(audio.srcObject).connect(meter)
            await new Promise((done) => setTimeout(done, 300))
            const samples = new Float32Array(meter.fftSize)
            meter.getFloatTimeDomainData(samples)
            return Math.max(...samples.map(Math.abs))
        }"""
        )
    )
    return peak


def ears_of_calls(studio: StudioProcess) -> set[str]:
    """The process that the studio starts for its calls, some seconds after it answers."""
    return set(wait_until("the ears of calls", lambda: ears_processes(studio)))


def ears_processes(studio: StudioProcess) -> list[str]:
    """Process ids of the recognisers below this studio's process."""
    found = subprocess.run(
        ["pgrep", "-P", str(studio.pid), "-f", "santa_core.speech.hearing.ears_process"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    return found.stdout.split()


@pytest.mark.spoken
def test_a_spoken_line_is_measured_and_heard(page: Page, studio: StudioProcess) -> None:
    page.goto(f"{studio.url}/diagnostics")
    expect(page.get_by_text("Press Start and allow the microphone.")).to_be_visible(timeout=WAIT_MS)
    before = ears_of_calls(studio)
    streamer(page).get_by_role("button", name="Start").click(timeout=WAIT_MS)
    expect(page.get_by_text("The studio hears this microphone.")).to_be_visible(timeout=WAIT_MS)

    level = page.get_by_text(re.compile(r"^Level: .\d+ dBFS"))
    quiet = level.inner_text()
    wait_until("the level to move", lambda: level.inner_text() != quiet)
    expect(page.get_by_text("48,000 Hz, 2 channels")).to_be_visible()

    expect(page.get_by_text(re.compile("“.*bicycle.*”")).first).to_be_visible(timeout=WAIT_MS)
    expect(page.get_by_text(re.compile(r"\d+% sure · \d\.\d\d s after the last sound")).first).to_be_visible()
    expect(page.get_by_text("Words wrong in the line")).to_be_visible()
    expect(page.get_by_role("row", name=re.compile(r"Lost 0\.0 %"))).to_be_visible()

    assert loudest_back(page) == 0.0  # the echo is off
    page.get_by_text("Echo: hear yourself a second later").click()
    expect(page.get_by_text("Put headphones on")).to_be_visible()
    wait_until("the echo", lambda: loudest_back(page) > 0.02)
    expect(page.get_by_text("The studio hears this microphone.")).to_be_visible()

    assert set(ears_processes(studio)) - before
    streamer(page).get_by_role("button", name="Stop").click()
    expect(page.get_by_text("The test has ended.")).to_be_visible(timeout=WAIT_MS)
    wait_until("the recogniser to end", lambda: set(ears_processes(studio)) == before)


def test_the_ears_end_with_the_tab(page: Page, studio: StudioProcess) -> None:
    page.goto(f"{studio.url}/diagnostics")
    before = ears_of_calls(studio)
    streamer(page).get_by_role("button", name="Start").click(timeout=WAIT_MS)
    wait_until("a recogniser", lambda: set(ears_processes(studio)) - before)
    page.close()
    wait_until("the recogniser to end", lambda: set(ears_processes(studio)) == before)
