"""What the child's speech does to the call: who waits, who stops, what becomes a turn."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import timedelta
from typing import Any

import pytest

from santa_core.domain.calls import AnswerBy, Avatar, Child, Floor, Listen, Speaker, Turn, TurnOrigin
from santa_core.domain.safety.model import AlertKind
from santa_core.domain.talking_over import Pauses
from santa_core.services.call_messages import CallMessage, GoOn, Heard, Say, StopSpeaking, TurnChanged
from santa_core.services.call_script import script_for
from santa_core.services.call_timers import CallTimers
from santa_core.services.child_turns import ChildTurns
from santa_core.services.conversation import Conversation
from tests.fakes.chat_model import FakeChatModel
from tests.fakes.clock import FakeClock
from tests.fakes.safety import ListDiary, a_call_safety, fake_rules
from tests.fakes.samples import a_plan, a_prompt

PAUSE = 0.9
RULES = fake_rules(alerts={"hurts me": AlertKind.DISCLOSURE})


class Room:
    """A child, Santa, and an avatar that says what it is told, a word each time it is asked to."""

    def __init__(
        self,
        *,
        replies: Sequence[str] = ("The reindeer are eating carrots. They like them.",),
        first_delay_seconds: float = 0.0,
        unfinished_pause_seconds: float = PAUSE,
        **plan: Any,
    ) -> None:
        self.clock = FakeClock()
        self.diary = ListDiary(self.clock)
        self.told: list[CallMessage] = []
        self.logged: dict[str, Turn] = {}
        self.plan = a_plan(**{"listen": Listen.VOICE, **plan})
        self.chat = FakeChatModel(replies, clock=self.clock, first_delay_seconds=first_delay_seconds)
        script = script_for(a_prompt(), self.plan.child)
        self.talk = Conversation(
            call_id="c",
            plan=self.plan,
            script=script,
            chat=self.chat,
            clock=self.clock,
            safety=a_call_safety(
                self.plan, tell=self.told.append, clock=self.clock, rules=RULES, log=self.diary
            ),
            tell=self.told.append,
            keep=lambda turn: self.logged.__setitem__(turn.turn_id, turn),
            floor_moved=lambda: self.child.floor_moved(),
        )
        self.timers = CallTimers(
            started_at=self.clock.now(), cap_seconds=600, listen=self.plan.listen, goodbye="Bye!"
        )
        self.child = ChildTurns(
            self.plan,
            script=script,
            conversation=self.talk,
            timers=self.timers,
            clock=self.clock,
            tell=self.told.append,
            pauses=Pauses(unfinished=timedelta(seconds=unfinished_pause_seconds)),
        )

    # --- what people and the avatar do ----------------------------------------------------

    async def starts(self) -> None:
        self.child.began_to_speak(at=self.clock.now())
        await self.clock.settle()

    async def stops(self, *, quiet_ms: float = 350) -> None:
        self.child.stopped_speaking(at=self.clock.now(), quiet_ms=quiet_ms)
        await self.clock.settle()

    async def no_words(self) -> None:
        """After the end: the practice ears say that they understood nothing."""
        self.child.guessed("")
        await self.clock.settle()

    async def words(self, text: str) -> None:
        if text:
            self.child.heard(text)
        self.child.finished()
        await self.clock.settle()

    async def says(self, text: str, *, seconds: float = 1.0) -> None:
        """Starts, speaks, stops, and the words come 50 ms later."""
        await self.starts()
        await self.clock.advance(seconds + 0.35)
        await self.stops()
        await self.clock.advance(0.05)
        await self.words(text)

    async def santa_begins(self, *, words: int = 3) -> None:
        """He has an answer and says its first words."""
        say = self.says_told()[-1] if len(self.says_told()) == 1 else self.unsaid()[0]
        self.child_task = f"task-{say.sentence_id}"
        self.talk.santa.accepted(say.sentence_id, self.child_task)
        self.talk.santa.started(self.child_task, at=self.clock.now())
        for word in say.text.split()[:words]:
            self.talk.santa.spoke(self.child_task, word)
        await self.clock.settle()

    async def santa_finishes(self) -> None:
        for say in self.says_told():
            task = f"task-{say.sentence_id}"
            self.talk.santa.accepted(say.sentence_id, task)
            self.talk.santa.started(task, at=self.clock.now())
            self.talk.santa.stopped(task)
        await self.clock.settle()

    async def santa_speaks(self) -> None:
        await self.says("hello Santa")
        await self.santa_begins()
        assert self.talk.floor is Floor.SPEAKING

    # --- what came of it --------------------------------------------------------------------

    def says_told(self) -> list[Say]:
        return [m for m in self.told if isinstance(m, Say)]

    def unsaid(self) -> list[Say]:
        """Told, and not taken back since."""
        stopped = {m.turn_id for m in self.told if isinstance(m, StopSpeaking)}
        return [m for m in self.says_told() if m.turn_id not in stopped]

    def lines(self) -> list[str]:
        return [m.text for m in self.unsaid()]

    def went_on(self) -> int:
        return sum(isinstance(m, GoOn) for m in self.told)

    def was_stopped(self) -> int:
        return sum(isinstance(m, StopSpeaking) for m in self.told)

    def turns(self, speaker: Speaker = Speaker.CHILD) -> list[str]:
        return [t.text for t in self.talk.turns() if t.speaker is speaker]

    def asked(self) -> list[str]:
        """The user's messages in the last request to the model."""
        return [m.content for m in self.chat.requests[-1].messages if m.role == "user"]


