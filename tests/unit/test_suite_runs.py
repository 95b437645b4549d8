"""Running suites: all of it once, several at once, cancelled, resumed, cached, shared by two servers."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from threading import current_thread, main_thread
from typing import Any

import pytest

from santa_core.domain.assertions import Assertion
from santa_core.domain.calls import (
    CallEvent,
    CallRecord,
    CallState,
    Child,
    Speaker,
    Turn,
    TurnLatency,
    TurnOrigin,
)
from santa_core.domain.suites import Runner, RunState, SuiteRun
from santa_core.errors import (
    InputError,
    NotFoundError,
    ProviderError,
    ProviderRefused,
    ProviderUnavailable,
    StorageError,
    VendorWords,
)
from santa_core.evaluation.one_run import HEARTBEAT_SECONDS
from santa_core.evaluation.suite_runs import UNSEEN_SECONDS, SuiteRuns
from santa_core.ports import ChatModel, ChatRequest, ChatUsage, TextDelta
from tests.fakes.call_log import FakeCallLog
from tests.fakes.chat_model import FakeChatModel
from tests.fakes.clock import FakeClock
from tests.fakes.prompt_library import FakePromptLibrary
from tests.fakes.samples import a_plan, a_prompt
from tests.fakes.scenario_library import FakeScenarioLibrary
from tests.fakes.suite_log import FakeSuiteLog
from tests.fakes.suite_samples import a_scenario

CALL_ID = "2f1f3f44-6f62-4d5f-9d0b-0c7f7f0f8a11"

PLAIN = a_scenario("plain", blocker=False, assertions=(), cue_lines=("Hello Santa!",))
BLOCKER = a_scenario("puppy", assertions=(Assertion("icontains", "puppy"),), cue_lines=("A puppy!", "Yes!"))
KIND = "What a kind wish, a puppy."


class PerRequest:
    """Answers by what is asked: `answer` gets the request, and may raise."""

    label = "fake-model"

    def __init__(self, answer: Callable[[ChatRequest], str]) -> None:
        self.answer = answer
        self.requests: list[ChatRequest] = []

    async def stream(self, request: ChatRequest) -> AsyncIterator[TextDelta | ChatUsage]:
        self.requests.append(request)
        yield TextDelta(self.answer(request))
        yield ChatUsage("gpt-4o-mini", input_tokens=1_000, output_tokens=100, finish_reason="stop")

    async def aclose(self) -> None:
        """Nothing to close."""


class House:
    """Everything SuiteRuns needs; `server()` is one more of them on the same log."""

    def __init__(self, chat: ChatModel | None = None, *, clock: FakeClock | None = None) -> None:
        self.clock = clock or FakeClock()
        self.chat = chat or FakeChatModel([KIND], clock=self.clock)
        self.log = FakeSuiteLog()
        self.calls = FakeCallLog()
        self.prompts = FakePromptLibrary()
        for number in range(1, 4):
            self.prompts.save_version(a_prompt(text=f"You are Santa {number}. {{{{child_name}}}} calls."))
        self.scenarios = FakeScenarioLibrary([PLAIN, BLOCKER])
        self.suites = self.server()

    def server(self, **changes: Any) -> SuiteRuns:
        given: dict[str, Any] = {
            "chat": self.chat, "log": self.log, "prompts": self.prompts, "scenarios": self.scenarios,
            "clock": self.clock, "calls": self.calls, "whose": "a server",
        }  # fmt: skip
        return SuiteRuns(**{**given, **changes})

    def plan(self, **changes: Any) -> SuiteRun:
        given: dict[str, Any] = {"suite": "all", "versions": [1], "by": "Ann", "concurrency": 2}
        return self.suites.plan(**{**given, **changes})

    def in_log(self, run: SuiteRun) -> SuiteRun:
        found = self.log.run(run.run_id)
        assert found is not None
        return found


async def until(holds: Callable[[], bool]) -> None:
    """Lets the loop and its threads work until `holds`."""
    async with asyncio.timeout(10):
        while not holds():  # noqa: ASYNC110  # threads of the log have no event to wait for
            await asyncio.sleep(0)


# --- a run ---------------------------------------------------------------------------------------------


async def test_every_version_meets_every_scenario_in_every_repeat() -> None:
    house = House()
    seen = []
    run = await house.suites.run_to_end(house.plan(versions=[1, 2], repeats=3), seen=seen.append)

    assert run.state is RunState.FINISHED
    assert run.finished_at == house.clock.now()
    outcomes = house.log.outcomes(run.run_id)
    assert sorted(outcome.cell.scenario_id for outcome in outcomes) == ["plain"] * 6 + ["puppy"] * 6
    assert {outcome.cell for outcome in outcomes} == set(run.cells)
    assert all(outcome.passed for outcome in outcomes)
    assert [outcome.cell for outcome in seen] == [cell for _, cell in house.log.saved_outcomes]
    assert house.suites.progress(run.run_id).done == 12


async def test_a_conversation_is_kept_with_its_checks_costs_and_words() -> None:
    """1,000 x 0.15 / 10^6 + 100 x 0.60 / 10^6 = 0.00021 dollars an answer, two answers."""
    house = House(PerRequest(lambda _: KIND))
    run = await house.suites.run_to_end(house.plan(suite="blockers"))
    (outcome,) = house.log.outcomes(run.run_id)

    assert [turn.child for turn in outcome.turns] == ["", "A puppy!", "Yes!"]
    assert outcome.turns[0].santa == "Ho ho ho! Hello Emma!"
    assert outcome.turns[1].santa == KIND
    assert [check.assertion.type for check in outcome.checks] == ["icontains", "safety"]
    assert outcome.cost_usd == Decimal("0.00042")
    assert not outcome.from_cache


async def test_so_many_conversations_are_held_at_once_and_no_more() -> None:
    clock = FakeClock()
    house = House(FakeChatModel([KIND], clock=clock, first_delay_seconds=10), clock=clock)
    run = house.plan(suite="chosen", scenario_ids=["plain"], repeats=5, concurrency=2)
    ended = asyncio.create_task(house.suites.run_to_end(run))

    for held in (2, 4, 5):
        await until(lambda held=held: len(house.chat.requests) == held)  # type: ignore[misc]
        await clock.settle()
        assert len(house.chat.requests) == held
        await clock.advance(10)
        await until(lambda held=held: len(house.log.saved_outcomes) == held)  # type: ignore[misc]
    assert (await ended).state is RunState.FINISHED
    assert clock.now() - run.started_at == timedelta(seconds=30)


async def test_two_runs_share_the_servers_places() -> None:
    clock = FakeClock()
    house = House(FakeChatModel([KIND], clock=clock, first_delay_seconds=10), clock=clock)
    suites = house.server(most_at_once=3)
    for _ in range(2):
        await suites.start(house.plan(suite="chosen", scenario_ids=["plain"], repeats=4, concurrency=2))
    await until(lambda: len(house.chat.requests) == 3)
    await clock.settle()
    assert len(house.chat.requests) == 3
    await suites.aclose()


async def test_the_longest_conversations_are_held_first() -> None:
    """Else a long one that begins last keeps one worker busy while the others have nothing to do."""
    chat = PerRequest(lambda _: KIND)
    house = House(chat)
    await house.suites.run_to_end(house.plan(concurrency=1))
    assert [request.messages[-1].content for request in chat.requests] == ["A puppy!", "Yes!", "Hello Santa!"]


async def test_repeats_are_asked_anew_and_the_next_run_asks_nothing() -> None:
    chat = PerRequest(lambda _: KIND)
    house = House(chat)
    first = await house.suites.run_to_end(house.plan(suite="blockers", repeats=2))
    assert len(chat.requests) == 4, "two answers in each of two repeats"

    second = await house.suites.run_to_end(house.plan(suite="blockers", repeats=2))
    assert len(chat.requests) == 4
    before, after = house.log.outcomes(first.run_id), house.log.outcomes(second.run_id)
    assert [outcome.from_cache for outcome in after] == [True, True]
    assert [outcome.turns for outcome in after] == [outcome.turns for outcome in before]
    assert [outcome.cost_usd for outcome in after] == [outcome.cost_usd for outcome in before]
    assert house.suites.progress(second.run_id).cached == 2


async def test_another_prompt_or_another_servers_answers_are_not_taken_from_the_cache() -> None:
    chat = PerRequest(lambda _: KIND)
    house = House(chat)
    await house.suites.run_to_end(house.plan(suite="blockers"))
    await house.suites.run_to_end(house.plan(suite="blockers", versions=[2]))
    assert len(chat.requests) == 4
    await house.server(whose="another server").run_to_end(house.plan(suite="blockers"))
    assert len(chat.requests) == 6


async def test_the_scripted_santas_answers_are_not_kept() -> None:
    house = House()
    await house.server(whose=None).run_to_end(house.plan())
    assert house.log.answers == {}


class OffTheLoop:
    """Complains of everyone who reads or writes the log on the loop's own thread."""

    def __init__(self, log: FakeSuiteLog) -> None:
        self._log = log
        self.asked: set[str] = set()

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def ask(*words: Any, **named: Any) -> Any:
            assert current_thread() is not main_thread(), f"{name} holds up the loop"
            self.asked.add(name)
            return getattr(self._log, name)(*words, **named)

        return ask


