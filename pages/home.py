"""Home: what this is, the way into a practice call, and whether everything is connected."""

from __future__ import annotations

import streamlit as st

from components import session_state
from components.page_links import go_to, link_to
from components.plan_form import labels_of, version_label
from components.price_lines import length
from components.safe_text import as_text
from components.services import studio
from components.studio_checks import draw_checks
from components.times import browser_zone, day_and_time
from components.who_is_calling import draw_name, require_name
from santa_core.domain.billing import dollars
from santa_core.domain.calls import CallRecord
from santa_core.errors import StorageError
from santa_core.ports import CallFilter
from santa_core.services.usage_report import month_report
from santa_core.studio import Studio

LAST_CALLS = 5


def draw() -> None:
    name = require_name()
    session_state.arrived_at("home")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.title("Santa call studio", anchor=False)
        st.space("stretch")
        draw_name(name)
    st.write(
        "Rehearse live video calls with Santa before a child ever sees one: practise a scenario, "
        "tune what Santa says, and watch what it costs."
    )
    if st.button("Start a practice call", type="primary", icon=":material/video_call:"):
        go_to("call")
    services = studio()
    try:
        _draw_month(services)
        left, right = st.columns([3, 2], gap="large")
        with left:
            _draw_last_calls(services)
        with right:
            _draw_production(services)
            st.header("Is everything connected?", anchor=False)
            draw_checks(services.health())
    except StorageError as error:
        st.error(as_text(str(error)), icon=":material/database:")


def _draw_month(services: Studio) -> None:
    month = month_report(services.call_log, services.clock.now())
    with st.container(horizontal=True):
        st.metric(f"Calls in {month.since:%B}", f"{len(month.calls):,}", border=True)
        st.metric("Time on calls", length(month.seconds), border=True)
        st.metric(
            "Spent", dollars(month.spent.usd), border=True, help="Calls with a paid avatar. Months are UTC."
        )
        st.metric(
            "Practice would have cost", dollars(month.would_have_cost.usd), border=True,
            help="Practice calls are free. This is their price with HeyGen.",
        )  # fmt: skip


def _draw_last_calls(services: Studio) -> None:
    st.header("Last calls", anchor=False)
    calls = services.call_log.recent_calls(CallFilter(limit=LAST_CALLS))
    if not calls:
        st.info("No calls yet. Start a practice call: it is free and needs no key.", icon=":material/call:")
        return
    zone = browser_zone()
    titles = {scenario.scenario_id: scenario.title for scenario in services.scenarios.all()}
    for call in calls:
        with st.container(border=True, gap=None):
            label = _call_label(call, titles)
            link_to("call", label, icon=":material/play_circle:", query={"review": call.call_id})
            when = day_and_time(call.started_at or call.created_at, zone)
            st.caption(f"{as_text(when)} · {as_text(_about(call))}")
    link_to("usage", "All calls of this month", icon=":material/bar_chart:")


def _call_label(call: CallRecord, titles: dict[str, str]) -> str:
    title = titles.get(call.plan.scenario_id, call.plan.scenario_id)
    return f"{as_text(title)} with {as_text(_short(call.plan.child.name))}"


def _about(call: CallRecord) -> str:
    parts = [f"{_short(call.staff_name)} called"]
    if call.duration_seconds is not None:
        parts.append(length(call.duration_seconds))
    if call.bill is not None:
        price = dollars(call.bill.usd)
        parts.append(f"practice, would have cost {price}" if call.bill.would_have_cost else price)
    if call.bill is None or call.end_reason is None:
        parts.append(f"{call.state}" if call.end_reason is None else "no session was opened")
    return " · ".join(parts)


def _short(name: str) -> str:
    return name if len(name) <= 40 else f"{name[:40]}…"


def _draw_production(services: Studio) -> None:
    st.header("Santa in production", anchor=False)
    version = services.prompts.labelled("production")
    if version is None:
        st.warning("No prompt version is labelled production.", icon=":material/label_off:")
        return
    st.markdown(f"**{as_text(version_label(version, labels_of(services)))}**: {as_text(version.note)}")
    st.caption(f"By {as_text(version.author)} · answers: {as_text(services.chat_model.label)}")
    link_to("prompts", "Read his prompt", icon=":material/edit_note:")


draw()