Open = Callable[..., Room]


@pytest.fixture
async def open_room() -> AsyncIterator[Open]:
    rooms: list[Room] = []

    def open_(**changes: Any) -> Room:
        rooms.append(Room(**changes))
        return rooms[-1]

    yield open_
    for room in rooms:
        await room.child.close()
        await room.talk.close()


# --- over Santa ------------------------------------------------------------------------------


async def test_nothing_is_decided_at_the_first_sound(open_room: Open) -> None:
    room = open_room()
    await room.santa_speaks()
    await room.starts()
    await room.clock.advance(0.5)
    assert room.talk.floor is Floor.SPEAKING
    assert (room.was_stopped(), room.went_on()) == (0, 0)


async def test_a_guessed_word_stops_santa_where_he_is(open_room: Open) -> None:
    room = open_room()
    await room.santa_speaks()
    await room.starts()
    await room.clock.advance(0.3)
    room.child.guessed("wait")
    assert room.talk.floor is Floor.LISTENING
    assert room.was_stopped() == 1
    (cut,) = (t for t in room.talk.turns() if t.speaker is Speaker.SANTA)
    assert cut.text == "The reindeer are"
    assert cut.intended_text == "The reindeer are eating carrots. They like them."


async def test_an_interrupted_santa_answers_what_was_said_over_him(open_room: Open) -> None:
    room = open_room()
    await room.santa_speaks()
    await room.starts()
    room.child.guessed("wait what")
    await room.clock.advance(1)
    await room.stops()
    await room.words("wait what do they eat")
    assert room.turns() == ["hello Santa", "wait what do they eat"]
    assert room.asked()[-1] == "wait what do they eat"
    assert room.went_on() == 0


@pytest.mark.parametrize(
    ("language", "words"), [("en", "uh-huh"), ("en", "okay wow"), ("de", "ja genau"), ("pl", "no tak")]
)
async def test_a_backchannel_does_not_stop_santa_and_is_no_turn(
    open_room: Open, language: str, words: str
) -> None:
    room = open_room(child=Child("Emma", 6, language))
    await room.santa_speaks()
    before = room.turns()
    await room.starts()
    room.child.guessed(words)
    await room.clock.advance(0.6)
    await room.stops()
    await room.words(words)
    assert room.talk.floor is Floor.SPEAKING
    assert (room.was_stopped(), room.went_on()) == (0, 1)
    assert room.turns() == before
    assert len(room.chat.requests) == 1
    assert [m.text for m in room.told if isinstance(m, Heard)][-1] == ""


