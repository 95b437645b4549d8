"""When each word of a caption is spoken."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from santa_core.speech.ports import Word
from santa_core.speech.speaking.espeak import WordEvent

_PIECE = re.compile(r"\s*\S+\s*")


def time_words(text: str, events: Sequence[WordEvent], *, end_ms: float) -> tuple[Word, ...]:
    """Split `text` at white space and give each piece the time of its first word event.

    An event's offset is trusted, its length is not ("It's" is said to be 2 long). Pieces that are
    not spoken (a dash, an emoji) come with the next spoken one, after the last at `end_ms`.
    Joined, the pieces are `text` again; an all-blank text is one piece.
    """
    if not text:
        return ()
    pieces = cut_at_blanks(text)
    starts = [start for start, _ in pieces]
    first_event_ms: dict[int, float] = {}
    for event in events:
        # Blanks before the first word are its own: an offset in front of it is still piece 0.
        index = max(0, bisect_right(starts, event.offset) - 1)
        first_event_ms[index] = min(event.at_ms, first_event_ms.get(index, event.at_ms))
    next_ms = end_ms
    words: list[Word] = []
    for index in reversed(range(len(pieces))):
        next_ms = min(next_ms, first_event_ms.get(index, next_ms))
        words.append(Word(start_ms=next_ms, text=pieces[index][1]))
    return tuple(reversed(words))


def cut_at_blanks(text: str) -> list[tuple[int, str]]:
    """Each word with the blanks about it, and where it begins. Joined, they are `text`; blanks are one."""
    pieces = [(piece.start(), piece.group()) for piece in _PIECE.finditer(text)]
    return pieces or ([(0, text)] if text else [])
