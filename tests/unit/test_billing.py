"""What a call costs. Every expected figure is worked out by hand, or is the seed document's own."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from santa_core.domain.billing import (
    add_bills,
    dollars,
    estimate,
    explain,
    finished_session,
    price_call,
    price_whole_call,
    running_cost,
)
from santa_core.domain.calls import Avatar, Bill, CallRecord, CallState, Quality
from santa_core.domain.rate_cards import RATE_CARDS, RateCard, card_by_id, card_for
from santa_core.errors import NotFoundError
from tests.fakes.samples import a_plan

NOON = datetime(2026, 12, 20, 12, tzinfo=UTC)
HEYGEN = card_by_id("heygen-v1-2024-11")
LIVEAVATAR = card_by_id("liveavatar-full-2026-01")
SANDBOX = card_by_id("liveavatar-sandbox-2026-01")


def bill_for(seconds: float, *, card: RateCard = HEYGEN, avatar: Avatar = Avatar.HEYGEN) -> Bill:
    ended_at = NOON + timedelta(seconds=seconds)
    return price_call(avatar=avatar, started_at=NOON, ended_at=ended_at, card=card)


def a_call_of(*lengths: float, card: RateCard = HEYGEN, avatar: Avatar = Avatar.HEYGEN) -> CallRecord:
    """Started at noon; its sessions follow each other without a gap. The last is open until the end of
    the last length; the bill is not yet made."""
    record = CallRecord(
        call_id="call",
        plan=a_plan(avatar=avatar),
        staff_name="Ann",
        state=CallState.LIVE,
        created_at=NOON,
        session_id="session 0",
        session_opened_at=NOON,
        quality=Quality.HIGH,
        started_at=NOON,
    )
    for number, seconds in enumerate(lengths[:-1], start=1):
        assert record.session_opened_at is not None
        closed_at = record.session_opened_at + timedelta(seconds=seconds)
        finished = finished_session(record, closed_at=closed_at, card=card)
        assert finished is not None
        record = replace(
            record,
            earlier_sessions=(*record.earlier_sessions, finished),
            session_id=f"session {number}",
            session_opened_at=closed_at,
            quality=Quality.LOW,
        )
    return record


def bill_of(*lengths: float, card: RateCard = HEYGEN, avatar: Avatar = Avatar.HEYGEN) -> Bill:
    record = a_call_of(*lengths, card=card, avatar=avatar)
    assert record.session_opened_at is not None
    ended_at = record.session_opened_at + timedelta(seconds=lengths[-1])
    bill = price_whole_call(record, ended_at=ended_at, card=card)
    assert bill is not None
    return bill


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


def test_each_session_of_a_call_is_priced_by_itself() -> None:
    #   10 s -> the minimum of 30 s: 0.1 credits, $0.0990
    #   61 s -> 61 s x 0.2 / 60 = 0.2033 credits; x $0.99 = $0.2013
    #   in all 91 s, 0.3033 credits, $0.3003
    bill = bill_of(10, 61)
    assert bill == Bill(HEYGEN.card_id, 91, Decimal("0.3033"), Decimal("0.3003"))
    assert bill_of(71).billed_seconds == 71, "in one session it would have been less"
    assert bill_of(5, 5, 5) == Bill(HEYGEN.card_id, 90, Decimal("0.3"), Decimal("0.2970"))


def test_each_session_is_rounded_by_itself() -> None:
    # 31 s x 0.2 / 60 = 0.10333.. -> 0.1033, twice 0.2066; one session of 62 s is 0.2067
    assert bill_of(31, 31).credits == Decimal("0.2066")
    assert bill_of(62).credits == Decimal("0.2067")


def test_a_session_that_is_over_keeps_its_times_its_quality_and_its_price() -> None:
    first = a_call_of(10, 61).earlier_sessions[0]
    assert (first.session_id, first.quality) == ("session 0", Quality.HIGH)
    assert (first.opened_at, first.closed_at) == (NOON, NOON + timedelta(seconds=10))
    assert first.bill == bill_for(10)


def test_a_call_of_one_session_costs_what_the_session_does() -> None:
    assert bill_of(61) == bill_for(61)
    of_an_older_log = replace(a_call_of(61), session_opened_at=None)  # it was opened when the call started
    ended_at = NOON + timedelta(seconds=61)
    assert price_whole_call(of_an_older_log, ended_at=ended_at, card=HEYGEN) == bill_for(61)


def test_a_call_without_a_session_has_no_bill() -> None:
    never_opened = replace(a_call_of(61), session_id=None, session_opened_at=None, started_at=None)
    assert price_whole_call(never_opened, ended_at=NOON, card=HEYGEN) is None


def test_a_call_whose_next_session_could_not_be_opened_pays_for_those_before() -> None:
    record = replace(a_call_of(10, 61), session_id=None, session_opened_at=None)
    much_later = NOON + timedelta(seconds=300)
    assert price_whole_call(record, ended_at=much_later, card=HEYGEN) == bill_for(10)


def test_practice_and_real_bills_or_two_cards_do_not_add_up() -> None:
    practice, other_card = bill_for(61, avatar=Avatar.PRACTICE), bill_for(61, card=LIVEAVATAR)
    for other in (practice, other_card):
        with pytest.raises(ValueError, match="not heygen-v1-2024-11"):
            add_bills([bill_for(61), other])


def test_the_arithmetic_of_several_sessions_in_one_sentence() -> None:
    earlier = a_call_of(10, 61).earlier_sessions
    assert explain(bill_of(10, 61), HEYGEN, earlier=earlier) == (
        "30 s (the minimum) + 61 s, x 0.2 credit/min = 0.1 + 0.2033 = 0.3033 credits, "
        "x $0.99 = $0.099 + $0.2013 = $0.30"
    )
    practice = {"avatar": Avatar.PRACTICE}
    earlier = a_call_of(40, 5, 90, **practice).earlier_sessions  # type: ignore[arg-type]
    assert explain(bill_of(40, 5, 90, **practice), HEYGEN, earlier=earlier) == (  # type: ignore[arg-type]
        # 40 x 0.2 / 60 = 0.13333.. -> 0.1333, x 0.99 = 0.131967 -> 0.1320; 90 s: 0.3, 0.2970
        "practice: would have cost 40 s + 30 s (the minimum) + 90 s, x 0.2 credit/min = "
        "0.1333 + 0.1 + 0.3 = 0.5333 credits, x $0.99 = $0.132 + $0.099 + $0.297 = $0.53"
    )


def test_a_session_that_was_never_opened_is_not_in_the_sentence() -> None:
    earlier = a_call_of(61, 0).earlier_sessions
    assert explain(bill_for(61), HEYGEN, earlier=earlier) == explain(bill_for(61), HEYGEN)


def test_the_sandbox_is_free_and_says_so() -> None:
    sandbox: dict[str, Any] = {"card": SANDBOX, "avatar": Avatar.LIVEAVATAR_SANDBOX}
    assert bill_for(42, **sandbox) == Bill(SANDBOX.card_id, 42, Decimal(0), Decimal(0), False)
    assert explain(bill_for(42, **sandbox), SANDBOX) == "42 s in LiveAvatar's sandbox: free"
    earlier = a_call_of(20, 42, **sandbox).earlier_sessions
    assert explain(bill_of(20, 42, **sandbox), SANDBOX, earlier=earlier) == (
        "20 s + 42 s in LiveAvatar's sandbox: free"
    )
    assert SANDBOX.minutes_for(Decimal(10)) is None


def test_what_must_be_there_before_a_session_is_opened() -> None:
    assert HEYGEN.least_credits_to_start == Decimal("0.1")  # 30 s x 0.2 / 60
    assert LIVEAVATAR.least_credits_to_start == 2  # a minute
    assert SANDBOX.least_credits_to_start == 0


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
    assert card_for(Avatar.LIVEAVATAR_SANDBOX, NOON) is SANDBOX
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


lengths = st.lists(st.floats(min_value=0, max_value=1_000), min_size=1, max_size=5)


@given(cards, lengths)
def test_a_call_costs_the_sum_of_its_sessions(card: RateCard, sessions: list[float]) -> None:
    whole = bill_of(*sessions, card=card, avatar=card.avatar)
    parts = [bill_for(seconds, card=card, avatar=card.avatar) for seconds in sessions]
    assert whole.billed_seconds == sum(part.billed_seconds for part in parts)
    assert whole.credits == sum(part.credits for part in parts)
    assert whole.usd == sum(part.usd for part in parts)
    assert whole.billed_seconds >= len(sessions) * card.minimum_seconds


@given(cards, lengths, st.floats(min_value=0, max_value=1_000))
def test_another_session_never_makes_a_call_cheaper(
    card: RateCard, sessions: list[float], another: float
) -> None:
    before = bill_of(*sessions, card=card, avatar=card.avatar)
    after = bill_of(*sessions, another, card=card, avatar=card.avatar)
    assert after.billed_seconds >= before.billed_seconds + card.minimum_seconds
    assert after.usd >= before.usd


@given(cards, lengths)
def test_the_sentence_adds_up(card: RateCard, sessions: list[float]) -> None:
    """Read back as arithmetic: each product within half of its last place, each sum to the last place."""
    bill = bill_of(*sessions, card=card, avatar=card.avatar)
    earlier = a_call_of(*sessions, card=card, avatar=card.avatar).earlier_sessions
    sentence = explain(bill, card, earlier=earlier).replace(" (the minimum)", "").replace("$", "")
    if card.is_free:
        return
    parts = [[Decimal(n) for n in re.findall(r"[\d.]+", part)] for part in re.split("[=x]", sentence)]
    if len(earlier) == 0 or len(parts) == 5:  # one session: seconds x rate = credits x price = dollars
        seconds, (rate,), credits, (price,), (shown,) = parts
        usd = [bill.usd]
    else:
        seconds, (rate,), credits, (total,), (price,), usd, (shown,) = parts
        assert sum(credits) == total
    assert len(seconds) == len(credits) == len(usd)
    for s, c, d in zip(seconds, credits, usd, strict=True):
        assert abs(c * 60 - s * rate) <= Decimal("0.00005") * 60
        assert abs(d - c * price) <= Decimal("0.00005")
    assert abs(sum(usd) - shown) <= Decimal("0.005")
