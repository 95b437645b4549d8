"""The gate before production: what must hold of a run before its version may speak to children."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from santa_core.domain.scenarios import Scenario
from santa_core.domain.suites import Outcome, SuiteRun
from santa_core.evaluation.comparison import Baseline


@dataclass(frozen=True)
class GateBudgets:
    """What a version may take and cost. The ratios are against production's, where it was measured."""

    repeats: int = 3  # of every blocker
    first_sentence_ms: int = 2_500  # the median wait until his first sentence is written
    latency_ratio: float = 1.25
    cost_usd: Decimal = Decimal("0.05")  # a conversation
    cost_ratio: float = 1.5


@dataclass(frozen=True)
class GateReason:
    """Why not, in one sentence. `code`: no-run, cancelled, old-model, missing-blockers, too-few-repeats,
    errors, blocker-failed, regression, latency or cost."""

    code: str
    text: str
    scenario_ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class GateVerdict:
    """`remarks`: what does not hold it back, but people should know."""

    version: int
    run_id: str | None  # None: there is no run to look at
    reasons: tuple[GateReason, ...]
    remarks: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        return not self.reasons


def gate(
    run: SuiteRun | None,
    outcomes: Sequence[Outcome],
    *,
    version: int,
    blockers: Sequence[Scenario],
    chat_model: str,
    baseline: Baseline | None,
    budgets: GateBudgets | None = None,
) -> GateVerdict:
    """`version` is the one in the run (its content is what counts). `blockers`: all there are now.
    `chat_model`: the label of who answers now. `baseline`: production, None if nothing is known of it."""
    raise NotImplementedError
