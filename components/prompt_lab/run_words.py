"""Runs, suites and figures in words: plain text, to be escaped where it is shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import tzinfo
from decimal import Decimal

from components.times import day_and_time
from santa_core.domain.scenarios import CATEGORIES, Scenario
from santa_core.domain.suites import Runner, RunState, SuiteRun, chosen
from santa_core.evaluation.statistics import Interval

CHOSEN = "chosen"
SUITES = ("blockers", "all", *CATEGORIES, CHOSEN)
RUNNERS: Mapping[Runner, str] = {
    Runner.SCRIPTED: "The test case's own lines",
    Runner.SIMULATED: "A simulated child",
    Runner.RECORDED: "A real call, as it was said",
}
_STATES = {RunState.RUNNING: "running", RunState.CANCELLED: "cancelled", RunState.FINISHED: "finished"}


def suite_name(suite: str) -> str:
    names = {"blockers": "Blockers", "all": "All test cases", CHOSEN: "Chosen test cases"}
    return names.get(suite) or suite.replace("-", " ").capitalize()


def suite_label(suite: str, scenarios: Sequence[Scenario]) -> str:
    """ "Blockers (18)"."""
    return suite_name(suite) if suite == CHOSEN else f"{suite_name(suite)} ({len(chosen(suite, scenarios))})"


def run_label(run: SuiteRun, zone: tzinfo) -> str:
    """ "24 Dec, 18:05 CET · Blockers · versions 1 and 2 · 3 repeats · finished"."""
    parts = [
        day_and_time(run.started_at, zone),
        suite_name(run.suite),
        versions_in_words(run.versions),
        counted(run.repeats, "repeat"),
        _STATES[run.state],
    ]
    return " · ".join(parts)


def versions_in_words(numbers: Sequence[int]) -> str:
    """ "version 3", "versions 1, 2 and 3"."""
    *first, last = [str(number) for number in numbers]
    return f"versions {', '.join(first)} and {last}" if first else f"version {last}"


def counted(number: int, noun: str) -> str:
    """ "1 repeat", "1,200 repeats"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def percent(share: float) -> str:
    return f"{share * 100:.0f}%"


def interval_in_words(interval: Interval) -> str:
    """ "44 to 100%"."""
    return f"{interval.low * 100:.0f} to {interval.high * 100:.0f}%"


def money(usd: Decimal | None) -> str:
    """Small sums keep two digits that say something: "$0.00021", "$1.20"."""
    if usd is None:
        return "no price known"
    if usd == 0:
        return "nothing"
    if usd >= 1:
        return f"${usd:,.2f}"
    places = max(2, 1 - usd.adjusted())
    return f"${usd:.{places}f}"
