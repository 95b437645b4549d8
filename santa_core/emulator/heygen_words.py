"""HeyGen's words: events on the data channel and the chat WebSocket, each event on one of them."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from santa_core.emulator.api_words import Outgoing, ToCaptions, ToChat, ToData
from santa_core.emulator.happenings import (
    BothSilent,
    ChildMaySay,
    ChildSaid,
    ChildStarted,
    ChildStopped,
    Happening,
    SantaSaid,
    SantaSaidAll,
    SantaStarted,
    SantaStopped,
)

if TYPE_CHECKING:
    from santa_core.emulator.live_session import LiveSession

PUSH_TO_TALK = "push_to_talk:"


class HeyGenWords:
    """Implements ApiWords."""

    companions: Sequence[str] = ()

    def translate(self, happening: Happening) -> Sequence[Outgoing]:
        match happening:
            case SantaStarted(task_id=task_id):
                return [ToData({"type": "avatar_start_talking", "task_id": task_id})]
            case SantaSaid(task_id=task_id, text=text):
                return [ToData({"type": "avatar_talking_message", "task_id": task_id, "message": text})]
            case SantaSaidAll(task_id=task_id):
                return [ToData({"type": "avatar_end_message", "task_id": task_id})]
            case SantaStopped(task_id=task_id, duration_ms=duration_ms):
                stopped = {"task_id": task_id, "duration_ms": round(duration_ms, 1)}
                return [ToData({"type": "avatar_stop_talking", **stopped})]
            case ChildStarted():
                return [ToChat({"event_type": "user_start"})]
            case ChildStopped():
                return [ToChat({"event_type": "user_stop"})]
            case ChildMaySay(segment_id=segment_id, text=text):
                return [ToCaptions(segment_id, text, final=False)]
            case ChildSaid():
                return _child_said(happening)
            case BothSilent(times=times, count_down=count_down):
                silence = {"silence_times": times, "count_down": count_down}
                return [ToChat({"event_type": "user_silence", **silence})]

    def received(self, session: LiveSession, *, topic: str, value: Any) -> None:
        if isinstance(value, str):
            self.message(session, value)

    def message(self, session: LiveSession, text: str) -> None:
        """Words from the client, over the data channel or the chat WebSocket."""
        if not session.running:
            return
        match text:
            case "push_to_talk:start":
                session.press()
            case "push_to_talk:stop":
                session.release()
            case _ if text.strip() and not text.startswith(PUSH_TO_TALK):
                session.talk(text)

    def client_arrived(self, session: LiveSession) -> None:
        pass

    def farewell(self, session: LiveSession) -> Sequence[Outgoing]:
        return ()


def _child_said(said: ChildSaid) -> list[Outgoing]:
    messages: list[Outgoing] = []
    if said.segment_id is not None:
        messages.append(ToCaptions(said.segment_id, said.text, final=True))
    if said.text.strip():
        task_id = str(uuid.uuid4())
        messages += [
            ToData({"type": "user_talking_message", "task_id": task_id, "message": said.text}),
            ToData({"type": "user_end_message", "task_id": task_id}),
        ]
    return messages
