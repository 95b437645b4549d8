"""The loop no other tool closes, once, in real Chromium: a moment of a call is flagged, becomes a test case,
production fails it, a better version passes the gate, is promoted, and the next call uses it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from santa_core.domain.calls import Child
from santa_core.llm.scripted_answers import answer
from santa_core.ports import Message
from tests.browser.call_page import CallPage
from tests.browser.studio_process import StudioProcess
from tests.fakes.openai_server import running_openai_server

BETTER = "When a child brings news, say it back first."
RUN_MS = 240_000


def _as_told(body: dict[str, Any]) -> str:
    """A model that follows its prompt: it says news back only if it is told to. To all else it answers as
    the scripted Santa does, and as a judge it is content."""
    if "response_format" in body:
        return json.dumps({"pass": True, "score": 1.0, "reason": "He does what is asked.", "turn": 1})
    messages = [Message(m["role"], m["content"]) for m in body["messages"]]
    if "tooth" not in messages[-1].content:
        return answer(messages, child=Child(name=""), seed="")
    return "Your tooth fell out!" if BETTER in messages[0].content else "I see. What would you like?"


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StudioProcess]:
    with running_openai_server(answer=_as_told) as server:
        studio = StudioProcess(
            tmp_path_factory.mktemp("lab") / "data",
            environment={
                "OPENAI_BASE_URL": server.base_url,
                "SANTA_EARS": "pocketsphinx",
                "SANTA_VOICE": "espeak",
            },
        ).start()
        yield studio
        studio.stop()


def test_from_a_flagged_moment_to_a_better_santa_in_production(lab: StudioProcess, browser: Browser) -> None:
    page = browser.new_context(viewport={"width": 1400, "height": 1000}).new_page()
    _flag_a_moment(page, lab)
    _make_the_case(page)
    _run_blockers(page, lab, came_to="version 1: passed 0 of 3")
    _save_a_better_version(page, lab)
    _promote(page, lab, "The gate says no.")
    _run_blockers(page, lab, came_to="version 2: passed 3 of 3")
    _promote(page, lab, "Version 2 is production from now on.")

    call = CallPage(page, lab.url).open("scenario=greeting&listen=typing").start()
    call.wait_for_santa(1)
    call.say("My tooth fell out today!")
    assert "Your tooth fell out!" in call.wait_for_santa(2)
    call.end()
    latest = lab.call(lab.calls()[0]["call_id"])
    assert latest["call"]["plan"]["prompt_version"] == 2
    page.context.close()


def _flag_a_moment(page: Page, lab: StudioProcess) -> None:
    call = CallPage(page, lab.url).open("scenario=greeting&listen=typing").start()
    call.wait_for_santa(1)
    call.say("My tooth fell out today!")
    assert "I see." in call.wait_for_santa(2)
    page.get_by_role("button", name="Flag this moment").click()
    call.end()
    page.get_by_role("link", name="Make this a test case").last.click()


def _make_the_case(page: Page) -> None:
    lines = page.get_by_role("textbox", name="The child's lines")
    expect(lines).to_have_value("My tooth fell out today!", timeout=20_000)
    page.get_by_role("textbox", name="Title").fill("A tooth fell out")
    page.get_by_role("textbox", name="Checked: mentions one of").fill("tooth")
    page.get_by_text("Blocker: a version that fails it").click()
    page.get_by_role("button", name="Save test case").click()
    expect(page.get_by_text("“A tooth fell out” is saved.")).to_be_visible(timeout=20_000)


def _run_blockers(page: Page, lab: StudioProcess, *, came_to: str) -> None:
    page.goto(f"{lab.url}/prompts?tab=suites")
    page.get_by_role("button", name="Run suite").click()
    expect(page.get_by_role("button", name="Cancel run")).to_be_visible(timeout=20_000)
    expect(page.get_by_role("button", name="Cancel run")).to_have_count(0, timeout=RUN_MS)
    cell = page.get_by_role("button", name=f"A tooth fell out, blocker, {came_to}")
    expect(cell).to_be_visible(timeout=20_000)


def _save_a_better_version(page: Page, lab: StudioProcess) -> None:
    page.goto(f"{lab.url}/prompts?tab=versions")
    prompt = page.get_by_role("textbox", name="Prompt", exact=True)
    prompt.fill(f"{prompt.input_value()}\n- {BETTER}")
    page.get_by_role("textbox", name="Note").fill("Says news back.")
    page.get_by_role("textbox", name="Note").press("Tab")
    page.get_by_role("button", name="Save as new version").click()
    expect(page.get_by_text("Version 2").first).to_be_visible(timeout=20_000)


def _promote(page: Page, lab: StudioProcess, said: str) -> None:
    page.goto(f"{lab.url}/prompts?tab=versions&version=2")
    page.get_by_role("textbox", name="Why production").fill("It notices what a child tells.")
    page.get_by_role("button", name="Promote to production").click()
    expect(page.get_by_text(said).first).to_be_visible(timeout=20_000)
