"""Two voices as one: the better one speaks while it can, the surer one when it cannot."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Generator

from santa_core.speech.ports import SpeechServiceFailed, TextToSpeech, Utterance
from santa_core.speech.speaking.stoppable import StoppableSpeech

logger = logging.getLogger(__name__)

# After a failure the surer voice speaks for so long: neither may every sentence wait for a timeout first,
# nor Santa change his voice from one sentence to the next.
REST_SECONDS = 60.0


class FallbackVoice:
    """Implements TextToSpeech. A sentence whose voice fails before its first sound is spoken by `surer`;
    one that has begun ends there, because two voices in one sentence are worse than a short one."""

    def __init__(
        self, better: TextToSpeech, surer: TextToSpeech, *, now: Callable[[], float] = time.monotonic
    ) -> None:
        self.name = better.name
        self._better = better
        self._surer = surer
        self._now = now
        self._failed_at: float | None = None
        self._trouble = ""

    @property
    def note(self) -> str:
        if not self._trouble:
            return self._better.note
        return f"{self._trouble} Santa speaks with {self._surer.name} meanwhile."

    def speak(self, text: str, *, language: str, rate: float, emotion: str | None) -> Generator[Utterance]:
        if self._resting:
            return self._surer.speak(text, language=language, rate=rate, emotion=emotion)
        better = self._better.speak(text, language=language, rate=rate, emotion=emotion)

        def surer() -> Generator[Utterance]:
            return self._surer.speak(text, language=language, rate=rate, emotion=emotion)

        return StoppableSpeech(self._pieces(better, surer), wake=better.close)

    def close(self) -> None:
        self._better.close()
        self._surer.close()

    @property
    def _resting(self) -> bool:
        return self._failed_at is not None and self._now() - self._failed_at < REST_SECONDS

    def _pieces(
        self, better: Generator[Utterance], surer: Callable[[], Generator[Utterance]]
    ) -> Generator[Utterance]:
        sounded = False
        try:
            for piece in better:
                sounded = sounded or len(piece.pcm) > 0
                yield piece
        except SpeechServiceFailed as failure:
            self._note(failure)
            if not sounded:
                yield from surer()
        else:
            if sounded:
                self._recovered()
        finally:
            better.close()

    def _note(self, failure: SpeechServiceFailed) -> None:
        self._failed_at = self._now()
        if self._trouble != str(failure):
            self._trouble = str(failure)
            logger.warning("%s Santa speaks with %s meanwhile.", failure, self._surer.name)

    def _recovered(self) -> None:
        if self._trouble:
            logger.info("the speech service speaks again")
        self._trouble, self._failed_at = "", None
