"""A tier that fails, helped out by pocketsphinx: an English call goes on, whatever happens to a service.

One that fails is heard again by the other, so its words are not lost. After two failures in a row the
other hears alone, for as long as this object lives: one for each listener.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from santa_core.speech.ports import Pcm, SpeechServiceFailed, SpeechToText, Transcript, Transcription

logger = logging.getLogger(__name__)

_FAILURES = 2  # in a row


class FallingBackSpeechToText:
    """Implements SpeechToText. `open_other` is called at the first failure; both are closed with it."""

    def __init__(self, first: SpeechToText, open_other: Callable[[], SpeechToText]) -> None:
        self._first, self._open_other = first, open_other
        self._other: SpeechToText | None = None
        self._failures = 0

    @property
    def name(self) -> str:
        return self._now.name

    @property
    def note(self) -> str:
        return self._now.note

    def understands(self, language: str) -> bool:
        return self._now.understands(language)

    def listen(self, *, language: str) -> Transcription:
        if self._gave_up:
            return self._open().listen(language=language)
        return _Heard(self, self._first.listen(language=language), language)

    def close(self) -> None:
        self._first.close()
        if self._other is not None:
            self._other.close()

    def worked(self) -> None:
        self._failures = 0

    def help_for(self, language: str, failure: SpeechServiceFailed) -> Transcription:
        """Raises `failure` where the other has no words for the language."""
        other = self._open()
        if not other.understands(language):
            raise failure
        self._failures += 1
        if self._failures == _FAILURES:
            # The message is ours and holds no words of the call.
            logger.warning("%s hears on in place of %s: %s", other.name, self._first.name, failure)
        return other.listen(language=language)

    @property
    def _gave_up(self) -> bool:
        return self._failures >= _FAILURES

    @property
    def _now(self) -> SpeechToText:
        return self._open() if self._gave_up else self._first

    def _open(self) -> SpeechToText:
        if self._other is None:
            self._other = self._open_other()
        return self._other


class _Heard:
    """Implements Transcription; keeps the sound until it is over."""

    def __init__(self, owner: FallingBackSpeechToText, first: Transcription, language: str) -> None:
        self._owner, self._first, self._language = owner, first, language
        self._sound: list[Pcm] = []

    def hear(self, pcm: Pcm) -> None:
        self._sound.append(pcm)
        self._first.hear(pcm)

    def guess(self) -> str:
        return self._first.guess()

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
