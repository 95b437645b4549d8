"""One test case to read: what the child says, what Santa must and must not, what is checked."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from components import session_state
from components.page_links import link_to
from components.prompt_lab import lab_address
from components.prompt_lab.check_words import in_words
from components.prompt_lab.run_words import CHOSEN
from components.safe_text import as_text
from santa_core.domain.child_details import LANGUAGES
from santa_core.domain.scenarios import Scenario
from santa_core.errors import NotFoundError
from santa_core.storage.scenario_files import scenarios_as_text
from santa_core.studio import Studio

_DIFFICULTIES = {1: "easy", 2: "medium", 3: "hard"}


def draw_case_card(studio: Studio, scenario: Scenario) -> None:
    with st.container(border=True):
        st.subheader(as_text(scenario.title), anchor=False)
        _draw_badges(scenario)
        draw_case_words(scenario)
        _draw_actions(studio, scenario)


def draw_case_words(scenario: Scenario) -> None:
    """The card's text: also beside a conversation, where it is what was demanded."""
    child = scenario.child
    about = [
        child.name,
        f"{child.age} years" if child.age else "",
        LANGUAGES.get(child.language, child.language),
    ]
    st.markdown(f"**The child**: {as_text(', '.join(part for part in about if part))}")
    if child.wishes:
        st.caption(f"Wishes: {as_text('; '.join(child.wishes))}")
    _draw_list("The child says", [f"“{line}”" for line in scenario.cue_lines], numbered=True)
    _draw_list("Santa must", scenario.must)
    _draw_list("Santa must not", scenario.must_not)
    _draw_list("Checked", [in_words(assertion) for assertion in scenario.assertions])
    if scenario.personality:
        st.markdown(f"**A simulated child**: {as_text(scenario.personality)}")


def _draw_badges(scenario: Scenario) -> None:
    marks = [
        "■ blocker" if scenario.blocker else "",
        scenario.category.replace("-", " "),
        _DIFFICULTIES[scenario.difficulty],
        *(f"#{tag}" for tag in scenario.tags),
        f"by {scenario.author}" if scenario.author else "comes with the program",
    ]
    st.caption(" · ".join(as_text(mark) for mark in marks if mark))


def _draw_actions(studio: Studio, scenario: Scenario) -> None:
    own = scenario.author is not None
    with st.container(horizontal=True):
        if st.button("Run it", icon=":material/play_arrow:"):
            session_state.choose_cases_to_run(CHOSEN, [scenario.scenario_id])
            lab_address.show(view="runs", scenario=None, version=None, edit=None)
            st.rerun()
        if own and st.button("Edit", icon=":material/edit:"):
            lab_address.show(edit="own")
            st.rerun()
        if st.button("Copy as a new one", icon=":material/content_copy:"):
            lab_address.show(edit="copy")
            st.rerun()
        st.download_button(
            "YAML",
            data=scenarios_as_text([scenario]),
            file_name=f"{scenario.scenario_id}.yaml",
            mime="application/yaml",
            icon=":material/download:",
            on_click="ignore",
        )
        if own:
            _draw_delete(studio, scenario)
    link_to(
        "call",
        "Rehearse it in a call",
        icon=":material/video_call:",
        query={"scenario": scenario.scenario_id},
    )
    if scenario.from_call:
        link_to(
            "call", "The call it was made of", icon=":material/reviews:", query={"review": scenario.from_call}
        )


def _draw_delete(studio: Studio, scenario: Scenario) -> None:
    with st.popover("Delete", icon=":material/delete:"):
        st.write("Runs keep their copy of it. It cannot be brought back.")
        if st.button("Delete this test case", type="primary"):
            try:
                studio.scenarios.delete(scenario.scenario_id)
                session_state.remember_case_news(f"“{scenario.title}” is deleted.")
            except NotFoundError:  # somebody else was faster: it is gone, as was asked
                session_state.remember_case_news(f"“{scenario.title}” was deleted already.")
            lab_address.show(scenario=None, edit=None)
            st.rerun()


def _draw_list(title: str, items: Sequence[str], *, numbered: bool = False) -> None:
    if items:
        mark = "1." if numbered else "-"
        st.markdown(f"**{title}**\n\n" + "\n".join(f"{mark} {as_text(item)}" for item in items))
