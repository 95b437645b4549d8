"""The troubleshooting table as cards: what was seen, in which call, and the cure."""

from __future__ import annotations

import streamlit as st

from components.page_links import link_to
from components.safe_text import as_text
from components.times import browser_zone, day_and_time
from santa_core.services.trouble_rows import TroubleRow, Verdict

_ICONS = {
    Verdict.FINE: ":green[:material/check_circle:]",
    Verdict.TROUBLE: ":red[:material/error:]",
    Verdict.UNKNOWN: ":gray[:material/help:]",
}


def draw_troubles(rows: list[TroubleRow]) -> None:
    """Two cards side by side; on a phone one below the other."""
    for first in range(0, len(rows), 2):
        for column, row in zip(st.columns(2), rows[first : first + 2], strict=False):
            with column.container(border=True, height="stretch"):
                _draw_row(row)


def _draw_row(row: TroubleRow) -> None:
    st.markdown(f"{_ICONS[row.verdict]} **{as_text(row.trouble)}** · {row.verdict}")
    st.markdown(as_text(row.seen))
    if row.verdict is Verdict.TROUBLE:
        st.markdown("\n".join(f"- {as_text(cure)}" for cure in row.cures))
    else:
        st.caption(" ".join(as_text(cure) for cure in row.cures))
    if row.latest is not None and row.latest_at is not None:
        when = as_text(day_and_time(row.latest_at, browser_zone()))
        link_to(
            "call",
            f"Review of the latest, {when}",
            icon=":material/play_circle:",
            query={"review": row.latest.call_id},
        )