async def test_the_log_never_holds_up_the_loop() -> None:
    """Calls have 20 ms of sound to send on it every 20 ms."""
    house = House(PerRequest(lambda _: '{"line": "Bye!", "leaves": true}'))
    log = OffTheLoop(house.log)
    judge: dict[str, Any] = {"judge_chat": house.chat, "judge_model": "m", "judge_whose": "a judge"}
    suites = house.server(log=log, **judge)
    house.scenarios.save(
        replace(PLAIN, scenario_id="own", author="Ann", assertions=(Assertion("llm-rubric", "x"),))
    )
    for runner in (Runner.SCRIPTED, Runner.SIMULATED):
        run = suites.plan(suite="all", versions=[1], by="Ann", runner=runner)
        assert (await suites.run_to_end(run)).state is RunState.FINISHED
    await suites.resume()
    await suites.aclose()
    assert log.asked == {"save_run", "run", "save_outcome", "kept_answer", "keep_answer", "running_runs"}


# --- what goes wrong -----------------------------------------------------------------------------------


def refused(kind: str) -> ProviderError:
    return ProviderRefused("It was refused.", kind=kind, vendor=VendorWords(400, "x", "no such thing"))


async def test_one_conversation_that_fails_is_an_outcome_and_the_others_go_on() -> None:
    def answer(request: ChatRequest) -> str:
        if request.messages[-1].content == "Yes!":
            raise refused("invalid_request")
        return KIND

    house = House(PerRequest(answer))
    run = await house.suites.run_to_end(house.plan())
    plain, puppy = house.log.outcomes(run.run_id)
    assert run.state is RunState.FINISHED
    assert plain.passed
    assert not puppy.passed
    assert puppy.error == "It was refused. It said: no such thing"
    assert [turn.child for turn in puppy.turns] == ["", "A puppy!"], "what was said until then"


