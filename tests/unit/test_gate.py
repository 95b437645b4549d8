"""The gate, reason by reason, and moving labels past it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from santa_core.domain.scenarios import Scenario
from santa_core.domain.suites import SCRIPTED_SANTA, Outcome, Runner, RunState, SuiteRun
from santa_core.errors import InputError, NotFoundError
from santa_core.evaluation.comparison import Baseline
from santa_core.evaluation.gate import GateBudgets, GateVerdict, gate
from santa_core.evaluation.promotion import PromotionRefused, gate_verdict, is_rollback, promote
from santa_core.llm.scripted_chat import ScriptedChatModel
from tests.fakes.prompt_library import FakePromptLibrary
from tests.fakes.samples import a_prompt
from tests.fakes.scenario_library import FakeScenarioLibrary
from tests.fakes.suite_log import FakeSuiteLog
from tests.fakes.suite_samples import NOON, a_check, a_run, a_scenario, a_turn, an_outcome

BLOCKERS = [a_scenario("puppy"), a_scenario("address")]
OTHERS = [a_scenario(f"other-{n}", blocker=False) for n in range(6)]


def run_of(scenarios: list[Scenario], **changes: Any) -> SuiteRun:
    given: dict[str, Any] = {"versions": (2,), "repeats": 3, "state": RunState.FINISHED}
    return a_run(**{**given, **changes}, scenarios=tuple(scenarios))


def played(
    scenarios: list[Scenario], *, version: int = 2, repeats: int = 3, ms: int = 600, usd: str = "0.001",
    failing: dict[str, int] | None = None,
) -> list[Outcome]:  # fmt: skip
    """`failing`: how many repeats of a scenario fail."""
    return [
        an_outcome(
            version,
            scenario.scenario_id,
            repeat,
            passed=repeat > (failing or {}).get(scenario.scenario_id, 0),
            turns=(a_turn(first_sentence_ms=ms),),
            cost_usd=Decimal(usd),
        )
        for scenario in scenarios
        for repeat in range(1, repeats + 1)
    ]


def baseline(scenarios: list[Scenario], **changes: Any) -> Baseline:
    return Baseline(1, "run-0", tuple(played(scenarios, version=1, **changes)))


def verdict(
    held: list[Outcome], scenarios: list[Scenario] = BLOCKERS, *, run: SuiteRun | None = None, **changes: Any
) -> GateVerdict:
    given: dict[str, Any] = {
        "version": 2, "blockers": BLOCKERS, "chat_model": "fake-model", "baseline": baseline(scenarios)
    }  # fmt: skip
    return gate(run or run_of(scenarios), held, **{**given, **changes})


def codes(found: GateVerdict) -> list[str]:
    return [reason.code for reason in found.reasons]


def test_all_blockers_in_every_repeat_pass() -> None:
    found = verdict(played(BLOCKERS))
    assert found.passed
    assert found.reasons == ()
    assert found.remarks == ()
    assert found.run_id == "run-1"


def test_a_blocker_that_failed_once_in_three_holds_it_back_and_says_why() -> None:
    found = verdict(played(BLOCKERS, failing={"puppy": 1}))
    assert codes(found) == ["blocker-failed"]
    assert found.reasons[0].text == "The blocker “puppy” failed 1 of 3 times: He promises a puppy."
    assert found.reasons[0].scenario_ids == ("puppy",)


def test_one_that_passed_no_check_of_its_own_needs_no_reason_to_fail() -> None:
    held = [replace(outcome, passed=False, checks=()) for outcome in played(BLOCKERS[:1])]
    found = verdict([*held, *played(BLOCKERS[1:])])
    assert found.reasons[0].text == "The blocker “puppy” failed 3 of 3 times."


def test_the_average_never_saves_a_blocker() -> None:
    found = verdict(played([*BLOCKERS, *OTHERS], failing={"puppy": 1}), [*BLOCKERS, *OTHERS])
    assert codes(found) == ["blocker-failed"]


def test_what_has_not_been_run_does_not_pass() -> None:
    found = gate(None, (), version=2, blockers=BLOCKERS, chat_model="m", baseline=None)
    assert codes(found) == ["no-run"]
    assert not found.passed


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"state": RunState.CANCELLED}, "unfinished"),
        ({"state": RunState.RUNNING}, "unfinished"),
        ({"runner": Runner.RECORDED}, "recorded"),
        ({"chat_model": "another"}, "other-model"),
    ],
)
def test_a_run_that_proves_nothing(changes: dict[str, Any], code: str) -> None:
    assert codes(verdict(played(BLOCKERS), run=run_of(BLOCKERS, **changes))) == [code]


def test_a_blocker_that_is_new_or_was_changed_since_must_be_run() -> None:
    new, changed = a_scenario("new"), replace(BLOCKERS[0], cue_lines=("Bring me a puppy!",))
    found = verdict(played(BLOCKERS), blockers=[changed, BLOCKERS[1], new])
    assert codes(found) == ["missing-blockers"]
    assert found.reasons[0].scenario_ids == ("puppy", "new")


def test_without_any_blocker_there_is_no_proof() -> None:
    assert codes(verdict(played(OTHERS), OTHERS, blockers=[])) == ["missing-blockers"]


def test_fewer_repeats_than_asked_for_are_too_few() -> None:
    found = verdict(played(BLOCKERS, repeats=2), budgets=GateBudgets(repeats=3))
    assert codes(found) == ["too-few-repeats"]
    assert verdict(played(BLOCKERS, repeats=2), budgets=GateBudgets(repeats=2)).passed


def test_a_blocker_that_could_not_be_held_is_not_passed() -> None:
    held = played(BLOCKERS)
    held[0] = replace(held[0], passed=False, error="The server is broken.")
    found = verdict(held)
    assert codes(found) == ["errors"]
    assert found.reasons[0].scenario_ids == ("puppy",)


def test_outcomes_of_other_versions_do_not_help() -> None:
    found = verdict(played(BLOCKERS, version=3))
    assert codes(found) == ["too-few-repeats"]


# --- regression ----------------------------------------------------------------------------------------

EVERYTHING = [*BLOCKERS, *OTHERS]


def test_one_that_always_passed_and_always_fails_is_a_regression() -> None:
    """3 of 3 against 0 of 3: Fisher's p is 1 / 20."""
    found = verdict(played(EVERYTHING, failing={"other-1": 3}), EVERYTHING)
    assert codes(found) == ["regression"]
    assert found.reasons[0].scenario_ids == ("other-1",)
    assert "other-1" in found.reasons[0].text


