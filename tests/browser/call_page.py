"""The call page as a person uses it: only accessible names, no selectors of ours."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

LIVE = re.compile("^(Listening|Santa is thinking|Santa is speaking)$")
WAIT_MS = 20_000


class CallPage:
    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.url = url

    def open(self, query: str = "scenario=greeting&listen=typing") -> CallPage:
        self.page.goto(f"{self.url}/call?{query}")
        expect(self.page.get_by_role("button", name="Start call")).to_be_enabled(timeout=WAIT_MS)
        return self

    @property
    def status(self) -> Locator:
        return self.page.get_by_role("status", name="Call status")

    def turns(self, who: str) -> Locator:
        return self.page.get_by_role("log", name="Transcript").locator(
            f'[data-role="{who}"]:not([data-provisional="true"])'
        )

    def start(self) -> CallPage:
        self.page.get_by_role("button", name="Start call").click()
        expect(self.status).to_have_text(LIVE, timeout=WAIT_MS)
        return self

    def wait_for_santa(self, turns: int, *, seconds: float = 40) -> str:
        """Santa has finished his turn number `turns` and listens; what he said last."""
        expect(self.turns("santa")).to_have_count(turns, timeout=seconds * 1000)
        expect(self.status).to_have_text("Listening", timeout=seconds * 1000)
        return self.turns("santa").last.inner_text()

    def wait_for_answer(self, child_turns: int, *, seconds: float = 40) -> str:
        """To the child's turn number `child_turns`, however often Santa had to ask for it; what he said."""
        turns = self.page.get_by_role("log", name="Transcript").locator(
            '[data-role]:not([data-provisional="true"])'
        )
        expect(self.turns("child")).to_have_count(child_turns, timeout=seconds * 1000)
        expect(turns.last).to_have_attribute("data-role", "santa", timeout=seconds * 1000)
        expect(self.status).to_have_text("Listening", timeout=seconds * 1000)
        return turns.last.inner_text()

    def say(self, text: str) -> None:
        self.page.get_by_role("textbox", name="Type to Santa").fill(text)
        self.page.get_by_role("button", name="Send").click()

    def end(self) -> None:
        self.page.get_by_role("button", name="End call").click()
        expect(self.status).to_have_text("Ended", timeout=WAIT_MS)
