"""Makes utterances of sound that is still coming: 24 kHz bytes in, pieces with words and mouths out.

bytes -> samples -> 48 kHz -> without the silence around -> pieces of whole hops -> Utterance
"""

from __future__ import annotations

from fractions import Fraction

import av
import numpy as np

from santa_core.speech.ports import SAMPLE_RATE_HZ, Pcm, Utterance, Word
from santa_core.speech.speaking.loudness_mouths import HOP_SAMPLES, SILENT_LEVEL, LoudnessMouths, level_of
from santa_core.speech.speaking.running_words import Pace, RunningWords
from santa_core.speech.speaking.segments import cut_into_segments
from santa_core.speech.speaking.words import cut_at_blanks

SERVICE_RATE_HZ = 24_000
FIRST_PIECE_MS = 120  # enough to cover the wait for the next; every millisecond more is heard as delay
PIECE_MS = 60
# The service begins and ends with up to half a second of nothing. So much stays of it: together about
# what eSpeak leaves between two sentences.
_SILENCE_BEFORE_MS = 20
_SILENCE_AFTER_MS = 220
_SILENCE_HELD_MS = 800  # a silence may be the last until sound follows; a longer one is let go
_FADE_SAMPLES = SAMPLE_RATE_HZ * 5 // 1000
_EMPTY: Pcm = np.zeros(0, dtype=np.int16)


class RunningSound:
    """One utterance. Call add() with what has come, finish() at the end; all in one thread."""

    def __init__(self, text: str, pace: Pace, *, rate: float) -> None:
        self._resampler = Upsampler()
        self._words = RunningWords(text, pace, rate=rate)
        self._laughing = _laughing_words(text)
        self._mouths = LoudnessMouths()
        self._odd = b""  # half a sample: pieces of a stream end anywhere
        self._hops: list[Pcm] = []  # ready to go
        self._held: list[Pcm] = []  # silence that may turn out to be the last
        self._rest = _EMPTY  # less than a hop
        self._sounded = False
        self._first = True

    def add(self, data: bytes) -> Utterance | None:
        """A piece, when there is enough for one."""
        data = self._odd + data
        self._odd = data[len(data) - len(data) % 2 :]
        self._take(self._resampler.add(np.frombuffer(data[: len(data) // 2 * 2], dtype="<i2")))
        enough_ms = FIRST_PIECE_MS if self._first else PIECE_MS
        return self._piece(self._hops, last=False) if len(self._hops) * 10 >= enough_ms else None

    def finish(self) -> Utterance:
        """The last piece, with all words that were not told before."""
        self._take(self._resampler.finish())
        rest = np.concatenate([self._rest, np.zeros(-len(self._rest) % HOP_SAMPLES, dtype=np.int16)])
        self._rest = _EMPTY
        self._take(rest)
        after = self._held[: _SILENCE_AFTER_MS // 10] if self._sounded else []
        return self._piece(self._hops + after, last=True)

    def _take(self, pcm: Pcm) -> None:
        pcm = np.concatenate([self._rest, pcm])
        whole = len(pcm) // HOP_SAMPLES * HOP_SAMPLES
        self._rest = pcm[whole:]
        for hop in pcm[:whole].reshape(-1, HOP_SAMPLES):
            if level_of(hop.astype(np.float32)) < SILENT_LEVEL:
                self._held.append(hop)
                if self._sounded and len(self._held) * 10 > _SILENCE_HELD_MS:
                    self._hops.append(self._held.pop(0))
                continue
            if not self._sounded:
                self._sounded = True
                self._held = _faded_in(self._held[-(_SILENCE_BEFORE_MS // 10) :])
            self._hops += [*self._held, hop]
            self._held = []

    def _piece(self, hops: list[Pcm], *, last: bool) -> Utterance:
        self._first = False
        self._hops = []
        words: list[Word] = []
        laughing: list[bool] = []
        for number, hop in enumerate(hops):
            silent = level_of(hop.astype(np.float32)) < SILENT_LEVEL
            words += self._words.hear(number * 10.0, 10.0, silent=silent)
            laughing.append(self._words.current in self._laughing)
        pcm = np.concatenate(hops) if hops else _EMPTY
        mouths = self._mouths.follow(pcm, laughing) if hops else ()
        if last:
            words += self._words.finish(len(pcm) * 1000 / SAMPLE_RATE_HZ)
            pcm = _faded_out(pcm)
        return Utterance(pcm, tuple(words), mouths)


class Upsampler:
    """SERVICE_RATE_HZ -> SAMPLE_RATE_HZ. Remembers what went before: the pieces join as if they were one."""

    def __init__(self) -> None:
        self._resampler = av.AudioResampler(format="s16", layout="mono", rate=SAMPLE_RATE_HZ)
        self._taken = 0

    def add(self, pcm: Pcm) -> Pcm:
        if not len(pcm):
            return _EMPTY
        frame = av.AudioFrame.from_ndarray(pcm.reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate = SERVICE_RATE_HZ
        frame.time_base = Fraction(1, SERVICE_RATE_HZ)
        frame.pts = self._taken
        self._taken += len(pcm)
        return _joined(self._resampler.resample(frame))

    def finish(self) -> Pcm:
        return _joined(self._resampler.resample(None)) if self._taken else _EMPTY


def _joined(frames: list[av.AudioFrame]) -> Pcm:
    return np.concatenate([_EMPTY, *(frame.to_ndarray().reshape(-1) for frame in frames)])


def _laughing_words(text: str) -> frozenset[int]:
    """Indexes of the words that are Santa's laugh."""
    laughs = [s for s in cut_into_segments(text, language="en") if s.laugh]
    return frozenset(
        index
        for index, (start, word) in enumerate(cut_at_blanks(text))
        if any(start <= laugh.offsets[-1] and laugh.offsets[0] < start + len(word) for laugh in laughs)
    )


def _faded_in(hops: list[Pcm]) -> list[Pcm]:
    if not hops:
        return []
    first = hops[0].copy()
    first[:_FADE_SAMPLES] = first[:_FADE_SAMPLES] * np.linspace(0, 1, _FADE_SAMPLES, dtype=np.float32)
    return [first, *hops[1:]]


def _faded_out(pcm: Pcm) -> Pcm:
    if len(pcm) < _FADE_SAMPLES:
        return pcm
    faded = pcm.copy()
    faded[-_FADE_SAMPLES:] = faded[-_FADE_SAMPLES:] * np.linspace(1, 0, _FADE_SAMPLES, dtype=np.float32)
    return faded
