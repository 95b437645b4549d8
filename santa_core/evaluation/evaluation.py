"""What a finished run says of its first version: all of it in one place, for the command line."""

from __future__ import annotations

from dataclasses import dataclass, replace

from santa_core.domain.prompts import PRODUCTION
from santa_core.domain.suites import Outcome, SuiteRun
from santa_core.evaluation.comparison import Comparison, compare
from santa_core.evaluation.earlier_runs import baseline_of
from santa_core.evaluation.gate import GateVerdict, gate
from santa_core.ports import PromptLibrary, ScenarioLibrary, SuiteLog

# What the gate says of the run alone and not of the version: somebody chose to run less.
_ABOUT_THE_CHOICE = ("missing-blockers", "too-few-repeats")


@dataclass(frozen=True)
class Evaluation:
    """`gate`: what it would say by this run."""

    run: SuiteRun
    outcomes: tuple[Outcome, ...]
    comparison: Comparison
    gate: GateVerdict

    @property
    def version(self) -> int:
        return self.run.versions[0]

    @property
    def passed(self) -> bool:
        """Every conversation of the version passed, it is no worse than what it was compared with, and
        within its budgets."""
        own = [outcome for outcome in self.outcomes if outcome.cell.version == self.version]
        reasons = [reason for reason in self.gate.reasons if reason.code not in _ABOUT_THE_CHOICE]
        return all(outcome.passed for outcome in own) and not reasons


def evaluated(
    run: SuiteRun, *, log: SuiteLog, prompts: PromptLibrary, scenarios: ScenarioLibrary
) -> Evaluation:
    """The first version against the second, if there is one, else against production. Reads the log."""
    outcomes = tuple(log.outcomes(run.run_id))
    production = prompts.labels().get(PRODUCTION)
    other = run.versions[1] if len(run.versions) > 1 else production
    baseline = None if other is None else baseline_of(log, run, outcomes, production=other)
    if baseline is not None:
        baseline = replace(baseline, is_production=baseline.version == production)
    verdict = gate(
        run,
        outcomes,
        version=run.versions[0],
        blockers=[scenario for scenario in scenarios.all() if scenario.blocker],
        chat_model=run.chat_model,
        baseline=baseline,
    )
    return Evaluation(run, outcomes, compare(run, outcomes, baseline=baseline), verdict)
