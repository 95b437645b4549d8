"""Turn taking: who has the floor, what Santa answers, and what was really said.

    child's words ──> language model streams ──> sentences ──> screen ──> Say ──> avatar
    child speaks over Santa ──> StopSpeaking, generation cancelled, history keeps what was said

Runs on one event loop; methods are called in the order in which things happened and never block.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from uuid import uuid4

from santa_core.domain.calls import AnswerBy, CallPlan, Floor, Speaker, Turn, TurnLatency, TurnOrigin
from santa_core.domain.sentences import SentenceCutter
from santa_core.domain.spoken_text import clean_for_speech, split_for_speech
from santa_core.errors import ProviderError
from santa_core.ports import ChatModel, ChatRequest, ChatUsage, Clock, Message
from santa_core.services.call_messages import CallMessage, Notice, Say, SayMode, StopSpeaking, TurnChanged
from santa_core.services.call_script import CallScript
from santa_core.services.santa_turn import SantaTurn, Sentence

logger = logging.getLogger(__name__)

MAX_CHILD_CHARACTERS = 2_000  # longer input is cut: no child says more in one turn


class Conversation:
    """`tell` takes messages for the browser, `keep` takes turns for the log, `floor_moved` is called
    after each change of floor. `screen` sees every sentence of the language model before it is
    spoken and answers what may be said ("" to drop it): the safety check's place."""

    def __init__(
        self,
        *,
        call_id: str,
        plan: CallPlan,
        script: CallScript,
        chat: ChatModel,
        clock: Clock,
        tell: Callable[[CallMessage], None],
        keep: Callable[[Turn], object],
        floor_moved: Callable[[], None] = lambda: None,
        screen: Callable[[str], str] = clean_for_speech,
    ) -> None:
        self._call_id = call_id
        self._plan = plan
        self._script = script
        self._chat = chat
        self._clock = clock
        self._tell = tell
        self._keep = keep
        self._floor_moved = floor_moved
        self._screen = screen
        self.floor = Floor.LISTENING
        self._turns: list[Turn] = []
        self._santa: SantaTurn | None = None  # the turn that is being thought of or spoken
        self._cut: SantaTurn | None = None  # the last interrupted turn: late words still belong to it
        self._generation: asyncio.Task[None] | None = None
        self._background: set[asyncio.Task[None]] = set()

    # --- what happens ---------------------------------------------------------------------

    def turns(self) -> list[Turn]:
        return list(self._turns)

    def say(self, text: str, *, origin: TurnOrigin) -> None:
        """Santa says this verbatim: greeting, silence line, goodbye, an operator's words."""
        self.interrupt()
        now = self._clock.now()
        turn = self._begin_santa(origin, TurnLatency(recognised=now, first_sentence=now))
        for part in split_for_speech(clean_for_speech(text)):
            self._speak(turn, part)
        turn.written = True
        self._finish_if_all_said()

    def child_said(self, text: str, *, origin: TurnOrigin, ended_at: datetime | None = None) -> None:
        """The child's turn is complete; Santa answers. `ended_at`: when the last word was spoken."""
        now = self._clock.now()
        text = " ".join(text.split())[:MAX_CHILD_CHARACTERS]
        if not text:
            return
        self.interrupt()
        child = Turn(
            turn_id=str(uuid4()),
            call_id=self._call_id,
            index=len(self._turns),
            speaker=Speaker.CHILD,
            origin=origin,
            text=text,
            started_at=ended_at or now,
            ended_at=ended_at or now,
        )
        self._put(child)
        latency = TurnLatency(end_of_speech=ended_at or now, recognised=now)
        if self._plan.answer_by is AnswerBy.OWN_LLM:
            turn = self._begin_santa(TurnOrigin.ANSWER, latency)
            self._generation = asyncio.create_task(self._answer(turn))
        else:
            turn = self._begin_santa(TurnOrigin.ANSWER, latency)
            turn.written = True
            if origin is TurnOrigin.TYPED:  # spoken words reach the vendor's model by themselves
                self._tell(Say(str(uuid4()), turn.turn_id, text, SayMode.TALK))

    def child_not_understood(self) -> None:
        """Speech was heard, but no words: Santa asks again, in character."""
        if self.floor is Floor.LISTENING:
            self.say(self._script.say_again_line, origin=TurnOrigin.FALLBACK)

    def interrupt(self) -> bool:
        """The child (or a button) takes the floor. False if Santa had nothing to say."""
        self._stop_generating()
        turn, self._santa = self._santa, None
        if turn is None:
            return False
        turn.interrupted = True
        turn.written = True
        for sentence in turn.sentences:
            sentence.over = True
        turn.ended_at = self._clock.now()
        self._cut = turn
        if turn.sentences or turn.own_words or self._plan.answer_by is not AnswerBy.OWN_LLM:
            self._tell(StopSpeaking(turn.turn_id))
        self._put(turn.as_turn(), interrupted=True)
        self._move_floor(Floor.LISTENING)
        return True

    # --- what the avatar reports ----------------------------------------------------------

    def sentence_accepted(self, sentence_id: str, task_id: str) -> None:
        for turn in self._live_turns():
            sentence = turn.sentence(sentence_id)
            if sentence is not None:
                sentence.task_id = task_id
                return

    def sentence_refused(self, sentence_id: str) -> None:
        """The vendor would not speak it: the turn goes on without it."""
        for turn in self._live_turns():
            sentence = turn.sentence(sentence_id)
            if sentence is not None:
                sentence.over = sentence.refused = True
        self._finish_if_all_said()

    def avatar_started(self, task_id: str, *, at: datetime) -> None:
        turn = self._santa
        if turn is None or self._of_a_cut_turn(task_id):
            return
        if turn.sentences and turn.adopt_task(task_id) is None:
            return
        if turn.latency.avatar_started is None:
            turn.latency = replace(turn.latency, avatar_started=at)
            self._put(turn.as_turn())
        self._move_floor(Floor.SPEAKING)

    def avatar_spoke(self, task_id: str, piece: str) -> None:
        """A piece of what is being said, as it is said. After an interrupt the last ones arrive late."""
        turn = self._cut if self._of_a_cut_turn(task_id) else self._santa
        if turn is None:
            return
        if turn.sentences:
            sentence = turn.adopt_task(task_id)
            if sentence is None:
                return
            sentence.pieces.append(piece)
        else:
            turn.own_words.append(piece)
        self._put(turn.as_turn(), interrupted=turn.interrupted)

    def avatar_stopped(self, task_id: str) -> None:
        turn = self._santa
        if turn is None or self._of_a_cut_turn(task_id):
            return
        sentence = turn.sentence_of_task(task_id)
        if sentence is not None:
            sentence.over = sentence.complete = True
        self._finish_if_all_said()

    def vendor_answers(self) -> None:
        """The vendor's own model began to talk without being asked by us (voice chat)."""
        if self._santa is None and self._plan.answer_by is not AnswerBy.OWN_LLM:
            turn = self._begin_santa(TurnOrigin.ANSWER, TurnLatency())
            turn.written = True

    async def close(self) -> None:
        self._stop_generating()
        for task in list(self._background):
            await asyncio.gather(task, return_exceptions=True)

    # --- inside ---------------------------------------------------------------------------

    async def _answer(self, turn: SantaTurn) -> None:
        cutter = SentenceCutter()
        stream = self._chat.stream(self._chat_request())
        try:
            async for item in stream:
                if isinstance(item, ChatUsage):
                    continue
                if turn.latency.first_token is None:
                    turn.latency = replace(turn.latency, first_token=self._clock.now())
                for sentence in cutter.feed(item.text):
                    self._speak_screened(turn, sentence)
            for sentence in cutter.flush():
                self._speak_screened(turn, sentence)
        except ProviderError as error:
            self._language_model_failed(turn, error)
        finally:
            await stream.aclose()  # type: ignore[attr-defined]  # an async generator, closed to cancel
        if not turn.sentences:
            self._speak(turn, self._script.say_again_line)
        turn.written = True
        self._finish_if_all_said()

    def _language_model_failed(self, turn: SantaTurn, error: ProviderError) -> None:
        logger.warning("the language model failed", extra={"call_id": self._call_id, "kind": error.kind})
        words = error.vendor.message
        detail = f" It said: {words}" if words else ""
        self._tell(Notice("error", "language_model", f"{error}{detail}"))
        if not turn.sentences:
            turn.origin = TurnOrigin.FALLBACK

    def _chat_request(self) -> ChatRequest:
        history = tuple(
            Message("user" if t.speaker is Speaker.CHILD else "assistant", t.text)
            for t in self._turns
            if t.text
        )
        prompt = self._script.prompt
        return ChatRequest(
            messages=(Message("system", self._script.system_prompt), *history),
            model=prompt.model,
            temperature=prompt.temperature,
            max_tokens=prompt.max_tokens,
            child=self._plan.child,
            call_id=self._call_id,
        )

    def _speak_screened(self, turn: SantaTurn, sentence: str) -> None:
        for part in split_for_speech(self._screen(sentence)):
            self._speak(turn, part)

    def _speak(self, turn: SantaTurn, text: str) -> None:
        if not text:
            return
        now = self._clock.now()
        sentence = Sentence(str(uuid4()), text, self._script.as_spoken(text))
        turn.sentences.append(sentence)
        if turn.latency.speak_sent is None:
            turn.latency = replace(
                turn.latency, first_sentence=turn.latency.first_sentence or now, speak_sent=now
            )
        self._tell(Say(sentence.sentence_id, turn.turn_id, sentence.spoken_as))

    def _begin_santa(self, origin: TurnOrigin, latency: TurnLatency) -> SantaTurn:
        turn = SantaTurn(
            turn_id=str(uuid4()),
            call_id=self._call_id,
            index=len(self._turns),
            origin=origin,
            started_at=self._clock.now(),
            latency=latency,
        )
        self._santa = turn
        self._put(turn.as_turn())
        self._move_floor(Floor.THINKING)
        return turn

    def _finish_if_all_said(self) -> None:
        turn = self._santa
        if turn is None or not turn.all_said:
            return
        turn.ended_at = self._clock.now()
        self._santa = None
        self._put(turn.as_turn())
        self._move_floor(Floor.LISTENING)

    def _of_a_cut_turn(self, task_id: str) -> bool:
        return self._cut is not None and self._cut.sentence_of_task(task_id) is not None

    def _live_turns(self) -> list[SantaTurn]:
        return [turn for turn in (self._santa, self._cut) if turn is not None]

    def _stop_generating(self) -> None:
        generation, self._generation = self._generation, None
        if generation is not None and not generation.done():
            generation.cancel()
            self._background.add(generation)
            generation.add_done_callback(self._background.discard)

    def _put(self, turn: Turn, *, interrupted: bool = False) -> None:
        if turn.index < len(self._turns):
            self._turns[turn.index] = turn
        else:
            self._turns.append(turn)
        self._keep(turn)
        self._tell(TurnChanged(turn, interrupted))

    def _move_floor(self, floor: Floor) -> None:
        if floor is not self.floor:
            self.floor = floor
            self._floor_moved()
