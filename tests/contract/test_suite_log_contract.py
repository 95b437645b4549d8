"""What every SuiteLog keeps: the fake, SQLite and PostgreSQL alike."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from santa_core.domain.assertions import Assertion, CheckResult
from santa_core.domain.suites import Cell, KeptAnswer, Rating, Runner, RunState, TestTurn
from santa_core.errors import StorageError
from santa_core.ports import SuiteLog
from santa_core.storage.database import open_database
from santa_core.storage.suite_log import SqlSuiteLog
from tests.contract.conftest import LOGS
from tests.fakes.suite_log import FakeSuiteLog
from tests.fakes.suite_samples import NOON, a_run, a_scenario, an_outcome

HOSTILE = "Zoë 🎅 ولد '; DROP TABLE suite_runs; -- \n{{prompt}}"


@pytest.fixture(params=LOGS)
def suite_log(request: pytest.FixtureRequest) -> Iterator[SuiteLog]:
    if request.param == "fake":
        yield FakeSuiteLog()
        return
    name = {"sqlite": "sqlite_url", "postgresql": "fresh_postgresql_url"}[request.param]
    database = open_database(request.getfixturevalue(name), migrate=True)
    yield SqlSuiteLog(database)
    database.dispose()


def test_an_empty_log_has_nothing(suite_log: SuiteLog) -> None:
    assert suite_log.run("run-1") is None
    assert suite_log.runs() == []
    assert suite_log.running_runs() == []
    assert suite_log.outcomes("run-1") == []
    assert suite_log.ratings() == []
    assert suite_log.kept_answer("0" * 64) is None


def test_a_run_comes_back_with_its_scenarios_as_they_were(suite_log: SuiteLog) -> None:
    own = a_scenario("own", title=HOSTILE, author="Ann", from_call="a-call", cue_lines=(HOSTILE,), tags=())
    run = a_run(
        versions=(3, 1),
        scenarios=(own, a_scenario()),
        repeats=5,
        runner=Runner.RECORDED,
        judge_model="gpt-4o",
        heartbeat_at=NOON,
        call_id="a-call",
        note=HOSTILE,
    )
    suite_log.save_run(run)
    assert suite_log.run("run-1") == run
    assert suite_log.runs() == [run]


def test_saving_a_run_again_replaces_it(suite_log: SuiteLog) -> None:
    suite_log.save_run(a_run())
    suite_log.save_outcome("run-1", an_outcome())
    finished = a_run(state=RunState.FINISHED, finished_at=NOON + timedelta(seconds=9))
    suite_log.save_run(finished)
    assert suite_log.runs() == [finished]
    assert len(suite_log.outcomes("run-1")) == 1, "its outcomes stay"


def test_runs_are_newest_first_and_those_running_oldest_first(suite_log: SuiteLog) -> None:
    for number in range(4):
        state = RunState.RUNNING if number % 2 else RunState.CANCELLED
        suite_log.save_run(a_run(f"run-{number}", started_at=NOON + timedelta(hours=number), state=state))
    assert [run.run_id for run in suite_log.runs(limit=3)] == ["run-3", "run-2", "run-1"]
    assert suite_log.running_runs() == ["run-1", "run-3"]


def test_an_outcome_comes_back_as_it_was(suite_log: SuiteLog) -> None:
    suite_log.save_run(a_run())
    plain = an_outcome()
    judged = CheckResult(Assertion("not-icontains", ("ho", "HO"), 0.5, 0.0, 2), None, 0.25, HOSTILE, 2)
    odd = an_outcome(
        2,
        turns=(TestTurn(child=HOSTILE, santa="", written=HOSTILE),),
        checks=(judged,),
        passed=False,
        error="The language model stopped answering.",
        cost_usd=None,
        from_cache=True,
    )
    suite_log.save_outcome("run-1", plain)
    suite_log.save_outcome("run-1", odd)
    assert suite_log.outcomes("run-1") == [plain, odd]
    assert suite_log.outcomes("run-2") == []


def test_the_cost_of_a_single_token_is_kept_exactly(suite_log: SuiteLog) -> None:
    """gpt-4o-mini reads a cached token for 0.000 000 075 dollars: 7.5 cents / 1,000,000."""
    suite_log.save_run(a_run())
    suite_log.save_outcome("run-1", an_outcome(cost_usd=Decimal("0.000000075")))
    assert suite_log.outcomes("run-1")[0].cost_usd == Decimal("0.000000075")


def test_an_outcome_replaces_the_one_of_its_cell(suite_log: SuiteLog) -> None:
    suite_log.save_run(a_run())
    suite_log.save_outcome("run-1", an_outcome(passed=False))
    again = an_outcome(passed=True, model_seconds=2.5)
    suite_log.save_outcome("run-1", again)
    assert suite_log.outcomes("run-1") == [again]


def test_outcomes_come_by_scenario_version_and_repeat(suite_log: SuiteLog) -> None:
    suite_log.save_run(a_run())
    cells = [(2, "b", 1), (1, "b", 2), (1, "b", 1), (1, "a-z", 1), (1, "a", 1)]
    for cell in cells:
        suite_log.save_outcome("run-1", an_outcome(*cell))
    found = [(o.cell.version, o.cell.scenario_id, o.cell.repeat) for o in suite_log.outcomes("run-1")]
    assert found == [(1, "a", 1), (1, "a-z", 1), (1, "b", 1), (1, "b", 2), (2, "b", 1)]


def test_what_belongs_to_no_run_is_refused(suite_log: SuiteLog) -> None:
    with pytest.raises(StorageError, match="no run nowhere"):
        suite_log.save_outcome("nowhere", an_outcome())
    with pytest.raises(StorageError, match="no run nowhere"):
        suite_log.save_rating(Rating("nowhere", Cell(1, "a", 1), True, "", "Ann", NOON))


def test_a_run_is_taken_once_by_whoever_asks_first(suite_log: SuiteLog) -> None:
    suite_log.save_run(a_run(heartbeat_at=NOON))
    later = NOON + timedelta(seconds=60)
    with ThreadPoolExecutor(4) as servers:
        taken = list(
            servers.map(
                lambda _: suite_log.take_run("run-1", now=later, unseen_since=NOON + timedelta(seconds=30)),
                range(4),
            )
        )
    assert sorted(taken) == [False, False, False, True]
    run = suite_log.run("run-1")
    assert run is not None
    assert run.heartbeat_at == later


def test_a_run_that_was_never_seen_is_free(suite_log: SuiteLog) -> None:
    suite_log.save_run(a_run(heartbeat_at=None))
    assert suite_log.take_run("run-1", now=NOON, unseen_since=NOON - timedelta(seconds=30))


def test_a_run_seen_just_now_is_not(suite_log: SuiteLog) -> None:
    suite_log.save_run(a_run(heartbeat_at=NOON))
    assert not suite_log.take_run("run-1", now=NOON, unseen_since=NOON), "older, not as old"
    assert suite_log.take_run("run-1", now=NOON, unseen_since=NOON + timedelta(microseconds=1))


@pytest.mark.parametrize("state", [RunState.CANCELLED, RunState.FINISHED])
def test_nobody_takes_a_run_that_is_over(suite_log: SuiteLog, state: RunState) -> None:
    suite_log.save_run(a_run(state=state))
    assert not suite_log.take_run("run-1", now=NOON, unseen_since=NOON)
    assert not suite_log.take_run("nowhere", now=NOON, unseen_since=NOON)


def test_every_rating_is_kept_in_its_order(suite_log: SuiteLog) -> None:
    suite_log.save_run(a_run("run-1"))
    suite_log.save_run(a_run("run-2"))
    first = Rating("run-1", Cell(1, "real-puppy", 1), False, HOSTILE, "Ann", NOON)
    second = replace(first, good=True, note="", at=NOON - timedelta(days=1))
    other = Rating("run-2", Cell(2, "real-puppy", 3), True, "warm", "Zoë", NOON)
    for rating in (first, second, other):
        suite_log.save_rating(rating)
    assert suite_log.ratings() == [first, second, other]
    assert suite_log.ratings("run-1") == [first, second]


def test_an_answer_is_kept_and_the_first_one_stays(suite_log: SuiteLog) -> None:
    key = "ab" * 32
    answer = KeptAnswer(HOSTILE, "gpt-4o-mini", 640, 1.75, 812, 31)
    suite_log.keep_answer(key, answer)
    suite_log.keep_answer(key, KeptAnswer("another", "m", None, 0.0, None, None))
    assert suite_log.kept_answer(key) == answer
    assert suite_log.kept_answer("cd" * 32) is None


def test_words_no_database_can_hold_do_not_stop_a_run(suite_log: SuiteLog) -> None:
    """Half a surrogate pair and a NUL: an answer cut within an emoji, a file pasted as a note."""
    suite_log.save_run(a_run(note="a\0b"))
    suite_log.save_outcome("run-1", an_outcome(turns=(TestTurn("\ud83c", "\0", "x"),), error="\udf85"))
    suite_log.keep_answer("ef" * 32, KeptAnswer("\ud83c\0", "m", None, 0.0, None, None))
    outcome = suite_log.outcomes("run-1")[0]
    assert outcome.turns[0].written == "x"
    assert suite_log.run("run-1") is not None
