"""What Santa may say in a call, what a child's words set off, and who learns of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from santa_core.domain.calls import AnswerBy, Floor, Speaker, Turn, TurnOrigin
from santa_core.domain.safety.marks import MarkLevel, SafetyMark
from santa_core.domain.safety.model import AlertKind, Rule, Situation
from santa_core.errors import ProviderUnavailable
from santa_core.services.call_messages import (
    CallMessage,
    ChildAlerted,
    MarksChanged,
    Notice,
    Say,
    StopSpeaking,
)
from santa_core.services.call_script import script_for
from santa_core.services.conversation import Conversation
from tests.fakes.chat_model import FakeChatModel
from tests.fakes.clock import FakeClock
from tests.fakes.moderator import FakeModerator
from tests.fakes.safety import STAND_IN, ListDiary, a_call_safety, fake_rules
from tests.fakes.samples import a_plan, a_prompt


class Stage:
    """A conversation whose Santa must not promise, an avatar that speaks when it is told to."""

    def __init__(
        self,
        replies: Sequence[str] = ("How lovely! I promise you a bike. Tell me more.",),
        *,
        delay_seconds: float = 0.0,
        moderation: Mapping[str, Any] | None = None,
        tags: tuple[str, ...] = (),
        **plan: Any,
    ) -> None:
        self.clock = FakeClock()
        self.diary = ListDiary(self.clock)
        self.situations: list[Situation] = []
        self.told: list[CallMessage] = []
        self.plan = a_plan(**plan)
        self.chat = FakeChatModel(replies, clock=self.clock, delay_seconds=delay_seconds)
        self.moderator = FakeModerator(clock=self.clock, **moderation) if moderation is not None else None
        self.safety = a_call_safety(
            self.plan,
            tell=self.told.append,
            clock=self.clock,
            rules=fake_rules(
                blocks={"I promise": Rule.PROMISE},
                warns={"Lego": Rule.BRAND_OR_PRICE},
                alerts={"hurts me": AlertKind.DISCLOSURE, "fire": AlertKind.DANGER},
                situations=self.situations,
            ),
            moderator=self.moderator,
            tags=tags,
            log=self.diary,
        )
        self.talk = Conversation(
            call_id="c",
            plan=self.plan,
            script=script_for(a_prompt(), self.plan.child),
            chat=self.chat,
            clock=self.clock,
            safety=self.safety,
            tell=self.told.append,
            keep=lambda turn: None,
        )

    async def child_says(self, text: str, *, origin: TurnOrigin = TurnOrigin.TYPED) -> None:
        self.talk.hear(text, origin=origin)
        self.talk.answer()
        await self.clock.settle()

    def avatar_speaks(self, *, sentences: int | None = None) -> None:
        """Each sentence that the browser has and was not told to drop; the last stays unfinished if
        `sentences` says how many."""
        stopped = {m.turn_id for m in self.told if isinstance(m, StopSpeaking)}
        says = [m for m in self.told if isinstance(m, Say) and m.turn_id not in stopped][:sentences]
        for say in says:
            self.talk.santa.accepted(say.sentence_id, f"task-{say.sentence_id}")
            self.talk.santa.started(f"task-{say.sentence_id}", at=self.clock.now())
            if sentences is None or say is not says[-1]:
                self.talk.santa.stopped(f"task-{say.sentence_id}")

    @property
    def said(self) -> list[str]:
        """What the browser has, and was not told to drop."""
        stopped = {m.turn_id for m in self.told if isinstance(m, StopSpeaking)}
        return [m.text for m in self.told if isinstance(m, Say) and m.turn_id not in stopped]

    def santa(self) -> list[Turn]:
        return [t for t in self.talk.turns() if t.speaker is Speaker.SANTA]

    def notices(self) -> list[str]:
        return [m.code for m in self.told if isinstance(m, Notice)]

    def alerts(self) -> list[ChildAlerted]:
        return [m for m in self.told if isinstance(m, ChildAlerted)]

    def logged(self, name: str) -> list[dict[str, Any]]:
        return [detail for event, detail in self.diary.events if event == name]


# --- what our language model writes ----------------------------------------------------------


async def test_a_blocked_sentence_is_replaced_and_what_follows_it_is_dropped() -> None:
    stage = Stage()
    await stage.child_says("Do I get a bike?")
    assert stage.said == ["How lovely!", STAND_IN]


async def test_no_more_is_read_of_an_answer_whose_sentence_was_blocked() -> None:
    stage = Stage(["I promise you a bike. One. Two. Three."], delay_seconds=1.0)
    await stage.child_says("Do I get a bike?")
    await stage.clock.advance(30)
    assert stage.chat.cancelled == 1
    stage.avatar_speaks()
    assert stage.talk.floor is Floor.LISTENING


async def test_the_log_keeps_what_was_written_and_what_was_said() -> None:
    stage = Stage()
    await stage.child_says("Do I get a bike?")
    stage.avatar_speaks()
    (blocked,) = stage.logged("reply_blocked")
    assert blocked == {
        "turn_id": stage.santa()[0].turn_id,
        "rules": ["promise"],
        "written": "I promise you a bike.",
        "spoken": STAND_IN,
        "violations": [
            {"rule": "promise", "severity": "blocker", "span": [0, 9], "reason": "It says 'I promise'."}
        ],
    }
    assert stage.santa()[0].text == f"How lovely! {STAND_IN}"


async def test_the_model_goes_on_with_what_was_really_said() -> None:
    stage = Stage()
    await stage.child_says("Do I get a bike?")
    stage.avatar_speaks()
    await stage.child_says("Really?")
    assert [m.content for m in stage.chat.requests[-1].messages[1:]] == [
        "Do I get a bike?", f"How lovely! {STAND_IN}", "Really?",
    ]  # fmt: skip


async def test_staff_see_the_block_before_they_hear_it() -> None:
    stage = Stage(["I promise you a bike."])
    await stage.child_says("Do I get a bike?")
    kinds = [type(m).__name__ for m in stage.told if isinstance(m, MarksChanged | Notice | Say)]
    assert kinds == ["MarksChanged", "Notice", "Say"]
    (mark,) = next(m.marks for m in stage.told if isinstance(m, MarksChanged))
    reason = "It says 'I promise'."
    assert mark == SafetyMark(MarkLevel.BLOCKED, (reason,), "I promise you a bike.", ("promise",))
    assert stage.notices() == ["reply_blocked"]


async def test_a_warning_is_said_and_marked_without_a_notice() -> None:
    stage = Stage(["Lego is fun."])
    await stage.child_says("I like bricks")
    assert stage.said == ["Lego is fun."]
    assert stage.notices() == []
    (warned,) = stage.logged("reply_warned")
    assert (warned["written"], warned["spoken"]) == ("Lego is fun.", "Lego is fun.")
    (marks,) = stage.safety.marks().values()
    assert [mark.level for mark in marks] == [MarkLevel.WARNED]


async def test_the_screen_knows_the_whole_situation_and_is_new_for_every_answer() -> None:
    stage = Stage(["Fine."], tags=("grief",))
    await stage.child_says("My cat died")
    stage.avatar_speaks()
    await stage.child_says("I am sad")
    asked = [s for s in stage.situations if s.said]
    assert [s.said for s in asked] == [("My cat died",), ("My cat died", "I am sad")]
    assert asked[-1] == Situation(
        said=("My cat died", "I am sad"),
        language="en",
        child_name="Emma",
        prompt="You are Santa. The child is called Emma.",
        tags=("grief",),
    )


async def test_the_marks_of_an_answer_that_is_said_again_go_with_it() -> None:
    stage = Stage(["I promise you a bike."])
    await stage.child_says("Do I get a bike?")
    stage.talk.santa.hold()  # the child coughs before Santa is heard
    stage.talk.santa.let_go()
    stage.avatar_speaks()
    (turn,) = stage.santa()
    (blocked,), (again,) = stage.logged("reply_blocked"), stage.logged("turn_said_again")
    assert again == {"turn_id": blocked["turn_id"], "again_as": turn.turn_id}
    assert list(stage.safety.marks()) == [turn.turn_id]


# --- what Santa says because a person wants it -------------------------------------------------


async def test_an_operators_words_are_said_and_the_operator_is_told() -> None:
    stage = Stage()
    stage.talk.say("I promise you a bike.", origin=TurnOrigin.OPERATOR)
    assert stage.said == ["I promise you a bike."]
    assert stage.notices() == ["operator_warned"]
    (warned,) = stage.logged("reply_warned")
    assert (warned["origin"], warned["rules"]) == ("operator", ["promise"])
    (marks,) = stage.safety.marks().values()
    assert marks[0].level is MarkLevel.WARNED


async def test_a_prompts_own_line_is_checked_and_marked_without_a_notice() -> None:
    stage = Stage()
    stage.talk.say("Ho ho ho! Lego!", origin=TurnOrigin.GREETING)
    assert stage.notices() == []
    assert len(stage.logged("reply_warned")) == len(stage.safety.marks()) == 1


async def test_a_line_nothing_is_against_leaves_no_trace() -> None:
    stage = Stage()
    stage.talk.say("Hello Emma!", origin=TurnOrigin.GREETING)
    assert stage.diary.events == []
    assert stage.safety.marks() == {}


# --- what the vendor's own model says ------------------------------------------------------------


def vendor_says(stage: Stage, *pieces: str) -> None:
    stage.talk.vendor_answers()
    stage.talk.santa.started("t", at=stage.clock.now())
    for piece in pieces:
        stage.talk.santa.spoke("t", piece)


async def test_the_vendors_answer_is_checked_when_it_has_been_said() -> None:
    stage = Stage(answer_by=AnswerBy.VENDOR_LLM)
    await stage.child_says("Do I get a bike?")
    vendor_says(stage, "I promise ", "you a ", "bike.")
    assert stage.logged("reply_unscreened") == []
    stage.talk.santa.stopped("t")
    (unscreened,) = stage.logged("reply_unscreened")
    assert (unscreened["rules"], unscreened["spoken"]) == (["promise"], "I promise you a bike.")
    assert unscreened["turn_id"] == stage.santa()[0].turn_id
    assert stage.situations[-1].said == ("Do I get a bike?",)
    assert stage.notices() == ["reply_unscreened"]
    (marks,) = stage.safety.marks().values()
    assert marks[0].level is MarkLevel.UNSCREENED


async def test_an_answer_of_the_vendors_that_is_cut_is_checked_as_far_as_it_was_said() -> None:
    stage = Stage(answer_by=AnswerBy.VENDOR_LLM)
    await stage.child_says("Do I get a bike?")
    vendor_says(stage, "I promise ")
    stage.talk.interrupt()
    assert [found["spoken"] for found in stage.logged("reply_unscreened")] == ["I promise"]


# --- what the child says ---------------------------------------------------------------------------


@pytest.mark.parametrize("origin", [TurnOrigin.TYPED, TurnOrigin.VOICE])
async def test_a_disclosure_raises_an_alert_with_the_line_for_it(origin: TurnOrigin) -> None:
    stage = Stage()
    await stage.child_says("My uncle hurts me", origin=origin)
    child = stage.talk.turns()[0]
    (alert,) = stage.alerts()
    assert (alert.kind, alert.turn_id) == (AlertKind.DISCLOSURE, child.turn_id)
    assert alert.line == "Please fetch a grown-up, disclosure."
    assert stage.logged("child_alert") == [
        {"kind": "disclosure", "reason": "The child says 'hurts me'.", "turn_id": child.turn_id}
    ]
    assert stage.safety.alerts() == [alert]


async def test_a_turn_that_grows_raises_only_what_is_new_in_it() -> None:
    stage = Stage()
    stage.talk.hear("he hurts me", origin=TurnOrigin.VOICE)
    stage.talk.hear("and there is fire", origin=TurnOrigin.VOICE)
    assert [a.kind for a in stage.alerts()] == [AlertKind.DISCLOSURE, AlertKind.DANGER]
    assert len({a.turn_id for a in stage.alerts()}) == 1


async def test_the_same_words_later_are_another_alert() -> None:
    stage = Stage(["Fine."])
    await stage.child_says("he hurts me")
    stage.avatar_speaks()
    await stage.child_says("he hurts me")
    assert len(stage.alerts()) == 2


async def test_a_corrected_turn_is_looked_at_again() -> None:
    stage = Stage()
    await stage.child_says("he hurt sneeze", origin=TurnOrigin.VOICE)
    assert stage.alerts() == []
    stage.talk.correct(stage.talk.turns()[0].turn_id, "he hurts me")
    assert [a.kind for a in stage.alerts()] == [AlertKind.DISCLOSURE]


async def test_no_log_line_holds_what_the_child_said(caplog: pytest.LogCaptureFixture) -> None:
    stage = Stage()
    await stage.child_says("My uncle hurts me")
    assert caplog.records
    told = [f"{record.getMessage()} {record.__dict__}" for record in caplog.records]
    assert not any("hurts" in line or "uncle" in line for line in told)
    assert caplog.records[0].__dict__["kind"] == "disclosure"


# --- the moderation service --------------------------------------------------------------------------


async def test_santa_does_not_wait_for_the_moderation_service() -> None:
    stage = Stage(["A fine day."], moderation={"delay_seconds": 3.0})
    await stage.child_says("hello")
    assert stage.said == ["A fine day."]
    assert stage.moderator is not None
    assert stage.moderator.asked == ["hello", "A fine day."]


async def test_a_flagged_sentence_that_nobody_has_heard_is_dropped() -> None:
    stage = Stage(
        ["One fine day. He was beaten. Then home."],
        moderation={"flags": {"beaten": ("violence",)}, "delay_seconds": 0.3},
    )
    await stage.child_says("tell me a story")
    assert stage.said == ["One fine day.", "He was beaten.", "Then home."]
    await stage.clock.advance(0.3)
    assert stage.said == ["One fine day.", STAND_IN]
    stage.avatar_speaks()
    (turn,) = stage.santa()
    assert turn.text == f"One fine day. {STAND_IN}"
    (flagged,) = stage.logged("moderation_flagged")
    assert flagged == {
        "side": "santa", "categories": ["violence"], "turn_id": turn.turn_id,
        "written": "He was beaten.", "spoken": STAND_IN, "withdrawn": True,
    }  # fmt: skip
    assert stage.notices() == ["moderation_flagged"]
    (mark,) = stage.safety.marks()[turn.turn_id]
    assert (mark.level, mark.written) == (MarkLevel.FLAGGED, "He was beaten.")


async def test_a_flagged_sentence_stops_a_turn_that_is_being_heard() -> None:
    stage = Stage(
        ["One fine day. He was beaten."],
        moderation={"flags": {"beaten": ("violence",)}, "delay_seconds": 0.3},
    )
    await stage.child_says("tell me a story")
    stage.avatar_speaks(sentences=2)
    await stage.clock.advance(0.3)
    assert stage.said == [STAND_IN]
    stage.avatar_speaks()
    assert [t.text for t in stage.santa()] == ["One fine day.", STAND_IN]
    assert stage.talk.floor is Floor.LISTENING


async def test_a_flagged_sentence_that_was_said_is_only_told() -> None:
    stage = Stage(["He was beaten."], moderation={"flags": {"beaten": ("violence",)}, "delay_seconds": 9.0})
    await stage.child_says("tell me a story")
    stage.avatar_speaks()
    await stage.clock.advance(9)
    (flagged,) = stage.logged("moderation_flagged")
    assert (flagged["withdrawn"], flagged["spoken"]) == (False, "He was beaten.")
    assert [t.text for t in stage.santa()] == ["He was beaten."]


async def test_a_flagged_sentence_that_waits_for_the_child_is_replaced_where_it_waits() -> None:
    stage = Stage(["He was beaten."], moderation={"flags": {"beaten": ("violence",)}, "delay_seconds": 0.3})
    await stage.child_says("tell me a story")
    stage.talk.santa.hold()
    await stage.clock.advance(0.3)
    assert stage.said == []
    stage.talk.santa.let_go()
    assert stage.said == [STAND_IN]


async def test_a_blocked_sentence_is_not_sent_to_the_moderation_service() -> None:
    stage = Stage(["I promise you a bike."], moderation={})
    await stage.child_says("hello")
    assert stage.moderator is not None
    assert stage.moderator.asked == ["hello"]


async def test_a_childs_flagged_words_are_told() -> None:
    stage = Stage(["Fine."], moderation={"flags": {"kill": ("self-harm/intent", "violence")}})
    await stage.child_says("I want to kill it")
    (flagged,) = stage.logged("moderation_flagged")
    child = stage.talk.turns()[0]
    assert flagged == {
        "side": "child", "categories": ["self-harm/intent", "violence"], "turn_id": child.turn_id,
    }  # fmt: skip
    notice = next(m for m in stage.told if isinstance(m, Notice))
    assert notice.text == ("The moderation service flagged what the child said: self-harm/intent, violence.")


@pytest.mark.parametrize("error", [ProviderUnavailable("no", kind="unavailable"), RuntimeError("odd")])
async def test_a_moderation_service_that_fails_is_written_down_once_and_the_call_goes_on(
    error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    stage = Stage(["Fine. Really."], moderation={"error": error})
    await stage.child_says("hello")
    await stage.child_says("hello again")
    assert len(stage.logged("moderation_failed")) == 1
    assert stage.said[-2:] == ["Fine.", "Really."]
    assert sum(r.levelname == "WARNING" for r in caplog.records) == 1


async def test_what_the_moderation_service_has_not_answered_at_the_end_is_not_waited_for() -> None:
    stage = Stage(["Fine."], moderation={"flags": {"hello": ("hate",)}, "delay_seconds": 60.0})
    await stage.child_says("hello")
    await stage.safety.close()
    await stage.clock.advance(100)
    assert stage.logged("moderation_flagged") == []
