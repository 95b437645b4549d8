"""A cell of the matrix, opened: each repeat's conversation, its checks, and what people say of it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from components import session_state
from components.prompt_lab import lab_address
from components.prompt_lab.case_card import draw_case_words
from components.prompt_lab.check_words import answer_name, in_words, result_in_words
from components.prompt_lab.conversation_html import conversation_html
from components.prompt_lab.run_words import money
from components.safe_text import as_text
from components.times import browser_zone, day_and_time
from santa_core.domain.prompts import PromptVersion
from santa_core.domain.scenarios import Scenario
from santa_core.domain.suites import Outcome, Rating, SuiteRun
from santa_core.evaluation.comparison import MatrixCell
from santa_core.services.test_cases import CaseDraft
from santa_core.studio import Studio

MAX_NOTE_CHARACTERS = 500
CONVERSATION_ANCHOR = "conversation"  # matrix.js scrolls here when a cell was clicked


def draw_conversation(
    studio: Studio,
    run: SuiteRun,
    cell: MatrixCell,
    scenario: Scenario,
    *,
    version: PromptVersion | None,
    by: str,
) -> None:
    """Raises StorageError. `version`: None if it is not in the library any more."""
    st.subheader(f"{as_text(scenario.title)} · version {cell.version}", anchor=CONVERSATION_ANCHOR)
    if not cell.outcomes:
        st.info("This conversation has not been held yet.", icon=":material/hourglass_empty:")
        return
    outcome = _choose_repeat(run, cell)
    model = version.model if version else ""
    left, right = st.columns([3, 2], gap="large")
    with left:
        _draw_facts(outcome)
        if outcome.turns:
            child = scenario.child.name
            st.html(conversation_html(outcome.turns, outcome.checks, child=child, model=model))
            _draw_make_case(run, outcome, scenario)
    with right:
        _draw_checks(outcome)
        _draw_ratings(studio, run, outcome, by=by)
        with st.expander("What the test case demands", icon=":material/theater_comedy:"):
            draw_case_words(scenario)


def _choose_repeat(run: SuiteRun, cell: MatrixCell) -> Outcome:
    """The first that failed is the one people want to see."""
    by_repeat = {outcome.cell.repeat: outcome for outcome in cell.outcomes}
    first = next((o.cell.repeat for o in cell.outcomes if not o.passed), cell.outcomes[0].cell.repeat)
    if len(by_repeat) == 1:
        return by_repeat[first]
    chosen = st.segmented_control(
        "Repeat",
        list(by_repeat),
        default=first,
        required=True,
        format_func=lambda number: f"{number} {'✓ passed' if by_repeat[number].passed else '✕ failed'}",
        key=f"repeat_{run.run_id}_{cell.version}_{cell.scenario_id}",
    )
    return by_repeat[chosen or first]


def _draw_facts(outcome: Outcome) -> None:
    if outcome.error is not None:
        st.error(f"It broke off: {as_text(outcome.error)}", icon=":material/cloud_off:")
    waits = sorted(turn.first_sentence_ms for turn in outcome.turns if turn.first_sentence_ms is not None)
    tokens = [
        turn.input_tokens + turn.output_tokens
        for turn in outcome.turns
        if turn.input_tokens is not None and turn.output_tokens is not None
    ]
    facts = [
        "✓ passed" if outcome.passed else "✕ failed",
        f"first sentence after {waits[len(waits) // 2]:,} ms (median)" if waits else "",
        f"{sum(tokens):,} tokens" if tokens else "",
        f"cost {money(outcome.cost_usd)}" if outcome.cost_usd is not None else "",
        f"{outcome.model_seconds:.1f} s of the model's time" if outcome.model_seconds else "",
        "known from an earlier run" if outcome.from_cache else "",
    ]
    st.caption(" · ".join(as_text(fact) for fact in facts if fact))


def _draw_checks(outcome: Outcome) -> None:
    st.markdown("**Checks**")
    if not outcome.checks:
        st.caption("None was made.")
        return
    lines = []
    for check in outcome.checks:
        shape, word = result_in_words(check)
        where = "" if check.turn is None else f" ({answer_name(check.turn)})"
        lines.append(
            f"- {shape} **{word}**: {as_text(in_words(check.assertion))}  \n  {as_text(check.reason + where)}"
        )
    st.markdown("\n".join(lines))


def _draw_ratings(studio: Studio, run: SuiteRun, outcome: Outcome, *, by: str) -> None:
    cell = outcome.cell
    ratings = [rating for rating in studio.suite_log.ratings(run.run_id) if rating.cell == cell]
    latest = {rating.by: rating for rating in ratings}
    mine = latest.get(by)
    key = f"rating_{run.run_id}_{cell.version}_{cell.scenario_id}_{cell.repeat}"
    with st.container(border=True):
        st.markdown("**What do you say?**")
        note = st.text_input(
            "Note", value=mine.note if mine else "", max_chars=MAX_NOTE_CHARACTERS, key=f"{key}_note",
            placeholder="What is good or bad about it",
        )  # fmt: skip
        with st.container(horizontal=True):
            good = st.button("Good", icon=":material/thumb_up:", key=f"{key}_good")
            bad = st.button("Bad", icon=":material/thumb_down:", key=f"{key}_bad")
        if good or bad:
            studio.suite_log.save_rating(
                Rating(run.run_id, cell, good=good, note=note.strip(), by=by, at=studio.clock.now())
            )
            st.rerun()
        _draw_said(list(latest.values()))


def _draw_said(ratings: Sequence[Rating]) -> None:
    zone = browser_zone()
    for rating in ratings:
        icon = ":material/thumb_up:" if rating.good else ":material/thumb_down:"
        note = f": {as_text(rating.note)}" if rating.note else ""
        when = as_text(day_and_time(rating.at, zone))
        word = "good" if rating.good else "bad"
        st.caption(f"{icon} {as_text(rating.by)} says {word}, {when}{note}")


def _draw_make_case(run: SuiteRun, outcome: Outcome, scenario: Scenario) -> None:
    moments = [number for number, turn in enumerate(outcome.turns) if turn.child]
    if not moments:
        return
    failed = next((check.turn for check in outcome.checks if check.passed is False and check.turn), None)
    first = moments.index(failed) if failed in moments else len(moments) - 1
    with st.container(horizontal=True, vertical_alignment="bottom"):
        moment = st.selectbox(
            "Up to", moments, index=first, width=200,
            format_func=lambda number: answer_name(number).capitalize(),
            key=f"moment_{run.run_id}_{outcome.cell.version}_{outcome.cell.scenario_id}_{outcome.cell.repeat}",
        )  # fmt: skip
        if st.button("Make this a test case", icon=":material/add_task:"):
            turns = tuple((turn.child, turn.santa) for turn in outcome.turns[: int(moment) + 1])
            session_state.remember_case_draft(
                CaseDraft(
                    turns=turns,
                    child=scenario.child,
                    tags=scenario.tags,
                    category=scenario.category,
                    from_call=run.call_id,
                    came_from=f"“{scenario.title}” with version {outcome.cell.version}",
                )
            )
            lab_address.show(view="cases")
            st.rerun()
