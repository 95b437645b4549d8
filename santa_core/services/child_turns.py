"""The child's side of the conversation: words that arrive, words that do not, and silence."""

from __future__ import annotations

from datetime import datetime

from santa_core.domain.calls import AnswerBy, CallPlan, EndReason, Floor, Listen, TurnOrigin
from santa_core.services.call_script import CallScript
from santa_core.services.call_timers import CallTimers
from santa_core.services.child_ear import ChildEar
from santa_core.services.conversation import Conversation


class ChildTurns:
    """Methods are called as things happen, with the server's time; `at` is when the child did it."""

    def __init__(
        self, plan: CallPlan, *, script: CallScript, conversation: Conversation, timers: CallTimers
    ) -> None:
        self._plan = plan
        self._script = script
        self._conversation = conversation
        self._timers = timers
        self._ear = ChildEar()
        self._asked_again = False

    def typed(self, text: str) -> None:
        self._answer(text, TurnOrigin.TYPED, None)

    def began_to_speak(self) -> None:
        self._timers.child_began()
        self._ear.started()
        if self._conversation.floor is Floor.SPEAKING:
            self._conversation.interrupt()

    def stopped_speaking(self, *, at: datetime, now: datetime) -> None:
        self._timers.child_stopped(now)
        self._ear.stopped(at)

    def heard(self, piece: str) -> None:
        self._ear.heard(piece)

    def finished(self, *, now: datetime) -> None:
        """The turn is complete, with words or without."""
        self._timers.words_arrived(now)
        words, ended_at = self._ear.take()
        if words:
            self._answer(words, TurnOrigin.VOICE, ended_at)
        elif self._plan.answer_by is AnswerBy.OWN_LLM and not self._asked_again:
            # Once: a noisy room must not make Santa ask for ever. Then he waits.
            self._asked_again = True
            self._conversation.child_not_understood()

    def vendor_noticed_silence(self) -> None:
        if self._plan.listen is Listen.VOICE:  # someone who types is silent and busy
            self.silent()

    def silent(self) -> None:
        """A gentle prompt, then another, then goodbye."""
        if self._conversation.floor is not Floor.LISTENING or self._timers.is_child_speaking:
            return
        asked = self._timers.silences
        if asked < len(self._script.silence_lines):
            self._conversation.say(self._script.silence_lines[asked], origin=TurnOrigin.SILENCE)
        else:
            self._timers.said_goodbye(EndReason.SILENCE)
            self._conversation.say(self._script.goodbye, origin=TurnOrigin.GOODBYE)
        self._timers.asked_the_silent_child()

    def _answer(self, words: str, origin: TurnOrigin, ended_at: datetime | None) -> None:
        self._asked_again = False
        self._timers.child_answered()
        self._conversation.child_said(words, origin=origin, ended_at=ended_at)
