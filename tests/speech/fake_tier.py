"""Tiers by hand: what they understand, how long they take, how they fail."""

from __future__ import annotations

import threading

from santa_core.speech.ports import HEARING_RATE_HZ, Pcm, Transcript


class FakeTier:
    """Implements SpeechToText. Counts the seconds it hears and says so: "1.3 s". `may_finish`: finish waits
    for it, as for a slow service. `fails`: where it raises, "listen", "hear" or "finish"."""

    name = "fake"
    note = "A test's tier."

    def __init__(
        self,
        *,
        text: str | None = None,
        confidence: float | None = 0.9,
        may_finish: threading.Event | None = None,
        fails: dict[str, Exception] | None = None,
    ) -> None:
        self.text = text
        self.confidence = confidence
        self.may_finish = may_finish
        self.fails = fails or {}
        self.threads: set[str] = set()
        self.transcriptions: list[FakeTranscription] = []

    def understands(self, language: str) -> bool:
        return language == "en"

    def listen(self, *, language: str) -> FakeTranscription:
        self.check("listen")
        self.transcriptions.append(FakeTranscription(self))
        return self.transcriptions[-1]

    def close(self) -> None:
        pass

    def check(self, where: str) -> None:
        self.threads.add(threading.current_thread().name)
        if error := self.fails.get(where):
            raise error


class FakeTranscription:
    def __init__(self, tier: FakeTier) -> None:
        self._tier = tier
        self.heard_samples = 0
        self.cancelled = False
        self.finished = threading.Event()

    def hear(self, pcm: Pcm) -> None:
        self._tier.check("hear")
        self.heard_samples += len(pcm)

    def guess(self) -> str:
        return f"{self.heard_samples / HEARING_RATE_HZ:.1f} s"

    def finish(self) -> Transcript:
        self._tier.check("finish")
        if self._tier.may_finish is not None:
            assert self._tier.may_finish.wait(5)
        self.finished.set()
        return Transcript(self._tier.text or self.guess(), self._tier.confidence)

    def cancel(self) -> None:
        self.cancelled = True
