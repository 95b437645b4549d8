"""The Suites tab: what is run, the matrix, an open conversation, the gate, the trend."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from streamlit.testing.v1 import AppTest

from components.prompt_lab.matrix import cell_in_words, matrix_data, shown_scenarios
from santa_core.domain.assertions import Assertion
from santa_core.domain.suites import Rating, RunState
from santa_core.evaluation.comparison import Baseline, compare
from santa_core.studio import Studio
from tests.fakes.suite_samples import NOON, a_check, a_run, a_scenario, a_turn, an_outcome
from tests.pages.conftest import OpenPage
from tests.pages.suites_of_runs import (
    PUPPY,
    SAD,
    a_logged_run,
    a_second_version,
    field,
    html,
    press,
    words,
)

HOSTILE = "<img src=x onerror=alert(1)> [a](http://x) **b**"


def suites(open_page: OpenPage, **query: str) -> AppTest:
    return open_page("prompts", tab="suites", **query)


def matrix(at: AppTest) -> dict[str, object]:
    (drawn,) = [c for c in at.get("bidi_component") if "groups" in c.proto.json]
    data: dict[str, object] = json.loads(drawn.proto.json)
    return data


def test_an_empty_tab_says_what_to_do_and_that_the_prompt_has_no_effect(open_page: OpenPage) -> None:
    at = suites(open_page)
    assert "the prompt has no effect on him" in words(at)
    assert "No run yet." in words(at)
    assert field(at, "Suite").value == "blockers"
    assert field(at, "Versions").value == [1]
    assert field(at, "Repeats").value == 3
    assert any(button.label == "Run suite" for button in at.button)
    at = suites(open_page, view="trend")
    assert "No finished run of “Blockers” yet" in words(at)


def test_the_versions_at_first_are_production_and_the_newest(open_page: OpenPage, studio: Studio) -> None:
    for _ in range(3):
        a_second_version(studio)
    at = suites(open_page)
    assert field(at, "Versions").value == [1, 4]
    field(at, "Versions").set_value([2]).run()
    assert field(at, "Versions").value == [2]
    a_second_version(studio)
    assert field(at.run(), "Versions").value == [1, 5], "a newer one has come"


def test_what_a_run_takes_is_said_before_it_starts(open_page: OpenPage, studio: Studio) -> None:
    at = suites(open_page)
    field(at, "Suite").set_value("wishes").run()
    wishes = [scenario for scenario in studio.scenarios.all() if scenario.category == "wishes"]
    lines = sum(len(scenario.cue_lines) for scenario in wishes)
    assert f"{3 * len(wishes)} conversations, {3 * lines} answers of Santa" in words(at)
    assert "costs nothing" in words(at)


@pytest.mark.parametrize(
    ("label", "value", "said"),
    [
        ("Versions", [], "Choose a version"),
        ("Suite", "chosen", "Choose the test cases"),
        ("Who plays the child", "recorded", "no call in the log"),
        ("Who plays the child", "simulated", "needs a language model"),
    ],
)
def test_what_cannot_be_run_says_why(open_page: OpenPage, label: str, value: object, said: str) -> None:
    at = suites(open_page)
    field(at, label).set_value(value).run()
    assert said in words(at)
    assert next(button for button in at.button if button.label == "Run suite").disabled


def test_a_suite_is_run_and_its_matrix_shown(open_page: OpenPage, studio: Studio) -> None:
    run = studio.suites.plan(scenario_ids=("greeting",), versions=(1,), repeats=2, by="Nora")
    studio.wait_for(lambda: studio.suites.run_to_end(run))
    at = suites(open_page, run=run.run_id)
    data = matrix(at)
    (group,) = data["groups"]  # type: ignore[misc]
    (row,) = group["rows"]
    assert row["id"] == "greeting"
    assert row["cells"][0]["count"] in ("0/2", "1/2", "2/2")
    assert [b.proto.label for b in at.get("download_button")] == [
        "Conversations as CSV", "Checks as CSV", "Everything as JSONL",
    ]  # fmt: skip


def test_the_matrix_marks_what_changed_in_words_and_shape(open_page: OpenPage, studio: Studio) -> None:
    a_second_version(studio)
    run = a_logged_run(
        studio, passed=lambda cell: (cell.version == 1) == (cell.scenario_id == PUPPY.scenario_id)
    )
    data = matrix(suites(open_page, run=run.run_id))
    groups = {group["title"]: group["rows"] for group in data["groups"]}  # type: ignore[attr-defined]
    assert list(groups) == ["wishes (1)", "feelings (1)"]
    puppy, sad = groups["wishes (1)"][0], groups["feelings (1)"][0]
    assert (puppy["blocker"], sad["blocker"]) == (True, False)
    assert [cell["mark"] for cell in puppy["cells"]] == ["", "newly failing"]
    assert [cell["mark"] for cell in sad["cells"]] == ["", "newly fixed"]
    assert [cell["state"] for cell in puppy["cells"]] == ["passed", "failed"]
    label = puppy["cells"][1]["label"]
    assert label.startswith("A real puppy, blocker, version 2: passed 0 of 3 (0%), likely 0 to 56%")
    assert "newly failing, worse than production" in label
    assert data["versions"][0]["note"] == "production"  # type: ignore[index]


def test_the_rows_can_be_those_that_matter() -> None:
    run = a_run(scenarios=(PUPPY, SAD), versions=(1, 2))
    outcomes = [
        an_outcome(version, scenario.scenario_id, passed=scenario is SAD or version == 1)
        for scenario in (PUPPY, SAD)
        for version in (1, 2)
    ]
    baseline = Baseline(1, run.run_id, tuple(o for o in outcomes if o.cell.version == 1))
    comparison = compare(run, outcomes, baseline=baseline)
    for show in ("failing", "blockers", "changed"):
        assert [s.scenario_id for s in shown_scenarios(comparison, show)] == ["real-puppy"], show
    assert len(shown_scenarios(comparison, "all")) == 2


def test_a_conversation_that_has_not_been_held_is_waiting() -> None:
    run = a_run(repeats=3)
    comparison = compare(run, [an_outcome(1, "real-puppy", 1)])
    cell = comparison.cells[1, "real-puppy"]
    assert cell_in_words(cell, PUPPY).endswith("passed 1 of 1, 2 still to come")
    assert cell_in_words(compare(run, []).cells[1, "real-puppy"], PUPPY).endswith(": waiting")
    data = matrix_data(compare(run, []), [PUPPY], notes={}, chosen=None)
    assert data["groups"][0]["rows"][0]["cells"][0]["count"] == "waiting"


def test_a_cell_opens_its_conversation_at_the_repeat_that_failed(open_page: OpenPage, studio: Studio) -> None:
    run = a_logged_run(studio, versions=(1,), passed=lambda cell: cell.repeat != 2)
    at = suites(open_page, run=run.run_id, scenario="real-puppy", version="1")
    shown = html(at)
    assert "I want a real puppy!" in shown
    assert "What a lovely wish!" in shown, "what he said"
    written = '<del title="promise: He promises a present.">I will bring</del> you one!'
    assert written in shown
    assert "640 ms to the first sentence" in shown
    assert "812 + 31 tokens" in shown
    assert "⚑ <b>distress</b>: It feels unloved." in shown
    text = words(at)
    assert "✕ failed" in text
    assert "He promises a puppy. (answer 1)" in text
    assert matrix(at)["chosen"] == {"scenario": "real-puppy", "version": 1}


def test_a_broken_off_conversation_says_why(open_page: OpenPage, studio: Studio) -> None:
    run = a_logged_run(
        studio, versions=(1,), repeats=1, passed=lambda _: False,
        outcome=lambda outcome: replace(outcome, turns=(), checks=(), error="It did not **answer**."),
    )  # fmt: skip
    at = suites(open_page, run=run.run_id, scenario="real-puppy", version="1")
    assert "It broke off: It did not **answer**." in words(at)
    assert r"\*\*answer" in at.error[-1].value


def test_thumbs_are_kept_with_a_note_and_shown(open_page: OpenPage, studio: Studio) -> None:
    run = a_logged_run(studio, versions=(1,), repeats=1)
    at = suites(open_page, run=run.run_id, scenario="real-puppy", version="1")
    field(at, "Note").set_value("Too <b>jolly</b>")
    press(at, "Bad")
    (rating,) = studio.suite_log.ratings(run.run_id)
    assert (rating.good, rating.note, rating.by) == (False, "Too <b>jolly</b>", "Nora")
    assert "Nora says bad" in words(at)
    assert r"\<b\>jolly" in " ".join(caption.value for caption in at.caption)
    press(at, "Good")
    assert "Nora says good" in words(at)
    assert "Nora says bad" not in words(at), "the latest of each person counts"


def test_how_far_judge_and_people_agree_is_told(open_page: OpenPage, studio: Studio) -> None:
    judged = a_check(True, assertion=Assertion("llm-rubric", "Warm"))
    run = a_logged_run(
        studio, versions=(1,), repeats=2, outcome=lambda outcome: replace(outcome, checks=(judged,))
    )
    assert "Nothing to compare yet" in words(suites(open_page, run=run.run_id))
    for outcome, good in zip(studio.suite_log.outcomes(run.run_id), (True, True, True, False), strict=True):
        studio.suite_log.save_rating(Rating(run.run_id, outcome.cell, good, "", "Ben", NOON))
    assert "They agree on 3 of 4 conversations (75%" in words(suites(open_page, run=run.run_id))


def test_a_test_case_leads_to_a_run_of_it(open_page: OpenPage, studio: Studio) -> None:
    studio.scenarios.save(a_scenario("robin-flies", title="Robin flies", author="Ben"))
    at = press(suites(open_page, view="cases", scenario="robin-flies"), "Run it")
    assert field(at, "Suite").value == "chosen"
    assert field(at, "Test cases").value == ["robin-flies"]
    assert "3 conversations" in words(at)
    studio.scenarios.delete("robin-flies")
    assert field(at.run(), "Test cases").value == []
    assert not at.exception


def test_a_run_that_nobody_runs_says_that_it_will_be_taken_up(open_page: OpenPage, studio: Studio) -> None:
    run = a_logged_run(
        studio, state=RunState.RUNNING, finished_at=None, heartbeat_at=NOON - timedelta(days=999)
    )
    assert "taken up where it was" in words(suites(open_page, run=run.run_id))


def test_a_conversation_becomes_a_test_case(open_page: OpenPage, studio: Studio) -> None:
    run = a_logged_run(studio, versions=(1,), repeats=1)
    at = suites(open_page, run=run.run_id, scenario="real-puppy", version="1")
    press(at, "Make this a test case")
    assert field(at, "The child's lines").value == "I want a real puppy! Nobody loves me."
    assert "“A real puppy” with version 1" in words(at)


def test_a_run_under_way_shows_how_far_it_is_and_can_be_cancelled(
    open_page: OpenPage, studio: Studio
) -> None:
    run = a_logged_run(
        studio, versions=(1,), repeats=1, state=RunState.RUNNING, finished_at=None,
        heartbeat_at=studio.clock.now() + timedelta(hours=1),
    )  # fmt: skip
    waiting = replace(run, repeats=2)
    studio.suite_log.save_run(waiting)
    at = suites(open_page, run=run.run_id)
    assert "2 of 4 conversations; 2 passed" in at.get("progress")[0].proto.text
    assert not any(button.label == "Promote to production" for button in at.button)
    press(at, "Cancel run")
    kept = studio.suite_log.run(run.run_id)
    assert kept is not None
    assert kept.state is RunState.CANCELLED
    at.run()
    assert "This run was cancelled." in words(at)
    assert matrix(at)["versions"][0]["total"] == "2 of 2 passed"  # type: ignore[index]


def test_the_gate_holds_a_version_back_and_says_why(open_page: OpenPage, studio: Studio) -> None:
    a_second_version(studio)
    run = a_logged_run(studio, passed=lambda cell: cell.version == 1)
    at = suites(open_page, run=run.run_id)
    assert "Version 2 does not pass the gate." in words(at)
    press(at, "Promote to production")
    assert studio.prompts.labels()["production"] == 1
    field(at, "Why past the gate").set_value("Christmas Eve, and version 1 says nothing at all.")
    press(at, "Promote to production")
    assert studio.prompts.labels()["production"] == 2
    (move, *_) = studio.prompts.label_moves("production")
    assert (move.by, move.gate) == ("Nora", "overridden")
    assert "Version 2 is production now" in words(at)


def test_a_run_that_is_not_there_is_a_sentence(open_page: OpenPage, studio: Studio) -> None:
    assert "no run with this address" in words(suites(open_page, run="<b>"))
    run = a_logged_run(studio, versions=(1,), repeats=1)
    for scenario, version in (("nonsense", "1"), ("real-puppy", "9"), ("real-puppy", "<b>")):
        at = suites(open_page, run=run.run_id, scenario=scenario, version=version)
        assert not at.exception


def test_the_trend_is_a_chart_a_sentence_and_a_table(open_page: OpenPage, studio: Studio) -> None:
    for number, share in enumerate((1, 3)):
        a_logged_run(
            studio, run_id=f"run-{number}", versions=(1,), started_at=NOON + timedelta(days=number),
            passed=lambda cell, share=share: cell.repeat <= share,
        )  # fmt: skip
    at = suites(open_page, view="trend")
    assert "Version 1 went from 33% to 100% in 2 runs." in words(at)
    charts = [json.loads(chart.proto.spec)["data"][0] for chart in at.get("plotly_chart")]
    assert [len(chart["x"]) for chart in charts] == [2, 2, 2]
    table = at.dataframe[0].value
    assert table["Passed"].tolist() == ["6 of 6", "2 of 6"]
    assert table["Open"].tolist()[0].endswith("run=run-1")


def test_hostile_words_in_a_run_are_text(open_page: OpenPage, studio: Studio) -> None:
    scenario = a_scenario(title=HOSTILE, author=HOSTILE)
    turn = a_turn(child=HOSTILE, santa=HOSTILE, written=HOSTILE)
    check = a_check(False, reason=HOSTILE)
    run = a_logged_run(
        studio, scenarios=(scenario,), versions=(1,), repeats=1, started_by=HOSTILE, note=HOSTILE,
        state=RunState.CANCELLED, passed=lambda _: False,
        outcome=lambda outcome: replace(outcome, turns=(turn,), checks=(check,), error=HOSTILE),
    )  # fmt: skip
    at = suites(open_page, run=run.run_id, scenario="real-puppy", version="1")
    assert "<img" not in html(at)
    assert "&lt;im" in html(at)
    raw = " ".join(p.value for p in [*at.markdown, *at.caption, *at.subheader, *at.error, *at.warning])
    assert not re.search(r"(?<!\\)<img", raw), "each < is escaped"
    assert "](http" not in raw
    assert "**b**" not in raw


def test_two_hundred_scenarios_are_one_matrix(open_page: OpenPage, studio: Studio) -> None:
    many = [a_scenario(f"case-{number}", title=f"Case {number}") for number in range(200)]
    run = a_logged_run(studio, scenarios=many, versions=(1,), repeats=1)
    (group,) = matrix(suites(open_page, run=run.run_id))["groups"]  # type: ignore[misc]
    assert len(group["rows"]) == 200
