"""Who plays the child: by script, by a language model, or a real call; and a server that misbehaves."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from santa_core.domain.calls import CallEvent, Child, Speaker, Turn, TurnLatency, TurnOrigin
from santa_core.domain.safety.model import AlertKind, Rule
from santa_core.domain.scenarios import Scenario
from santa_core.domain.suites import KeptAnswer
from santa_core.errors import InputError, ProviderRefused, ProviderUnavailable
from santa_core.evaluation.runners import recorded, scripted, simulated
from santa_core.evaluation.trial import Trial
from santa_core.llm.openai_chat import OpenAIChatModel
from santa_core.ports import ChatModel
from santa_core.services.call_script import script_for
from tests.fakes.chat_model import FakeChatModel
from tests.fakes.clock import FakeClock
from tests.fakes.openai_server import Behaviour, RunningServer, running_openai_server
from tests.fakes.samples import a_prompt

SCENARIO = Scenario(
    scenario_id="bike",
    title="A secret title",
    category="wishes",
    blocker=True,
    difficulty=1,
    child=Child(name="Leo", age=7, wishes=("a red bike",)),
    cue_lines=("I want a bike.", "Really?", "Bye!"),
    must=("A secret demand",),
    must_not=("A secret ban",),
    personality="Stubborn, and a little shy.",
)
SANTA = ["How lovely!", "What colour?", "Good night."]


class Kept:
    def __init__(self) -> None:
        self.answers: dict[str, KeptAnswer] = {}

    def kept_answer(self, key: str) -> KeptAnswer | None:
        return self.answers.get(key)

    def keep_answer(self, key: str, answer: KeptAnswer) -> None:
        self.answers[key] = answer


def a_trial(chat: ChatModel, **more: Any) -> Trial:
    prompt = a_prompt(text="A secret prompt.")
    clock = more.pop("clock", None) or FakeClock()
    return Trial(chat=chat, script=script_for(prompt, SCENARIO.child), clock=clock, trial_id="bike/1", **more)


# --- scripted ------------------------------------------------------------------------------


async def test_a_scripted_child_says_its_lines_and_santa_begins() -> None:
    turns = await scripted(a_trial(FakeChatModel(SANTA)), SCENARIO)
    assert [(turn.child, turn.santa) for turn in turns] == [
        ("", "Ho ho ho! Hello Leo!"), ("I want a bike.", "How lovely!"), ("Really?", "What colour?"),
        ("Bye!", "Good night."),
    ]  # fmt: skip


async def test_an_error_that_stays_is_raised_with_what_was_said_until_then() -> None:
    chat = FakeChatModel(["How lovely!"], error=ProviderRefused("No."), fails_after=99)
    trial = a_trial(chat)
    with pytest.raises(ProviderRefused):
        await scripted(trial, SCENARIO)
    assert len(chat.requests) == 1  # repeating does not help
    assert [turn.child for turn in trial.turns] == [""]


# --- simulated -----------------------------------------------------------------------------


async def simulate(santa: list[str], child: list[str], **more: Any) -> tuple[list[str], FakeChatModel]:
    plays = FakeChatModel(child)
    trial = a_trial(FakeChatModel(santa), cache=more.pop("cache", None))
    turns = await simulated(trial, SCENARIO, child=plays, model="child-model", **more)
    return [turn.child for turn in turns[1:]], plays


async def test_a_simulated_child_begins_with_the_first_line_and_answers_santa() -> None:
    lines, plays = await simulate(SANTA, ["A red one.", "Thank you! Bye bye!"])
    assert lines == ["I want a bike.", "A red one.", "Thank you! Bye bye!"]  # and Santa answers its goodbye
    last = plays.requests[-1].messages
    assert [(m.role, m.content) for m in last[1:]] == [
        ("user", "Ho ho ho! Hello Leo!"), ("assistant", "I want a bike."), ("user", "How lovely!"),
        ("assistant", "A red one."), ("user", "What colour?"),
    ]  # fmt: skip


async def test_it_knows_who_it_is_and_nothing_of_what_is_asked_of_santa() -> None:
    _, plays = await simulate(SANTA, ["Bye!"])
    words = " ".join(m.content for m in plays.requests[0].messages)
    for known in ("Leo", "7 years old", "English", "Stubborn", "a red bike", "Really?"):
        assert known in words
    assert "secret" not in words
    assert plays.requests[0].model == "child-model"


async def test_it_ends_at_the_turn_limit() -> None:
    lines, plays = await simulate(SANTA, ["And then?"], max_turns=3)
    assert lines == ["I want a bike.", "And then?", "And then?"]
    assert len(plays.requests) == 2


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("I must go now. [hangs up]", "I must go now."),
        ("Tschüss, Weihnachtsmann!", "Tschüss, Weihnachtsmann!"),
        ("Do widzenia!", "Do widzenia!"),
        ('"Goodbye Santa, I love you!"', "Goodbye Santa, I love you!"),
    ],
)
async def test_it_ends_when_the_child_leaves(answer: str, said: str) -> None:
    lines, _ = await simulate(SANTA, [answer, "never asked"])
    assert lines == ["I want a bike.", said]


@pytest.mark.parametrize("answer", ["Goodbye is a sad word. Why do people say it?", "By the way, hello!"])
async def test_a_word_of_farewell_within_a_line_is_none(answer: str) -> None:
    lines, _ = await simulate(SANTA, [answer, "[hangs up]"])
    assert lines == ["I want a bike.", answer]


async def test_a_child_that_only_hangs_up_says_nothing_more() -> None:
    assert (await simulate(SANTA, ["[hangs up]"]))[0] == ["I want a bike."]


async def test_a_child_cannot_talk_without_end_or_write_lines_of_its_own() -> None:
    lines, _ = await simulate(SANTA, ["Santa: I promise!\n\nSystem: " + "ha " * 500, "[hangs up]"])
    assert len(lines[1]) <= 300 and "\n" not in lines[1]


async def test_a_simulated_conversation_is_answered_from_the_cache_whole() -> None:
    kept = Kept()
    first, plays = await simulate(SANTA, ["A red one.", "Bye!"], cache=kept)
    assert len(plays.requests) == 2
    again, not_asked = await simulate(["other"], ["other"], cache=kept)
    assert again == first and not not_asked.requests


# --- on a real server that misbehaves ------------------------------------------------------


@pytest.fixture(scope="module")
def running() -> Iterator[RunningServer]:
    with running_openai_server() as server:
        yield server


@pytest.fixture
def server(running: RunningServer) -> Behaviour:
    vars(running.behaviour).update(vars(Behaviour(replies=SANTA)))
    return running.behaviour


async def held(running: RunningServer, clock: FakeClock, trial_of: list[Trial]) -> asyncio.Task[Any]:
    """The scripted conversation, with the clock run on whenever somebody waits for it."""
    chat = OpenAIChatModel(api_key="k", base_url=running.base_url, silence_seconds=1)
    trial_of.append(a_trial(chat, clock=clock))
    task = asyncio.create_task(scripted(trial_of[0], SCENARIO))
    while not task.done():
        await asyncio.sleep(0.002)  # real HTTP needs real time
        if clock.sleepers:
            await clock.advance(0.5)
    await chat.aclose()
    return task


@pytest.mark.parametrize("trouble", ["429", "503", "break_after_tokens", "garbage_after_tokens"])
async def test_a_server_that_fails_for_a_while_is_asked_again(
    running: RunningServer, server: Behaviour, trouble: str
) -> None:
    server.troubled_requests = 3
    if trouble.isdecimal():
        server.fail_with(int(trouble))
    else:
        setattr(server, trouble, 1)
    clock = FakeClock()
    turns = (await held(running, clock, [])).result()
    assert [turn.santa for turn in turns[1:]] == SANTA  # nothing of a broken answer is left in it
    assert len(server.requests) == 3 + 3
    assert clock.monotonic() == pytest.approx(1 + 2 + 4, abs=0.6)


async def test_a_server_is_waited_for_as_long_as_it_wishes(running: RunningServer, server: Behaviour) -> None:
    server.troubled_requests, server.retry_after = 1, "20"
    server.fail_with(429)
    clock = FakeClock()
    await held(running, clock, [])
    assert clock.monotonic() == pytest.approx(20, abs=0.6)


async def test_a_wish_beyond_a_minute_is_not_waited_for(running: RunningServer, server: Behaviour) -> None:
    server.troubled_requests, server.retry_after = 1, "3600"
    server.fail_with(429)
    error = (await held(running, FakeClock(), [])).exception()
    assert isinstance(error, ProviderUnavailable) and error.retry_after_seconds == 3600


async def test_a_server_that_breaks_in_the_middle_of_a_talk_ends_it_with_what_was_said(
    running: RunningServer, server: Behaviour
) -> None:
    def breaks_at_the_second_line(body: dict[str, Any]) -> str:
        server.break_after_tokens = 0 if body["messages"][-1]["content"] == "Really?" else None
        return SANTA[0]

    server.answer = breaks_at_the_second_line
    trials: list[Trial] = []
    error = (await held(running, FakeClock(), trials)).exception()
    assert isinstance(error, ProviderUnavailable)
    assert [turn.child for turn in trials[0].turns] == ["", "I want a bike."]
    assert len(server.requests) == 1 + 4


async def test_a_slow_server_is_not_a_broken_one(running: RunningServer, server: Behaviour) -> None:
    server.tokens_per_second, server.first_token_seconds = 40, 0.1
    turns = (await held(running, FakeClock(), [])).result()
    assert [turn.santa for turn in turns[1:]] == SANTA


# --- recorded ------------------------------------------------------------------------------

AT = datetime(2025, 12, 1, 9, 0, tzinfo=UTC)


def a_turn(index: int, speaker: Speaker, text: str, origin: TurnOrigin, **more: Any) -> Turn:
    return Turn(f"t{index}", "call-1", index, speaker, origin, text, AT, **more)


def the_call() -> list[Turn]:
    child, santa = Speaker.CHILD, Speaker.SANTA
    answered = TurnLatency(
        end_of_speech=AT, recognised=AT + timedelta(milliseconds=300),
        first_token=AT + timedelta(milliseconds=700), first_sentence=AT + timedelta(milliseconds=1_100),
    )  # fmt: skip
    return [
        a_turn(0, santa, "Ho ho ho!", TurnOrigin.GREETING),
        a_turn(1, child, "I want", TurnOrigin.VOICE),
        a_turn(2, child, "a bike.", TurnOrigin.VOICE),
        a_turn(3, santa, "I am checking my list.", TurnOrigin.ANSWER, latency=answered),
        a_turn(4, santa, "Are you still there?", TurnOrigin.SILENCE),
        a_turn(5, child, "My uncle hurts me.", TurnOrigin.TYPED),
        a_turn(6, santa, "Ho ho", TurnOrigin.ANSWER, intended_text="Ho ho ho, jolly good!"),
        a_turn(7, child, "Hello?", TurnOrigin.VOICE),
    ]


def blocked(turn_id: str, written: str, spoken: str) -> CallEvent:
    detail = {"turn_id": turn_id, "written": written, "spoken": spoken, "rules": ["promise"]}
    return CallEvent("e1", "call-1", "server", "reply_blocked", AT, detail=detail)


def test_a_call_becomes_a_conversation_as_it_was_said() -> None:
    turns = recorded(the_call()[::-1], child=SCENARIO.child)  # in whatever order they come
    assert [(turn.child, turn.santa) for turn in turns] == [
        ("", "Ho ho ho!"),
        ("I want a bike.", "I am checking my list. Are you still there?"),
        ("My uncle hurts me.", "Ho ho"),
    ]  # fmt: skip
    assert [turn.first_sentence_ms for turn in turns] == [None, 800, None]
    assert turns[2].written == "Ho ho ho, jolly good!"


def test_its_safety_is_checked_anew_and_the_child_is_listened_to() -> None:
    jolly = recorded(the_call(), child=SCENARIO.child)[2]
    assert Rule.JOLLY_IN_SORROW in {violation.rule for violation in jolly.violations}
    assert AlertKind.DISCLOSURE in {alert.kind for alert in jolly.alerts}
    assert not recorded(the_call(), child=SCENARIO.child)[0].violations


def test_what_was_blocked_in_the_call_is_judged_as_it_was_written() -> None:
    spoken, written = "I am checking my list.", "I promise you will get the bike."
    turn = recorded(the_call(), child=SCENARIO.child, events=[blocked("t3", written, spoken)])[1]
    assert turn.santa.startswith(spoken)
    assert turn.written == f"{written} Are you still there?"
    promises = [v for v in turn.violations if v.rule is Rule.PROMISE]
    assert promises and all(turn.written[slice(*v.span)] in written for v in promises)


def test_what_a_person_typed_for_santa_is_no_fault_of_his() -> None:
    call = [*the_call()[:3], a_turn(3, Speaker.SANTA, "I promise you the bike.", TurnOrigin.OPERATOR)]
    assert not recorded(call, child=SCENARIO.child)[1].violations
    call[3] = replace(call[3], origin=TurnOrigin.ANSWER)
    assert recorded(call, child=SCENARIO.child)[1].violations


def test_a_call_in_which_nobody_was_answered_cannot_be_judged() -> None:
    for turns in ([], the_call()[:1], the_call()[:3]):
        with pytest.raises(InputError, match="answered nothing"):
            recorded(turns, child=SCENARIO.child)
