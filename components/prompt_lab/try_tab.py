"""Try: the same child's words said to two or three versions of Santa side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from queue import Empty, SimpleQueue
from typing import NoReturn
from uuid import uuid4

import streamlit as st

from components import session_state
from components.plan_form import version_label
from components.prompt_lab.try_answers import Writing, draw_exchange
from components.safe_text import as_text
from components.session_state import RunningTry
from components.times import browser_zone, moment
from santa_core.domain.calls import CallRecord
from santa_core.domain.prompts import PromptVersion
from santa_core.domain.safety.screen import Screened
from santa_core.domain.scenarios import Scenario
from santa_core.errors import InputError, StorageError
from santa_core.evaluation.trial import Trial
from santa_core.evaluation.try_out import TryOut, lines_of_call
from santa_core.services.call_script import script_for
from santa_core.services.test_cases import CaseDraft
from santa_core.studio import Studio

MOST_VERSIONS = 3
MAX_LINE_CHARACTERS = 2_000
_POLL_SECONDS = 0.05
_REPLAYED_CALLS = 50


def draw_try(studio: Studio) -> None:
    try:
        versions = {version.number: version for version in studio.prompts.versions()}
        scenarios = {scenario.scenario_id: scenario for scenario in studio.scenarios.all()}
        labels = studio.prompts.labels()
    except StorageError as error:
        st.error(as_text(str(error)), icon=":material/database:")
        return
    if not versions or not scenarios:
        st.info("There is nothing to try yet: save a version first.", icon=":material/edit_note:")
        return
    chosen = _draw_choice(studio, versions, labels, scenarios)
    if chosen is None:
        return
    numbers, scenario = chosen
    running = session_state.running_try()
    if running is None or (running.versions, running.scenario_id) != (numbers, scenario.scenario_id):
        started = _begun(studio, [versions[number] for number in numbers], scenario)
        if started is None:
            return
        started.earlier = _lines_of(running, scenario)
        running = started
        session_state.remember_try(running)
    trials = running.try_out.trials
    for column, number in zip(st.columns(len(numbers)), numbers, strict=True):
        column.markdown(f"**{as_text(version_label(versions[number], labels))}**")
    for number, exchange in enumerate(running.try_out.exchanges):
        draw_exchange(exchange, trials, scenario)
        if st.button("Make this a test case", key=f"try_case_{number}", icon=":material/add_task:"):
            _lead_to_case_form(running, scenario, number)
    _draw_what_to_say(studio, running, scenario)


def _draw_choice(
    studio: Studio,
    versions: Mapping[int, PromptVersion],
    labels: Mapping[str, int],
    scenarios: Mapping[str, Scenario],
) -> tuple[tuple[int, ...], Scenario] | None:
    if not studio.settings.has_language_model:
        st.warning(
            "The scripted Santa answers here: the prompt has no effect on him. To try a prompt, put "
            "OPENAI_API_KEY or OPENAI_BASE_URL into .env and start again.",
            icon=":material/smart_toy:",
        )
    left, right = st.columns(2)
    production = labels.get("production", max(versions))
    both = list(dict.fromkeys([production, max(versions)]))
    numbers = left.multiselect(
        "Versions side by side",
        list(versions),
        default=both,
        format_func=lambda number: version_label(versions[number], labels),
        max_selections=MOST_VERSIONS,
        key="try_versions",
        persist_state="session",
    )
    scenario_id = right.selectbox(
        "The child of",
        list(scenarios),
        format_func=lambda scenario_id: _scenario_label(scenarios[scenario_id]),
        key="try_scenario",
        persist_state="session",
    )
    if not numbers:
        st.info("Choose a version, or two to compare.", icon=":material/compare_arrows:")
        return None
    return tuple(numbers), scenarios[scenario_id or next(iter(scenarios))]


def _scenario_label(scenario: Scenario) -> str:
    child = scenario.child
    return f"{scenario.title} ({child.name}{f', {child.age}' if child.age else ''}, {child.language})"


def _begun(studio: Studio, versions: Sequence[PromptVersion], scenario: Scenario) -> RunningTry | None:
    """None, and a sentence on the page, if a version's variables do not fit."""
    try_id = str(uuid4())
    try:
        trials = [
            Trial(
                chat=studio.chat_model,
                script=script_for(version, scenario.child),
                clock=studio.clock,
                trial_id=try_id,
                tags=scenario.tags,
            )
            for version in versions
        ]
    except InputError as error:
        st.error(as_text(str(error)), icon=":material/data_object:")
        return None
    for trial in trials:
        trial.greet()
    return RunningTry(tuple(v.number for v in versions), scenario.scenario_id, TryOut(trials))


