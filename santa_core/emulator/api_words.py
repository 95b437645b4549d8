"""What an API makes of a session: how it words what happens, and what the client's data mean to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from santa_core.emulator.happenings import Happening

if TYPE_CHECKING:
    from santa_core.emulator.live_session import LiveSession


@dataclass(frozen=True)
class ToData:
    """JSON for the room's data channel."""

    event: Mapping[str, Any]
    topic: str = ""


@dataclass(frozen=True)
class ToChat:
    """JSON for the chat WebSocket."""

    event: Mapping[str, Any]


@dataclass(frozen=True)
class ToCaptions:
    """LiveKit's own transcription of what the client is heard saying."""

    segment_id: str
    text: str
    final: bool


Outgoing = ToData | ToChat | ToCaptions


class ApiWords(Protocol):
    """One for each session."""

    @property
    def companions(self) -> Sequence[str]:
        """Identities of further participants in the room, without tracks."""
        ...

    def translate(self, happening: Happening) -> Sequence[Outgoing]: ...

    def received(self, session: LiveSession, *, topic: str, value: Any) -> None:
        """JSON that the client put on the data channel."""
        ...

    def client_arrived(self, session: LiveSession) -> None:
        """Its media flow; again after each new joining."""
        ...

    def farewell(self, session: LiveSession) -> Sequence[Outgoing]:
        """Told before the room closes. The record says why."""
        ...