@pytest.mark.parametrize("kind", ["unauthorized", "insufficient_credits"])
async def test_a_refused_account_gives_the_run_up_and_says_why(kind: str) -> None:
    def answer(request: ChatRequest) -> str:
        raise refused(kind)

    house = House(PerRequest(answer))
    run = await house.suites.run_to_end(house.plan(repeats=5))
    assert run.state is RunState.CANCELLED
    assert run.note == "It was refused. It said: no such thing"
    assert house.log.outcomes(run.run_id) == [], "a resumed run asks again"


async def test_a_run_that_nobody_answers_is_given_up_after_three_conversations() -> None:
    def answer(request: ChatRequest) -> str:
        raise ProviderUnavailable("The server is broken.", kind="unavailable")

    house = House(PerRequest(answer))
    run = await house.suites.run_to_end(house.plan(repeats=9, concurrency=1))
    assert run.state is RunState.CANCELLED
    assert "None of the first 3 conversations got an answer. The server is broken." in run.note
    assert len(house.log.outcomes(run.run_id)) == 3


async def test_a_fault_of_the_studio_itself_costs_one_conversation(caplog: pytest.LogCaptureFixture) -> None:
    def answer(request: ChatRequest) -> str:
        if request.messages[-1].content == "Hello Santa!":
            raise ZeroDivisionError("secret words of a child")
        return KIND

    house = House(PerRequest(answer))
    run = await house.suites.run_to_end(house.plan())
    plain, puppy = house.log.outcomes(run.run_id)
    assert puppy.passed
    assert plain.error is not None
    assert "ZeroDivisionError" in plain.error
    assert "secret" not in plain.error + caplog.text
    (logged,) = [record for record in caplog.records if record.levelname == "ERROR"]
    assert logged.__dict__["error"] == "ZeroDivisionError"
    assert logged.__dict__["where"][-1].endswith(" answer")


