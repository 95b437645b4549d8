"""Cuts a stream of text into sentences, so that speech starts before the answer is complete."""

from __future__ import annotations

import re

_END = re.compile(r"[.!?…。！？][\"'”’)\]]*\s+|\n+")


ENOUGH_CHARACTERS = 160


def in_portions(text: str) -> list[str]:
    """A long text as sentences joined to portions, so that its first words need not wait for its last.

    Joined, the portions give the text back."""
    portions = [""]
    start = 0
    for match in _END.finditer(text):
        if len(portions[-1]) >= ENOUGH_CHARACTERS:
            portions.append("")
        portions[-1] += text[start : match.end()]
        start = match.end()
    if len(portions[-1]) >= ENOUGH_CHARACTERS:
        portions.append("")
    portions[-1] += text[start:]
    return [portion for portion in portions if portion]


class SentenceCutter:
    def __init__(self) -> None:
        self._rest = ""

    def add(self, piece: str) -> list[str]:
        """The sentences this piece completes."""
        self._rest += piece
        sentences = []
        while match := _END.search(self._rest):
            sentence = self._rest[: match.end()].strip()
            self._rest = self._rest[match.end() :]
            if sentence:
                sentences.append(sentence)
        return sentences

    def finish(self) -> list[str]:
        rest, self._rest = self._rest.strip(), ""
        return [rest] if rest else []
