"""One session while it lives: the record, Santa on his stage, the room and the conversation, wired."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from aiortc import MediaStreamTrack
from livekit.protocol.models import DisconnectReason

from santa_core.emulator.api_words import ApiWords, Outgoing, ToCaptions, ToChat, ToData
from santa_core.emulator.brain import Brain
from santa_core.emulator.clock import EmulatorClock
from santa_core.emulator.conversation import Conversation
from santa_core.emulator.faults import Faults, disconnect_reason
from santa_core.emulator.happenings import Happening
from santa_core.emulator.hearing import Hearing
from santa_core.emulator.performance import Face
from santa_core.emulator.playout import PlayoutEvent
from santa_core.emulator.room import Room
from santa_core.emulator.session_record import SessionRecord
from santa_core.emulator.settings import EmulatorSettings
from santa_core.emulator.silence import SilenceWatch
from santa_core.emulator.speaker import RunningTask, Speaker
from santa_core.emulator.stage import Stage
from santa_core.emulator.terms import Api
from santa_core.emulator.workers import Workers
from santa_core.speech.ports import Ears, TextToSpeech


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
        words: ApiWords,
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
        self._words = words
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
                santa_loudness=lambda: self._stage.take_loudest(),
                silenced=self._hears_nothing,
            )
            self._hearing.only_while_pressed(options.push_to_talk)
            self._conversation.microphone_open = lambda: self._hearing is not None and self._hearing.active
        self.room = Room(
            record.session_id,
            client_identity=f"user-{record.session_id}",
            size=(face.width, face.height),
            clock=clock,
            grace_seconds=settings.signalling_grace_seconds,
            companions=words.companions,
            on_connected=self._client_arrived,
            on_message=self.received,
            on_microphone=self._microphone,
        )

    @property
    def running(self) -> bool:
        """Started and not over."""
        return self.record.open and self.record.started_at is not None

    def touch(self) -> None:
        self.record.touch(self._clock.monotonic())

    async def start(self) -> None:
        self.record.start(self._clock.monotonic())
        self._stage.start()
        await self.room.santa_enters(self._stage)

    def tell(self, message: Outgoing) -> None:
        """An API's own answer to its client."""
        self._send([message])

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

    def received(self, topic: str, value: Any) -> None:
        """JSON from the client, over the data channel or the chat WebSocket."""
        self._words.received(self, topic=topic, value=value)

    def press(self) -> bool:
        """Push-to-talk: what is said from now on is heard. False: nobody hears here."""
        if self._hearing is None:
            return False
        self._conversation.pressed()
        self._hearing.open()
        return True

    def release(self) -> bool:
        """What was said is complete."""
        if self._hearing is None:
            return False
        self._conversation.released()
        self._hearing.close_utterance()
        return True

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
        if last_words := self._words.farewell(self):
            self._send(last_words)
            await self.room.last_words_heard()
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

    def _client_arrived(self) -> None:
        self.record.connected()
        self._words.client_arrived(self)

    def _tell(self, happening: Happening) -> None:
        self._send(self._words.translate(happening))

    def _send(self, messages: Iterable[Outgoing]) -> None:
        for message in messages:
            match message:
                case ToData(event=event, topic=topic):
                    self.room.tell(event, topic=topic)
                case ToChat(event=event):
                    if self._chat is not None:
                        self._chat.tell(event)
                case ToCaptions(segment_id=segment_id, text=text, final=final):
                    language = self.record.options.language
                    self.room.tell_words(segment_id, text, final=final, language=language)

    def _microphone(self, track: MediaStreamTrack) -> None:
        if self._hearing is not None:
            self._hearing.listen_to(track)

    def _hears_nothing(self) -> bool:
        if self.faults.silent_microphone or self._shared_faults.silent_microphone:
            return True
        deaf = self.faults.deaf_without_context or self._shared_faults.deaf_without_context
        by_itself = self.record.options.vendor_answers
        return deaf and self.record.terms.api is Api.LIVEAVATAR and not by_itself

    def _drop_signalling_when_due(self, seconds_since_start: float) -> None:
        for faults in (self.faults, self._shared_faults):
            after = faults.drop_signalling_after_seconds
            if after is not None and seconds_since_start >= after and not self._dropped_once:
                self._dropped_once = True
                self.room.drop_signalling()
