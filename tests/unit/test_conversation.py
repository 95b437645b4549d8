"""Turn taking: what Santa answers, when he stops, and what the history keeps."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from santa_core.domain.calls import AnswerBy, Floor, Speaker, Turn, TurnOrigin
from santa_core.errors import ProviderUnavailable, VendorWords
from santa_core.services.call_messages import CallMessage, Notice, Say, SayMode, StopSpeaking
from santa_core.services.call_script import script_for
from santa_core.services.conversation import Conversation
from tests.fakes.chat_model import FakeChatModel
from tests.fakes.clock import FakeClock
from tests.fakes.safety import a_call_safety
from tests.fakes.samples import a_plan, a_prompt


class Stage:
    """A conversation, and an avatar that speaks when it is told to."""

    def __init__(
        self, replies: Sequence[str | Sequence[str]] = ("Hello. Who are you?",), **model: object
    ) -> None:
        self.clock = FakeClock()
        self.chat = FakeChatModel(replies, clock=self.clock, **model)  # type: ignore[arg-type]
        self.told: list[CallMessage] = []
        self.kept: dict[str, Turn] = {}
        self.plan = a_plan()
        self.talk = self.conversation()

    def conversation(self, **plan: object) -> Conversation:
        self.plan = a_plan(**plan)
        self.talk = Conversation(
            call_id="c",
            plan=self.plan,
            script=script_for(a_prompt(), self.plan.child),
            chat=self.chat,
            clock=self.clock,
            safety=a_call_safety(self.plan, tell=self.told.append, clock=self.clock),
            tell=self.told.append,
            keep=lambda turn: self.kept.__setitem__(turn.turn_id, turn),
        )
        return self.talk

    def child_said(self, text: str, *, origin: TurnOrigin) -> None:
        if self.talk.hear(text, origin=origin):
            self.talk.answer()

    @property
    def said(self) -> list[str]:
        return [m.text for m in self.told if isinstance(m, Say)]

    def santa(self) -> list[Turn]:
        return [t for t in self.talk.turns() if t.speaker is Speaker.SANTA]

    def avatar_speaks(self, *, words: int | None = None) -> None:
        """Speaks every sentence not yet spoken; with `words`, only so many of the first, and no end."""
        for number, message in enumerate(m for m in self.told if isinstance(m, Say)):
            task = f"task-{number}"
            self.talk.santa.started(task, at=self.clock.now())
            for word in message.text.split()[:words]:
                self.talk.santa.spoke(task, word)
            if words is not None:
                return
            self.talk.santa.stopped(task)


async def test_each_sentence_is_spoken_as_soon_as_it_is_written() -> None:
    stage = Stage(["First one. Second one."], delay_seconds=1.0)
    stage.child_said("hi", origin=TurnOrigin.TYPED)
    await stage.clock.advance(1.5)
    assert stage.said == ["First one."]
    await stage.clock.advance(2)
    assert stage.said == ["First one.", "Second one."]


async def test_the_floor_goes_from_listening_to_thinking_to_speaking_and_back() -> None:
    stage = Stage()
    assert stage.talk.floor is Floor.LISTENING
    stage.child_said("hi", origin=TurnOrigin.TYPED)
    assert stage.talk.floor is Floor.THINKING
    await stage.clock.settle()
    stage.talk.santa.started("task-0", at=stage.clock.now())
    assert stage.talk.floor is Floor.SPEAKING
    stage.avatar_speaks()
    assert stage.talk.floor is Floor.LISTENING


async def test_santa_keeps_the_floor_between_two_sentences() -> None:
    stage = Stage(["One. Two."])
    stage.child_said("hi", origin=TurnOrigin.TYPED)
    await stage.clock.settle()
    stage.talk.santa.started("task-0", at=stage.clock.now())
    stage.talk.santa.stopped("task-0")
    assert stage.talk.floor is Floor.SPEAKING


async def test_the_model_gets_the_whole_conversation_and_the_rendered_prompt() -> None:
    stage = Stage(["Nice. A bike?"])
    stage.talk.say("Hello Emma!", origin=TurnOrigin.GREETING)
    stage.avatar_speaks()
    stage.child_said("I want a bike", origin=TurnOrigin.TYPED)
    await stage.clock.settle()
    messages = stage.chat.requests[0].messages
    assert [(m.role, m.content) for m in messages] == [
        ("system", "You are Santa. The child is called Emma."),
        ("assistant", "Hello Emma!"),
        ("user", "I want a bike"),
    ]


async def test_a_child_who_talks_over_santa_stops_him_and_history_keeps_what_was_said() -> None:
    stage = Stage(["The reindeer are eating carrots tonight. They like them."])
    stage.child_said("hi", origin=TurnOrigin.VOICE)
    await stage.clock.settle()
    stage.avatar_speaks(words=3)
    assert stage.talk.interrupt()
    assert isinstance([m for m in stage.told if isinstance(m, StopSpeaking)][-1], StopSpeaking)
    assert stage.talk.floor is Floor.LISTENING
    cut = stage.santa()[-1]
    assert cut.text == "The reindeer are"
    assert cut.intended_text == "The reindeer are eating carrots tonight. They like them."

    stage.child_said("why?", origin=TurnOrigin.VOICE)
    await stage.clock.settle()
    assert stage.chat.requests[-1].messages[-2].content == "The reindeer are"


async def test_words_that_arrive_after_the_interrupt_still_belong_to_the_cut_turn() -> None:
    stage = Stage(["The reindeer are eating."])
    stage.child_said("hi", origin=TurnOrigin.VOICE)
    await stage.clock.settle()
    stage.avatar_speaks(words=2)
    stage.talk.interrupt()
    stage.talk.santa.spoke("task-0", "are")
    assert stage.santa()[0].text == "The reindeer are"


async def test_an_interrupt_cancels_the_generation() -> None:
    stage = Stage(["One. Two. Three. Four."], delay_seconds=1.0)
    stage.child_said("hi", origin=TurnOrigin.TYPED)
    await stage.clock.advance(1.5)
    stage.talk.interrupt()
    await stage.clock.advance(10)
    assert stage.chat.cancelled == 1
    assert stage.said == ["One.", "Two."]


async def test_a_second_line_while_santa_thinks_is_answered_together_with_the_first() -> None:
    stage = Stage(["One answer."], first_delay_seconds=2.0)
    stage.child_said("I want a bike", origin=TurnOrigin.TYPED)
    await stage.clock.advance(1)
    stage.child_said("a red one", origin=TurnOrigin.TYPED)
    await stage.clock.advance(3)
    asked = [m.content for m in stage.chat.requests[-1].messages if m.role == "user"]
    assert asked == ["I want a bike", "a red one"]
    assert stage.said == ["One answer."]


async def test_stage_directions_and_emoji_are_never_spoken() -> None:
    stage = Stage(["*chuckles* Well done, Emma! \U0001f384 **Really.**"])
    stage.child_said("hi", origin=TurnOrigin.TYPED)
    await stage.clock.settle()
    assert stage.said == ["Well done, Emma!", "Really."]


async def test_no_task_is_longer_than_a_thousand_characters() -> None:
    stage = Stage(["snow " * 500])
    stage.child_said("hi", origin=TurnOrigin.TYPED)
    await stage.clock.settle()
    assert max(len(text) for text in stage.said) <= 1_000
    assert sum(text.count("snow") for text in stage.said) == 500


async def test_when_the_model_fails_santa_asks_again_and_staff_read_the_vendors_words() -> None:
    broken = ProviderUnavailable(
        "The language model did not answer.", vendor=VendorWords(500, None, "overloaded")
    )
    stage = Stage(error=broken)
    stage.child_said("hi", origin=TurnOrigin.TYPED)
    await stage.clock.settle()
    assert stage.said == ["Say that again?"]
    notice = next(m for m in stage.told if isinstance(m, Notice))
    assert "overloaded" in notice.text
    stage.avatar_speaks()
    assert stage.santa()[0].origin is TurnOrigin.FALLBACK
    assert stage.talk.floor is Floor.LISTENING


async def test_an_answer_of_nothing_speakable_is_replaced_by_asking_again() -> None:
    stage = Stage(["*smiles*"])
    stage.child_said("hi", origin=TurnOrigin.TYPED)
    await stage.clock.settle()
    assert stage.said == ["Say that again?"]


async def test_latency_is_taken_step_by_step() -> None:
    stage = Stage(["One. Two."], first_delay_seconds=0.5)
    stage.child_said("hi", origin=TurnOrigin.TYPED)
    await stage.clock.advance(0.5)
    await stage.clock.advance(0.3)
    stage.avatar_speaks()
    latency = stage.santa()[0].latency
    assert latency is not None
    assert latency.total_ms == 800
    assert latency.first_token == latency.first_sentence == latency.speak_sent


async def test_a_refused_sentence_does_not_hold_up_the_call() -> None:
    stage = Stage(["One."])
    stage.child_said("hi", origin=TurnOrigin.TYPED)
    await stage.clock.settle()
    say = next(m for m in stage.told if isinstance(m, Say))
    stage.talk.santa.refused(say.sentence_id)
    assert stage.talk.floor is Floor.LISTENING


async def test_with_the_vendors_model_typed_words_go_there_and_its_answer_is_kept() -> None:
    stage = Stage()
    talk = stage.conversation(answer_by=AnswerBy.VENDOR_LLM)
    stage.child_said("hi", origin=TurnOrigin.TYPED)
    await stage.clock.settle()
    assert [(m.text, m.mode) for m in stage.told if isinstance(m, Say)] == [("hi", SayMode.TALK)]
    assert stage.chat.requests == []
    talk.santa.started("t", at=stage.clock.now())
    for piece in ("Hello", "there", "!"):
        talk.santa.spoke("t", piece)
    talk.santa.stopped("t")
    assert stage.santa()[0].text == "Hello there!"
    assert talk.floor is Floor.LISTENING


@pytest.mark.parametrize("text", ["", "   ", "\n"])
async def test_nothing_said_is_no_turn(text: str) -> None:
    stage = Stage()
    stage.child_said(text, origin=TurnOrigin.TYPED)
    assert stage.talk.turns() == []


async def test_every_turn_is_kept_in_the_log_as_it_grows() -> None:
    stage = Stage(["One two three."])
    stage.child_said("hi", origin=TurnOrigin.TYPED)
    await stage.clock.settle()
    stage.avatar_speaks(words=2)
    assert sorted(t.text for t in stage.kept.values()) == ["One two", "hi"]


async def test_an_answer_nobody_heard_is_no_turn() -> None:
    stage = Stage(["One."], first_delay_seconds=2.0)
    stage.child_said("I want a bike", origin=TurnOrigin.TYPED)
    await stage.clock.advance(1)
    stage.child_said("a red one", origin=TurnOrigin.TYPED)
    await stage.clock.advance(3)
    assert [t.text for t in stage.talk.turns()] == ["I want a bike", "a red one"]
    stage.avatar_speaks()
    assert [t.text for t in stage.talk.turns()] == ["I want a bike", "a red one", "One."]
    assert [t.index for t in stage.talk.turns()] == [0, 1, 2]
    assert len(stage.kept) == 3


async def test_a_line_that_was_sent_but_stopped_by_hand_is_in_the_log() -> None:
    stage = Stage()
    stage.talk.say("Fetch a grown-up.", origin=TurnOrigin.OPERATOR)
    stage.talk.interrupt()
    (turn,) = stage.kept.values()
    assert (turn.text, turn.intended_text) == ("", "Fetch a grown-up.")


async def test_a_corrected_turn_is_answered_anew_and_keeps_what_was_heard() -> None:
    stage = Stage(["A bite? How big?", "A bike, how nice!"])
    stage.child_said("I want a bite", origin=TurnOrigin.VOICE)
    await stage.clock.settle()
    stage.avatar_speaks(words=2)
    child = stage.talk.turns()[0]
    assert stage.talk.correct(child.turn_id, "I want a bike")
    await stage.clock.settle()
    assert isinstance(next(m for m in stage.told if isinstance(m, StopSpeaking)), StopSpeaking)
    corrected = stage.talk.turns()[0]
    assert (corrected.text, corrected.heard_text) == ("I want a bike", "I want a bite")
    # The answer to words nobody said is no part of what the model goes on with.
    assert [m.content for m in stage.chat.requests[-1].messages[1:]] == ["I want a bike"]
    assert stage.said[-1] == "A bike, how nice!"
    assert stage.santa()[0].text == "A bite?"  # but he did say it

    assert stage.talk.correct(child.turn_id, "I want a hike")
    assert stage.talk.turns()[0].heard_text == "I want a bite"  # the first is what was heard


async def test_a_correction_while_santa_thinks_is_answered_once() -> None:
    stage = Stage(["Fine."], first_delay_seconds=1.0)
    stage.child_said("I want a bite", origin=TurnOrigin.VOICE)
    await stage.clock.advance(0.5)
    stage.talk.correct(stage.talk.turns()[0].turn_id, "I want a bike")
    await stage.clock.advance(2)
    assert stage.said == ["Fine."]
    assert stage.chat.cancelled == 1


async def test_an_older_correction_only_changes_the_history() -> None:
    stage = Stage(["Yes.", "No.", "Fine."])
    stage.child_said("I want a bite", origin=TurnOrigin.VOICE)
    await stage.clock.settle()
    stage.avatar_speaks()
    stage.child_said("please", origin=TurnOrigin.VOICE)
    await stage.clock.settle()
    stage.avatar_speaks()
    assert not stage.talk.correct(stage.talk.turns()[0].turn_id, "I want a bike")
    await stage.clock.settle()
    assert len(stage.chat.requests) == 2
    stage.child_said("and?", origin=TurnOrigin.VOICE)
    await stage.clock.settle()
    assert [m.content for m in stage.chat.requests[-1].messages[1:]] == [
        "I want a bike", "Yes.", "please", "No.", "and?",
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["", "  ", "hello"])
async def test_a_correction_that_corrects_nothing_does_nothing(text: str) -> None:
    stage = Stage()
    stage.child_said("hello", origin=TurnOrigin.VOICE)
    assert not stage.talk.correct(stage.talk.turns()[0].turn_id, text)
    assert not stage.talk.correct("no such turn", "hi")
    assert stage.talk.turns()[0].heard_text is None


async def test_santas_words_cannot_be_corrected() -> None:
    stage = Stage()
    stage.talk.say("Hello!", origin=TurnOrigin.GREETING)
    stage.avatar_speaks()
    assert not stage.talk.correct(stage.santa()[0].turn_id, "Bye!")


async def test_with_the_vendors_model_a_correction_goes_there() -> None:
    stage = Stage()
    talk = stage.conversation(answer_by=AnswerBy.VENDOR_LLM)
    stage.child_said("I want a bite", origin=TurnOrigin.VOICE)
    assert not any(isinstance(m, Say) for m in stage.told)  # spoken words reach it by themselves
    talk.correct(talk.turns()[0].turn_id, "I want a bike")
    assert [(m.text, m.mode) for m in stage.told if isinstance(m, Say)] == [("I want a bike", SayMode.TALK)]


async def test_only_the_first_sound_of_a_turn_counts_even_when_it_is_over() -> None:
    stage = Stage(["One. Two."])
    stage.child_said("hi", origin=TurnOrigin.TYPED)
    await stage.clock.settle()
    stage.avatar_speaks()
    assert stage.talk.floor is Floor.LISTENING
    await stage.clock.advance(0.2)
    first = stage.clock.now()
    stage.talk.santa.heard("task-0", at=first)
    await stage.clock.advance(1)
    stage.talk.santa.heard("task-1", at=stage.clock.now())
    stage.talk.santa.heard("of no turn", at=stage.clock.now())
    latency = stage.santa()[0].latency
    assert latency is not None
    assert latency.first_sound == first
    assert latency.total_ms == 200


async def test_an_avatar_event_of_no_sentence_of_ours_moves_no_floor() -> None:
    stage = Stage(first_delay_seconds=1.0)
    stage.child_said("hi", origin=TurnOrigin.TYPED)
    stage.talk.santa.started("stray", at=stage.clock.now())
    stage.talk.santa.spoke("stray", "Ho")
    assert stage.talk.floor is Floor.THINKING
    assert stage.santa() == []
    await stage.talk.close()
