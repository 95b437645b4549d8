"""One session while it lives: the record, Santa on his stage, the room and the conversation, wired."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from aiortc import MediaStreamTrack
from livekit.protocol.models import DisconnectReason

from santa_core.emulator.brain import Brain
from santa_core.emulator.clock import EmulatorClock
from santa_core.emulator.conversation import Conversation
from santa_core.emulator.faults import Faults, disconnect_reason
from santa_core.emulator.hearing import Hearing
from santa_core.emulator.performance import Face
from santa_core.emulator.playout import PlayoutEvent
from santa_core.emulator.room import Room
from santa_core.emulator.session_record import SessionRecord
from santa_core.emulator.settings import EmulatorSettings
from santa_core.emulator.silence import SilenceWatch
from santa_core.emulator.speaker import RunningTask, Speaker
from santa_core.emulator.stage import Stage
from santa_core.emulator.workers import Workers
from santa_core.speech.ports import Ears, TextToSpeech

PUSH_TO_TALK = "push_to_talk:"


class ChatLine(Protocol):
    """The client's chat WebSocket, as the session sees it."""

    def tell(self, event: Mapping[str, Any]) -> None: ...

    def close(self) -> None: ...


class LiveSession:
    def __init__(
        self,
        record: SessionRecord,
        *,
        settings: EmulatorSettings,
        brain: Brain,
        voice: TextToSpeech,
        ears: Ears,
        face: Face,
        workers: Workers,
        clock: EmulatorClock,
        shared_faults: Faults,
    ) -> None:
        """Must be made on the event loop it will live on."""
        self.record = record
        self.faults = Faults()
        self._shared_faults = shared_faults
        self._clock = clock
        self._chat: ChatLine | None = None
        self._dropped_once = False
        options = record.options
        self._stage = Stage(
            quality=options.quality,
            face=face,
            clock=clock,
            pictures=workers.pictures,
            on_event=self._playout_event,
            frozen=lambda: self.faults.freeze_video or shared_faults.freeze_video,
            holding=lambda: self.room.connecting,
        )
        self._speaker = Speaker(
            playout=self._stage.playout,
            voice=voice,
            threads=workers.speech,
            options=options,
            tell=self._tell,
            on_done=self._task_done,
        )
        self._conversation = Conversation(
            options=options,
            brain=brain,
            speaker=self._speaker,
            silence=SilenceWatch(settings.silence_after_seconds),
            tell=self._tell,
            tell_chat=self._tell_chat,
            tell_words=self._tell_words,
            on_activity=self.touch,
            now=clock.monotonic,
        )
        self._hearing: Hearing | None = None
        if ears.available:
            self._hearing = Hearing(
                ears.listener(language=options.language, confidence=options.stt_confidence),
                clock=clock,
                threads=workers.hearing,
                on_event=self._conversation.heard,
                santa_loudness=lambda: self._stage.loudness,
                silenced=lambda: self.faults.silent_microphone or shared_faults.silent_microphone,
            )
            self._conversation.microphone_open = lambda: self._hearing is not None and self._hearing.active
        self.room = Room(
            record.session_id,
            client_identity=f"user-{record.session_id}",
            size=(face.width, face.height),
            clock=clock,
            grace_seconds=settings.signalling_grace_seconds,
            on_connected=record.connected,
            on_message=self.message,
            on_microphone=self._microphone,
        )

    def touch(self) -> None:
        self.record.touch(self._clock.monotonic())

    async def start(self) -> None:
        self.record.start(self._clock.monotonic())
        self._stage.start()
        await self.room.santa_enters(self._stage)

    def repeat(self, text: str) -> RunningTask:
        self.record.require_started()
        self.touch()
        return self._speaker.repeat(text)

    def talk(self, text: str) -> RunningTask:
        self.record.require_started()
        return self._conversation.talk(text)

    def interrupt(self) -> None:
        """Does nothing while Santa is silent."""
        self.record.require_started()
        self.touch()
        self._speaker.interrupt()

    def listening_pose(self, listening: bool) -> None:
        self.record.require_started()
        self.touch()
        self._stage.listening = listening

    def message(self, text: str) -> None:
        """Words from the client, over the data channel or the chat WebSocket."""
        if not self.record.open or self.record.started_at is None:
            return
        if text.startswith(PUSH_TO_TALK):
            self._push_to_talk(text.removeprefix(PUSH_TO_TALK))
        elif text.strip():
            self._conversation.talk(text)

    def join_chat(self, line: ChatLine, *, push_to_talk: bool, silence_response: bool) -> None:
        """The latest chat socket is told the events."""
        if self._chat is not None:
            self._chat.close()
        self._chat = line
        if silence_response:
            self._conversation.silence_response = True
        if self._hearing is not None:
            self._hearing.only_while_pressed(push_to_talk)

    def leave_chat(self, line: ChatLine) -> None:
        if self._chat is line:
            self._chat = None

    @property
    def worst_lateness_seconds(self) -> float:
        """How late any 20 ms of Santa's sound were sent."""
        return self._stage.worst_lateness_seconds

    @property
    def hearing(self) -> Hearing | None:
        return self._hearing

    async def tick(self) -> None:
        """About twice a second: what is due besides the end of the session."""
        now = self._clock.monotonic()
        await self.room.let_go_of_the_lost()
        if self.record.started_at is not None:
            self._conversation.watch_silence(seconds_until_idle_end=self.record.seconds_until_idle_end(now))
            self._drop_signalling_when_due(now - self.record.started_at)

    def due_fault(self) -> DisconnectReason | None:
        """The DisconnectReason of a disconnection that is due on purpose."""
        if self.record.started_at is None:
            return None
        for faults in (self.faults, self._shared_faults):
            after = faults.disconnect_after_seconds
            if after is not None and self._clock.monotonic() - self.record.started_at >= after:
                return disconnect_reason(faults.disconnect_reason)
        return None

    async def aclose(self, *, disconnect_reason: DisconnectReason) -> None:
        """The record is closed before: nothing is accepted while the parts go down."""
        await self._speaker.aclose()
        await self.room.aclose(reason=disconnect_reason)
        if self._chat is not None:
            self._chat.close()
        if self._hearing is not None:
            await self._hearing.aclose()
        await self._stage.aclose()

    def _playout_event(self, event: PlayoutEvent) -> None:
        self._speaker.heard(event)

    def _task_done(self, task: RunningTask) -> None:
        self._conversation.santa_finished(task)

    def _tell(self, event: Mapping[str, Any]) -> None:
        self.room.tell(event)

    def _tell_chat(self, event: Mapping[str, Any]) -> None:
        if self._chat is not None:
            self._chat.tell(event)

    def _tell_words(self, segment_id: str, text: str, *, final: bool) -> None:
        self.room.tell_words(segment_id, text, final=final, language=self.record.options.language)

    def _microphone(self, track: MediaStreamTrack) -> None:
        if self._hearing is not None:
            self._hearing.listen_to(track)

    def _push_to_talk(self, command: str) -> None:
        if self._hearing is None:
            return
        if command == "start":
            self._conversation.pressed()
            self._hearing.open()
        elif command == "stop":
            self._conversation.released()
            self._hearing.close_utterance()

    def _drop_signalling_when_due(self, seconds_since_start: float) -> None:
        for faults in (self.faults, self._shared_faults):
            after = faults.drop_signalling_after_seconds
            if after is not None and seconds_since_start >= after and not self._dropped_once:
                self._dropped_once = True
                self.room.drop_signalling()
