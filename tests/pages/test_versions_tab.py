"""The Versions tab on a real studio: writing, checking, saving, labels, comparing, files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from santa_core.domain.prompt_yaml import version_as_yaml
from santa_core.domain.prompts import PromptVersion
from santa_core.services.prompt_editing import PromptEditing
from santa_core.studio import Studio

PAGE = Path(__file__).parent / "versions_page.py"
OpenTab = Callable[..., AppTest]


@pytest.fixture
def open_tab(studio: Studio) -> OpenTab:
    def open_(*, by: str = "Nora", **query: str) -> AppTest:
        at = AppTest.from_file(str(PAGE), default_timeout=20)
        for name, value in query.items():
            at.query_params[name] = value
        at.session_state["staff_name"] = by
        at.run()
        assert not at.exception, [e.value for e in at.exception]
        return at

    return open_


def field(at: AppTest, kind: str, label: str) -> Any:
    found = [widget for widget in getattr(at, kind) if widget.label == label]
    assert len(found) == 1, f"{len(found)} of {label}: {[w.label for w in getattr(at, kind)]}"
    return found[0]


def press(at: AppTest, label: str) -> AppTest:
    field(at, "button", label).click().run()
    assert not at.exception, [e.value for e in at.exception]
    return at


def words(at: AppTest) -> str:
    parts = [*at.markdown, *at.caption, *at.info, *at.warning, *at.error, *at.success, *at.subheader]
    return " ".join(part.value for part in parts).replace("\\", "")


def html(at: AppTest) -> str:
    return " ".join(element.proto.body for element in at.get("html"))


def another(studio: Studio, *, by: str = "Ben", note: str = "other", **changes: Any) -> PromptVersion:
    newest = studio.prompts.versions()[0]
    return studio.prompts.save_version(replace(newest, author=by, note=note, parent=newest.number, **changes))


def test_production_is_open_with_all_its_fields(open_tab: OpenTab, studio: Studio) -> None:
    at = open_tab()
    version = studio.prompts.versions()[0]
    assert field(at, "text_area", "Prompt").value == version.text
    assert field(at, "text_area", "Greeting").value == version.greeting
    assert field(at, "text_area", "Goodbye (Polish)").value == version.lines["pl"].goodbye
    assert field(at, "selectbox", "Model").value == "gpt-4o-mini"
    assert field(at, "number_input", "Temperature").value == 0.8
    assert field(at, "number_input", "Max tokens").value == 150
    assert "Nothing to complain of." in words(at)
    assert "tokens** of prompt with every answer" in words(at)
    assert "the prompt has no effect on him" in words(at), "nobody is misled about the scripted Santa"
    assert studio.drafts.drafts("Nora") == [], "looking is not writing"


def test_what_is_typed_is_saved_as_the_next_version(open_tab: OpenTab, studio: Studio) -> None:
    at = open_tab()
    field(at, "text_area", "Greeting").set_value("Hello {{child_name}}!").run()
    field(at, "number_input", "Temperature").set_value(0.6).run()
    field(at, "text_input", "Note").set_value("calmer").run()
    press(at, "Save as new version")
    saved = studio.prompts.version(2)
    assert saved is not None
    assert (saved.author, saved.note, saved.parent) == ("Nora", "calmer", 1)
    assert (saved.greeting, saved.temperature) == ("Hello {{child_name}}!", 0.6)
    assert at.query_params["version"] == "2"
    assert "Saved as version 2." in words(at)
    assert field(at, "text_area", "Greeting").value == "Hello {{child_name}}!"
    assert field(at, "text_input", "Note").value == ""


def test_the_lint_speaks_while_somebody_writes(open_tab: OpenTab) -> None:
    at = open_tab()
    prompt = field(at, "text_area", "Prompt")
    prompt.set_value(prompt.value + "\n\nAlways end with Ho ho ho! Speak of {{__class__}}.").run()
    assert "**Error** · “{{__class__}}”" in words(at)
    assert "“Always end with Ho ho ho!” · A laugh that comes whatever was said" in words(at)
    field(at, "text_input", "Note").set_value("try").run()
    press(at, "Save as new version")
    assert "This cannot be saved yet. {{__class__}} is not a variable." in words(at)


def test_a_prompt_of_1_megabyte_is_refused_with_its_limit(open_tab: OpenTab, studio: Studio) -> None:
    at = open_tab()
    field(at, "text_area", "Prompt").set_value("x" * 1_048_576).run()
    assert "1,048,576 characters, and at most 20,000 are allowed" in words(at)
    field(at, "text_input", "Note").set_value("big").run()
    press(at, "Save as new version")
    assert len(studio.prompts.versions()) == 1


def test_a_note_is_asked_for(open_tab: OpenTab, studio: Studio) -> None:
    at = open_tab()
    field(at, "number_input", "Temperature").set_value(0.6).run()
    press(at, "Save as new version")
    assert "Say in the note what is different and why" in words(at)
    assert len(studio.prompts.versions()) == 1


def test_a_reload_brings_back_what_was_not_saved(open_tab: OpenTab) -> None:
    at = open_tab()
    field(at, "text_area", "Prompt").set_value("Half a senten").run()
    again = open_tab()
    assert field(again, "text_area", "Prompt").value == "Half a senten"
    assert ":gray-badge[your draft]" in again.radio[0].options[0]
    press(again, "Discard changes")
    assert field(again, "text_area", "Prompt").value.startswith("You are Santa Claus")
    assert field(open_tab(by="Ben"), "text_area", "Prompt").value.startswith("You are Santa Claus")


def test_the_second_of_two_is_told_and_saves_all_the_same(open_tab: OpenTab, studio: Studio) -> None:
    at = open_tab()
    field(at, "number_input", "Max tokens").set_value(200).run()
    field(at, "text_input", "Note").set_value("longer").run()
    another(studio, by="Ben <i>", note="hotter", temperature=1.0)
    press(at, "Save as new version")
    assert "Ben <i> saved version 2 while you were writing" in words(at)
    assert studio.prompts.version(3) is None
    press(at, "Save mine all the same")
    assert studio.prompts.version(3) is not None
    assert studio.prompts.version(3).max_tokens == 200
    assert studio.prompts.version(2).temperature == 1.0


def test_the_same_again_is_kindly_not_saved(open_tab: OpenTab, studio: Studio) -> None:
    another(studio, temperature=0.6)
    at = open_tab(version="2")
    field(at, "number_input", "Temperature").set_value(0.8).run()
    field(at, "text_input", "Note").set_value("back").run()
    press(at, "Save as new version")
    assert "Version 1 is the same, to the letter" in words(at)
    assert len(studio.prompts.versions()) == 2


def test_variables_and_languages_come_and_go(open_tab: OpenTab, studio: Studio) -> None:
    at = open_tab()
    field(at, "text_input", "Name of the variable").set_value("elf")
    field(at, "text_input", "Its value").set_value("Pixie")
    press(at, "Add")
    assert field(at, "text_input", "{{elf}}").value == "Pixie"
    assert "{{elf}} is used nowhere" in words(at)
    field(at, "selectbox", "Add lines in").set_value("fr").run()
    press(at, "Add language")
    assert field(at, "text_area", "Greeting (French)").value == ""
    assert "“Greeting (French)” is empty: write a line." in words(at)
    field(at, "selectbox", "Remove the lines in").set_value("fr").run()
    press(at, "Remove language")
    assert "(French)" not in " ".join(area.label for area in at.text_area)
    press(at, "Remove")
    assert studio.drafts.drafts("Nora") == [], "all is as it was"


def test_any_two_are_compared_word_by_word(open_tab: OpenTab, studio: Studio) -> None:
    version = studio.prompts.versions()[0]
    another(studio, text=version.text.replace("Two or three short", "One <script>or</script> two"))
    at = open_tab(version="2")
    press(at, "Compare")
    assert "1 of" in words(at)
    assert "taken out" in html(at)
    assert "<script>" not in html(at)
    assert "&lt;script&gt;" in html(at)
    assert ">One " in html(at)


def test_labels_move_with_a_reason_and_the_log_says_so(open_tab: OpenTab, studio: Studio) -> None:
    another(studio, temperature=0.6)
    at = open_tab(version="2")
    press(at, "Move label")
    assert "Say in a few words why the label moves." in words(at)
    field(at, "text_input", "Reason").set_value("ready for the blockers")
    press(at, "Move label")
    assert studio.prompts.labels() == {"production": 1, "staging": 2}
    (move,) = studio.prompts.label_moves("staging")
    assert (move.by, move.reason) == ("Nora", "ready for the blockers")
    log = at.dataframe[0].value
    assert log["Why"].tolist()[0] == "ready for the blockers"
    assert ":orange-badge[staging]" in at.radio[0].options[0]


def test_an_address_with_an_unknown_version_shows_production(open_tab: OpenTab) -> None:
    at = open_tab(version="99")
    assert "There is no prompt version 99. Here is production." in words(at)
    assert field(at, "text_area", "Prompt").value.startswith("You are Santa Claus")


def test_choosing_a_version_opens_it_and_puts_it_into_the_address(open_tab: OpenTab, studio: Studio) -> None:
    another(studio, greeting="Hello, hello {{child_name}}!")
    at = open_tab()
    assert "Ho ho ho" in field(at, "text_area", "Greeting").value
    at.radio[0].set_value(2).run()
    assert field(at, "text_area", "Greeting").value == "Hello, hello {{child_name}}!"
    assert at.query_params["version"] == "2"


def test_a_file_becomes_a_draft(open_tab: OpenTab, studio: Studio) -> None:
    file = version_as_yaml(replace(studio.prompts.versions()[0], temperature=0.5, note="from Ben"))
    at = open_tab()
    at.file_uploader[0].set_value(("mine.yaml", file.encode(), "application/yaml")).run()
    press(at, "Put it into the editor")
    assert field(at, "number_input", "Temperature").value == 0.5
    assert field(at, "text_input", "Note").value == "from Ben"
    assert len(studio.prompts.versions()) == 1


@pytest.mark.parametrize(
    ("content", "says"),
    [(b"colour: red", "is missing"), (b"\xff\xfe", "not a UTF-8"), (b"x" * 2_000_000, "too big")],
)
def test_a_file_that_is_none_is_a_sentence(open_tab: OpenTab, content: bytes, says: str) -> None:
    at = open_tab()
    at.file_uploader[0].set_value(("mine.yaml", content, "application/yaml")).run()
    press(at, "Put it into the editor")
    assert says in words(at)


def test_hostile_words_are_shown_as_words(open_tab: OpenTab, studio: Studio) -> None:
    another(studio, by=":material/home: <b>", note="**x** $y$ [a](b)", variables={"elf": "<script>"})
    at = open_tab(version="2")
    shown = " ".join([*at.radio[0].proto.captions, *(c.value for c in at.caption)])
    assert r"\*\*x\*\*" in shown
    assert "[a](b)" not in shown


def test_a_draft_of_a_version_that_was_opened_before_names_who_saved_since(
    open_tab: OpenTab, studio: Studio
) -> None:
    """A draft left on the shelf overnight."""
    editing = PromptEditing(studio.prompts, studio.drafts, studio.clock)
    draft = editing.open(1, by="Nora")
    editing.keep(replace(draft, content=replace(draft.content, max_tokens=120)))
    another(studio, by="Ben", note="overnight", temperature=1.0)
    assert "Ben saved version 2 while you were writing" in words(open_tab(version="1"))


def test_production_asks_the_gate_and_an_override_says_why(open_tab: OpenTab, studio: Studio) -> None:
    another(studio, temperature=0.6)
    at = open_tab(version="2")
    field(at, "text_input", "Why production").set_value("calmer answers")
    press(at, "Promote to production")
    assert studio.prompts.labels() == {"production": 1}
    assert "The gate says no." in words(at)
    assert [m.value for m in at.markdown if m.value.startswith("- ")], "its reasons are listed"

    field(at, "text_input", "Why go past the gate").set_value("short")
    press(at, "Override")
    assert "at least 10 characters" in words(at)
    assert studio.prompts.labels() == {"production": 1}

    field(at, "text_input", "Why go past the gate").set_value("The demo for the board is at noon")
    press(at, "Override")
    assert studio.prompts.labels() == {"production": 2}
    move = studio.prompts.label_moves("production")[0]
    assert (move.by, move.reason, move.gate) == ("Nora", "The demo for the board is at noon", "overridden")
    assert "Version 2 is production from now on." in words(at)
    assert "The gate says no." not in words(at)
    assert at.dataframe[0].value["Gate"].tolist()[0] == "overridden"


def test_what_was_production_goes_back_with_a_reason(open_tab: OpenTab, studio: Studio) -> None:
    another(studio, temperature=0.6)
    studio.prompts.move_label("production", 2, by="Ben", reason="try", gate="overridden")
    at = open_tab(version="1")
    assert "it goes back without a new run" in words(at)
    press(at, "Promote to production")
    assert studio.prompts.labels() == {"production": 2}, "a rollback needs a reason too"
    field(at, "text_input", "Why production").set_value("Version 2 laughs at grief")
    press(at, "Promote to production")
    assert studio.prompts.labels() == {"production": 1}
    assert studio.prompts.label_moves("production")[0].gate == "rollback"
