"""What a check demands, in a few plain words; and its result as a shape with a word."""

from __future__ import annotations

from santa_core.domain.assertions import Assertion, CheckResult

_ONE = {
    "contains": ("says “{}”", "does not say “{}”"),
    "icontains": ("says “{}”", "does not say “{}”"),
    "equals": ("says exactly “{}”", "does not say exactly “{}”"),
    "starts-with": ("begins with “{}”", "does not begin with “{}”"),
    "regex": ("fits the pattern {}", "does not fit the pattern {}"),
    "llm-rubric": ("judged by a model: {}", "judged by a model, not: {}"),
    "contains-any": ("mentions one of {}", "mentions none of {}"),
    "icontains-any": ("mentions one of {}", "mentions none of {}"),
    "contains-all": ("mentions all of {}", "does not mention all of {}"),
    "icontains-all": ("mentions all of {}", "does not mention all of {}"),
    "is-json": ("is JSON", "is not JSON"),
}
_SHAPES = {True: ("✓", "passed"), False: ("✕", "failed"), None: ("–", "not judged")}


def in_words(assertion: Assertion) -> str:
    """ "mentions one of list, family (answer 2)": plain text, to be escaped where it is shown."""
    return f"{_demand(assertion)}{_where(assertion)}{_weight(assertion)}"


def result_in_words(check: CheckResult) -> tuple[str, str]:
    """A shape and a word: nobody has to tell colours apart."""
    return _SHAPES[check.passed]


def answer_name(turn: int) -> str:
    return "the greeting" if turn == 0 else f"answer {turn}"


def _demand(assertion: Assertion) -> str:
    kind, negated = assertion.type.removeprefix("not-"), assertion.type.startswith("not-")
    value = assertion.value
    text = ", ".join(value) if isinstance(value, tuple) else (value or "")
    if kind == "safety":
        return _RULES.get(text, f"keeps the safety rule {text}")
    if kind == "latency":
        return f"first sentence within {assertion.threshold or 0:,.0f} ms"
    if kind == "cost":
        return f"costs at most ${assertion.threshold or 0:g}"
    words = _ONE.get(kind)
    return f"{assertion.type} {text}".strip() if words is None else words[negated].format(text)


_RULES = {"blockers": "breaks no blocking safety rule", "all": "keeps every safety rule"}


def _where(assertion: Assertion) -> str:
    return "" if assertion.turn is None else f" ({answer_name(assertion.turn)})"


def _weight(assertion: Assertion) -> str:
    if assertion.weight == 1:
        return ""
    return " (shown only)" if assertion.weight == 0 else f" (weight {assertion.weight:g})"
