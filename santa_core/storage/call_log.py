"""The log of calls in SQL: each method is one transaction, committed when it returns."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from santa_core.domain.calls import CallEvent, CallRecord, CallState, Turn
from santa_core.errors import StorageError
from santa_core.ports import CallFilter
from santa_core.storage.call_rows import (
    event_from_row,
    event_row,
    record_from_row,
    record_row,
    turn_from_row,
    turn_row,
)
from santa_core.storage.database import Database
from santa_core.storage.tables import call_events, call_turns, live_call_sessions
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

    def call(self, call_id: str) -> CallRecord | None:
        key = _key(call_id)
        if key is None:
            return None
        with self._database.reading() as connection:
            row = connection.execute(
                select(live_call_sessions).where(live_call_sessions.c.id == key)
            ).one_or_none()
            return None if row is None else record_from_row(row)

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
            return [record_from_row(row) for row in connection.execute(query.limit(wanted.limit))]

    def open_calls(self) -> list[CallRecord]:
        calls = live_call_sessions.c
        query = select(live_call_sessions).where(calls.state.in_([s.value for s in _OPEN_STATES]))
        with self._database.reading() as connection:
            return [record_from_row(row) for row in connection.execute(query.order_by(calls.created_at))]

    def append_event(self, event: CallEvent) -> bool:
        _require_key(event.call_id)
        with self._database.writing() as connection, _known_call(event.call_id):
            return insert_ignoring(connection, call_events, event_row(event), ("call_id", "event_id"))

    def events(self, call_id: str) -> list[CallEvent]:
        key = _key(call_id)
        query = select(call_events).where(call_events.c.call_id == key).order_by(call_events.c.position)
        with self._database.reading() as connection:
            return [event_from_row(row) for row in connection.execute(query)]

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
