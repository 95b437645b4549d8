"""How long the child waited for each answer: a bar of its parts, the same in a table, and in a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from santa_core.domain.calls import Turn
from santa_core.domain.waits import PARTS, Wait, Waits, wait_of

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

_NAMES = {
    "hearing": "Hearing",
    "first_token": "First word",
    "first_sentence": "First sentence",
    "sending": "Sending",
    "avatar": "Avatar",
    "sound": "Sound",
}
_HELP = {
    "hearing": "Until the words were recognised, had reached the studio, and were plainly complete.",
    "first_token": "Until the language model wrote its first word.",
    "first_sentence": "Until it had written one sentence.",
    "sending": "Until the sentence was on its way to the avatar.",
    "avatar": "Until the avatar told that it speaks.",
    "sound": "Until Santa was heard in the browser.",
}
_BAR_PIXELS, _AXIS_PIXELS, _TALLEST_PIXELS = 30, 100, 460


def draw_waits(turns: Sequence[Turn], waits: Waits | None) -> None:
    """Nothing where Santa answered nothing."""
    answers = [(turn, wait_of(turn.latency)) for turn in turns if turn.is_answer and turn.latency is not None]
    if not answers:
        return
    st.subheader("How long the child waited", anchor=False)
    if waits is not None:
        st.markdown(waits_sentence(waits))
    height = _BAR_PIXELS * len(answers) + _AXIS_PIXELS
    with st.container(height=_TALLEST_PIXELS if height > _TALLEST_PIXELS else "content", border=False):
        st.plotly_chart(wait_figure(answers, height=height), key="waits", config={"displayModeBar": False})
    st.caption("Each bar is one answer, from the child's last word to Santa's first sound. In figures:")
    _draw_table(answers)


def waits_sentence(waits: Waits) -> str:
    """What the bars show, for somebody who does not see them."""
    longest = max(waits.median_parts_ms.items(), key=lambda part: part[1], default=None)
    most = "" if longest is None else f" Most of it is {_NAMES[longest[0]].lower()}: {longest[1]:,} ms."
    return (
        f"Half of the answers were heard within {waits.p50_ms:,} ms, nine in ten within {waits.p90_ms:,} ms, "
        f"19 in 20 within {waits.p95_ms:,} ms.{most}"
    )


def wait_figure(answers: Sequence[tuple[Turn, Wait]], *, height: int) -> Figure:
    """`height` in pixels. No colours of its own: the theme's stay apart for every kind of colour vision."""
    import plotly.graph_objects as go

    rows = [f"Turn {turn.index + 1}" for turn, _ in answers]
    figure = go.Figure()
    for part in PARTS:
        # Two clocks are compared: a part of almost nothing may come out just below it.
        lengths = [max(0, getattr(wait, f"{part}_ms") or 0) for _, wait in answers]
        figure.add_bar(
            name=_NAMES[part], y=rows, x=lengths, orientation="h", width=0.62,
            hovertemplate="%{y}: %{x:,} ms " + _NAMES[part].lower() + "<extra></extra>",
        )  # fmt: skip
    figure.update_layout(
        barmode="stack",
        height=height,
        margin={"l": 0, "r": 0, "t": 34, "b": 0},
        legend={"orientation": "h", "y": 1, "yanchor": "bottom", "x": 0, "traceorder": "normal"},
        xaxis={"title": {"text": "ms"}, "rangemode": "tozero"},
        yaxis={"autorange": "reversed", "title": None, "type": "category"},
    )
    return figure


def _draw_table(answers: Sequence[tuple[Turn, Wait]]) -> None:
    rows = [
        {"turn": turn.index + 1, "total": wait.total_ms}
        | {part: getattr(wait, f"{part}_ms") for part in PARTS}
        for turn, wait in answers
    ]
    column = st.column_config.NumberColumn
    st.dataframe(
        pd.DataFrame(rows).astype("Int64"),
        hide_index=True,
        column_config={
            "turn": column("Turn", width="small"),
            "total": column("All, ms", help="From the child's last word to Santa's first sound."),
        }
        | {part: column(f"{_NAMES[part]}, ms", help=_HELP[part]) for part in PARTS},
    )
