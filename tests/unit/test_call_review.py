"""Percentiles and months: the arithmetic behind the review and the usage page."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from santa_core.services.waits import percentile
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
