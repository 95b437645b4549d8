"""Names and words that look like markup, in real Chromium: text everywhere, spoken, logged as given."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.call_page import WAIT_MS, CallPage
from tests.browser.studio_process import StudioProcess

LONG = "Maximilian " * 27 + "Max"  # 300 characters


def call_page(page: Page, studio: StudioProcess, *, name: str, language: str | None = None) -> CallPage:
    call = CallPage(page, studio.url).open()
    field = page.get_by_label("Child's name")
    field.fill("")
    page.keyboard.insert_text(name)  # as pasted: the field itself cuts what is too long
    field.press("Enter")
    if language is not None:
        page.get_by_role("combobox", name="Language").click()
        page.get_by_role("option", name=language).click()
    return call


def last_logged(studio: StudioProcess) -> dict[str, Any]:
    shown: dict[str, Any] = studio.call(studio.calls()[0]["call_id"])
    return shown


def no_markup_was_made(page: Page) -> None:
    assert page.locator("b", has_text="Ed").count() == 0
    assert page.locator("img[src='x'], s:has-text('struck')").count() == 0


def test_markup_in_name_and_words_stays_text(page: Page, studio: StudioProcess) -> None:
    name, typed = "<b>Ed</b>", "<img src=x onerror=alert(1)> **bold** ~~struck~~ [a](b)"
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    call = call_page(page, studio, name=name)
    expect(page.get_by_text(f"{name} calls Santa")).to_be_visible(timeout=WAIT_MS)
    call.start()
    assert "Ed" in call.wait_for_santa(1)
    no_markup_was_made(page)
    expect(page.get_by_label("The plan of this call")).to_contain_text(name)

    call.say(typed)
    expect(call.turns("child").first).to_contain_text(typed)
    call.wait_for_santa(2)
    no_markup_was_made(page)

    call.end()
    said = page.get_by_role("list", name="What was said")
    expect(said.get_by_text(typed)).to_be_visible(timeout=WAIT_MS)
    expect(said.get_by_text(name).first).to_be_visible()
    no_markup_was_made(page)
    assert dialogs == []
    logged = last_logged(studio)
    assert logged["call"]["plan"]["child"]["name"] == name
    assert logged["turns"][1]["text"] == typed


@pytest.mark.parametrize(
    ("name", "language", "heard"),
    [
        ("{{prompt}}", None, "prompt"),
        (LONG, None, "Maximilian Maximilian"),
        ("محمد", "Arabic", "محمد"),
    ],
    ids=["a template's variable", "300 characters", "Arabic"],
)
def test_an_odd_name_is_shown_and_greeted(
    page: Page, studio: StudioProcess, name: str, language: str | None, heard: str
) -> None:
    call = call_page(page, studio, name=name, language=language)
    expect(page.get_by_text(f"{name} calls Santa")).to_be_visible(timeout=WAIT_MS)
    call.start()
    greeting = call.wait_for_santa(1)
    assert heard in greeting
    assert "You are Santa" not in greeting  # the prompt's beginning: {{prompt}} is not filled in
    call.end()
    logged = last_logged(studio)
    assert logged["call"]["plan"]["child"]["name"] == name
    spoken = logged["turns"][0]
    assert (spoken["origin"], spoken["intended_text"]) == ("greeting", None)
    assert spoken["ended_at"] is not None
    assert heard in spoken["text"]


def test_an_address_that_cannot_be_followed_says_what_to_do(page: Page, studio: StudioProcess) -> None:
    page.goto(f"{studio.url}/call?scenario=<b>nobody</b>&listen=typing&avatar=heygen")
    expect(page.get_by_text("There is no scenario “<b>nobody</b>”. Choose")).to_be_visible(timeout=WAIT_MS)
    expect(page.get_by_text(re.compile("HeyGen is not set up: put HEYGEN_API_KEY")).first).to_be_visible()
    expect(page.get_by_role("button", name="Start call")).to_be_disabled()
    assert page.locator("b", has_text="nobody").count() == 0
