"""Listens to a child's words for what a grown-up must hear of now."""

from __future__ import annotations

import logging
from collections.abc import Callable
from uuid import uuid4

from santa_core.domain.safety.model import AlertKind
from santa_core.services.call_diary import CallDiary
from santa_core.services.call_messages import CallMessage, ChildAlerted
from santa_core.services.safety_rules import SafetyRules

logger = logging.getLogger(__name__)


class ChildAlarm:
    """`tell` shows it; the log of the call has the reason, that of the program the kind only."""

    def __init__(
        self,
        *,
        call_id: str,
        language: str,
        rules: SafetyRules,
        diary: CallDiary,
        tell: Callable[[CallMessage], None],
    ) -> None:
        self._call_id = call_id
        self._language = language
        self._rules = rules
        self._diary = diary
        self._tell = tell
        self._raised: list[ChildAlerted] = []

    def all(self) -> list[ChildAlerted]:
        return list(self._raised)

    def heard(self, words: str, *, turn_id: str | None) -> None:
        """All words of the turn so far; `turn_id` None: they became no turn. A kind is raised once a turn:
        a turn that grows, or is corrected, raises what is new in it."""
        alerts = list(self._rules.alerts(words, self._language))
        known = {a.kind for a in self._raised if turn_id is not None and a.turn_id == turn_id}
        for kind in dict.fromkeys(alert.kind for alert in alerts):
            if kind not in known:
                reasons = dict.fromkeys(alert.reason for alert in alerts if alert.kind is kind)
                line = self._rules.grown_up_line(self._language, [a for a in alerts if a.kind is kind])
                self._raise(kind, " ".join(reasons), line=line, turn_id=turn_id)

    def _raise(self, kind: AlertKind, reason: str, *, line: str, turn_id: str | None) -> None:
        self._diary.server("child_alert", {"kind": kind, "reason": reason, "turn_id": turn_id})
        logger.warning("a child alert was raised", extra={"call_id": self._call_id, "kind": kind})
        alerted = ChildAlerted(str(uuid4()), kind, reason, line, turn_id)
        self._raised.append(alerted)
        self._tell(alerted)
