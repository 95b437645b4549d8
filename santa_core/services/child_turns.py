"""The child's side of the conversation: words that arrive, words that do not, and silence.

What is decided by words and by time stands in domain/talking_over.py; here it is asked whenever something
happens, and by an alarm when nothing does.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from santa_core.domain import talking_over
from santa_core.domain.calls import AnswerBy, Avatar, CallPlan, EndReason, Floor, Listen, TurnOrigin
from santa_core.domain.heard_words import is_more_than_a_backchannel, takes_the_floor
from santa_core.domain.talking_over import Pauses, Verdict
from santa_core.domain.unfinished import plainly_unfinished
from santa_core.domain.word_filter import word_filter_for
from santa_core.ports import Clock
from santa_core.services.alarm import Alarm
from santa_core.services.call_messages import CallMessage, GoOn, Heard
from santa_core.services.call_script import CallScript
from santa_core.services.call_timers import CallTimers
from santa_core.services.child_ear import ChildEar, Utterance
from santa_core.services.conversation import Conversation

ASK_AGAIN_TIMES = 2  # a noisy room must not make Santa ask for ever: then he waits
# Words come so soon after the end of speech, if they come: half as long again as the slowest in this call,
# within these. The practice ears say when there are none; until then they are at work, and on a busy machine
# they were for 8 s: only ears that hang are not waited for.
_SHORTEST_PATIENCE, _LONGEST_PATIENCE = timedelta(seconds=0.9), timedelta(seconds=2.5)
_PATIENCE_WITH_WORKING_EARS = timedelta(seconds=10)
# A child's first syllable is not talked over: so young, a prompt for a silent child gives way to any sound.
_YOUNG_PROMPT = timedelta(seconds=1.5)
_JUST_SPOKEN_SECONDS = 1.5


class ChildTurns:
    """Methods are called as things happen; `at` is when the child did it, by our clock."""

    def __init__(
        self,
        plan: CallPlan,
        *,
        script: CallScript,
        conversation: Conversation,
        timers: CallTimers,
        clock: Clock,
        tell: Callable[[CallMessage], None],
        pauses: Pauses,
    ) -> None:
        self._script = script
        self._conversation = conversation
        self._santa = conversation.santa
        self._timers = timers
        self._clock = clock
        self._tell = tell
        self._pauses = pauses
        self._language = plan.child.language
        self._listen = plan.listen
        self._vendor_answers = plan.answer_by is not AnswerBy.OWN_LLM
        self._talk_over = plan.talk_over
        self._filter = word_filter_for(plan.child)
        self._ear = ChildEar()
        self._alarm = Alarm(clock, self._look)
        self._words_come_early = plan.avatar is Avatar.PRACTICE and plan.child.language == "en"
        self._slowest_words = timedelta(0)
        self._tells_of_no_words = plan.avatar is Avatar.PRACTICE
        self._patience = _PATIENCE_WITH_WORKING_EARS if self._tells_of_no_words else _LONGEST_PATIENCE
        self._asked_again = 0
        self._doubted: str | None = None  # the turn of Santa's that was turned down until we know
        self._answer_at: datetime | None = None  # unfinished words wait for more until then
        self._shown = False

    # --- what happens ---------------------------------------------------------------------

    def began_to_speak(self, *, at: datetime) -> None:
        self._timers.child_began()
        utterance = self._ear.started(at, self._conversation.floor)
        match self._conversation.floor:
            case Floor.SPEAKING if not self._talk_over:
                utterance.disregarded = True
            case Floor.SPEAKING if self._vendor_answers:
                self._conversation.interrupt()  # the vendor stops by itself, whatever it was
            case Floor.SPEAKING if self._santa.asks_a_silent_child and self._santa.heard_for < _YOUNG_PROMPT:
                self._conversation.interrupt()
            case Floor.SPEAKING:
                self._doubted = self._santa.turn_id
            case Floor.THINKING if self._santa.asks_a_silent_child:
                self._conversation.drop_unheard()
            case Floor.THINKING:
                self._santa.hold()
        self._look()

    def stopped_speaking(self, *, at: datetime, quiet_ms: float) -> None:
        """`quiet_ms`: since the last loud sound, by the browser's own level meter."""
        now = self._clock.now()
        self._timers.child_stopped(now)
        ended_at = self._ear.stopped(at, quiet_ms=quiet_ms, now=now)
        if ended_at is not None:
            self._santa.speech_had_ended(ended_at)
        utterance = self._ear.current
        if utterance is not None and utterance.has_no_words and self._awaits_words():
            self.finished()
        self._look()

    def guessed(self, text: str) -> None:
        """All words so far; they may still change. None at all, after the end: there were none."""
        utterance = self._ear.current
        if not text.strip():
            if self._awaits_words() and utterance is not None and not utterance.pieces:
                if utterance.stopped_at:
                    self.finished()
                elif self._tells_of_no_words:
                    utterance.has_no_words = True  # its end comes another way, and may come later
            return
        self._words_come_early = True
        text = self.screen(text)
        if not self._ear.guessed(text) or (utterance is not None and utterance.disregarded):
            return
        self._timers.child_active(self._clock.now())
        self._show(text)
        self._look()

    def heard(self, piece: str) -> None:
        self._ear.heard(self.screen(piece))
        self._look()

    def finished(self) -> None:
        """What was said is complete, with words or without."""
        now = self._clock.now()
        self._timers.words_arrived(now)
        utterance = self._ear.take(now=now, floor=self._conversation.floor)
        words = self._filter.screen(utterance.words)
        if utterance.stopped_at is not None and words and not self._tells_of_no_words:
            self._slowest_words = max(self._slowest_words, now - utterance.stopped_at)
            self._patience = min(max(self._slowest_words * 1.5, _SHORTEST_PATIENCE), _LONGEST_PATIENCE)
        if words and self._is_for_santa(utterance, words):
            self._take(words, utterance.ended_at)
        else:
            if words:
                self._conversation.overhear(words)
            self._nothing_was_said(utterance, had_words=bool(words))
        self._show("")
        if self._ear.current is not None and self._conversation.floor is Floor.THINKING:
            self._santa.hold()  # they were late, and the child speaks again
        self._look()

    def typed(self, text: str) -> None:
        """Words of an utterance that is under way no longer count, unfinished ones are replaced."""
        instead = self._answer_at is not None
        if text.strip():
            self._by_hand()
            self._conversation.hear(text, origin=TurnOrigin.TYPED, instead=instead)
            self._conversation.answer()

    def corrected(self, turn_id: str, text: str) -> None:
        if self._conversation.correct(turn_id, text):
            self._by_hand()

    def santa_spoke_on(self) -> None:
        """An avatar that had stopped to listen goes on by itself: it heard nothing but a noise."""
        utterance = self._ear.current
        over = utterance is not None and utterance.stopped_at is not None and not utterance.as_speech().words
        if utterance is not None and over and self._doubted is not None:
            utterance.settled = True
            self._go_on()
            self._look()

    def talk_over_changed(self, *, allowed: bool) -> None:
        self._talk_over = allowed
        if not allowed and self._conversation.floor is Floor.SPEAKING:
            self._go_on()
        self._look()

    def push_to_talk_pressed(self) -> None:
        """Whoever presses it over Santa wants to be heard."""
        self._timers.child_active(self._clock.now())
        if self._talk_over and self._conversation.floor is Floor.SPEAKING:
            self._interrupt()

    def hearing_lost(self) -> None:
        """No end and no words will come of what is being said."""
        self._timers.words_arrived(self._clock.now())
        self._ear.forget()
        self._show("")
        self._go_on()
        self._look()

    def vendor_noticed_silence(self) -> None:
        if self._listen is Listen.VOICE:  # someone who types is silent and busy
            self.silent()

    def silent(self) -> None:
        """A gentle prompt, then another, then goodbye. Never when somebody speaks, or has just spoken."""
        now = self._clock.now()
        speaks = self._timers.is_child_speaking or self._awaits_words() or self._answer_at is not None
        if self._conversation.floor is not Floor.LISTENING or speaks:
            return
        if self._timers.seconds_since_the_child(now) < _JUST_SPOKEN_SECONDS:
            return
        asked = self._timers.silences
        if asked < len(self._script.silence_lines):
            self._conversation.say(self._script.silence_lines[asked], origin=TurnOrigin.SILENCE)
        else:
            self._timers.said_goodbye(EndReason.SILENCE)
            self._conversation.say(self._script.goodbye, origin=TurnOrigin.GOODBYE)
        self._timers.asked_the_silent_child()

    def floor_moved(self) -> None:
        if self._conversation.floor is not Floor.SPEAKING and self._doubted is not None:
            self._go_on()  # he came to his end while we wondered
        if self._ear.current is not None:
            self._alarm.set(self._clock.now())  # not at once: this is called in the middle of a change

    def screen(self, text: str) -> str:
        """What a recogniser heard, as people may read it."""
        return self._filter.screen(text)

    async def close(self) -> None:
        await self._alarm.close()

    # --- deciding ---------------------------------------------------------------------------

    def _look(self) -> None:
        self._alarm.set(self._decide(self._clock.now()))

    def _decide(self, now: datetime) -> datetime | None:
        """Does what is due; returns when to look again."""
        utterance = self._ear.current
        if utterance is None or utterance.settled or utterance.disregarded:
            return self._answer_when_nothing_more_comes(now)
        verdict = self._verdict(utterance, now)
        if not isinstance(verdict, Verdict):
            return verdict
        if verdict is Verdict.INTERRUPT:
            self._interrupt()
            return self._decide(now)  # now it is a turn of the child's
        utterance.settled = True
        if verdict is Verdict.GO_ON:
            self._go_on()
        self._show("")
        if verdict is Verdict.ASK_AGAIN and self._answer_at is None:
            self._ask_again()
        return self._answer_when_nothing_more_comes(now)

    def _verdict(self, utterance: Utterance, now: datetime) -> Verdict | datetime | None:
        speech = utterance.as_speech()
        match self._conversation.floor:
            case Floor.LISTENING:
                return talking_over.while_santa_listens(speech, now=now, patience=self._patience)
            case Floor.THINKING if self._santa.is_held:
                return talking_over.before_santa_speaks(speech, now=now, language=self._language)
            # A line that began while the child was speaking was meant to.
            case Floor.SPEAKING if self._may_be_stopped_by(utterance):
                return talking_over.while_santa_speaks(
                    speech,
                    now=now,
                    language=self._language,
                    words_come_early=self._words_come_early,
                    pause=self._pauses.ends_speech,
                )
        return None

    def _may_be_stopped_by(self, utterance: Utterance) -> bool:
        return self._talk_over and not self._vendor_answers and utterance.began_on is not Floor.LISTENING

    def _is_for_santa(self, utterance: Utterance, words: str) -> bool:
        if utterance.disregarded:
            return False
        if self._vendor_answers or Floor.LISTENING in (utterance.began_on, self._conversation.floor):
            return True
        if not self._talk_over and utterance.began_on is Floor.SPEAKING:
            return False
        if utterance.began_on is Floor.SPEAKING:
            now, pause = self._clock.now(), self._pauses.ends_speech
            lasted_seconds = utterance.as_speech().lasted_seconds(now, pause=pause)
            return takes_the_floor(words, self._language, lasted_seconds=lasted_seconds)
        return is_more_than_a_backchannel(words, self._language)

    def _take(self, words: str, ended_at: datetime | None) -> None:
        self._doubted = None
        self._child_answered()
        said = self._conversation.hear(words, origin=TurnOrigin.VOICE, ended_at=ended_at)
        # Whoever lets go of a button has finished; a vendor that answers does not wait.
        waits = self._listen is Listen.VOICE and not self._vendor_answers
        if waits and self._pauses.unfinished and plainly_unfinished(said, self._language):
            self._answer_at = self._clock.now() + self._pauses.unfinished
        else:
            self._conversation.answer()

    def _nothing_was_said(self, utterance: Utterance, *, had_words: bool) -> None:
        self._go_on()
        listens = self._conversation.floor is Floor.LISTENING and self._answer_at is None
        heard_something = not (had_words or utterance.disregarded or utterance.settled)
        if (
            listens
            and heard_something
            and talking_over.not_understood(utterance.as_speech()) is Verdict.ASK_AGAIN
        ):
            self._ask_again()

    def _answer_when_nothing_more_comes(self, now: datetime) -> datetime | None:
        if self._answer_at is not None and now >= self._answer_at:
            self._answer_at = None
            self._conversation.answer()
        return self._answer_at

    def _ask_again(self) -> None:
        if self._vendor_answers or self._asked_again >= ASK_AGAIN_TIMES:
            return
        self._asked_again += 1
        self._conversation.child_not_understood()

    def _interrupt(self) -> None:
        self._doubted = None
        self._conversation.interrupt()

    def _go_on(self) -> None:
        self._santa.let_go()
        doubted, self._doubted = self._doubted, None
        if doubted is not None:
            self._tell(GoOn(doubted))

    def _by_hand(self) -> None:
        """Somebody has written what counts."""
        if self._ear.current is not None:
            self._ear.current.disregarded = True
        self._show("")
        self._doubted = None
        self._child_answered()

    def _child_answered(self) -> None:
        self._answer_at = None
        self._asked_again = 0
        self._timers.child_answered()

    def _awaits_words(self) -> bool:
        utterance = self._ear.current
        return utterance is not None and not utterance.settled and not utterance.disregarded

    def _show(self, text: str) -> None:
        if text or self._shown:
            self._shown = bool(text)
            self._tell(Heard(text))
