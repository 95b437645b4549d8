"""A tier that fails, helped out by pocketsphinx: an English call goes on, whatever happens to a service.

One utterance that fails is heard again by the other, so its words are not lost. After two failures in a row
the other hears alone. Failures are counted by thread, as each listener has a thread of its own.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from santa_core.speech.hearing.scribe import EarlyTranscription
from santa_core.speech.ports import Pcm, SpeechServiceFailed, SpeechToText, Transcript, Transcription

logger = logging.getLogger(__name__)

_FAILURES = 2  # in a row


class FallingBackSpeechToText:
    """Implements SpeechToText. `open_other` is called at the first failure; both are closed with it."""

    def __init__(self, first: SpeechToText, open_other: Callable[[], SpeechToText]) -> None:
        self.name, self.note = first.name, first.note
        self._first, self._open_other = first, open_other
        self._other: SpeechToText | None = None
        self._opening = threading.Lock()
        self._of_thread = threading.local()

    def understands(self, language: str) -> bool:
        return self._first.understands(language)

    def listen(self, *, language: str) -> Transcription:
        if self._failures_in_a_row() >= _FAILURES and self._open().understands(language):
            return self._open().listen(language=language)
        return _Heard(self, self._first.listen(language=language), language)

    def close(self) -> None:
        self._first.close()
        if self._other is not None:
            self._other.close()

    def worked(self) -> None:
        self._of_thread.failures = 0

    def help_for(self, language: str, failure: SpeechServiceFailed) -> Transcription:
        """Raises `failure` where the other has no words for the language."""
        other = self._open()
        if not other.understands(language):
            raise failure
        self._of_thread.failures = self._failures_in_a_row() + 1
        if self._of_thread.failures == _FAILURES:
            # The failure's message is ours and holds no words of the call.
            logger.warning("%s hears on in place of %s: %s", other.name, self._first.name, failure)
        return other.listen(language=language)

    def _failures_in_a_row(self) -> int:
        return int(getattr(self._of_thread, "failures", 0))

    def _open(self) -> SpeechToText:
        with self._opening:
            if self._other is None:
                self._other = self._open_other()
            return self._other


class _Heard:
    """Implements Transcription, and EarlyTranscription where the first does; keeps the sound meanwhile."""

    def __init__(self, owner: FallingBackSpeechToText, first: Transcription, language: str) -> None:
        self._owner, self._first, self._language = owner, first, language
        self._sound: list[Pcm] = []

    def hear(self, pcm: Pcm) -> None:
        self._sound.append(pcm)
        self._first.hear(pcm)

    def guess(self) -> str:
        return self._first.guess()

    def finish_early(self) -> None:
        if isinstance(self._first, EarlyTranscription):
            self._first.finish_early()

    def go_on(self) -> None:
        if isinstance(self._first, EarlyTranscription):
            self._first.go_on()

    def finish(self) -> Transcript:
        try:
            transcript = self._first.finish()
        except SpeechServiceFailed as failure:
            other = self._owner.help_for(self._language, failure)
            for pcm in self._sound:
                other.hear(pcm)
            return other.finish()
        finally:
            self._sound = []
        self._owner.worked()
        return transcript

    def cancel(self) -> None:
        self._sound = []
        self._first.cancel()
