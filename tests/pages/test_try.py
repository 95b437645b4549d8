"""Try on the Prompts page: versions side by side, replays, the way to a test case."""

from __future__ import annotations

from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from santa_core.domain.calls import Child, Speaker, Turn, TurnOrigin
from santa_core.studio import Studio
from tests.fakes.chat_model import FakeChatModel
from tests.pages.conftest import OpenPage
from tests.pages.logged_calls import an_ended_call


@pytest.fixture
def two_versions(studio: Studio) -> None:
    first = studio.prompts.versions()[0]
    studio.prompts.save_version(replace(first, text=f"{first.text} Be brief.", note="brief", parent=1))


def words(at: AppTest) -> str:
    return " ".join([each.value for each in (*at.text, *at.caption, *at.markdown, *at.warning, *at.info)])


def say(at: AppTest, line: str) -> AppTest:
    at.chat_input[0].set_value(line).run()
    assert not at.exception, [e.value for e in at.exception]
    return at


@pytest.mark.usefixtures("two_versions")
def test_both_versions_answer_the_same_words(open_page: OpenPage, studio: Studio) -> None:
    studio.chat_model = FakeChatModel(["First says hello.", "Second says hello."])
    at = say(open_page("prompts", tab="try"), "Hello Santa")
    assert {"First says hello.", "Second says hello."} <= {text.value for text in at.text}
    assert words(at).count("passes the safety check") == 2
    assert "10 + 3 tokens" in words(at)


@pytest.mark.usefixtures("two_versions")
def test_a_promise_is_shown_struck_out_with_its_rule(open_page: OpenPage, studio: Studio) -> None:
    studio.chat_model = FakeChatModel(["I promise you a red bike <b>today</b>."])
    at = say(open_page("prompts", tab="try"), "I want a red bike")
    html = " ".join(element.proto.body for element in at.get("html"))
    assert "<del" in html
    assert "<b>today</b>" not in html
    assert "**promise**" in words(at)
    assert "I promise you" not in " ".join(text.value for text in at.text)


def test_without_a_language_model_it_says_that_the_prompt_has_no_effect(open_page: OpenPage) -> None:
    at = open_page("prompts", tab="try")
    assert "the prompt has no effect on him" in words(at)
    assert len(say(at, "I want a red bike").text) == 2


def test_a_calls_lines_are_said_again(open_page: OpenPage, studio: Studio) -> None:
    call = an_ended_call(studio.call_log, started_at=studio.clock.now(), child=Child("Mia"))
    spoken = [(Speaker.SANTA, "Hello!"), (Speaker.CHILD, "I saw a fox"), (Speaker.SANTA, "A fox!")]
    for index, (speaker, text) in enumerate(spoken):
        turn = Turn(f"t{index}", call.call_id, index, speaker, TurnOrigin.TYPED, text, studio.clock.now())
        studio.call_log.save_turn(turn)
    studio.chat_model = FakeChatModel(["Was it a red one?"])
    at = open_page("prompts", tab="try")
    next(b for b in at.button if b.label == "Replay its lines").click().run()
    assert not at.exception
    shown = [text.value for text in at.text]
    assert shown == ["I saw a fox", "Was it a red one?", "A fox!"]


def test_a_moment_of_a_try_leads_to_the_form_of_a_test_case(open_page: OpenPage, studio: Studio) -> None:
    studio.chat_model = FakeChatModel(["A fox?"])
    at = say(open_page("prompts", tab="try"), "I saw a fox")
    next(b for b in at.button if b.label == "Make this a test case").click().run()
    assert not at.exception
    lines = next(area for area in at.text_area if area.label == "The child's lines")
    assert lines.value == "I saw a fox"


@pytest.mark.usefixtures("two_versions")
def test_other_versions_may_be_asked_the_same(open_page: OpenPage, studio: Studio) -> None:
    chat = studio.chat_model = FakeChatModel(["Yes."])
    at = say(open_page("prompts", tab="try"), "I saw a fox")
    at.multiselect[0].set_value([2]).run()
    assert "Yes." not in [text.value for text in at.text]
    next(b for b in at.button if b.label.startswith("Say the same line")).click().run()
    assert not at.exception
    assert [text.value for text in at.text] == ["I saw a fox", "Yes."]
    assert len(chat.requests) == 3
