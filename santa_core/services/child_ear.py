"""Puts together what the child says: where it began, the words so far, where it ended.

started ──> guesses, pieces ──> stopped     the words may also come complete before or after the stop
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from santa_core.domain.calls import Floor
from santa_core.domain.talking_over import Speech
from santa_core.services.santa_turn import join_pieces

_LONGEST_QUIET_MS = 3_000  # a level meter that says more was deaf


@dataclass
class Utterance:
    """Times by our clock. `began_on`: who had the floor then."""

    began_at: datetime
    began_on: Floor
    guess: str = ""
    pieces: list[str] = field(default_factory=list)
    ended_at: datetime | None = None  # when its last sound was
    stopped_at: datetime | None = None  # when we were told
    disregarded: bool = False  # whatever its words are, they are not for Santa
    has_no_words: bool = False  # so the ears say, and its end has not been told
    settled: bool = False  # nothing more is decided by its length, only by words

    @property
    def words(self) -> str:
        return join_pieces(self.pieces)

    def as_speech(self) -> Speech:
        sounded = None if self.ended_at is None else (self.ended_at - self.began_at).total_seconds()
        return Speech(self.began_at, self.words or self.guess, self.stopped_at, sounded)


class ChildEar:
    """`current` is being said, or was said just now and may still get its words."""

    def __init__(self) -> None:
        self.current: Utterance | None = None
        self._earlier: Utterance | None = None  # over, and its words had not come when `current` began
        self._without_an_end: datetime | None = (
            None  # began then, has its words, and goes on or has just ended
        )
        self._stray: list[str] = []  # words of a vendor that does not say when somebody begins

    def started(self, at: datetime, floor: Floor) -> Utterance:
        before = self.current
        self._earlier = before if before is not None and before.stopped_at is not None else None
        self._without_an_end = None
        self.current = Utterance(at, floor)
        return self.current

    def stopped(self, at: datetime, *, quiet_ms: float, now: datetime) -> datetime | None:
        """`quiet_ms`: since its last sound. Returns when that was, if the words have come already."""
        began = self.current.began_at if self.current is not None else self._without_an_end
        ended_at = at - timedelta(milliseconds=min(max(quiet_ms, 0), _LONGEST_QUIET_MS))
        ended_at = ended_at if began is None else max(ended_at, began)
        if self.current is not None:
            self.current.ended_at, self.current.stopped_at = ended_at, now
            return None
        had_words, self._without_an_end = self._without_an_end is not None, None
        return ended_at if had_words else None

    def guessed(self, text: str) -> bool:
        """False if nobody is known to speak: the guess came too late."""
        if self.current is None or self.current.settled:
            return False
        self.current.guess = text
        self.current.has_no_words = False
        return True

    def heard(self, piece: str) -> None:
        pieces = self._stray if self.current is None else self.current.pieces
        # Some services repeat the whole utterance as it grows, others send only what is new.
        if pieces and piece.startswith(join_pieces(pieces)):
            pieces[:] = [piece]
        elif piece:
            pieces.append(piece)

    def take(self, *, now: datetime, floor: Floor) -> Utterance:
        """The utterance whose words are complete; ready for the next."""
        current, earlier = self.current, self._earlier
        self._earlier = None
        if current is None:
            stray, self._stray = Utterance(now, floor, pieces=self._stray), []
            return stray
        if earlier is not None and current.stopped_at is None and current.guess in ("", current.words):
            # They were late: somebody has begun to speak again, and goes on. Ears that had no guess before
            # show their late words as one, and it is this utterance that seems to have it.
            earlier.pieces, current.pieces = current.pieces, []
            current.guess = ""
            return earlier
        self.current = None
        self._without_an_end = current.began_at if current.stopped_at is None else None
        return current

    def forget(self) -> None:
        self.current = self._earlier = self._without_an_end = None
        self._stray = []
