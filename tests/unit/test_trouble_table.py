"""The troubleshooting table: what the log must hold for each verdict."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from santa_core.domain.calls import (
    AnswerBy,
    CallEvent,
    CallRecord,
    CallState,
    EndReason,
    Listen,
)
from santa_core.services.trouble_rows import TroubleRow, Verdict, WeekOfCalls
from santa_core.services.trouble_table import read_trouble_table, trouble_table
from tests.fakes.call_log import FakeCallLog
from tests.fakes.samples import a_plan

NOW = datetime(2026, 12, 20, 12, tzinfo=UTC)
VIDEO, ECHO, LATENCY, DROPS, SILENT, STT = range(6)


def a_call(*, minutes_ago: float = 60, listen: Listen = Listen.VOICE, **changes: Any) -> CallRecord:
    """A call of one minute that went well."""
    started_at = NOW - timedelta(minutes=minutes_ago)
    record = CallRecord(
        call_id=str(uuid4()),
        plan=a_plan(listen=listen),
        staff_name="Nora",
        state=CallState.ENDED,
        created_at=started_at,
        session_id="s",
        started_at=started_at,
        connected_at=started_at,
        ended_at=started_at + timedelta(minutes=1),
        end_reason=EndReason.USER,
    )
    return replace(record, **changes)


def an_event(call: CallRecord, name: str, **detail: Any) -> CallEvent:
    return CallEvent(str(uuid4()), call.call_id, "browser", name, call.created_at, detail=detail)


def rows_of(
    *calls: CallRecord, events: list[CallEvent] | None = None, pictures: bool = True
) -> list[TroubleRow]:
    """`pictures`: every call that connected showed one."""
    shown = [an_event(call, "first_frame") for call in calls if pictures and call.connected_at]
    newest_first = sorted(calls, key=lambda call: call.created_at, reverse=True)
    return trouble_table(WeekOfCalls(newest_first, [*(events or []), *shown]))


def test_without_calls_nothing_is_known_and_every_row_still_has_its_cure() -> None:
    rows = rows_of()
    assert [row.trouble for row in rows] == [
        "No video showing",
        "Audio echo",
        "High latency",
        "Session drops",
        "Avatar not responding",
        "STT not working",
    ]
    assert {row.verdict for row in rows} == {Verdict.UNKNOWN}
    assert rows[VIDEO].seen == "No calls in the last 7 days."
    assert all(row.cures and row.latest is None for row in rows)


def test_a_call_that_went_well_is_fine_in_every_row() -> None:
    call = a_call()
    rows = rows_of(call, events=[an_event(call, "waits", p95_ms=900, median_parts_ms={"hearing": 500})])
    assert {row.verdict for row in rows} == {Verdict.FINE}
    assert rows[DROPS].seen == "Not seen in 1 call of the last 7 days."
    assert "p95 was 0.9 s" in rows[LATENCY].seen


def test_a_typed_call_says_nothing_of_microphone_and_echo() -> None:
    rows = rows_of(a_call(listen=Listen.TYPING))
    assert rows[ECHO].verdict is rows[STT].verdict is Verdict.UNKNOWN
    assert rows[ECHO].seen == "No spoken calls in the last 7 days."


@pytest.mark.parametrize(
    ("row", "name", "detail", "cure"),
    [
        (VIDEO, "start_failed", {"message": "x"}, "without VPN"),
        (VIDEO, "sound_blocked", {}, "Turn on sound"),
        (ECHO, "echo_heard", {}, "headphones"),
        (LATENCY, "connection_quality_changed", {"quality": "BAD"}, "Medium or Low"),
        (DROPS, "keep_alive_failed", {}, "keep-alive"),
        (DROPS, "media_reconnecting", {}, "use a cable"),
        (SILENT, "avatar_silent", {}, "Practice Santa"),
        (SILENT, "speak_failed", {"message": "x"}, "1,000 characters"),
        (STT, "voice_chat_failed", {"message": "NotAllowedError"}, "address bar"),
        (STT, "microphone_silent", {}, "Unmute"),
        (STT, "microphone_lost", {}, "Plug it in"),
        (STT, "unheard", {}, "context"),
        (STT, "hearing_lost", {}, "new call, or type"),
    ],
)
def test_each_event_makes_its_row_trouble_with_its_cure(
    row: int, name: str, detail: dict[str, Any], cure: str
) -> None:
    call = a_call()
    rows = rows_of(call, events=[an_event(call, name, **detail)])
    assert rows[row].verdict is Verdict.TROUBLE
    assert rows[row].seen.startswith("1 of 1 call: ")
    assert cure in " ".join(rows[row].cures)
    assert rows[row].latest == call
    assert [r.verdict for i, r in enumerate(rows) if i != row].count(Verdict.TROUBLE) == 0


@pytest.mark.parametrize(
    ("reason", "cure"),
    [
        (EndReason.IDLE_TIMEOUT, "keeps sessions alive"),
        (EndReason.NETWORK_ERROR, "lower picture quality"),
        (EndReason.LINK_LOST, "WebSockets"),
        (EndReason.DURATION_LIMIT, "shorter than the account's limit"),
        (EndReason.CREDITS_EXHAUSTED, "Top up"),
        (EndReason.PROVIDER_ERROR, "status page"),
    ],
)
def test_a_call_that_was_dropped_says_by_what(reason: EndReason, cure: str) -> None:
    rows = rows_of(a_call(end_reason=reason))
    assert rows[DROPS].verdict is Verdict.TROUBLE
    assert cure in " ".join(rows[DROPS].cures)


@pytest.mark.parametrize("reason", [EndReason.USER, EndReason.CAP, EndReason.SILENCE, EndReason.PAGE_CLOSED])
def test_a_call_that_ended_as_it_should_is_no_drop(reason: EndReason) -> None:
    assert rows_of(a_call(end_reason=reason))[DROPS].verdict is Verdict.FINE


def test_a_call_that_never_connected_had_no_picture_and_is_no_drop() -> None:
    rows = rows_of(a_call(connected_at=None, end_reason=EndReason.NEVER_CONNECTED))
    assert rows[VIDEO].verdict is Verdict.TROUBLE
    assert "no connection came about" in rows[VIDEO].seen
    assert rows[DROPS].verdict is Verdict.UNKNOWN


def test_a_live_call_without_a_first_frame_had_no_picture() -> None:
    assert "no picture was drawn" in rows_of(a_call(), pictures=False)[VIDEO].seen


def test_a_call_of_a_few_seconds_need_not_have_shown_a_picture() -> None:
    call = a_call()
    short = replace(call, ended_at=call.created_at + timedelta(seconds=5))
    assert rows_of(short, pictures=False)[VIDEO].verdict is Verdict.FINE


@pytest.mark.parametrize(
    ("parts", "cure"),
    [
        ({"hearing": 2_600, "avatar": 500}, "SANTA_EARS"),
        ({"hearing": 500, "first_token": 2_600}, "quicker model"),
        ({"hearing": 500, "avatar": 2_900}, "does not change"),
        ({"sending": 2_900}, "cable"),
        ({}, "review of the call"),
    ],
)
def test_a_slow_call_blames_its_slowest_part(parts: dict[str, int], cure: str) -> None:
    call = a_call()
    row = rows_of(call, events=[an_event(call, "waits", p95_ms=3_400, median_parts_ms=parts)])[LATENCY]
    assert row.verdict is Verdict.TROUBLE
    assert cure in " ".join(row.cures)
    assert "p95 was 3.4 s" in row.seen


def test_three_seconds_are_not_yet_slow() -> None:
    call = a_call()
    assert rows_of(call, events=[an_event(call, "waits", p95_ms=3_000)])[LATENCY].verdict is Verdict.FINE


def test_hostile_details_count_as_nothing() -> None:
    call = a_call()
    events = [
        an_event(call, "waits", p95_ms="<b>", median_parts_ms=["x"]),
        an_event(call, "waits", p95_ms=True),
    ]
    assert rows_of(call, events=events)[LATENCY].verdict is Verdict.FINE


def test_a_good_connection_is_no_trouble() -> None:
    call = a_call()
    events = [an_event(call, "connection_quality_changed", quality="GOOD")]
    assert rows_of(call, events=events)[LATENCY].verdict is Verdict.UNKNOWN


def test_a_vendors_silent_model_is_told_apart_from_a_silent_avatar() -> None:
    call = a_call(plan=a_plan(answer_by=AnswerBy.VENDOR_LLM))
    row = rows_of(call, events=[an_event(call, "avatar_silent")])[SILENT]
    assert "wrote no answer" in row.seen
    assert len(row.cures) == 1


def test_a_trouble_that_five_calls_did_not_show_any_more_is_history() -> None:
    bad = a_call(minutes_ago=600)
    good = [a_call(minutes_ago=minutes) for minutes in (10, 20, 30, 40, 50)]
    events = [an_event(bad, "echo_heard")]
    over = rows_of(bad, *good, events=events)[ECHO]
    assert over.verdict is Verdict.FINE
    assert over.seen.startswith("Not in the last 5 calls. Before that, 1 of 6 calls: ")
    assert over.latest == bad
    assert rows_of(bad, *good[:4], events=events)[ECHO].verdict is Verdict.TROUBLE


def test_the_commonest_form_comes_first_and_the_latest_call_is_linked() -> None:
    older, newer, newest = (a_call(minutes_ago=minutes) for minutes in (30, 20, 10))
    events = [
        an_event(older, "microphone_silent"),
        an_event(newer, "voice_chat_failed"),
        an_event(older, "voice_chat_failed"),
    ]
    row = rows_of(older, newer, newest, events=events)[STT]
    assert row.seen.startswith("2 of 3 calls: the microphone could not be opened; 1 of 3 calls: nothing came")
    assert row.latest == newer


def test_ears_that_are_missing_are_trouble_before_anybody_calls() -> None:
    row = trouble_table(WeekOfCalls([], []), ears_available=False, ears_note="No ears: install them.")[STT]
    assert row.verdict is Verdict.TROUBLE
    assert "No ears: install them." in row.seen
    assert "type" in row.cures[-1]


def test_the_reader_looks_back_seven_days() -> None:
    log = FakeCallLog()
    old, new = a_call(minutes_ago=8 * 24 * 60), a_call(minutes_ago=6 * 24 * 60)
    for call in (old, new):
        log.save_call(call)
        log.append_event(an_event(call, "first_frame"))
    log.append_event(an_event(old, "echo_heard"))
    rows = read_trouble_table(log, now=NOW, ears_available=True, ears_note="")
    assert rows[ECHO].verdict is Verdict.FINE
    assert rows[ECHO].seen == "Not seen in 1 call of the last 7 days."
