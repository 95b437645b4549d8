"""The last errors as a table: cells show text as it is."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from components.times import browser_zone, moment
from santa_core.services.recent_errors import RecentError

_REVIEW = "call?review="


def draw_errors(errors: Sequence[RecentError]) -> None:
    if not errors:
        st.markdown(":green[:material/check_circle:] None, from the vendors or in calls.")
        return
    zone = browser_zone()
    rows = [
        {
            "at": moment(error.at, zone),
            "what": error.what,
            "where": error.where,
            "words": error.words,
            "review": f"{_REVIEW}{error.call_id}" if error.call_id else None,
        }
        for error in errors
    ]
    column = st.column_config
    st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        key="last_errors",
        column_config={
            "at": column.TextColumn("When", width="medium"),
            "what": column.TextColumn("What", width="medium"),
            "where": column.TextColumn("Where", width="medium"),
            "words": column.TextColumn("In the vendor's words", width="large"),
            "review": column.LinkColumn("Review", display_text="Open", width=70),
        },
    )
