"""A prompt version that somebody is writing: not saved yet, and not lost either."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from santa_core.domain.prompts import PromptVersion


@dataclass(frozen=True)
class Draft:
    """`base` is the version it was opened from, `newest` the highest number there was then: whoever saved
    a higher one since has saved meanwhile. `content.number` is 0."""

    by: str
    base: int
    newest: int
    content: PromptVersion
    updated_at: datetime
    note: str = ""  # why, as far as it is written