def _lead_to_case_form(running: RunningTry, scenario: Scenario, number: int) -> NoReturn:
    versions = " and ".join(str(version) for version in running.versions)
    session_state.remember_case_draft(
        CaseDraft(
            running.try_out.pairs_up_to(number),
            child=scenario.child,
            tags=scenario.tags,
            category=scenario.category,
            came_from=f"a try of version {versions}",
        )
    )
    st.query_params["tab"] = "suites"
    st.query_params["view"] = "cases"
    st.rerun()


def _draw_what_to_say(studio: Studio, running: RunningTry, scenario: Scenario) -> None:
    exchanges = running.try_out.exchanges
    said = {exchange.said for exchange in exchanges}
    cue = next((line for line in scenario.cue_lines if line not in said), None)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if cue is not None and st.button(f"Say “{as_text(cue)}”", icon=":material/theater_comedy:"):
            _say(studio, running, scenario, [(cue, "")])
        replayed = _draw_replay(studio)
        if replayed is not None:
            _say(studio, running, scenario, lines_of_call(studio.call_log.turns(replayed)))
        if running.earlier and not exchanges:
            count = f"{len(running.earlier)} lines" if len(running.earlier) > 1 else "line"
            if st.button(f"Say the same {count} again", icon=":material/repeat:"):
                _say(studio, running, scenario, running.earlier)
        if exchanges and st.button("Start over", icon=":material/restart_alt:"):
            session_state.forget_try()
            st.rerun()
    typed = st.chat_input(f"Say something as {scenario.child.name}", max_chars=MAX_LINE_CHARACTERS)
    if typed and typed.strip():
        _say(studio, running, scenario, [(" ".join(typed.split()), "")])


def _lines_of(before: RunningTry | None, scenario: Scenario) -> list[tuple[str, str]]:
    """What was said before other versions were chosen: they may be asked the same."""
    if before is None or before.scenario_id != scenario.scenario_id:
        return []
    said = [(exchange.said, exchange.was_answered or "") for exchange in before.try_out.exchanges]
    return said or list(before.earlier)


def _draw_replay(studio: Studio) -> str | None:
    """The call whose lines are to be said now."""
    with st.popover("Replay a call", icon=":material/replay:"):
        calls = {call.call_id: call for call in studio.call_log.recent_calls() if call.started_at}
        if not calls:
            st.write("There is no call to replay yet.")
            return None
        call_id = st.selectbox(
            "Call", list(calls), format_func=lambda call_id: _call_label(calls[call_id]), key="try_replay"
        )
        st.caption("What the child said there is said to these versions, one line after the other.")
        return call_id if st.button("Replay its lines", type="primary") else None


def _call_label(call: CallRecord) -> str:
    when = moment(call.started_at or call.created_at, browser_zone())
    return f"{when} · {call.staff_name} · {call.plan.scenario_id} · version {call.plan.prompt_version}"


def _say(studio: Studio, running: RunningTry, scenario: Scenario, lines: Sequence[tuple[str, str]]) -> None:
    """Draws the answers while they are written, then runs the page again with what they came to."""
    if not lines:
        st.info("The child said nothing in that call.", icon=":material/voice_over_off:")
        return
    heard: SimpleQueue[tuple[int, int, Screened]] = SimpleQueue()

    async def say_all() -> None:
        for number, (said, was_answered) in enumerate(lines):

            def hear(place: int, sentence: Screened, number: int = number) -> None:
                heard.put((number, place, sentence))

            await running.try_out.say(said, was_answered=was_answered or None, heard=hear)

    work = studio.begin(say_all)
    try:
        _follow(work, heard, Writing([said for said, _ in lines], len(running.versions), scenario))
    finally:
        work.cancel()  # somebody left the page in the middle: nobody reads the rest
    st.rerun()


def _follow(work: Future[None], heard: SimpleQueue[tuple[int, int, Screened]], writing: Writing) -> None:
    while not (work.done() and heard.empty()):
        try:
            line, place, sentence = heard.get(timeout=_POLL_SECONDS)
        except Empty:
            continue
        writing.add(line, place, sentence)
    work.result()
