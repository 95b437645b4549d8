"""What few repeats can tell: intervals of pass rates, and whether a version is worse than another."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Interval:
    low: float  # 0 to 1
    high: float
