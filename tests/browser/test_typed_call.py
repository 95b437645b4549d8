"""The typed call, whole, from Start to review, in real Chromium."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.call_page import CallPage
from tests.browser.studio_process import StudioProcess


def test_a_name_edited_by_the_click_on_start_is_the_name_said(page: Page, studio: StudioProcess) -> None:
    call = CallPage(page, studio.url).open()
    page.get_by_label("Child's name").fill("Theodora")
    call.start()  # the field has had the focus until this very click
    assert "Theodora" in call.wait_for_santa(1)
    call.end()


def test_a_typed_call_is_whole_from_start_to_review(page: Page, studio: StudioProcess) -> None:
    call = CallPage(page, studio.url).open().start()
    greeting = call.wait_for_santa(1)
    assert "Ho ho ho" in greeting

    call.say("I would like a red bike")
    first = call.wait_for_santa(2)
    call.say("My dog is called Biscuit")
    second = call.wait_for_santa(3)
    assert "bike" in first.lower()
    assert second != first
    assert [t.strip() for t in call.turns("child").all_inner_texts()] != []

    video = page.get_by_label("Santa", exact=True)
    moving = "v => [v.videoWidth, v.paused, v.currentTime]"
    width, paused, before = video.evaluate(moving)
    assert width > 0
    assert paused is False
    page.wait_for_function("([v, t]) => v.currentTime > t", arg=[video.element_handle(), before])

    call.end()
    expect(page.get_by_text(re.compile("would have cost")).first).to_be_visible(timeout=20_000)

    logged = studio.calls()[0]
    assert logged["state"] == "ended"
    assert logged["end_reason"] == "user"
    assert studio.health()["open_calls"] == 0
    assert studio.health()["practice_sessions"] == 0
