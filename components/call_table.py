"""A table of calls, each with a link to its review."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from components.times import browser_zone
from santa_core.domain.calls import CallRecord
from santa_core.domain.endings import ENDINGS
from santa_core.domain.scenarios import Scenario

# Pages have no trailing slash, so a relative address also fits below server.baseUrlPath.
_REVIEW = "call?review="


def draw_calls(
    calls: Sequence[CallRecord], scenarios: Sequence[Scenario], *, height: int | str = "auto"
) -> None:
    zone = browser_zone()
    titles = {scenario.scenario_id: scenario.title for scenario in scenarios}
    rows = [
        {
            "review": f"{_REVIEW}{call.call_id}",
            "at": (call.started_at or call.created_at).astimezone(zone).replace(tzinfo=None),
            "staff": call.staff_name,
            "child": call.plan.child.name,
            "scenario": titles.get(call.plan.scenario_id, call.plan.scenario_id),
            "avatar": call.plan.avatar.value,
            "prompt": call.plan.prompt_version,
            "seconds": call.duration_seconds,
            "credits": call.bill.credits if call.bill else None,
            "usd": call.bill.usd if call.bill else None,
            "free": call.bill.would_have_cost if call.bill else None,
            "outcome": ENDINGS[call.end_reason].sentence if call.end_reason else f"{call.state}",
        }
        for call in calls
    ]
    zone_name = f"{calls[0].created_at.astimezone(zone):%Z}"
    column = st.column_config
    st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        lazy=len(rows) > 500,
        column_config={
            "review": column.LinkColumn("Review", display_text="Open", width=70),
            "at": column.DatetimeColumn(f"When ({zone_name})", format="D MMM, HH:mm"),
            "staff": column.TextColumn("Caller", width=90),
            "child": column.TextColumn("Child", width=130),
            "scenario": column.TextColumn("Scenario", width=170),
            "avatar": column.TextColumn("Avatar", width=80),
            "prompt": column.NumberColumn("Prompt", width=70),
            "seconds": column.NumberColumn("Seconds", format="%.0f", width=70),
            "credits": column.NumberColumn("Credits", format="%.4f", width=70),
            "usd": column.NumberColumn("Dollars", format="$%.2f", width=70),
            "free": column.CheckboxColumn(
                "Practice", width=70, help="Free: credits and dollars are what it would have cost."
            ),
            "outcome": column.TextColumn("Outcome", width="medium"),
        },
    )
