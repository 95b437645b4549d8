"""What the lint says about a prompt version."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    ERROR = "error"  # it cannot be saved so
    WARNING = "warning"  # it can be saved; Santa will do harm or puzzle the model
    HINT = "hint"  # worth a look


@dataclass(frozen=True)
class Finding:
    """`message` says what is wrong and what to do. `span`: characters [a, b) of the field's text, None
    where it is about the field as a whole (something is missing)."""

    finding_id: str  # "missing-honesty-policy": stable, for tests and for people who search
    level: Level
    message: str
    path: str  # of prompt_fields: "text", "lines.pl.greeting", "temperature"
    span: tuple[int, int] | None = None


def error(finding_id: str, message: str, path: str, span: tuple[int, int] | None = None) -> Finding:
    return Finding(finding_id, Level.ERROR, message, path, span)


def warning(finding_id: str, message: str, path: str, span: tuple[int, int] | None = None) -> Finding:
    return Finding(finding_id, Level.WARNING, message, path, span)


def hint(finding_id: str, message: str, path: str, span: tuple[int, int] | None = None) -> Finding:
    return Finding(finding_id, Level.HINT, message, path, span)
