"""What one calendar month of calls came to. Money that was spent and money that would have been: apart."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

from santa_core.domain.calls import CallRecord
from santa_core.ports import CallFilter, CallLog

# More calls than a hall of staff can make in a month; a report that reaches it says so.
MOST_CALLS = 20_000


@dataclass(frozen=True)
class Spending:
    calls: int = 0
    billed_seconds: int = 0
    credits: Decimal = Decimal(0)
    usd: Decimal = Decimal(0)

    def plus(self, record: CallRecord) -> Spending:
        bill = record.bill
        if bill is None:
            return self
        return Spending(
            self.calls + 1,
            self.billed_seconds + bill.billed_seconds,
            self.credits + bill.credits,
            self.usd + bill.usd,
        )


@dataclass(frozen=True)
class MonthReport:
    """`since` to `until` (exclusive), UTC. Only priced calls count as spending."""

    since: datetime
    until: datetime
    calls: tuple[CallRecord, ...]  # newest first
    spent: Spending
    would_have_cost: Spending  # practice calls
    complete: bool

    @property
    def seconds(self) -> float:
        """Of all calls with a beginning and an end."""
        return sum(call.duration_seconds or 0.0 for call in self.calls)


def month_of(at: datetime) -> tuple[datetime, datetime]:
    """The first moment of the month of `at` and of the next, UTC."""
    at = at.astimezone(UTC)
    since = datetime(at.year, at.month, 1, tzinfo=UTC)
    until = datetime(at.year + at.month // 12, at.month % 12 + 1, 1, tzinfo=UTC)
    return since, until


def month_report(log: CallLog, at: datetime) -> MonthReport:
    """Raises StorageError."""
    since, until = month_of(at)
    calls = log.recent_calls(CallFilter(since=since, until=until, limit=MOST_CALLS))
    spent = would_have_cost = Spending()
    for call in calls:
        if call.bill is not None and call.bill.would_have_cost:
            would_have_cost = would_have_cost.plus(call)
        else:
            spent = spent.plus(call)
    return MonthReport(since, until, tuple(calls), spent, would_have_cost, len(calls) < MOST_CALLS)
