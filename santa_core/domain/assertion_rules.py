"""Whether an assertion makes sense: what each type compares with, and which turns there are."""

from __future__ import annotations

import math

from santa_core.domain.assertions import ASSERTION_TYPES, Assertion
from santa_core.domain.javascript_regex import UnusablePattern, check_pattern
from santa_core.domain.safety.model import Rule

SEVERAL_TEXTS = ("contains-any", "icontains-any", "contains-all", "icontains-all")
_WITHOUT_VALUE = ("is-json", "latency", "cost")
_NEVER_NEGATED = ("llm-rubric", "latency", "cost", "safety")
_SAFETY_VALUES = (*Rule, "blockers", "all")


def complaint_about(assertion: Assertion, *, lines: int) -> str | None:
    """One sentence about the first thing that is wrong; None if it can be used. `lines`: the child's."""
    kind = assertion.type.removeprefix("not-")
    if kind not in ASSERTION_TYPES:
        return f"the type {assertion.type!r} is not known. Known are {', '.join(ASSERTION_TYPES)}."
    if kind != assertion.type and kind in _NEVER_NEGATED:
        return f"the type {kind!r} cannot have 'not-' before it."
    if assertion.turn is not None and not 0 <= assertion.turn <= lines:
        return (
            f"the turn {assertion.turn} does not exist: the child has {_counted(lines)}, "
            f"so it is 0 (the greeting) to {lines}."
        )
    if not (math.isfinite(assertion.weight) and assertion.weight >= 0):
        return f"the weight should be 0 or more, not {assertion.weight}."
    return _about_value(kind, assertion) or _about_threshold(kind, assertion)


def _about_value(kind: str, assertion: Assertion) -> str | None:
    value = assertion.value
    if kind in _WITHOUT_VALUE:
        return None if value is None else f"{assertion.type!r} takes no value. Leave it out."
    if kind in SEVERAL_TEXTS:
        if not isinstance(value, tuple) or not value or not all(text.strip() for text in value):
            return f"{assertion.type!r} needs a list of texts as its value, and none of them empty."
        return None
    if not isinstance(value, str) or not value.strip():
        return f"{assertion.type!r} needs one text as its value."
    if kind == "regex":
        return _about_pattern(value)
    if kind == "safety" and value not in _SAFETY_VALUES:
        return f"there is no safety rule {value!r}. Known are {', '.join(_SAFETY_VALUES)}."
    return None


def _about_pattern(pattern: str) -> str | None:
    try:
        check_pattern(pattern)
    except UnusablePattern as error:
        return str(error).replace("The pattern", f"the pattern {pattern[:60]!r}", 1)
    return None


def _about_threshold(kind: str, assertion: Assertion) -> str | None:
    threshold = assertion.threshold
    if kind in ("latency", "cost"):
        if threshold is None or not (math.isfinite(threshold) and threshold > 0):
            unit = "milliseconds" if kind == "latency" else "dollars"
            return f"{kind!r} needs a threshold above 0, in {unit}."
    elif threshold is not None and kind != "llm-rubric":
        return f"{assertion.type!r} takes no threshold. Leave it out."
    elif threshold is not None and not 0 <= threshold <= 1:
        return f"the threshold of 'llm-rubric' should be from 0 to 1, not {threshold}."
    return None


def _counted(lines: int) -> str:
    return f"{lines} line{'' if lines == 1 else 's'}"
