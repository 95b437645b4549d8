"""Keeps out of sight what a recogniser should not have heard.

A recogniser guesses; its wrong guess may be a slur that nobody said. Such words are dropped before the
text is shown, answered or logged.
"""

from __future__ import annotations

import re
from pathlib import Path

LIST = Path(__file__).parent / "unrepeatable_words.txt"


class WordFilter:
    """`entries` are beginnings of words, or whole words if they end in a full stop. Lower case."""

    def __init__(self, entries: list[str]) -> None:
        parts = [
            re.escape(entry[:-1]) + r"\b" if entry.endswith(".") else re.escape(entry) for entry in entries
        ]
        self._unrepeatable = re.compile(rf"\b(?:{'|'.join(parts)})", re.IGNORECASE)

    def allows(self, word: str) -> bool:
        return not self._unrepeatable.search(word)


def read_word_filter(path: Path = LIST) -> WordFilter:
    lines = (line.strip().lower() for line in path.read_text(encoding="utf-8").splitlines())
    return WordFilter([line for line in lines if line and not line.startswith("#")])
