"""What happened to accounts outside of calls, in SQL: each method is one transaction."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, select

from santa_core.domain.accounts import AccountEvent
from santa_core.storage.database import Database
from santa_core.storage.tables import account_events
from santa_core.storage.upsert import insert_ignoring


class SqlAccountLog:
    """AccountLog on SQLite or PostgreSQL. Thread-safe."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def append_account_event(self, event: AccountEvent) -> None:
        with self._database.writing() as connection:
            insert_ignoring(connection, account_events, _row(event), ("event_id",))

    def recent_account_events(self, *, limit: int = 20) -> list[AccountEvent]:
        query = select(account_events).order_by(account_events.c.position.desc()).limit(limit)
        with self._database.reading() as connection:
            return [_from_row(row) for row in connection.execute(query)]


def _row(event: AccountEvent) -> dict[str, Any]:
    return {
        "event_id": event.event_id,
        "at": event.at,
        "account": event.account,
        "name": event.name,
        "by_whom": event.by,
        "session_id": event.session_id,
        "detail": event.detail,
    }


def _from_row(row: Row[Any]) -> AccountEvent:
    return AccountEvent(
        event_id=row.event_id,
        at=row.at,
        account=row.account,
        name=row.name,
        by=row.by_whom,
        session_id=row.session_id,
        detail=row.detail,
    )
