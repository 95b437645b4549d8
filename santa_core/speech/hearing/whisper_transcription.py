"""SpeechToText by Whisper on this machine, with faster-whisper and a model somebody put here.

Whisper hears whole recordings only. So words so far are what it makes of the sound until now, heard
again and again in a thread of its own: once in 0.7 s at most, and only while it keeps up. The end of an
utterance waits for what is under way and then for one hearing of the whole, which begins in the pause.
"""

from __future__ import annotations

import logging
import math
import threading
from collections.abc import Iterable
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from santa_core.speech.hearing.languages import base_language, is_whispers_language
from santa_core.speech.hearing.openai_models import KEYWORDS
from santa_core.speech.hearing.transcript_text import clean
from santa_core.speech.hearing.whisper_model import complaint_about, is_multilingual
from santa_core.speech.ports import HEARING_RATE_HZ, Pcm, SpeechServiceFailed, Transcript

if TYPE_CHECKING:
    from faster_whisper import WhisperModel
    from faster_whisper.transcribe import Segment

logger = logging.getLogger(__name__)

_GUESS_EVERY_SECONDS = 0.7
_SHORTEST_SECONDS = 0.1
# Whisper's own limits (openai/whisper, transcribe.py): beyond them a segment is silence or a loop.
_NO_SPEECH = 0.6
_LEAST_LOGPROB = -1.0
_COMPRESSION = 2.4
# What a broken model, or one this version cannot open, raises, and a closed worker.
_FAILURES = (RuntimeError, ValueError, OSError, CancelledError)
# A bound on loops: the quickest speaker in the language with the longest words stays below.
_TOKENS_PER_SECOND, _LEAST_TOKENS, _MOST_TOKENS = 25, 24, 224


class WhisperSpeechToText:
    """Loads the model in the background at once: 0.3 to 5 s. `threads` are all of the processor it takes.
    Implements SpeechToText; safe from any thread, one hearing at a time."""

    name = "whisper"

    def __init__(self, folder: str | Path, *, threads: int = 2) -> None:
        """Raises SpeechServiceFailed where the folder holds no model."""
        complaint = complaint_about(folder)
        if complaint:
            raise SpeechServiceFailed(complaint, retryable=False)
        self.note = (
            f"Whisper ({Path(folder).name}) on this machine: nothing leaves it. "
            f"{'Many languages' if is_multilingual(folder) else 'English only'}."
        )
        self._folder, self._threads = str(folder), threads
        self._multilingual = is_multilingual(folder)
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="whisper")
        self._model: Future[WhisperModel] = self._worker.submit(self._load)
        self._guessing = threading.Lock()  # held while somebody's words so far are heard

    def understands(self, language: str) -> bool:
        return is_whispers_language(language) if self._multilingual else base_language(language) == "en"

    def listen(self, *, language: str) -> WhisperTranscription:
        return WhisperTranscription(self, language=base_language(language))

    def close(self) -> None:
        self._worker.shutdown(wait=True, cancel_futures=True)

    # What one utterance needs of it.

    def guess_later(self, pcm: bytes, language: str) -> Future[str] | None:
        """None while another guess is under way, or the model is not there yet."""
        if not self._model.done() or self._model.exception() is not None:
            return None
        if not self._guessing.acquire(blocking=False):
            return None
        try:
            future = self._worker.submit(self._guess, pcm, language)
        except RuntimeError:  # closed
            self._guessing.release()
            return None
        # A guess that is cancelled before it begins still has to open the way for the next.
        future.add_done_callback(lambda _: self._guessing.release())
        return future

    def hear_later(self, pcm: bytes, language: str) -> Future[Transcript]:
        """In the worker: so it comes after a guess under way and never beside one."""
        try:
            return self._worker.submit(self._hear, pcm, language, beam_size=2)
        except RuntimeError as error:  # closed
            raise SpeechServiceFailed(
                "Whisper is closed. Start the studio again.", retryable=False
            ) from error

    def words(self, coming: Future[Transcript]) -> Transcript:
        """Raises SpeechServiceFailed."""
        try:
            return coming.result()
        except _FAILURES as error:
            raise SpeechServiceFailed(
                f"Whisper could not hear with the model in {self._folder!r} ({error}). "
                "Check SANTA_WHISPER_MODEL, or set SANTA_EARS=pocketsphinx.",
                retryable=False,
            ) from error

    def _load(self) -> WhisperModel:
        from faster_whisper import WhisperModel

        return WhisperModel(
            self._folder,
            device="cpu",
            compute_type="int8",
            cpu_threads=self._threads,
            num_workers=1,
            local_files_only=True,
        )

    def _guess(self, pcm: bytes, language: str) -> str:
        try:
            return self._hear(pcm, language, beam_size=1).text
        except _FAILURES as error:
            logger.info("a guess with Whisper failed: %s", type(error).__name__)
            return ""

    def _hear(self, pcm: bytes, language: str, *, beam_size: int) -> Transcript:
        sound = np.frombuffer(pcm, dtype=np.int16).astype(np.float32) / 32_768
        seconds = len(sound) / HEARING_RATE_HZ
        segments, _ = self._model.result().transcribe(
            sound,
            language=language if self._multilingual else "en",
            beam_size=beam_size,
            temperature=0.0,  # no second and third try: somebody is waiting
            no_speech_threshold=_NO_SPEECH,
            log_prob_threshold=_LEAST_LOGPROB,
            compression_ratio_threshold=None,
            condition_on_previous_text=False,
            without_timestamps=True,
            hotwords=", ".join(KEYWORDS) if language == "en" else None,
            max_new_tokens=min(_MOST_TOKENS, _LEAST_TOKENS + int(_TOKENS_PER_SECOND * seconds)),
        )
        return _transcript(segments)


