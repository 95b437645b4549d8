"""The answers kept of one language model: another's, asked the same, are others."""

from __future__ import annotations

import hashlib

from santa_core.domain.suites import KeptAnswer
from santa_core.evaluation.trial import AnswerCache


class KeptAnswersOf:
    """`whose` names who answers: server and model. A request names only the model that a version wishes
    for, which OPENAI_MODEL overrides and another server serves in its own way."""

    def __init__(self, cache: AnswerCache, whose: str) -> None:
        self._cache = cache
        self._whose = whose

    def kept_answer(self, key: str) -> KeptAnswer | None:
        return self._cache.kept_answer(self._own(key))

    def keep_answer(self, key: str, answer: KeptAnswer) -> None:
        self._cache.keep_answer(self._own(key), answer)

    def _own(self, key: str) -> str:
        return hashlib.sha256(f"{self._whose}\n{key}".encode()).hexdigest()
