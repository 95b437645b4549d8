"""The log of calls in SQL: each method is one transaction, committed when it returns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Select, delete, func, insert, or_, select
from sqlalchemy.exc import IntegrityError

from santa_core.domain.calls import CallEvent, CallRecord, CallState, Turn, VendorSession
from santa_core.errors import StorageError
from santa_core.ports import CallFilter
from santa_core.storage.call_rows import (
    event_from_row,
    event_row,
    record_from_row,
    record_row,
    session_from_row,
    session_rows,
    turn_from_row,
    turn_row,
)
from santa_core.storage.database import Database
from santa_core.storage.tables import call_events, call_turns, earlier_sessions, live_call_sessions
from santa_core.storage.upsert import insert_ignoring, insert_or_replace

_OPEN_STATES = (CallState.OPENING, CallState.CONNECTING, CallState.LIVE, CallState.ENDING)


class SqlCallLog:
    """CallLog on SQLite or PostgreSQL. Thread-safe; one writer at a time keeps the events' order."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def save_call(self, record: CallRecord) -> None:
        _require_key(record.call_id)
        with self._database.writing() as connection:
            # Columns that a CallRecord does not know (order_id) keep their value.
            insert_or_replace(connection, live_call_sessions, record_row(record), key="id")
            connection.execute(delete(earlier_sessions).where(earlier_sessions.c.call_id == record.call_id))
            if rows := session_rows(record):
                connection.execute(insert(earlier_sessions), rows)

    def call(self, call_id: str) -> CallRecord | None:
        key = _key(call_id)
        if key is None:
            return None
        with self._database.reading() as connection:
            query = select(live_call_sessions).where(live_call_sessions.c.id == key)
            return next(iter(_records(connection, query)), None)

    def recent_calls(self, filter: CallFilter | None = None) -> list[CallRecord]:
        wanted = filter or CallFilter()
        calls = live_call_sessions.c
        query = select(live_call_sessions).order_by(calls.created_at.desc(), calls.id.desc())
        if wanted.staff_name is not None:
            query = query.where(calls.staff_name == wanted.staff_name)
        if wanted.since is not None:
            query = query.where(calls.created_at >= wanted.since)
        if wanted.until is not None:
            query = query.where(calls.created_at < wanted.until)
        with self._database.reading() as connection:
            return _records(connection, query.limit(wanted.limit))

    def open_calls(self) -> list[CallRecord]:
        calls = live_call_sessions.c
        query = select(live_call_sessions).where(calls.state.in_([s.value for s in _OPEN_STATES]))
        with self._database.reading() as connection:
            return _records(connection, query.order_by(calls.created_at))

    def calls_of_sessions(self, session_ids: Iterable[str]) -> dict[str, CallRecord]:
        calls, wanted = live_call_sessions.c, set(session_ids)
        earlier = select(earlier_sessions.c.call_id).where(earlier_sessions.c.session_id.in_(wanted))
        query = select(live_call_sessions).where(or_(calls.session_id.in_(wanted), calls.id.in_(earlier)))
        with self._database.reading() as connection:
            records = _records(connection, query.order_by(calls.created_at))
        return {
            session_id: record
            for record in records
            for session_id in (record.session_id, *(s.session_id for s in record.earlier_sessions))
            if session_id in wanted
        }

    def spent_usd(self, *, since: datetime, until: datetime) -> Decimal:
        calls = live_call_sessions.c
        query = select(func.sum(calls.usd)).where(
            calls.created_at >= since, calls.created_at < until, calls.would_have_cost.is_(False)
        )
        with self._database.reading() as connection:
            return connection.execute(query).scalar_one() or Decimal(0)

    def append_event(self, event: CallEvent) -> bool:
        _require_key(event.call_id)
        with self._database.writing() as connection, _known_call(event.call_id):
            return insert_ignoring(connection, call_events, event_row(event), ("call_id", "event_id"))

    def events(self, call_id: str) -> list[CallEvent]:
        key = _key(call_id)
        query = select(call_events).where(call_events.c.call_id == key).order_by(call_events.c.position)
        with self._database.reading() as connection:
            return [event_from_row(row) for row in connection.execute(query)]

    def recent_events(self, names: Collection[str], *, limit: int = 20) -> list[CallEvent]:
        events = call_events.c
        query = select(call_events).where(events.name.in_(names)).order_by(events.position.desc())
        with self._database.reading() as connection:
            return [event_from_row(row) for row in connection.execute(query.limit(limit))]

    def save_turn(self, turn: Turn) -> None:
        _require_key(turn.call_id)
        with self._database.writing() as connection, _known_call(turn.call_id):
            insert_or_replace(connection, call_turns, turn_row(turn), key="turn_id")

    def turns(self, call_id: str) -> list[Turn]:
        turns = call_turns.c
        query = select(call_turns).where(turns.call_id == _key(call_id))
        with self._database.reading() as connection:
            rows = connection.execute(query.order_by(turns.turn_index, turns.started_at))
            return [turn_from_row(row) for row in rows]


def _records(connection: Connection, query: Select[Any]) -> list[CallRecord]:
    """The calls of `query`, which selects whole rows, with their earlier sessions: two questions, however
    many calls."""
    rows = connection.execute(query).all()
    if not rows:
        return []
    session, earlier = earlier_sessions.c, defaultdict[str, list[VendorSession]](list)
    of_these = session.call_id.in_(query.with_only_columns(live_call_sessions.c.id))
    sessions = select(earlier_sessions).where(of_these).order_by(session.call_id, session.position)
    for row in connection.execute(sessions):
        earlier[row.call_id].append(session_from_row(row))
    return [record_from_row(row, earlier[row.id]) for row in rows]


def _key(call_id: str) -> str | None:
    """The stored form of a call id, None if it is none: asking for it then finds nothing."""
    try:
        return str(UUID(call_id))
    except ValueError:
        return None


def _require_key(call_id: str) -> None:
    if _key(call_id) != call_id:
        raise StorageError(f"{call_id!r} cannot be logged: a call id is a UUID in lower case with hyphens.")


@contextmanager
def _known_call(call_id: str) -> Iterator[None]:
    try:
        yield
    except IntegrityError:
        raise StorageError(f"The log has no call {call_id} to write to. Save the call first.") from None
