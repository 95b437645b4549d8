"""Who says what to whom: what the child says, typed or spoken, and what answers it.

TALK is always answered by the brain. Speech is reported (user_* events) and answered only when the
session has a knowledge base: then the vendor's own LLM talks by itself, and is interrupted by itself.
Otherwise who speaks while Santa does makes him hold: the client decides whether it is an interruption, and
if it does not, he goes on.
"""

from __future__ import annotations

import uuid
from collections import deque
from collections.abc import Callable

from santa_core.emulator.brain import Brain, BrainRequest, Exchange
from santa_core.emulator.happenings import (
    BothSilent,
    ChildMaySay,
    ChildSaid,
    ChildStarted,
    ChildStopped,
    Happening,
)
from santa_core.emulator.options import SessionOptions
from santa_core.emulator.silence import SilenceWatch
from santa_core.emulator.speaker import RunningTask, Speaker
from santa_core.speech.ports import HeardWords, HearingEvent, SpeechEnded, SpeechMayStart, SpeechStarted

# What the brain is given in the child's place when useSilencePrompt is set.
SILENCE_PROMPT = "(The user has been silent for a while. Ask gently whether they are there.)"


LONGEST_HOLD_MS = 2_500.0
DECIDE_WITHIN_MS = 500.0  # after the words; then it was no interruption
FIRST_SYLLABLE_SECONDS = 0.3  # somebody may be starting to speak: this is no silence


class Conversation:
    def __init__(
        self,
        *,
        options: SessionOptions,
        brain: Brain,
        speaker: Speaker,
        silence: SilenceWatch,
        tell: Callable[[Happening], None],
        on_activity: Callable[[], None],
        now: Callable[[], float],
    ) -> None:
        self._options = options
        self._brain = brain
        self._speaker = speaker
        self._silence = silence
        self._tell = tell
        self._on_activity = on_activity
        self._now = now
        self._history: list[Exchange] = []
        self._child_speaks = False
        self._stirred_at = float("-inf")
        self._segments: deque[str] = deque()  # of what was said, as long as its final words are due
        self.silence_response = options.silence_response
        self.microphone_open: Callable[[], bool] = lambda: False

    def talk(self, text: str) -> RunningTask:
        """Typed to Santa; the brain answers."""
        self._on_activity()
        self._silence.sound(self._now())
        return self._answer(text)

    def heard(self, event: HearingEvent) -> None:
        now = self._now()
        if isinstance(event, SpeechMayStart):
            self._stirred_at = now
            return
        self._silence.sound(now)
        match event:
            case SpeechStarted():
                self._on_activity()
                self._child_speaks = True
                self._segments.append(str(uuid.uuid4()))
                if self._options.vendor_answers:
                    self._speaker.interrupt()
                else:
                    self._speaker.hold(longest_ms=LONGEST_HOLD_MS)
                self._tell(ChildStarted())
            case SpeechEnded():
                self._child_speaks = False
                self._tell(ChildStopped())
            case HeardWords(text=text, final=False) if self._segments:
                self._tell(ChildMaySay(self._segments[-1], text))
            case HeardWords(text=text, final=True):
                self._words_complete(text)

    def pressed(self) -> None:
        """Push-to-talk: somebody is about to speak."""
        self._on_activity()
        if not self._options.vendor_answers:
            self._speaker.hold(longest_ms=LONGEST_HOLD_MS)

    def released(self) -> None:
        """Call before the hearing is told: nobody has spoken unless it was heard by now."""
        if not self._child_speaks and not self._segments:
            self._speaker.go_on(after_ms=DECIDE_WITHIN_MS)

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
        if now - self._stirred_at < FIRST_SYLLABLE_SECONDS:
            return
        times = self._silence.due(now)
        if times is None:
            return
        count_down = max(0, round(seconds_until_idle_end)) if seconds_until_idle_end is not None else 0
        self._tell(BothSilent(times, count_down))
        if self.silence_response and self._options.vendor_answers:
            self._speak_answer(SILENCE_PROMPT)

    def _words_complete(self, text: str) -> None:
        self._tell(ChildSaid(self._segments.popleft() if self._segments else None, text))
        if text.strip():
            self._on_activity()
            if self._options.vendor_answers:
                self._answer(text)
        if not self._child_speaks:
            self._speaker.go_on(after_ms=DECIDE_WITHIN_MS)

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
