"""Suites against a real server that is slow, breaks off, is overloaded or talks nonsense."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator

import pytest

from santa_core.domain.suites import RunState, SuiteRun
from santa_core.evaluation.patience import TRIES
from santa_core.evaluation.suite_runs import SuiteRuns
from santa_core.llm.openai_chat import OpenAIChatModel
from tests.fakes.clock import FakeClock
from tests.fakes.openai_server import RunningServer, running_openai_server
from tests.fakes.prompt_library import FakePromptLibrary
from tests.fakes.samples import a_prompt
from tests.fakes.scenario_library import FakeScenarioLibrary
from tests.fakes.suite_log import FakeSuiteLog
from tests.fakes.suite_samples import a_scenario

KIND = "What a lovely wish! Who would you share it with?"


@pytest.fixture
def server() -> Iterator[RunningServer]:
    with running_openai_server(replies=[KIND]) as running:
        yield running


@pytest.fixture
def log() -> FakeSuiteLog:
    return FakeSuiteLog()


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
async def suites(server: RunningServer, log: FakeSuiteLog, clock: FakeClock) -> AsyncIterator[SuiteRuns]:
    prompts = FakePromptLibrary()
    prompts.save_version(a_prompt())
    chat = OpenAIChatModel(api_key="k", base_url=server.base_url)
    hello = a_scenario("hello", assertions=(), cue_lines=("Hello Santa!",))
    yield SuiteRuns(
        chat=chat, log=log, prompts=prompts, scenarios=FakeScenarioLibrary([hello]), clock=clock, whose="here"
    )
    await chat.aclose()


def planned(suites: SuiteRuns, repeats: int = 2) -> SuiteRun:
    return suites.plan(suite="all", versions=[1], repeats=repeats, concurrency=2, by="Ann")


async def ended(suites: SuiteRuns, clock: FakeClock, *, repeats: int = 2) -> SuiteRun:
    """Lets the clock of the retries run on while the server answers in its own time."""
    running = asyncio.create_task(suites.run_to_end(planned(suites, repeats)))
    async with asyncio.timeout(30):
        while not running.done():
            await clock.advance(0.5)
    return await running


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not holds():  # noqa: ASYNC110  # the server's thread has no event to wait for
            await asyncio.sleep(0)


async def test_what_is_streamed_is_judged(
    suites: SuiteRuns, server: RunningServer, clock: FakeClock, log: FakeSuiteLog
) -> None:
    server.behaviour.tokens_per_second = 200
    run = await ended(suites, clock)
    assert run.state is RunState.FINISHED
    assert [(o.passed, o.turns[1].santa, o.turns[1].output_tokens) for o in log.outcomes(run.run_id)] == [
        (True, KIND, 10)
    ] * 2


async def test_one_that_breaks_off_in_the_middle_is_asked_again_and_then_an_error(
    suites: SuiteRuns, server: RunningServer, clock: FakeClock, log: FakeSuiteLog
) -> None:
    server.behaviour.break_after_tokens = 3
    run = await ended(suites, clock)
    assert run.state is RunState.FINISHED
    outcomes = log.outcomes(run.run_id)
    assert [outcome.passed for outcome in outcomes] == [False, False]
    assert all("stopped answering" in (outcome.error or "") for outcome in outcomes)
    assert [len(outcome.turns) for outcome in outcomes] == [1, 1], "half an answer is none"
    assert len(server.behaviour.requests) == 2 * TRIES
    assert log.answers == {}, "nothing of it is kept"


async def test_nonsense_in_the_stream_is_an_error(
    suites: SuiteRuns, server: RunningServer, clock: FakeClock, log: FakeSuiteLog
) -> None:
    server.behaviour.garbage_after_tokens = 2
    run = await ended(suites, clock)
    assert [outcome.error is not None for outcome in log.outcomes(run.run_id)] == [True, True]


async def test_a_server_that_stays_overloaded_ends_the_run_early(
    suites: SuiteRuns, server: RunningServer, clock: FakeClock
) -> None:
    server.behaviour.fail_with(429, message="slow down")
    run = await ended(suites, clock, repeats=20)
    assert run.state is RunState.CANCELLED
    assert "overloaded" in run.note
    assert "slow down" in run.note
    assert len(server.behaviour.requests) <= 4 * TRIES, "and not 20 times as many"


async def test_a_server_that_recovers_costs_nothing_but_time(
    suites: SuiteRuns, server: RunningServer, clock: FakeClock, log: FakeSuiteLog
) -> None:
    server.behaviour.fail_with(503)
    running = asyncio.create_task(suites.run_to_end(planned(suites)))
    await until(lambda: len(server.behaviour.requests) == 2)
    server.behaviour.failure = None
    async with asyncio.timeout(30):
        while not running.done():
            await clock.advance(0.5)
    assert all(outcome.passed for outcome in log.outcomes((await running).run_id))


async def test_an_account_without_credit_ends_it_at_once(
    suites: SuiteRuns, server: RunningServer, clock: FakeClock, log: FakeSuiteLog
) -> None:
    server.behaviour.fail_with(429, code="insufficient_quota")
    run = await ended(suites, clock, repeats=20)
    assert run.state is RunState.CANCELLED
    assert "no credit left" in run.note
    assert len(server.behaviour.requests) <= 2
    assert log.outcomes(run.run_id) == []


async def test_cancelling_cuts_the_streams_at_the_server(suites: SuiteRuns, server: RunningServer) -> None:
    server.behaviour.tokens_per_second = 1.0
    run = planned(suites)
    await suites.start(run)
    await until(lambda: server.behaviour.tokens_sent >= 2)
    await suites.cancel(run.run_id, by="Ann")
    await until(lambda: server.behaviour.streams_cut == 2)
    assert server.behaviour.tokens_sent < 10
