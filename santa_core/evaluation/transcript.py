"""A conversation's answers by number, and its words as data for a judge."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from santa_core.domain.suites import TestTurn


@dataclass(frozen=True)
class Answer:
    """`number`: 0 for the greeting, 1 for the answer to the first thing the child said ..."""

    number: int
    turn: TestTurn

    @property
    def text(self) -> str:
        """As the language model wrote it: a version is judged by its own words, not by the approved line
        that was said instead of them."""
        return self.turn.written


def answers_in(turns: Sequence[TestTurn]) -> list[Answer]:
    """What Santa says without being asked, after the greeting, has no number of its own and is left out."""
    answers: list[Answer] = []
    asked = 0
    for place, turn in enumerate(turns):
        if turn.child:
            asked += 1
            answers.append(Answer(asked, turn))
        elif place == 0:
            answers.append(Answer(0, turn))
    return answers


def joined(answers: Sequence[Answer]) -> str:
    return "\n".join(answer.text for answer in answers)