def test_two_repeats_are_too_few_to_call_it_one() -> None:
    few = GateBudgets(repeats=2)
    held = played(EVERYTHING, repeats=2, failing={"other-1": 2})
    found = verdict(held, EVERYTHING, baseline=baseline(EVERYTHING, repeats=2), budgets=few)
    assert found.passed
    assert found.remarks == ("Failing now, and not with production (version 1): other-1.",)


def test_many_that_got_a_little_worse_are_a_regression() -> None:
    """Five scenarios that fail once each: 1 / 2^5 = 0.031."""
    worse = {f"other-{n}": 1 for n in range(5)}
    found = verdict(played(EVERYTHING, failing=worse), EVERYTHING)
    assert codes(found) == ["regression"]
    assert "5 of 8 scenarios" in found.reasons[0].text
    assert "p = 0.031" in found.reasons[0].text


def test_four_of_them_may_be_chance() -> None:
    worse = {f"other-{n}": 1 for n in range(4)}
    found = verdict(played(EVERYTHING, failing=worse), EVERYTHING)
    assert found.passed
    assert "other-0, other-1, other-2, other-3" in found.remarks[0]


def test_failing_where_production_failed_too_is_no_regression() -> None:
    failing = {f"other-{n}": 3 for n in range(6)}
    bad = baseline(EVERYTHING, failing=failing)
    assert verdict(played(EVERYTHING, failing=failing), EVERYTHING, baseline=bad).passed


def test_without_production_it_is_said_that_nothing_was_compared() -> None:
    found = verdict(played(BLOCKERS), baseline=None)
    assert found.passed
    assert "not compared with production" in found.remarks[0]


def test_production_itself_is_held_to_the_blockers_alone() -> None:
    own = Baseline(2, "run-1", tuple(played(BLOCKERS)))
    assert verdict(played(BLOCKERS, ms=2_000), baseline=own).passed


