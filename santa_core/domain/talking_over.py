"""Somebody begins to speak: does Santa stop, go on, ask again, or is it nothing?

    Santa speaks    real words, or speech for long       ──> INTERRUPT
                    "uh-huh", a cough, nothing           ──> GO_ON
    Santa thinks    nothing, or "uh-huh"                 ──> GO_ON     (words continue the child's turn)
    Santa listens   speech, but no words                 ──> ASK_AGAIN
                    a short noise                        ──> LET_BE

Pure: the times are handed in. Each function answers its verdict, or when to look again if nothing new
happens until then; None: only something new can tell.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto

from santa_core.domain.heard_words import (
    SHORT_SOUND_SECONDS,
    is_more_than_a_backchannel,
    takes_the_floor,
)

# Of speech alone: the end of a sound is reported a pause later, and until then it seems to go on. With a
# pause of 0.35 s a cough of 0.3 s is known to be over after 0.65 s.
SPEECH_WITHOUT_WORDS = timedelta(seconds=1.0)
# Where no words can be expected before the end: a vendor that sends none, a language the ears do not know.
SPEECH_WITHOUT_EARS = timedelta(seconds=0.6)
SPEECH_WITH_A_BACKCHANNEL = timedelta(seconds=2.5)  # "okay" and then a mumble that goes on and on
WORDS_AFTER_THE_END = timedelta(seconds=1.2)  # a recogniser that has not answered then has nothing
WORDS_AFTER_A_GUESS = timedelta(seconds=2.5)  # it has, but is not done
# Somebody, or something, that has kept Santa from beginning for so long will not let him at all.
LONGEST_HOLD = timedelta(seconds=15)
SHORT_NOISE_SECONDS = 0.4


@dataclass(frozen=True)
class Pauses:
    """`ends_speech`: silence after which the ears say that somebody has stopped; a vendor's is its own, and
    about as long. `unfinished`: so long plainly unfinished words wait for more."""

    ends_speech: timedelta = timedelta(seconds=0.35)
    unfinished: timedelta = timedelta(seconds=0.9)


class Verdict(Enum):
    INTERRUPT = auto()
    GO_ON = auto()
    ASK_AGAIN = auto()
    LET_BE = auto()


@dataclass(frozen=True)
class Speech:
    """What is known of what is being said, or was said just now and may still get words."""

    began_at: datetime
    words: str = ""  # so far, guessed or certain
    stopped_at: datetime | None = None  # when we learnt that it is over
    sounded_seconds: float | None = None  # how long it was, without the silence after it; None: unknown

    def lasted_seconds(self, now: datetime, *, pause: timedelta) -> float:
        """Of sound, at least: where the end is not told yet, `pause` may have been silence already."""
        if self.sounded_seconds is not None:
            return self.sounded_seconds
        return (now - self.began_at - pause).total_seconds()


def while_santa_speaks(
    speech: Speech, *, now: datetime, language: str, words_come_early: bool, pause: timedelta
) -> Verdict | datetime | None:
    """`words_come_early`: guesses are sent while somebody speaks. `pause`: it ends speech."""
    if takes_the_floor(speech.words, language, lasted_seconds=speech.lasted_seconds(now, pause=pause)):
        return Verdict.INTERRUPT
    if speech.stopped_at is not None:
        waits = timedelta(0) if speech.words else WORDS_AFTER_THE_END
        return _when(speech.stopped_at + waits, now, Verdict.GO_ON)
    if is_more_than_a_backchannel(speech.words, language):
        return speech.began_at + timedelta(seconds=SHORT_SOUND_SECONDS) + pause  # then it was long enough
    wordless = (SPEECH_WITHOUT_WORDS if words_come_early else SPEECH_WITHOUT_EARS) + pause
    longest = SPEECH_WITH_A_BACKCHANNEL if speech.words else wordless
    return _when(speech.began_at + longest, now, Verdict.INTERRUPT)


def before_santa_speaks(speech: Speech, *, now: datetime, language: str) -> Verdict | datetime | None:
    """Santa has an answer, or is thinking of one, and holds it back."""
    if speech.stopped_at is None:
        return _when(speech.began_at + LONGEST_HOLD, now, Verdict.GO_ON)
    guessed = is_more_than_a_backchannel(speech.words, language)
    waits = WORDS_AFTER_A_GUESS if guessed else timedelta(0) if speech.words else WORDS_AFTER_THE_END
    return _when(speech.stopped_at + waits, now, Verdict.GO_ON)


def while_santa_listens(speech: Speech, *, now: datetime, patience: timedelta) -> Verdict | datetime | None:
    """`patience`: so long after the end of speech its words come, if there are any."""
    if speech.stopped_at is None:
        return None
    return _when(speech.stopped_at + patience, now, not_understood(speech))


def not_understood(speech: Speech) -> Verdict:
    """It is over and has no words."""
    short = speech.sounded_seconds is not None and speech.sounded_seconds < SHORT_NOISE_SECONDS
    return Verdict.LET_BE if short else Verdict.ASK_AGAIN


def _when(due: datetime, now: datetime, verdict: Verdict) -> Verdict | datetime:
    return verdict if now >= due else due
