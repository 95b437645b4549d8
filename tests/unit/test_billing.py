"""What a call costs. Every expected figure is worked out by hand, or is the seed document's own."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from santa_core.domain.billing import dollars, estimate, explain, price_call, running_cost
from santa_core.domain.calls import Avatar, Bill
from santa_core.domain.rate_cards import RATE_CARDS, RateCard, card_by_id, card_for
from santa_core.errors import NotFoundError

NOON = datetime(2026, 12, 20, 12, tzinfo=UTC)
HEYGEN = card_by_id("heygen-v1-2024-11")
LIVEAVATAR = card_by_id("liveavatar-full-2026-01")


def bill_for(seconds: float, *, card: RateCard = HEYGEN, avatar: Avatar = Avatar.HEYGEN) -> Bill:
    ended_at = NOON + timedelta(seconds=seconds)
    return price_call(avatar=avatar, started_at=NOON, ended_at=ended_at, card=card)


@pytest.mark.parametrize(
    ("seconds", "credits", "usd"),
    [  # the seed's "Cost Calculation" table
        (30, "0.1", "$0.10"),  # 0.1 x 0.99 = 0.099
        (60, "0.2", "$0.20"),  # 0.2 x 0.99 = 0.198
        (300, "1.0", "$0.99"),
        (600, "2.0", "$1.98"),
        (1_800, "6.0", "$5.94"),
    ],
)
def test_the_seeds_cost_table(seconds: int, credits: str, usd: str) -> None:
    bill = bill_for(seconds)
    assert bill.credits == Decimal(credits)
    assert dollars(bill.usd) == usd


@pytest.mark.parametrize(
    ("credits", "minutes"),
    [(10, 50), (100, 500), (660, 3_300)],  # the seed's "Equivalent Streaming Minutes per Plan"
)
def test_the_seeds_minutes_per_plan(credits: int, minutes: int) -> None:
    assert HEYGEN.minutes_for(Decimal(credits)) == minutes


@pytest.mark.parametrize(
    ("sessions", "minutes", "credits"),
    [(50, 5, 50), (100, 5, 100), (200, 5, 200), (500, 5, 500)],  # the seed's "Cost Considerations"
)
def test_the_seeds_credits_per_month(sessions: int, minutes: int, credits: int) -> None:
    assert sessions * bill_for(minutes * 60).credits == credits


@pytest.mark.parametrize(
    ("seconds", "billed", "credits", "usd"),
    [
        (0, 30, "0.1", "0.0990"),  # the session was open: the minimum
        (0.1, 30, "0.1", "0.0990"),
        (30.0, 30, "0.1", "0.0990"),
        (30.000001, 31, "0.1033", "0.1023"),  # 31 x 0.2 / 60 = 0.10333..; 0.1033 x 0.99 = 0.102267
        (61, 61, "0.2033", "0.2013"),  # 0.20333..; 0.2033 x 0.99 = 0.201267
        (62, 62, "0.2067", "0.2046"),  # 0.20666..; 0.2067 x 0.99 = 0.204633
        (-5, 30, "0.1", "0.0990"),  # the clock went backwards
        (3_600, 3_600, "12", "11.8800"),
        (2 * 86_400, 3_600, "12", "11.8800"),  # found two days after a crash: HeyGen had ended it
    ],
)
def test_the_rules_for_seconds_credits_and_dollars(
    seconds: float, billed: int, credits: str, usd: str
) -> None:
    assert bill_for(seconds) == Bill(HEYGEN.card_id, billed, Decimal(credits), Decimal(usd), False)


def test_liveavatar_charges_two_credits_a_minute() -> None:
    # 90 s x 2 / 60 = 3 credits; 3 x 0.099 = 0.297
    assert bill_for(90, card=LIVEAVATAR, avatar=Avatar.LIVEAVATAR) == Bill(
        LIVEAVATAR.card_id, 90, Decimal(3), Decimal("0.2970"), False
    )


def test_practice_is_free_and_says_what_it_would_have_cost() -> None:
    bill = bill_for(61, avatar=Avatar.PRACTICE)
    assert bill == Bill(HEYGEN.card_id, 61, Decimal("0.2033"), Decimal("0.2013"), would_have_cost=True)


def test_the_arithmetic_in_one_sentence() -> None:
    assert explain(bill_for(61), HEYGEN) == ("61 s x 0.2 credit/min = 0.2033 credits x $0.99 = $0.20")
    assert explain(bill_for(5), HEYGEN) == (
        "30 s (the minimum) x 0.2 credit/min = 0.1 credits x $0.99 = $0.10"
    )
    assert explain(bill_for(600, avatar=Avatar.PRACTICE), HEYGEN) == (
        "practice: would have cost 600 s x 0.2 credit/min = 2 credits x $0.99 = $1.98"
    )
    live = bill_for(600, card=LIVEAVATAR, avatar=Avatar.LIVEAVATAR)
    assert explain(live, LIVEAVATAR) == "600 s x 2 credit/min = 20 credits x $0.099 = $1.98"


def test_a_bill_is_not_explained_by_another_card() -> None:
    with pytest.raises(ValueError, match="priced with heygen-v1-2024-11"):
        explain(bill_for(61), LIVEAVATAR)


def test_the_running_cost_is_the_price_of_ending_now_and_the_estimate_that_of_the_cap() -> None:
    now = NOON + timedelta(seconds=61)
    assert running_cost(avatar=Avatar.HEYGEN, started_at=NOON, now=now, card=HEYGEN) == bill_for(61)
    assert estimate(avatar=Avatar.HEYGEN, seconds=600, card=HEYGEN) == bill_for(600)
    assert HEYGEN.usd_per_minute == Decimal("0.198")


def test_zones_do_not_change_a_price_but_must_be_there() -> None:
    ended_at = (NOON + timedelta(seconds=61)).astimezone(timezone(timedelta(hours=9)))
    bill = price_call(avatar=Avatar.HEYGEN, started_at=NOON, ended_at=ended_at, card=HEYGEN)
    assert bill == bill_for(61)
    with pytest.raises(ValueError, match="aware"):
        price_call(avatar=Avatar.HEYGEN, started_at=NOON.replace(tzinfo=None), ended_at=NOON, card=HEYGEN)


def test_dollars_are_rounded_half_up_to_cents() -> None:
    assert [dollars(Decimal(usd)) for usd in ("0.005", "0.0049", "1234.5", "0")] == [
        "$0.01",
        "$0.00",
        "$1,234.50",
        "$0.00",
    ]


def test_a_card_is_chosen_by_avatar_and_day() -> None:
    assert card_for(Avatar.HEYGEN, NOON) is HEYGEN
    assert card_for(Avatar.PRACTICE, NOON) is HEYGEN
    assert card_for(Avatar.LIVEAVATAR, NOON) is LIVEAVATAR
    assert card_for(Avatar.HEYGEN, datetime(2020, 1, 1, tzinfo=UTC)) is HEYGEN, "before the first: the first"


def test_every_card_says_where_its_figures_are_written() -> None:
    assert len({card.card_id for card in RATE_CARDS}) == len(RATE_CARDS)
    for card in RATE_CARDS:
        assert card.source
        assert card.valid_from.tzinfo is UTC
    with pytest.raises(NotFoundError, match="heygen-2099"):
        card_by_id("heygen-2099")


cards = st.sampled_from(RATE_CARDS)
durations = st.timedeltas(min_value=timedelta(), max_value=timedelta(days=3))


@given(cards, durations, durations)
def test_a_longer_call_never_costs_less(card: RateCard, one: timedelta, other: timedelta) -> None:
    short, long = (bill_for(d.total_seconds(), card=card) for d in sorted((one, other)))
    assert short.billed_seconds <= long.billed_seconds
    assert short.credits <= long.credits
    assert short.usd <= long.usd


@given(cards, durations)
def test_the_meter_covers_the_call_by_less_than_a_step(card: RateCard, duration: timedelta) -> None:
    seconds = price_call(
        avatar=card.avatar, started_at=NOON, ended_at=NOON + duration, card=card
    ).billed_seconds
    assert card.minimum_seconds <= seconds <= card.longest_session_seconds
    if seconds not in (card.minimum_seconds, card.longest_session_seconds):
        assert seconds % card.step_seconds == 0
        assert timedelta() <= timedelta(seconds=seconds) - duration < timedelta(seconds=card.step_seconds)


@given(cards, durations)
def test_credits_are_within_half_of_their_last_place(card: RateCard, duration: timedelta) -> None:
    bill = price_call(avatar=card.avatar, started_at=NOON, ended_at=NOON + duration, card=card)
    # In sixtieths, so that no division rounds: credits x 60 against seconds x rate.
    excess = bill.credits * 60 - bill.billed_seconds * card.credits_per_minute
    assert abs(excess) <= Decimal("0.00005") * 60
    assert abs(bill.usd - bill.credits * card.usd_per_credit) <= Decimal("0.00005")
    assert bill.credits == round(bill.credits, 4)


@given(st.integers(min_value=-(10**9), max_value=10**9))
def test_any_two_clocks_give_a_price(seconds: int) -> None:
    bill = price_call(
        avatar=Avatar.HEYGEN, started_at=NOON, ended_at=NOON + timedelta(seconds=seconds), card=HEYGEN
    )
    assert Decimal("0.1") <= bill.credits <= Decimal(12)
