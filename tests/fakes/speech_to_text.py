"""A SpeechToText that says set words, late or never if told so."""

from __future__ import annotations

import threading
from collections.abc import Sequence

from santa_core.speech.ports import HEARING_RATE_HZ, Pcm, SpeechServiceFailed, Transcript


class FakeSpeechToText:
    """`utterances` in turn, the last again and again. `failures`: how many of the first utterances fail.
    `release`: finish waits for it. `heard_samples`: of each finished utterance."""

    name = "fake"
    note = "Says what a test tells it to."

    def __init__(
        self,
        utterances: Sequence[str] = ("I want a red bike.",),
        *,
        confidence: float | None = 0.9,
        languages: Sequence[str] = ("en",),
        failures: int = 0,
        release: threading.Event | None = None,
    ) -> None:
        self._utterances, self._confidence, self._languages = utterances, confidence, languages
        self.failures, self._release = failures, release
        self.heard_samples: list[int] = []
        self.listened: list[str] = []  # languages
        self.cancelled = 0
        self.closed = False

    def understands(self, language: str) -> bool:
        return language in self._languages

    def listen(self, *, language: str) -> FakeTranscription:
        self.listened.append(language)
        return FakeTranscription(self)

    def close(self) -> None:
        self.closed = True

    def words(self) -> str:
        return self._utterances[min(len(self.heard_samples), len(self._utterances) - 1)]

    def answer(self, samples: int) -> Transcript:
        if self._release is not None:
            self._release.wait(timeout=10)
        if self.failures > 0:
            self.failures -= 1
            raise SpeechServiceFailed("It was made to fail. Try again.", retryable=True)
        words = self.words() if samples else ""
        self.heard_samples.append(samples)
        return Transcript(words, self._confidence if words else None)


class FakeTranscription:
    """Guesses one word for each 0.3 s of sound."""

    def __init__(self, owner: FakeSpeechToText) -> None:
        self._owner = owner
        self._samples = 0
        self._over = False

    def hear(self, pcm: Pcm) -> None:
        self._samples += len(pcm)

    def guess(self) -> str:
        return " ".join(self._owner.words().split()[: int(self._samples / HEARING_RATE_HZ / 0.3)])

    def finish(self) -> Transcript:
        self._over = True
        return self._owner.answer(self._samples)

    def cancel(self) -> None:
        self._owner.cancelled += not self._over
        self._over = True
