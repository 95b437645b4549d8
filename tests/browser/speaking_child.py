"""A child who speaks in a test's call: what it says and when, and how Santa takes it."""

from __future__ import annotations

import time

import numpy as np
from playwright.sync_api import Browser, Page

from tests.browser.call_page import CallPage
from tests.browser.page_microphone import SCRIPT, PageMicrophone
from tests.spoken_corpus.energy import Sound
from tests.spoken_corpus.voices import WOMAN, Voice, say

ANSWER_SECONDS = 20.0


class SpeakingChild:
    """In a live voice call whose microphone is in our hand; Santa has greeted."""

    def __init__(self, page: Page, call: CallPage) -> None:
        self.page = page
        self.call = call
        self.microphone = PageMicrophone(page.evaluate)

    @classmethod
    def calls(
        cls, browser: Browser, url: str, query: str = "scenario=greeting&listen=voice"
    ) -> SpeakingChild:
        return cls.in_page(
            browser.new_context(viewport={"width": 1400, "height": 1000}).new_page(), url, query
        )

    @classmethod
    def in_page(cls, page: Page, url: str, query: str) -> SpeakingChild:
        page.add_init_script(f"({SCRIPT})()")
        child = cls(page, CallPage(page, url).open(query).start())
        child.call.wait_for_santa(1)
        return child

    def says(self, text: str, *, voice: Voice = WOMAN) -> None:
        self.makes(say(text, voice=voice))

    def makes(self, *sounds: Sound) -> None:
        """One after the other without a gap. Returns when all has been heard."""
        ends = self.microphone.play(np.concatenate(sounds))[1]
        time.sleep(max(0.0, ends - self.microphone.now()))  # sound takes its time

    def wait_while_santa_speaks(self, seconds: float) -> None:
        """Until he speaks, and then for so long."""
        self.page.wait_for_function(_HE_SPEAKS, timeout=ANSWER_SECONDS * 1000)
        time.sleep(seconds)


# The status line, wherever the component's shadow root has it.
_HE_SPEAKS = """() => {
  const all = (root) =>
    [...root.querySelectorAll("*")].flatMap((e) => (e.shadowRoot ? [e, ...all(e.shadowRoot)] : [e]));
  return all(document).some((e) => e.matches('[role="status"]') && e.textContent === "Santa is speaking");
}"""