async def test_a_version_with_an_unknown_variable_fails_in_words() -> None:
    house = House()
    house.prompts.save_version(a_prompt(text="{{nobody_knows}}"))
    run = await house.suites.run_to_end(house.plan(versions=[4, 1]))
    errors = {o.cell.version: o.error for o in house.log.outcomes(run.run_id)}
    assert "nobody_knows" in (errors[4] or "")
    assert errors[1] is None


async def test_a_full_disk_ends_the_run_here_and_leaves_it_to_be_resumed() -> None:
    clock = FakeClock()
    house = House(FakeChatModel([KIND], clock=clock, first_delay_seconds=1), clock=clock)
    ended = asyncio.create_task(house.suites.run_to_end(house.plan()))
    await until(lambda: len(house.chat.requests) == 2)
    house.log.failing = True
    await clock.advance(1)
    with pytest.raises(StorageError, match="disk is full"):
        await ended
    (run,) = house.log.runs()
    assert run.state is RunState.RUNNING
    assert house.log.running_runs() == [run.run_id]


# --- cancelling ----------------------------------------------------------------------------------------


async def test_cancelling_closes_the_streams_at_once_and_keeps_what_is_done() -> None:
    clock = FakeClock()
    house = House(FakeChatModel([KIND], clock=clock, first_delay_seconds=10), clock=clock)
    run = house.plan(suite="chosen", scenario_ids=["plain"], repeats=6)
    ended = asyncio.create_task(house.suites.run_to_end(run))
    await until(lambda: len(house.chat.requests) == 2)
    await clock.advance(10)
    await until(lambda: len(house.chat.requests) == 4)

    await house.suites.cancel(run.run_id, by="Ben")
    assert house.chat.cancelled == 2, "no time passed"
    cancelled = await ended
    assert cancelled == house.in_log(run)
    assert cancelled.state is RunState.CANCELLED
    assert cancelled.note == "Cancelled by Ben."
    assert len(house.log.outcomes(run.run_id)) == 2
    assert house.suites.progress(run.run_id).state is RunState.CANCELLED


async def test_cancelling_what_is_over_changes_nothing() -> None:
    house = House()
    run = await house.suites.run_to_end(house.plan())
    await house.suites.cancel(run.run_id, by="Ben")
    assert house.in_log(run) == run
    with pytest.raises(NotFoundError):
        await house.suites.cancel("nowhere")


async def test_a_run_cancelled_at_another_server_stops_at_the_next_heartbeat() -> None:
    clock = FakeClock()
    house = House(FakeChatModel([KIND], clock=clock, first_delay_seconds=1_000), clock=clock)
    run = house.plan()
    ended = asyncio.create_task(house.suites.run_to_end(run))
    await until(lambda: len(house.chat.requests) == 2)

    await house.server().cancel(run.run_id, by="Zoë")
    await clock.advance(HEARTBEAT_SECONDS)
    assert (await ended).note == "Cancelled by Zoë."
    assert house.chat.cancelled == 2


