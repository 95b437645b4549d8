"""Whole calls in Debian's Firefox: another engine, another WebRTC, another audio graph."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.firefox import PROGRAM, Firefox
from tests.browser.page_microphone import SCRIPT, PageMicrophone
from tests.browser.sound_device import SoundDevice, has_pulseaudio
from tests.browser.studio_process import StudioProcess
from tests.spoken_corpus.voices import say

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(PROGRAM is None, reason="no Firefox here: apt install firefox-esr"),
]

LIVE = '["Listening", "Santa is thinking", "Santa is speaking"]'


@pytest.fixture(scope="module")
def sound_device(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SoundDevice]:
    """Firefox's AudioContexts stand still on a machine without one."""
    if "PULSE_SERVER" not in os.environ and not has_pulseaudio():
        pytest.skip("no sound device for Firefox here: apt install pulseaudio")
    with SoundDevice(tmp_path_factory.mktemp("sound")) as device:
        yield device


def test_a_typed_call_has_picture_sound_and_answers(studio: StudioProcess, tmp_path: Path) -> None:
    with Firefox(tmp_path) as firefox:
        call = FirefoxCall(firefox)
        call.start(f"{studio.url}/call?scenario=greeting&listen=typing")
        call.wait_for_santa(1)
        call.types("I would like a red bike")
        assert "bike" in call.wait_for_santa(2).lower()
        width, paused, muted, seconds = call.picture()
        assert width > 0
        assert not paused
        assert not muted
        assert seconds > 1
        call.end()
        assert firefox.errors == []

    turns = studio.call(studio.calls()[0]["call_id"])["turns"]
    assert [turn["speaker"] for turn in turns] == ["santa", "child", "santa"]


@pytest.mark.spoken
def test_a_spoken_call_hears_the_child(
    studio: StudioProcess, tmp_path: Path, sound_device: SoundDevice
) -> None:
    with Firefox(tmp_path, preload=SCRIPT, environment=sound_device.environment) as firefox:
        call = FirefoxCall(firefox)
        call.start(f"{studio.url}/call?scenario=greeting&listen=voice")
        call.wait_for_santa(1)
        microphone = PageMicrophone(firefox.evaluate)
        microphone.play(say("do you live at the north pole"))
        call.wait_for_santa(2)
        recording = microphone.recording()
        assert recording.at_the_ear.max() > 0.05  # his voice really came out of Firefox
        call.end()
        assert firefox.errors == []

    turns = studio.call(studio.calls()[0]["call_id"])["turns"]
    child = next(turn for turn in turns if turn["speaker"] == "child")
    assert child["origin"] == "voice"
    assert "north pole" in child["text"]


class FirefoxCall:
    """The call page, by its accessible names."""

    def __init__(self, firefox: Firefox) -> None:
        self._firefox = firefox
        self._status = firefox.element("status", "Call status")
        self._turns = f"[...{firefox.element('log', 'Transcript')}.querySelectorAll('[data-role=\"santa\"]')]"

    def start(self, url: str) -> None:
        self._firefox.open(url)
        self._firefox.click("button", "Start call", seconds=60)
        self._firefox.wait_for("the call to be live", f"{LIVE}.includes({self._status}?.textContent)")

    def wait_for_santa(self, turns: int) -> str:
        """He has finished his turn number `turns` and listens; what he said last."""
        self._firefox.wait_for(
            f"Santa's turn {turns}",
            f'{self._turns}.length === {turns} && {self._status}.textContent === "Listening"',
            seconds=40,
        )
        text: str = self._firefox.evaluate(f"{self._turns}.at(-1).textContent")
        return text

    def types(self, text: str) -> None:
        self._firefox.click("textbox", "Type to Santa")
        self._firefox.type(text)
        self._firefox.click("button", "Send")

    def picture(self) -> tuple[int, bool, bool, float]:
        """Width, paused, muted, seconds played."""
        video = self._firefox.element("video", "Santa")
        width, paused, muted, seconds = self._firefox.evaluate(
            f"((v) => [v.videoWidth, v.paused, v.muted, v.currentTime])({video})"
        )
        return width, paused, muted, seconds

    def end(self) -> None:
        self._firefox.click("button", "End call")
        self._firefox.wait_for("the call to end", f'{self._status}.textContent === "Ended"')
