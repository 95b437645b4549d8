"""Test cases as YAML, out and in: to hand around, to keep in git, to change what the form cannot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from components import session_state
from components.safe_text import as_text
from santa_core.domain.scenarios import Scenario
from santa_core.errors import InputError
from santa_core.services.test_cases import complaints_of
from santa_core.storage.scenario_files import scenarios_as_text, scenarios_in
from santa_core.studio import Studio

MAX_BYTES = 300_000


def draw_case_files(studio: Studio, shown: Sequence[Scenario], *, by: str) -> None:
    with st.expander("Export and import", icon=":material/swap_vert:"):
        left, right = st.columns(2, gap="large")
        with left:
            own = [scenario for scenario in shown if scenario.author is not None]
            _draw_export(f"Export those shown ({len(shown)})", shown, "test-cases.yaml")
            _draw_export(f"Export staff's own of them ({len(own)})", own, "own-test-cases.yaml")
        with right:
            _draw_import(studio, by=by)


def import_cases(studio: Studio, content: bytes, *, where: str, by: str) -> str:
    """All of them or none; a sentence of what was kept. One with the id of staff's own takes its place.
    Raises InputError naming scenario and field."""
    if len(content) > MAX_BYTES:
        raise InputError(f"The file has {len(content):,} bytes; at most {MAX_BYTES:,} are read. Split it.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError("The file is not a UTF-8 text file. Save it again as UTF-8.") from None
    read = [replace(scenario, author=scenario.author or by) for scenario in scenarios_in(text, where=where)]
    shipped = {scenario.scenario_id for scenario in studio.scenarios.all() if scenario.author is None}
    for scenario in read:
        complaints = complaints_of(scenario)
        if scenario.scenario_id in shipped:
            complaints = ["It comes with the program. Give yours another id."]
        if complaints:
            raise InputError(
                f"{where} ({scenario.scenario_id}): {' '.join(complaints)} Nothing was imported."
            )
    for scenario in read:
        studio.scenarios.save(scenario)
    return f"{len(read)} test case{'' if len(read) == 1 else 's'} imported."


def _draw_export(label: str, scenarios: Sequence[Scenario], file_name: str) -> None:
    st.download_button(
        label,
        data=scenarios_as_text(scenarios),
        file_name=file_name,
        mime="application/yaml",
        icon=":material/download:",
        on_click="ignore",
        disabled=not scenarios,
    )


def _draw_import(studio: Studio, *, by: str) -> None:
    with st.form("cases_import", border=False, clear_on_submit=True):
        file = st.file_uploader("A YAML file of test cases", type=["yaml", "yml"], key="cases_file")
        if not st.form_submit_button("Import", icon=":material/upload:"):
            return
    if file is None:
        st.error("Choose a file, then press Import.", icon=":material/upload_file:")
        return
    try:
        news = import_cases(studio, file.getvalue(), where=file.name, by=by)
    except InputError as error:
        st.error(as_text(str(error)), icon=":material/upload_file:")
        return
    session_state.remember_case_news(news)
    st.rerun()
