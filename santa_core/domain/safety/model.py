"""What a safety check is told and what it finds."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    BLOCKER = "blocker"  # the sentence is not spoken
    WARNING = "warning"  # it is spoken, and staff see what is wrong with it


class Rule(StrEnum):
    TOO_LONG = "too-long"
    TOO_MANY_SENTENCES = "too-many-sentences"
    TOO_MANY_QUESTIONS = "too-many-questions"
    PROMISE = "promise"
    ASKS_PERSONAL_DATA = "asks-personal-data"
    ECHOES_PERSONAL_DATA = "echoes-personal-data"
    UNSPEAKABLE = "unspeakable"
    BRAND_OR_PRICE = "brand-or-price"
    PROMPT_LEAK = "prompt-leak"
    PROFANITY = "profanity"
    CLAIMS_HUMAN = "claims-human"
    JOLLY_IN_SORROW = "jolly-in-sorrow"
    DANGEROUS_DETAIL = "dangerous-detail"
    PROMISES_SECRECY = "promises-secrecy"
    THREATENS = "threatens"
    WRONG_LANGUAGE = "wrong-language"


@dataclass(frozen=True)
class Violation:
    rule: Rule
    severity: Severity
    span: tuple[int, int]  # characters [a, b) of the text that was checked
    reason: str  # one plain sentence for the person who reads it


@dataclass(frozen=True)
class Situation:
    """What a reply answers. `said` is the child's side of the conversation, oldest first, the last being
    what the reply answers. `tags`: of the scenario ("sad", "grief", "safeguarding" ...), if there is one."""

    said: tuple[str, ...] = ()
    language: str = "en"  # ISO 639-1
    child_name: str | None = None
    prompt: str = ""  # what Santa is told, to know a leak of it
    tags: tuple[str, ...] = ()


class AlertKind(StrEnum):
    DISTRESS = "distress"
    DANGER = "danger"
    DISCLOSURE = "disclosure"


@dataclass(frozen=True)
class ChildAlert:
    """Something a child said that a grown-up must hear of now."""

    kind: AlertKind
    span: tuple[int, int]  # characters [a, b) of what the child said
    reason: str
