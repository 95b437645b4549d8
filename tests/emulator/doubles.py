"""Small stand-ins for what the emulator is handed: time, voice, ears, face, brain."""

from __future__ import annotations

import asyncio
import heapq
import itertools
import threading
from collections.abc import AsyncIterator, Generator
from datetime import UTC, datetime, timedelta

import av
import numpy as np

from santa_core.emulator.brain import BrainRequest
from santa_core.speech.ports import (
    SAMPLE_RATE_HZ,
    HeardWords,
    HearingEvent,
    Mouth,
    Pcm,
    SpeechEnded,
    SpeechStarted,
    Utterance,
    Word,
)
from santa_core.speech.speaking.stoppable import StoppableSpeech

MS_PER_WORD = 100


class ManualClock:
    """Stands still until advance(); whoever sleeps wakes in order."""

    def __init__(self) -> None:
        self._seconds = 1000.0
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []
        self._order = itertools.count()

    def now(self) -> datetime:
        return datetime(2026, 12, 1, tzinfo=UTC) + timedelta(seconds=self._seconds)

    def monotonic(self) -> float:
        return self._seconds

    async def sleep(self, seconds: float) -> None:
        waker: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (self._seconds + seconds, next(self._order), waker))
        await waker

    async def advance(self, seconds: float) -> None:
        target = self._seconds + seconds
        await _settle()
        while self._sleepers and self._sleepers[0][0] <= target:
            at, _, waker = heapq.heappop(self._sleepers)
            self._seconds = max(self._seconds, at)
            if not waker.done():
                waker.set_result(None)
            await _settle()
        self._seconds = target


async def _settle() -> None:
    for _ in range(10):
        await asyncio.sleep(0)


def utterance(text: str, *, ms_per_word: int = MS_PER_WORD, silent_ms: int = 0) -> Utterance:
    """A tone, `ms_per_word` for each word, after `silent_ms` of nothing."""
    words = [word + " " for word in text.split()]
    tone_samples = len(words) * ms_per_word * SAMPLE_RATE_HZ // 1000
    times = np.arange(tone_samples) / SAMPLE_RATE_HZ
    tone = (8000 * np.cos(2 * np.pi * 440 * times)).astype(np.int16)
    silence = np.zeros(silent_ms * SAMPLE_RATE_HZ // 1000, dtype=np.int16)
    return Utterance(
        np.concatenate([silence, tone]),
        tuple(Word(silent_ms + index * ms_per_word, word) for index, word in enumerate(words)),
        (Mouth(0, "rest"), Mouth(silent_ms, "A")),
    )


class FakeVoice:
    """Says any text as a tone. `fails`: raises for a text that contains this."""

    name = "fake"
    note = "A tone for each word."

    def __init__(self, *, ms_per_word: int = MS_PER_WORD, fails: str | None = None) -> None:
        self.said: list[tuple[str, str, float, str | None]] = []
        self._ms_per_word = ms_per_word
        self._fails = fails

    def speak(self, text: str, *, language: str, rate: float, emotion: str | None) -> Generator[Utterance]:
        if self._fails is not None and self._fails in text:
            raise RuntimeError("the voice broke")
        self.said.append((text, language, rate, emotion))
        spoken = utterance(text, ms_per_word=self._ms_per_word)
        return StoppableSpeech(piece for piece in (spoken,))

    def close(self) -> None:
        pass


class FakeListener:
    """Hears loud as speech, which ends after `pause_ms` of quiet and always means `words`; `guess` is what
    it sounds like at first."""

    def __init__(self, words: str, *, guess: str = "", pause_ms: int = 200) -> None:
        self._words = words
        self._guess = guess
        self._pause_samples = pause_ms * 16
        self.loudest_santa = 0.0
        self._speaking = False
        self._quiet_samples = 0
        self.closed = False
        self.heard_samples = 0

    def feed(self, pcm: Pcm, *, santa_loudness: float = 0.0) -> list[HearingEvent]:
        events: list[HearingEvent] = []
        self.heard_samples += len(pcm)
        self.loudest_santa = max(self.loudest_santa, santa_loudness)
        for start in range(0, len(pcm), 160):
            piece = pcm[start : start + 160]
            if np.abs(piece.astype(np.int32)).max(initial=0) > 1000:
                self._quiet_samples = 0
                if not self._speaking:
                    self._speaking = True
                    events.append(SpeechStarted())
                    if self._guess:
                        events.append(HeardWords(self._guess, 0.0, final=False))
            elif self._speaking:
                self._quiet_samples += len(piece)
                if self._quiet_samples >= self._pause_samples:
                    self._speaking = False
                    events += [SpeechEnded(200.0), HeardWords(self._words, 0.9, final=True)]
        return events

    def close(self) -> None:
        self.closed = True


class FakeEars:
    def __init__(
        self, words: str = "I want a train", *, available: bool = True, guess: str = "", pause_ms: int = 200
    ) -> None:
        self.available = available
        self.note = "test ears"
        self.listeners: list[FakeListener] = []
        self._words = words
        self._guess = guess
        self._pause_ms = pause_ms

    def listener(self, *, language: str, confidence: float) -> FakeListener:
        self.listeners.append(FakeListener(self._words, guess=self._guess, pause_ms=self._pause_ms))
        return self.listeners[-1]


class FakeFace:
    """A small grey picture, brighter while the mouth is open. Remembers what it was asked for."""

    width, height = 320, 180

    def __init__(self) -> None:
        self.asked: list[tuple[float, str, str]] = []

    def frame(self, at_ms: float, *, mouth: str, pose: str) -> av.VideoFrame:
        self.asked.append((at_ms, mouth, pose))
        grey = np.full((self.height * 3 // 2, self.width), 128, dtype=np.uint8)
        grey[: self.height] = 80 if mouth == "rest" else 200
        return av.VideoFrame.from_ndarray(grey, format="yuv420p")


class FakeFaces:
    """`gate`: a face is ready only when it is open."""

    def __init__(self, *, gate: threading.Event | None = None) -> None:
        self.made: list[FakeFace] = []
        self.asked = 0
        self._gate = gate

    def __call__(self, quality: str) -> FakeFace:
        self.asked += 1
        if self._gate is not None:
            self._gate.wait(5)
        self.made.append(FakeFace())
        return self.made[-1]


class FakeBrain:
    """Answers with `answer`, piece by piece; remembers what it was asked and whether it was cut off."""

    def __init__(self, *pieces: str, pause: asyncio.Event | None = None) -> None:
        self.requests: list[BrainRequest] = []
        self.cut_off = 0
        self._pieces = pieces or ("Ho ho ho! ", "What a fine wish.")
        self._pause = pause

    async def __call__(self, request: BrainRequest) -> AsyncIterator[str]:
        self.requests.append(request)
        finished = False
        try:
            for piece in self._pieces:
                yield piece
                if self._pause is not None:
                    await self._pause.wait()
            finished = True
        finally:
            self.cut_off += not finished
