"""What the avatar and the child do, as the browser reports it: each event to the one it concerns."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from santa_core.ports import Clock
from santa_core.services.call_timers import CallTimers
from santa_core.services.child_turns import ChildTurns
from santa_core.services.conversation import Conversation
from santa_core.services.unheard_child import UnheardChild


class ReportedEvents:
    def __init__(
        self,
        *,
        conversation: Conversation,
        child: ChildTurns,
        timers: CallTimers,
        unheard: UnheardChild,
        clock: Clock,
    ) -> None:
        self._conversation = conversation
        self._santa = conversation.santa
        self._child = child
        self._timers = timers
        self._unheard = unheard
        self._clock = clock

    def act_on(self, name: str, detail: Mapping[str, Any], *, at: datetime) -> None:
        """`at`: when it happened, by our clock. Events that only the log wants are passed over."""
        task_id = str(detail.get("task_id") or "")
        message = str(detail.get("message") or "")
        if name.startswith("avatar_"):
            self._timers.santa_active(self._clock.now())
        match name:
            case "avatar_start_talking":
                self._conversation.vendor_answers()
                self._santa.started(task_id, at=at)
            case "avatar_talking_message":
                self._santa.spoke(task_id, message)
                self._child.santa_spoke_on()
            case "avatar_stop_talking":
                self._santa.stopped(task_id)
                self._timers.child_active(self._clock.now())  # the child's time to answer begins now
            case "first_sound":
                self._santa.heard(task_id, at=at)
            case "user_start":
                self._child.began_to_speak(at=at)
            case "user_stop":
                self._child.stopped_speaking(at=at, quiet_ms=_number(detail.get("quiet_ms")))
                self._unheard.spoke()
            case "user_talking_message":
                if message:
                    self._unheard.words_came()
                self._child.heard(message)
            case "user_end_message":
                self._child.finished()
            case "user_silence":
                self._child.vendor_noticed_silence()
            case "push_to_talk_pressed":
                self._child.push_to_talk_pressed()
            case "talk_over_changed":
                self._child.talk_over_changed(allowed=detail.get("allowed") is True)
            case "hearing_lost":
                self._child.hearing_lost()
            case "unheard":
                self._unheard.unheard()
            case _:
                pass


def _number(value: object) -> float:
    """0 for what is none: a browser's JSON may hold anything."""
    return float(value) if isinstance(value, int | float) and math.isfinite(value) else 0.0
