"""Cuts a prompt into its statements: a sentence, or a point of a list, each knowing where it stands.

- Never:                      <- a heading: the points below it are "Never ..." each
  - Break character           <- a point
Keep it short. Be kind.       <- two sentences
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_POINT = re.compile(r"^\s*(?:[-*•‣◦+]|\d{1,2}[.)])\s+")
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"'”’)]*\s+(?=[\"'“‘(]?[A-Z0-9])")
_HEADING = re.compile(r"^[^.!?]{1,60}:\s*$")


@dataclass(frozen=True)
class Statement:
    text: str
    span: tuple[int, int]  # of the prompt
    heading: str  # "" or the heading above it, without the colon
    passage: str  # the whole point or paragraph it belongs to

    @property
    def in_full(self) -> str:
        """With its heading before it, where that is part of the sense: "Never" and "Always"."""
        return f"{self.heading} {self.text}" if _LEADS.match(self.heading) else self.text


_LEADS = re.compile(
    r"(?:you )?(?:never|always|do not|don't|must|must not|should not|avoid)\b[^.]{0,20}$", re.IGNORECASE
)


def statements(text: str) -> list[Statement]:
    found: list[Statement] = []
    heading = ""
    for start, passage in _passages(text):
        stripped = passage.strip()
        if _HEADING.match(_POINT.sub("", stripped)) and "\n" not in stripped:
            heading = _POINT.sub("", stripped).rstrip(": ")
            continue
        for span in _sentences(passage, start):
            found.append(Statement(" ".join(text[slice(*span)].split()), span, heading, stripped))
    return found


def _passages(text: str) -> Iterator[tuple[int, str]]:
    """Points with their continuation lines, and paragraphs; each with where it starts."""
    start, current, position = 0, "", 0
    for line in text.splitlines(keepends=True):
        begins_anew = not line.strip() or _POINT.match(line) or _HEADING.match(line.strip())
        ends_before = current and (begins_anew or _HEADING.match(current.strip()))
        if ends_before:
            yield start, current
            current = ""
        if not current:
            start = position
        if line.strip():
            current += line
        position += len(line)
    if current:
        yield start, current


def _sentences(passage: str, start: int) -> Iterator[tuple[int, int]]:
    point = _POINT.match(passage)
    begin = point.end() if point else len(passage) - len(passage.lstrip())
    for end in [*(match.start() for match in _SENTENCE_END.finditer(passage)), len(passage.rstrip())]:
        piece = passage[begin:end]
        lead = len(piece) - len(piece.lstrip())
        if piece.strip():
            yield start + begin + lead, start + begin + len(piece.rstrip())
        begin = end
