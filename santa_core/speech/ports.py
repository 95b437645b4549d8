"""What hearing and speaking are asked for. Adapters of each tier implement these.

    SpeechToText.listen()  -> Transcription        one utterance's sound in, its words out
    Ears.listener()        -> Listener             all of a microphone's sound in, speech events out
    TextToSpeech.speak()   -> Generator[Utterance] text in, sound out, with words' and mouths' times

Everything here blocks and is called in a thread, never on an event loop.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from santa_core.errors import SantaError

SAMPLE_RATE_HZ = 48_000  # everything Santa says
HEARING_RATE_HZ = 16_000  # everything Santa hears

Pcm = npt.NDArray[np.int16]


class SpeechServiceFailed(SantaError):
    """A tier could not hear or speak. The message says what happened and what to do, never a key."""

    def __init__(self, message: str, *, retryable: bool) -> None:
        super().__init__(message)
        self.retryable = retryable


# --- hearing -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Transcript:
    """`confidence`: mean probability of the words, 0 to 1; None where the tier does not tell."""

    text: str
    confidence: float | None


class Transcription(Protocol):
    """One utterance while it is heard: hear and guess at will, then finish or cancel, in one thread."""

    def hear(self, pcm: Pcm) -> None:
        """int16 mono at HEARING_RATE_HZ, any length."""

    def guess(self) -> str:
        """The words so far, which may still change; "" where the tier cannot say yet. Returns at once."""
        ...

    def finish(self) -> Transcript:
        """The whole utterance. Raises SpeechServiceFailed."""
        ...

    def cancel(self) -> None:
        """Nobody wants it any more. Idempotent; harmless after finish."""


class SpeechToText(Protocol):
    name: str  # in logs and measurements: pocketsphinx, openai, whisper
    note: str  # one sentence for people: what it is and how far to trust it

    def understands(self, language: str) -> bool:
        """Whether it has words for this language (ISO 639-1)."""
        ...

    def listen(self, *, language: str) -> Transcription: ...

    def close(self) -> None:
        """Idempotent."""


@dataclass(frozen=True)
class SpeechMayStart:
    """Something sounds like a voice; in a tenth of a second it is known whether it is one."""


@dataclass(frozen=True)
class SpeechStarted:
    """Somebody began to speak."""


@dataclass(frozen=True)
class SpeechEnded:
    """They stopped. `trailing_ms`: silence heard before this was decided."""

    trailing_ms: float


@dataclass(frozen=True)
class HeardWords:
    """Recognised words. final: the whole utterance, once after SpeechEnded ("": nothing was understood);
    before that all words so far, which may still change."""

    text: str
    confidence: float  # 0 to 1
    final: bool


HearingEvent = SpeechMayStart | SpeechStarted | SpeechEnded | HeardWords


class Listener(Protocol):
    def feed(self, pcm: Pcm, *, santa_loudness: float = 0.0) -> list[HearingEvent]:
        """int16 mono at HEARING_RATE_HZ, any length. Call it in one thread at a time.

        `santa_loudness`: root mean square (of 32,767) of what Santa says meanwhile, so that his own
        voice coming back through a microphone is not taken for somebody's."""
        ...

    def close(self) -> None: ...


class Ears(Protocol):
    available: bool
    note: str  # one sentence for people: which recogniser, or why there is none

    def listener(self, *, language: str, confidence: float) -> Listener:
        """`confidence`: final words the recogniser is less sure of come as ""."""
        ...


# --- speaking ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Word:
    """`text` is the original text from this word up to the next: joined, all words give the text back."""

    start_ms: float
    text: str


@dataclass(frozen=True)
class Mouth:
    """`shape` is one of the art's mouths: rest M F L O U E A I laugh. Holds until the next."""

    start_ms: float
    shape: str


@dataclass(frozen=True)
class Utterance:
    """A piece of speech; times count from its own start. `pcm` is int16 mono, shape (samples,), at
    SAMPLE_RATE_HZ."""

    pcm: Pcm
    words: tuple[Word, ...]
    mouths: tuple[Mouth, ...]

    @property
    def duration_ms(self) -> float:
        return len(self.pcm) * 1000 / SAMPLE_RATE_HZ


class TextToSpeech(Protocol):
    name: str  # in logs and measurements: espeak, openai

    @property
    def note(self) -> str:
        """One sentence for people: which voice it is, or what is wrong with it just now."""
        ...

    def speak(self, text: str, *, language: str, rate: float, emotion: str | None) -> Generator[Utterance]:
        """The speech in pieces that follow each other without a gap, the first as early as it is there.

        `rate` 0.5 to 1.5. Closing the generator stops the work: in any thread, also while another one
        advances it, and without waiting (speaking/stoppable.py). An odd text gives odd speech, never an
        error; raises SpeechServiceFailed where a service fails."""
        ...

    def close(self) -> None:
        """Idempotent."""
