"""Ears that answer the first sound with what a test wants, and say when they are closed."""

from __future__ import annotations

import threading

from santa_core.speech.ports import HearingEvent, Pcm


class FakeEars:
    available = True
    note = "fake"

    def __init__(self, events: list[HearingEvent]) -> None:
        self._events = events
        self.language = ""
        self.confidence = -1.0
        self.heard = threading.Event()
        self.closed = threading.Event()

    def listener(self, *, language: str, confidence: float) -> FakeEars:
        self.language, self.confidence = language, confidence
        return self

    def feed(self, pcm: Pcm, *, santa_loudness: float = 0.0) -> list[HearingEvent]:
        self.heard.set()
        events, self._events = self._events, []
        return events

    def close(self) -> None:
        self.closed.set()
