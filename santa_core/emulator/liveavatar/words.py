"""LiveAvatar's words: commands on data topic agent-control, events on agent-response.

    {"event_id", "event_type", "session_id", "source_event_id": the command's event_id or null, ...}

user.transcription.chunk has the words so far, avatar.transcription.chunk the next piece: a guess.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from santa_core.emulator.api_words import Outgoing, ToData
from santa_core.emulator.clock import EmulatorClock
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
from santa_core.emulator.liveavatar.catalogue import end_reason
from santa_core.emulator.liveavatar.passes import SessionPass, TranscriptLine
from santa_core.emulator.session_record import EndReason

if TYPE_CHECKING:
    from santa_core.emulator.live_session import LiveSession
    from santa_core.emulator.speaker import RunningTask

COMMANDS = "agent-control"
EVENTS = "agent-response"
AGENT_IDENTITY = "liveavatar-agent-"  # and the session's id


class LiveAvatarWords:
    """Implements ApiWords."""

    def __init__(self, its_pass: SessionPass, clock: EmulatorClock) -> None:
        """Made when the session starts."""
        self._pass = its_pass
        self._clock = clock
        self._began_at = clock.monotonic()
        self._greeted = False
        self._pressed = False
        self._sources: dict[str, str | None] = {}  # of tasks: the command that asked for it
        self._said: defaultdict[str, list[str]] = defaultdict(list)  # of tasks, until they are told whole

    @property
    def companions(self) -> Sequence[str]:
        return [f"{AGENT_IDENTITY}{self._pass.session_id}"]

    def translate(self, happening: Happening) -> Sequence[Outgoing]:
        match happening:
            case SantaStarted(task_id=task_id):
                return [self._event("avatar.speak_started", self._sources.get(task_id))]
            case SantaSaid(task_id=task_id, text=text):
                self._said[task_id].append(text)
                return [self._event("avatar.transcription.chunk", self._sources.get(task_id), text=text)]
            case SantaSaidAll(task_id=task_id):
                return self._what_was_said(task_id)
            case SantaStopped(task_id=task_id):
                ended = self._event("avatar.speak_ended", self._sources.get(task_id))
                told = [*self._what_was_said(task_id), ended]  # the first when he was interrupted
                self._sources.pop(task_id, None)
                return told
            case ChildStarted():
                return [self._event("user.speak_started")]
            case ChildStopped():
                return [self._event("user.speak_ended")]
            case ChildMaySay(text=text):
                return [self._event("user.transcription.chunk", text=text)]
            case ChildSaid(text=text):
                return self._child_said(text)
            case BothSilent():  # LiveAvatar does not tell it
                return []

    def received(self, session: LiveSession, *, topic: str, value: Any) -> None:
        if topic != COMMANDS or not isinstance(value, dict) or not session.running:
            return
        match value.get("event_type"):
            case "avatar.speak_text" if text := _text(value):
                self._remember(session.repeat(text), value)
            # Without a context there is no agent that could answer.
            case "avatar.speak_response" if (text := _text(value)) and session.record.options.vendor_answers:
                self._line("user", text)
                self._remember(session.talk(text), value)
            case "avatar.interrupt":
                session.interrupt()
            case "avatar.start_listening":
                session.listening_pose(True)
            case "avatar.stop_listening":
                session.listening_pose(False)
            case "user.start_push_to_talk":
                self._press(session, value)
            case "user.stop_push_to_talk":
                self._release(session, value)

    def client_arrived(self, session: LiveSession) -> None:
        """Santa speaks first where the context says so, once somebody can hear him."""
        if self._greeted:
            return
        self._greeted = True
        if opening := self._pass.request.opening_text.strip():
            session.repeat(opening)

    def farewell(self, session: LiveSession) -> Sequence[Outgoing]:
        record = session.record
        if record.end_reason is EndReason.FAULT:  # an accident says nothing
            return []
        return [self._event("session.stopped", stop_reason=end_reason(record, self._pass.stop_reason))]

    def _press(self, session: LiveSession, command: Mapping[str, Any]) -> None:
        possible = session.record.options.push_to_talk and not self._pressed and session.press()
        self._pressed = self._pressed or possible
        self._answer(session, command, "started" if possible else "start_failed")

    def _release(self, session: LiveSession, command: Mapping[str, Any]) -> None:
        possible = self._pressed and session.release()
        self._pressed = False
        self._answer(session, command, "stopped" if possible else "stop_failed")

    def _answer(self, session: LiveSession, command: Mapping[str, Any], outcome: str) -> None:
        session.touch()
        session.tell(self._event(f"user.push_to_talk_{outcome}", _event_id(command)))

    def _child_said(self, text: str) -> list[Outgoing]:
        if not text.strip():
            return []
        self._line("user", text)
        return [self._event("user.transcription", text=text)]

    def _what_was_said(self, task_id: str) -> list[Outgoing]:
        """Once for each task: at its end, or when it was cut off."""
        said = "".join(self._said.pop(task_id, [])).strip()
        if not said:
            return []
        self._line("avatar", said)
        return [self._event("avatar.transcription", self._sources.get(task_id), text=said)]

    def _remember(self, task: RunningTask, command: Mapping[str, Any]) -> None:
        self._sources[task.task_id] = _event_id(command)

    def _line(self, role: str, text: str) -> None:
        now = self._clock.now()
        seconds = int(self._clock.monotonic() - self._began_at)
        self._pass.transcript.append(TranscriptLine(role, text, int(now.timestamp()), seconds))

    def _event(self, event_type: str, source_event_id: str | None = None, **data: Any) -> ToData:
        envelope = {
            "event_id": str(uuid.uuid4()),
            "event_type": event_type,
            "session_id": self._pass.session_id,
            "source_event_id": source_event_id,
        }
        return ToData({**envelope, **data}, topic=EVENTS)


def _text(command: Mapping[str, Any]) -> str | None:
    text = command.get("text")
    return text if isinstance(text, str) and text.strip() else None


def _event_id(command: Mapping[str, Any]) -> str | None:
    event_id = command.get("event_id")
    return event_id if isinstance(event_id, str) else None
