"""Usage: what this month's calls came to. Trends, budgets and forecasts come later."""

from __future__ import annotations

import streamlit as st

from components import session_state
from components.call_table import draw_calls
from components.page_links import link_to
from components.price_lines import length, plain
from components.safe_text import as_text
from components.services import studio
from components.who_is_calling import require_name
from santa_core.domain.billing import dollars
from santa_core.errors import StorageError
from santa_core.services.usage_report import MonthReport, Spending, month_report


def draw() -> None:
    require_name()
    session_state.arrived_at("usage")
    services = studio()
    try:
        month = month_report(services.call_log, services.clock.now())
        scenarios = services.scenarios.all()
    except StorageError as error:
        st.title("Usage", anchor=False)
        st.error(as_text(str(error)), icon=":material/database:")
        return
    st.title(f"Usage in {month.since:%B %Y}", anchor=False)
    st.caption(
        "A month runs from its first to its last midnight UTC. Trends, budgets, forecasts and other months "
        "come in a later version of the studio."
    )
    _draw_tiles(month)
    st.header("Calls", anchor=False)
    if not month.calls:
        st.info("No calls this month. The first practice call is free.", icon=":material/call:")
        link_to("call", "Plan a call", icon=":material/video_call:")
        return
    if not month.complete:
        st.warning(f"Only the newest {len(month.calls):,} calls are counted here.", icon=":material/warning:")
    draw_calls(month.calls, scenarios)


def _draw_tiles(month: MonthReport) -> None:
    with st.container(horizontal=True):
        st.metric("Calls", f"{len(month.calls):,}", border=True)
        st.metric("Time on calls", length(month.seconds), border=True)
        st.metric("Spent", dollars(month.spent.usd), border=True)
        st.metric("Credits used", plain(month.spent.credits), border=True)
    with st.container(horizontal=True):
        practice: Spending = month.would_have_cost
        st.metric(
            "Practice calls", f"{practice.calls:,}", border=True, help="Free; priced as if with HeyGen."
        )
        st.metric("Practice, as billed", length(practice.billed_seconds), border=True)
        st.metric("Practice would have cost", dollars(practice.usd), border=True)
        st.metric("In credits", plain(practice.credits), border=True)


draw()
