"""Prompts: Santa's versions, tries of them side by side, and the suites that decide what children hear.

/prompts?tab=versions|try|suites
"""

from __future__ import annotations

import streamlit as st

from components import session_state
from components.prompt_lab.suites_tab import draw_suites
from components.prompt_lab.try_tab import draw_try
from components.prompt_lab.versions_tab import draw_versions
from components.services import studio
from components.who_is_calling import require_name

_TABS = {"versions": draw_versions, "try": draw_try, "suites": draw_suites}
_LABELS = {"versions": "Versions", "try": "Try", "suites": "Suites"}


def draw() -> None:
    require_name()
    session_state.arrived_at("prompts")
    st.title("Prompts", anchor=False)
    asked = st.query_params.get("tab", "versions")
    tab = asked if asked in _TABS else "versions"
    session_state.choose_prompts_tab(tab)
    st.segmented_control(
        "Part of the lab", list(_TABS), format_func=_LABELS.__getitem__, required=True,
        key=session_state.PROMPTS_TAB, label_visibility="collapsed", on_change=_follow_choice,
    )  # fmt: skip
    _TABS[tab](studio())


def _follow_choice() -> None:
    """The address says which part is shown. What else stood in it belonged to the part that is left."""
    st.query_params.clear()
    st.query_params["tab"] = session_state.prompts_tab()


draw()
