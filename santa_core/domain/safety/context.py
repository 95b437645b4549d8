"""What is known of a conversation, worked out once for all sentences of a reply."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from santa_core.domain.safety.language import spoken_languages
from santa_core.domain.safety.model import Situation
from santa_core.domain.safety.personal_data import Secrets, secrets_in
from santa_core.domain.safety.plain_text import PORTION, PlainText, plain_text
from santa_core.domain.safety.prompt_leak import PromptParts, parts_of
from santa_core.domain.safety.sorrow import Sorrow, sorrow_in
from santa_core.domain.safety.tables.answers import ANSWERS, Answer

_WORD = re.compile(r"[^\W_]+")
_TABLES = ("en", "de", "pl")


@dataclass(frozen=True)
class Sentence:
    """A sentence of a reply, as written and as the rules read it."""

    raw: str
    plain: PlainText
    words: frozenset[str]  # of the plain text

    @classmethod
    def of(cls, raw: str) -> Sentence:
        plain = plain_text(raw)
        return cls(raw, plain, frozenset(_WORD.findall(plain.text)))


class Context:
    def __init__(self, situation: Situation) -> None:
        self.situation = situation

    @cached_property
    def said_last(self) -> str:
        """The child's last words, in plain form."""
        return plain_text(self.situation.said[-1][:PORTION]).text if self.situation.said else ""

    @cached_property
    def languages(self) -> frozenset[str]:
        """In which Santa may answer: the child's own, and the one it has just spoken."""
        last = self.situation.said[-1][:PORTION] if self.situation.said else ""
        return frozenset({_base(self.situation.language), *spoken_languages(last)})

    def tables_for(self, sentence: Sentence) -> tuple[str, ...]:
        """Whose tables to look into: also those of a language nobody expected."""
        wanted = {"en", *self.languages, *spoken_languages(sentence.raw)}
        return tuple(language for language in _TABLES if language in wanted)

    @cached_property
    def secrets(self) -> Secrets:
        return secrets_in(self.situation.said, child_name=self.situation.child_name)

    @cached_property
    def sorrow(self) -> Sorrow | None:
        return sorrow_in(self.situation.said, tags=self.situation.tags)

    @cached_property
    def answers(self) -> tuple[Answer, ...]:
        """The answers that would be wrong to what the child has just asked."""
        return tuple(answer for answer in ANSWERS if answer.asked.search(self.said_last))

    @cached_property
    def prompt(self) -> PromptParts:
        return parts_of(self.situation.prompt)


def _base(language: str) -> str:
    return language.lower().partition("-")[0]
