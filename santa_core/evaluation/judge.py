"""A language model that judges a conversation by a rubric."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from santa_core.domain.suites import TestTurn
from santa_core.evaluation.trial import AnswerCache
from santa_core.ports import ChatModel, Clock


@dataclass(frozen=True)
class JudgeVerdict:
    """`passed` None: not judged, and `reason` says why. `turn`: the answer the judge cites."""

    passed: bool | None
    score: float  # 0 to 1
    reason: str
    turn: int | None = None


class Judge:
    """`label` is the name people see. Read `seconds` and `asked`: time spent on, and number of, answers
    that were not in the cache."""

    def __init__(
        self, chat: ChatModel, *, model: str, cache: AnswerCache | None = None, clock: Clock | None = None
    ) -> None:
        self._chat, self._model, self._cache, self._clock = chat, model, cache, clock
        self.label = chat.label

    async def judge(
        self, rubric: str, turns: Sequence[TestTurn], *, threshold: float | None = None
    ) -> JudgeVerdict:
        """Never raises ProviderError: a judge that cannot be asked has not judged."""
        raise NotImplementedError
