"""What must not break a call, and what must end it: the log is true after each, no session stays open."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Browser, Page, expect

from tests.browser.call_page import LIVE, CallPage
from tests.browser.studio_process import StudioProcess, wait_until


def ended(studio: StudioProcess) -> dict[str, Any]:
    wait_until("the call to be closed", lambda: studio.health()["practice_sessions"] == 0)
    call: dict[str, Any] = wait_until(
        "the log to say so", lambda: next((c for c in studio.calls() if c["state"] == "ended"), None)
    )
    return call


def test_a_rerun_of_the_page_does_not_touch_the_call(
    page: Page, new_studio: Callable[[], StudioProcess]
) -> None:
    studio = new_studio()
    call = CallPage(page, studio.url).open().start()
    call.wait_for_santa(1)
    video = page.get_by_label("Santa", exact=True)
    before = video.evaluate("v => (v.markedByTest = true, v.currentTime)")
    page.locator("body").press("r")  # Streamlit's own shortcut: run the whole script again
    page.wait_for_timeout(1_500)
    assert video.evaluate("v => v.markedByTest") is True
    page.wait_for_function("([v, t]) => v.currentTime > t + 1", arg=[video.element_handle(), before])
    call.say("Can you still hear me?")
    call.wait_for_santa(2)
    assert studio.health()["practice_sessions"] == 1
    call.end()
    assert ended(studio)["end_reason"] == "user"


def test_switching_the_page_ends_the_call(page: Page, new_studio: Callable[[], StudioProcess]) -> None:
    studio = new_studio()
    CallPage(page, studio.url).open().start().wait_for_santa(1)
    page.get_by_role("link", name="Prompts").first.click()
    assert ended(studio)["end_reason"] == "page_closed"


def test_closing_the_tab_ends_the_call(browser: Browser, new_studio: Callable[[], StudioProcess]) -> None:
    studio = new_studio()
    context = browser.new_context()
    page = context.new_page()
    CallPage(page, studio.url).open().start().wait_for_santa(1)
    page.close(run_before_unload=True)
    assert ended(studio)["end_reason"] == "page_closed"
    context.close()


def test_a_vanished_browser_is_noticed_by_its_silence(
    browser: Browser, new_studio: Callable[[], StudioProcess]
) -> None:
    studio = new_studio()
    context = browser.new_context()
    page = context.new_page()
    CallPage(page, studio.url).open().start().wait_for_santa(1)
    context.set_offline(True)  # neither pagehide nor a closed socket
    assert ended(studio)["end_reason"] in ("link_lost", "network_error")
    context.close()


def test_after_a_kill_the_log_is_true_and_the_call_is_closed(
    page: Page, new_studio: Callable[[], StudioProcess]
) -> None:
    studio = new_studio()
    call = CallPage(page, studio.url).open().start()
    call.wait_for_santa(1)
    call.say("My name is a secret")
    expect(call.turns("child")).to_have_count(1)
    expect(call.turns("santa")).to_have_count(2)
    studio.kill()

    again = new_studio()
    closed = ended(again)
    assert closed["end_reason"] == "reaped"
    shown = again.call(closed["call_id"])
    said = [turn["text"] for turn in shown["turns"]]
    assert "My name is a secret" in said
    assert said[0].startswith("Ho ho ho")
    assert closed["ended_at"] >= closed["started_at"]


def test_two_clicks_open_one_session(page: Page, new_studio: Callable[[], StudioProcess]) -> None:
    studio = new_studio()
    call = CallPage(page, studio.url).open()
    page.get_by_role("button", name="Start call").dblclick()
    expect(call.status).to_have_text(LIVE, timeout=20_000)
    assert studio.health()["practice_sessions"] == 1
    assert len(studio.calls()) == 1
    call.end()
