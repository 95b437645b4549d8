"""Test cases on the Prompts page: found, read, made of a moment, changed, deleted, handed around."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from streamlit.testing.v1 import AppTest

from components.prompt_lab.case_files import import_cases
from santa_core.domain.assertions import Assertion
from santa_core.domain.calls import CallRecord, Child, TurnOrigin
from santa_core.domain.scenarios import Scenario
from santa_core.errors import InputError
from santa_core.services.test_cases import CaseDraft
from santa_core.storage.scenario_files import scenarios_as_text
from santa_core.studio import Studio
from tests.fakes.suite_samples import a_scenario
from tests.pages.conftest import OpenPage
from tests.pages.logged_calls import a_turn, an_ended_call
from tests.pages.suites_of_runs import field, html, press, words

AT = datetime(2025, 12, 20, 17, 0, tzinfo=UTC)
HOSTILE = "<script>alert(1)</script> [a](http://x) **b** :material/home: $x$"


def cases(open_page: OpenPage, **query: str) -> AppTest:
    return open_page("prompts", tab="suites", view="cases", **query)


def a_call(studio: Studio, *, child: str = "Emma Smith") -> CallRecord:
    call = an_ended_call(studio.call_log, started_at=AT, child=Child(name=child, age=6))
    said = [
        ("Ho ho ho!", TurnOrigin.GREETING),
        (f"I'm {child}.", TurnOrigin.TYPED),
        ("Hello Emma!", TurnOrigin.ANSWER),
        ("Promise me a bike!", TurnOrigin.TYPED),
        ("I will bring you a bike!", TurnOrigin.ANSWER),
        ("Bye", TurnOrigin.TYPED),
    ]
    for index, (text, origin) in enumerate(said):
        studio.call_log.save_turn(a_turn(call, index, text, origin=origin))
    return call


def own(studio: Studio) -> list[Scenario]:
    return [scenario for scenario in studio.scenarios.all() if scenario.author is not None]


def test_the_list_is_all_there_is_and_is_filtered(open_page: OpenPage, studio: Studio) -> None:
    studio.scenarios.save(a_scenario("robin-flies", title="Robin flies", author="Ben", tags=("wonder",)))
    at = cases(open_page)
    everything = len(studio.scenarios.all())
    assert len(at.dataframe[0].value) == everything
    assert f"{everything} of {everything}" in words(at)
    field(at, "Search").set_value("WONDER robin").run()
    assert at.dataframe[0].value["title"].tolist() == ["Robin flies"]
    field(at, "Search").set_value("").run()
    field(at, "Made by").set_value("staff").run()
    assert at.dataframe[0].value["by"].tolist() == ["Ben"]
    field(at, "Search").set_value("nothing of the kind").run()
    assert "No test case fits" in words(at)


def test_a_card_tells_what_is_said_demanded_and_checked(open_page: OpenPage) -> None:
    at = cases(open_page, scenario="real-puppy")
    shown = words(at)
    assert "The child says" in shown
    assert "Santa must not" in shown
    assert "■ blocker" in shown
    assert "comes with the program" in shown
    assert not any(button.label == "Edit" for button in at.button)


def test_a_moment_of_a_call_fills_in_the_form_without_the_childs_name(
    open_page: OpenPage, studio: Studio
) -> None:
    call = a_call(studio)
    at = open_page("prompts", tab="suites", case_from=call.call_id, turn="4")
    lines = field(at, "The child's lines").value
    assert lines.splitlines()[1] == "Promise me a bike!"
    assert "Emma" not in lines
    invented = field(at, "Child's name").value
    assert invented in lines
    assert "Santa answered: I will bring you a bike!" in words(at)
    field(at, "Title").set_value("Emma wants a promise")
    field(at, "Santa must not").set_value("Promises Emma Smith the bike")
    field(at, "Checked: never says").set_value("I will bring")
    field(at, "Checked: mentions one of").set_value("list\nfamily")
    press(at, "Save test case")
    (kept,) = own(studio)
    assert kept.scenario_id == f"{invented.lower()}-wants-a-promise"
    assert kept.cue_lines == (f"I'm {invented}.", "Promise me a bike!")
    assert kept.must_not == (f"Promises {invented} the bike",)
    assert kept.assertions == (
        Assertion("safety", "blockers"),
        Assertion("icontains-any", ("list", "family"), turn=2),
        Assertion("not-icontains", "I will bring"),
    )
    assert (kept.author, kept.from_call) == ("Nora", call.call_id)
    assert "Emma" not in scenarios_as_text([kept])
    assert f"“{invented} wants a promise” is saved." in words(at)
    assert "case_from" not in at.query_params
    assert at.query_params["scenario"] == kept.scenario_id


def test_the_name_can_stay_if_it_is_invented_already(open_page: OpenPage, studio: Studio) -> None:
    call = a_call(studio, child="Noel")
    at = open_page("prompts", tab="suites", case_from=call.call_id, turn="1")
    field(at, "Give the child an invented name").set_value(False).run()
    assert field(at, "Child's name").value == "Noel"
    assert field(at, "The child's lines").value == "I'm Noel."


def test_a_saved_case_is_in_the_plan_of_a_call(open_page: OpenPage, studio: Studio) -> None:
    studio.scenarios.save(a_scenario("robin-flies", title="Robin flies", author="Ben"))
    at = open_page("call", scenario="robin-flies")
    assert at.selectbox(key="plan_scenario").value == "robin-flies"


@pytest.mark.parametrize(
    ("call_id", "turn", "said"),
    [
        ("7cf2a8b4-6f24-4d2e-9f7e-1f9c1d8a1f00", "1", "no call with this id"),
        ("<b>", "x", "no call with this id"),
        ("of the test", "0", "had not said anything"),
    ],
)
def test_a_moment_that_is_not_there_is_a_sentence(
    open_page: OpenPage, studio: Studio, call_id: str, turn: str, said: str
) -> None:
    if call_id == "of the test":
        call_id = a_call(studio).call_id
    at = open_page("prompts", tab="suites", case_from=call_id, turn=turn)
    assert said in words(at)
    assert not at.exception


def test_what_is_missing_is_said_and_what_was_typed_stays(open_page: OpenPage, studio: Studio) -> None:
    at = cases(open_page, edit="new")
    field(at, "Title").set_value("Half a case")
    field(at, "Checked: safety rules").set_value([])
    press(at, "Save test case")
    assert "at least one line" in words(at)
    assert "always passes" in words(at)
    assert field(at, "Title").value == "Half a case"
    assert own(studio) == []


def test_ones_own_case_is_changed_and_what_the_form_cannot_show_is_kept(
    open_page: OpenPage, studio: Studio
) -> None:
    before = a_scenario("robin-flies", title="Robin flies", author="Ben", threshold=0.5)
    studio.scenarios.save(before)
    at = cases(open_page, scenario="robin-flies")
    press(at, "Edit")
    assert "first sentence within 1,500 ms" in words(at)
    field(at, "Title").set_value("Robin flies high")
    press(at, "Save test case")
    (after,) = own(studio)
    assert (after.scenario_id, after.title, after.author) == ("robin-flies", "Robin flies high", "Ben")
    assert set(after.assertions) == set(before.assertions)
    assert after.threshold == 0.5


def test_a_copy_of_the_programs_is_ones_own(open_page: OpenPage, studio: Studio) -> None:
    at = cases(open_page, scenario="real-puppy")
    press(at, "Copy as a new one")
    press(at, "Save test case")
    (copy,) = own(studio)
    original = studio.scenarios.scenario("real-puppy")
    assert original is not None
    assert copy.title == f"{original.title} (copy)"
    assert copy.scenario_id != "real-puppy"
    assert set(copy.assertions) == set(original.assertions)
    assert copy.author == "Nora"


def test_ones_own_case_is_deleted(open_page: OpenPage, studio: Studio) -> None:
    studio.scenarios.save(a_scenario("robin-flies", title="Robin flies", author="Ben"))
    at = cases(open_page, scenario="robin-flies")
    press(at, "Delete this test case")
    assert own(studio) == []
    assert "“Robin flies” is deleted." in words(at)


def test_a_moment_of_a_try_fills_in_the_form(open_page: OpenPage, studio: Studio) -> None:
    at = cases(open_page)
    at.session_state["case_draft"] = CaseDraft(
        (("", "Ho!"), ("I want a puppy", "You get it")), child=Child("Mia", 6), category="wishes"
    )
    at.run()
    assert field(at, "The child's lines").value == "I want a puppy"
    assert field(at, "Category").value == "wishes"
    press(at, "Back to the list")
    assert at.dataframe
    assert "case_draft" not in at.session_state


def test_hostile_words_are_text(open_page: OpenPage, studio: Studio) -> None:
    studio.scenarios.save(
        a_scenario(
            "hostile", title=HOSTILE, author=HOSTILE, cue_lines=(HOSTILE,), must=(HOSTILE,),
            must_not=(HOSTILE,), personality=HOSTILE, tags=(HOSTILE,),
            child=Child(name=HOSTILE, wishes=(HOSTILE,)),
            assertions=(Assertion("not-icontains", HOSTILE), Assertion("regex", HOSTILE)),
        )
    )  # fmt: skip
    at = cases(open_page, scenario="hostile")
    assert not at.exception
    raw = " ".join(part.value for part in [*at.markdown, *at.caption, *at.subheader])
    assert not re.search(r"(?<!\\)<script", raw), "each < is escaped"
    assert "](http" not in raw
    assert "**b**" not in raw
    assert "<script>" not in html(at)
    press(at, "Edit")
    assert not at.exception
    assert HOSTILE in field(at, "The child's lines").value


def test_two_hundred_cases_are_listed_and_written(open_page: OpenPage, studio: Studio) -> None:
    for number in range(200):
        studio.scenarios.save(a_scenario(f"case-{number}", title=f"Case {number}", author="Ben"))
    at = cases(open_page)
    field(at, "Made by").set_value("staff").run()
    assert len(at.dataframe[0].value) == 200
    assert not at.exception


def test_exported_cases_come_in_again(studio: Studio) -> None:
    case = a_scenario("robin-flies", author="Ben", threshold=0.5, from_call="a call")
    content = scenarios_as_text([case, a_scenario("robin-swims", author="Ben")]).encode()
    assert import_cases(studio, content, where="cases.yaml", by="Nora") == "2 test cases imported."
    assert studio.scenarios.scenario("robin-flies") == case
    import_cases(studio, content.replace(b"A real puppy", b"Another title"), where="cases.yaml", by="Nora")
    changed = studio.scenarios.scenario("robin-flies")
    assert changed is not None
    assert changed.title == "Another title"


BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: [*d,*d,*d,*d,*d,*d,*d,*d,*d]\n"  # noqa: E501


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xff\xfe", "not a UTF-8 text file"),
        (b"x" * 300_001, "at most 300,000 are read"),
        (BOMB.encode(), "holds more than"),
        (b"scenarios: [", "not YAML"),
        (b"scenarios:\n  - {id: a}\n", "'difficulty' is missing"),
        (scenarios_as_text([a_scenario("a-case")] * 2).encode(), "two scenarios are called 'a-case'"),
        (scenarios_as_text([a_scenario("real-puppy")]).encode(), "comes with the program"),
        (scenarios_as_text([a_scenario("a-case", cue_lines=("x" * 501,))]).encode(), "longer than 500"),
        (
            scenarios_as_text([a_scenario("a-case", assertions=(Assertion("regex", "(a"),))]).encode(),
            "no regular expression",
        ),
    ],
)
def test_what_cannot_come_in_is_said_and_nothing_is_kept(studio: Studio, content: bytes, said: str) -> None:
    with pytest.raises(InputError) as caught:
        import_cases(studio, content, where="cases.yaml", by="Nora")
    assert said in str(caught.value)
    assert own(studio) == []