async def test_a_cough_costs_a_pause_and_no_words(open_room: Open) -> None:
    room = open_room()
    await room.santa_speaks()
    await room.starts()
    await room.clock.advance(0.65)
    await room.stops()
    await room.clock.advance(1.19)
    assert room.went_on() == 0
    await room.clock.advance(0.02)
    assert (room.went_on(), room.was_stopped()) == (1, 0)
    await room.santa_finishes()
    await room.clock.advance(5)
    assert room.lines() == ["The reindeer are eating carrots.", "They like them."]  # nobody asks again


async def test_a_cough_known_to_have_no_words_lets_santa_go_on_at_once(open_room: Open) -> None:
    room = open_room()
    await room.santa_speaks()
    await room.starts()
    await room.clock.advance(0.5)
    await room.words("")
    assert (room.went_on(), room.was_stopped()) == (1, 0)


async def test_a_recogniser_that_says_it_has_nothing_is_not_waited_for(open_room: Open) -> None:
    room = open_room()
    await room.santa_speaks()
    await room.starts()
    room.child.guessed("")  # so far
    await room.clock.advance(0.65)
    await room.stops()
    room.child.guessed("")
    assert room.went_on() == 1
    await room.santa_finishes()
    await room.starts()
    await room.clock.advance(1.5)
    await room.stops()
    room.child.guessed("")
    assert room.lines()[-1] == "Say that again?"


async def test_santa_who_goes_on_by_himself_is_made_as_loud_as_before(open_room: Open) -> None:
    room = open_room()
    await room.santa_speaks()
    await room.starts()
    await room.clock.advance(0.6)
    room.child.santa_spoke_on()  # a word from before the sound
    assert room.went_on() == 0
    await room.stops()
    room.child.santa_spoke_on()
    assert room.went_on() == 1


async def test_words_that_come_after_santa_went_on_still_stop_him(open_room: Open) -> None:
    room = open_room()
    await room.santa_speaks()
    await room.starts()
    await room.clock.advance(0.6)
    await room.stops()
    await room.clock.advance(1.3)
    assert room.went_on() == 1
    await room.words("stop please")
    assert room.was_stopped() == 1
    assert room.turns()[-1] == "stop please"


async def test_long_speech_without_words_stops_santa_and_then_he_asks(open_room: Open) -> None:
    room = open_room()
    await room.santa_speaks()
    await room.starts()
    await room.clock.advance(1.3)
    assert room.talk.floor is Floor.SPEAKING
    await room.clock.advance(0.1)
    assert room.talk.floor is Floor.LISTENING
    await room.clock.advance(1)
    await room.stops()
    await room.no_words()
    assert room.lines()[-1] == "Say that again?"


@pytest.mark.parametrize(
    "plan",
    [{"avatar": Avatar.HEYGEN}, {"child": Child("Emma", 6, "pl")}],
    ids=["a vendor", "another language"],
)
async def test_where_no_words_come_early_length_decides_sooner(open_room: Open, plan: dict[str, Any]) -> None:
    room = open_room(**plan)
    await room.santa_speaks()
    await room.starts()
    await room.clock.advance(0.9)
    assert room.talk.floor is Floor.SPEAKING
    await room.clock.advance(0.1)
    assert room.talk.floor is Floor.LISTENING


async def test_santa_who_comes_to_his_end_meanwhile_is_loud_again_and_a_yes_is_an_answer(
    open_room: Open,
) -> None:
    room = open_room()
    await room.santa_speaks()
    await room.starts()
    await room.santa_finishes()
    assert room.went_on() == 1
    await room.clock.advance(0.5)
    await room.stops()
    await room.words("yeah")
    assert room.turns()[-1] == "yeah"
    assert len(room.chat.requests) == 2