# --- resuming ------------------------------------------------------------------------------------------


async def a_stopped_run(house: House, *, done: int = 2) -> SuiteRun:
    """One whose server vanished after so many of six conversations: nothing more is written by it."""
    clock = house.clock
    chat = FakeChatModel([KIND], clock=clock, first_delay_seconds=1)
    run = house.plan(suite="chosen", scenario_ids=["plain"], repeats=6, concurrency=1)
    dying = house.server(chat=chat)
    gone = asyncio.create_task(dying.run_to_end(run))
    for number in range(done):
        await until(lambda number=number: len(chat.requests) == number + 1)  # type: ignore[misc]
        await clock.advance(1)
    await until(lambda: len(house.log.saved_outcomes) == done)
    before = house.in_log(run)
    gone.cancel()
    await asyncio.wait([gone])
    house.log.save_run(before)  # a killed server frees nothing
    return before


async def test_the_next_start_holds_only_what_is_missing() -> None:
    house = House(PerRequest(lambda _: KIND))
    run = await a_stopped_run(house)
    assert await house.suites.resume() == [], "its server may still live"

    house.clock.jump(UNSEEN_SECONDS + 1)
    assert await house.suites.resume() == [run.run_id]
    assert await house.suites.resume() == [], "it is run already"
    await until(lambda: house.in_log(run).state is RunState.FINISHED)
    assert len(house.chat.requests) == 4
    assert [outcome.cell.repeat for outcome in house.log.outcomes(run.run_id)] == [1, 2, 3, 4, 5, 6]
    assert len(house.log.saved_outcomes) == 6, "none was held twice"


async def test_of_several_servers_one_takes_it_up() -> None:
    house = House(PerRequest(lambda _: KIND))
    run = await a_stopped_run(house)
    house.clock.jump(UNSEEN_SECONDS + 1)
    taken = await asyncio.gather(*(house.server().resume() for _ in range(5)))
    assert sorted(taken) == [[], [], [], [], [run.run_id]]


async def test_a_server_that_stops_properly_sets_its_runs_free_at_once() -> None:
    clock = FakeClock()
    house = House(FakeChatModel([KIND], clock=clock, first_delay_seconds=10), clock=clock)
    await house.suites.start(run := house.plan())
    await until(lambda: len(house.chat.requests) == 2)
    await house.suites.aclose()
    assert house.chat.cancelled == 2
    assert house.in_log(run).state is RunState.RUNNING

    next_start = house.server(chat=PerRequest(lambda _: KIND))
    assert await next_start.resume() == [run.run_id]
    await until(lambda: house.in_log(run).state is RunState.FINISHED)


async def test_a_server_that_slept_lets_go_of_what_another_took() -> None:
    """A laptop's lid: its heartbeat stops, another takes the run, the lid opens."""
    clock = FakeClock()
    house = House(FakeChatModel([KIND], clock=clock, first_delay_seconds=1_000), clock=clock)
    run = house.plan()
    ended = asyncio.create_task(house.suites.run_to_end(run))
    await until(lambda: len(house.chat.requests) == 2)
    clock.jump(UNSEEN_SECONDS + 1)
    awake = FakeChatModel([KIND], clock=clock, first_delay_seconds=1_000)
    other = house.server(chat=awake)
    assert await other.resume() == [run.run_id]

    await clock.advance(HEARTBEAT_SECONDS)
    assert (await ended).state is RunState.RUNNING
    assert house.chat.cancelled == 2
    assert awake.cancelled == 0
    await other.aclose()


