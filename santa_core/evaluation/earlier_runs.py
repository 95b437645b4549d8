"""What the log of suites knows beyond one run: the baseline, the trend, the judge against people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from santa_core.domain.assertions import CheckResult
from santa_core.domain.suites import Cell, Outcome, Rating, Runner, RunState, SuiteRun
from santa_core.evaluation.comparison import Baseline, VersionFigures, figures_of
from santa_core.evaluation.statistics import cohens_kappa
from santa_core.ports import SuiteLog

LOOKED_AT = 200  # the newest runs


@dataclass(frozen=True)
class TrendPoint:
    """One version in one run."""

    run_id: str
    at: datetime
    chat_model: str
    figures: VersionFigures


@dataclass(frozen=True)
class Agreement:
    """The judge's word against people's thumbs, in numbers of conversations."""

    both_good: int
    both_bad: int
    only_judge_good: int
    only_people_good: int

    @property
    def of(self) -> int:
        return self.both_good + self.both_bad + self.only_judge_good + self.only_people_good

    @property
    def rate(self) -> float | None:
        """None: nothing was both judged and rated."""
        return (self.both_good + self.both_bad) / self.of if self.of else None

    @property
    def kappa(self) -> float | None:
        """Cohen's: the agreement beyond chance. None where it cannot be told."""
        return cohens_kappa(
            both_yes=self.both_good,
            both_no=self.both_bad,
            only_first=self.only_judge_good,
            only_second=self.only_people_good,
        )


def baseline_of(
    log: SuiteLog, run: SuiteRun, outcomes: Sequence[Outcome], *, production: int
) -> Baseline | None:
    """Production's outcomes: this run's, if production is in it; else those of the finished run that can be
    compared (same runner and answering model) and shares most scenarios, the newest of several. Reads the
    log."""
    if production in run.versions:
        own = tuple(outcome for outcome in outcomes if outcome.cell.version == production)
        return Baseline(production, run.run_id, own) if own else None
    earlier = [
        (one, _shared(one, run))
        for one in _finished(log)
        if production in one.versions and _comparable(one, run)
    ]
    best, shared = max(earlier, key=lambda found: len(found[1]), default=(None, frozenset()))
    if best is None or not shared:
        return None
    found = tuple(
        outcome
        for outcome in log.outcomes(best.run_id)
        if outcome.cell.version == production and outcome.cell.scenario_id in shared
    )
    return Baseline(production, best.run_id, found)


def _shared(one: SuiteRun, other: SuiteRun) -> frozenset[str]:
    """The ids of scenarios that both played. One that was changed between them is another one."""
    played = {scenario.scenario_id: scenario for scenario in other.scenarios}
    return frozenset(s.scenario_id for s in one.scenarios if played.get(s.scenario_id) == s)


def trend(log: SuiteLog, *, suite: str, runner: Runner | None = None, limit: int = 20) -> list[TrendPoint]:
    """The last `limit` finished runs of a suite, oldest first, a point for each version. Reads the log."""
    runs = [run for run in _finished(log) if run.suite == suite and runner in (None, run.runner)]
    points = []
    for run in reversed(runs[:limit]):
        outcomes = log.outcomes(run.run_id)
        for version in run.versions:
            own = [outcome for outcome in outcomes if outcome.cell.version == version]
            points.append(TrendPoint(run.run_id, run.started_at, run.chat_model, figures_of(version, own)))
    return points


def judge_agreement(outcomes: Mapping[str, Sequence[Outcome]], ratings: Sequence[Rating]) -> Agreement:
    """`outcomes` by run. A conversation counts if a language model judged it and a person rated it. Of each
    person the latest word counts, of several people the majority; a tie is bad."""
    thumbs = _thumbs(ratings)
    counts = {(True, True): 0, (False, False): 0, (True, False): 0, (False, True): 0}
    for run_id, of_run in outcomes.items():
        for outcome in of_run:
            judged = _judged_good(outcome.checks)
            rated = thumbs.get((run_id, outcome.cell))
            if judged is not None and rated is not None:
                counts[judged, rated] += 1
    return Agreement(
        both_good=counts[True, True],
        both_bad=counts[False, False],
        only_judge_good=counts[True, False],
        only_people_good=counts[False, True],
    )


def _thumbs(ratings: Sequence[Rating]) -> dict[tuple[str, Cell], bool]:
    words: dict[tuple[str, Cell], dict[str, bool]] = defaultdict(dict)
    for rating in ratings:  # oldest first: the latest stays
        words[rating.run_id, rating.cell][rating.by] = rating.good
    return {place: sum(by.values()) * 2 > len(by) for place, by in words.items()}


def _judged_good(checks: Sequence[CheckResult]) -> bool | None:
    """What the judge alone said: every rubric held. None: it was not asked, or could not judge."""
    words = [check.passed for check in checks if check.assertion.type.removeprefix("not-") == "llm-rubric"]
    said = [passed for passed in words if passed is not None]
    return all(said) if said else None


def _finished(log: SuiteLog) -> Iterator[SuiteRun]:
    """Newest first."""
    return (run for run in log.runs(limit=LOOKED_AT) if run.state is RunState.FINISHED)


def _comparable(one: SuiteRun, other: SuiteRun) -> bool:
    return one.runner is other.runner and one.chat_model == other.chat_model
