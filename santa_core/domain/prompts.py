"""A prompt version: everything that makes Santa who he is, and how its variables are filled in."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class PromptVersion:
    """Immutable once stored. `number` is 1, 2, 3 ...; texts may hold {{variables}}."""

    number: int
    text: str
    greeting: str
    goodbye: str
    silence_line: str
    say_again_line: str
    model: str
    temperature: float
    max_tokens: int
    author: str
    note: str
    created_at: datetime
    variables: dict[str, str] = field(default_factory=dict)  # own variables and their defaults
    parent: int | None = None
    content_hash: str = ""
