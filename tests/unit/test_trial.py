"""A conversation without an avatar, and several side by side."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from santa_core.domain.calls import Child, Speaker, Turn, TurnOrigin
from santa_core.domain.safety.model import Rule
from santa_core.domain.safety.screen import Screened
from santa_core.domain.suites import KeptAnswer, TestTurn
from santa_core.errors import ProviderUnavailable, VendorWords
from santa_core.evaluation.trial import Trial, cache_key
from santa_core.evaluation.try_out import TryOut, lines_of_call
from santa_core.services.call_script import script_for
from tests.fakes.chat_model import FakeChatModel
from tests.fakes.clock import FakeClock
from tests.fakes.samples import a_prompt

OVERLOADED = ProviderUnavailable("The server is overloaded.", vendor=VendorWords(429, "busy", "slow down"))


class Kept(dict[str, KeptAnswer]):
    def kept_answer(self, key: str) -> KeptAnswer | None:
        return self.get(key)

    def keep_answer(self, key: str, answer: KeptAnswer) -> None:
        self[key] = answer


def a_trial(chat: FakeChatModel, **changes: object) -> Trial:
    script = script_for(a_prompt(), Child("Mia", 6))
    trial = Trial(chat=chat, script=script, clock=chat.clock, trial_id="t1")
    return replace(trial, **changes)  # type: ignore[arg-type]


async def test_the_model_is_told_what_was_spoken_and_not_what_was_blocked() -> None:
    chat = FakeChatModel(["I promise you the bike. Isn't it grand?", "Tell me more."])
    trial = a_trial(chat)
    trial.greet()

    first = await trial.answer("I want a red bike")
    await trial.answer("Really?")

    assert first.written == "I promise you the bike. Isn't it grand?"
    assert "promise you" not in first.santa
    assert first.santa
    assert Rule.PROMISE in {violation.rule for violation in first.violations}
    history = [message.content for message in chat.requests[1].messages[1:]]
    assert history == [trial.script.greeting, "I want a red bike", first.santa, "Really?"]


async def test_the_span_of_a_violation_is_of_all_that_was_written() -> None:
    chat = FakeChatModel(["What a lovely wish! I promise you the bike."])
    turn = await a_trial(chat).answer("I want a red bike")

    (promise,) = [violation for violation in turn.violations if violation.rule is Rule.PROMISE]
    begin, end = promise.span
    assert begin >= len("What a lovely wish! ")
    assert "promise" in turn.written[begin:end]


async def test_the_wait_is_until_the_first_whole_sentence() -> None:
    clock = FakeClock()
    chat = FakeChatModel(
        ["Hello there! How are you?"], clock=clock, first_delay_seconds=0.4, delay_seconds=0.1
    )
    answering = asyncio.create_task(a_trial(chat).answer("hi"))
    await clock.advance(2)
    turn = await answering
    assert turn.first_sentence_ms == 500


async def test_the_same_conversation_is_answered_once() -> None:
    chat, kept = FakeChatModel(["Hello there!", "not asked"]), Kept()
    asked = await a_trial(chat, cache=kept).answer("hi")
    again = a_trial(chat, cache=kept)
    assert await again.answer("hi") == asked
    assert len(chat.requests) == 1
    assert again.asked == 0


async def test_a_repeat_is_asked_anew() -> None:
    chat = FakeChatModel()
    request = (await _request(a_trial(chat)), await _request(a_trial(chat, trial_id="t2")))
    assert cache_key(request[0]) != cache_key(request[1])


async def _request(trial: Trial):  # type: ignore[no-untyped-def]
    await trial.answer("hi")
    return trial.chat.requests[-1]  # type: ignore[attr-defined]


async def test_a_signal_of_danger_is_kept_with_the_turn() -> None:
    turn = await a_trial(FakeChatModel(["Please find a grown-up now."])).answer(
        "there is a fire in our kitchen"
    )
    assert [alert.kind for alert in turn.alerts] == ["danger"]


async def test_all_versions_answer_at_the_same_time() -> None:
    clock = FakeClock()
    chats = [FakeChatModel([f"Answer {n}."], clock=clock, first_delay_seconds=1.0) for n in (1, 2, 3)]
    heard: list[tuple[int, str]] = []

    def hear(place: int, sentence: Screened) -> None:
        heard.append((place, sentence.spoken))

    saying = asyncio.create_task(TryOut([a_trial(chat) for chat in chats]).say("hi", heard=hear))
    await clock.advance(1.0)
    exchange = await saying

    assert sorted(heard) == [(0, "Answer 1."), (1, "Answer 2."), (2, "Answer 3.")]
    assert all(isinstance(answer, TestTurn) for answer in exchange.answers)


async def test_one_that_fails_does_not_stop_the_other_and_goes_on() -> None:
    good, bad = FakeChatModel(["Fine."]), FakeChatModel(["Late."], error=OVERLOADED)
    try_out = TryOut([a_trial(good), a_trial(bad)])

    first = await try_out.say("hi")
    bad.error = None
    second = await try_out.say("and now?")

    assert first.answers[1] == "The server is overloaded. It said: slow down"
    assert isinstance(first.answers[0], TestTurn)
    assert isinstance(second.answers[1], TestTurn)
    asked = [message.content for message in bad.requests[-1].messages[1:]]
    assert asked == ["and now?"], "it never heard the first line"


async def test_leaving_in_the_middle_closes_the_streams() -> None:
    clock = FakeClock()
    chat = FakeChatModel(["One. Two."], clock=clock, first_delay_seconds=60)
    saying = asyncio.create_task(TryOut([a_trial(chat)]).say("hi"))
    await clock.settle()
    saying.cancel()
    with pytest.raises(asyncio.CancelledError):
        await saying
    assert chat.cancelled == 1


def test_a_call_is_replayed_as_the_child_was_corrected_with_what_santa_really_said() -> None:
    turns = [
        _turn(0, Speaker.SANTA, "Ho ho ho! Hello!"),
        _turn(1, Speaker.CHILD, "I want a bike"),
        _turn(2, Speaker.SANTA, "A bike!"),
        _turn(3, Speaker.SANTA, "Which colour?"),
        _turn(4, Speaker.CHILD, "Red"),
    ]
    assert lines_of_call(turns) == [("I want a bike", "A bike! Which colour?"), ("Red", "")]


def _turn(index: int, speaker: Speaker, text: str) -> Turn:
    return Turn(f"turn-{index}", "call", index, speaker, TurnOrigin.TYPED, text, FakeClock().now())
