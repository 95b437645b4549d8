"""What is asked for always in one place and never in another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from santa_core.domain.prompt_fields import TEXT
from santa_core.domain.prompt_rules.finding import Finding, warning
from santa_core.domain.prompt_rules.statements import Statement

_ALWAYS = re.compile(r"\b(?:always|every time|in every (?:answer|reply|response)|must)\b(?! not\b)", re.I)
_NEVER = re.compile(r"\b(?:never|do not|don['’]t|must not|should not|under no circumstances|avoid)\b", re.I)
_EXCEPTION = re.compile(
    r"\b(?:unless|except|but|only|if|when(?:ever)?|while|for example|not always|not in every|where)\b", re.I
)
_WORD = re.compile(r"[a-z']+")
_EMPTY = frozenset(
    re.findall(
        r"\S+",
        "a an the to of and or in on at for with your you they them their he she it its his her be is are as "
        "that this these those any some about always never not do don't must should every time each answer "
        "answers reply replies response responses very make sure please santa child children kid kids",
    )
)
_ENDING = re.compile(r"(?:ing|ed|es|s|e)$")


@dataclass(frozen=True)
class _Demand:
    statement: Statement
    clause: str
    words: frozenset[str]


def contradiction_findings(found: list[Statement]) -> Iterator[Finding]:
    always = list(_demands(found, _ALWAYS))
    never = list(_demands(found, _NEVER))
    for demanded in always:
        for forbidden in never:
            if demanded.statement is not forbidden.statement and _same_thing(demanded.words, forbidden.words):
                yield warning(
                    "always-and-never",
                    f"“{demanded.clause}” and “{forbidden.clause}” ask for opposite things. Keep one, or "
                    "say when each holds.",
                    TEXT,
                    max(demanded.statement.span, forbidden.statement.span),
                )
                break


def _demands(found: list[Statement], word: re.Pattern[str]) -> Iterator[_Demand]:
    for statement in found:
        sentence = statement.in_full
        match = word.search(sentence)
        if match is None or _EXCEPTION.search(sentence):
            continue
        if word is _ALWAYS and _NEVER.search(sentence):
            continue
        for clause in re.split(r"[,;:.]|\band never\b|\band always\b", sentence[match.end() :]):
            words = frozenset(_stem(w) for w in _WORD.findall(clause.lower()) if w not in _EMPTY)
            if words:
                shown = " ".join(sentence.split())
                yield _Demand(statement, shown if len(shown) <= 80 else shown[:80] + "…", words)


def _same_thing(one: frozenset[str], other: frozenset[str]) -> bool:
    """All words of the shorter are in the longer, and they are no small part of it."""
    few, many = sorted((one, other), key=len)
    return few <= many and len(few) * 2 >= len(many)


def _stem(word: str) -> str:
    return _ENDING.sub("", word) if len(word) > 4 else word
