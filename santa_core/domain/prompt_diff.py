"""What changed from one prompt version to another, word by word, as data to draw."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from santa_core.domain.prompt_fields import TEXT, content_fields, field_label
from santa_core.domain.prompts import PromptVersion

Kind = Literal["equal", "removed", "added"]

_WORD = re.compile(r"\s+|\d+(?:[.,]\d+)+|\w+|[^\w\s]")
# Comparing takes up to their product: beyond, a changed passage is shown as removed and added whole.
_MOST_COMPARISONS = 4_000_000
_CHARACTERS_A_WORD = 3  # counting the spaces, which are words here


@dataclass(frozen=True)
class Segment:
    kind: Kind
    text: str


@dataclass(frozen=True)
class FieldDiff:
    """The equal and removed segments make the old text, the equal and added ones the new, to the space."""

    path: str
    label: str  # for people
    segments: tuple[Segment, ...]

    @property
    def is_changed(self) -> bool:
        return any(segment.kind != "equal" for segment in self.segments)


def diff_versions(old: PromptVersion, new: PromptVersion) -> list[FieldDiff]:
    """Every field of either, in reading order; a field that one of them lacks is empty there."""
    before, after = content_fields(old), content_fields(new)
    paths = [*after, *(path for path in before if path not in after)]
    return [
        FieldDiff(path, field_label(path), _field(path, before.get(path, ""), after.get(path, "")))
        for path in paths
    ]


def _field(path: str, old: str, new: str) -> tuple[Segment, ...]:
    if path == TEXT or path.startswith(("lines.", "variables.")) or old == new:
        return diff_texts(old, new)
    return tuple(_change(old, new))  # a setting is another one, not an edited text


def diff_texts(old: str, new: str) -> tuple[Segment, ...]:
    """Lines first, then the words of lines that changed: 100,000 characters take tenths of a second."""
    if old == new:
        return (Segment("equal", old),) if old else ()
    segments: list[Segment] = []
    old_lines, new_lines = old.splitlines(keepends=True), new.splitlines(keepends=True)
    for tag, a, b in _opcodes(old_lines, new_lines):
        if tag == "equal":
            segments.append(Segment("equal", "".join(a)))
        else:
            for old_part, new_part in _passages(a, b):
                segments += _words(_WORD.findall(old_part), _WORD.findall(new_part))
    return tuple(_tidy(segments))


def _passages(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, str]]:
    """A word replaced in every line of a long text: each line is compared with its successor."""
    old_text, new_text = "".join(old), "".join(new)
    too_long = len(old_text) * len(new_text) > _MOST_COMPARISONS * _CHARACTERS_A_WORD**2
    if too_long and len(old) == len(new):
        yield from zip(old, new, strict=True)
    else:
        yield old_text, new_text


def _words(old: list[str], new: list[str]) -> Iterator[Segment]:
    for _, a, b in _opcodes(old, new):
        if a == b:
            yield Segment("equal", "".join(a))
            continue
        yield Segment("removed", "".join(a))
        yield Segment("added", "".join(b))


def _opcodes(
    old: Sequence[str], new: Sequence[str]
) -> Iterator[tuple[Literal["equal", "changed"], Sequence[str], Sequence[str]]]:
    """difflib's, with the common beginning and end set aside: most edits leave them alone."""
    start = _common(zip(old, new, strict=False))
    end = _common(zip(reversed(old[start:]), reversed(new[start:]), strict=False))
    inner_old, inner_new = old[start : len(old) - end], new[start : len(new) - end]
    if start:
        yield "equal", old[:start], new[:start]
    if len(inner_old) * len(inner_new) > _MOST_COMPARISONS or _is_monotonous(inner_new):
        yield "changed", inner_old, inner_new
    else:
        matcher = difflib.SequenceMatcher(None, inner_old, inner_new, autojunk=len(inner_new) > 1_000)
        for tag, a1, a2, b1, b2 in matcher.get_opcodes():
            yield "equal" if tag == "equal" else "changed", inner_old[a1:a2], inner_new[b1:b2]
    if end:
        yield "equal", old[len(old) - end :], new[len(new) - end :]


def _common(pairs: Iterator[tuple[str, str]]) -> int:
    count = 0
    for a, b in pairs:
        if a != b:
            break
        count += 1
    return count


def _is_monotonous(parts: Sequence[str]) -> bool:
    """The same few pieces over and over: difflib would compare each with each, again and again."""
    return len(parts) > 500 and len(set(parts)) * 20 < len(parts)


def _tidy(segments: list[Segment]) -> Iterator[Segment]:
    """Spaces between two changes belong to both, and neighbours of a kind are one: so a rewritten
    sentence reads as a sentence, not as confetti."""
    removed, added = "", ""
    for index, segment in enumerate(segments):
        between = segment.kind == "equal" and segment.text.isspace() and "\n" not in segment.text
        if segment.kind == "removed":
            removed += segment.text
        elif segment.kind == "added":
            added += segment.text
        elif between and removed and added and _changes_again(segments, index):
            removed, added = removed + segment.text, added + segment.text
        else:
            yield from _change(removed, added)
            removed, added = "", ""
            if segment.text:
                yield segment
    yield from _change(removed, added)


def _changes_again(segments: list[Segment], index: int) -> bool:
    return any(segment.text for segment in segments[index + 1 : index + 3] if segment.kind != "equal")


def _change(removed: str, added: str) -> Iterator[Segment]:
    if removed:
        yield Segment("removed", removed)
    if added:
        yield Segment("added", added)
