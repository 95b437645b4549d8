"""When words are spoken that nobody times: guessed from their length and from the pauses in the sound."""

from __future__ import annotations

from dataclasses import dataclass

from santa_core.speech.ports import Word
from santa_core.speech.speaking.words import cut_at_blanks

_CLAUSE_END = (".", ",", "!", "?", "…", ";", ":")
_PAUSE_BETWEEN_CLAUSES_MS = 150.0
_FAR_MS = 700.0  # a pause this far from any clause's end is only a breath
_WAIT_FOR_PAUSE_MS = 300.0  # a clause that should begin by now waits so long for the pause before it


@dataclass
class Pace:
    """How long a character of a voice sounds, pauses left out; learnt from each utterance."""

    ms_per_character: float = 62.0

    def learn(self, ms_per_character: float) -> None:
        # Half way: one odd sentence must not spoil the next.
        self.ms_per_character += (min(120.0, max(30.0, ms_per_character)) - self.ms_per_character) / 2


class RunningWords:
    """The words of one text, told as its sound goes by. Joined, all that is told is the text."""

    def __init__(self, text: str, pace: Pace, *, rate: float) -> None:
        self._pace = pace
        self._rate = rate
        self._words = [word for _, word in cut_at_blanks(text)]
        weights = [sum(map(str.isalnum, word)) + 1 for word in self._words]
        self._weight = sum(weights)
        ms_per_character = pace.ms_per_character / rate
        self._due_ms = [sum(weights[:index]) * ms_per_character for index in range(len(weights))]
        self._clauses = [
            index + 1
            for index, word in enumerate(self._words[:-1])
            if word.rstrip().rstrip("\"'”’)").endswith(_CLAUSE_END)
        ]
        self._met: int | None = None  # the clause that began after the last pause
        self._next = 0
        self._sounded_ms = 0.0  # without pauses, from the beginning
        self._shift_ms = 0.0  # what the pauses taught: added to each word's time
        self._pause_ms = 0.0

    @property
    def current(self) -> int:
        """The index of the word that is being spoken; -1 before the first."""
        return self._next - 1

    def hear(self, at_ms: float, length_ms: float, *, silent: bool) -> list[Word]:
        """The next stretch of sound, `at_ms` of its piece -> the words that begin in it."""
        if silent:
            self._pause_ms += length_ms
            return []
        if self._pause_ms >= _PAUSE_BETWEEN_CLAUSES_MS and self._sounded_ms:
            self._meet_the_nearest_clause()
        self._pause_ms = 0.0
        told = []
        while self._next < len(self._words) and self._begins_by_now(self._next):
            told.append(Word(at_ms, self._words[self._next]))
            self._next += 1
        self._sounded_ms += length_ms
        return told

    def finish(self, at_ms: float) -> list[Word]:
        """The sound is over: what was not told yet."""
        rest = [Word(at_ms, word) for word in self._words[self._next :]]
        self._next = len(self._words)
        if self._sounded_ms:
            self._pace.learn(self._sounded_ms * self._rate / self._weight)
        return rest

    def _due(self, index: int) -> float:
        return self._due_ms[index] + self._shift_ms

    def _begins_by_now(self, index: int) -> bool:
        waits_ms = _WAIT_FOR_PAUSE_MS if index in self._clauses and index != self._met else 0.0
        return self._due(index) + waits_ms <= self._sounded_ms

    def _meet_the_nearest_clause(self) -> None:
        nearest = min(self._clauses, key=lambda index: abs(self._due(index) - self._sounded_ms), default=None)
        if nearest is not None and abs(self._due(nearest) - self._sounded_ms) < _FAR_MS:
            self._shift_ms += self._sounded_ms - self._due(nearest)
            self._met = nearest
