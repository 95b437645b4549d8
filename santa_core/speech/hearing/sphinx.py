"""The practice ears: pocketsphinx with a language model of what children say to Santa. English only.

    model = SphinxSpeechToText()
    words = model.listen(language="en")     one utterance; in the thread that hears this microphone

pocketsphinx keeps Python's lock while it works: some milliseconds for each piece of sound, 40 to 90 at the
end of an utterance. Beside a loop that sends media it belongs into another process.
"""

from __future__ import annotations

import tempfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from santa_core.speech.hearing.clean_words import WordFilter, read_word_filter
from santa_core.speech.hearing.language_model import Vocabulary, build_vocabulary
from santa_core.speech.hearing.options import POCKETSPHINX
from santa_core.speech.ports import HEARING_RATE_HZ, Pcm, Transcript

if TYPE_CHECKING:
    from pocketsphinx import Decoder

NOTE = (
    "Practice recogniser (pocketsphinx): English only and a small vocabulary, so check what was heard, "
    "or type."
)
# How much the language model counts against the sound: the best of 3 to 13 on synthetic voices.
_LANGUAGE_WEIGHT = 8
_SLICE_BYTES = 2 * HEARING_RATE_HZ // 10
# Of 1, 1.5, 2 s and all, two teach as well as all (12% of the words wrong), and leave less for the end.
_ENOUGH_TO_LEARN_BYTES = 2 * HEARING_RATE_HZ * 2
_NOTHING = Transcript(text="", confidence=0.0)


class SphinxSpeechToText:
    """Implements SpeechToText. The vocabulary is shared; each thread, which is to hear one microphone, has
    a decoder of its own, which learns how that microphone and voice sound."""

    name = POCKETSPHINX
    note = NOTE

    def __init__(self) -> None:
        self._building = threading.Lock()
        self._shared: tuple[Vocabulary, WordFilter] | None = None
        self._of_thread = threading.local()

    def understands(self, language: str) -> bool:
        return language.lower().replace("_", "-").partition("-")[0] in ("en", "")

    def listen(self, *, language: str) -> SphinxTranscription:
        """Takes 0.2 s the first time, 30 ms the first time in each thread, then nothing."""
        ear: _Ear | None = getattr(self._of_thread, "ear", None)
        if ear is None or ear.taken:
            ear = self._of_thread.ear = self._new_ear()
        return SphinxTranscription(ear)

    def close(self) -> None:
        self._of_thread = threading.local()

    def _new_ear(self) -> _Ear:
        """About 6 MB."""
        from pocketsphinx import Decoder, get_model_path

        with self._building:
            if self._shared is None:
                cmudict = Path(get_model_path("en-us/cmudict-en-us.dict"))
                self._shared = build_vocabulary(cmudict), read_word_filter()
            vocabulary, word_filter = self._shared
        with tempfile.TemporaryDirectory(prefix="santa-ears-") as folder:
            model, dictionary = Path(folder, "lines.arpa"), Path(folder, "lines.dict")
            model.write_text(vocabulary.arpa, encoding="utf-8")
            dictionary.write_text(vocabulary.dictionary, encoding="utf-8")
            decoder = Decoder(lm=str(model), dict=str(dictionary), lw=_LANGUAGE_WEIGHT, loglevel="FATAL")
        return _Ear(decoder, word_filter)


class _Ear:
    """One microphone's decoder, and what it knows."""

    def __init__(self, decoder: Decoder, word_filter: WordFilter) -> None:
        self.decoder = decoder
        self.filter = word_filter
        self.knows_the_microphone = False
        self.taken = False


class SphinxTranscription:
    """Implements Transcription, and EarlyTranscription: it can finish while the pause still lasts.

    The decoder learns how a microphone and a voice sound only from what it has heard. So the first
    utterance is begun anew with what its first seconds taught: a quarter to a third of its words wrong
    becomes a tenth. Nothing is kept beyond the utterance, nothing is ever stored."""

    def __init__(self, ear: _Ear) -> None:
        self._ear = ear
        self._heard = bytearray()
        self._finished: Transcript | None = None
        self._taken = self._ear.taken = True
        ear.decoder.start_utt()

    def hear(self, pcm: Pcm) -> None:
        """Takes a twentieth to a quarter of the sound's length. After finish_early the sound waits."""
        sound = pcm.tobytes()
        self._heard += sound
        if self._finished is None:
            self._decode(sound)
            if not self._ear.knows_the_microphone and len(self._heard) >= _ENOUGH_TO_LEARN_BYTES:
                self._ear.decoder.end_utt()
                self._hear_anew()

    def guess(self) -> str:
        hypothesis = self._ear.decoder.hyp() if self._finished is None else None
        return " ".join(self._repeatable(hypothesis.hypstr.split())) if hypothesis else ""

    def finish_early(self) -> None:
        if self._finished is None:
            self._finished = self._end()

    def go_on(self) -> None:
        """Takes a twentieth of the utterance's length."""
        if self._finished is not None:
            self._finished = None
            self._ear.decoder.start_utt()
            self._decode(bytes(self._heard))

    def finish(self) -> Transcript:
        """Takes some 40 to 90 ms, for a first utterance up to 400; nothing after finish_early."""
        self.finish_early()
        assert self._finished is not None
        self._let_go()
        return self._finished

    def cancel(self) -> None:
        if self._taken and self._finished is None:
            self._ear.decoder.end_utt()
        self._let_go()

    def _let_go(self) -> None:
        if self._taken:
            self._taken = self._ear.taken = False
            self._heard.clear()

    def _decode(self, sound: bytes) -> None:
        # In slices: between them other threads get their turn.
        for start in range(0, len(sound), _SLICE_BYTES):
            self._ear.decoder.process_raw(
                sound[start : start + _SLICE_BYTES], no_search=False, full_utt=False
            )

    def _end(self) -> Transcript:
        decoder = self._ear.decoder
        decoder.end_utt()
        if not self._ear.knows_the_microphone:
            self._hear_anew()
            decoder.end_utt()
            # A cough teaches nothing.
            self._ear.knows_the_microphone = decoder.hyp() is not None
        if decoder.hyp() is None:
            return _NOTHING
        # Silences and noises are in angle or square brackets; "read(2)" is the second way to say it.
        heard = [
            (segment.word.partition("(")[0], segment.prob)
            for segment in decoder.seg()
            if segment.word[0] not in "<["
        ]
        words = self._repeatable([word for word, _ in heard])
        if not words:
            return _NOTHING
        confidence = min(1.0, sum(probability for _, probability in heard) / len(heard))
        return Transcript(text=" ".join(words), confidence=confidence)

    def _hear_anew(self) -> None:
        """With what the sound so far taught."""
        self._ear.knows_the_microphone = True
        self._ear.decoder.set_cmn(self._ear.decoder.get_cmn(True))
        self._ear.decoder.start_utt()
        self._decode(bytes(self._heard))

    def _repeatable(self, words: list[str]) -> list[str]:
        return [word for word in words if self._ear.filter.allows(word)]
