"""Finds ways of saying something, and keeps apart what only sounds like it.

    Ways(
        "Santa must not promise.",
        find=[r"i will bring <gift>"],
        unless_before=[r"can not", r"hope"],      # in the same clause, before it
        unless_here=[r"i will bring .* up"],      # from its beginning on
    )

Patterns read plain text (see plain_text.py): small letters, contractions written out. `<name>` stands for
one of the words given under that name. A pattern begins and ends at the edge of a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from santa_core.domain.safety.plain_text import PlainText

_SLOT = re.compile(r"<([a-z_]+)>")
# What comes after one of these is a new thought: a "not" before it says nothing about it.
_CLAUSE_END = re.compile(
    r"[.!?;:,—]+[\"')]*(?=\s|$)|—| - |(?<!\w)(?:but|and|then|because|aber|und|denn|weil|ale|lecz|bo)(?!\w)"
)
_SENTENCE_END = re.compile(r"[.!?]+[\"')]*(?=\s|$)")


@dataclass(frozen=True)
class Found:
    """Characters [start, end) of the plain text, and what is wrong with them."""

    start: int
    end: int
    reason: str


class Ways:
    """Ways of saying one thing, for one reason."""

    def __init__(
        self,
        reason: str,
        *,
        find: Sequence[str],
        unless_before: Sequence[str] = (),
        unless_here: Sequence[str] = (),
        unless_in_sentence: Sequence[str] = (),
        words: Mapping[str, str] | None = None,
        needs: str | None = None,
    ) -> None:
        """`needs`: words of which one must be there at all, "" before a quick look: it saves time."""
        words = words or {}
        self._reason = reason
        self._find = _compiled(find, words)
        self._before = _compiled(unless_before, words) if unless_before else None
        self._here = _compiled(unless_here, words) if unless_here else None
        self._sentence = _compiled(unless_in_sentence, words) if unless_in_sentence else None
        self._needs = frozenset(needs.split()) if needs else None

    def found_in(self, text: str, words: frozenset[str]) -> Iterator[Found]:
        if self._needs is not None and self._needs.isdisjoint(words):
            return
        for match in self._find.finditer(text):
            if not self._is_excused(text, match):
                yield Found(match.start(), match.end(), self._reason)

    def _is_excused(self, text: str, match: re.Match[str]) -> bool:
        if self._here is not None and self._here.match(text, match.start()):
            return True
        if self._before is not None:
            start = last_end(_CLAUSE_END, text, match.start())
            if self._before.search(text, start, match.start()):
                return True
        if self._sentence is None:
            return False
        start = last_end(_SENTENCE_END, text, match.start())
        ending = _SENTENCE_END.search(text, match.end())
        return self._sentence.search(text, start, ending.end() if ending else len(text)) is not None


def findings(ways: Sequence[Ways], plain: PlainText, words: frozenset[str]) -> Iterator[Found]:
    for way in ways:
        yield from way.found_in(plain.text, words)


_LOOK_BACK = 240  # characters: a clause is not longer


def last_end(boundary: re.Pattern[str], text: str, place: int) -> int:
    """Where the last `boundary` before `place` ends."""
    end = max(0, place - _LOOK_BACK)
    for match in boundary.finditer(text, end, place):
        end = match.end()
    return end


def _compiled(patterns: Sequence[str], words: Mapping[str, str]) -> re.Pattern[str]:
    joined = "|".join(_filled(pattern, words) for pattern in patterns)
    # One that ends in a space has its edge in itself.
    return re.compile(rf"(?<!\w)(?:{joined})(?:(?!\w)|(?<= ))")


def _filled(pattern: str, words: Mapping[str, str]) -> str:
    """A word may stand for words that stand for others."""
    while _SLOT.search(pattern):
        pattern = _SLOT.sub(lambda slot: f"(?:{words[slot[1]]})", pattern)
    return pattern
