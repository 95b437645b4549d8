"""What is said of a series of measurements: percentiles, and ratios of medians. Pure."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Figures:
    """Of one series, all in its unit."""

    count: int
    p50: float
    p95: float
    p99: float
    max: float

    def as_json(self) -> dict[str, float]:
        return {name: round(value, 2) for name, value in asdict(self).items()}


def figures_of(values: Sequence[float]) -> Figures:
    """Raises ValueError for an empty series: there is nothing to say of it."""
    return Figures(
        count=len(values),
        p50=percentile(values, 50),
        p95=percentile(values, 95),
        p99=percentile(values, 99),
        max=max(values),
    )


def percentile(values: Sequence[float], percent: float) -> float:
    """Between two values in a straight line: of 1, 2, 3, 4 the 50th is 2.5 and the 100th is 4."""
    if not values:
        raise ValueError("a percentile of nothing")
    ordered = sorted(values)
    place = (len(ordered) - 1) * percent / 100
    below, above = math.floor(place), math.ceil(place)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def ratio_of_medians(values: Sequence[float], others: Sequence[float]) -> float:
    """How many times as long `values` take as `others`."""
    return percentile(values, 50) / percentile(others, 50)


def differences(values: Sequence[float], others: Sequence[float]) -> list[float]:
    """Round by round. Raises ValueError if a round is missing on one side."""
    return [value - other for value, other in zip(values, others, strict=True)]
