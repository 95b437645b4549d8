"""Signs of distress, danger or a disclosure in what a child says."""

from __future__ import annotations

import re

from santa_core.domain.safety.model import AlertKind, ChildAlert
from santa_core.domain.safety.phrases import findings
from santa_core.domain.safety.plain_text import plain_text
from santa_core.domain.safety.tables.child_signs import SIGNS

_WORD = re.compile(r"[^\W_]+")


def alerts_in(said: str, language: str = "en") -> list[ChildAlert]:
    """In their order, at most one of a kind and place. English is always listened for: children mix."""
    plain = plain_text(said)
    words = frozenset(_WORD.findall(plain.text))
    alerts: list[ChildAlert] = []
    for kind, tables in SIGNS:
        for table in dict.fromkeys((language.lower().partition("-")[0], "en")):
            for found in findings(tables.get(table, ()), plain, words):
                alert = ChildAlert(kind, plain.span(found.start, found.end), found.reason)
                if not any(other.kind is kind and _overlap(other, alert) for other in alerts):
                    alerts.append(alert)
    return sorted(alerts, key=lambda alert: (alert.span, list(AlertKind).index(alert.kind)))


def _overlap(one: ChildAlert, other: ChildAlert) -> bool:
    return one.span[0] < other.span[1] and other.span[0] < one.span[1]
