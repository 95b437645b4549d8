"""Approved lines: what Santa says instead of a sentence that is blocked."""

from __future__ import annotations

import re
from collections.abc import Sequence

from santa_core.domain.safety.child_alerts import alerts_in
from santa_core.domain.safety.model import AlertKind, ChildAlert, Rule, Situation, Violation
from santa_core.domain.safety.personal_data import secrets_in
from santa_core.domain.safety.plain_text import plain_text
from santa_core.domain.safety.sorrow import Sorrow, is_sad, sorrow_in
from santa_core.domain.safety.tables.stand_in_lines import HEARD, LINES, Occasion

_BY_RULE = {
    Rule.PROMISE: Occasion.WISH,
    Rule.ASKS_PERSONAL_DATA: Occasion.DEFAULT,
    Rule.ECHOES_PERSONAL_DATA: Occasion.PERSONAL_DATA,
    Rule.PROMPT_LEAK: Occasion.PROMPT_BAIT,
    Rule.PROFANITY: Occasion.RUDE,
    Rule.CLAIMS_HUMAN: Occasion.HONESTY,
    Rule.DANGEROUS_DETAIL: Occasion.DANGEROUS_SUBJECT,
    Rule.PROMISES_SECRECY: Occasion.MEETING,
    Rule.THREATENS: Occasion.NAUGHTY,
    Rule.JOLLY_IN_SORROW: Occasion.GRIEF,
}
_BY_ALERT = {
    AlertKind.DISCLOSURE: Occasion.DISCLOSURE,
    AlertKind.DANGER: Occasion.DANGER,
    AlertKind.DISTRESS: Occasion.DISTRESS,
}
_GRAVE_TAGS = re.compile(r"safeguard|disclos|abuse")
_LOOKED_BACK = 3  # turns of the child in which something grave stays so


def stand_in(situation: Situation, violations: Sequence[Violation]) -> str:
    """A line that fits what the child said, in the child's language."""
    return line_for(occasion_of(situation, violations), situation.language)


def line_for(occasion: Occasion, language: str) -> str:
    lines = LINES.get(language.lower().partition("-")[0], LINES["en"])
    return lines[occasion]


def grown_up_line(language: str, alerts: Sequence[ChildAlert] = ()) -> str:
    """The "hand to a grown-up" line, for what was heard."""
    kinds = {alert.kind for alert in alerts}
    for kind, occasion in (
        (AlertKind.DANGER, Occasion.DANGER),
        (AlertKind.DISCLOSURE, Occasion.DISCLOSURE),
        (AlertKind.DISTRESS, Occasion.DISTRESS),
    ):
        if kind in kinds:
            return line_for(occasion, language)
    return line_for(Occasion.GROWN_UP, language)


def occasion_of(situation: Situation, violations: Sequence[Violation]) -> Occasion:
    """What the child said goes before which rule struck: a child who tells of harm is answered for that."""
    grave = _grave_occasion(situation)
    if grave is not None:
        return grave
    last = situation.said[-1] if situation.said else ""
    text = plain_text(last).text
    heard = [occasion for occasion, pattern in HEARD if pattern.search(text)]
    if secrets_in(situation.said[-1:], child_name=situation.child_name):
        heard.insert(0, Occasion.PERSONAL_DATA)
    first = heard[0] if heard else None
    if first is not None and first is not Occasion.WISH:
        return first
    if sorrow_in(situation.said, tags=situation.tags) is Sorrow.NOW or is_sad(last):
        return Occasion.GRIEF
    rules = [violation.rule for violation in violations]
    # A wish answered with a threat or a curse is still a wish.
    by_rule = next((_BY_RULE[rule] for rule in rules if rule in _BY_RULE), Occasion.DEFAULT)
    if first is Occasion.WISH and by_rule in (
        Occasion.DEFAULT,
        Occasion.WISH,
        Occasion.RUDE,
        Occasion.NAUGHTY,
        Occasion.GRIEF,
        Occasion.PROMPT_BAIT,
    ):
        return Occasion.WISH
    if by_rule is Occasion.WISH and first is None:
        return Occasion.UNPROMISED
    return by_rule


def _grave_occasion(situation: Situation) -> Occasion | None:
    for words in reversed(situation.said[-_LOOKED_BACK:]):
        alerts = {alert.kind for alert in alerts_in(words, situation.language)}
        for kind in (AlertKind.DANGER, AlertKind.DISCLOSURE, AlertKind.DISTRESS):
            if kind in alerts:
                return _BY_ALERT[kind]
    return Occasion.DISCLOSURE if any(_GRAVE_TAGS.search(tag.lower()) for tag in situation.tags) else None
