"""The Suites tab: runs of suites, the test cases they are made of, and how versions do over time."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from components import session_state
from components.prompt_lab import lab_address
from components.prompt_lab.cases import draw_cases
from components.prompt_lab.run_controls import draw_run_controls
from components.prompt_lab.run_view import draw_run
from components.prompt_lab.run_words import run_label
from components.prompt_lab.trend import draw_trend
from components.safe_text import as_text
from components.times import browser_zone
from components.who_is_calling import require_name
from santa_core.domain.prompts import PromptVersion
from santa_core.errors import StorageError
from santa_core.studio import Studio


def draw_suites(studio: Studio) -> None:
    by = require_name()
    view = _choose_view()
    try:
        if view == "cases":
            draw_cases(studio, by=by)
        elif view == "trend":
            draw_trend(studio)
        else:
            _draw_runs(studio, by=by)
    except StorageError as error:
        st.error(as_text(str(error)), icon=":material/database:")


def _choose_view() -> str:
    """The address says what is shown; the choice follows it, and writes it."""
    asked = "cases" if session_state.case_draft() else lab_address.view()
    session_state.choose_suites_view(asked)
    st.pills(
        "Part of the suites", list(lab_address.VIEWS), format_func=lab_address.VIEWS.__getitem__,
        required=True, key=session_state.SUITES_VIEW, label_visibility="collapsed", on_change=_follow_choice,
    )  # fmt: skip
    return asked


def _follow_choice() -> None:
    """Another view: what was open in the one before is left."""
    session_state.forget_case_draft()
    lab_address.show(view=session_state.suites_view(), case_from=None, turn=None, edit=None, scenario=None)


def _draw_runs(studio: Studio, *, by: str) -> None:
    news = session_state.take_case_news()
    if news:
        st.success(as_text(news), icon=":material/check_circle:")
    if not studio.settings.has_language_model:
        st.warning(
            "The scripted Santa answers here: **the prompt has no effect on him**, so a run tells nothing "
            "about it. To test a prompt, put OPENAI_API_KEY or OPENAI_BASE_URL into .env and start again.",
            icon=":material/smart_toy:",
        )
    versions = {version.number: version for version in studio.prompts.versions()}
    if not versions:
        st.info("There is no version to test yet: save one first.", icon=":material/edit_note:")
        return
    labels = studio.prompts.labels()
    draw_run_controls(studio, versions, labels, by=by)
    _draw_chosen_run(studio, versions, labels, by=by)


def _draw_chosen_run(
    studio: Studio, versions: Mapping[int, PromptVersion], labels: Mapping[str, int], *, by: str
) -> None:
    runs = {run.run_id: run for run in studio.suite_log.runs()}
    asked = lab_address.value("run")
    if asked is not None and asked not in runs:
        older = studio.suite_log.run(asked)
        if older is not None:
            runs[asked] = older
        else:
            st.warning("There is no run with this address. Choose one below.", icon=":material/search_off:")
    if not runs:
        st.info(
            "No run yet. Choose a suite and versions above and press “Run suite”: the blockers, with "
            "production and the newest version, are a good first one.",
            icon=":material/play_circle:",
        )
        return
    zone = browser_zone()
    shown = asked if asked in runs else next(iter(runs))
    session_state.choose_run(shown)
    st.selectbox(
        "Run", list(runs), format_func=lambda run_id: run_label(runs[run_id], zone),
        key=session_state.SHOWN_RUN, on_change=_follow_run,
    )  # fmt: skip
    draw_run(studio, runs[shown], versions, labels, by=by)


def _follow_run() -> None:
    lab_address.show(run=session_state.shown_run(), scenario=None, version=None)
