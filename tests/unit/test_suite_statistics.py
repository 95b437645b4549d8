"""Intervals, tests and agreement: known values from the literature, and what must hold for all."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as some

from santa_core.evaluation.statistics import (
    Tally,
    cohens_kappa,
    paired_worsening_p,
    scenario_worsening_p,
    wilson_interval,
)

GOOD, BAD = Tally(1, 1), Tally(0, 1)


@some.composite
def tallies(draw: some.DrawFn, most: int = 6) -> Tally:
    of = draw(some.integers(1, most))
    return Tally(draw(some.integers(0, of)), of)


def test_the_intervals_of_the_literature() -> None:
    """81 of 263: Newcombe, Statistics in Medicine 17 (1998), table I, method 3 (score): 0.2553 to 0.3662;
    15 of 148: 0.0624 to 0.1605; 0 of 20: 0 to 0.1611; 1 of 29: 0.0061 to 0.1718."""
    for passes, of, low, high in [
        (81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718),
    ]:  # fmt: skip
        interval = wilson_interval(passes, of)
        assert interval.low == pytest.approx(low, abs=5e-5)
        assert interval.high == pytest.approx(high, abs=5e-5)


def test_nothing_known_is_everything_possible() -> None:
    interval = wilson_interval(0, 0)
    assert (interval.low, interval.high) == (0.0, 1.0)


@given(tallies(most=200))
def test_an_interval_holds_its_rate_and_mirrors_failures(tally: Tally) -> None:
    interval = wilson_interval(tally.passes, tally.of)
    mirrored = wilson_interval(tally.of - tally.passes, tally.of)
    assert 0.0 <= interval.low <= tally.passes / tally.of <= interval.high <= 1.0
    assert interval.low < interval.high
    assert interval.low == pytest.approx(1 - mirrored.high)


@given(tallies(most=50), some.integers(2, 20))
def test_more_repeats_with_the_same_rate_tell_more(tally: Tally, times: int) -> None:
    few = wilson_interval(tally.passes, tally.of)
    many = wilson_interval(tally.passes * times, tally.of * times)
    assert many.high - many.low < few.high - few.low


def test_one_repeat_each_is_mcnemars_exact_test() -> None:
    """9 turned bad, 2 turned good, 30 stayed: P(X <= 2) of 11 fair coins = (1 + 11 + 55) / 2048."""
    pairs = [(GOOD, BAD)] * 9 + [(BAD, GOOD)] * 2 + [(GOOD, GOOD)] * 30
    assert paired_worsening_p(pairs) == pytest.approx(67 / 2048)


def test_four_scenarios_that_turned_bad_are_no_proof_and_five_are() -> None:
    assert paired_worsening_p([(GOOD, BAD)] * 4) == pytest.approx(1 / 16)
    assert paired_worsening_p([(GOOD, BAD)] * 5) == pytest.approx(1 / 32)


@given(some.lists(some.tuples(tallies(3), tallies(3)), max_size=8))
def test_the_paired_test_counts_every_way_the_signs_can_fall(pairs: list[tuple[Tally, Tally]]) -> None:
    differences = [after.passes * before.of - before.passes * after.of for before, after in pairs]
    scaled = [d * 36 // (before.of * after.of) for d, (before, after) in zip(differences, pairs, strict=True)]
    flips = list(product((1, -1), repeat=len(scaled)))
    as_bad = sum(
        sum(sign * step for sign, step in zip(signs, scaled, strict=True)) <= sum(scaled) for signs in flips
    )
    assert paired_worsening_p(pairs) == pytest.approx(as_bad / len(flips))


@given(some.lists(some.tuples(tallies(), tallies()), max_size=60))
def test_a_p_is_a_probability_and_no_change_is_never_significant(
    pairs: list[tuple[Tally, Tally]],
) -> None:
    assert 0 < paired_worsening_p(pairs) <= 1
    assert paired_worsening_p([(before, before) for before, _ in pairs]) == 1.0


@given(tallies(), tallies())
def test_one_more_failure_of_a_scenario_never_looks_better(before: Tally, after: Tally) -> None:
    if after.passes:
        one_less = Tally(after.passes - 1, after.of)
        assert scenario_worsening_p(before, one_less) <= scenario_worsening_p(before, after)


def test_what_was_not_played_on_both_sides_says_nothing() -> None:
    assert paired_worsening_p([(Tally(0, 0), BAD), (GOOD, Tally(0, 0))]) == 1.0
    assert scenario_worsening_p(Tally(0, 0), BAD) == 1.0
    assert paired_worsening_p([]) == 1.0


def test_the_lady_tasting_tea() -> None:
    """Fisher's own table: 3 of 4 and 1 of 4 right. P = 17/70 for so few or fewer."""
    assert scenario_worsening_p(Tally(3, 4), Tally(1, 4)) == pytest.approx(17 / 70)


@given(tallies(), tallies())
def test_fishers_test_adds_up_to_one_over_all_tables(before: Tally, after: Tally) -> None:
    passes = before.passes + after.passes
    most = min(passes, after.of)
    assert scenario_worsening_p(Tally(passes - most, before.of), Tally(most, after.of)) == pytest.approx(1.0)


def test_cohens_own_measure_of_two_who_rate() -> None:
    """20 both yes, 15 both no, 5 and 10 apart: (0.7 - 0.5) / (1 - 0.5)."""
    assert cohens_kappa(both_yes=20, both_no=15, only_first=5, only_second=10) == pytest.approx(0.4)


def test_kappa_is_silent_where_there_is_nothing_to_tell() -> None:
    assert cohens_kappa(both_yes=0, both_no=0, only_first=0, only_second=0) is None
    assert cohens_kappa(both_yes=9, both_no=0, only_first=0, only_second=0) is None


@given(*[some.integers(0, 30)] * 4)
def test_kappa_lies_between_minus_one_and_one(a: int, b: int, c: int, d: int) -> None:
    kappa = cohens_kappa(both_yes=a, both_no=b, only_first=c, only_second=d)
    assert kappa is None or -1 <= kappa <= 1
    if kappa is not None and c == d == 0:
        assert kappa == 1
