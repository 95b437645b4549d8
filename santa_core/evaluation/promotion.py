"""Moving a label: production asks the gate, whoever goes past it says why."""

from __future__ import annotations

from santa_core.domain.prompts import LabelMove
from santa_core.errors import InputError
from santa_core.evaluation.gate import GateBudgets, GateVerdict
from santa_core.ports import PromptLibrary, ScenarioLibrary, SuiteLog

PRODUCTION = "production"
REASON_CHARACTERS = 10  # of an override's or a rollback's reason, at least


class PromotionRefused(InputError):
    """The gate says no; the message lists why."""

    def __init__(self, verdict: GateVerdict) -> None:
        super().__init__(" ".join(reason.text for reason in verdict.reasons))
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
    Reads the log. Raises NotFoundError for an unknown version."""
    raise NotImplementedError


def is_rollback(library: PromptLibrary, number: int) -> bool:
    """Was this version production before?"""
    raise NotImplementedError


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
    """Moves a label. "production" needs the gate; a version that was production before goes back without one
    but with a reason; other labels move freely. `override_reason` goes past a gate that says no.
    Raises PromotionRefused; InputError for a reason that is too short; NotFoundError."""
    raise NotImplementedError
