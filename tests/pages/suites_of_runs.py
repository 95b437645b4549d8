"""Runs in the log of a studio, with outcomes as they would have come about."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from streamlit.testing.v1 import AppTest

from santa_core.domain.scenarios import Scenario
from santa_core.domain.suites import Cell, Outcome, RunState, SuiteRun
from santa_core.studio import Studio
from tests.fakes.suite_samples import a_run, a_scenario, an_outcome

PUPPY = a_scenario()
SAD = a_scenario("im-sad", title="I'm sad", category="feelings", blocker=False, cue_lines=("I'm sad.",))


def a_second_version(studio: Studio) -> None:
    first = studio.prompts.version(1)
    assert first is not None
    studio.prompts.save_version(replace(first, text=f"{first.text} Be brief.", note="Brief", parent=1))


def a_logged_run(
    studio: Studio,
    *,
    scenarios: Sequence[Scenario] = (PUPPY, SAD),
    passed: Callable[[Cell], bool] = lambda _: True,
    outcome: Callable[[Outcome], Outcome] = lambda outcome: outcome,
    **changes: Any,
) -> SuiteRun:
    """A finished run of versions 1 and 2 with 3 repeats, unless `changes` say something else."""
    given = {"versions": (1, 2), "repeats": 3, "state": RunState.FINISHED, "finished_at": studio.clock.now()}
    run = a_run(scenarios=tuple(scenarios), **{**given, **changes})
    studio.suite_log.save_run(run)
    for cell in run.cells:
        made = an_outcome(cell.version, cell.scenario_id, cell.repeat, passed=passed(cell))
        studio.suite_log.save_outcome(run.run_id, outcome(made))
    return run


def words(at: AppTest) -> str:
    """All text in Markdown places, as people read it."""
    parts = [*at.markdown, *at.caption, *at.info, *at.warning, *at.error, *at.success, *at.subheader]
    return " ".join(part.value for part in parts).replace("\\", "").replace("\u2060", "")


def html(at: AppTest) -> str:
    return " ".join(part.proto.body for part in at.get("html"))


def press(at: AppTest, label: str) -> AppTest:
    return next(button for button in at.button if button.label == label).click().run()


def field(at: AppTest, label: str) -> Any:
    every = [*at.text_input, *at.text_area, *at.selectbox, *at.multiselect, *at.checkbox, *at.toggle]
    return next(widget for widget in [*every, *at.number_input] if widget.label == label)
