"""The same child's words said to several versions of Santa at once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from santa_core.domain.calls import Speaker, Turn
from santa_core.domain.safety.screen import Screened
from santa_core.domain.suites import TestTurn
from santa_core.errors import ProviderError
from santa_core.evaluation.trial import Trial


@dataclass
class Exchange:
    """What the child said, and each version's answer in their order: None while it is written, a sentence
    in plain words where the model failed."""

    said: str
    answers: list[TestTurn | str | None]
    was_answered: str | None = None  # what Santa said to it in the call that is replayed


@dataclass
class TryOut:
    """`trials`: one for each version. Read `exchanges`."""

    trials: Sequence[Trial]
    exchanges: list[Exchange] = field(default_factory=list)

    async def say(
        self,
        said: str,
        *,
        was_answered: str | None = None,
        heard: Callable[[int, Screened], None] = lambda _place, _sentence: None,
    ) -> Exchange:
        """All versions answer at the same time; `heard` is told each sentence with its version's place.
        One that fails does not stop the others, and goes on without these words."""
        exchange = Exchange(said, [None] * len(self.trials), was_answered)
        self.exchanges.append(exchange)

        async def answer(place: int, trial: Trial) -> None:
            try:
                exchange.answers[place] = await trial.answer(
                    said, on_sentence=lambda sentence: heard(place, sentence)
                )
            except ProviderError as error:
                words = f" It said: {error.vendor.message}" if error.vendor.message else ""
                exchange.answers[place] = f"{error}{words}"

        async with asyncio.TaskGroup() as answers:
            for place, trial in enumerate(self.trials):
                answers.create_task(answer(place, trial))
        return exchange

    def pairs_up_to(self, number: int) -> tuple[tuple[str, str], ...]:
        """What was said and answered up to the exchange of this number: by the first version that did."""
        return tuple((each.said, _first_answer(each)) for each in self.exchanges[: number + 1])


def _first_answer(exchange: Exchange) -> str:
    return next((answer.santa for answer in exchange.answers if isinstance(answer, TestTurn)), "")


def lines_of_call(turns: Sequence[Turn]) -> list[tuple[str, str]]:
    """What the child said in a call, as corrected, and what Santa really said after it."""
    lines: list[tuple[str, str]] = []
    for turn in turns:
        if turn.speaker is Speaker.CHILD:
            lines.append((turn.text, ""))
        elif lines and turn.text:
            said, answered = lines[-1]
            lines[-1] = (said, f"{answered} {turn.text}".strip())
    return lines
