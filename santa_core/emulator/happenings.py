"""What happens in a session, in nobody's words; each API has a translation of its own.

heygen_words.py        HeyGen: data channel without topic, chat WebSocket, LiveKit transcriptions
liveavatar/words.py    LiveAvatar: data topic agent-response
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class SantaStarted:
    task_id: str


@dataclass(frozen=True)
class SantaSaid:
    """The next piece of what is heard now."""

    task_id: str
    text: str


@dataclass(frozen=True)
class SantaSaidAll:
    """The task was spoken to its end; not told of an interrupted one."""

    task_id: str


@dataclass(frozen=True)
class SantaStopped:
    task_id: str
    duration_ms: float


@dataclass(frozen=True)
class ChildStarted:
    pass


@dataclass(frozen=True)
class ChildStopped:
    pass


@dataclass(frozen=True)
class ChildMaySay:
    """The words so far of a segment, told again while they change."""

    segment_id: str
    text: str


@dataclass(frozen=True)
class ChildSaid:
    """The final words; perhaps none. `segment_id`: None when nobody was heard to start."""

    segment_id: str | None
    text: str


@dataclass(frozen=True)
class BothSilent:
    """`count_down`: seconds until the idle end; 0 without one."""

    times: int
    count_down: int


Happening = (
    SantaStarted
    | SantaSaid
    | SantaSaidAll
    | SantaStopped
    | ChildStarted
    | ChildStopped
    | ChildMaySay
    | ChildSaid
    | BothSilent
)
