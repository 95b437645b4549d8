"""What every CallLog answers about sessions, money and events of all calls: fake, SQLite, PostgreSQL."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from santa_core.domain.calls import Bill, CallRecord, CallState
from santa_core.errors import StorageError
from santa_core.ports import CallFilter, CallLog
from tests.contract.test_call_log_contract import NOON, a_call, a_full_call, a_session, an_event

HOUR = timedelta(hours=1)


def test_earlier_sessions_keep_their_order_whatever_their_ids_and_times(log: CallLog) -> None:
    ids = ("z", "a", "m", "a")  # an id twice: nothing a vendor should do, but no reason to lose a bill
    sessions = tuple(a_session(name, opened_at=NOON - n * HOUR) for n, name in enumerate(ids))
    call = replace(a_call(), earlier_sessions=sessions)
    log.save_call(call)
    assert log.call(call.call_id) == call


def test_saving_again_replaces_the_earlier_sessions_too(log: CallLog) -> None:
    call = a_full_call()
    log.save_call(call)
    one_more = replace(call, earlier_sessions=(*call.earlier_sessions, a_session("sess_3")))
    log.save_call(one_more)
    assert log.call(call.call_id) == one_more
    none = replace(call, earlier_sessions=())
    log.save_call(none)
    assert log.call(call.call_id) == none


def test_every_list_of_calls_brings_each_its_own_earlier_sessions(log: CallLog) -> None:
    calls = [
        replace(
            a_call(state=CallState.LIVE, at=NOON + n * HOUR),
            earlier_sessions=tuple(a_session(f"{n}-{m}") for m in range(n)),
        )
        for n in range(4)
    ]
    for call in calls:
        log.save_call(call)
    assert log.recent_calls() == calls[::-1]
    assert log.recent_calls(CallFilter(limit=2)) == [calls[3], calls[2]]
    assert log.open_calls() == calls


def test_a_call_that_cannot_be_saved_leaves_its_sessions_as_they_were(log: CallLog) -> None:
    call = a_full_call()
    log.save_call(call)
    with pytest.raises(StorageError):
        log.save_call(replace(call, call_id="call-1", earlier_sessions=()))
    assert log.call(call.call_id) == call


def test_the_call_of_a_session_is_found_by_any_of_its_sessions(log: CallLog) -> None:
    first = replace(a_full_call(), session_id="now", earlier_sessions=(a_session("before"),))
    second = replace(a_call(), session_id="other")
    log.save_call(first)
    log.save_call(second)
    log.save_call(a_call())  # has no session
    assert log.calls_of_sessions(["now", "before", "other", "stranger"]) == {
        "now": first,
        "before": first,
        "other": second,
    }
    assert log.calls_of_sessions(iter(["before"])) == {"before": first}
    assert log.calls_of_sessions([]) == {}


def test_of_two_calls_with_one_session_id_the_later_counts(log: CallLog) -> None:
    later = replace(a_call(at=NOON + HOUR), session_id="s")
    log.save_call(later)
    log.save_call(replace(a_call(), session_id="s"))
    assert log.calls_of_sessions(["s"]) == {"s": later}


def test_many_sessions_can_be_asked_for_at_once(log: CallLog) -> None:
    call = replace(a_call(), session_id="s1999")
    log.save_call(call)
    assert log.calls_of_sessions(f"s{n}" for n in range(2_000)) == {"s1999": call}


def a_paid_call(usd: str, *, hours: int = 0, practice: bool = False) -> CallRecord:
    bill = Bill("heygen-v1-2024-11", 60, Decimal("0.2"), Decimal(usd), would_have_cost=practice)
    return replace(a_call(at=NOON + hours * HOUR, state=CallState.ENDED), bill=bill)


def test_what_was_spent_is_the_sum_of_the_bills_to_the_last_place(log: CallLog) -> None:
    for usd in ("0.1980", "0.0001", "0.2013", "12345.6789"):
        log.save_call(a_paid_call(usd))
    spent = log.spent_usd(since=NOON, until=NOON + HOUR)
    assert spent == Decimal("12346.0783")  # 0.1980 + 0.0001 + 0.2013 + 12345.6789
    assert isinstance(spent, Decimal)


def test_practice_and_calls_without_a_bill_are_not_spent(log: CallLog) -> None:
    log.save_call(a_paid_call("0.5"))
    log.save_call(a_paid_call("0.7", practice=True))
    log.save_call(a_call(state=CallState.LIVE))
    assert log.spent_usd(since=NOON, until=NOON + HOUR) == Decimal("0.5")


def test_a_month_begins_with_its_first_moment_and_ends_before_the_next(log: CallLog) -> None:
    for hours, usd in enumerate(("1", "2", "4", "8")):
        log.save_call(a_paid_call(usd, hours=hours))
    assert log.spent_usd(since=NOON + HOUR, until=NOON + 3 * HOUR) == 6
    assert log.spent_usd(since=NOON + 9 * HOUR, until=NOON + 10 * HOUR) == 0


def test_recent_events_are_those_of_these_names_of_all_calls_newest_first(log: CallLog) -> None:
    one, other = a_call(), a_call()
    log.save_call(one)
    log.save_call(other)
    names = ("open_failed", "ended", "close_unconfirmed", "flag", "open_failed")
    # Their clocks run backwards: what counts is when they were written down.
    events = [
        an_event((one, other)[n % 2], name=name, at=NOON - n * HOUR, detail={"n": n})
        for n, name in enumerate(names)
    ]
    for event in events:
        log.append_event(event)
    failures = ("open_failed", "close_unconfirmed")
    assert log.recent_events(failures) == [events[4], events[2], events[0]]
    assert log.recent_events(failures, limit=2) == [events[4], events[2]]
    assert log.recent_events(["never"]) == []
    assert log.recent_events([]) == []
