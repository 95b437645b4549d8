"""Writes down what is said, utterance by utterance, in a thread of its own: a slow tier holds up nobody."""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable
from functools import partial
from typing import Protocol, runtime_checkable

from santa_core.speech.hearing.voice_activity import CHUNK_MS
from santa_core.speech.ports import (
    HeardWords,
    Pcm,
    SpeechServiceFailed,
    SpeechToText,
    Transcript,
    Transcription,
)

logger = logging.getLogger(__name__)

_GUESS_EVERY_MS = 256.0
_NOTHING = Transcript("", 0.0)


@runtime_checkable
class EarlyTranscription(Protocol):
    """A Transcription whose finish() takes long, and that can do it while nobody is sure of the end yet."""

    def finish_early(self) -> None:
        """Most likely they have stopped: work out the words, so that finish() has them."""

    def go_on(self) -> None:
        """They had not stopped."""


class Scribe:
    """Call begin, hear, end and close in one thread; `tell` is called in the scribe's, with the number of
    the utterance that the words are of. Every utterance that ends gets its final words, be they none."""

    def __init__(
        self,
        tier: SpeechToText,
        *,
        language: str,
        confidence: float,
        tell: Callable[[int, HeardWords], None],
    ) -> None:
        self._tier = tier
        self._language = language
        self._confidence = confidence
        self._tell = tell
        self._jobs: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._closed = threading.Event()
        # Of the utterance being written; the scribe's thread alone touches them.
        self._transcription: Transcription | None = None
        self._number = 0
        self._heard_ms = self._guessed_ms = 0.0
        self._guess = ""
        self._finished_early = False
        self._complained = False

    def begin(self, number: int, sound: Pcm) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="ears-scribe", daemon=True)
            self._thread.start()
        self._jobs.put(partial(self._begin, number, sound))

    def hear(self, chunk: Pcm, *, ending: bool) -> None:
        """`ending`: they have been quiet for so long that most likely it is over."""
        self._jobs.put(partial(self._hear, chunk, ending))

    def end(self) -> None:
        self._jobs.put(self._end)

    def close(self) -> None:
        """At once; the words of an utterance in the making are dropped."""
        self._closed.set()
        self._jobs.put(None)

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            if self._closed.is_set():
                break
            try:
                job()
            except SpeechServiceFailed as error:
                self._give_up(str(error))
            except Exception as error:  # noqa: BLE001 - a tier's own trouble; its message may hold words
                self._give_up(f"the recogniser broke ({type(error).__name__})")
        self._cancel()

    def _begin(self, number: int, sound: Pcm) -> None:
        self._number = number
        self._heard_ms = self._guessed_ms = 0.0
        self._guess = ""
        self._finished_early = False
        self._transcription = self._tier.listen(language=self._language)
        self._transcription.hear(sound)

    def _hear(self, chunk: Pcm, ending: bool) -> None:
        if self._transcription is None:
            return
        self._transcription.hear(chunk)
        self._heard_ms += CHUNK_MS
        if isinstance(self._transcription, EarlyTranscription):
            self._finish_early(self._transcription, ending)
        if self._heard_ms - self._guessed_ms >= _GUESS_EVERY_MS:
            self._guessed_ms = self._heard_ms
            guess = self._transcription.guess()
            if guess and guess != self._guess:
                self._guess = guess
                self._tell(self._number, HeardWords(text=guess, confidence=0.0, final=False))

    def _finish_early(self, transcription: EarlyTranscription, ending: bool) -> None:
        if ending and not self._finished_early and self._jobs.empty():  # behind: finish() is soon enough
            transcription.finish_early()
            self._finished_early = True
        elif not ending and self._finished_early:
            transcription.go_on()
            self._finished_early = False

    def _end(self) -> None:
        words = _NOTHING
        try:
            if self._transcription is not None:
                words = self._transcription.finish()
        finally:
            self._transcription = None
            sure = words.confidence is None or words.confidence >= self._confidence
            self._tell(
                self._number,
                HeardWords(
                    text=words.text if sure else "",
                    confidence=1.0 if words.confidence is None else words.confidence,
                    final=True,
                ),
            )

    def _give_up(self, reason: str) -> None:
        """On this utterance: its end will tell that nothing was understood."""
        if not self._complained:
            self._complained = True
            logger.warning("an utterance was not understood: %s", reason)
        self._cancel()

    def _cancel(self) -> None:
        transcription, self._transcription = self._transcription, None
        if transcription is not None:
            transcription.cancel()
