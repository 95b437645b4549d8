"""Signs of distress, danger or a disclosure in what a child says."""

from __future__ import annotations

import re
from collections.abc import Iterator

from santa_core.domain.safety.model import AlertKind, ChildAlert
from santa_core.domain.safety.phrases import findings
from santa_core.domain.safety.plain_text import plain_text, portions
from santa_core.domain.safety.tables.child_signs import SIGNS

_WORD = re.compile(r"[^\W_]+")


def alerts_in(said: str, language: str = "en") -> list[ChildAlert]:
    """In their order, at most one of a kind and place. English is always listened for: children mix."""
    alerts: list[ChildAlert] = []
    for at, part in portions(said):
        for alert in _alerts_of(part, at, language):
            if not any(other.kind is alert.kind and _overlap(other, alert) for other in alerts):
                alerts.append(alert)
    return sorted(alerts, key=lambda alert: (alert.span, list(AlertKind).index(alert.kind)))


def _alerts_of(part: str, at: int, language: str) -> Iterator[ChildAlert]:
    plain = plain_text(part)
    words = frozenset(_WORD.findall(plain.text))
    for kind, tables in SIGNS:
        for table in dict.fromkeys((language.lower().partition("-")[0], "en")):
            for found in findings(tables.get(table, ()), plain, words):
                start, end = plain.span(found.start, found.end)
                yield ChildAlert(kind, (at + start, at + end), found.reason)


def _overlap(one: ChildAlert, other: ChildAlert) -> bool:
    return one.span[0] < other.span[1] and other.span[0] < one.span[1]