async def test_the_vendors_own_model_is_interrupted_as_the_vendor_does(open_room: Open) -> None:
    room = open_room(answer_by=AnswerBy.VENDOR_LLM, avatar=Avatar.HEYGEN)
    room.talk.vendor_answers()
    room.talk.santa.started("t", at=room.clock.now())
    await room.starts()
    assert room.talk.floor is Floor.LISTENING


# --- half duplex -----------------------------------------------------------------------------


async def test_who_takes_turns_cannot_talk_over_santa(open_room: Open) -> None:
    room = open_room(talk_over=False)
    await room.santa_speaks()
    await room.starts()
    room.child.guessed("wait Santa")
    await room.clock.advance(3)
    await room.stops()
    await room.words("wait Santa")
    assert room.talk.floor is Floor.SPEAKING
    assert room.was_stopped() == 0
    assert room.turns() == ["hello Santa"]
    await room.santa_finishes()
    await room.says("hello again")
    assert room.turns() == ["hello Santa", "hello again"]


async def test_what_alarms_is_heard_though_the_child_has_no_turn(open_room: Open) -> None:
    room = open_room(talk_over=False)
    await room.santa_speaks()
    await room.says("my uncle hurts me")
    assert room.turns() == ["hello Santa"]
    assert [(name, detail["kind"], detail["turn_id"]) for name, detail in room.diary.events] == [
        ("child_alert", "disclosure", None)
    ]


async def test_words_out_of_nowhere_are_dropped_while_santa_speaks(open_room: Open) -> None:
    room = open_room(talk_over=False)
    await room.santa_speaks()
    await room.words("the reindeer are eating")
    assert room.turns() == ["hello Santa"]


async def test_talking_over_santa_can_be_switched_during_the_call(open_room: Open) -> None:
    room = open_room()
    await room.santa_speaks()
    await room.starts()
    room.child.talk_over_changed(allowed=False)
    assert room.went_on() == 1
    room.child.guessed("wait")
    assert room.talk.floor is Floor.SPEAKING
    room.child.talk_over_changed(allowed=True)
    await room.starts()
    room.child.guessed("wait")
    assert room.talk.floor is Floor.LISTENING


async def test_taking_turns_does_not_let_santa_begin_while_the_child_speaks(open_room: Open) -> None:
    room = open_room()
    await room.says("I want a bike")
    await room.starts()
    room.child.talk_over_changed(allowed=False)
    assert room.unsaid() == []


async def test_an_operators_line_into_the_childs_words_is_not_stopped_by_their_length(
    open_room: Open,
) -> None:
    room = open_room()
    await room.starts()
    room.talk.say("Fetch a grown-up.", origin=TurnOrigin.OPERATOR)
    await room.santa_begins(words=1)
    await room.clock.advance(3)
    assert room.talk.floor is Floor.SPEAKING


async def test_typing_interrupts_even_then(open_room: Open) -> None:
    room = open_room(talk_over=False)
    await room.santa_speaks()
    room.child.typed("wait")
    assert room.was_stopped() == 1


# --- before Santa is heard -------------------------------------------------------------------


async def test_a_child_who_goes_on_while_santa_thinks_continues_the_same_turn(open_room: Open) -> None:
    room = open_room(first_delay_seconds=1.0)
    await room.says("I want a bike")
    await room.clock.advance(0.3)
    await room.says("and a train")
    await room.clock.advance(1)
    assert room.turns() == ["I want a bike and a train"]
    assert room.asked() == ["I want a bike and a train"]
    assert room.lines() == ["The reindeer are eating carrots.", "They like them."]
    await room.santa_begins()
    assert [t.speaker for t in room.talk.turns()] == [Speaker.CHILD, Speaker.SANTA]
    assert [t.index for t in room.talk.turns()] == [0, 1]
    assert len(room.logged) == 2  # nothing empty in the log


