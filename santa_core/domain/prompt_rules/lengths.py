"""How long the prompt lets an answer be: said once, said alike, and no longer than is spoken."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from santa_core.domain.prompt_fields import TEXT
from santa_core.domain.prompt_rules.finding import Finding, warning
from santa_core.domain.prompt_rules.statements import Statement

SPOKEN_SENTENCES = 3  # what is beyond is not spoken: domain/safety, too-many-sentences
# A sentence for a child has 5 to 20 words.
_FEWEST_WORDS, _MOST_WORDS = 5, 20

_NUMBERS = {
    "a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40,
    "fifty": 50, "sixty": 60, "eighty": 80, "a hundred": 100, "one hundred": 100, "two hundred": 200,
}  # fmt: skip
_NUMBER = rf"(?:\d{{1,4}}|{'|'.join(sorted(map(re.escape, _NUMBERS), key=len, reverse=True))})"
_LENGTH = re.compile(
    rf"\b(?:(?P<low>{_NUMBER})\s*(?:-|–|—|to|or|and)\s*)?(?P<high>{_NUMBER})[\s-]+"
    r"(?:(?:very|short|simple|brief|small|plain|spoken|complete|full|or (?:fewer|less)"
    r"|max(?:imum)?),?\s+){0,3}"
    r"(?P<unit>word|sentence|question|paragraph)s?\b",
    re.IGNORECASE,
)
# "one word at a time", "the first sentence", "explain in one sentence what sleds are": no length of answers.
_NOT_A_LENGTH = re.compile(
    r"\b(?:word|sentence)s? (?:at a time|per line)\b|\bin (?:his|her|their) own words?\b", re.I
)
_CONDITION = re.compile(
    r"\b(?:if|when|whenever|unless|except|for a|to say goodbye|in that case|older|younger)\b", re.I
)


@dataclass(frozen=True)
class Length:
    unit: str
    low: int
    high: int
    span: tuple[int, int]
    words: str


def lengths_in(found: list[Statement], text: str) -> list[Length]:
    """Of statements that hold always; what is said for one occasion contradicts nothing."""
    lengths = []
    for statement in found:
        if _CONDITION.search(statement.text) or _NOT_A_LENGTH.search(statement.text):
            continue
        for match in _LENGTH.finditer(text, *statement.span):
            if match["unit"].lower() in ("word", "sentence", "paragraph"):
                high = _number(match["high"])
                low = _number(match["low"]) if match["low"] else high
                words = " ".join(match.group().split())
                lengths.append(Length(match["unit"].lower(), low, high, match.span(), words))
    return [length for length in lengths if not (length.unit == "word" and length.high < 8)]


def length_findings(found: list[Statement], text: str) -> Iterator[Finding]:
    lengths = lengths_in(found, text)
    sentences = [length for length in lengths if length.unit == "sentence"]
    words = [length for length in lengths if length.unit == "word"]
    contradicted = False
    for other in sentences[1:]:
        if other.high != sentences[0].high:
            contradicted = True
            yield _contradiction(sentences[0], other)
    for limit in words:
        for length in sentences[:1]:
            # Ten words cannot be three sentences; a hundred allow seven.
            if limit.high > length.high * _MOST_WORDS or limit.high < length.low * _FEWEST_WORDS:
                contradicted = True
                yield _contradiction(length, limit)
    for other in words[1:]:
        if other.high != words[0].high:
            contradicted = True
            yield _contradiction(words[0], other)
    if not contradicted:
        yield from _more_than_is_spoken(lengths)
    if not lengths:
        yield warning(
            "missing-length",
            "The prompt does not say how long an answer may be. Santa is listened to: ask for two or three "
            "short sentences. What is beyond three is not spoken.",
            TEXT,
        )


def _more_than_is_spoken(lengths: list[Length]) -> Iterator[Finding]:
    if any(length.unit == "sentence" and length.high <= SPOKEN_SENTENCES for length in lengths):
        return
    for length in lengths:
        most = SPOKEN_SENTENCES * _MOST_WORDS if length.unit == "word" else SPOKEN_SENTENCES
        if length.high > most or length.unit == "paragraph":
            yield warning(
                "longer-than-spoken",
                f"“{length.words}” lets answers grow longer than {SPOKEN_SENTENCES} sentences, and what is "
                "beyond is not spoken. Ask for two or three short sentences.",
                TEXT,
                length.span,
            )


def _contradiction(one: Length, other: Length) -> Finding:
    return warning(
        "contradicting-lengths",
        f"“{one.words}” and “{other.words}” do not fit together: the model will follow one of them. "
        "Keep one; for a spoken Santa two or three sentences.",
        TEXT,
        other.span,
    )


def _number(word: str) -> int:
    word = word.lower()
    return int(word) if word.isdigit() else _NUMBERS[word]
