"""One session's listener: sound in, "somebody speaks", words so far, "they stopped", the words out.

    quiet --onset--> begun --endpointer agrees--> speaking --endpointer: over--> quiet
                       \\--nothing came of it--> quiet

Two judges share the work: webrtcvad is quick (a tenth of a second) and starts the utterance;
pocketsphinx's endpointer is sure (a third) and ends it. Every SpeechStarted is followed by one
SpeechEnded and one final HeardWords.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from enum import Enum
from typing import TYPE_CHECKING

import numpy as np

from santa_core.speech.hearing.onset import FRAME_MS, FRAME_SAMPLES, VAD_STRICTNESS, Onset
from santa_core.speech.hearing.recogniser import Recognised, Recogniser, RecogniserModel
from santa_core.speech.ports import HEARING_RATE_HZ, HeardWords, HearingEvent, Pcm, SpeechEnded, SpeechStarted

if TYPE_CHECKING:
    from pocketsphinx import Endpointer

_GUESS_EVERY_MS = 300.0
_NOTHING_CAME_MS = 700.0  # unvoiced time after a cough or a knock: the endpointer never agreed
_OVER_ANYWAY_MS = 1_000.0  # unvoiced time that ends an utterance even if the endpointer would go on
_LONGEST_UTTERANCE_MS = 30_000.0
_UNCONFIRMED_PIECES = 20  # of 30 ms
_NO_WORDS = Recognised("", 0.0)


class _State(Enum):
    QUIET = "quiet"
    BEGUN = "begun"
    SPEAKING = "speaking"


class SphinxListener:
    """Implements Listener. `model` None: only where speech begins and ends, the words stay empty."""

    def __init__(
        self,
        onset: Onset,
        new_endpointer: Callable[[], Endpointer],
        model: RecogniserModel | None,
        *,
        confidence: float,
    ) -> None:
        self._onset = onset
        self._new_endpointer = new_endpointer
        self._endpointer = new_endpointer()
        self._model = model
        self._recogniser: Recogniser | None = None
        self._confidence = confidence
        self._state = _State.QUIET
        self._waiting_onset = np.zeros(0, dtype=np.int16)
        self._waiting_end = b""
        self._unconfirmed: deque[bytes] = deque(maxlen=_UNCONFIRMED_PIECES)
        self._heard_ms = self._began_ms = self._voiced_ms = self._guessed_ms = 0.0
        self._guess = ""
        self._closed = False

    def feed(self, pcm: Pcm, *, santa_loudness: float = 0.0) -> list[HearingEvent]:
        """The first call opens the recogniser, which takes 30 to 300 ms. After close: no events."""
        if self._closed:
            return []
        if self._model is not None and self._recogniser is None:
            self._recogniser = self._model.open()
        events: list[HearingEvent] = []
        self._waiting_onset = np.concatenate([self._waiting_onset, np.asarray(pcm, dtype=np.int16)])
        while len(self._waiting_onset) >= FRAME_SAMPLES:
            frame = self._waiting_onset[:FRAME_SAMPLES]
            self._waiting_onset = self._waiting_onset[FRAME_SAMPLES:]
            self._heard_ms += FRAME_MS
            self._judge_beginning(frame, events)
            self._waiting_end += frame.tobytes()
            size = self._endpointer.frame_bytes
            while len(self._waiting_end) >= size:
                piece, self._waiting_end = self._waiting_end[:size], self._waiting_end[size:]
                self._judge_end(piece, events)
        return events

    def close(self) -> None:
        self._closed = True
        self._recogniser = None
        self._waiting_onset, self._waiting_end = np.zeros(0, dtype=np.int16), b""
        self._unconfirmed.clear()

    def _judge_beginning(self, frame: Pcm, events: list[HearingEvent]) -> None:
        speaks = self._onset.hear(frame)
        if not self._onset.quiet:
            self._voiced_ms = self._heard_ms
        if self._state is _State.QUIET and speaks:
            self._begin(events)
        unvoiced_ms = self._heard_ms - self._voiced_ms
        if self._state is _State.BEGUN and unvoiced_ms >= _NOTHING_CAME_MS:
            self._end(_NO_WORDS, trailing_ms=unvoiced_ms, events=events)
        elif self._state is _State.SPEAKING and unvoiced_ms >= _OVER_ANYWAY_MS:
            # Steady noise that the loose endpointer takes for speech must not keep the floor.
            self._endpointer, self._waiting_end = self._new_endpointer(), b""
            self._end(self._finish(), trailing_ms=unvoiced_ms, events=events)

    def _judge_end(self, piece: bytes, events: list[HearingEvent]) -> None:
        speech = self._endpointer.process(piece)
        if speech is None:
            return
        if self._state is _State.QUIET:
            # The endpointer alone takes a starting fan for speech: wait until the other judge agrees.
            self._unconfirmed.append(speech)
            if not self._endpointer.in_speech:
                self._unconfirmed.clear()
            return
        if self._state is _State.BEGUN:
            self._state = _State.SPEAKING
            if self._recogniser:
                self._recogniser.begin()
            speech = b"".join([*self._unconfirmed, speech])
            self._unconfirmed.clear()
        if self._recogniser:
            self._recogniser.hear(speech)
        if not self._endpointer.in_speech:
            trailing_ms = self._heard_ms - self._voiced_ms
            self._end(self._finish(), trailing_ms=trailing_ms, events=events)
        elif self._heard_ms - self._began_ms > _LONGEST_UTTERANCE_MS:
            # Somebody reads a book aloud, or a radio plays: answer what was heard, go on with the rest.
            self._end(self._finish(), trailing_ms=0.0, events=events)
        elif self._heard_ms - self._guessed_ms >= _GUESS_EVERY_MS:
            self._guess_now(events)

    def _begin(self, events: list[HearingEvent]) -> None:
        self._state = _State.BEGUN
        self._began_ms = self._guessed_ms = self._heard_ms
        self._guess = ""
        events.append(SpeechStarted())

    def _finish(self) -> Recognised:
        return self._recogniser.finish() if self._recogniser else _NO_WORDS

    def _end(self, words: Recognised, *, trailing_ms: float, events: list[HearingEvent]) -> None:
        self._state = _State.QUIET
        events.append(SpeechEnded(trailing_ms=trailing_ms))
        sure = words.confidence >= self._confidence
        events.append(HeardWords(text=words.text if sure else "", confidence=words.confidence, final=True))

    def _guess_now(self, events: list[HearingEvent]) -> None:
        self._guessed_ms = self._heard_ms
        guess = self._recogniser.guess() if self._recogniser else ""
        if guess and guess != self._guess:
            self._guess = guess
            events.append(HeardWords(text=guess, confidence=0.0, final=False))


def open_listener(model: RecogniserModel | None, *, confidence: float) -> SphinxListener:
    """Raises ImportError where pocketsphinx or webrtcvad are missing."""
    import webrtcvad
    from pocketsphinx import Endpointer, Vad

    def new_endpointer() -> Endpointer:
        # Loose, over a window of 0.3 s: ends 0.40 to 0.48 s after the last sound and never early.
        return Endpointer(window=0.3, ratio=0.9, vad_mode=Vad.LOOSE, sample_rate=HEARING_RATE_HZ)

    return SphinxListener(Onset(webrtcvad.Vad(VAD_STRICTNESS)), new_endpointer, model, confidence=confidence)