async def test_sentences_wait_while_the_child_speaks_and_are_said_when_it_was_nothing(
    open_room: Open,
) -> None:
    room = open_room(first_delay_seconds=0.5)
    await room.says("I want a bike")
    await room.clock.advance(0.2)
    await room.starts()
    await room.clock.advance(0.6)
    assert room.says_told() == []
    await room.stops()
    await room.clock.advance(1.1)
    assert room.says_told() == []
    await room.clock.advance(0.1)
    assert room.lines() == ["The reindeer are eating carrots.", "They like them."]
    assert len(room.chat.requests) == 1
    assert room.turns() == ["I want a bike"]


async def test_a_backchannel_lets_the_waiting_sentences_go(open_room: Open) -> None:
    room = open_room(first_delay_seconds=0.5)
    await room.says("I want a bike")
    await room.says("mm hmm", seconds=0.5)
    assert room.lines()[0] == "The reindeer are eating carrots."
    assert room.turns() == ["I want a bike"]


async def test_a_sentence_that_is_on_its_way_is_taken_back(open_room: Open) -> None:
    room = open_room()
    await room.says("I want a bike")
    sent = room.says_told()
    assert len(sent) == 2
    await room.starts()
    assert room.unsaid() == []
    # Late news of it is none of the turn that comes.
    room.talk.santa.accepted(sent[0].sentence_id, "old")
    room.talk.santa.started("old", at=room.clock.now())
    room.talk.santa.spoke("old", "The")
    assert room.talk.floor is Floor.THINKING
    await room.clock.advance(0.5)
    await room.words("")
    again = room.unsaid()
    assert [m.text for m in again] == [m.text for m in sent]
    assert not {m.sentence_id for m in again} & {m.sentence_id for m in sent}
    assert room.turns(Speaker.SANTA) == []
    await room.santa_begins(words=2)
    assert room.turns(Speaker.SANTA) == ["The reindeer"]


async def test_noise_cannot_keep_santa_from_answering_for_ever(open_room: Open) -> None:
    room = open_room()
    await room.says("I want a bike")
    await room.starts()
    await room.clock.advance(14.9)
    assert room.unsaid() == []
    await room.clock.advance(0.2)
    assert len(room.unsaid()) == 2


async def test_lost_hearing_lets_santa_speak(open_room: Open) -> None:
    room = open_room()
    await room.says("I want a bike")
    await room.starts()
    room.child.hearing_lost()
    assert len(room.unsaid()) == 2
    assert not room.timers.is_child_speaking


async def test_an_operators_words_do_not_wait(open_room: Open) -> None:
    room = open_room()
    room.talk.say("Fetch a grown-up.", origin=TurnOrigin.OPERATOR)
    await room.starts()
    assert room.lines() == ["Fetch a grown-up."]


async def test_words_of_one_utterance_may_come_when_the_next_has_begun(open_room: Open) -> None:
    room = open_room()
    await room.starts()
    await room.clock.advance(1)
    await room.stops()
    await room.clock.advance(0.1)
    await room.starts()
    await room.words("I want a bike")
    assert room.turns() == ["I want a bike"]
    assert room.unsaid() == []  # somebody still speaks
    await room.clock.advance(1)
    await room.stops()
    await room.words("and a train")
    assert room.turns() == ["I want a bike and a train"]
    assert room.asked() == ["I want a bike and a train"]


async def test_late_words_that_are_shown_as_a_guess_are_not_the_next_utterances(open_room: Open) -> None:
    room = open_room()
    await room.starts()
    await room.clock.advance(1)
    await room.stops()
    await room.clock.advance(0.6)
    await room.starts()
    await room.clock.advance(0.6)
    room.child.guessed("I would like a")  # the caption of the utterance before, which had none until now
    await room.words("I would like a")
    await room.clock.advance(1.2)  # longer than unfinished words wait
    assert room.unsaid() == []  # somebody still speaks
    await room.stops()
    await room.words("train set please")
    assert room.turns() == ["I would like a train set please"]
    assert room.asked() == ["I would like a train set please"]


# --- unfinished ------------------------------------------------------------------------------