async def test_heartbeats_keep_others_away() -> None:
    clock = FakeClock()
    house = House(FakeChatModel([KIND], clock=clock, first_delay_seconds=1_000), clock=clock)
    await house.suites.start(run := house.plan())
    for _ in range(int(UNSEEN_SECONDS / HEARTBEAT_SECONDS) + 2):
        before = house.in_log(run).heartbeat_at
        await until(lambda: clock.sleepers == 3)
        await clock.advance(HEARTBEAT_SECONDS)
        await until(lambda before=before: house.in_log(run).heartbeat_at != before)  # type: ignore[misc]
        assert await house.server().resume() == []
    await house.suites.aclose()


async def test_a_run_begun_with_another_santa_is_not_mixed() -> None:
    house = House(PerRequest(lambda _: KIND))
    run = await a_stopped_run(house)
    house.clock.jump(UNSEEN_SECONDS + 1)
    scripted = FakeChatModel([KIND], label="Scripted Santa")
    await house.server(chat=scripted).resume()
    cancelled = house.in_log(run)
    assert cancelled.state is RunState.CANCELLED
    assert cancelled.note == "It was begun with fake-model, and Scripted Santa answers now: start a new run."
    assert scripted.requests == []


async def test_a_cancelled_run_can_be_resumed_by_hand() -> None:
    house = House(PerRequest(lambda _: KIND))
    run = await a_stopped_run(house)
    await house.suites.cancel(run.run_id)
    finished = await house.suites.resume_run(run.run_id)
    assert finished.state is RunState.FINISHED
    assert finished.note == ""
    assert len(house.log.outcomes(run.run_id)) == 6


async def test_what_cannot_be_resumed_says_why() -> None:
    house = House(PerRequest(lambda _: KIND))
    run = await a_stopped_run(house)
    with pytest.raises(InputError, match="being run"):
        await house.suites.resume_run(run.run_id)
    house.clock.jump(UNSEEN_SECONDS + 1)
    await house.suites.resume_run(run.run_id)
    with pytest.raises(InputError, match="finished"):
        await house.suites.resume_run(run.run_id)
    with pytest.raises(NotFoundError):
        await house.suites.resume_run("nowhere")


# --- runners and judge ---------------------------------------------------------------------------------


async def test_a_judge_is_asked_by_the_runs_model_and_counts_in_its_time() -> None:
    clock = FakeClock()
    verdict = '{"pass": true, "score": 0.9, "reason": "warm", "turn": 1}'
    judge = FakeChatModel([verdict], clock=clock, label="gpt-judge")
    house = House(clock=clock)
    house.scenarios = FakeScenarioLibrary([replace(PLAIN, assertions=(Assertion("llm-rubric", "is warm"),))])
    suites = house.server(judge_chat=judge, judge_whose="a judge", judge_model="gpt-judge")
    run = suites.plan(suite="all", versions=[1], by="Ann")
    assert run.judge_model == "gpt-judge"
    await suites.run_to_end(run)
    (outcome,) = house.log.outcomes(run.run_id)
    assert [check.passed for check in outcome.checks] == [True]
    assert judge.requests[0].model == "gpt-judge"

    again = suites.plan(suite="all", versions=[1], by="Ann")
    await suites.run_to_end(again)
    assert len(judge.requests) == 1, "kept"
    assert house.log.outcomes(again.run_id)[0].from_cache


async def test_without_a_language_model_nothing_is_judged_and_nobody_plays() -> None:
    house = House()
    assert house.plan().judge_model is None
    with pytest.raises(InputError, match="needs a language model"):
        house.plan(runner=Runner.SIMULATED)


async def test_a_simulated_child_is_played_by_the_judges_model() -> None:
    child = FakeChatModel(['{"line": "Bye Santa!", "leaves": true}', "Bye!"], label="child")
    house = House()
    suites = house.server(judge_chat=child, judge_model="gpt-child")
    run = suites.plan(suite="chosen", scenario_ids=["plain"], versions=[1], by="A", runner=Runner.SIMULATED)
    await suites.run_to_end(run)
    (outcome,) = house.log.outcomes(run.run_id)
    assert outcome.error is None
    assert outcome.turns[1].child == "Hello Santa!"
    assert child.requests[0].model == "gpt-child"


