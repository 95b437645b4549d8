"""A row of the troubleshooting table: from the calls that showed a trouble to a verdict, with the cure.

A row is trouble when one of the newest five calls that could show it does; before that it is history.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from santa_core.domain.calls import CallEvent, CallRecord, EndReason

DAYS = 7
_NEWEST = 5  # calls that decide whether a trouble is over


class Verdict(StrEnum):
    FINE = "fine"
    TROUBLE = "trouble"
    UNKNOWN = "not known yet"


@dataclass(frozen=True)
class TroubleRow:
    """`seen`: what the log says. `cures`: what to do, the likeliest first; of a row that is fine, what would
    help. `latest`: the newest call that showed the trouble, None if none did."""

    trouble: str
    verdict: Verdict
    seen: str
    cures: tuple[str, ...]
    latest: CallRecord | None = None
    latest_at: datetime | None = None


@dataclass(frozen=True)
class Sighting:
    """One form of a trouble and the calls that showed it. `what` continues "2 of 14 calls: ..."."""

    what: str
    cure: str
    call_ids: frozenset[str]


@dataclass(frozen=True)
class WeekOfCalls:
    """Calls newest first, and of their events those that tell of troubles, newest first."""

    calls: Sequence[CallRecord]
    events: Sequence[CallEvent]

    def with_event(
        self, name: str, is_one: Callable[[Mapping[str, Any]], bool] | None = None
    ) -> frozenset[str]:
        """The ids of calls in which it happened. `is_one` looks at its detail."""
        return frozenset(
            e.call_id for e in self.events if e.name == name and (is_one is None or is_one(e.detail))
        )

    def ended_by(self, *reasons: EndReason) -> frozenset[str]:
        return frozenset(call.call_id for call in self.calls if call.end_reason in reasons)


def row_of(
    trouble: str,
    base: Sequence[CallRecord],
    sightings: Iterable[Sighting],
    general_cure: str,
    *,
    kind: str = "calls",
) -> TroubleRow:
    """`base`: the calls that could have shown it, newest first; `kind` is what they are called."""
    if not base:
        return TroubleRow(trouble, Verdict.UNKNOWN, f"No {kind} in the last {DAYS} days.", (general_cure,))
    ids = {call.call_id for call in base}
    # The commonest first; sorted() keeps the order of those that are equally common.
    found = sorted(
        (s for s in sightings if s.call_ids & ids), key=lambda s: len(s.call_ids & ids), reverse=True
    )
    of = f"{len(base)} {'call' if len(base) == 1 else 'calls'}"
    if not found:
        return TroubleRow(
            trouble, Verdict.FINE, f"Not seen in {of} of the last {DAYS} days.", (general_cure,)
        )
    hit = set[str]().union(*(s.call_ids for s in found))
    latest = next(call for call in base if call.call_id in hit)
    seen = "; ".join(f"{len(s.call_ids & ids)} of {of}: {s.what}" for s in found) + "."
    recent = any(call.call_id in hit for call in base[:_NEWEST])
    if not recent:
        seen = f"Not in the last {_NEWEST} calls. Before that, {seen}"
    return TroubleRow(
        trouble,
        Verdict.TROUBLE if recent else Verdict.FINE,
        seen,
        tuple(dict.fromkeys(s.cure for s in found)),
        latest,
        latest.started_at or latest.created_at,
    )
