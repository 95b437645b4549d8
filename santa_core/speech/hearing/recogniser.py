"""Turns speech into words with pocketsphinx and the domain's language model. English only."""

from __future__ import annotations

import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from santa_core.speech.hearing.clean_words import WordFilter, read_word_filter
from santa_core.speech.hearing.language_model import Vocabulary, build_vocabulary

if TYPE_CHECKING:
    from pocketsphinx import Decoder

# How much the language model counts against the sound: the best of 3 to 13 on synthetic voices.
_LANGUAGE_WEIGHT = 8


@dataclass(frozen=True)
class Recognised:
    """`confidence` is the mean probability of the words, 0 when there are none. Below about 0.68 more
    than half of what was "heard" was wrong in our measurements."""

    text: str
    confidence: float


_NOTHING = Recognised(text="", confidence=0.0)


class RecogniserModel:
    """The vocabulary and the filter, built once and shared by all listeners."""

    def __init__(self) -> None:
        self._building = threading.Lock()
        self._vocabulary: Vocabulary | None = None
        self._filter: WordFilter | None = None

    def open(self) -> Recogniser:
        """Takes 0.3 s the first time, then 30 ms and about 6 MB each."""
        from pocketsphinx import Decoder, get_model_path

        with self._building:
            if self._vocabulary is None or self._filter is None:
                self._vocabulary = build_vocabulary(Path(get_model_path("en-us/cmudict-en-us.dict")))
                self._filter = read_word_filter()
        with tempfile.TemporaryDirectory(prefix="santa-ears-") as folder:
            model, dictionary = Path(folder, "lines.arpa"), Path(folder, "lines.dict")
            model.write_text(self._vocabulary.arpa, encoding="utf-8")
            dictionary.write_text(self._vocabulary.dictionary, encoding="utf-8")
            decoder = Decoder(lm=str(model), dict=str(dictionary), lw=_LANGUAGE_WEIGHT, loglevel="FATAL")
        return Recogniser(decoder, self._filter)


class Recogniser:
    """One listener's decoder. begin, then hear and guess at will, then finish; one thread at a time.

    The decoder learns how a microphone and a voice sound only from what it has heard. So the first
    utterance is kept in memory and, when it is over, heard once more with what it taught: a quarter to a
    third of its words wrong becomes a tenth. Nothing is kept beyond that, nothing is ever stored."""

    def __init__(self, decoder: Decoder, word_filter: WordFilter) -> None:
        self._decoder = decoder
        self._filter = word_filter
        self._first: bytearray | None = bytearray()

    def begin(self) -> None:
        self._decoder.start_utt()

    def hear(self, pcm: bytes) -> None:
        """int16 mono at HEARING_RATE_HZ. Takes a twentieth to a quarter of the sound's length."""
        self._decoder.process_raw(pcm, no_search=False, full_utt=False)
        if self._first is not None:
            self._first += pcm

    def guess(self) -> str:
        """What it sounds like so far."""
        hypothesis = self._decoder.hyp()
        return " ".join(self._repeatable(hypothesis.hypstr.split())) if hypothesis else ""

    def finish(self) -> Recognised:
        """Ends the utterance. Takes some 10 to 100 ms, for the first utterance a tenth of its length more."""
        self._decoder.end_utt()
        if self._first:
            self._decoder.set_cmn(self._decoder.get_cmn(True))
            self._decoder.start_utt()
            self._decoder.process_raw(bytes(self._first), no_search=False, full_utt=False)
            self._decoder.end_utt()
            self._first = None
        if self._decoder.hyp() is None:
            return _NOTHING
        # Silences and noises are in angle or square brackets; "read(2)" is the second way to say it.
        heard = [
            (segment.word.partition("(")[0], segment.prob)
            for segment in self._decoder.seg()
            if segment.word[0] not in "<["
        ]
        words = self._repeatable([word for word, _ in heard])
        if not words:
            return _NOTHING
        return Recognised(
            text=" ".join(words), confidence=min(1.0, sum(prob for _, prob in heard) / len(heard))
        )

    def _repeatable(self, words: list[str]) -> list[str]:
        return [word for word in words if self._filter.allows(word)]
