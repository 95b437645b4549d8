"""Percentiles and months: the arithmetic behind the review and the usage page."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from santa_core.domain.calls import Speaker, Turn, TurnLatency, TurnOrigin
from santa_core.domain.waits import Wait, percentile, wait_of, waits_of
from santa_core.services.usage_report import month_of


def test_a_percentile_is_a_measured_value() -> None:
    assert percentile([700], 50) == percentile([700], 90) == 700
    assert percentile([100, 200, 300, 400], 50) == 200
    assert percentile([400, 300, 200, 100], 90) == 400
    assert percentile(list(range(1, 101)), 90) == 90


@given(st.lists(st.integers(0, 10_000), min_size=1), st.integers(1, 100))
def test_at_least_that_share_does_not_exceed_it(values: list[int], percent: int) -> None:
    found = percentile(values, percent)
    assert found in values
    assert sum(value <= found for value in values) * 100 >= len(values) * percent


@pytest.mark.parametrize(
    ("at", "since", "until"),
    [
        ((2025, 12, 31, 23, 59), (2025, 12, 1), (2026, 1, 1)),
        ((2026, 1, 1, 0, 0), (2026, 1, 1), (2026, 2, 1)),
        ((2024, 2, 29, 12, 0), (2024, 2, 1), (2024, 3, 1)),
    ],
)
def test_a_month_is_a_calendar_month_in_utc(
    at: tuple[int, ...], since: tuple[int, ...], until: tuple[int, ...]
) -> None:
    assert month_of(datetime(*at, tzinfo=UTC)) == (  # type: ignore[misc]
        datetime(*since, tzinfo=UTC),  # type: ignore[misc]
        datetime(*until, tzinfo=UTC),  # type: ignore[misc]
    )


AT = datetime(2025, 12, 1, 9, 0, tzinfo=UTC)


def a_latency(*steps_ms: int | None) -> TurnLatency:
    """Each step so many milliseconds after the end of speech."""
    return TurnLatency(*(None if ms is None else AT + timedelta(milliseconds=ms) for ms in steps_ms))


def santa(latency: TurnLatency | None, origin: TurnOrigin = TurnOrigin.ANSWER) -> Turn:
    return Turn("t", "c", 0, Speaker.SANTA, origin, "Ho", AT, latency=latency)


def test_the_parts_of_a_wait_add_up_to_it() -> None:
    wait = wait_of(a_latency(0, 400, 410, 450, 451, 600, 720))
    assert wait == Wait(720, 400, 10, 40, 1, 149, 120)
    assert 400 + 10 + 40 + 1 + 149 + 120 == 720


def test_a_step_that_did_not_happen_is_no_part() -> None:
    # A correction's answer was cut before it was heard, by a model that sends whole sentences.
    wait = wait_of(a_latency(0, 5, None, 45, 46))
    assert wait == Wait(None, 5, None, 40, 1, None, None)


def test_the_waits_of_a_call_are_those_of_its_answers() -> None:
    turns = [
        santa(a_latency(0, 300, 310, 320, 321, 500, 600)),
        santa(a_latency(0, 500, 520, 560, 561, 900, 1_000)),
        santa(a_latency(0, 400, 410, 430, 431, 700)),  # a browser that measures no sound
        santa(a_latency(None, 0, None, 0, 1, 50), TurnOrigin.FALLBACK),  # "say that again?"
        santa(a_latency(None, 0, None, 0, 1, 50), TurnOrigin.GREETING),
        santa(None),
    ]
    waits = waits_of(turns)
    assert waits is not None
    assert (waits.answers, waits.p50_ms, waits.p90_ms, waits.p95_ms) == (3, 700, 1_000, 1_000)
    assert waits.median_parts_ms == {
        "hearing": 400, "first_token": 10, "first_sentence": 20, "sending": 1, "avatar": 269, "sound": 100,
    }  # fmt: skip


def test_a_call_without_answers_has_no_waits() -> None:
    assert waits_of([]) is None