def a_logged_call(house: House) -> str:
    at = datetime(2026, 12, 1, tzinfo=UTC)
    plan = a_plan(scenario_id="puppy", prompt_version=2, child=Child("Mia", 7))
    house.calls.save_call(CallRecord(CALL_ID, plan, "Ann", CallState.ENDED, at, chat_model="gpt-4o"))
    waited = TurnLatency(end_of_speech=at, recognised=at, first_sentence=at + timedelta(milliseconds=700))
    said = [
        (Speaker.SANTA, TurnOrigin.GREETING, "Hello Mia!", None),
        (Speaker.CHILD, TurnOrigin.TYPED, "A puppy!", None),
        (Speaker.SANTA, TurnOrigin.ANSWER, "A puppy is a lovely wish.", waited),
    ]
    for index, (speaker, origin, text, latency) in enumerate(said):
        house.calls.save_turn(Turn(f"t{index}", CALL_ID, index, speaker, origin, text, at, latency=latency))
    return CALL_ID


async def test_a_recorded_call_is_judged_by_its_scenario_and_asks_nobody() -> None:
    house = House()
    run = house.plan(
        suite="chosen", versions=[], runner=Runner.RECORDED, call_id=a_logged_call(house), repeats=3
    )
    assert (run.versions, run.repeats, run.chat_model) == ((2,), 1, "gpt-4o")
    assert [scenario.scenario_id for scenario in run.scenarios] == ["puppy"]
    await house.suites.run_to_end(run)
    (outcome,) = house.log.outcomes(run.run_id)
    assert outcome.passed
    assert [turn.santa for turn in outcome.turns] == ["Hello Mia!", "A puppy is a lovely wish."]
    assert outcome.cost_usd is None
    assert house.chat.requests == []


async def test_a_recorded_call_is_judged_by_what_was_written_where_a_sentence_was_blocked() -> None:
    house = House()
    call_id = a_logged_call(house)
    detail = {"turn_id": "t2", "written": "I promise you a puppy!", "spoken": "A puppy is a lovely wish."}
    at = datetime(2026, 12, 1, tzinfo=UTC)
    house.calls.append_event(CallEvent("e1", call_id, "server", "reply_blocked", at, detail=detail))
    run = house.plan(suite="chosen", versions=[], runner=Runner.RECORDED, call_id=call_id)
    await house.suites.run_to_end(run)
    (outcome,) = house.log.outcomes(run.run_id)
    assert not outcome.passed
    assert outcome.turns[1].written == "I promise you a puppy!"
    assert outcome.turns[1].santa == "A puppy is a lovely wish."


# --- planning ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"versions": []}, "at least one prompt version"),
        ({"versions": [9]}, "no prompt version 9"),
        ({"suite": "chosen"}, "at least one scenario"),
        ({"suite": "chosen", "scenario_ids": ["nope"]}, "no scenario “nope”"),
        ({"suite": "feelings"}, "No scenario belongs"),
        ({"repeats": 0}, "1 to 20 times"),
        ({"repeats": 21}, "1 to 20 times"),
        ({"concurrency": 0}, "1 to 8"),
        ({"concurrency": 9}, "1 to 8"),
        ({"runner": Runner.RECORDED}, "Choose the call"),
        ({"runner": Runner.RECORDED, "call_id": "nope"}, "no call nope"),
    ],
)
def test_a_plan_that_cannot_be_says_why(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(InputError, match=words):
        House().plan(**changes)


def test_a_recorded_call_belongs_to_its_own_version() -> None:
    house = House()
    call_id = a_logged_call(house)
    with pytest.raises(InputError, match="held with version 2"):
        house.plan(suite="chosen", versions=[1], runner=Runner.RECORDED, call_id=call_id)


def test_a_version_named_twice_is_played_once() -> None:
    assert House().plan(versions=[2, 1, 2]).versions == (2, 1)