async def test_plainly_unfinished_words_wait_for_more(open_room: Open) -> None:
    room = open_room()
    await room.says("I want a")
    assert room.turns() == ["I want a"]
    await room.clock.advance(0.85)
    assert room.chat.requests == []
    await room.clock.advance(0.1)
    assert room.asked() == ["I want a"]


async def test_more_that_comes_in_time_is_one_turn_and_one_answer(open_room: Open) -> None:
    room = open_room()
    await room.says("I want a")
    await room.clock.advance(0.6)
    await room.says("red bike")
    assert room.turns() == ["I want a red bike"]
    assert len(room.chat.requests) == 1
    assert room.asked() == ["I want a red bike"]


async def test_finished_words_are_answered_at_once(open_room: Open) -> None:
    room = open_room()
    await room.says("I want a bike")
    assert len(room.chat.requests) == 1


async def test_a_cough_in_the_pause_does_not_lose_the_words(open_room: Open) -> None:
    room = open_room()
    await room.says("I want a")
    await room.clock.advance(0.5)
    await room.starts()
    await room.clock.advance(0.65)
    await room.stops()
    await room.no_words()
    await room.clock.advance(1)
    assert room.asked() == ["I want a"]
    assert room.lines()[0] == "The reindeer are eating carrots."


async def test_typing_replaces_unfinished_words(open_room: Open) -> None:
    room = open_room()
    await room.says("I want a")
    room.child.typed("I want a kite")
    await room.clock.advance(2)
    (child,) = (t for t in room.talk.turns() if t.speaker is Speaker.CHILD)
    assert (child.text, child.heard_text, child.origin) == ("I want a kite", "I want a", TurnOrigin.TYPED)
    assert len(room.chat.requests) == 1
    assert room.asked() == ["I want a kite"]


async def test_typing_while_speech_is_under_way_makes_its_words_void(open_room: Open) -> None:
    room = open_room()
    await room.starts()
    room.child.guessed("I wand")
    room.child.typed("I want a kite")
    await room.clock.advance(1)
    await room.stops()
    await room.words("eye wand")
    assert room.turns() == ["I want a kite"]
    assert room.lines()[0] == "The reindeer are eating carrots."


@pytest.mark.parametrize("listen", [Listen.PUSH_TO_TALK, Listen.TYPING])
async def test_who_lets_go_of_the_button_has_finished(open_room: Open, listen: Listen) -> None:
    room = open_room(listen=listen)
    await room.says("I want a")
    assert room.asked() == ["I want a"]


async def test_typed_words_never_wait(open_room: Open) -> None:
    room = open_room()
    room.child.typed("I want a")
    await room.clock.settle()
    assert room.asked() == ["I want a"]


async def test_the_wait_of_an_unfinished_turn_counts_as_hearing(open_room: Open) -> None:
    room = open_room()
    await room.says("I want a")
    await room.clock.advance(1)
    await room.santa_begins()
    (santa,) = (t for t in room.talk.turns() if t.speaker is Speaker.SANTA)
    assert santa.latency is not None
    assert santa.latency.recognised is not None
    assert santa.latency.end_of_speech is not None
    # 350 ms quiet + 50 ms for the words + 900 ms for more
    assert santa.latency.recognised - santa.latency.end_of_speech == timedelta(seconds=1.3)


# --- not understood --------------------------------------------------------------------------


async def test_speech_without_words_is_asked_about_promptly(open_room: Open) -> None:
    room = open_room(avatar=Avatar.HEYGEN)  # which says nothing when there are no words
    await room.says("hello Santa")  # its words come soon
    await room.santa_finishes()
    await room.starts()
    await room.clock.advance(1.5)
    await room.stops()
    await room.clock.advance(0.85)
    assert "Say that again?" not in room.lines()
    await room.clock.advance(0.1)
    assert room.lines()[-1] == "Say that again?"
    assert room.turns() == ["hello Santa"]


