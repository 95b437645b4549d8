"""What a run says: pass rates, what changed, what it cost; baseline, trend, and the judge against people."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from santa_core.domain.assertions import Assertion
from santa_core.domain.suites import Cell, Outcome, Rating, Runner, RunState, SuiteRun, TestTurn
from santa_core.evaluation.comparison import Baseline, Change, compare
from santa_core.evaluation.earlier_runs import baseline_of, judge_agreement, trend
from tests.fakes.suite_log import FakeSuiteLog
from tests.fakes.suite_samples import NOON, a_check, a_run, a_scenario, a_turn, an_outcome

A, B = a_scenario("a"), a_scenario("b")


def outcomes(version: int, **passes: str) -> list[Outcome]:
    """a="110": the first two repeats of scenario a passed, the third failed; "x" is an error."""
    return [
        an_outcome(version, scenario_id, repeat, passed=sign == "1", error="broken" if sign == "x" else None)
        for scenario_id, signs in passes.items()
        for repeat, sign in enumerate(signs, start=1)
    ]


def finished(run_id: str = "run-1", **changes: Any) -> SuiteRun:
    return a_run(run_id, **{"scenarios": (A, B), "repeats": 3, "state": RunState.FINISHED, **changes})


# --- the matrix ----------------------------------------------------------------------------------------


def test_a_cell_counts_what_has_ended_of_what_is_planned() -> None:
    matrix = compare(finished(versions=(1, 2)), outcomes(1, a="110"))
    cell = matrix.cells[1, "a"]
    assert (cell.passes, cell.of, cell.planned, cell.errors) == (2, 3, 3, 0)
    assert (cell.interval.low, cell.interval.high) == pytest.approx((0.2077, 0.9385), abs=1e-4)
    assert [outcome.cell.repeat for outcome in cell.outcomes] == [1, 2, 3]
    assert matrix.cells[2, "b"].of == 0
    assert set(matrix.cells) == {(1, "a"), (2, "a"), (1, "b"), (2, "b")}


@pytest.mark.parametrize(
    ("before", "now", "change"),
    [
        ("111", "111", None),
        ("111", "110", Change.NEWLY_FAILING),
        ("110", "111", Change.NEWLY_FIXED),
        ("000", "110", None),  # still not every time
        ("111", "1x1", None),  # what could not be held says nothing
        ("111", "xxx", None),
        ("xxx", "000", None),
    ],
)
def test_what_changed_against_production(before: str, now: str, change: Change | None) -> None:
    baseline = Baseline(1, "run-0", tuple(outcomes(1, a=before)))
    matrix = compare(finished(versions=(2,)), outcomes(2, a=now), baseline=baseline)
    assert matrix.cells[2, "a"].change is change
    assert matrix.cells[2, "b"].change is None, "production was not there"


def test_production_does_not_change_against_itself() -> None:
    own = outcomes(1, a="110")
    matrix = compare(finished(), own, baseline=Baseline(1, "run-0", tuple(outcomes(1, a="111"))))
    assert matrix.cells[1, "a"].change is None


def test_figures_count_every_answer_and_no_greeting() -> None:
    """Waits 100 to 2,000 ms: the 10th of 20 is 1,000, the 19th 1,900. Two conversations cost $0.03."""
    waits = [a_turn(first_sentence_ms=100 * n, input_tokens=10, output_tokens=2) for n in range(1, 21)]
    greeting = TestTurn(child="", santa="Ho!", written="Ho!", first_sentence_ms=9_999, input_tokens=77)
    held = [
        an_outcome(1, "a", 1, turns=(greeting, *waits[:7]), cost_usd=Decimal("0.01"), from_cache=True),
        an_outcome(1, "a", 2, turns=(greeting, *waits[7:]), cost_usd=Decimal("0.02"), passed=False),
    ]
    figures = compare(finished(), held).figures[1]
    assert (figures.first_sentence_p50_ms, figures.first_sentence_p95_ms) == (1_000, 1_900)
    assert (figures.input_tokens, figures.output_tokens) == (200, 40)
    assert (figures.cost_usd, figures.cost_per_conversation_usd) == (Decimal("0.03"), Decimal("0.015"))
    assert (figures.passes, figures.of, figures.cached) == (1, 2, 1)
    assert figures.model_seconds == 2.5


def test_a_cost_that_is_known_in_part_is_not_known() -> None:
    held = [an_outcome(1, "a", 1), an_outcome(1, "a", 2, cost_usd=None)]
    figures = compare(finished(), held).figures[1]
    assert figures.cost_usd is None
    assert figures.cost_per_conversation_usd is None


def test_a_conversation_that_broke_off_is_no_part_of_cost_and_wait() -> None:
    broken = an_outcome(1, "a", 2, passed=False, error="gone", cost_usd=None, turns=())
    figures = compare(finished(), [an_outcome(1, "a", 1, cost_usd=Decimal("0.01")), broken]).figures[1]
    assert (figures.errors, figures.of, figures.passes) == (1, 2, 1)
    assert figures.cost_per_conversation_usd == Decimal("0.01")


def test_nothing_held_is_nothing_known() -> None:
    figures = compare(finished(), []).figures[1]
    assert figures.of == 0
    assert figures.first_sentence_p50_ms is figures.cost_usd is figures.input_tokens is None


# --- earlier runs --------------------------------------------------------------------------------------


def logged(*runs: tuple[SuiteRun, list[Outcome]]) -> FakeSuiteLog:
    log = FakeSuiteLog()
    for number, (run, held) in enumerate(runs):
        log.save_run(replace(run, started_at=NOON + timedelta(hours=number)))
        for outcome in held:
            log.save_outcome(run.run_id, outcome)
    return log


def test_production_within_the_run_is_its_baseline() -> None:
    run, held = finished(versions=(1, 2)), [*outcomes(1, a="1"), *outcomes(2, a="0")]
    assert baseline_of(FakeSuiteLog(), run, held, production=1) == Baseline(
        1, "run-1", tuple(outcomes(1, a="1"))
    )
    assert baseline_of(FakeSuiteLog(), run, outcomes(2, a="0"), production=1) is None, "not yet played"


def test_else_the_run_that_shares_most_is_the_newest_of_several() -> None:
    one_scenario = finished("one", scenarios=(A,))
    log = logged(
        (finished("old"), outcomes(1, a="000", b="000")),
        (finished("new"), outcomes(1, a="111", b="110")),
        (one_scenario, outcomes(1, a="000")),
    )
    found = baseline_of(log, finished("now", versions=(2,)), [], production=1)
    assert found is not None
    assert found.run_id == "new"
    assert [outcome.passed for outcome in found.outcomes] == [True] * 5 + [False]


@pytest.mark.parametrize(
    "changes",
    [
        {"state": RunState.CANCELLED},
        {"state": RunState.RUNNING},
        {"versions": (3,)},
        {"runner": Runner.SIMULATED},
        {"chat_model": "another"},
        {"scenarios": (replace(A, cue_lines=("Something else",)),)},
    ],
)
def test_a_run_that_cannot_be_compared_is_no_baseline(changes: dict[str, Any]) -> None:
    log = logged((finished("other", **changes), outcomes(1, a="111")))
    assert baseline_of(log, finished("now", versions=(2,)), [], production=1) is None


def test_a_scenario_that_was_changed_since_is_left_out_of_the_baseline() -> None:
    changed = replace(B, title="another")
    log = logged((finished("old", scenarios=(A, changed)), outcomes(1, a="1", b="1")))
    found = baseline_of(log, finished("now", versions=(2,)), [], production=1)
    assert found is not None
    assert [outcome.cell.scenario_id for outcome in found.outcomes] == ["a"]


def test_the_trend_goes_from_old_to_new_and_knows_only_finished_runs_of_the_suite() -> None:
    log = logged(
        (finished("first"), outcomes(1, a="100")),
        (finished("cancelled", state=RunState.CANCELLED), []),
        (finished("other", suite="all"), outcomes(1, a="111")),
        (finished("second", versions=(1, 2)), [*outcomes(1, a="110"), *outcomes(2, a="111")]),
        (finished("third", runner=Runner.SIMULATED), outcomes(1, a="000")),
    )
    points = trend(log, suite="blockers", runner=Runner.SCRIPTED)
    found = [(point.run_id, point.figures.version, point.figures.passes) for point in points]
    assert found == [("first", 1, 1), ("second", 1, 2), ("second", 2, 3)]
    assert [point.run_id for point in trend(log, suite="blockers", limit=1)] == ["third"]


# --- the judge against people --------------------------------------------------------------------------


def judged(repeat: int, *words: bool | None) -> Outcome:
    checks = tuple(a_check(word, assertion=Assertion("llm-rubric", "warm")) for word in words)
    # The safety check fails throughout: it is not what people are compared with.
    return an_outcome(1, "a", repeat, checks=(*checks, a_check(False)), passed=False)


def thumb(repeat: int, good: bool, by: str = "Ann") -> Rating:
    return Rating("run-1", Cell(1, "a", repeat), good, "", by, NOON)


def test_agreement_counts_what_both_judged() -> None:
    held = [judged(1, True), judged(2, True, False), judged(3, True), judged(4, False), judged(5, None)]
    ratings = [
        thumb(1, True),
        thumb(2, False),
        thumb(3, False),
        thumb(4, True),
        thumb(5, True),
        thumb(9, True),
    ]
    found = judge_agreement({"run-1": held}, ratings)
    assert (found.both_good, found.both_bad, found.only_judge_good, found.only_people_good) == (1, 1, 1, 1)
    assert (found.of, found.rate, found.kappa) == (4, 0.5, 0.0)


def test_the_latest_word_of_each_person_and_the_majority_of_several() -> None:
    ratings = [thumb(1, False), thumb(1, True), thumb(2, True), thumb(2, False, "Ben")]
    found = judge_agreement({"run-1": [judged(1, True), judged(2, True)]}, ratings)
    assert (found.both_good, found.only_judge_good) == (1, 1), "a tie is bad"


def test_thumbs_of_another_run_say_nothing_here() -> None:
    found = judge_agreement({"run-2": [judged(1, True)]}, [thumb(1, True)])
    assert (found.of, found.rate, found.kappa) == (0, None, None)
