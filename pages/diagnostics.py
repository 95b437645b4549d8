"""Diagnostics: this person's sound, this studio, the vendors and their sessions, and what goes wrong."""

from __future__ import annotations

import streamlit as st

from components import session_state
from components.account_answers import reports_of
from components.error_list import draw_errors
from components.hearing_test import draw_hearing_test
from components.safe_text import as_text
from components.services import studio
from components.studio_checks import draw_checks, draw_keys
from components.trouble_rows import draw_troubles
from components.vendor_accounts import draw_accounts, draw_asked_at
from components.vendor_sessions import draw_orphans, draw_sessions
from components.who_is_calling import require_name
from santa_core.errors import StorageError
from santa_core.services.examination import LogFindings, read_log
from santa_core.services.orphans import orphan_check
from santa_core.services.trouble_table import read_trouble_table
from santa_core.services.vendor_accounts import AccountReport
from santa_core.services.vendor_checks import key_states
from santa_core.studio import Studio


def draw() -> None:
    name = require_name()
    if session_state.arrived_at("diagnostics"):
        session_state.begin_hearing_try(failures=0)  # leaving the page ended the connection
    st.title("Diagnostics", anchor=False)
    st.header("Can Santa hear you?", anchor=False)
    st.write("Speak to the studio and see what arrives, and which words it makes of it.")
    st.caption(":material/lock: Nothing is recorded or stored: the sound is measured and forgotten.")
    services = studio()
    draw_hearing_test(services)
    st.header("This studio", anchor=False)
    left, right = st.columns([3, 2], gap="large")
    with left:
        try:
            draw_checks(services.health())
        except StorageError as error:
            st.error(as_text(str(error)), icon=":material/database:")
    with right:
        draw_keys(key_states(services.settings))
    _draw_what_vendors_say(services, name)


@st.fragment
def _draw_what_vendors_say(services: Studio, name: str) -> None:
    """Of its own, so that asking the vendors again leaves the hearing test alone."""
    st.header("Vendors", anchor=False)
    vendors = st.container()
    st.header("Trouble and cures", anchor=False)
    st.caption("What the calls of the last 7 days tell about the six troubles that people meet most.")
    with st.container():
        _draw_troubles(services)
    st.header("Sessions at the vendors", anchor=False)
    sessions = st.container()
    st.header("Last errors", anchor=False)
    errors = st.container()
    # Last, because a vendor may take its time: everything else is on the page by then.
    with vendors:
        kept = reports_of(services)
        if kept is None:
            st.error(
                "The studio is too busy to ask the vendors. Refresh in a moment.", icon=":material/timer_off:"
            )
        else:
            draw_accounts(services, kept.reports)
            draw_asked_at(kept.at)
    reports = kept.reports if kept else ()
    try:
        findings = _findings(services, reports)
    except StorageError as error:
        with sessions:
            st.error(as_text(str(error)), icon=":material/database:")
        return
    with vendors:
        draw_checks([findings.budget, orphan_check(findings.orphans, now=services.clock.now())])
    with sessions:
        draw_sessions(services, findings.sessions, reports, staff_name=name)
        draw_orphans(findings.orphans)
    with errors:
        draw_errors(findings.errors)


def _draw_troubles(services: Studio) -> None:
    hearing = services.hearing
    try:
        rows = read_trouble_table(
            services.call_log,
            now=services.clock.now(),
            ears_available=hearing.available,
            ears_note=hearing.note,
        )
    except StorageError as error:
        st.error(as_text(str(error)), icon=":material/database:")
        return
    draw_troubles(rows)


def _findings(services: Studio, reports: tuple[AccountReport, ...]) -> LogFindings:
    return read_log(
        services.call_log,
        services.account_log,
        reports,
        now=services.clock.now(),
        budget_usd=services.settings.santa_monthly_budget_usd,
    )


draw()
