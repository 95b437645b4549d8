"""What every CallLog keeps: the fake, SQLite and PostgreSQL alike."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from threading import Thread
from uuid import uuid4

import pytest

from santa_core.domain.calls import (
    AnswerBy,
    Avatar,
    Bill,
    CallEvent,
    CallPlan,
    CallRecord,
    CallState,
    Child,
    EndReason,
    Listen,
    Quality,
    Speaker,
    Turn,
    TurnLatency,
    TurnOrigin,
    VendorSession,
    Voice,
)
from santa_core.errors import StorageError
from santa_core.ports import CallFilter, CallLog

NOON = datetime(2026, 12, 20, 12, 0, 0, 123456, tzinfo=UTC)


def a_call(*, state: CallState = CallState.LIVE, staff_name: str = "Ann", at: datetime = NOON) -> CallRecord:
    plan = CallPlan(scenario_id="greeting", child=Child("Emma"), prompt_version=1)
    return CallRecord(str(uuid4()), plan, staff_name, state, at)


def a_session(session_id: str, **changes: object) -> VendorSession:
    opened_at, closed_at = NOON + timedelta(seconds=1), NOON + timedelta(seconds=30, microseconds=7)
    bill = Bill("heygen-v1-2024-11", 30, Decimal("0.1"), Decimal("0.0990"), False)
    session = VendorSession(session_id, Quality.HIGH, opened_at, closed_at, bill)
    return replace(session, **changes)  # type: ignore[arg-type]


def a_full_call() -> CallRecord:
    plan = CallPlan(
        scenario_id="real-puppy",
        child=Child("ليلى", 7, "pl", ("a puppy", "żółw"), ("helped",), "Layla"),
        prompt_version=3,
        avatar=Avatar.HEYGEN,
        quality=Quality.MEDIUM,
        voice=Voice(0.95, "soothing"),
        listen=Listen.VOICE,
        answer_by=AnswerBy.KNOWLEDGE_BASE_ID,
        knowledge_base_id="kb_123",
        cap_seconds=300,
    )
    return CallRecord(
        call_id=str(uuid4()),
        plan=plan,
        staff_name="Ann",
        state=CallState.ENDED,
        created_at=NOON,
        session_id="sess_abc",
        session_opened_at=NOON + timedelta(seconds=31),
        earlier_sessions=(a_session("sess_1"), a_session("sess_2", quality=None)),
        quality=Quality.LOW,
        started_at=NOON + timedelta(seconds=1),
        connected_at=NOON + timedelta(seconds=2),
        last_seen_at=NOON + timedelta(seconds=60),
        ended_at=NOON + timedelta(seconds=62),
        end_reason=EndReason.USER,
        bill=Bill("heygen-v1-2024-11", 61, Decimal("0.2033"), Decimal("0.2013"), False),
        clock_offset_ms=-1_250,
        chat_model="gpt-4o-mini",
    )


def an_event(call: CallRecord, **changes: object) -> CallEvent:
    event = CallEvent(str(uuid4()), call.call_id, "browser", "avatar_start_talking", NOON)
    return replace(event, **changes)  # type: ignore[arg-type]


def a_turn(call: CallRecord, index: int, **changes: object) -> Turn:
    turn = Turn(str(uuid4()), call.call_id, index, Speaker.CHILD, TurnOrigin.TYPED, "Hello!", NOON)
    return replace(turn, **changes)  # type: ignore[arg-type]


def test_a_call_comes_back_as_it_was_saved(log: CallLog) -> None:
    for call in (a_call(), a_full_call()):
        log.save_call(call)
        assert log.call(call.call_id) == call


def test_money_comes_back_to_its_last_place(log: CallLog) -> None:
    for amount in ("0.0001", "0.1", "99999999.9999"):
        bill = Bill("heygen-v1-2024-11", 30, Decimal(amount), Decimal(amount), True)
        call = replace(a_call(), bill=bill)
        log.save_call(call)
        found = log.call(call.call_id)
        assert found is not None
        assert found.bill == bill
        assert isinstance(found.bill.usd, Decimal)


def test_times_mean_the_same_moment_whatever_zone_they_came_in(log: CallLog) -> None:
    in_warsaw = datetime(2026, 12, 20, 13, 30, tzinfo=timezone(timedelta(hours=1)))
    call = a_call(at=in_warsaw)
    log.save_call(call)

    found = log.call(call.call_id)

    assert found is not None
    assert found.created_at == in_warsaw


def test_saving_again_replaces_the_whole_row(log: CallLog) -> None:
    call = a_full_call()
    log.save_call(call)
    bare = replace(call, state=CallState.LIVE, bill=None, ended_at=None, end_reason=None, session_id=None)
    log.save_call(bare)
    assert log.call(call.call_id) == bare


def test_an_unknown_call_is_none_and_empty(log: CallLog) -> None:
    for call_id in (str(uuid4()), "no-uuid", ""):
        assert log.call(call_id) is None
        assert log.events(call_id) == []
        assert log.turns(call_id) == []


def test_a_call_id_is_found_however_it_is_written(log: CallLog) -> None:
    call = a_call()
    log.save_call(call)
    assert log.call(call.call_id.upper()) == call


def test_a_call_id_that_is_no_uuid_is_refused(log: CallLog) -> None:
    with pytest.raises(StorageError, match="UUID"):
        log.save_call(replace(a_call(), call_id="call-1"))


def test_recent_calls_are_newest_first_and_filtered(log: CallLog) -> None:
    calls = [a_call(staff_name=name, at=NOON + timedelta(hours=h)) for h, name in enumerate("ABAB")]
    for call in calls:
        log.save_call(call)

    assert log.recent_calls() == calls[::-1]
    assert log.recent_calls(CallFilter(limit=2)) == [calls[3], calls[2]]
    assert log.recent_calls(CallFilter(staff_name="A")) == [calls[2], calls[0]]
    middle = CallFilter(since=NOON + timedelta(hours=1), until=NOON + timedelta(hours=3))
    assert log.recent_calls(middle) == [calls[2], calls[1]]


def test_open_calls_are_those_that_may_hold_a_session(log: CallLog) -> None:
    calls = {state: a_call(state=state) for state in CallState}
    for call in calls.values():
        log.save_call(call)
    assert {call.state for call in log.open_calls()} == {
        CallState.OPENING,
        CallState.CONNECTING,
        CallState.LIVE,
        CallState.ENDING,
    }


def test_events_keep_the_order_in_which_they_came_not_that_of_their_clocks(log: CallLog) -> None:
    call = a_call()
    log.save_call(call)
    events = [an_event(call, at=NOON - timedelta(seconds=n), detail={"n": n}) for n in range(5)]

    assert [log.append_event(event) for event in events] == [True] * 5

    assert log.events(call.call_id) == events


def test_an_event_sent_twice_is_logged_once(log: CallLog) -> None:
    call, other = a_call(), a_call()
    log.save_call(call)
    log.save_call(other)
    event = an_event(call, event_id="e1", detail={"first": True})

    assert log.append_event(event) is True
    assert log.append_event(replace(event, detail={"first": False})) is False
    assert log.append_event(an_event(other, event_id="e1")) is True, "ids are per call"

    assert log.events(call.call_id) == [event]


def test_an_event_keeps_its_detail_and_the_browsers_clock(log: CallLog) -> None:
    call = a_call()
    log.save_call(call)
    detail = {"message": "Zażółć 🎅 \"'; DROP TABLE", "n": [1, 2.5, None, True], "deep": {"a": {"b": "ليلى"}}}
    event = an_event(call, browser_at=NOON - timedelta(milliseconds=1), detail=detail)
    log.append_event(event)
    assert log.events(call.call_id) == [event]


def test_nothing_is_logged_for_a_call_that_was_never_saved(log: CallLog) -> None:
    ghost = a_call()
    with pytest.raises(StorageError, match=ghost.call_id):
        log.append_event(an_event(ghost))
    with pytest.raises(StorageError, match=ghost.call_id):
        log.save_turn(a_turn(ghost, 0))


def test_turns_come_back_by_index_and_growing_ones_are_replaced(log: CallLog) -> None:
    call = a_call()
    log.save_call(call)
    second = a_turn(call, 1, speaker=Speaker.SANTA, origin=TurnOrigin.ANSWER, text="Ho")
    log.save_turn(second)
    first = a_turn(call, 0)
    log.save_turn(first)
    latency = TurnLatency(*(NOON + timedelta(milliseconds=n) for n in range(7)))
    whole = replace(second, text="Ho ho", intended_text="Ho ho ho", ended_at=NOON, latency=latency)
    log.save_turn(whole)
    assert log.turns(call.call_id) == [first, whole]


def test_a_corrected_turn_keeps_what_was_heard(log: CallLog) -> None:
    call = a_call()
    log.save_call(call)
    turn = a_turn(call, 0)
    log.save_turn(turn)
    corrected = replace(turn, text="I want a bike", heard_text="I want a bite")
    log.save_turn(corrected)
    assert log.turns(call.call_id) == [corrected]


def test_a_latency_in_which_nothing_happened_is_none(log: CallLog) -> None:
    call = a_call()
    log.save_call(call)
    log.save_turn(a_turn(call, 0, latency=TurnLatency()))
    assert log.turns(call.call_id)[0].latency is None


def test_threads_may_write_and_read_at_the_same_time(log: CallLog) -> None:
    calls = [a_call(at=NOON + timedelta(seconds=n)) for n in range(6)]
    for call in calls:
        log.save_call(call)
    failures: list[BaseException] = []

    def write(call: CallRecord) -> None:
        try:
            for n in range(20):
                log.append_event(an_event(call, event_id=str(n)))
                log.recent_calls()
        except BaseException as error:  # noqa: BLE001  # reported below, on the test's thread
            failures.append(error)

    threads = [Thread(target=write, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failures == []
    for call in calls:
        assert [event.event_id for event in log.events(call.call_id)] == [str(n) for n in range(20)]
