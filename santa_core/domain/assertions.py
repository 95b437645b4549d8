"""What a test demands of Santa's answers, named as promptfoo names it, and what became of each demand."""

from __future__ import annotations

from dataclasses import dataclass

# promptfoo's names; each but the last four also with "not-" before it.
ASSERTION_TYPES = (
    "contains", "icontains", "contains-any", "icontains-any", "contains-all", "icontains-all",
    "equals", "starts-with", "regex", "is-json",
    "llm-rubric", "latency", "cost",
    "safety",  # ours: value is a rule's id, or "blockers", or "all"
)  # fmt: skip


@dataclass(frozen=True)
class Assertion:
    """`turn`: which of Santa's answers it looks at, 1 being the answer to the first cue line and 0 the
    greeting; None: the whole conversation (each answer for itself where a `not-` or `safety` assertion
    forbids something; their joined text for the others).

    `value`: a text (contains, equals, regex, llm-rubric, safety), several (contains-any, contains-all),
    or None. `threshold`: milliseconds to the first sentence (latency), dollars (cost), 0 to 1 (llm-rubric).
    """

    type: str  # one of ASSERTION_TYPES, or "not-" and one of them
    value: str | tuple[str, ...] | None = None
    threshold: float | None = None
    weight: float = 1.0  # 0: shown, but no part of the verdict
    turn: int | None = None


@dataclass(frozen=True)
class CheckResult:
    """`passed` None: it could not be judged (no language model to judge with), and counts as neither."""

    assertion: Assertion
    passed: bool | None
    score: float  # 0 to 1
    reason: str
    turn: int | None = None  # the answer that decided it
