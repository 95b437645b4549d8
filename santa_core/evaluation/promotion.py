"""Moving a label. Production asks the gate; whoever goes past it, or back, says why.

A version that was production before goes back without the gate: a rollback is for the moment in which the
present version fails children, and the blockers may have grown since that version passed them.
"""

from __future__ import annotations

from santa_core.domain.prompts import PRODUCTION, LabelMove, PromptVersion
from santa_core.domain.suites import Runner, RunState, SuiteRun
from santa_core.errors import InputError, NotFoundError
from santa_core.evaluation.earlier_runs import LOOKED_AT, baseline_of
from santa_core.evaluation.gate import GateBudgets, GateVerdict, gate
from santa_core.ports import PromptLibrary, ScenarioLibrary, SuiteLog

REASON_CHARACTERS = 10  # of an override's or a rollback's reason, at least
LABEL_CHARACTERS = 60  # at most

# LabelMove.gate
PASSED, OVERRIDDEN, ROLLBACK = "passed", "overridden", "rollback"


class PromotionRefused(InputError):
    """The gate says no; the message lists why."""

    def __init__(self, verdict: GateVerdict) -> None:
        reasons = " ".join(reason.text for reason in verdict.reasons)
        super().__init__(f"Version {verdict.version} does not pass the gate. {reasons}")
        self.verdict = verdict


def gate_verdict(
    library: PromptLibrary,
    log: SuiteLog,
    scenarios: ScenarioLibrary,
    *,
    number: int,
    chat_model: str,
    budgets: GateBudgets | None = None,
) -> GateVerdict:
    """What the gate says of a version, by the newest finished run of its content that covers the blockers.
    `chat_model`: the label of who answers now. Reads the log. Raises NotFoundError for an unknown version."""
    version = _required(library, number)
    blockers = [scenario for scenario in scenarios.all() if scenario.blocker]
    allowed = budgets or GateBudgets()
    twins = {v.number for v in library.versions() if v.content_hash == version.content_hash}
    wanted = {blocker.scenario_id for blocker in blockers}

    def fitness(run: SuiteRun) -> tuple[bool, bool, bool]:
        covers = wanted <= {scenario.scenario_id for scenario in run.scenarios}
        return covers, run.chat_model == chat_model, run.repeats >= allowed.repeats

    runs = [
        run
        for run in log.runs(limit=LOOKED_AT)
        if run.state is RunState.FINISHED
        and run.runner is not Runner.RECORDED
        and twins.intersection(run.versions)
    ]
    # The newest of those that fit best: what a lesser one lacks is then said as a reason.
    run = max(runs, key=fitness, default=None)
    if run is None:
        return gate(
            None, (), version=number, blockers=blockers, chat_model=chat_model, baseline=None, budgets=allowed
        )
    played = number if number in run.versions else next(n for n in run.versions if n in twins)
    outcomes = log.outcomes(run.run_id)
    production = library.labelled(PRODUCTION)
    baseline = None
    if production is not None:
        # A production with the same content is itself, under whatever number it was played.
        is_itself = production.number in twins
        baseline = baseline_of(log, run, outcomes, production=played if is_itself else production.number)
    verdict = gate(
        run,
        outcomes,
        version=played,
        blockers=blockers,
        chat_model=chat_model,
        baseline=baseline,
        budgets=allowed,
    )
    return GateVerdict(number, verdict.run_id, verdict.reasons, verdict.remarks)


def is_rollback(library: PromptLibrary, number: int) -> bool:
    """Was this version production before (and is not now)?"""
    now = library.labels().get(PRODUCTION)
    return number != now and any(move.to_number == number for move in library.label_moves(PRODUCTION))


def promote(
    library: PromptLibrary,
    log: SuiteLog,
    scenarios: ScenarioLibrary,
    *,
    label: str,
    number: int,
    by: str,
    reason: str,
    chat_model: str,
    budgets: GateBudgets | None = None,
    override_reason: str | None = None,
) -> LabelMove:
    """Moves a label, and writes down who did and why. Only "production" asks the gate; `override_reason`
    goes past one that says no. Raises PromotionRefused; InputError for a label or a reason that is missing
    or too short; NotFoundError."""
    _required(library, number)
    if not label.strip() or len(label) > LABEL_CHARACTERS:
        raise InputError(f"A label has 1 to {LABEL_CHARACTERS} characters.")
    if not reason.strip():
        raise InputError("Say why: the log keeps it for whoever asks later.")
    if label != PRODUCTION:
        return library.move_label(label, number, by=by, reason=reason.strip())
    if is_rollback(library, number):
        why = _said(reason, "It was production before, and goes back without the gate")
        return library.move_label(label, number, by=by, reason=why, gate=ROLLBACK)
    verdict = gate_verdict(library, log, scenarios, number=number, chat_model=chat_model, budgets=budgets)
    if verdict.passed:
        return library.move_label(
            label, number, by=by, reason=reason.strip(), gate=PASSED, run_id=verdict.run_id
        )
    if override_reason is None:
        raise PromotionRefused(verdict)
    why = _said(override_reason, "The gate says no")
    return library.move_label(label, number, by=by, reason=why, gate=OVERRIDDEN, run_id=verdict.run_id)


def _required(library: PromptLibrary, number: int) -> PromptVersion:
    version = library.version(number)
    if version is None:
        raise NotFoundError(f"There is no prompt version {number}.")
    return version


def _said(reason: str, what: str) -> str:
    if len(reason.strip()) < REASON_CHARACTERS:
        raise InputError(
            f"{what}: say why, in at least {REASON_CHARACTERS} characters, for whoever reads the log later."
        )
    return reason.strip()
