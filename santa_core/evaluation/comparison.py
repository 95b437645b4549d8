"""What a run says: each version's pass rates, what changed against production, what it cost and took."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from santa_core.domain.suites import Outcome, Rating, SuiteRun
from santa_core.evaluation.statistics import Interval
from santa_core.ports import SuiteLog


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
        raise NotImplementedError


@dataclass(frozen=True)
class VersionFigures:
    """One version over all its conversations. What nobody measured is None."""

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
    """What a version is compared with: production's outcomes, of the same run or of an earlier one."""

    version: int
    run_id: str
    outcomes: tuple[Outcome, ...]


@dataclass(frozen=True)
class Comparison:
    run: SuiteRun
    cells: Mapping[tuple[int, str], MatrixCell]  # by (version, scenario_id): every one of the run's
    figures: Mapping[int, VersionFigures]  # by version
    baseline: Baseline | None


@dataclass(frozen=True)
class TrendPoint:
    """One version in one run."""

    run_id: str
    at: datetime
    figures: VersionFigures


@dataclass(frozen=True)
class Agreement:
    """The judge's word against people's thumbs, conversation by conversation. `kappa` None: it cannot be
    told, because all agree on one word or there is nothing to compare."""

    both_good: int
    both_bad: int
    only_judge_good: int
    only_people_good: int

    @property
    def of(self) -> int:
        raise NotImplementedError

    @property
    def rate(self) -> float | None:
        raise NotImplementedError

    @property
    def kappa(self) -> float | None:
        raise NotImplementedError


def compare(run: SuiteRun, outcomes: Sequence[Outcome], *, baseline: Baseline | None = None) -> Comparison:
    """The matrix of a run, finished or not."""
    raise NotImplementedError


def baseline_of(
    log: SuiteLog, run: SuiteRun, outcomes: Sequence[Outcome], *, production: int
) -> Baseline | None:
    """Production's outcomes: of this run if it is in it, else of the newest finished run of it with the same
    runner and language model in which at least one of this run's scenarios was played. Reads the log."""
    raise NotImplementedError


def trend(log: SuiteLog, *, suite: str, limit: int = 20) -> list[TrendPoint]:
    """The finished runs of a suite, oldest first. Reads the log."""
    raise NotImplementedError


def judge_agreement(outcomes: Mapping[str, Sequence[Outcome]], ratings: Sequence[Rating]) -> Agreement:
    """Outcomes by run. A conversation counts if a judge judged it (llm-rubric, alone) and a person rated
    it; of several people the majority, a tie counts as bad."""
    raise NotImplementedError