async def test_the_words_of_the_practice_ears_are_waited_for(open_room: Open) -> None:
    room = open_room()
    await room.says("hello Santa")  # they came soon, but now its machine is busy
    await room.santa_finishes()
    await room.starts()
    await room.clock.advance(1.5)
    await room.stops()
    await room.clock.advance(8)
    await room.words("I want a bike")
    assert room.turns() == ["hello Santa", "I want a bike"]
    assert [m.text for m in room.says_told()].count("Say that again?") == 0


async def test_practice_ears_that_hang_are_not_waited_for(open_room: Open) -> None:
    room = open_room()
    await room.starts()
    await room.clock.advance(1.5)
    await room.stops()
    await room.clock.advance(9.9)
    assert room.lines() == []
    await room.clock.advance(0.2)
    assert room.lines() == ["Say that again?"]


async def test_that_there_are_no_words_may_be_known_before_the_end(open_room: Open) -> None:
    room = open_room()
    await room.starts()
    await room.clock.advance(1.5)
    await room.no_words()
    assert room.lines() == []
    await room.stops()
    assert room.lines() == ["Say that again?"]


async def test_a_short_noise_is_not_asked_about(open_room: Open) -> None:
    room = open_room()
    await room.starts()
    await room.clock.advance(0.7)
    await room.stops(quiet_ms=350)
    await room.clock.advance(5)
    assert room.lines() == []


async def test_santa_asks_twice_then_waits_and_asks_afresh_after_an_answer(open_room: Open) -> None:
    room = open_room()

    async def mumble() -> None:
        await room.starts()
        await room.clock.advance(1.5)
        await room.stops()
        await room.no_words()
        await room.santa_finishes()

    for _ in range(4):
        await mumble()
    assert room.lines().count("Say that again?") == 2
    await room.says("I want a bike")
    await room.santa_finishes()
    await mumble()
    assert room.lines().count("Say that again?") == 3


async def test_words_that_come_after_santa_asked_are_answered_and_teach_patience(open_room: Open) -> None:
    room = open_room(avatar=Avatar.HEYGEN)
    await room.says("hello Santa")
    await room.santa_finishes()

    async def slow_words(text: str) -> None:
        await room.starts()
        await room.clock.advance(1.5)
        await room.stops()
        await room.clock.advance(1.4)
        await room.words(text)

    await slow_words("yes")
    assert [m.text for m in room.says_told()].count("Say that again?") == 1
    assert room.turns() == ["hello Santa", "yes"]
    assert len(room.turns(Speaker.SANTA)) == 1  # he had not been heard to ask: no turn
    await room.santa_finishes()
    await slow_words("I want a bike")
    assert [m.text for m in room.says_told()].count("Say that again?") == 1


async def test_nobody_asks_again_where_the_vendor_answers(open_room: Open) -> None:
    room = open_room(answer_by=AnswerBy.VENDOR_LLM, avatar=Avatar.HEYGEN)
    await room.starts()
    await room.clock.advance(1.5)
    await room.stops()
    await room.clock.advance(5)
    assert room.says_told() == []


# --- silence ---------------------------------------------------------------------------------


async def test_a_silence_prompt_gives_way_to_the_first_syllable(open_room: Open) -> None:
    room = open_room()
    await room.clock.advance(20)
    room.child.silent()
    await room.santa_begins(words=1)
    await room.clock.advance(1.4)
    await room.starts()
    assert room.talk.floor is Floor.LISTENING
    assert room.was_stopped() == 1


async def test_an_older_prompt_is_talked_over_like_anything_else(open_room: Open) -> None:
    room = open_room()
    await room.clock.advance(20)
    room.child.silent()
    await room.santa_begins(words=1)
    await room.clock.advance(1.6)
    await room.starts()
    assert room.talk.floor is Floor.SPEAKING


async def test_a_prompt_that_was_not_heard_yet_is_never_said(open_room: Open) -> None:
    room = open_room(talk_over=False)
    await room.clock.advance(20)
    room.child.silent()
    await room.starts()
    assert room.unsaid() == []
    assert room.talk.turns() == []
    assert room.talk.floor is Floor.LISTENING


