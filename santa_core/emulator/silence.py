"""Decides when a silent child is worth telling. Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class SilenceWatch:
    """Counts from the last sound of either side; tells again each time `after_seconds` pass."""

    after_seconds: float
    since: float | None = None
    times: int = 0

    def sound(self, now: float) -> None:
        """Somebody speaks, or has just finished."""
        self.since = now
        self.times = 0

    def due(self, now: float) -> int | None:
        """How many times it has been silent by now, when that is news. The first call begins the count."""
        if self.since is None:
            self.since = now
        if now - self.since < self.after_seconds * (self.times + 1):
            return None
        self.times += 1
        return self.times
