"""One run: how far it is, its figures, the gate's word, the matrix, and the conversation that is open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

import streamlit as st

from components.prompt_lab import lab_address
from components.prompt_lab.conversation_view import draw_conversation
from components.prompt_lab.gate_view import draw_gate
from components.prompt_lab.matrix import SHOWN, draw_matrix, shown_scenarios
from components.prompt_lab.run_downloads import draw_downloads
from components.prompt_lab.run_figures import draw_agreement, draw_figures
from components.prompt_lab.run_words import RUNNERS, counted, suite_name, versions_in_words
from components.safe_text import as_text
from components.times import browser_zone, moment
from santa_core.domain.prompts import PromptVersion
from santa_core.domain.suites import Outcome, RunState, SuiteRun
from santa_core.errors import NotFoundError
from santa_core.evaluation.comparison import Comparison, compare
from santa_core.evaluation.earlier_runs import baseline_of
from santa_core.evaluation.suite_runs import UNSEEN_SECONDS
from santa_core.studio import Studio

_LOOK_SECONDS = 1.0  # between two looks at a run that is under way


def draw_run(
    studio: Studio,
    run: SuiteRun,
    versions: Mapping[int, PromptVersion],
    labels: Mapping[str, int],
    *,
    by: str,
) -> None:
    """Raises StorageError."""
    _draw_about(run)
    outcomes = studio.suite_log.outcomes(run.run_id)
    comparison = _compared(studio, run, outcomes, labels)
    if run.state is RunState.RUNNING:
        _draw_under_way(studio, run.run_id, versions, labels, by=by)
    else:
        if run.state is RunState.CANCELLED:
            why = as_text(run.note) or "Somebody cancelled it."
            st.warning(
                f"This run was cancelled. {why} What had ended is below.", icon=":material/stop_circle:"
            )
        draw_figures(comparison, versions, labels)
        draw_gate(studio, run, versions, labels, by=by)
        _draw_matrix(comparison, labels)
    _draw_open_conversation(studio, comparison, versions, by=by)
    if run.state is not RunState.RUNNING:
        draw_downloads(run, outcomes)
        draw_agreement(studio)


def _draw_about(run: SuiteRun) -> None:
    facts = [
        f"{suite_name(run.suite)}: {counted(len(run.scenarios), 'test case')}",
        versions_in_words(run.versions),
        counted(run.repeats, "repeat"),
        RUNNERS[run.runner].lower(),
        f"answers from {run.chat_model}",
        f"judged by {run.judge_model}" if run.judge_model else "no judge",
        f"started by {run.started_by}, {moment(run.started_at, browser_zone())}",
    ]
    st.caption(" · ".join(as_text(fact) for fact in facts))


@st.fragment(run_every=_LOOK_SECONDS)
def _draw_under_way(
    studio: Studio,
    run_id: str,
    versions: Mapping[int, PromptVersion],
    labels: Mapping[str, int],
    *,
    by: str,
) -> None:
    """Draws itself again until the run is over, then the whole page once."""
    progress = studio.suites.progress(run_id)
    if progress.state is not RunState.RUNNING:
        st.rerun()
    with st.container(border=True):
        known = f", {progress.cached} of them known from earlier runs" if progress.cached else ""
        text = f"{progress.done} of {counted(progress.of, 'conversation')}{known}; {progress.passed} passed"
        st.progress(progress.done / progress.of if progress.of else 1.0, text=text)
        with st.container(horizontal=True, vertical_alignment="center"):
            if st.button("Cancel run", icon=":material/stop_circle:"):
                _cancel(studio, run_id, by=by)
            st.caption("You can leave this page: the run goes on, and its address leads back to it.")
    run = studio.suite_log.run(run_id)
    if run is None:
        return
    if run.heartbeat_at and studio.clock.now() - run.heartbeat_at > timedelta(seconds=UNSEEN_SECONDS):
        said = "The server that ran it has stopped. It is taken up where it was within a minute."
        st.caption(f":material/hourglass_top: {said}")
    comparison = _compared(studio, run, studio.suite_log.outcomes(run_id), labels)
    draw_figures(comparison, versions, labels)
    _draw_matrix(comparison, labels)


def _cancel(studio: Studio, run_id: str, *, by: str) -> None:
    try:
        studio.wait_for(lambda: studio.suites.cancel(run_id, by=by))
    except (NotFoundError, TimeoutError) as error:
        st.error(as_text(str(error) or "The server is busy. Try again in a moment."), icon=":material/error:")
        return
    st.rerun()


def _compared(
    studio: Studio, run: SuiteRun, outcomes: Sequence[Outcome], labels: Mapping[str, int]
) -> Comparison:
    production = labels.get("production")
    baseline = (
        None if production is None else baseline_of(studio.suite_log, run, outcomes, production=production)
    )
    return compare(run, outcomes, baseline=baseline)


def _draw_matrix(comparison: Comparison, labels: Mapping[str, int]) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        show = st.segmented_control(
            "Show", list(SHOWN), format_func=SHOWN.__getitem__, default="all", required=True,
            key="matrix_show",
        )  # fmt: skip
    scenarios = shown_scenarios(comparison, show or "all")
    _draw_against(comparison)
    if not scenarios:
        st.info(_NOTHING_SHOWN.get(show or "all", "There is nothing to show."), icon=":material/filter_alt:")
        return
    notes = {
        number: ", ".join(label for label, at in labels.items() if at == number)
        for number in comparison.run.versions
    }
    clicked = draw_matrix(comparison, scenarios, notes=notes, chosen=_chosen())
    if clicked is not None and clicked != _chosen():
        lab_address.show(scenario=clicked[0], version=clicked[1])
        st.rerun()


_NOTHING_SHOWN = {
    "failing": "Every conversation that was held has passed.",
    "changed": "Nothing is newly failing or newly fixed against production.",
    "blockers": "There is no blocker in this run.",
}


def _draw_against(comparison: Comparison) -> None:
    baseline = comparison.baseline
    if baseline is None:
        st.caption(
            "Nothing to compare with: production has not been run with these test cases. Put its version "
            "among those of a run."
        )
        return
    where = "this run" if baseline.run_id == comparison.run.run_id else "its newest earlier run"
    st.caption(
        f"▼ newly failing, ▲ newly fixed: against production, version {baseline.version}, in {where}. "
        "Select a cell to read its conversations."
    )


def _chosen() -> tuple[str, int] | None:
    scenario_id, version = lab_address.value("scenario"), lab_address.number("version")
    return None if scenario_id is None or version is None else (scenario_id, version)


def _draw_open_conversation(
    studio: Studio, comparison: Comparison, versions: Mapping[int, PromptVersion], *, by: str
) -> None:
    chosen = _chosen()
    if chosen is None:
        return
    scenario_id, number = chosen
    run = comparison.run
    scenario = next((s for s in run.scenarios if s.scenario_id == scenario_id), None)
    if scenario is None or number not in run.versions:
        st.info("This conversation is not in this run. Select a cell above.", icon=":material/grid_on:")
        return
    cell = comparison.cells[number, scenario_id]
    draw_conversation(studio, run, cell, scenario, version=versions.get(number), by=by)
