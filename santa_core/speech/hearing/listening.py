"""One microphone's listener: all of its sound in, "somebody speaks", words so far, "they stopped", the words.

    feed() -> VoiceActivity -> TurnDetector     at once, in the caller's thread
                   | the utterance's sound
                   v
                Scribe -> Transcription         in a thread, as long as the tier takes

Every SpeechStarted is followed by one SpeechEnded and, when the tier has it, one final HeardWords.
"""

from __future__ import annotations

import threading
from collections import deque

import numpy as np

from santa_core.speech.hearing.scribe import Scribe
from santa_core.speech.hearing.turn_detector import Began, Ended, Stirred, TurnDetector
from santa_core.speech.hearing.voice_activity import CHUNK_MS, CHUNK_SAMPLES, VoiceActivity
from santa_core.speech.ports import (
    HeardWords,
    HearingEvent,
    Pcm,
    SpeechEnded,
    SpeechMayStart,
    SpeechStarted,
    SpeechToText,
)

# Speech is noticed three chunks late, and its first consonant is softer than any threshold.
_BEFORE_ONSET_CHUNKS = round(400 / CHUNK_MS)
# Of the pause: by then it is more likely the end than a breath, and the last work on the words fits in.
_ENDING = 0.5


class UtteranceListener:
    """Implements Listener. `tier` None: only when somebody speaks; the words stay empty."""

    def __init__(
        self,
        tier: SpeechToText | None,
        *,
        voice_activity: VoiceActivity,
        language: str,
        confidence: float,
        pause_ms: int,
    ) -> None:
        self._voice_activity = voice_activity
        self._detector = TurnDetector(pause_ms=pause_ms)
        self._scribe = tier and Scribe(tier, language=language, confidence=confidence, tell=self._tell_words)
        self._waiting: Pcm = np.zeros(0, dtype=np.int16)
        self._before: deque[Pcm] = deque(maxlen=_BEFORE_ONSET_CHUNKS)
        self._closed = False
        self._telling = threading.Lock()  # held for the three below
        self._ready: list[HearingEvent] = []
        self._utterance = 0
        self._speaking = False

    def feed(self, pcm: Pcm, *, santa_loudness: float = 0.0) -> list[HearingEvent]:
        """Takes less than 1 ms for each 32 ms of sound, whatever the tier does. Feed on, be it nothing, for
        the words that come late. After close: no events."""
        if self._closed:
            return []
        self._waiting = np.concatenate([self._waiting, np.asarray(pcm, dtype=np.int16)])
        while len(self._waiting) >= CHUNK_SAMPLES:
            chunk, self._waiting = self._waiting[:CHUNK_SAMPLES], self._waiting[CHUNK_SAMPLES:]
            self._hear(chunk, santa_loudness)
        with self._telling:
            ready, self._ready = self._ready, []
        return ready

    def close(self) -> None:
        self._closed = True
        if self._scribe:
            self._scribe.close()
        self._waiting = np.zeros(0, dtype=np.int16)
        self._before.clear()

    def _hear(self, chunk: Pcm, santa_loudness: float) -> None:
        loudness = float(np.sqrt(np.mean(chunk.astype(np.float32) ** 2)))
        probability = self._voice_activity.probability(chunk)
        step = self._detector.hear(probability, loudness=loudness, santa_loudness=santa_loudness)
        if self._speaking:
            if self._scribe:
                self._scribe.hear(chunk, ending=self._detector.quiet_share >= _ENDING)
        else:
            self._before.append(chunk)
        match step:
            case Stirred():
                self._ready_is(SpeechMayStart())
            case Began():
                self._begin()
            case Ended(trailing_ms=trailing_ms):
                self._end(trailing_ms)

    def _begin(self) -> None:
        with self._telling:
            self._utterance += 1
            self._speaking = True
            self._ready.append(SpeechStarted())
        if self._scribe:
            self._scribe.begin(self._utterance, np.concatenate(self._before))
        self._before.clear()

    def _end(self, trailing_ms: float) -> None:
        with self._telling:
            self._speaking = False
            self._ready.append(SpeechEnded(trailing_ms=trailing_ms))
            if not self._scribe:
                self._ready.append(HeardWords(text="", confidence=0.0, final=True))
        if self._scribe:
            self._scribe.end()

    def _tell_words(self, utterance: int, words: HeardWords) -> None:
        """In the scribe's thread. A guess that comes after the end is dropped."""
        with self._telling:
            if words.final or (self._speaking and utterance == self._utterance):
                self._ready.append(words)

    def _ready_is(self, event: HearingEvent) -> None:
        with self._telling:
            self._ready.append(event)
