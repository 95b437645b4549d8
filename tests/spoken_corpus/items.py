"""The corpus: each item is a sound, the words in it, where speech begins and ends, and its group.

Item.spans   one span for each stretch of speech; more than one where there is a pause inside
words ()     nobody says a word that matters: a "uh-huh", or noise
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from tests.spoken_corpus.energy import Sound, Span, speech_spans
from tests.spoken_corpus.lines import (
    BACKCHANNELS,
    BROKEN_LINES,
    HESITATING_LINES,
    LINES,
    OPEN_LINES,
    OUTSIDE,
    YES_AND_NO,
    words_of,
)
from tests.spoken_corpus.noises import babble, fan, room, white
from tests.spoken_corpus.voices import RATE_HZ, SPEECH_DB, VOICES, WOMAN, Voice, resampled, say

BEFORE_MS = 700  # of the room before the first word
AFTER_MS = 1_800  # and after the last: longer than any pause that ends an utterance
PAUSES_SECONDS = (0.6, 0.9)
NOISY_VOICES = (VOICES[0], VOICES[1], VOICES[4])
NOISY_LINES = LINES[13:33]
LEAD_IN_SECONDS = 3.0
QUIET_DB = -53.0  # 30 dB below arm's length: a whisper across the room


@dataclass(frozen=True)
class Item:
    """`sound` is int16 at `rate_hz`, shape (samples,) or (samples, 2). Times are milliseconds in it."""

    group: str
    voice: Voice
    words: tuple[str, ...]
    sound: Sound
    rate_hz: int
    spans: tuple[Span, ...]

    @property
    def name(self) -> str:
        return f"{self.group}, {self.voice.name}: {' '.join(self.words)}"


def corpus() -> Iterator[Item]:
    """In the order in which a listener should hear it: a group and a voice at a time, as in a call."""
    for voice in VOICES:
        for line in LINES:
            yield spoken_item("clean", line, voice=voice)
    for group, degraded in DEGRADATIONS.items():
        for voice in NOISY_VOICES:
            for line in NOISY_LINES:
                yield degraded(group, spoken_item(group, line, voice=voice))
    for voice in NOISY_VOICES:
        for line in HESITATING_LINES:
            yield spoken_item("hesitation", line, voice=voice)
        for line in YES_AND_NO:
            yield spoken_item("one word", line, voice=voice)
        for line in OUTSIDE:
            yield spoken_item("outside the domain", line, voice=voice)
        for text in BACKCHANNELS:
            yield spoken_item("backchannel", text, voice=voice)
        for seconds in PAUSES_SECONDS:
            for halves in BROKEN_LINES:
                yield broken_item(f"pause {seconds} s, unfinished", halves, seconds, voice=voice)
            for halves in OPEN_LINES:
                yield broken_item(f"pause {seconds} s, could be all", halves, seconds, voice=voice)


def lead_in(group: str) -> Item:
    """What a microphone has been hearing before the first line of the group: its noise, or the room."""
    nobody = Item(group, WOMAN, (), room(LEAD_IN_SECONDS), RATE_HZ, ())
    return DEGRADATIONS[group](group, nobody) if group in DEGRADATIONS else nobody


def spoken_item(group: str, line: str, *, voice: Voice = WOMAN) -> Item:
    return _item(group, voice, line, say(line, voice=voice))


def broken_item(group: str, halves: tuple[str, str], pause_seconds: float, *, voice: Voice = WOMAN) -> Item:
    """`pause_seconds` from the end of the first half's sound to the beginning of the second's."""
    first, second = (bare(half, voice=voice) for half in halves)
    return _item(
        group, voice, " ".join(halves), first, np.zeros(round(pause_seconds * RATE_HZ), np.int16), second
    )


def _item(group: str, voice: Voice, text: str, *sounds: Sound) -> Item:
    clean = np.concatenate([np.zeros(BEFORE_MS * RATE_HZ // 1000, np.int16), *sounds])
    spans = speech_spans(clean, rate_hz=RATE_HZ)
    length = max(len(clean), round((spans[-1].end_ms + AFTER_MS) * RATE_HZ / 1000))
    sound = _mixed(np.pad(clean, (0, length - len(clean))), room(length / RATE_HZ))
    return Item(group, voice, tuple(words_of(text)), sound, RATE_HZ, spans)


def _noisy(noise: Callable[..., Sound], snr_db: float) -> Callable[[str, Item], Item]:
    def degraded(group: str, item: Item) -> Item:
        beside = noise(len(item.sound) / item.rate_hz, level_db=SPEECH_DB - snr_db)
        return Item(group, item.voice, item.words, _mixed(item.sound, beside), item.rate_hz, item.spans)

    return degraded


def _quiet(group: str, item: Item) -> Item:
    softer = np.rint(item.sound * 10 ** ((QUIET_DB - SPEECH_DB) / 20)).astype(np.int16)
    sound = _mixed(softer, room(len(item.sound) / item.rate_hz))
    return Item(group, item.voice, item.words, sound, item.rate_hz, item.spans)


def _stereo_44100(group: str, item: Item) -> Item:
    """The right channel is weaker and 0.3 ms late, as of two microphones in a laptop's lid."""
    left = resampled(item.sound, from_hz=item.rate_hz, to_hz=44_100)
    right = np.roll(left, 13) // 2
    return Item(group, item.voice, item.words, np.stack([left, right], axis=1), 44_100, item.spans)


DEGRADATIONS: dict[str, Callable[[str, Item], Item]] = {
    "white noise 20 dB": _noisy(white, 20),
    "white noise 10 dB": _noisy(white, 10),
    "fan 20 dB": _noisy(fan, 20),
    "fan 10 dB": _noisy(fan, 10),
    "babble 20 dB": _noisy(babble, 20),
    "babble 10 dB": _noisy(babble, 10),
    "30 dB quieter": _quiet,
    "44.1 kHz stereo": _stereo_44100,
}


def as_heard(item: Item, *, rate_hz: int) -> Sound:
    """Mono at `rate_hz`, as a browser's audio graph makes it: channels are averaged."""
    sound = item.sound if item.sound.ndim == 1 else np.rint(item.sound.mean(axis=1)).astype(np.int16)
    return resampled(sound, from_hz=item.rate_hz, to_hz=rate_hz)


def _mixed(*sounds: Sound) -> Sound:
    length = min(len(sound) for sound in sounds)
    total: Sequence[float] = np.sum([sound[:length].astype(np.int32) for sound in sounds], axis=0)
    return np.clip(total, -32_768, 32_767).astype(np.int16)


def bare(text: str, *, voice: Voice = WOMAN) -> Sound:
    """Without the silence that a voice leaves around what it says."""
    # eSpeak reads a last "a" as the name of the letter.
    sound = say(f"{text[:-2]} uh" if text.endswith(" a") else text, voice=voice)
    spans = speech_spans(sound, rate_hz=RATE_HZ)
    return sound[round(spans[0].begin_ms * RATE_HZ / 1000) : round(spans[-1].end_ms * RATE_HZ / 1000)]
