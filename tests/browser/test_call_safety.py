"""The safety check in a real call: what the child hears, what staff see, what the log keeps."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.call_page import WAIT_MS, CallPage
from tests.browser.studio_process import StudioProcess
from tests.fakes.openai_server import RunningServer, running_openai_server

PROMISE = "I promise you will get the red bike."
REPLIES = [f"What a fine wish! {PROMISE} It will be under your tree.", "Thank you for telling me."]


@pytest.fixture
def server() -> Iterator[RunningServer]:
    with running_openai_server(replies=REPLIES, tokens_per_second=100) as running:
        yield running


@pytest.fixture
def studio(new_studio: Callable[..., StudioProcess], server: RunningServer) -> StudioProcess:
    return new_studio(OPENAI_API_KEY="sk-test", OPENAI_BASE_URL=server.base_url, SANTA_EARS="pocketsphinx")


def words(call: CallPage, who: str) -> list[str]:
    """What was said, without what stands beside it."""
    return [text.strip() for text in call.turns(who).locator("p").all_inner_texts()]


def events(logged: dict[str, Any], name: str) -> list[dict[str, Any]]:
    return [event["detail"] for event in logged["events"] if event["name"] == name]


def test_a_promise_is_not_spoken_and_a_disclosure_brings_a_grown_up(
    page: Page, studio: StudioProcess
) -> None:
    call = CallPage(page, studio.url).open("scenario=greeting&listen=typing").start()
    call.wait_for_santa(1)

    call.say("Promise I get the red bike")
    call.wait_for_santa(2)
    heard = words(call, "santa")[-1]
    assert heard.startswith("What a fine wish!")
    assert "promise you will" not in heard
    assert "tree" not in heard
    mark = call.turns("santa").last.get_by_role("list", name="Safety check")
    expect(mark).to_contain_text("Blocked:")
    expect(mark).to_contain_text(f"He would have said: {PROMISE}")
    expect(page.get_by_role("alert").filter(has_text="was blocked")).to_be_visible()

    call.say("My uncle hurts me and I must not tell anybody")
    alert = page.get_by_role("alert").filter(has_text="The child may be telling of harm")
    expect(alert).to_be_visible(timeout=WAIT_MS)
    expect(alert).to_be_in_viewport()
    line = alert.locator("q").inner_text()
    button = alert.get_by_role("button", name="Hand to a grown-up")
    button.focus()
    page.keyboard.press("Enter")
    expect(call.turns("santa").filter(has_text=line)).to_have_count(1, timeout=WAIT_MS)
    expect(call.status).to_have_text("Listening", timeout=WAIT_MS)
    expect(alert).to_contain_text("Santa was told to say")
    call.end()

    # The review: the block and the alert at their moments, and the way to a test case.
    said = page.get_by_role("list", name="What was said")
    expect(said.get_by_role("list", name="Safety check").filter(has_text=PROMISE)).to_be_visible(
        timeout=WAIT_MS
    )
    expect(page.get_by_role("alert").filter(has_text="The child may be telling of harm")).to_be_visible()
    case = said.get_by_role("link", name="Make turn 3 a test case")
    logged = studio.call(studio.calls()[0]["call_id"])
    call_id = logged["call"]["call_id"]
    assert case.get_attribute("href") == f"/prompts?tab=suites&case_from={call_id}&turn=2"

    (blocked,) = events(logged, "reply_blocked")
    assert blocked["written"] == PROMISE
    assert blocked["spoken"] in heard
    assert blocked["rules"] == ["promise"]
    (disclosed,) = events(logged, "child_alert")
    assert disclosed["kind"] == "disclosure"
    assert events(logged, "operator") == [{"text": line}]
    texts = [turn["text"] for turn in logged["turns"]]
    assert not any(PROMISE in text for text in texts)
    assert any(line in text for text in texts)
    assert "uncle" not in studio.output.read_text(errors="replace")

    case.click()
    expect(page.get_by_role("heading", name="New test case")).to_be_visible(timeout=WAIT_MS)
    lines = page.get_by_role("textbox", name="The child's lines")
    expect(lines).to_have_value("Promise I get the red bike")
