"""A language model that judges a conversation by a rubric."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Sequence

from santa_core.domain.calls import Child
from santa_core.domain.suites import KeptAnswer, TestTurn
from santa_core.errors import ProviderError
from santa_core.evaluation.judge_words import ANSWER_SCHEMA, JudgeVerdict, not_judged, question, verdict_in
from santa_core.evaluation.patience import patiently, whole_answer
from santa_core.evaluation.transcript import answers_in
from santa_core.evaluation.trial import AnswerCache, cache_key
from santa_core.ports import ChatModel, ChatRequest, Clock
from santa_core.services.system_clock import SystemClock

__all__ = ["Judge", "JudgeVerdict"]

_MAX_TOKENS = 2_000  # a model that reasons spends most of them before it writes
_LONGEST_ANSWER = 4_000  # characters
_TRIES = 2  # for an answer that is not what was asked for


class Judge:
    """Blind: it is told neither the version nor the scenario, only the words and the rubric.

    `label` is the name people see. Read `seconds` and `asked`: time spent on, and number of, answers that
    were not in the cache.
    """

    def __init__(
        self, chat: ChatModel, *, model: str, cache: AnswerCache | None = None, clock: Clock | None = None
    ) -> None:
        self._chat = chat
        self._model = model
        self._cache = cache
        self._clock = clock or SystemClock()
        self.label = chat.label
        self.seconds = 0.0
        self.asked = 0

    async def judge(
        self,
        rubric: str,
        turns: Sequence[TestTurn],
        *,
        threshold: float | None = None,
        turn: int | None = None,
    ) -> JudgeVerdict:
        """`threshold`: the score that is needed besides its word. `turn`: the one answer it is about.

        Never raises ProviderError: a judge that cannot be asked has not judged.
        """
        numbers = [turn] if turn is not None else [answer.number for answer in answers_in(turns)]
        # The random mark is no part of what an answer is kept by.
        key = cache_key(self._request(rubric, turns, fence="", turn=turn))
        if self._cache is not None and (kept := await asyncio.to_thread(self._cache.kept_answer, key)):
            verdict = verdict_in(kept.text, numbers=numbers, threshold=threshold)
            if verdict is not None:
                return verdict
        for _ in range(_TRIES):
            request = self._request(rubric, turns, fence=f"=={secrets.token_hex(16)}==", turn=turn)
            try:
                answer = await patiently(lambda request=request: self._ask(request), self._clock)  # type: ignore[misc]
            except ProviderError as error:
                return not_judged(str(error))
            verdict = verdict_in(answer.text, numbers=numbers, threshold=threshold)
            if verdict is not None:
                if self._cache is not None:
                    await asyncio.to_thread(self._cache.keep_answer, key, answer)
                return verdict
        return not_judged(f"{self.label} did not answer with a verdict that cites an answer of Santa's.")

    async def _ask(self, request: ChatRequest) -> KeptAnswer:
        began = self._clock.monotonic()
        self.asked += 1
        try:
            text, usage = await whole_answer(self._chat, request, limit=_LONGEST_ANSWER)
        finally:
            seconds = self._clock.monotonic() - began
            self.seconds += seconds
        return KeptAnswer(text, usage.model, None, seconds, usage.input_tokens, usage.output_tokens)

    def _request(
        self, rubric: str, turns: Sequence[TestTurn], *, fence: str, turn: int | None
    ) -> ChatRequest:
        return ChatRequest(
            messages=question(rubric, turns, fence=fence, turn=turn),
            model=self._model,
            temperature=0.0,
            max_tokens=_MAX_TOKENS,
            child=Child(name=""),
            call_id="judge",
            answer_schema=ANSWER_SCHEMA,
        )
