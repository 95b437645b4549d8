"""What answers TALK in the vendor's place. The brain is handed in from outside."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Exchange:
    """One line of the conversation so far. role: user or assistant (what Santa really said)."""

    role: str
    text: str


@dataclass(frozen=True)
class BrainRequest:
    text: str
    knowledge_base: str | None
    knowledge_base_id: str | None
    language: str
    history: tuple[Exchange, ...]


# Pieces of the answer as they are written; closing the iterator cancels the writing.
Brain = Callable[[BrainRequest], AsyncIterator[str]]


async def no_brain(request: BrainRequest) -> AsyncIterator[str]:
    """Says what is missing rather than pretending to think."""
    yield (
        "Ho ho ho! No brain is connected to this practice Santa, so I can only repeat what I am given to say."
    )
