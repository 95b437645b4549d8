"""Migration 0003: what older logs hold, what older programs can still read, and how often we ask."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from alembic import command
from sqlalchemy import event, inspect, text

from santa_core.domain.accounts import AccountEvent
from santa_core.domain.calls import (
    Avatar,
    Bill,
    CallPlan,
    CallRecord,
    CallState,
    Child,
    EndReason,
    Quality,
    VendorSession,
)
from santa_core.errors import StorageError
from santa_core.storage.account_log import SqlAccountLog
from santa_core.storage.call_log import SqlCallLog
from santa_core.storage.database import Database, open_database
from santa_core.storage.schema import alembic_config

NOON = datetime(2026, 12, 20, 12, tzinfo=UTC)
BILL = Bill("heygen-v1-2024-11", 91, Decimal("0.3033"), Decimal("0.3003"))


def a_call(*, sessions: int = 0, **changes: Any) -> CallRecord:
    bill = Bill("heygen-v1-2024-11", 30, Decimal("0.1"), Decimal("0.0990"))
    call = CallRecord(
        call_id=str(uuid4()),
        plan=CallPlan("greeting", Child("Emma"), 1, avatar=Avatar.HEYGEN),
        staff_name="Ann",
        state=CallState.ENDED,
        created_at=NOON,
        session_id="last",
        session_opened_at=NOON + timedelta(seconds=10),
        earlier_sessions=tuple(
            VendorSession(f"s{n}", Quality.HIGH, NOON, NOON + timedelta(seconds=10), bill)
            for n in range(sessions)
        ),
        started_at=NOON,
        ended_at=NOON + timedelta(seconds=71),
        end_reason=EndReason.USER,
        bill=BILL,
    )
    return replace(call, **changes)


def to_version(database: Database, version: str) -> None:
    with database.writing() as connection:
        command.downgrade(alembic_config(connection), version)


def test_the_log_of_an_older_program_is_read_whole(database_url: str) -> None:
    database = open_database(database_url, migrate=True)
    call = a_call(session_opened_at=None)
    SqlCallLog(database).save_call(call)
    to_version(database, "0002")  # as the older program would have written it: no row or column is new
    with database.reading() as connection:
        columns = {column["name"] for column in inspect(connection).get_columns("live_call_sessions")}
        assert "session_opened_at" not in columns
    database.dispose()

    today = open_database(database_url, migrate=True)

    log = SqlCallLog(today)
    assert log.recent_calls() == [call]
    assert log.calls_of_sessions(["last"]) == {"last": call}
    assert log.spent_usd(since=NOON, until=NOON + timedelta(days=1)) == BILL.usd
    today.dispose()


def test_going_back_keeps_every_call_and_its_whole_price(database: Database) -> None:
    log, accounts = SqlCallLog(database), SqlAccountLog(database)
    call = a_call(sessions=2)
    log.save_call(call)
    accounts.append_account_event(AccountEvent("e1", NOON, "HeyGen", "stranger_closed", "Ann"))

    to_version(database, "0002")

    with database.reading() as connection:
        tables = set(inspect(connection).get_table_names())
        usd = connection.execute(text("SELECT usd FROM live_call_sessions")).scalar_one()
    assert not tables & {"earlier_sessions", "account_events"}
    assert Decimal(usd) / (10_000 if database.is_sqlite else 1) == BILL.usd

    with database.writing() as connection:
        command.upgrade(alembic_config(connection), "head")
    # What the older version could not hold is lost; the bill of the call is not.
    assert log.recent_calls() == [replace(call, earlier_sessions=(), session_opened_at=None)]
    assert accounts.recent_account_events() == []


@pytest.mark.parametrize(
    ("new", "old"),
    [
        ({"end_reason": EndReason.SIGNED_OUT}, {"end_reason": EndReason.USER}),
        ({"end_reason": EndReason.CLOSED_ELSEWHERE}, {"end_reason": EndReason.PROVIDER_ERROR}),
        ({"avatar": Avatar.LIVEAVATAR_SANDBOX}, {"avatar": Avatar.LIVEAVATAR}),
        ({"end_reason": EndReason.LINK_LOST}, {"end_reason": EndReason.LINK_LOST}),
    ],
)
def test_going_back_leaves_no_word_the_older_program_does_not_know(
    database: Database, new: dict[str, Any], old: dict[str, Any]
) -> None:
    def saved_as(*, avatar: Avatar = Avatar.HEYGEN, **changes: Any) -> CallRecord:
        call = a_call(session_opened_at=None, **changes)
        return replace(call, plan=replace(call.plan, avatar=avatar))

    log, call = SqlCallLog(database), saved_as(**new)
    log.save_call(call)
    to_version(database, "0002")
    with database.writing() as connection:
        command.upgrade(alembic_config(connection), "head")
    assert log.call(call.call_id) == replace(saved_as(**old), call_id=call.call_id)


@contextmanager
def questions(database: Database) -> Iterator[list[str]]:
    """The SELECTs that are asked meanwhile."""
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.startswith("SELECT"):
            asked.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(database.engine, "before_cursor_execute", note)


def test_a_list_of_calls_takes_two_questions_however_long_it_is(database: Database) -> None:
    log = SqlCallLog(database)
    for n in range(20):
        log.save_call(a_call(sessions=n % 3, created_at=NOON + timedelta(seconds=n)))
    with questions(database) as asked:
        assert len(log.recent_calls()) == 20
    assert len(asked) == 2


def test_a_call_and_its_sessions_are_of_one_moment(database: Database) -> None:
    """While a call is read, its next session is opened: the reader sees the call before or after."""
    log = SqlCallLog(database)
    call = a_call(sessions=1)
    log.save_call(call)
    (more,) = a_call(sessions=1).earlier_sessions
    moved_on = replace(
        call,
        session_id="next",
        earlier_sessions=(*call.earlier_sessions, more),
    )
    saved: list[bool] = []

    def open_next(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.startswith("SELECT") and "FROM live_call_sessions" in statement and not saved:
            saved.append(True)
            log.save_call(moved_on)

    event.listen(database.engine, "after_cursor_execute", open_next)
    assert log.call(call.call_id) == call
    assert saved
    assert log.call(call.call_id) == moved_on


def test_a_call_is_saved_with_its_sessions_or_not_at_all(database: Database) -> None:
    log = SqlCallLog(database)
    call = a_call(sessions=1)
    log.save_call(call)
    (session,) = call.earlier_sessions
    # A price with more places than the log keeps is refused; by then the call's own row is written.
    unpriceable = replace(session, bill=replace(session.bill, usd=Decimal("0.00001")))
    with pytest.raises(StorageError):
        log.save_call(replace(call, state=CallState.LIVE, earlier_sessions=(session, unpriceable)))
    assert log.call(call.call_id) == call