class WhisperTranscription:
    """Implements Transcription and EarlyTranscription: the last hearing may begin while a pause lasts."""

    def __init__(self, service: WhisperSpeechToText, *, language: str) -> None:
        self._service = service
        self._language = language
        self._sound = bytearray()
        self._guessed_at = 0  # bytes
        self._guess = ""
        self._coming: Future[str] | None = None
        self._early: Future[Transcript] | None = None

    def hear(self, pcm: Pcm) -> None:
        self._sound += np.asarray(pcm, dtype=np.int16).tobytes()
        if self._early is not None or len(self._sound) - self._guessed_at < _bytes_in(_GUESS_EVERY_SECONDS):
            return
        coming = self._service.guess_later(bytes(self._sound), self._language)
        if coming is not None:
            self.guess()  # takes in the one before
            self._coming, self._guessed_at = coming, len(self._sound)

    def guess(self) -> str:
        if self._coming is not None and self._coming.done() and not self._coming.cancelled():
            self._guess, self._coming = self._coming.result(), None
        return self._guess

    def finish_early(self) -> None:
        """Returns at once. What comes until finish is taken for silence."""
        if self._early is None and len(self._sound) >= _bytes_in(_SHORTEST_SECONDS):
            self._drop_guess()
            self._early = self._service.hear_later(bytes(self._sound), self._language)

    def go_on(self) -> None:
        if self._early is not None:
            self._early.cancel()
            self._early = None

    def finish(self) -> Transcript:
        """Raises SpeechServiceFailed."""
        self.finish_early()
        early, self._early = self._early, None
        return self._service.words(early) if early is not None else Transcript("", None)

    def cancel(self) -> None:
        self.go_on()
        self._drop_guess()

    def _drop_guess(self) -> None:
        if self._coming is not None:
            self._coming.cancel()
            self._coming = None


def _bytes_in(seconds: float) -> int:
    return int(seconds * HEARING_RATE_HZ) * 2


def _transcript(segments: Iterable[Segment]) -> Transcript:
    """`confidence`: the probability of a token, averaged over all. Silence and loops are left out."""
    words: list[str] = []
    tokens, logprobs = 0, 0.0
    for segment in segments:
        is_silence = segment.no_speech_prob > _NO_SPEECH and segment.avg_logprob < _LEAST_LOGPROB
        if is_silence or segment.compression_ratio > _COMPRESSION:
            continue
        words.append(segment.text)
        tokens += len(segment.tokens)
        logprobs += segment.avg_logprob * len(segment.tokens)
    text = clean(" ".join(words))
    return Transcript(text, min(1.0, math.exp(logprobs / tokens)) if text and tokens else None)
