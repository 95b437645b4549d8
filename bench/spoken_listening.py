"""One item of the corpus fed to a listener, and what is said of how it was heard. No microphone, no clock:
times are places in the sound, so it goes as fast as the listener can."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from santa_core.speech.ports import HEARING_RATE_HZ, HeardWords, Listener, Pcm, SpeechEnded, SpeechStarted
from tests.spoken_corpus.energy import Span
from tests.spoken_corpus.items import Item, as_heard
from tests.spoken_corpus.lines import words_of

PIECE_SAMPLES = 512  # what HeyGen's SDK sends at a time: 32 ms
PIECE_MS = PIECE_SAMPLES * 1000 / HEARING_RATE_HZ
TOO_LATE_MS = 1_500.0  # an end that comes later was missed
WORDS_AT_MOST_SECONDS = 30.0
_WAITING_SECONDS = 0.005


@dataclass
class Noticed:
    """Milliseconds in the sound that was fed. `work_seconds`: what the listener took for all of it;
    `words_seconds`: from being fed the sound that ended an utterance until its words were there."""

    started: list[float] = field(default_factory=list)
    ended: list[float] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    guesses: list[float] = field(default_factory=list)
    work_seconds: float = 0.0
    words_seconds: list[float] = field(default_factory=list)


@dataclass(frozen=True)
class Verdict:
    """Of one item. Delays in milliseconds; None where it was not noticed at all."""

    item: Item
    text: str
    edits: int
    onset_delay_ms: float | None
    end_delay_ms: float | None
    first_guess_ms: float | None  # from the first sound to the first words
    false_ends: int  # while there was more to come
    false_ends_in_pause: int  # of these, in a pause of the speaker's
    noise_began: bool  # the ears took the noise before it for speech, so nobody can say when they noticed
    missed_end: bool
    words_seconds: tuple[float, ...]


def hear(listener: Listener, sound: Pcm, *, santa: Pcm | None = None) -> Noticed:
    """`sound` int16 mono at HEARING_RATE_HZ, `santa` what Santa says meanwhile, as long. Then silence until
    the words of the last utterance have come: a listener may recognise in a thread of its own."""
    noticed = Noticed()
    began = time.perf_counter()
    open_ends: list[float] = []

    def feed(place: int, piece: Pcm, loudness: float = 0.0) -> None:
        fed_at = time.perf_counter()
        at_ms = (place + len(piece)) * 1000 / HEARING_RATE_HZ
        for event in listener.feed(piece, santa_loudness=loudness):
            match event:
                case SpeechStarted():
                    noticed.started.append(at_ms)
                case SpeechEnded():
                    noticed.ended.append(at_ms)
                    open_ends.append(fed_at)
                case HeardWords(text=text, final=True):
                    noticed.texts.append(text)
                    if open_ends:
                        noticed.words_seconds.append(time.perf_counter() - open_ends.pop(0))
                case HeardWords():
                    noticed.guesses.append(at_ms)

    for place in range(0, len(sound) - PIECE_SAMPLES + 1, PIECE_SAMPLES):
        meanwhile = santa[place : place + PIECE_SAMPLES] if santa is not None else None
        loudness = float(np.sqrt(np.mean(meanwhile.astype(float) ** 2))) if meanwhile is not None else 0.0
        feed(place, sound[place : place + PIECE_SAMPLES], loudness)
    noticed.work_seconds = time.perf_counter() - began
    place = len(sound)
    deadline = time.monotonic() + WORDS_AT_MOST_SECONDS
    while len(noticed.texts) < len(noticed.started) and time.monotonic() < deadline:
        feed(place, np.zeros(PIECE_SAMPLES, dtype=np.int16))
        place += PIECE_SAMPLES
        if open_ends:
            time.sleep(_WAITING_SECONDS)
    return noticed


def hear_item(listener: Listener, item: Item) -> tuple[Verdict, Noticed]:
    noticed = hear(listener, as_heard(item, rate_hz=HEARING_RATE_HZ))
    return judge(item, noticed), noticed


def judge(item: Item, noticed: Noticed) -> Verdict:
    begin, end = item.spans[0].begin_ms, item.spans[-1].end_ms
    early = [at for at in noticed.ended if begin < at < end]
    late = [at for at in noticed.ended if end <= at <= end + TOO_LATE_MS]
    begun = [at for at in noticed.started if begin <= at <= end + TOO_LATE_MS]
    noise_began = sum(at < begin for at in noticed.started) > sum(at <= begin for at in noticed.ended)
    guesses = [at for at in noticed.guesses if at > begin]
    return Verdict(
        item=item,
        text=" ".join(filter(None, noticed.texts)),
        edits=edits(item.words, words_of(" ".join(noticed.texts))),
        onset_delay_ms=begun[0] - begin if begun and not noise_began else None,
        end_delay_ms=late[-1] - end if late else None,
        first_guess_ms=guesses[0] - begin if guesses else None,
        false_ends=len(early),
        false_ends_in_pause=sum(_in_pause(item.spans, at) for at in early),
        noise_began=noise_began,
        missed_end=(noise_began or bool(begun)) and not late,
        words_seconds=tuple(noticed.words_seconds),
    )


def edits(said: Sequence[str], heard: Sequence[str]) -> int:
    """Words to change, add or take away to make one of the other."""
    row = list(range(len(heard) + 1))
    for index, word in enumerate(said, start=1):
        before, row[0] = row[0], index
        for place, other in enumerate(heard, start=1):
            before, row[place] = row[place], min(row[place] + 1, row[place - 1] + 1, before + (word != other))
    return row[-1]


def _in_pause(spans: Sequence[Span], at_ms: float) -> bool:
    return not any(span.begin_ms <= at_ms <= span.end_ms for span in spans)
