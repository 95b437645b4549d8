"""A text as the rules read it, and where in the original each part of it stands.

Small letters, one kind of apostrophe, one space, no marks of emphasis, English contractions written out:
"I’ll  *bring* it" is read "i will bring it". So a rule needs one spelling, and its finding can still be
shown in the text as it was written.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from santa_core.domain.sentences import last_word_end

PORTION = 1_000  # characters: some patterns look at each from each, so none gets more at once

_QUOTES = {ord(c): "'" for c in "’‘ʼ`´′"} | {ord(c): '"' for c in "“”„«»‟″"}
_BLANKS = {ord(c): " " for c in "\u00a0\u2007\u202f\u2009\t\n\r\v\f"}
_DASHES = {ord(c): "-" for c in "‐‑‒"} | {ord("–"): "—"}
_ONE_FOR_ONE = _QUOTES | _BLANKS | _DASHES

_IS = "it|that|he|she|there|what|where|who|here|how|when|everything|everyone|santa|one|bike|puppy|name"
_AFTER_THESE = "|".join(rf"(?<=\b{word})" for word in _IS.split("|"))
# The longest first; each is replaced by what stands beside it.
_REWRITES: tuple[tuple[str, str], ...] = (
    (r"(?<![^\W_])can(?:no|')t(?!\w)", "can not"),
    (r"(?<!\w)cant(?!\w)", "can not"),
    (r"(?<!\w)wo(?:n't|nt)(?!\w)", "will not"),
    (r"(?<!\w)shan't(?!\w)", "shall not"),
    (r"(?<!\w)(?:do|does|did)nt(?!\w)", ""),
    (r"(?<=\w)n't(?!\w)", " not"),
    (r"(?<=\w)'ll(?!\w)", " will"),
    (r"(?<=\w)'re(?!\w)", " are"),
    (r"(?<=\w)'ve(?!\w)", " have"),
    (r"(?<=\w)'d(?!\w)", " would"),
    (r"(?<=\bi)'m(?!\w)", " am"),
    (r"(?<=\blet)'s(?!\w)", " us"),
    (rf"(?:{_AFTER_THESE})'s(?!\w)", " is"),
    (r"(?<!\w)gonna(?!\w)", "going to"),
    (r"(?<!\w)wanna(?!\w)", "want to"),
    (r"(?<!\w)gotta(?!\w)", "got to"),
    (r"(?<!\w)mommy|(?<!\w)mummy|(?<!\w)momma(?!\w)", "mum"),
    (r"(?<!\w)mom(?!\w)", "mum"),
    (r"(?<!\w)daddy(?!\w)", "dad"),
    (r"[*_~\u200b\u2060\ufeff\u00ad]+", ""),
    (r" {2,}", " "),
)
_REWRITE = re.compile("|".join(f"({pattern})" for pattern, _ in _REWRITES))
# Nothing to rewrite without one of these: most sentences are read as they stand.
_TO_REWRITE = re.compile(
    r"['*_~\u200b\u2060\ufeff\u00ad]|  |(?<!\w)(?:cannot|cant|wont|(?:do|does|did)nt|(?:gon|wan)na|gotta|mom|mum|daddy)"
)
_BY_GROUP = tuple(replacement for _, replacement in _REWRITES)


def portions(text: str) -> Iterator[tuple[int, str]]:
    """`text` in parts that are cheap to search, cut between words: (where it begins, the part)."""
    start = 0
    while len(text) - start > PORTION:
        end = start + last_word_end(text[start : start + PORTION + 1], limit=PORTION)
        yield start, text[start:end]
        start = end
    if start < len(text) or not text:
        yield start, text[start:]


@dataclass(frozen=True)
class PlainText:
    """`text` is what rules read. `starts` and `origins`: from starts[i] on it came from origins[i] on."""

    text: str
    length: int  # of the original
    starts: tuple[int, ...]
    origins: tuple[int, ...]
    stretched: tuple[bool, ...]  # the part is a rewriting: it has no inside

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where [start, end) of `text` stands in the original."""
        return self._origin(start, at_end=False), self._origin(end, at_end=True)

    def _origin(self, place: int, *, at_end: bool) -> int:
        part = bisect_right(self.starts, place - 1 if at_end and place else place) - 1
        if self.stretched[part]:
            if at_end:
                return self.origins[part + 1] if part + 1 < len(self.origins) else self.length
            return self.origins[part]
        return min(self.origins[part] + place - self.starts[part], self.length)


def plain_text(original: str) -> PlainText:
    lowered = original.lower()
    if len(lowered) != len(original):  # "İ" becomes two characters
        lowered = "".join(c.lower() if len(c.lower()) == 1 else c for c in original)
    lowered = lowered.translate(_ONE_FOR_ONE)
    if not _TO_REWRITE.search(lowered):
        return PlainText(lowered, len(original), (0,), (0,), (False,))
    pieces: list[str] = []
    starts: list[int] = []
    origins: list[int] = []
    stretched: list[bool] = []
    read = written = 0

    def add(piece: str, origin: int, is_rewriting: bool) -> None:
        nonlocal written
        starts.append(written)
        origins.append(origin)
        stretched.append(is_rewriting)
        pieces.append(piece)
        written += len(piece)

    for match in _REWRITE.finditer(lowered):
        if match.start() > read:
            add(lowered[read : match.start()], read, False)
        replacement = _BY_GROUP[(match.lastindex or 1) - 1] or _without_apostrophe(match[0])
        if replacement:
            add(replacement, match.start(), True)
        read = match.end()
    if read < len(lowered) or not pieces:
        add(lowered[read:], read, False)
    return PlainText("".join(pieces), len(original), tuple(starts), tuple(origins), tuple(stretched))


def _without_apostrophe(word: str) -> str:
    """ "dont" is "do not"; marks of emphasis are nothing."""
    return f"{word[:-2]} not" if word[:1].isalpha() else ""
