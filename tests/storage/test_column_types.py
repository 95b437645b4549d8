"""What SQLite and PostgreSQL disagree about, agreed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from uuid import uuid4

import pytest
from sqlalchemy import func, select, text

from santa_core.domain.calls import Bill, CallEvent, CallPlan, CallRecord, CallState, Child
from santa_core.errors import StorageError
from santa_core.storage.call_log import SqlCallLog
from santa_core.storage.database import Database
from santa_core.storage.tables import live_call_sessions, orders

NOON = datetime(2026, 12, 20, 12, tzinfo=UTC)


def a_call(*, name: str = "Emma", at: datetime = NOON, usd: str = "0.1") -> CallRecord:
    bill = Bill("heygen-v1-2024-11", 30, Decimal("0.1"), Decimal(usd))
    plan = CallPlan("greeting", Child(name), 1)
    return CallRecord(str(uuid4()), plan, "Ann", CallState.ENDED, at, bill=bill)


def test_times_come_out_in_utc(database: Database) -> None:
    call = a_call(at=datetime(2026, 12, 20, 13, tzinfo=timezone(timedelta(hours=1))))
    log = SqlCallLog(database)
    log.save_call(call)
    found = log.call(call.call_id)
    assert found is not None
    assert found.created_at == NOON
    assert found.created_at.tzinfo is UTC


def test_a_time_without_a_zone_is_refused(database: Database) -> None:
    with pytest.raises(StorageError):
        SqlCallLog(database).save_call(a_call(at=NOON.replace(tzinfo=None)))


def test_sums_of_money_in_sql_are_exact(database: Database) -> None:
    log = SqlCallLog(database)
    for _ in range(10):
        log.save_call(a_call(usd="0.1001"))
    with database.reading() as connection:
        total = connection.execute(select(func.sum(live_call_sessions.c.usd))).scalar_one()
    assert total == Decimal("1.0010")
    assert isinstance(total, Decimal)


def test_money_is_refused_rather_than_rounded(database: Database) -> None:
    with pytest.raises(StorageError):
        SqlCallLog(database).save_call(a_call(usd="0.12345"))


def test_what_no_database_can_store_becomes_a_mark(database: Database) -> None:
    log = SqlCallLog(database)
    call = a_call(name="Em\0ma\ud83c")
    log.save_call(call)
    detail = {"te\0xt": ["half \ud83c", "whole \ud83c\udf85", "🎅"], "level": float("nan")}
    log.append_event(CallEvent("e", call.call_id, "browser", "typed", NOON, detail=detail))

    found = log.call(call.call_id)
    assert found is not None
    assert found.plan.child.name == "Em\ufffdma\ufffd"
    assert log.events(call.call_id)[0].detail == {
        "te\ufffdxt": ["half \ufffd", "whole 🎅", "🎅"],
        "level": None,
    }


def test_saving_a_call_again_keeps_its_order(database: Database) -> None:
    log, call, order_id = SqlCallLog(database), a_call(), str(uuid4())
    log.save_call(call)
    with database.writing() as connection:
        connection.execute(orders.insert().values(id=order_id))
        connection.execute(live_call_sessions.update().values(order_id=order_id))

    log.save_call(call)

    with database.reading() as connection:
        assert connection.execute(select(live_call_sessions.c.order_id)).scalar_one() == order_id


def test_the_seeds_columns_have_the_seeds_names(database: Database) -> None:
    with database.reading() as connection:
        connection.execute(
            text(
                "SELECT s.id, s.order_id, s.session_id, s.started_at, s.ended_at, s.credits_used,"
                " o.includes_live_call, o.call_scheduled_at, o.call_completed_at, o.call_duration_seconds"
                " FROM live_call_sessions s LEFT JOIN orders o ON o.id = s.order_id"
            )
        )
