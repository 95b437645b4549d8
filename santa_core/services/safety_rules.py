"""The safety rules as a call uses them: in one value, so that a test can put its own in their place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from santa_core.domain.safety.child_alerts import alerts_in
from santa_core.domain.safety.model import ChildAlert, Situation, Violation
from santa_core.domain.safety.reply_check import check_reply
from santa_core.domain.safety.screen import ReplyScreen, Screened
from santa_core.domain.safety.stand_ins import grown_up_line, stand_in


class Screen(Protocol):
    """One reply, sentence by sentence."""

    def sentence(self, text: str) -> Screened: ...


@dataclass(frozen=True)
class SafetyRules:
    """`screen` is asked for a new one for every answer; `check` looks at words that are said anyway;
    `alerts` at a child's words and their language."""

    screen: Callable[[Situation], Screen] = ReplyScreen
    check: Callable[[str, Situation], Sequence[Violation]] = check_reply
    alerts: Callable[[str, str], Sequence[ChildAlert]] = alerts_in
    stand_in: Callable[[Situation, Sequence[Violation]], str] = stand_in
    grown_up_line: Callable[[str, Sequence[ChildAlert]], str] = grown_up_line


OUR_RULES = SafetyRules()
