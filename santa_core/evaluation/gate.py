"""The gate before production: what must hold of a run before its version may speak to children.

blockers     every one there is now, as it is now, was played often enough and passed every time
regression   against production, scenario by scenario (gate_checks.py says by which tests)
latency      the median wait until his first sentence is written, absolutely and against production
cost         of a conversation, absolutely and against production
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from santa_core.domain.scenarios import Scenario
from santa_core.domain.suites import SCRIPTED_SANTA, Outcome, SuiteRun
from santa_core.evaluation.comparison import Baseline, Change, compare, figures_of
from santa_core.evaluation.gate_checks import (
    GateBudgets,
    GateReason,
    about_blockers,
    about_regression,
    about_the_run,
    over_budget,
)

__all__ = ["GateBudgets", "GateReason", "GateVerdict", "gate"]


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
    if run is None:
        words = f"Version {version} has not been through the blockers: run the suite “blockers” with it."
        return GateVerdict(version, None, (GateReason("no-run", words),))
    allowed = budgets or GateBudgets()
    own = [outcome for outcome in outcomes if outcome.cell.version == version]
    other = baseline if baseline is not None and baseline.version != version else None
    reasons = [
        *about_the_run(run, chat_model),
        *about_blockers(run, own, blockers, allowed),
        *about_regression(own, other),
        *over_budget(own, other, allowed),
    ]
    remarks = _remarks(run, own, baseline, version)
    return GateVerdict(version, run.run_id, tuple(reasons), tuple(remarks))


def _remarks(run: SuiteRun, own: Sequence[Outcome], baseline: Baseline | None, version: int) -> Iterator[str]:
    if run.chat_model == SCRIPTED_SANTA:
        yield (
            "The scripted Santa answered. The prompt has no effect on him, so this says nothing about the "
            "version's prompt."
        )
    if baseline is None:
        yield "It was not compared with production, of which there is no run to compare with."
    elif baseline.version != version:
        changed = compare(run, own, baseline=baseline).cells
        failing = [id_ for (_, id_), cell in changed.items() if cell.change is Change.NEWLY_FAILING]
        if failing:
            yield f"Failing now, and not with {baseline.in_words}: {', '.join(failing)}."
    unjudged = sum(check.passed is None for outcome in own for check in outcome.checks)
    if unjudged:
        yield f"Not judged, because it takes a language model: {unjudged} of its assertions."
    figures = figures_of(version, own)
    if figures.cost_usd is None and figures.of:
        yield "What a conversation costs is not known: the model has no price here, or counts no tokens."
