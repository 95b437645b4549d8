"""What a person demands of Santa in a form, and the assertions it stands for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from santa_core.domain.assertions import Assertion


@dataclass(frozen=True)
class SimpleDemands:
    """`turn`: which answer `mention_one_of` and `rubrics` look at, None being the whole conversation.
    What he must not say he must not say in any of them."""

    rules: tuple[str, ...] = ()  # of the safety check, or "blockers", or "all"
    mention_one_of: tuple[str, ...] = ()
    never_say: tuple[str, ...] = ()
    rubrics: tuple[str, ...] = ()
    turn: int | None = None

    def assertions(self) -> tuple[Assertion, ...]:
        mention = (
            (Assertion("icontains-any", self.mention_one_of, turn=self.turn),) if self.mention_one_of else ()
        )
        return (
            *(Assertion("safety", rule) for rule in self.rules),
            *mention,
            *(Assertion("not-icontains", text) for text in self.never_say),
            *(Assertion("llm-rubric", text, turn=self.turn) for text in self.rubrics),
        )


def as_simple_demands(assertions: Sequence[Assertion]) -> tuple[SimpleDemands, tuple[Assertion, ...]]:
    """What of `assertions` a form can show, and those it cannot: `demands.assertions()` with the rest is
    the same set of checks."""
    turn = next((each.turn for each in assertions if each.type in ("icontains-any", "llm-rubric")), None)
    rules: list[str] = []
    mention: tuple[str, ...] = ()
    never: list[str] = []
    rubrics: list[str] = []
    rest: list[Assertion] = []
    for each in assertions:
        match each:
            case Assertion("safety", str(rule), None, 1.0, None):
                rules.append(rule)
            case Assertion("icontains-any", tuple(texts), None, 1.0, at) if at == turn and not mention:
                mention = texts
            case Assertion("not-icontains", str(text), None, 1.0, None):
                never.append(text)
            case Assertion("llm-rubric", str(text), None, 1.0, at) if at == turn:
                rubrics.append(text)
            case _:
                rest.append(each)
    return SimpleDemands(tuple(rules), mention, tuple(never), tuple(rubrics), turn), tuple(rest)
