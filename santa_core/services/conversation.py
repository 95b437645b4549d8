"""Turn taking: what the child said, what Santa answers, and what was really said.

    child's words ──> language model streams ──> sentences ──> screen ──> Say ──> avatar
    child speaks over Santa ──> StopSpeaking, generation cancelled, history keeps what was said
    child speaks before Santa is heard ──> his sentences wait; words join the child's turn

Runs on one event loop; methods are called in the order in which things happened and never block.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from uuid import uuid4

from santa_core.domain.calls import AnswerBy, CallPlan, Floor, Speaker, Turn, TurnLatency, TurnOrigin
from santa_core.domain.spoken_text import clean_for_speech, split_for_speech
from santa_core.ports import ChatModel, Clock
from santa_core.services.answer_writer import AnswerWriter
from santa_core.services.call_messages import CallMessage, Say, SayMode
from santa_core.services.call_safety import CallSafety
from santa_core.services.call_script import CallScript
from santa_core.services.santa_speech import SantaSpeech
from santa_core.services.santa_turn import SantaTurn
from santa_core.services.transcript import Transcript

MAX_CHILD_CHARACTERS = 2_000  # longer input is cut: no child says more in one turn


class Conversation:
    """`tell` takes messages for the browser, `keep` takes turns for the log, `floor_moved` is called
    after each change of floor. `safety` sees every sentence of the language model before it is spoken, and
    all words of the child. `santa` is told what the avatar reports."""

    def __init__(
        self,
        *,
        call_id: str,
        plan: CallPlan,
        script: CallScript,
        chat: ChatModel,
        clock: Clock,
        safety: CallSafety,
        tell: Callable[[CallMessage], None],
        keep: Callable[[Turn], object],
        floor_moved: Callable[[], None] = lambda: None,
    ) -> None:
        self._call_id = call_id
        self._own_words = plan.answer_by is AnswerBy.OWN_LLM
        self._script = script
        self._clock = clock
        self._safety = safety
        self._tell = tell
        self._keep = keep
        self._writer = AnswerWriter(chat, call_id=call_id, plan=plan, script=script, tell=tell)
        self._transcript = Transcript(tell=tell, keep=self._put_down)
        self.santa = SantaSpeech(
            call_id=call_id,
            own_words=self._own_words,
            script=script,
            clock=clock,
            transcript=self._transcript,
            tell=tell,
            floor_moved=floor_moved,
            said_again=safety.said_again,
        )
        self._generation: asyncio.Task[None] | None = None
        self._background: set[asyncio.Task[None]] = set()
        self._checked: dict[str, str] = {}  # by turn id: the vendor's words, as they were checked

    @property
    def floor(self) -> Floor:
        return self.santa.floor

    def turns(self) -> list[Turn]:
        return self._transcript.turns()

    def say(self, text: str, *, origin: TurnOrigin) -> None:
        """Santa says this verbatim: greeting, silence line, goodbye, an operator's words."""
        self.interrupt()
        now = self._clock.now()
        turn = self.santa.begin(origin, TurnLatency(recognised=now, first_sentence=now))
        spoken = clean_for_speech(text)
        self._safety.will_say(turn, spoken, self._transcript.said_by_child())
        for part in split_for_speech(spoken):
            self.santa.add(turn, part)
        self.santa.all_written(turn)

    def hear(
        self, text: str, *, origin: TurnOrigin, ended_at: datetime | None = None, instead: bool = False
    ) -> str:
        """Takes the child's words, without answering yet. Spoken words that come before Santa was heard
        continue the spoken turn before them; `instead`: they replace it. `ended_at`: when the last word was
        spoken. Returns the turn's whole text, "" if there were no words."""
        now = self._clock.now()
        text = _cleaned(text)
        if not text:
            return ""
        self.drop_unheard()
        self.interrupt()
        before = self._transcript.last()
        spoken = before if before is not None and before.origin is TurnOrigin.VOICE else None
        if spoken is not None and instead:
            child = replace(spoken, text=text, origin=origin, heard_text=spoken.text)
        elif spoken is not None and origin is TurnOrigin.VOICE:
            child = replace(spoken, text=_cleaned(f"{spoken.text} {text}"))
        else:
            child = Turn(
                str(uuid4()), self._call_id, 0, Speaker.CHILD, origin, text, started_at=ended_at or now
            )
        child = self._transcript.put(replace(child, ended_at=ended_at or now))
        self._safety.child_said(child)
        return child.text

    def overhear(self, text: str) -> None:
        """The child said this while it was not to be answered: no turn, but what alarms, alarms."""
        self._safety.overheard(_cleaned(text))

    def answer(self) -> None:
        """Santa answers what the child said last."""
        child = self._transcript.last()
        if child is not None and child.speaker is Speaker.CHILD:
            self._answer_to(child, by_hand=child.origin is TurnOrigin.TYPED, ended_at=child.ended_at)

    def correct(self, turn_id: str, text: str) -> bool:
        """The child said `text`: Santa answers that, if it was the last thing said to him. Returns whether
        he does; an older turn is only written anew."""
        child, text = self._transcript.child_turn(turn_id), _cleaned(text)
        if child is None or text in ("", child.text):
            return False
        corrected = self._transcript.put(replace(child, text=text, heard_text=child.heard_text or child.text))
        self._safety.child_said(corrected)
        if not self._transcript.is_childs_last(corrected):
            return False
        self.drop_unheard()
        self.interrupt()
        self._transcript.supersede_answers_to(corrected)
        self._answer_to(corrected, by_hand=True, ended_at=None)
        return True

    def child_not_understood(self) -> None:
        """Speech was heard, but no words: Santa asks again, in character."""
        if self.floor is Floor.LISTENING:
            self.say(self._script.say_again_line, origin=TurnOrigin.FALLBACK)

    def interrupt(self) -> bool:
        """The child (or a button) takes the floor. False if Santa had nothing to say."""
        self._stop_generating()
        return self.santa.stop()

    def drop_unheard(self) -> None:
        """Takes back what Santa would say by himself and nobody has heard."""
        self._stop_generating()
        self.santa.drop_unheard()

    def say_again(self) -> None:
        """The session in which Santa spoke is gone: what he had not said to its end is for the next one."""
        if self.santa.say_again():
            child = self._transcript.last_of_child()
            if child is not None:
                self._answer_to(child, by_hand=True, ended_at=None)

    def vendor_answers(self) -> None:
        """The vendor's own model began to talk without being asked by us (voice chat)."""
        if self.santa.turn_id is None and not self._own_words:
            self.santa.begin(TurnOrigin.ANSWER, TurnLatency()).written = True

    async def close(self) -> None:
        self._stop_generating()
        for task in list(self._background):
            await asyncio.gather(task, return_exceptions=True)

    def _answer_to(self, child: Turn, *, by_hand: bool, ended_at: datetime | None) -> None:
        """`by_hand`: typed; spoken words reach the vendor's model by themselves."""
        now = self._clock.now()
        latency = TurnLatency(end_of_speech=ended_at or now, recognised=now)
        turn = self.santa.begin(TurnOrigin.ANSWER, latency)
        if self._own_words:
            self._generation = asyncio.create_task(self._write_answer(turn))
            return
        turn.written = True
        if by_hand:
            self._tell(Say(str(uuid4()), turn.turn_id, child.text, SayMode.TALK))

    async def _write_answer(self, turn: SantaTurn) -> None:
        def began() -> None:
            if turn.latency.first_token is None:
                turn.latency = replace(turn.latency, first_token=self._clock.now())

        def speak(text: str) -> None:
            self.santa.add(turn, text)

        screen = self._safety.screen(turn, self._transcript.said_by_child(), withdraw=self._withdraw)
        written = await self._writer.write(
            self._transcript.history(), screen=screen, began=began, speak=speak
        )
        if not turn.sentences:
            if not written:
                turn.origin = TurnOrigin.FALLBACK
            speak(self._script.say_again_line)
        self.santa.all_written(turn)

    def _withdraw(self, turn: SantaTurn, unfit: str, instead: str) -> bool:
        """Takes back a sentence that was found unfit after it had been sent."""
        if not self.santa.may_withdraw(turn, unfit):
            return False
        self._stop_generating()
        self.santa.withdraw(turn, unfit, instead=instead)
        return True

    def _put_down(self, turn: Turn) -> None:
        """Every change of a turn. What the vendor's own model said is known when it has been said."""
        self._keep(turn)
        is_over = turn.speaker is Speaker.SANTA and turn.origin is TurnOrigin.ANSWER and turn.ended_at
        if is_over and not self._own_words and self._checked.get(turn.turn_id) != turn.text:
            self._checked[turn.turn_id] = turn.text
            self._safety.has_said(turn, self._transcript.said_by_child(until=turn))

    def _stop_generating(self) -> None:
        generation, self._generation = self._generation, None
        if generation is not None and not generation.done():
            generation.cancel()
            self._background.add(generation)
            generation.add_done_callback(self._background.discard)


def _cleaned(text: str) -> str:
    return " ".join(text.split())[:MAX_CHILD_CHARACTERS]
