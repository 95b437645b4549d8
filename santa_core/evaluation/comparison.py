"""What a run says: each version's pass rates, what changed against production, what it cost and took."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from santa_core.domain.suites import Outcome, SuiteRun
from santa_core.domain.waits import percentile
from santa_core.evaluation.statistics import Interval, Tally, wilson_interval


class Change(StrEnum):
    """Against the baseline."""

    NEWLY_FAILING = "newly failing"
    NEWLY_FIXED = "newly fixed"


@dataclass(frozen=True)
class MatrixCell:
    """One version in one scenario: `passes` of `of` conversations that have ended, `planned` in all."""

    version: int
    scenario_id: str
    outcomes: tuple[Outcome, ...]  # by repeat
    planned: int
    change: Change | None = None

    @property
    def of(self) -> int:
        return len(self.outcomes)

    @property
    def passes(self) -> int:
        return sum(outcome.passed for outcome in self.outcomes)

    @property
    def errors(self) -> int:
        """Conversations that could not be held to their end."""
        return sum(outcome.error is not None for outcome in self.outcomes)

    @property
    def interval(self) -> Interval:
        """95% of the pass rate, by Wilson."""
        return wilson_interval(self.passes, self.of)


@dataclass(frozen=True)
class VersionFigures:
    """One version over all its conversations. What nobody measured is None; so is a cost of which a part is
    not known. Cached answers count with what they took and cost when they were written."""

    version: int
    passes: int
    of: int
    errors: int
    cached: int
    interval: Interval
    first_sentence_p50_ms: int | None
    first_sentence_p95_ms: int | None
    cost_usd: Decimal | None
    cost_per_conversation_usd: Decimal | None
    input_tokens: int | None
    output_tokens: int | None
    model_seconds: float


@dataclass(frozen=True)
class Baseline:
    """What a version is compared with: production's outcomes, of the same run or of an earlier one; on the
    command line those of any version."""

    version: int
    run_id: str
    outcomes: tuple[Outcome, ...]
    is_production: bool = True

    @property
    def in_words(self) -> str:
        return f"production (version {self.version})" if self.is_production else f"version {self.version}"


@dataclass(frozen=True)
class Comparison:
    run: SuiteRun
    cells: Mapping[tuple[int, str], MatrixCell]  # by (version, scenario_id): every one of the run's
    figures: Mapping[int, VersionFigures]  # by version
    baseline: Baseline | None


def compare(run: SuiteRun, outcomes: Sequence[Outcome], *, baseline: Baseline | None = None) -> Comparison:
    """The matrix of a run, finished or not."""
    before = tallies(baseline.outcomes) if baseline else {}
    found: dict[tuple[int, str], list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        found[outcome.cell.version, outcome.cell.scenario_id].append(outcome)
    cells = {}
    for scenario in run.scenarios:
        for version in run.versions:
            place = version, scenario.scenario_id
            held = tuple(sorted(found[place], key=lambda outcome: outcome.cell.repeat))
            change = None
            if baseline and version != baseline.version:
                change = _change(before.get(scenario.scenario_id), held)
            cells[place] = MatrixCell(*place, held, run.repeats, change)
    figures = {
        version: figures_of(version, [o for o in outcomes if o.cell.version == version])
        for version in run.versions
    }
    return Comparison(run, cells, figures, baseline)


def tallies(outcomes: Sequence[Outcome]) -> dict[str, Tally]:
    """By scenario. Conversations that could not be held say nothing of Santa, and are left out."""
    passes: dict[str, list[bool]] = defaultdict(list)
    for outcome in outcomes:
        if outcome.error is None:
            passes[outcome.cell.scenario_id].append(outcome.passed)
    return {scenario_id: Tally(sum(passed), len(passed)) for scenario_id, passed in passes.items()}


def _change(before: Tally | None, held: Sequence[Outcome]) -> Change | None:
    """Failing is anything but passing every time: a Santa who promises once in three is not safe."""
    now = [outcome.passed for outcome in held if outcome.error is None]
    if before is None or not now:
        return None
    passed_before, passes_now = before.passes == before.of, all(now)
    if passed_before == passes_now:
        return None
    return Change.NEWLY_FIXED if passes_now else Change.NEWLY_FAILING


def figures_of(version: int, outcomes: Sequence[Outcome]) -> VersionFigures:
    """`outcomes`: all of that version."""
    passes = sum(outcome.passed for outcome in outcomes)
    held = [outcome for outcome in outcomes if outcome.error is None]
    answers = [turn for outcome in held for turn in outcome.turns if turn.child]
    waits = [turn.first_sentence_ms for turn in answers if turn.first_sentence_ms is not None]
    cost = _sum([outcome.cost_usd for outcome in held])
    return VersionFigures(
        version=version,
        passes=passes,
        of=len(outcomes),
        errors=len(outcomes) - len(held),
        cached=sum(outcome.from_cache for outcome in outcomes),
        interval=wilson_interval(passes, len(outcomes)),
        first_sentence_p50_ms=percentile(waits, 50) if waits else None,
        first_sentence_p95_ms=percentile(waits, 95) if waits else None,
        cost_usd=cost,
        cost_per_conversation_usd=None if cost is None else cost / len(held),
        input_tokens=_count([turn.input_tokens for turn in answers]),
        output_tokens=_count([turn.output_tokens for turn in answers]),
        model_seconds=sum(outcome.model_seconds for outcome in outcomes),
    )


def _sum(costs: Sequence[Decimal | None]) -> Decimal | None:
    known = [cost for cost in costs if cost is not None]
    return sum(known, Decimal(0)) if known and len(known) == len(costs) else None


def _count(tokens: Sequence[int | None]) -> int | None:
    known = [count for count in tokens if count is not None]
    return sum(known) if known and len(known) == len(tokens) else None
