"""The matrix of a run: scenarios down, versions across; a cell opens its conversation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import streamlit as st

from components.prompt_lab.run_words import counted, interval_in_words, percent
from santa_core.domain.scenarios import CATEGORIES, Scenario
from santa_core.evaluation.comparison import Change, Comparison, MatrixCell

_HERE = Path(__file__).parent
_component = st.components.v2.component(
    "santa_suite_matrix",
    html='<div class="matrix"></div>\n',
    css=(_HERE / "matrix.css").read_text(encoding="utf-8"),
    js=(_HERE / "matrix.js").read_text(encoding="utf-8"),
)

SHOWN = {
    "all": "All",
    "failing": "Failing",
    "changed": "Changed against production",
    "blockers": "Blockers",
}


def draw_matrix(
    comparison: Comparison,
    scenarios: Sequence[Scenario],
    *,
    notes: Mapping[int, str],
    chosen: tuple[str, int] | None,
) -> tuple[str, int] | None:
    """The scenario and version whose cell was clicked in this very run. `notes`: a version's labels."""
    result = _component(
        key="suite_matrix",
        data=matrix_data(comparison, scenarios, notes=notes, chosen=chosen),
        on_chosen_change=_ignore,
    )
    clicked = result.get("chosen")
    if not isinstance(clicked, Mapping):
        return None
    scenario_id, version = clicked.get("scenario"), clicked.get("version")
    known = isinstance(version, int) and (version, scenario_id) in comparison.cells
    return (str(scenario_id), int(str(version))) if known else None


def _ignore() -> None:
    """Streamlit has an attribute for a value only if its callback is named."""


def shown_scenarios(comparison: Comparison, show: str) -> list[Scenario]:
    """By category, as in the run."""

    def wanted(scenario: Scenario) -> bool:
        cells = [comparison.cells[version, scenario.scenario_id] for version in comparison.run.versions]
        if show == "failing":
            return any(cell.passes < cell.of for cell in cells)
        if show == "changed":
            return any(cell.change is not None for cell in cells)
        return show == "all" or scenario.blocker

    return [scenario for scenario in comparison.run.scenarios if wanted(scenario)]


def matrix_data(
    comparison: Comparison,
    scenarios: Sequence[Scenario],
    *,
    notes: Mapping[int, str],
    chosen: tuple[str, int] | None,
) -> dict[str, Any]:
    """What matrix.js draws."""
    run = comparison.run
    groups = [(name, [s for s in scenarios if s.category == name]) for name in CATEGORIES]
    return {
        "caption": "Passed conversations by scenario and version",
        "versions": [_version(comparison, number, notes.get(number, "")) for number in run.versions],
        "groups": [
            {
                "title": f"{name.replace('-', ' ')} ({len(group)})",
                "rows": [_row(comparison, scenario) for scenario in group],
            }
            for name, group in groups
            if group
        ],
        "chosen": None if chosen is None else {"scenario": chosen[0], "version": chosen[1]},
    }


def _version(comparison: Comparison, number: int, note: str) -> dict[str, Any]:
    figures = comparison.figures[number]
    total = f"{figures.passes} of {figures.of} passed" if figures.of else "nothing yet"
    return {"number": number, "label": f"Version {number}", "note": note, "total": total}


def _row(comparison: Comparison, scenario: Scenario) -> dict[str, Any]:
    cells = [comparison.cells[version, scenario.scenario_id] for version in comparison.run.versions]
    return {
        "id": scenario.scenario_id,
        "title": scenario.title,
        "blocker": scenario.blocker,
        "author": scenario.author or "",
        "cells": [_cell(cell, scenario) for cell in cells],
    }


def _cell(cell: MatrixCell, scenario: Scenario) -> dict[str, Any]:
    several = cell.of > 1
    interval = [round(cell.interval.low * 100), round(cell.interval.high * 100)] if several else None
    mark = "" if cell.change is None else cell.change.value
    remark = counted(cell.errors, "error") if cell.errors else ""
    return {
        "version": cell.version,
        "state": state_of(cell),
        "count": f"{cell.passes}/{cell.of}" if cell.of else "waiting",
        "interval": interval,
        "mark": mark,
        "remark": remark,
        "label": cell_in_words(cell, scenario),
    }


def state_of(cell: MatrixCell) -> str:
    if cell.of == 0:
        return "waiting" if cell.planned else "none"
    if cell.passes == cell.of:
        return "passed"
    return "mixed" if cell.passes else "failed"


def cell_in_words(cell: MatrixCell, scenario: Scenario) -> str:
    """ "A real puppy, blocker, version 2: passed 2 of 3 (67%), likely 21 to 94%, newly failing"."""
    name = ", ".join([scenario.title, *(["blocker"] if scenario.blocker else []), f"version {cell.version}"])
    if cell.of == 0:
        return f"{name}: waiting"
    share = f" ({percent(cell.passes / cell.of)}), likely {interval_in_words(cell.interval)}"
    parts = [f"passed {cell.passes} of {cell.of}{share if cell.of > 1 else ''}"]
    if cell.of < cell.planned:
        parts.append(f"{cell.planned - cell.of} still to come")
    if cell.errors:
        parts.append(f"{counted(cell.errors, 'conversation')} broken off")
    if cell.change is not None:
        against = "worse than production" if cell.change is Change.NEWLY_FAILING else "better than production"
        parts.append(f"{cell.change.value}, {against}")
    return f"{name}: {', '.join(parts)}"
