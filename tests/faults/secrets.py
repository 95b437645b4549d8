"""What nobody may find in a log, in an error or in a repr."""

from __future__ import annotations

import logging
from collections.abc import Iterable

from tests.faults.vendors import API_KEY
from tests.faults.world import CHILD_NAME, CHILD_WORDS, PROMPT


class Leaks:
    """`tokens`: of sessions and rooms, as the browser got them."""

    def __init__(self, tokens: Iterable[str] = ()) -> None:
        self._secrets = {
            "the API key": API_KEY,
            "the prompt": PROMPT,
            "the child's words": CHILD_WORDS,
            "the child's name": CHILD_NAME,
            **{f"token {number}": token for number, token in enumerate(tokens) if token},
        }

    def in_text(self, text: str) -> None:
        """Raises AssertionError with the secret's name, never with the secret."""
        found = [name for name, secret in self._secrets.items() if secret.lower() in text.lower()]
        assert not found, f"{', '.join(found)} can be read"

    def in_log(self, records: Iterable[logging.LogRecord]) -> None:
        formatter = logging.Formatter()
        for record in records:
            self.in_text(formatter.format(record))
            self.in_text(str(record.__dict__))  # what was given as extra
