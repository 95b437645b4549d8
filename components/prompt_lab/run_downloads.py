"""A run to take away: CSV for a spreadsheet, JSONL with every word of every conversation."""

from __future__ import annotations

from collections.abc import Sequence

from santa_core.domain.suites import Outcome, SuiteRun
from santa_core.studio import Studio


def draw_downloads(studio: Studio, run: SuiteRun, outcomes: Sequence[Outcome]) -> None:
    pass
