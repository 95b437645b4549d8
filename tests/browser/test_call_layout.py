"""The call page's shape in real Chromium: what is in view at each stage, and what stays the same element."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Callable

from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect

from tests.browser.call_page import WAIT_MS, CallPage
from tests.browser.studio_process import StudioProcess

PHONE = ViewportSize(width=390, height=844)
PRACTICE_KEY = "drill"


def set_fault(studio: StudioProcess, **faults: object) -> None:
    request = urllib.request.Request(
        f"{studio.url}/emulator/control/faults",
        data=json.dumps(faults).encode(),
        headers={"X-Api-Key": PRACTICE_KEY, "Content-Type": "application/json"},
    )
    urllib.request.urlopen(request, timeout=5).close()


def assert_in_view(*elements: Locator) -> None:
    for element in elements:
        expect(element).to_be_in_viewport(ratio=1, timeout=WAIT_MS)


def conversation(page: Page) -> list[Locator]:
    return [
        page.get_by_label("Santa", exact=True),
        page.get_by_role("button", name="End call"),
        page.get_by_role("log", name="Transcript"),
        page.get_by_role("textbox", name="Type to Santa"),
    ]


def test_one_video_from_planning_to_the_end(page: Page, studio: StudioProcess) -> None:
    call = CallPage(page, studio.url).open()
    page.get_by_label("Child's name").fill("Zoë")
    page.get_by_label("Child's name").press("Enter")
    expect(page.get_by_text("Zoë calls Santa")).to_be_visible(timeout=WAIT_MS)
    video = page.get_by_label("Santa", exact=True)
    video.evaluate("v => { v.markedByTest = true }")
    call.start()
    expect(page.get_by_label("The plan of this call")).to_contain_text("Zoë, 6", timeout=WAIT_MS)
    expect(page.get_by_label("Child's name")).to_have_count(0)
    assert_in_view(*conversation(page), page.get_by_role("status", name="Call status"))
    call.wait_for_santa(1)
    page.locator("body").press("r")
    page.wait_for_timeout(1_000)
    assert video.evaluate("v => v.markedByTest && !v.paused && v.videoWidth > 0") is True
    call.end()
    assert_in_view(page.get_by_role("heading", name="Review of the call"))
    expect(page.get_by_label("Child's name")).to_have_value("Zoë")


def test_on_a_phone_everything_is_at_hand(browser: Browser, studio: StudioProcess) -> None:
    context = browser.new_context(viewport=PHONE, is_mobile=True, has_touch=True)
    page = context.new_page()
    call = CallPage(page, studio.url).open()
    assert_in_view(page.get_by_role("button", name="Start call"))
    call.start()
    assert_in_view(*conversation(page))
    call.wait_for_santa(1)
    page.get_by_label("The plan of this call").scroll_into_view_if_needed()
    call.end()
    assert_in_view(page.get_by_role("heading", name="Review of the call"))
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    context.close()


def test_a_call_the_vendor_refused_can_be_started_again(
    page: Page, new_studio: Callable[..., StudioProcess]
) -> None:
    studio = new_studio(SANTA_PRACTICE_KEY=PRACTICE_KEY)
    set_fault(studio, quota_gone=True)
    call = CallPage(page, studio.url).open()
    page.get_by_role("button", name="Start call").click()
    problem = page.get_by_role("alert").filter(has_text="no credits left")
    problem.get_by_text("Details").click()
    expect(problem).to_contain_text("Quota exhausted", timeout=WAIT_MS)
    set_fault(studio, quota_gone=False)
    call.start().wait_for_santa(1)
    call.end()
    assert [c["end_reason"] for c in studio.calls()] == ["user", "open_failed"]
