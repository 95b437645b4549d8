"""A real call as a conversation to judge."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from santa_core.domain.calls import CallEvent, Child, Speaker, Turn, TurnOrigin
from santa_core.domain.safety.child_alerts import alerts_in
from santa_core.domain.safety.model import Situation, Violation
from santa_core.domain.safety.reply_check import check_reply
from santa_core.domain.suites import TestTurn
from santa_core.errors import InputError

REPLY_BLOCKED = "reply_blocked"


@dataclass
class _Exchange:
    """What the child said until Santa spoke, and all he said until the child spoke again."""

    child: list[str] = field(default_factory=list)
    santa: list[Turn] = field(default_factory=list)


def recorded(
    turns: Sequence[Turn],
    *,
    child: Child,
    prompt: str = "",
    tags: tuple[str, ...] = (),
    events: Sequence[CallEvent] = (),
) -> tuple[TestTurn, ...]:
    """A call as it was said, its safety checked anew.

    `prompt`: what Santa was told, to know a leak of it. `events`: of the call, to know what he would have
    said where a sentence was blocked. Words of the child that nobody answered are left out. Raises
    InputError if Santa answered nothing.
    """
    blocked = _blocked(events)
    said: list[str] = []
    conversation = []
    for exchange in _exchanges(turns):
        said += exchange.child
        if exchange.santa:
            situation = Situation(tuple(said), child.language, child.name or None, prompt, tags)
            conversation.append(_test_turn(exchange, situation, blocked))
    if not any(turn.child for turn in conversation):
        raise InputError("Santa answered nothing in this call. Choose one in which he was spoken to.")
    return tuple(conversation)


def _exchanges(turns: Sequence[Turn]) -> list[_Exchange]:
    exchanges = [_Exchange()]
    for turn in sorted(turns, key=lambda turn: turn.index):
        if not turn.text.strip() and not turn.intended_text:
            continue
        if turn.speaker is Speaker.SANTA:
            exchanges[-1].santa.append(turn)
            continue
        if exchanges[-1].santa:
            exchanges.append(_Exchange())
        exchanges[-1].child.append(turn.text)
    return exchanges


def _test_turn(
    exchange: _Exchange, situation: Situation, blocked: Mapping[str, Sequence[tuple[str, str]]]
) -> TestTurn:
    written: list[str] = []
    violations: list[Violation] = []
    at = 0
    for turn in exchange.santa:
        text = _as_written(turn, blocked.get(turn.turn_id, ()))
        # A prompt to a silent child is no third question of the answer before: each is checked by itself.
        # What a person typed is a person's, and the greeting answers nobody.
        if turn.origin is not TurnOrigin.OPERATOR and exchange.child:
            found = check_reply(text, situation)
            violations += [replace(v, span=(v.span[0] + at, v.span[1] + at)) for v in found]
        written.append(text)
        at += len(text) + 1
    said = " ".join(exchange.child)
    waits = [ms for turn in exchange.santa if (ms := _first_sentence_ms(turn)) is not None]
    return TestTurn(
        child=said,
        santa=" ".join(turn.text for turn in exchange.santa if turn.text),
        written=" ".join(written),
        violations=tuple(violations),
        alerts=tuple(alerts_in(said, situation.language)) if said else (),
        first_sentence_ms=waits[0] if waits else None,
    )


def _as_written(turn: Turn, blocked: Sequence[tuple[str, str]]) -> str:
    """With what the language model wrote, where an approved line was spoken instead."""
    text = turn.intended_text or turn.text
    for written, spoken in blocked:
        text = text.replace(spoken, written, 1) if spoken and spoken in text else f"{text} {written}".strip()
    return text


def _blocked(events: Sequence[CallEvent]) -> dict[str, list[tuple[str, str]]]:
    """By turn: what was written and what was spoken instead."""
    found: dict[str, list[tuple[str, str]]] = {}
    for event in events:
        if event.name == REPLY_BLOCKED:
            pair = (str(event.detail.get("written", "")), str(event.detail.get("spoken", "")))
            found.setdefault(str(event.detail.get("turn_id")), []).append(pair)
    return found


def _first_sentence_ms(turn: Turn) -> int | None:
    """From the child's words reaching the server, as in a trial."""
    at = turn.latency
    if at is None or at.first_sentence is None or at.recognised is None:
        return None
    return round((at.first_sentence - at.recognised) / timedelta(milliseconds=1))
