"""Masks what a recogniser should not have heard, whichever recogniser it was.

A recogniser guesses, and its guess may be a slur that nobody said. The word is masked, not dropped: the
person sees that something was heard there, and so does the language model. What people type is theirs.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from santa_core.domain.calls import Child

MASK = "***"
_LISTS = Path(__file__).parent / "word_lists"
_LANGUAGES = ("en", "de", "pl")


class WordFilter:
    """`entries` are whole words, or beginnings of words if they end in an asterisk. `allowed` words pass."""

    def __init__(self, entries: list[str], *, allowed: frozenset[str] = frozenset()) -> None:
        words = (re.escape(entry).replace(r"\*", r"\w*") for entry in entries)
        self._unrepeatable = re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)", re.IGNORECASE)
        self._allowed = allowed

    def screen(self, text: str) -> str:
        """`text` with every such word masked; a part of a compound ("bull-...") too."""
        return self._unrepeatable.sub(lambda word: self._masked(word[0]), text)

    def _masked(self, word: str) -> str:
        return word if word.casefold() in self._allowed else MASK


def word_filter_for(child: Child) -> WordFilter:
    """The list of the child's language, English for those without one. A child may be called Dick."""
    names = f"{child.name} {child.say_name_as or ''}".casefold().split()
    return WordFilter(entries_of(child.language), allowed=frozenset(names))


@cache
def entries_of(language: str) -> list[str]:
    """The list of a language, English for those without one."""
    path = _LISTS / f"{language if language in _LANGUAGES else 'en'}.txt"
    lines = (line.strip() for line in path.read_text(encoding="utf-8").splitlines())
    return [line for line in lines if line and not line.startswith("#")]
