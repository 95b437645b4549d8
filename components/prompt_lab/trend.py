"""A suite over its runs: pass rate, wait and cost of each version, as charts and as the table they show."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import tzinfo
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from components.prompt_lab.run_words import CHOSEN, SUITES, interval_in_words, money, percent, suite_name
from components.times import browser_zone, day_and_time
from santa_core.evaluation.comparison import VersionFigures
from santa_core.evaluation.earlier_runs import TrendPoint, trend
from santa_core.studio import Studio

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

_DASHES = ("solid", "dash", "dot", "dashdot", "longdash")
_SYMBOLS = ("circle", "square", "diamond", "triangle-up", "x", "star")
_HEIGHT_PIXELS = 260


def draw_trend(studio: Studio) -> None:
    """Raises StorageError."""
    suite = st.selectbox(
        "Suite", [suite for suite in SUITES if suite != CHOSEN], format_func=suite_name, key="trend_suite",
        width=280,
    )  # fmt: skip
    points = trend(studio.suite_log, suite=suite)
    if not points:
        st.info(
            f"No finished run of “{suite_name(suite)}” yet. Run it under “Runs”; each run is a point here.",
            icon=":material/timeline:",
        )
        return
    zone = browser_zone()
    st.markdown(trend_sentence(points))
    charts: list[tuple[str, str, Callable[[VersionFigures], float | None]]] = [
        ("Passed, %", "pass", _share),
        ("First sentence (median), ms", "wait", lambda figures: figures.first_sentence_p50_ms),
        ("A conversation, $", "cost", _cost),
    ]
    for column, (title, key, value) in zip(st.columns(3), charts, strict=True):
        with column:
            st.caption(title.replace("$", r"\$"))
            figure = trend_figure(points, value, interval=key == "pass")
            st.plotly_chart(figure, key=f"trend_{key}", config={"displayModeBar": False})
    st.caption("In figures, newest first:")
    _draw_table(points, zone)


def trend_sentence(points: Sequence[TrendPoint]) -> str:
    """What the charts show, for somebody who does not see them."""
    parts = []
    for version in _versions(points):
        own = [point for point in points if point.figures.version == version and point.figures.of]
        if not own:
            continue
        first, last = _share(own[0].figures), _share(own[-1].figures)
        assert first is not None
        assert last is not None
        if len(own) == 1:
            parts.append(f"version {version} passed {last:.0f}% in its one run")
        else:
            parts.append(f"version {version} went from {first:.0f}% to {last:.0f}% in {len(own)} runs")
    text = "; ".join(parts)
    return f"{text[:1].upper()}{text[1:]}." if text else ""


def trend_figure(
    points: Sequence[TrendPoint], value: Callable[[VersionFigures], float | None], *, interval: bool
) -> Figure:
    """A line for each version, told apart by dash and symbol as well as colour."""
    import plotly.graph_objects as go

    figure = go.Figure()
    for place, version in enumerate(_versions(points)):
        own = [p for p in points if p.figures.version == version and value(p.figures) is not None]
        figures = [point.figures for point in own]
        bars = None
        if interval:
            bars = {
                "type": "data",
                "symmetric": False,
                "array": [(f.interval.high * 100) - (_share(f) or 0) for f in figures],
                "arrayminus": [(_share(f) or 0) - f.interval.low * 100 for f in figures],
                "thickness": 1,
            }
        figure.add_scatter(
            name=f"Version {version}", x=[point.at for point in own], y=[value(f) for f in figures],
            mode="lines+markers", error_y=bars, line={"dash": _DASHES[place % len(_DASHES)]},
            marker={"symbol": _SYMBOLS[place % len(_SYMBOLS)], "size": 9},
        )  # fmt: skip
    figure.update_layout(
        height=_HEIGHT_PIXELS,
        margin={"l": 0, "r": 8, "t": 8, "b": 0},
        legend={"orientation": "h", "y": -0.2},
        yaxis={"range": [0, 104]} if interval else {"rangemode": "tozero", "exponentformat": "none"},
    )
    return figure


def _versions(points: Sequence[TrendPoint]) -> list[int]:
    return sorted({point.figures.version for point in points})


def _share(figures: VersionFigures) -> float | None:
    return 100 * figures.passes / figures.of if figures.of else None


def _cost(figures: VersionFigures) -> float | None:
    cost = figures.cost_per_conversation_usd
    return None if cost is None else float(cost)


def _draw_table(points: Sequence[TrendPoint], zone: tzinfo) -> None:
    rows = [
        {
            "Open": f"prompts?tab=suites&run={point.run_id}",
            "When": day_and_time(point.at, zone),
            "Version": point.figures.version,
            "Passed": f"{point.figures.passes} of {point.figures.of}",
            "Rate": percent(point.figures.passes / point.figures.of) if point.figures.of else "",
            "Likely": interval_in_words(point.figures.interval) if point.figures.of else "",
            "First sentence, ms": point.figures.first_sentence_p50_ms,
            "19 in 20, ms": point.figures.first_sentence_p95_ms,
            "A conversation": money(point.figures.cost_per_conversation_usd),
        }
        for point in reversed(points)
    ]
    st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        key="trend_table",
        column_config={"Open": st.column_config.LinkColumn("Run", display_text="Open", width=60)},
    )
