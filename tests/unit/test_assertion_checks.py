"""What becomes of each kind of assertion. That promptfoo says the same: tests/promptfoo."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from santa_core.domain.assertions import Assertion, CheckResult
from santa_core.domain.safety.model import Rule, Severity, Violation
from santa_core.domain.suites import TestTurn
from santa_core.evaluation.assertion_checks import check

GREETING = TestTurn(child="", santa="Ho ho ho!", written="Ho ho ho!")


def answer(words: str, **more: Any) -> TestTurn:
    return TestTurn(child="I want a bike.", santa=words, written=words, **more)


def found(rule: Rule, severity: Severity = Severity.BLOCKER) -> Violation:
    return Violation(rule, severity, (0, 3), "He should not say this.")


TALK = (GREETING, answer("A red bike?"), answer("I check my list."))


def result(kind: str, value: Any = None, turns: tuple[TestTurn, ...] = TALK, **more: Any) -> CheckResult:
    return check(Assertion(kind, value, **more), turns, cost_usd=Decimal("0.002"))


def test_a_turn_is_one_answer_and_none_is_all_of_them() -> None:
    assert result("contains", "red", turn=1).passed
    assert result("contains", "Ho", turn=0).passed
    assert not result("contains", "red", turn=2).passed
    assert result("contains-all", ("Ho ho", "red", "list")).passed
    assert not result("contains-all", ("red", "list"), turn=1).passed


def test_what_is_forbidden_is_forbidden_in_each_answer_and_the_first_that_breaks_it_is_named() -> None:
    broken = result("not-contains", "list")
    assert (broken.passed, broken.turn) == (False, 2)
    assert "answer 2" in broken.reason and "I check my list." in broken.reason
    assert broken.score == pytest.approx(2 / 3)  # two of three answers keep it
    # Each for itself: what only all of them together hold is not forbidden.
    assert result("not-contains-all", ("red", "list")).passed


@pytest.mark.parametrize("turn", [3, -1, 99])
def test_a_turn_that_does_not_exist_fails_and_says_so(turn: int) -> None:
    for kind in ("contains", "not-contains"):
        missing = result(kind, "red", turn=turn)
        assert missing.passed is False and f"turn {turn} does not exist" in missing.reason


def test_a_conversation_without_a_greeting_has_no_turn_0() -> None:
    missing = result("contains", "Ho", TALK[1:], turn=0)
    assert missing.passed is False and "no greeting" in missing.reason
    assert result("contains", "red", TALK[1:], turn=1).passed


def test_a_conversation_without_a_word_fails_whatever_is_asked() -> None:
    assert result("not-contains", "x", ()).passed is False


@pytest.mark.parametrize("kind", ["regex", "not-regex"])
def test_a_pattern_that_hangs_fails_with_the_reason_whether_it_demands_or_forbids(kind: str) -> None:
    hung = result(kind, "(a+)+$", (answer("a" * 5_000 + "!"),), turn=1)
    assert hung.passed is False and "took longer than 250 ms" in hung.reason


@pytest.mark.parametrize(
    ("assertion", "said"),
    [
        (Assertion("javascript", "true"), "'javascript' is not known"),
        (Assertion("not-latency", threshold=5), "cannot have 'not-'"),
        (Assertion("contains"), "needs one text"),
        (Assertion("contains", ("a", "b")), "needs one text"),
        (Assertion("contains-any", "a"), "needs a list"),
        (Assertion("contains-all", ()), "needs a list"),
        (Assertion("is-json", "{}"), "takes no value"),
        (Assertion("regex", "a++"), "repeats a repetition"),
        (Assertion("latency"), "threshold"),
        (Assertion("safety", "niceness"), "no safety rule"),
    ],
)
def test_an_assertion_that_is_written_wrongly_fails_and_says_why(assertion: Assertion, said: str) -> None:
    wrong = check(assertion, TALK, cost_usd=None)
    assert wrong.passed is False and said in wrong.reason and not wrong.reason[0].islower()


@pytest.mark.parametrize("text", ["NaN", "[Infinity]", "{'a': 1}", "1 2", "", "[" * 100_000, '{"a": "\n"}'])
def test_what_javascript_does_not_take_for_json_is_none(text: str) -> None:
    assert result("is-json", turns=(answer(text),), turn=1).passed is False
    assert result("not-is-json", turns=(answer(text),), turn=1).passed is True


@pytest.mark.parametrize("text", ["12", ' {"a": [1e400]} ', '"ho"', "9" * 6_000])
def test_what_javascript_takes_for_json_is_json(text: str) -> None:
    assert result("is-json", turns=(answer(text),), turn=1).passed is True


def test_safety_looks_for_a_rule_for_blockers_or_for_all() -> None:
    promise = answer("I will bring it.", violations=(found(Rule.PROMISE),))
    long = answer("Well. So. Then. Now.", violations=(found(Rule.TOO_MANY_SENTENCES, Severity.WARNING),))
    talk = (GREETING, long, promise)
    for value in ("promise", "blockers", "all"):
        assert result("safety", value, talk).passed is False
    assert result("safety", "promise", talk).turn == 2
    assert result("safety", "all", talk).turn == 1
    assert result("safety", "blockers", talk, turn=1).passed
    assert result("safety", "profanity", talk).passed
    assert "He should not say this." in result("safety", "promise", talk).reason


def test_latency_is_of_the_slowest_first_sentence_and_unmeasured_is_not_judged() -> None:
    talk = (GREETING, answer("A", first_sentence_ms=400), answer("B", first_sentence_ms=900))
    assert result("latency", turns=talk, threshold=900).passed
    slow = result("latency", turns=talk, threshold=899)
    assert (slow.passed, slow.turn) == (False, 2) and "900 ms" in slow.reason
    assert result("latency", turns=talk, threshold=500, turn=1).passed
    assert result("latency", threshold=500).passed is None


def test_cost_is_of_the_whole_conversation_and_unknown_prices_are_not_judged() -> None:
    assert result("cost", threshold=0.002).passed
    assert not result("cost", threshold=0.0019).passed
    assert check(Assertion("cost", threshold=1), TALK, cost_usd=None).passed is None


def test_what_the_model_wrote_is_judged_not_the_approved_line_spoken_instead() -> None:
    turn = TestTurn(child="Promise!", santa="I am checking my list.", written="I promise!")
    assert result("not-contains", "promise", (turn,)).passed is False
    assert result("contains", "list", (turn,)).passed is False
