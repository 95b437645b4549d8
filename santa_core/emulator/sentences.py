"""Cuts a stream of text into sentences, so that speech starts before the answer is complete."""

from __future__ import annotations

import re

_END = re.compile(r"[.!?…。！？][\"'”’)\]]*\s+|\n+")


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