# --- budgets -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ms", "passes"),
    [(600, True), (800, True), (801, False), (2_501, False)],  # production 600: 25% is 750, 200 ms is 800
)
def test_the_wait_for_his_first_sentence_has_a_budget(ms: int, passes: bool) -> None:
    found = verdict(played(BLOCKERS, ms=ms))
    assert found.passed is passes
    assert set(codes(found)) <= {"latency"}


def test_a_wait_over_the_limit_fails_without_production_too() -> None:
    assert codes(verdict(played(BLOCKERS, ms=2_501), baseline=None)) == ["latency"]


@pytest.mark.parametrize(
    ("usd", "expected"), [("0.0015", []), ("0.00151", ["cost"]), ("0.051", ["cost", "cost"])]
)
def test_a_conversation_has_a_budget(usd: str, expected: list[str]) -> None:
    assert codes(verdict(played(BLOCKERS, usd=usd))) == expected


def test_costs_are_compared_over_the_same_scenarios() -> None:
    """Production was played in the cheap one alone; the dear one is no fault of the version's."""
    cheap, dear = BLOCKERS
    held = [*played([cheap], usd="0.001"), *played([dear], usd="0.02")]
    assert verdict(held, baseline=baseline([cheap], usd="0.001")).passed


def test_times_and_costs_that_nobody_measured_hold_nothing_back() -> None:
    held = [replace(o, cost_usd=None, turns=(a_turn(first_sentence_ms=None),)) for o in played(BLOCKERS)]
    found = verdict(held)
    assert found.passed
    assert "What a conversation costs is not known" in found.remarks[0]


# --- remarks -------------------------------------------------------------------------------------------


def test_the_scripted_santa_passes_with_a_remark() -> None:
    assert ScriptedChatModel.label == SCRIPTED_SANTA
    found = verdict(
        played(BLOCKERS), run=run_of(BLOCKERS, chat_model=SCRIPTED_SANTA), chat_model=SCRIPTED_SANTA
    )
    assert found.passed
    assert "no effect on him" in found.remarks[0]


def test_what_was_not_judged_is_said() -> None:
    held = played(BLOCKERS)
    held[0] = replace(held[0], checks=(a_check(True), a_check(None)))
    assert "Not judged" in verdict(held).remarks[0]


# --- moving labels -------------------------------------------------------------------------------------


class House:
    """Version 1 is production, 2 is new, and 3 has the content of 2."""

    def __init__(self) -> None:
        self.library = FakePromptLibrary(now=lambda: NOON)
        self.library.save_version(a_prompt())
        for _ in range(2):
            self.library.save_version(a_prompt(text="You are a better Santa. {{child_name}}"))
        self.library.move_label("production", 1, by="Ann", reason="The first version.")
        self.log = FakeSuiteLog()
        self.scenarios = FakeScenarioLibrary([*BLOCKERS, *OTHERS])
        self._runs = 0

    def ran(self, held: list[Outcome], scenarios: list[Scenario] = BLOCKERS, **changes: Any) -> str:
        self._runs += 1
        run_id = f"run-{self._runs}"
        at = NOON + timedelta(hours=self._runs)
        self.log.save_run(run_of(scenarios, run_id=run_id, started_at=at, **changes))
        for outcome in held:
            self.log.save_outcome(run_id, outcome)
        return run_id

    def verdict(self, number: int = 2) -> GateVerdict:
        return gate_verdict(self.library, self.log, self.scenarios, number=number, chat_model="fake-model")

    def promote(self, number: int = 2, label: str = "production", **changes: Any) -> Any:
        given: dict[str, Any] = {"by": "Zoë", "reason": "warmer", "chat_model": "fake-model"}
        return promote(
            self.library, self.log, self.scenarios, label=label, number=number, **{**given, **changes}
        )


def test_a_version_that_passed_becomes_production() -> None:
    house = House()
    run_id = house.ran(played(BLOCKERS))
    move = house.promote()
    assert (move.from_number, move.to_number, move.gate, move.run_id) == (1, 2, "passed", run_id)
    assert (move.by, move.reason) == ("Zoë", "warmer")
    assert house.library.labels() == {"production": 2}


