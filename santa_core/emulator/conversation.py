"""Who says what to whom: what the child says, typed or spoken, and what answers it.

TALK is always answered by the brain. Speech is reported (user_* events) and answered only when the
session has a knowledge base: then the vendor's own LLM talks by itself, and is interrupted by itself.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from typing import Any

from santa_core.emulator.brain import Brain, BrainRequest, Exchange
from santa_core.emulator.options import SessionOptions
from santa_core.emulator.silence import SilenceWatch
from santa_core.emulator.speaker import RunningTask, Speaker
from santa_core.speech.ports import HeardWords, HearingEvent, SpeechEnded, SpeechStarted

# What the brain is given in the child's place when useSilencePrompt is set.
SILENCE_PROMPT = "(The user has been silent for a while. Ask gently whether they are there.)"


class Conversation:
    def __init__(
        self,
        *,
        options: SessionOptions,
        brain: Brain,
        speaker: Speaker,
        silence: SilenceWatch,
        tell: Callable[[Mapping[str, Any]], None],
        tell_chat: Callable[[Mapping[str, Any]], None],
        on_activity: Callable[[], None],
        now: Callable[[], float],
    ) -> None:
        """`tell` is the data channel, `tell_chat` the chat WebSocket: each event has one of them."""
        self._options = options
        self._brain = brain
        self._speaker = speaker
        self._silence = silence
        self._tell = tell
        self._tell_chat = tell_chat
        self._on_activity = on_activity
        self._now = now
        self._history: list[Exchange] = []
        self._child_speaks = False
        self.silence_response = options.silence_response
        self.microphone_open: Callable[[], bool] = lambda: False

    def talk(self, text: str) -> RunningTask:
        """Typed to Santa; the brain answers."""
        self._on_activity()
        self._silence.sound(self._now())
        return self._answer(text)

    def heard(self, event: HearingEvent) -> None:
        self._silence.sound(self._now())
        match event:
            case SpeechStarted():
                self._on_activity()
                self._child_speaks = True
                if self._options.vendor_answers:
                    self._speaker.interrupt()
                self._tell_chat({"event_type": "user_start"})
            case SpeechEnded():
                self._child_speaks = False
                self._tell_chat({"event_type": "user_stop"})
            case HeardWords(text=text, final=True) if text.strip():
                self._on_activity()
                self._report(text)
                if self._options.vendor_answers:
                    self._answer(text)
            case _:
                pass  # partial words may still change; the event cannot be taken back

    def santa_finished(self, task: RunningTask) -> None:
        """Only what was really heard becomes history."""
        self._on_activity()
        if said := "".join(task.said).strip():
            self._history.append(Exchange("assistant", said))

    def watch_silence(self, *, seconds_until_idle_end: float | None) -> None:
        """Call now and then. Only a voice chat can be silent: without a microphone nobody listens."""
        now = self._now()
        if not self.microphone_open() or self._child_speaks or self._speaker.busy:
            self._silence.sound(now)
            return
        times = self._silence.due(now)
        if times is None:
            return
        count_down = max(0, round(seconds_until_idle_end)) if seconds_until_idle_end is not None else 0
        self._tell_chat({"event_type": "user_silence", "silence_times": times, "count_down": count_down})
        if self.silence_response and self._options.vendor_answers:
            self._speak_answer(SILENCE_PROMPT)

    def _report(self, text: str) -> None:
        task_id = str(uuid.uuid4())
        self._tell({"type": "user_talking_message", "task_id": task_id, "message": text})
        self._tell({"type": "user_end_message", "task_id": task_id})

    def _answer(self, text: str) -> RunningTask:
        task = self._speak_answer(text)
        self._history.append(Exchange("user", text))
        return task

    def _speak_answer(self, text: str) -> RunningTask:
        request = BrainRequest(
            text=text,
            knowledge_base=self._options.knowledge_base,
            knowledge_base_id=self._options.knowledge_base_id,
            language=self._options.language,
            history=tuple(self._history),
        )
        return self._speaker.answer(self._brain(request))
