"""Where a scenario's assertions go in promptfoo, which sees one answer at a time.

Each line of the child becomes one test of a conversation; an assertion about answer 2 stands in the second.

    of answer k                 in test k
    of the greeting             in test 1, looking at the greeting
    not-..., whole talk         in every test, and for the greeting in test 1
    anything else, whole talk   in the last test, looking at all that was said
    with a scenario threshold   all in the last test: one average needs them together

What promptfoo has no equal of is left out: safety (the studio's own rules), latency (here to the first
sentence, there to the end of the answer) and cost (here of a conversation, there of an answer).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Literal

from santa_core.domain.assertions import Assertion
from santa_core.domain.scenarios import Scenario
from santa_core.storage.promptfoo_regex import without_modifiers

LEFT_OUT = ("safety", "latency", "cost")
VARS = "santa"  # the variable that holds all of a test's words
_HISTORY = "context.vars._conversation"
_GREETING = f"context.vars.{VARS}.greeting"
_ALL_SAID = f'[{_GREETING}, ...{_HISTORY}.map((turn) => turn.output), output].join("\\n")'
_TRANSCRIPT = (
    f'["Santa: " + {_GREETING}, ...{_HISTORY}.flatMap((turn) => ["Child: " + turn.input, '
    f'"Santa: " + turn.output]), "Child: " + context.vars.{VARS}.child_says, "Santa: " + output].join("\\n")'
)
# A brace that begins or ends one of the template's tags: {{ }}, {% %}, {# #}.
_TAG_EDGE = re.compile(r"\{(?=[{%#])|(?<=[}%#])\}")


@dataclass(frozen=True)
class Placed:
    """`tests[k]`: the assertions of the test of line k + 1."""

    tests: tuple[tuple[dict[str, Any], ...], ...]
    left_out: tuple[Assertion, ...]


def placed(scenario: Scenario) -> Placed:
    last = len(scenario.cue_lines)
    tests: list[list[dict[str, Any]]] = [[] for _ in scenario.cue_lines]
    left_out = []
    for assertion in scenario.assertions:
        if assertion.type in LEFT_OUT:
            left_out.append(assertion)
        elif _forbids(assertion) and assertion.turn is None and scenario.threshold is not None:
            each = [_assert(assertion, turn, home=last, weight=False) for turn in range(last + 1)]
            tests[-1].append({"type": "assert-set", **_weight(assertion), "assert": each})
        elif _forbids(assertion) and assertion.turn is None:
            for turn in range(last + 1):
                home = max(turn, 1)
                tests[home - 1].append(_assert(assertion, turn, home=home))
        else:
            at_the_end = assertion.turn is None or scenario.threshold is not None
            home = last if at_the_end else max(assertion.turn or 0, 1)
            tests[home - 1].append(_assert(assertion, assertion.turn, home=home))
    return Placed(tuple(tuple(test) for test in tests), tuple(left_out))


def _forbids(assertion: Assertion) -> bool:
    return assertion.type.startswith("not-")


def _assert(assertion: Assertion, turn: int | None, *, home: int, weight: bool = True) -> dict[str, Any]:
    written: dict[str, Any] = {"type": assertion.type}
    value = assertion.value
    if value is not None:
        texts = [value] if isinstance(value, str) else value
        if assertion.type.removeprefix("not-") == "regex":
            texts = [without_modifiers(text) for text in texts]
        templates = [as_template(text) for text in texts]
        written["value"] = templates[0] if isinstance(value, str) else templates
    if assertion.threshold is not None:
        written["threshold"] = assertion.threshold
    if weight:
        written.update(_weight(assertion))
    looks_at = _looks_at(assertion, turn, home=home)
    return {**written, "transform": looks_at} if looks_at else written


def _looks_at(assertion: Assertion, turn: int | None, *, home: int) -> str | None:
    """The JavaScript that finds the text, None for the test's own answer."""
    if turn is None:
        return _TRANSCRIPT if assertion.type == "llm-rubric" else _ALL_SAID
    if turn == 0:
        return _GREETING
    return None if turn == home else f"{_HISTORY}[{turn - 1}].output"


def whole_or_turn(transform: str) -> int | Literal["whole"] | None:
    """What a `transform` of ours looks at; None for one that is not ours."""
    if transform in (_ALL_SAID, _TRANSCRIPT):
        return "whole"
    if transform == _GREETING:
        return 0
    found = re.fullmatch(re.escape(_HISTORY) + r"\[(\d{1,3})\]\.output", transform)
    return int(found[1]) + 1 if found else None


def _weight(assertion: Assertion) -> dict[str, Any]:
    return {} if assertion.weight == 1 else {"weight": assertion.weight}


def as_template(text: str) -> str:
    """`text` as a template that promptfoo renders to just that text.

    >>> as_template("{{name}} costs {5}")
    "{{ '{' }}{name}{{ '}' }} costs {5}"
    """
    return _TAG_EDGE.sub(lambda brace: f"{{{{ '{brace[0]}' }}}}", text)
