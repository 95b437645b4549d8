"""One tier of hearing, listening in a thread of its own: the words it hears, and how long it takes."""

from __future__ import annotations

import queue
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from santa_core.speech.ports import (
    HEARING_RATE_HZ,
    Ears,
    HeardWords,
    HearingEvent,
    Listener,
    Pcm,
    SpeechEnded,
    SpeechStarted,
)

KEPT_UTTERANCES = 3
# Without sound for this long the listener is given silence: it may have words ready, and it must learn
# that somebody stopped even if their browser sends nothing any more.
_QUIET_AFTER_SECONDS = 0.2
_MAX_WAITING_PIECES = 500  # 10 s of sound: a process that starts takes a second


class ClosableEars(Ears, Protocol):
    def close(self) -> None: ...


@dataclass(frozen=True)
class HeardUtterance:
    """`took_ms`: from the end of speech to the words, the `pause_ms` that had to be waited for included."""

    text: str
    confidence: float
    took_ms: float
    pause_ms: float


@dataclass(frozen=True)
class TierWords:
    """What a tier has heard so far; the newest utterance last."""

    speaking: bool = False
    interim: str = ""
    utterances: tuple[HeardUtterance, ...] = ()


class Transcript:
    """Puts a listener's events together. One thread takes, another may read `words`."""

    def __init__(self) -> None:
        self.words = TierWords()
        self._utterances: deque[HeardUtterance] = deque(maxlen=KEPT_UTTERANCES)
        self._ended_at = 0.0
        self._pause_ms = 0.0

    def take(self, event: HearingEvent, now: float) -> None:
        """`now` in seconds, of any steady clock."""
        match event:
            case SpeechStarted():
                self.words = TierWords(True, "", tuple(self._utterances))
            case SpeechEnded(trailing_ms=pause_ms):
                self._ended_at, self._pause_ms = now, pause_ms
                self.words = TierWords(False, self.words.interim, tuple(self._utterances))
            case HeardWords(final=False, text=text):
                self.words = TierWords(self.words.speaking, text, tuple(self._utterances))
            case HeardWords(text=text, confidence=confidence):
                took_ms = 1000 * (now - self._ended_at) + self._pause_ms
                self._utterances.append(HeardUtterance(text, confidence, took_ms, self._pause_ms))
                self.words = TierWords(self.words.speaking, "", tuple(self._utterances))


class TierHearing:
    """Opens `ears` when it begins, closes them when it ends; what it heard stays to be read."""

    def __init__(
        self, open_ears: Callable[[], ClosableEars], *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._open_ears = open_ears
        self._clock = clock
        self._language = "en"
        self._sound: queue.Queue[Pcm | None] = queue.Queue(maxsize=_MAX_WAITING_PIECES)
        self._thread: threading.Thread | None = None
        self._transcript = Transcript()

    @property
    def words(self) -> TierWords:
        return self._transcript.words

    def begin(self, *, language: str) -> None:
        """Forgets what was heard before. The ears' process starts with the first sound."""
        self.end()
        self._language = language
        self._transcript = Transcript()
        self._sound = queue.Queue(maxsize=_MAX_WAITING_PIECES)
        self._thread = threading.Thread(target=self._work, name="hearing-test-tier", daemon=True)
        self._thread.start()

    def hear(self, pcm: Pcm) -> None:
        """int16 mono at HEARING_RATE_HZ. Never waits: a tier far behind misses sound."""
        if self._thread is not None and not self._sound.full():
            self._sound.put_nowait(pcm)

    def end(self) -> None:
        """Idempotent. Waits until the ears' process is gone."""
        thread, self._thread = self._thread, None
        if thread is None:
            return
        with self._sound.mutex:
            self._sound.queue.clear()
        self._sound.put(None)
        thread.join()

    def _work(self) -> None:
        sound, transcript = self._sound, self._transcript
        ears = self._open_ears()
        # All it hears is asked for: how sure it is, the page shows.
        listener = ears.listener(language=self._language, confidence=0.0)
        try:
            while (pcm := _next_piece(sound)) is not None:
                self._feed(listener, pcm, transcript)
        finally:
            listener.close()
            ears.close()

    def _feed(self, listener: Listener, pcm: Pcm, transcript: Transcript) -> None:
        for event in listener.feed(pcm):
            transcript.take(event, self._clock())


def _next_piece(sound: queue.Queue[Pcm | None]) -> Pcm | None:
    """Silence when none came for a while; None at the end."""
    try:
        return sound.get(timeout=_QUIET_AFTER_SECONDS)
    except queue.Empty:
        return np.zeros(round(HEARING_RATE_HZ * _QUIET_AFTER_SECONDS), dtype=np.int16)
