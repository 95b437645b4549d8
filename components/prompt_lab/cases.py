"""Test cases: all scenarios to look through, one of them as a card, and a form for staff's own."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from components import session_state
from components.page_links import link_to
from components.prompt_lab import lab_address
from components.prompt_lab.case_card import draw_case_card
from components.prompt_lab.case_files import draw_case_files
from components.prompt_lab.case_form import (
    Beginning,
    beginning_of_case,
    beginning_of_draft,
    beginning_of_nothing,
    draw_case_form,
)
from components.safe_text import as_text
from components.times import browser_zone, day_and_time
from santa_core.domain.scenarios import CATEGORIES, Scenario
from santa_core.errors import InputError
from santa_core.services.call_review import review_call
from santa_core.services.test_cases import CaseDraft, draft_of_call
from santa_core.studio import Studio

_ANY = "any"
_OWNERS = {_ANY: "Anybody", "program": "The program", "staff": "Staff"}
_LIST_PIXELS = 520


def draw_cases(studio: Studio, *, by: str) -> None:
    """Raises StorageError."""
    said = session_state.take_case_news()
    if said:
        st.success(as_text(said), icon=":material/check_circle:")
    beginning = _wanted(studio, by=by)
    if beginning is not None:
        _draw_editing(studio, beginning, by=by)
        return
    scenarios = studio.scenarios.all()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.subheader("Test cases", anchor=False)
        st.space("stretch")
        if st.button("New test case", icon=":material/add:"):
            lab_address.show(edit="new", scenario=None)
            st.rerun()
    shown = _draw_filters(scenarios)
    left, right = st.columns([3, 2], gap="large")
    with left:
        chosen = _draw_list(shown, of=len(scenarios))
    with right:
        if chosen is None:
            st.info(
                "Choose a test case to read it. In a call's review, a try or a conversation of a run, “Make "
                "this a test case” makes a new one of what was said.",
                icon=":material/theater_comedy:",
            )
        else:
            draw_case_card(studio, chosen)
    draw_case_files(studio, shown, by=by)


def _wanted(studio: Studio, *, by: str) -> Beginning | None:
    """What the form begins with; None: the list is to be shown."""
    call_id = lab_address.value("case_from")
    if call_id is not None:
        try:
            draft = _moment(studio, call_id, turn=lab_address.number("turn"))
        except InputError as error:
            st.error(as_text(str(error)), icon=":material/search_off:")
            return None
        return beginning_of_draft(draft, token=f"{call_id}:{lab_address.number('turn')}", by=by)
    kept = session_state.case_draft()
    if kept is not None:
        return beginning_of_draft(kept, token=f"draft:{hash(kept)}", by=by)
    edit = lab_address.value("edit")
    if edit == "new":
        return beginning_of_nothing(by=by)
    scenario = studio.scenarios.scenario(lab_address.value("scenario") or "")
    if scenario is None or edit not in ("own", "copy"):
        return None
    return beginning_of_case(scenario, by=by, copy=edit == "copy" or scenario.author is None)


def _moment(studio: Studio, call_id: str, *, turn: int | None) -> CaseDraft:
    review = review_call(studio.call_log, call_id)
    record = review.record
    last = max((each.index for each in review.turns), default=0)
    scenario = studio.scenarios.scenario(record.plan.scenario_id)
    return draft_of_call(
        review.turns,
        index=last if turn is None else turn,
        child=record.plan.child,
        call_id=record.call_id,
        tags=scenario.tags if scenario else (),
        category=scenario.category if scenario else "",
        came_from=f"the call of {day_and_time(record.created_at, browser_zone())}",
    )


def _draw_editing(studio: Studio, beginning: Beginning, *, by: str) -> None:
    begun, draft = beginning.scenario, beginning.draft
    title = "New test case" if not begun.scenario_id else f"Edit “{as_text(begun.title)}”"
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.subheader(title, anchor=False)
        st.space("stretch")
        if st.button("Back to the list", icon=":material/arrow_back:"):
            _leave_form()
            st.rerun()
    if draft is not None and draft.came_from:
        st.caption(f"Made of {as_text(draft.came_from)}. The lines are those the child had said by then.")
    if draft is not None:
        _draw_moment(draft)
    saved = draw_case_form(studio, beginning, by=by)
    if saved is not None:
        session_state.remember_case_news(
            f"“{saved.title}” is saved. It is in the plan of a call, and in the suites it belongs to."
        )
        _leave_form()
        lab_address.show(scenario=saved.scenario_id, view="cases")
        st.rerun()


def _draw_moment(draft: CaseDraft) -> None:
    """What Santa answered then: the answer that a good version would not give."""
    said, santa = draft.turns[-1]
    if not santa:
        return
    st.markdown(f"The child said: {as_text(said)}\n\n**Santa answered: {as_text(santa)}**")
    if draft.from_call:
        link_to("call", "Open the call", icon=":material/reviews:", query={"review": draft.from_call})


def _leave_form() -> None:
    session_state.forget_case_draft()
    lab_address.show(case_from=None, turn=None, edit=None)


def _draw_filters(scenarios: Sequence[Scenario]) -> list[Scenario]:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        words = st.text_input(
            "Search", key="cases_search", placeholder="Title, line, tag", icon=":material/search:", width=260
        )
        category = st.selectbox(
            "Category", [_ANY, *CATEGORIES], key="cases_category", width=180,
            format_func=lambda name: "Every one" if name == _ANY else name.replace("-", " ").capitalize(),
        )  # fmt: skip
        owner = st.selectbox("Made by", list(_OWNERS), format_func=_OWNERS.__getitem__, key="cases_owner",
                             width=160)  # fmt: skip
        blockers = st.toggle("Blockers only", key="cases_blockers")
    wanted = (words or "").casefold().split()
    return [
        scenario
        for scenario in scenarios
        if category in (_ANY, scenario.category)
        and (owner == _ANY or (owner == "staff") == (scenario.author is not None))
        and (scenario.blocker or not blockers)
        and all(word in _searched(scenario) for word in wanted)
    ]


def _searched(scenario: Scenario) -> str:
    parts = [scenario.title, scenario.scenario_id, scenario.child.name, scenario.author or ""]
    return "\n".join([*parts, *scenario.cue_lines, *scenario.tags]).casefold()


def _draw_list(shown: Sequence[Scenario], *, of: int) -> Scenario | None:
    chosen_id = lab_address.value("scenario")
    chosen = next((scenario for scenario in shown if scenario.scenario_id == chosen_id), None)
    if not shown:
        st.info("No test case fits. Take a filter away, or make a new one.", icon=":material/filter_alt_off:")
        return None
    rows = [
        {
            "title": scenario.title,
            "category": scenario.category,
            "blocker": "■ blocker" if scenario.blocker else "",
            "child": f"{scenario.child.name}" + (f", {scenario.child.age}" if scenario.child.age else ""),
            "checks": len(scenario.assertions),
            "by": scenario.author or "the program",
        }
        for scenario in shown
    ]
    ids = [scenario.scenario_id for scenario in shown]
    column = st.column_config
    event = st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        key=f"cases_list_{hash(tuple(ids))}",  # a row is chosen by its place: other rows, another list
        on_select="rerun",
        selection_mode="single-row",
        height=min(_LIST_PIXELS, 38 + 35 * len(rows)),
        column_config={
            "title": column.TextColumn("Title", width="medium"),
            "category": column.TextColumn("Category", width=90),
            "blocker": column.TextColumn("Blocker", width=75),
            "child": column.TextColumn("Child", width=90),
            "checks": column.NumberColumn("Checks", width=60, help="Assertions, beside must and must not."),
            "by": column.TextColumn("By", width=90),
        },
    )
    st.caption(f"{len(shown)} of {of}. Select a row to read it.")
    selected = event.selection.rows
    if selected and selected[0] < len(shown):
        chosen = shown[selected[0]]
        lab_address.show(scenario=chosen.scenario_id)
    return chosen
