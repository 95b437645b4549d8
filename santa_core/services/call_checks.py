"""What the safety check says of a call in the log: what it found then, and what today's rules find.

The rules are pure and quick, so a call from before they existed, or before they were improved, is looked
at each time it is reviewed. What is found today is kept apart from what staff were told in the call.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from santa_core.domain.calls import CallEvent, CallRecord, Speaker, Turn
from santa_core.domain.safety.marks import SafetyMark, mark_from_log
from santa_core.domain.safety.model import AlertKind, ChildAlert, Rule, Situation, Violation
from santa_core.services.safety_rules import SafetyRules

_COUNTING = frozenset({Rule.TOO_LONG, Rule.TOO_MANY_SENTENCES, Rule.TOO_MANY_QUESTIONS})


@dataclass(frozen=True)
class CallChecks:
    """By turn id: `marks` as staff were shown them, `violations` and `alerts` that only today's rules find.
    `unheard`: what was found of words that nobody heard, as the child had gone on."""

    marks: Mapping[str, tuple[SafetyMark, ...]]
    unheard: tuple[tuple[CallEvent, SafetyMark], ...]
    violations: Mapping[str, tuple[Violation, ...]]
    alerts: Mapping[str, tuple[ChildAlert, ...]]


def checks_of(
    record: CallRecord,
    turns: Sequence[Turn],
    events: Sequence[CallEvent],
    *,
    rules: SafetyRules,
    prompt: str,
    tags: tuple[str, ...],
) -> CallChecks:
    """`prompt`: what Santa was told; `tags`: of the call's scenario."""
    heard = {turn.turn_id for turn in turns}
    final = _said_again_as(events)
    marks: dict[str, tuple[SafetyMark, ...]] = {}
    unheard: list[tuple[CallEvent, SafetyMark]] = []
    for event in events:
        mark = mark_from_log(event.name, event.detail)
        if mark is None:
            continue
        turn_id = final(str(event.detail.get("turn_id")))
        if turn_id in heard:
            marks[turn_id] = (*marks.get(turn_id, ()), mark)
        else:
            unheard.append((event, mark))
    return CallChecks(
        marks=marks,
        unheard=tuple(unheard),
        violations=_violations_today(record, turns, marks, rules=rules, prompt=prompt, tags=tags),
        alerts=_alerts_today(record, turns, events, rules=rules),
    )


def _said_again_as(events: Sequence[CallEvent]) -> Callable[[str], str]:
    """From the id a turn began with to the one under which it was heard."""
    later = {
        str(event.detail.get("turn_id")): str(event.detail.get("again_as"))
        for event in events
        if event.name == "turn_said_again"
    }

    def final(turn_id: str) -> str:
        seen: set[str] = set()
        while turn_id in later and turn_id not in seen:
            seen.add(turn_id)
            turn_id = later[turn_id]
        return turn_id

    return final


def _violations_today(
    record: CallRecord,
    turns: Sequence[Turn],
    marks: Mapping[str, tuple[SafetyMark, ...]],
    *,
    rules: SafetyRules,
    prompt: str,
    tags: tuple[str, ...],
) -> dict[str, tuple[Violation, ...]]:
    child, said, found = record.plan.child, list[str](), dict[str, tuple[Violation, ...]]()
    for turn in turns:
        if turn.speaker is Speaker.CHILD:
            said.append(turn.text)
            continue
        situation = Situation(
            said=tuple(said),
            language=child.language,
            child_name=child.name or None,
            prompt=prompt,
            tags=tags,
        )
        beside = marks.get(turn.turn_id, ())
        # A blocked sentence was not said: only what was warned of can be found once more.
        told = {rule for mark in beside if mark.written is None for rule in mark.rules}
        if any(mark.written is not None for mark in beside):
            told |= _COUNTING  # an approved line stands in it, which makes it as long as it is
        new = tuple(v for v in rules.check(turn.text, situation) if turn.text and v.rule not in told)
        if new:
            found[turn.turn_id] = new
    return found


def _alerts_today(
    record: CallRecord, turns: Sequence[Turn], events: Sequence[CallEvent], *, rules: SafetyRules
) -> dict[str, tuple[ChildAlert, ...]]:
    raised: set[tuple[object, AlertKind | str]] = {
        (event.detail.get("turn_id"), str(event.detail.get("kind")))
        for event in events
        if event.name == "child_alert"
    }
    found: dict[str, tuple[ChildAlert, ...]] = {}
    for turn in turns:
        if turn.speaker is Speaker.CHILD:
            alerts = rules.alerts(turn.text, record.plan.child.language)
            new = tuple(alert for alert in alerts if (turn.turn_id, alert.kind) not in raised)
            if new:
                found[turn.turn_id] = new
    return found
