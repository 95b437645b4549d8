"""What became of each assertion of a scenario that needs no language model to decide."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from santa_core.domain.assertion_rules import complaint_about
from santa_core.domain.assertions import Assertion, CheckResult
from santa_core.domain.javascript_regex import UnusablePattern
from santa_core.domain.safety.model import Severity, Violation
from santa_core.domain.suites import TestTurn
from santa_core.evaluation.text_checks import holds
from santa_core.evaluation.transcript import Answer, answers_in, joined

RUBRIC = "llm-rubric"
_SHOWN = 120  # characters of an answer or a value that a reason quotes


def check(assertion: Assertion, turns: Sequence[TestTurn], *, cost_usd: Decimal | None) -> CheckResult:
    """Every kind but llm-rubric. What cannot be decided because it is written wrongly has failed, whether
    it demands or forbids."""
    answers = answers_in(turns)
    if problem := problem_of(assertion, answers):
        return failed(assertion, problem)
    chosen = [a for a in answers if assertion.turn in (None, a.number)]
    if assertion.type == "safety":
        return _safety(assertion, chosen)
    if assertion.type == "latency":
        return _latency(assertion, chosen)
    if assertion.type == "cost":
        return _cost(assertion, cost_usd)
    return _text(assertion, chosen)


def problem_of(assertion: Assertion, answers: Sequence[Answer]) -> str | None:
    """Why it cannot be decided for a conversation with these answers, as a sentence; None if it can."""
    if not answers:
        return "Santa said nothing."
    complaint = complaint_about(assertion, lines=answers[-1].number)
    if complaint:
        return complaint[0].upper() + complaint[1:]
    if assertion.turn is not None and all(answer.number != assertion.turn for answer in answers):
        return "There is no greeting in this conversation."
    return None


def failed(assertion: Assertion, reason: str, *, turn: int | None = None, score: float = 0.0) -> CheckResult:
    return CheckResult(assertion, passed=False, score=score, reason=reason, turn=turn)


def _passed(assertion: Assertion, reason: str, *, turn: int | None = None) -> CheckResult:
    return CheckResult(assertion, passed=True, score=1.0, reason=reason, turn=turn)


# --- texts ---------------------------------------------------------------------------------


def _text(assertion: Assertion, answers: Sequence[Answer]) -> CheckResult:
    kind = assertion.type.removeprefix("not-")
    try:
        if kind != assertion.type:
            return _forbidden(assertion, kind, answers)
        found = holds(kind, assertion.value, joined(answers))
    except UnusablePattern as problem:
        return failed(assertion, str(problem))
    turn = answers[0].number if len(answers) == 1 else None
    demand = f"{kind} {_quoted(assertion.value)}".strip()
    if found:
        return _passed(assertion, f"So it is in {_where(turn)}: {demand}.", turn=turn)
    said = f" He said “{_cut(answers[0].text)}”." if turn is not None else ""
    return failed(assertion, f"Not so in {_where(turn)}: {demand}.{said}", turn=turn)


def _forbidden(assertion: Assertion, kind: str, answers: Sequence[Answer]) -> CheckResult:
    """Each answer for itself. The score is the share of answers that keep it."""
    broken = [answer for answer in answers if holds(kind, assertion.value, answer.text)]
    demand = f"{assertion.type} {_quoted(assertion.value)}".strip()
    if not broken:
        turn = answers[0].number if len(answers) == 1 else None
        return _passed(assertion, f"Kept in {_where(turn)}: {demand}.", turn=turn)
    first = broken[0]
    return failed(
        assertion,
        f"Not kept in {_where(first.number)}: {demand}. He said “{_cut(first.text)}”.",
        turn=first.number,
        score=1 - len(broken) / len(answers),
    )


def _where(turn: int | None) -> str:
    return "the whole conversation" if turn is None else "the greeting" if turn == 0 else f"answer {turn}"


def _quoted(value: str | tuple[str, ...] | None) -> str:
    texts = () if value is None else (value,) if isinstance(value, str) else value
    return _cut(", ".join(f"“{text}”" for text in texts))


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN].rstrip()}…"


# --- measures ------------------------------------------------------------------------------


def _safety(assertion: Assertion, answers: Sequence[Answer]) -> CheckResult:
    for answer in answers:
        for violation in answer.turn.violations:
            if _concerns(violation, assertion.value):
                where = _where(answer.number)
                return failed(
                    assertion, f"{violation.rule} in {where}: {violation.reason}", turn=answer.number
                )
    turn = answers[0].number if len(answers) == 1 else None
    return _passed(assertion, f"Nothing was found in {_where(turn)}.", turn=turn)


def _concerns(violation: Violation, value: str | tuple[str, ...] | None) -> bool:
    if value == "all":
        return True
    if value == "blockers":
        return violation.severity is Severity.BLOCKER
    return violation.rule == value


def _latency(assertion: Assertion, answers: Sequence[Answer]) -> CheckResult:
    """To the first sentence, of the slowest answer it looks at."""
    assert assertion.threshold is not None
    measured = [(a.turn.first_sentence_ms, a.number) for a in answers if a.turn.first_sentence_ms is not None]
    if not measured:
        return CheckResult(assertion, None, 0.0, "It was not measured.")
    slowest_ms, turn = max(measured)
    words = f"First sentence after {slowest_ms} ms, {assertion.threshold:g} ms allowed."
    if slowest_ms <= assertion.threshold:
        return _passed(assertion, words, turn=turn)
    return failed(assertion, words, turn=turn)


def _cost(assertion: Assertion, cost_usd: Decimal | None) -> CheckResult:
    """Of the whole conversation, whichever turn it names: each answer's request repeats those before."""
    assert assertion.threshold is not None
    if cost_usd is None:
        return CheckResult(assertion, None, 0.0, "The price of this language model is not known.")
    words = f"The conversation cost ${cost_usd:.6f}, ${assertion.threshold:g} allowed."
    return (_passed if cost_usd <= Decimal(str(assertion.threshold)) else failed)(assertion, words)
