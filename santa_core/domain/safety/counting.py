"""The rules that count: characters, sentences, questions."""

from __future__ import annotations

import re
from collections.abc import Iterator

from santa_core.domain.safety.model import Rule
from santa_core.domain.safety.phrases import Found
from santa_core.domain.spoken_text import SPEECH_LIMIT

MOST_SENTENCES = 3
MOST_QUESTIONS = 1
_QUESTION = re.compile(r"[!.]*[?？؟][!?？؟]*")
# "Ho ho ho!" is a laugh, not a sentence.
_LAUGH = re.compile(r"\W*(?:ho|ha|he)(?:\W*(?:ho|ha|he))*\W*", re.IGNORECASE)


class Counting:
    """Counts over a whole reply; each rule speaks up once, where its limit is passed."""

    def __init__(self) -> None:
        self._characters = 0
        self._sentences = 0
        self._questions = 0
        self._is_long = False

    def sentence(self, text: str) -> Iterator[tuple[Rule, Found]]:
        before = self._characters + (1 if self._characters else 0)  # a space between two
        self._characters = before + len(text)
        if self._characters > SPEECH_LIMIT and not self._is_long:
            self._is_long = True
            start = min(max(SPEECH_LIMIT - before, 0), len(text) - 1)
            yield (
                Rule.TOO_LONG,
                Found(start, len(text), f"The reply is longer than {SPEECH_LIMIT:,} characters."),
            )
        if not _LAUGH.fullmatch(text) and not _goes_on(text, self._sentences):
            self._sentences += 1
            if self._sentences == MOST_SENTENCES + 1:
                yield (
                    Rule.TOO_MANY_SENTENCES,
                    Found(0, len(text), f"The reply has more than {MOST_SENTENCES} sentences."),
                )
        for question in _QUESTION.finditer(text):
            self._questions += 1
            if self._questions == MOST_QUESTIONS + 1:
                yield (
                    Rule.TOO_MANY_QUESTIONS,
                    Found(0, question.end(), "The reply asks more than one question."),
                )


def _goes_on(text: str, sentences: int) -> bool:
    """It belongs to the sentence before it: 'Well... let me think', '"Ouch!" and "Help!"'."""
    first = next((c for c in text if c.isalpha()), "")
    return sentences > 0 and first.islower()
