"""Has Santa done what a scenario demands? Every assertion's result, and one verdict of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from santa_core.domain.assertions import CheckResult
from santa_core.domain.scenarios import Scenario
from santa_core.domain.suites import TestTurn
from santa_core.evaluation.judge import Judge


@dataclass(frozen=True)
class Verdict:
    """`score`: the weighted average of what was judged, 0 to 1. `reason`: what decided, in one sentence."""

    checks: tuple[CheckResult, ...]
    passed: bool
    score: float
    reason: str


async def judge_conversation(
    scenario: Scenario, turns: Sequence[TestTurn], *, judge: Judge | None, cost_usd: Decimal | None
) -> Verdict:
    """Never raises for what the judge could not do: its checks are then "not judged"."""
    raise NotImplementedError