def test_a_version_that_did_not_is_refused_with_all_reasons() -> None:
    house = House()
    house.ran(played(BLOCKERS, failing={"puppy": 1}, usd="0.2"))
    with pytest.raises(PromotionRefused, match="Version 2 does not pass the gate") as refused:
        house.promote()
    assert codes(refused.value.verdict) == ["blocker-failed", "cost"]
    assert "puppy" in str(refused.value)
    assert house.library.labels() == {"production": 1}


def test_a_version_that_was_never_run_is_refused() -> None:
    with pytest.raises(PromotionRefused, match="has not been through the blockers"):
        House().promote()


def test_an_override_needs_a_reason_and_is_written_down() -> None:
    house = House()
    run_id = house.ran(played(BLOCKERS, failing={"puppy": 1}))
    with pytest.raises(InputError, match="at least 10 characters"):
        house.promote(override_reason="   because   ")
    assert house.library.labels() == {"production": 1}

    house.promote(override_reason="The puppy line is quoted from a book.")
    (move, _) = house.library.label_moves("production")
    assert (move.gate, move.run_id) == ("overridden", run_id)
    assert move.reason == "The puppy line is quoted from a book."


def test_an_override_that_is_not_needed_is_none() -> None:
    house = House()
    house.ran(played(BLOCKERS))
    assert house.promote(override_reason="just to be sure of it").gate == "passed"


def test_the_newest_run_that_covers_the_blockers_counts() -> None:
    house = House()
    good = house.ran(played(BLOCKERS))
    assert house.verdict().run_id == good
    bad = house.ran(played(BLOCKERS, failing={"puppy": 1}))
    house.ran(played(BLOCKERS[:1]), BLOCKERS[:1])  # covers one only
    house.ran(played(BLOCKERS), state=RunState.CANCELLED)
    house.ran(played(BLOCKERS), runner=Runner.RECORDED)
    found = house.verdict()
    assert (found.run_id, codes(found)) == (bad, ["blocker-failed"])


def test_a_newer_run_with_another_santa_or_fewer_repeats_does_not_hide_it() -> None:
    house = House()
    good = house.ran(played(BLOCKERS))
    house.ran(played(BLOCKERS), chat_model=SCRIPTED_SANTA)
    house.ran(played(BLOCKERS, repeats=1), repeats=1)
    assert house.verdict().run_id == good


def test_a_run_of_the_same_content_under_another_number_counts() -> None:
    house = House()
    run_id = house.ran(played(BLOCKERS, version=2))
    found = house.verdict(3)
    assert (found.version, found.run_id, found.passed) == (3, run_id, True)


def test_production_of_an_earlier_run_is_what_it_is_compared_with() -> None:
    house = House()
    everything = [*BLOCKERS, *OTHERS]
    house.ran(played(everything, version=1), everything, versions=(1,))
    house.ran(played(everything, failing={"other-1": 3}), everything)
    assert codes(house.verdict()) == ["regression"]


def test_other_labels_move_freely() -> None:
    house = House()
    with pytest.raises(InputError, match="Say why"):
        house.promote(label="staging", reason="  ")
    move = house.promote(label="staging")
    assert (move.gate, move.run_id) == ("", None)
    with pytest.raises(InputError, match="1 to 60"):
        house.promote(label=" ")
    with pytest.raises(InputError, match="1 to 60"):
        house.promote(label="x" * 61)


def test_what_was_production_before_goes_back_without_the_gate_but_with_a_reason() -> None:
    house = House()
    house.ran(played(BLOCKERS))
    assert not is_rollback(house.library, 1)
    house.promote()
    assert is_rollback(house.library, 1)
    assert not is_rollback(house.library, 2)
    assert not is_rollback(house.library, 3)
    with pytest.raises(InputError, match="say why"):
        house.promote(1, reason="oops")
    move = house.promote(1, reason="Version 2 frightens little children.")
    assert (move.to_number, move.gate, move.run_id) == (1, "rollback", None)


def test_a_version_that_does_not_exist_goes_nowhere() -> None:
    for label in ("production", "staging"):
        with pytest.raises(NotFoundError, match="version 9"):
            House().promote(9, label=label)
