"""What Santa says: which sentences the browser has, what of them was heard, and who has the floor.

    listening ──begin──> thinking ──avatar starts──> speaking ──all said, or stop──> listening

A turn is shown and logged from when it is heard: an answer the child never heard is no turn.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import uuid4

from santa_core.domain.calls import Floor, TurnLatency, TurnOrigin
from santa_core.ports import Clock
from santa_core.services.call_messages import CallMessage, Say, StopSpeaking
from santa_core.services.call_script import CallScript
from santa_core.services.santa_turn import SantaTurn, Sentence
from santa_core.services.transcript import Transcript

# What Santa would say by himself waits while the child speaks; an operator's words and a goodbye do not.
_WAITS_FOR_THE_CHILD = frozenset(
    {TurnOrigin.GREETING, TurnOrigin.ANSWER, TurnOrigin.FALLBACK, TurnOrigin.SILENCE}
)


class SantaSpeech:
    """`own_words`: our language model writes them; else the vendor's does, and no sentences are known.
    `said_again` is told the old id and the new of a turn that is taken back and said again."""

    def __init__(
        self,
        *,
        call_id: str,
        own_words: bool,
        script: CallScript,
        clock: Clock,
        transcript: Transcript,
        tell: Callable[[CallMessage], None],
        floor_moved: Callable[[], None],
        said_again: Callable[[str, str], None] = lambda turn_id, again_as: None,
    ) -> None:
        self._call_id = call_id
        self._own_words = own_words
        self._script = script
        self._clock = clock
        self._transcript = transcript
        self._tell = tell
        self._floor_moved = floor_moved
        self._said_again = said_again
        self.floor = Floor.LISTENING
        self.is_held = False  # the sentences wait until the child has finished
        self._now: SantaTurn | None = None  # the turn that is being thought of or spoken
        self._cut: SantaTurn | None = None  # the last interrupted turn: late words still belong to it
        self._last: SantaTurn | None = None  # the last that was said to its end

    # --- what he says ---------------------------------------------------------------------

    def begin(self, origin: TurnOrigin, latency: TurnLatency) -> SantaTurn:
        turn = SantaTurn(
            turn_id=str(uuid4()),
            call_id=self._call_id,
            origin=origin,
            started_at=self._clock.now(),
            latency=latency,
        )
        self._now = turn
        self._move_floor(Floor.THINKING)
        return turn

    def add(self, turn: SantaTurn, text: str) -> None:
        if not text:
            return
        sentence = Sentence(str(uuid4()), text, self._script.as_spoken(text))
        turn.sentences.append(sentence)
        if turn.latency.first_sentence is None:
            turn.latency = replace(turn.latency, first_sentence=self._clock.now())
        if not self.is_held:
            self._send(turn, sentence)

    def all_written(self, turn: SantaTurn) -> None:
        turn.written = True
        self._finish_if_all_said()

    def stop(self) -> bool:
        """False if he had nothing to say."""
        turn, self._now, self.is_held = self._now, None, False
        if turn is None:
            return False
        turn.cut(self._clock.now())
        self._cut = turn
        if turn.was_told or not self._own_words:
            self._tell(StopSpeaking(turn.turn_id))
        if turn.was_heard or turn.was_told:
            self._put(turn)
        self._move_floor(Floor.LISTENING)
        return True

    # --- the child speaks before he does ---------------------------------------------------

    def hold(self) -> bool:
        """Nobody begins while the child speaks. False if there is nothing to hold back."""
        turn = self._waiting_turn()
        if turn is None or not self._own_words:
            return False
        self.is_held = True
        self._withdraw(turn)
        return True

    def let_go(self) -> None:
        """It was nothing: the sentences that waited are said."""
        turn = self._now
        if turn is None or not self.is_held:
            return
        self.is_held = False
        for sentence in turn.sentences:
            self._send(turn, sentence)

    def drop_unheard(self) -> None:
        """What he is about to say is taken back, and becomes no turn."""
        turn = self._waiting_turn()
        if turn is None:
            return
        self._withdraw(turn)
        if not self._own_words:
            self._tell(StopSpeaking(turn.turn_id))
        self._now, self.is_held = None, False
        self._move_floor(Floor.LISTENING)

    # --- what turns out to be unfit ---------------------------------------------------------

    def may_withdraw(self, turn: SantaTurn, unfit: str) -> bool:
        """Whether a sentence of `unfit` is still to be said, or is being said."""
        return turn is self._now and turn.first_unsaid_of(unfit) is not None

    def withdraw(self, turn: SantaTurn, unfit: str, *, instead: str) -> None:
        """Only if it may: takes that sentence and all after it out of what he says, and `instead` takes
        their place. What the browser has can only be stopped as a whole: a turn that is being heard is cut,
        one that is not is said again up to there."""
        place = turn.first_unsaid_of(unfit)
        if turn.was_heard:
            self.stop()
            now = self._clock.now()
            turn = self.begin(TurnOrigin.ANSWER, TurnLatency(recognised=now))
        else:
            self._withdraw(turn)
            del turn.sentences[place:]
            if not self.is_held:
                for sentence in turn.sentences:
                    self._send(turn, sentence)
        self.add(turn, instead)
        self.all_written(turn)

    # --- another session ------------------------------------------------------------------

    def say_again(self) -> bool:
        """The session is gone, and its tasks are void: what was not said to its end is sent again. True if
        it was the vendor's to say: it has to be asked again."""
        self._cut = self._last = None
        turn = self._now
        if turn is None:
            return False
        if not turn.sentences and not self._own_words:
            return self.stop()
        if turn.was_told:
            self._tell(StopSpeaking(turn.turn_id))
        turn.start_again()
        if turn.was_heard:
            self._put(turn)
        self._move_floor(Floor.THINKING)
        if not self.is_held:
            for sentence in turn.sentences:
                if not sentence.over:
                    self._send(turn, sentence)
        return False

    # --- what he is doing -------------------------------------------------------------------

    @property
    def turn_id(self) -> str | None:
        return None if self._now is None else self._now.turn_id

    @property
    def asks_a_silent_child(self) -> bool:
        return self._now is not None and self._now.origin is TurnOrigin.SILENCE

    @property
    def heard_for(self) -> timedelta:
        """How long he has been heard in this turn."""
        began = self._now.latency.avatar_started if self._now is not None else None
        return timedelta(0) if began is None else self._clock.now() - began

    # --- what the avatar reports ------------------------------------------------------------

    def accepted(self, sentence_id: str, task_id: str) -> None:
        sentence = self._sentence(sentence_id)
        if sentence is not None:
            sentence.task_id = task_id

    def refused(self, sentence_id: str) -> None:
        """The vendor would not speak it: the turn goes on without it."""
        sentence = self._sentence(sentence_id)
        if sentence is not None:
            sentence.over = sentence.refused = True
        self._finish_if_all_said()

    def started(self, task_id: str, *, at: datetime) -> None:
        turn = self._now
        if turn is None or self._of_a_cut_turn(task_id):
            return
        if self._own_words and turn.adopt_task(task_id) is None:
            return
        if turn.latency.avatar_started is None:
            turn.latency = replace(turn.latency, avatar_started=at)
            self._put(turn)
        self._move_floor(Floor.SPEAKING)

    def spoke(self, task_id: str, piece: str) -> None:
        """A piece of what is being said, as it is said. After an interrupt the last ones arrive late."""
        turn = self._cut if self._of_a_cut_turn(task_id) else self._now
        if turn is None or turn.taken_back:
            return
        if self._own_words:
            sentence = turn.adopt_task(task_id)
            if sentence is None:
                return
            sentence.pieces.append(piece)
        else:
            turn.own_words.append(piece)
        self._put(turn)

    def stopped(self, task_id: str) -> None:
        turn = self._now
        if turn is None or self._of_a_cut_turn(task_id):
            return
        sentence = turn.sentence_of_task(task_id)
        if sentence is not None:
            sentence.over = sentence.complete = True
        self._finish_if_all_said()

    def heard(self, task_id: str, *, at: datetime) -> None:
        """The first sound of this task left the browser; a turn counts its own first."""
        for turn in (self._now, self._cut, self._last):
            if turn is None or turn.taken_back:
                continue
            if turn.sentence_of_task(task_id) or (not self._own_words and turn.was_heard):
                if turn.latency.first_sound is None:
                    turn.latency = replace(turn.latency, first_sound=at)
                    self._put(turn)
                return

    def speech_had_ended(self, at: datetime) -> None:
        """The end of the child's speech was reported after its words: the wait began before them."""
        turn = self._now
        if turn is not None and turn.latency.recognised is not None and at < turn.latency.recognised:
            turn.latency = replace(turn.latency, end_of_speech=at)

    # --- inside -----------------------------------------------------------------------------

    def _waiting_turn(self) -> SantaTurn | None:
        turn = self._now
        return None if turn is None or turn.was_heard or turn.origin not in _WAITS_FOR_THE_CHILD else turn

    def _send(self, turn: SantaTurn, sentence: Sentence) -> None:
        sentence.told = True
        if turn.latency.speak_sent is None:
            turn.latency = replace(turn.latency, speak_sent=self._clock.now())
        self._tell(Say(sentence.sentence_id, turn.turn_id, sentence.spoken_as))

    def _withdraw(self, turn: SantaTurn) -> None:
        before = turn.turn_id
        taken = turn.take_back()
        if taken is not None:
            self._said_again(before, turn.turn_id)
            taken.cut(self._clock.now())
            self._cut = taken
            self._tell(StopSpeaking(taken.turn_id))

    def _finish_if_all_said(self) -> None:
        turn = self._now
        if turn is None or not turn.all_said:
            return
        turn.ended_at = self._clock.now()
        self._now, self._last, self.is_held = None, turn, False
        self._put(turn)
        self._move_floor(Floor.LISTENING)

    def _put(self, turn: SantaTurn) -> None:
        self._transcript.put(turn.as_turn(), interrupted=turn.interrupted)

    def _of_a_cut_turn(self, task_id: str) -> bool:
        return self._cut is not None and self._cut.sentence_of_task(task_id) is not None

    def _sentence(self, sentence_id: str) -> Sentence | None:
        turns = (turn for turn in (self._now, self._cut) if turn is not None)
        return next((s for turn in turns if (s := turn.sentence(sentence_id)) is not None), None)

    def _move_floor(self, floor: Floor) -> None:
        if floor is not self.floor:
            self.floor = floor
            self._floor_moved()
