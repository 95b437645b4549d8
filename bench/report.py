"""One benchmark's outcome: the table on the terminal and the JSON in bench/results."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).parent / "results"


@dataclass(frozen=True)
class Row:
    """A line of the table. `aim`: what it should be, "" where none was set. `met`: None without an aim."""

    what: str
    figure: str
    aim: str = ""
    met: bool | None = None


@dataclass(frozen=True)
class Outcome:
    benchmark: str
    figures: Mapping[str, Any]
    rows: Sequence[Row]
    conditions: Mapping[str, Any]
    setting: Mapping[str, Any] = field(default_factory=dict)  # what was set for it: rounds, rates


def as_json(outcome: Outcome, *, machine: Mapping[str, Any], at: datetime) -> dict[str, Any]:
    return {
        "benchmark": outcome.benchmark,
        "date": at.astimezone(UTC).isoformat(timespec="seconds"),
        "machine": dict(machine),
        "conditions": dict(outcome.conditions),
        "setting": dict(outcome.setting),
        "figures": dict(outcome.figures),
        "aims": {row.what: {"aim": row.aim, "met": row.met} for row in outcome.rows if row.aim},
    }


def write(outcome: Outcome, *, machine: Mapping[str, Any], at: datetime, folder: Path = RESULTS) -> Path:
    """Whole or not at all: a run that is interrupted leaves the last result as it was."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{outcome.benchmark}.json"
    draft = path.with_suffix(".json.tmp")
    draft.write_text(json.dumps(as_json(outcome, machine=machine, at=at), indent=2) + "\n")
    return draft.replace(path)


def table(outcomes: Sequence[Outcome]) -> str:
    lines = [("BENCHMARK", "WHAT", "MEASURED", "AIM", "")]
    for outcome in outcomes:
        name = outcome.benchmark
        for row in outcome.rows:
            lines.append((name, row.what, row.figure, row.aim, _verdict(row)))
            name = ""
    widths = [max(len(line[column]) for line in lines) for column in range(5)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )


def _verdict(row: Row) -> str:
    return "" if row.met is None else "met" if row.met else "MISSED"


def milliseconds(value: float) -> str:
    return f"{value:.0f} ms" if abs(value) >= 100 else f"{value:.1f} ms"


def per_cent(value: float | None) -> str:
    return "not measured here" if value is None else f"{value:.0f} %"
