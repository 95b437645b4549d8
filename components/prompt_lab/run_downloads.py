"""A run to take away: CSV for a spreadsheet, JSONL with every word of every conversation."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from santa_core.domain.suites import Outcome, SuiteRun
from santa_core.evaluation.run_export import checks_as_csv, conversations_as_csv, conversations_as_jsonl


def draw_downloads(run: SuiteRun, outcomes: Sequence[Outcome]) -> None:
    with st.container(horizontal=True):
        # Made when they are asked for: a big run has megabytes of words.
        for label, name, made, mime in (
            ("Conversations as CSV", "conversations.csv", conversations_as_csv, "text/csv"),
            ("Checks as CSV", "checks.csv", checks_as_csv, "text/csv"),
            ("Everything as JSONL", "conversations.jsonl", conversations_as_jsonl, "application/jsonl"),
        ):
            st.download_button(
                label,
                data=partial(made, run, outcomes),
                file_name=f"run-{run.started_at:%Y%m%d-%H%M}-{name}",
                mime=mime,
                icon=":material/download:",
                on_click="ignore",
                disabled=not outcomes,
            )
