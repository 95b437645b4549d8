"""Holds back what Santa is to say while there is no session to say it in."""

from __future__ import annotations

from collections.abc import Callable

from santa_core.services.call_messages import CallMessage, Say, StopSpeaking


class SpeechGate:
    """Between the conversation and the browser. Everything passes but sentences while it is shut: they
    wait, in order; those of a turn that is stopped meanwhile are dropped."""

    def __init__(self, tell: Callable[[CallMessage], None]) -> None:
        self._tell = tell
        self._waiting: list[Say] = []
        self.is_shut = False

    def tell(self, message: CallMessage) -> None:
        if self.is_shut and isinstance(message, Say):
            self._waiting.append(message)
            return
        if isinstance(message, StopSpeaking):
            self._waiting = [say for say in self._waiting if say.turn_id != message.turn_id]
        self._tell(message)

    def shut(self) -> None:
        self.is_shut = True

    def open(self) -> None:
        self.is_shut = False
        waiting, self._waiting = self._waiting, []
        for say in waiting:
            self._tell(say)
