"""What of a reply may be spoken: the same in calls, tries and suites."""

from __future__ import annotations

from dataclasses import dataclass

from santa_core.domain.safety.model import Severity, Situation, Violation
from santa_core.domain.safety.reply_check import ReplyCheck
from santa_core.domain.safety.stand_ins import stand_in
from santa_core.domain.spoken_text import clean_for_speech


@dataclass(frozen=True)
class Screened:
    """A sentence as it was written, and as it may be spoken: "" for nothing."""

    written: str
    spoken: str
    violations: tuple[Violation, ...] = ()

    @property
    def is_blocked(self) -> bool:
        return any(violation.severity is Severity.BLOCKER for violation in self.violations)


class ReplyScreen:
    """One reply, sentence by sentence. The first blocked sentence is replaced by an approved line, which
    answers the child by itself: what the model writes after it is dropped."""

    def __init__(self, situation: Situation) -> None:
        self._situation = situation
        self._check = ReplyCheck(situation)
        self._replaced = False

    def sentence(self, text: str) -> Screened:
        violations = tuple(self._check.sentence(text))
        if self._replaced:
            return Screened(text, "", violations)
        if any(violation.severity is Severity.BLOCKER for violation in violations):
            self._replaced = True
            return Screened(text, stand_in(self._situation, violations), violations)
        return Screened(text, clean_for_speech(text), violations)