async def test_no_prompt_begins_while_somebody_speaks_or_has_just_spoken(open_room: Open) -> None:
    room = open_room()
    await room.clock.advance(20)
    await room.starts()
    room.child.vendor_noticed_silence()
    await room.clock.advance(0.6)
    await room.stops()
    room.child.vendor_noticed_silence()
    await room.no_words()
    await room.clock.advance(1.4)
    room.child.vendor_noticed_silence()
    assert room.says_told() == []
    await room.clock.advance(0.2)
    room.child.vendor_noticed_silence()
    assert room.lines() == ["Are you there?"]


async def test_no_prompt_begins_while_unfinished_words_wait(open_room: Open) -> None:
    room = open_room(unfinished_pause_seconds=5)  # the longest that can be set
    await room.says("I want a")
    await room.clock.advance(3)
    room.child.vendor_noticed_silence()
    assert room.says_told() == []


# --- what is shown ---------------------------------------------------------------------------


async def test_what_is_heard_so_far_is_shown_screened_and_taken_away(open_room: Open) -> None:
    room = open_room()
    await room.starts()
    room.child.guessed("I want a fucking")
    room.child.guessed("I want a fucking bike")
    await room.clock.advance(1)
    await room.stops()
    await room.words("I want a fucking bike")
    shown = [m.text for m in room.told if isinstance(m, Heard)]
    assert shown == ["I want a ***", "I want a *** bike", ""]
    assert room.turns() == ["I want a *** bike"]
    assert room.asked() == ["I want a *** bike"]
    turn_at = next(n for n, m in enumerate(room.told) if isinstance(m, TurnChanged))
    gone_at = next(n for n, m in enumerate(room.told) if m == Heard(""))
    assert turn_at < gone_at  # the words are on the screen all the time


async def test_a_guess_that_comes_too_late_is_not_shown(open_room: Open) -> None:
    room = open_room()
    await room.says("I want a bike")
    room.child.guessed("I want a bike")
    assert not any(isinstance(m, Heard) for m in room.told)


async def test_push_to_talk_over_santa_stops_him(open_room: Open) -> None:
    room = open_room(listen=Listen.PUSH_TO_TALK)
    await room.santa_speaks()
    room.child.push_to_talk_pressed()
    assert room.talk.floor is Floor.LISTENING


# --- the end of speech -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("spoke_seconds", "quiet_ms", "ended_seconds"),
    [(2.0, 400, 1.6), (2.0, -5, 2.0), (2.0, 9_999, 0.0), (5.0, 9_999, 2.0)],
    ids=["by the meter", "nonsense", "not before it began", "a deaf meter"],
)
async def test_speech_ended_with_its_last_loud_sound(
    open_room: Open, spoke_seconds: float, quiet_ms: float, ended_seconds: float
) -> None:
    room = open_room()
    began = room.clock.now()
    await room.starts()
    await room.clock.advance(spoke_seconds)
    await room.stops(quiet_ms=quiet_ms)
    await room.words("I want a bike")
    (child,) = room.talk.turns()
    assert child.ended_at == began + timedelta(seconds=ended_seconds)


async def test_an_end_that_is_reported_after_its_words_still_counts(open_room: Open) -> None:
    room = open_room()
    await room.starts()
    await room.clock.advance(2)
    await room.words("I want a bike")
    recognised = room.clock.now()
    await room.clock.advance(0.05)
    await room.stops(quiet_ms=400)
    assert room.lines() != []  # it is no new speech
    await room.santa_begins()
    latency = next(t.latency for t in room.talk.turns() if t.speaker is Speaker.SANTA)
    assert latency is not None
    assert latency.end_of_speech == recognised - timedelta(seconds=0.35)
    await room.clock.advance(5)
    assert room.went_on() == 0


def test_closing_awaits_the_alarm() -> None:
    async def story() -> int:
        room = Room()
        await room.says("I want a")
        await room.child.close()
        return room.clock.sleepers

    assert asyncio.run(story()) == 0
