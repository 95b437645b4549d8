"""Safety rules that find what a test tells them to, and the check of a call made of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from santa_core.domain.calls import CallEvent, CallPlan
from santa_core.domain.safety.model import AlertKind, ChildAlert, Rule, Severity, Situation, Violation
from santa_core.domain.safety.screen import Screened
from santa_core.domain.spoken_text import clean_for_speech
from santa_core.ports import Moderator
from santa_core.services.call_diary import CallDiary
from santa_core.services.call_messages import CallMessage
from santa_core.services.call_safety import CallSafety, SafetySetup
from santa_core.services.call_script import script_for
from santa_core.services.log_writer import LogWriter
from santa_core.services.safety_rules import SafetyRules
from tests.fakes.call_log import FakeCallLog
from tests.fakes.clock import FakeClock
from tests.fakes.samples import a_prompt

STAND_IN = "Your family decides about that."
GROWN_UP = "Please fetch a grown-up, {kinds}."


def fake_rules(
    *,
    blocks: Mapping[str, Rule] | None = None,
    warns: Mapping[str, Rule] | None = None,
    alerts: Mapping[str, AlertKind] | None = None,
    situations: list[Situation] | None = None,
) -> SafetyRules:
    """Words that are found wherever they stand; every situation that was asked about is put down."""

    def check(text: str, situation: Situation) -> list[Violation]:
        if situations is not None:
            situations.append(situation)
        of = ((blocks or {}, Severity.BLOCKER), (warns or {}, Severity.WARNING))
        return [
            Violation(rule, severity, _span(text, words), f"It says {words!r}.")
            for rules, severity in of
            for words, rule in rules.items()
            if words in text
        ]

    class FakeScreen:
        def __init__(self, situation: Situation) -> None:
            self._situation = situation

        def sentence(self, text: str) -> Screened:
            violations = tuple(check(text, self._situation))
            blocked = any(violation.severity is Severity.BLOCKER for violation in violations)
            return Screened(text, STAND_IN if blocked else clean_for_speech(text), violations)

    def alerts_in(said: str, language: str) -> list[ChildAlert]:
        return [
            ChildAlert(kind, _span(said, words), f"The child says {words!r}.")
            for words, kind in (alerts or {}).items()
            if words in said
        ]

    def grown_up_line(language: str, found: Sequence[ChildAlert]) -> str:
        return GROWN_UP.format(kinds="+".join(alert.kind for alert in found))

    return SafetyRules(
        screen=FakeScreen,
        check=check,
        alerts=alerts_in,
        stand_in=lambda situation, violations: STAND_IN,
        grown_up_line=grown_up_line,
    )


def a_call_safety(
    plan: CallPlan,
    *,
    tell: Callable[[CallMessage], None],
    clock: FakeClock,
    rules: SafetyRules | None = None,
    moderator: Moderator | None = None,
    tags: tuple[str, ...] = (),
    log: ListDiary | None = None,
) -> CallSafety:
    return CallSafety(
        plan,
        call_id="c",
        script=script_for(a_prompt(), plan.child),
        setup=SafetySetup(rules or fake_rules(), moderator, tags),
        diary=log or ListDiary(clock),
        tell=tell,
    )


class ListDiary(CallDiary):
    """Read `events`: name and detail of each."""

    def __init__(self, clock: FakeClock) -> None:
        super().__init__("c", log=LogWriter(FakeCallLog()), clock=clock)
        self.events: list[tuple[str, dict[str, Any]]] = []

    def _write(self, event_id: str, source: str, name: str, browser_at: Any, detail: dict[str, Any]) -> Any:
        self.events.append((name, detail))


def named(events: Sequence[CallEvent], name: str) -> list[dict[str, Any]]:
    return [event.detail for event in events if event.name == name]


def _span(text: str, words: str) -> tuple[int, int]:
    at = text.index(words)
    return at, at + len(words)
