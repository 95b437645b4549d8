"""What is to be run: the suite, the versions, how often, who plays the child; what it will take; Run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from components import session_state
from components.plan_form import version_label
from components.prompt_lab import lab_address
from components.prompt_lab.run_words import (
    CHOSEN,
    RUNNERS,
    SUITES,
    counted,
    money,
    suite_label,
)
from components.safe_text import as_text
from components.times import browser_zone, day_and_time
from santa_core.domain.calls import CallRecord
from santa_core.domain.prompts import PromptVersion
from santa_core.domain.scenarios import Scenario
from santa_core.domain.suites import Runner, SuiteRun
from santa_core.errors import InputError
from santa_core.evaluation.run_estimate import RunEstimate, estimated_run
from santa_core.studio import Studio

MOST_VERSIONS = 3
REPEATS = (1, 2, 3, 5, 10)
AT_ONCE = (1, 2, 4, 8)
_RECORDED_CALLS = 50


@dataclass(frozen=True)
class Wish:
    """What stands in the fields."""

    suite: str
    scenario_ids: tuple[str, ...]
    versions: tuple[int, ...]
    repeats: int
    runner: Runner
    concurrency: int
    call_id: str | None = None


def draw_run_controls(
    studio: Studio, versions: Mapping[int, PromptVersion], labels: Mapping[str, int], *, by: str
) -> None:
    """Raises StorageError."""
    scenarios = studio.scenarios.all()
    with st.container(border=True):
        wish = _draw_fields(studio, versions, labels, scenarios)
        try:
            run = _planned(studio, wish, by=by)
        except InputError as error:
            _draw_button(None)
            st.caption(f":material/info: {as_text(str(error))}")
            return
        estimate = estimated_run(run, versions)
        st.caption(as_text(estimate_in_words(studio, run, estimate)))
        if _draw_button(run):
            try:
                studio.wait_for(lambda: studio.suites.start(run))
            except (InputError, TimeoutError) as error:
                said = str(error) or "The server is busy. Try again in a moment."
                st.error(as_text(said), icon=":material/error:")
                return
            lab_address.show(run=run.run_id, scenario=None, version=None)
            st.rerun()


def estimate_in_words(studio: Studio, run: SuiteRun, estimate: RunEstimate) -> str:
    held = counted(estimate.conversations, "conversation")
    if run.runner is Runner.RECORDED:
        return f"{held} to judge; nothing is asked of Santa."
    asked = f"{held}, {counted(estimate.answers, 'answer')} of Santa"
    if not studio.settings.has_language_model:
        return f"{asked}: the scripted Santa answers, and costs nothing."
    tokens = f"about {estimate.input_tokens:,} + {estimate.output_tokens:,} tokens"
    extra = " The judge comes on top." if run.judge_model else ""
    known = " Answers that are known from earlier runs are not asked for again."
    return f"{asked}: {tokens}, {money(estimate.cost_usd)}.{extra}{known}"


def _draw_fields(
    studio: Studio,
    versions: Mapping[int, PromptVersion],
    labels: Mapping[str, int],
    scenarios: Sequence[Scenario],
) -> Wish:
    left, right = st.columns(2)
    with left:
        suite = st.selectbox(
            "Suite", SUITES, format_func=lambda suite: suite_label(suite, scenarios),
            key=session_state.SUITE_TO_RUN, persist_state="session",
        )  # fmt: skip
    with right:
        session_state.suggest_versions_to_run(labels.get("production", max(versions)), max(versions))
        numbers = st.multiselect(
            "Versions", list(versions), key=session_state.VERSIONS_TO_RUN, persist_state="session",
            format_func=lambda number: version_label(versions[number], labels),
            max_selections=MOST_VERSIONS,
            help="With production among them, what is newly failing is seen in the same run.",
        )  # fmt: skip
    titles = {scenario.scenario_id: scenario.title for scenario in scenarios}
    ids: Sequence[str] = ()
    if suite == CHOSEN:
        session_state.forget_unknown_cases(titles)
        ids = st.multiselect(
            "Test cases", list(titles), format_func=titles.__getitem__, key=session_state.CASES_TO_RUN,
            persist_state="session", placeholder="Choose one or more",
        )  # fmt: skip
    first, second, third = st.columns([2, 1, 1])
    with first:
        runner = st.selectbox(
            "Who plays the child", list(RUNNERS), format_func=RUNNERS.__getitem__, key="run_runner",
            persist_state="session",
        )  # fmt: skip
    with second:
        repeats = st.selectbox(
            "Repeats", REPEATS, index=REPEATS.index(3), key="run_repeats", persist_state="session",
            help="Each conversation is held this often. The gate wants 3 of every blocker.",
        )  # fmt: skip
    with third:
        at_once = st.selectbox(
            "At once", AT_ONCE, index=AT_ONCE.index(4), key="run_at_once", persist_state="session",
            help="Conversations that are held at the same time.",
        )  # fmt: skip
    if runner is Runner.RECORDED:
        call_id = _draw_call(studio, titles)
        st.caption(
            "A call is judged once, with the version it was held with, by its own test case. To judge it by "
            "others, choose them under “Chosen test cases”."
        )
        return Wish(CHOSEN, tuple(ids), (), 1, runner, at_once, call_id)
    return Wish(suite, tuple(ids), tuple(sorted(numbers)), repeats, runner, at_once)


def _draw_call(studio: Studio, titles: Mapping[str, str]) -> str | None:
    calls = {call.call_id: call for call in studio.call_log.recent_calls()[:_RECORDED_CALLS]}
    zone = browser_zone()

    def named(call_id: str) -> str:
        call: CallRecord = calls[call_id]
        title = titles.get(call.plan.scenario_id, call.plan.scenario_id)
        when = day_and_time(call.created_at, zone)
        return f"{when} · {title} · {call.plan.child.name} · version {call.plan.prompt_version}"

    call_id: str | None = st.selectbox(
        "Call", list(calls), format_func=named, key="run_call", placeholder="No call in the log yet",
        index=0 if calls else None,
    )  # fmt: skip
    return call_id


def _planned(studio: Studio, wish: Wish, *, by: str) -> SuiteRun:
    """Raises InputError with a sentence for the person."""
    if wish.runner is Runner.RECORDED:
        if wish.call_id is None:
            raise InputError("There is no call in the log to judge. Make one on the Call page.")
    elif not wish.versions:
        raise InputError("Choose a version, or two to compare.")
    elif wish.suite == CHOSEN and not wish.scenario_ids:
        raise InputError("Choose the test cases.")
    return studio.suites.plan(
        suite=wish.suite,
        scenario_ids=wish.scenario_ids,
        versions=wish.versions,
        repeats=wish.repeats,
        runner=wish.runner,
        concurrency=wish.concurrency,
        by=by,
        call_id=wish.call_id,
    )


def _draw_button(run: SuiteRun | None) -> bool:
    return st.button("Run suite", type="primary", icon=":material/play_arrow:", disabled=run is None)
