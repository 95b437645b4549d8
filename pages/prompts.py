"""Prompts: every version of Santa to read. Editing, trying and promoting come with the prompt lab."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from components import session_state
from components.plan_form import labels_of, version_label
from components.prompt_lab.suites_tab import draw_suites
from components.safe_text import as_text
from components.services import studio
from components.times import browser_zone, moment
from components.who_is_calling import require_name
from santa_core.domain.child_details import CHILD_VARIABLES, LANGUAGES
from santa_core.domain.prompts import PromptVersion
from santa_core.errors import StorageError

_LINES = {
    "greeting": "Greeting",
    "goodbye": "Goodbye",
    "silence": "The child is silent",
    "silence_again": "... and still silent",
    "say_again": "Not understood",
}


def draw() -> None:
    require_name()
    session_state.arrived_at("prompts")
    st.title("Prompts", anchor=False)
    if st.query_params.get("tab") != "suites":
        st.info(
            "This page is for reading. Editing, comparing, trying out and promoting versions come with the "
            "prompt lab, in a later version of the studio.",
            icon=":material/construction:",
        )
    services = studio()
    if st.query_params.get("tab") == "suites":
        draw_suites(services)
        return
    try:
        versions = services.prompts.versions()
        labels = labels_of(services)
    except StorageError as error:
        st.error(as_text(str(error)), icon=":material/database:")
        return
    if not versions:
        st.info("There is no prompt version yet.", icon=":material/edit_note:")
        return
    by_number = {version.number: version for version in versions}
    number = st.selectbox(
        "Version",
        list(by_number),
        format_func=lambda number: version_label(by_number[number], labels),
        width=420,
    )
    _draw_version(by_number[int(number or versions[0].number)])


def _draw_version(version: PromptVersion) -> None:
    st.markdown(f"**{as_text(version.note)}**")
    origin = f" · made from version {version.parent}" if version.parent else ""
    saved = as_text(moment(version.created_at, browser_zone()))
    st.caption(f"By {as_text(version.author)} · {saved}{origin}")
    with st.container(horizontal=True):
        st.metric("Model", as_text(version.model), border=True)
        st.metric("Temperature", f"{version.temperature:g}", border=True)
        st.metric("Answer, at most", f"{version.max_tokens} tokens", border=True)
        st.metric("Voice", f"{version.voice.emotion}, {version.voice.rate:g}x", border=True)
    left, right = st.columns([2, 1], gap="large")
    with left:
        st.subheader("What Santa is told", anchor=False)
        st.code(version.text, language=None, wrap_lines=True)
    with right:
        st.subheader("What he says word for word", anchor=False)
        _draw_lines(version)
        _draw_variables(version)


def _draw_lines(version: PromptVersion) -> None:
    languages = ["en", *(code for code in version.lines if code != "en")]
    for tab, code in zip(st.tabs([LANGUAGES.get(code, code) for code in languages]), languages, strict=True):
        lines = version.lines_for(code)
        with tab:
            for field, label in _LINES.items():
                st.caption(label)
                st.text(getattr(lines, field))


def _draw_variables(version: PromptVersion) -> None:
    st.subheader("Variables", anchor=False)
    rows = [{"Variable": f"{{{{{name}}}}}", "Value": "from the plan of the call"} for name in CHILD_VARIABLES]
    rows += [{"Variable": f"{{{{{name}}}}}", "Value": value} for name, value in version.variables.items()]
    st.dataframe(pd.DataFrame(rows), hide_index=True)


draw()
