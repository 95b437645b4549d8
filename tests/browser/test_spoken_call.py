"""A recorded voice as the microphone of a real Chromium: Santa hears it and answers."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Playwright, expect

from tests.browser.call_page import CallPage
from tests.browser.conftest import launch
from tests.browser.spoken_words import silence, spoken, write_wav
from tests.browser.studio_process import StudioProcess

GREETING_SECONDS = 9.0  # from the opening of the microphone, with room to spare

pytestmark = pytest.mark.spoken


def test_a_spoken_question_is_heard_and_answered(
    playwright: Playwright, studio: StudioProcess, tmp_path: Path
) -> None:
    question = spoken("do you live at the north pole")
    voice = write_wav(tmp_path / "child.wav", silence(GREETING_SECONDS), question, silence(60))
    browser = launch(playwright, microphone=voice)
    try:
        page = browser.new_page()
        call = CallPage(page, studio.url).open("scenario=greeting&listen=voice").start()
        expect(call.turns("child").first).to_contain_text("north pole", ignore_case=True, timeout=40_000)
        call.wait_for_santa(2)
        call.end()
    finally:
        browser.close()

    shown = studio.call(studio.calls()[0]["call_id"])
    child = next(turn for turn in shown["turns"] if turn["speaker"] == "child")
    assert child["origin"] == "voice"
    assert "north pole" in child["text"]
    answer = shown["turns"][child["index"] + 1]
    assert (answer["speaker"], answer["origin"]) == ("santa", "answer")
    assert len(answer["text"]) > 20


def test_a_child_who_talks_over_santa_stops_him(
    playwright: Playwright, studio: StudioProcess, tmp_path: Path
) -> None:
    over = spoken("hello santa my name is emma and i am seven years old")
    voice = write_wav(tmp_path / "child.wav", silence(3.0), over, silence(60))
    browser = launch(playwright, microphone=voice)
    try:
        page = browser.new_page()
        call = CallPage(page, studio.url).open("scenario=greeting&listen=voice").start()
        expect(call.turns("child").first).to_be_visible(timeout=40_000)
        call.wait_for_santa(2)
        call.end()
    finally:
        browser.close()

    turns = studio.call(studio.calls()[0]["call_id"])["turns"]
    greeting = turns[0]
    assert greeting["intended_text"].startswith("Ho ho ho")
    assert len(greeting["text"]) < len(greeting["intended_text"])
    assert greeting["intended_text"].startswith(greeting["text"])
