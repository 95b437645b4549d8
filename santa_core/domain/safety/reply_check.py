"""Checks a reply of Santa's, whole or sentence by sentence while it is written."""

from __future__ import annotations

from santa_core.domain.safety.model import Situation, Violation


def check_reply(reply: str, situation: Situation) -> list[Violation]:
    """Spans are of `reply`, in their order."""
    raise NotImplementedError


class ReplyCheck:
    """One reply, a sentence at a time: rules that count (sentences, questions, characters) count over
    all that was fed."""

    def __init__(self, situation: Situation) -> None:
        self._situation = situation

    def sentence(self, text: str) -> list[Violation]:
        """Spans are of `text`."""
        raise NotImplementedError
