"""INSERT ... ON CONFLICT, which SQLite and PostgreSQL spell alike and SQLAlchemy keeps apart."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


def insert_or_replace(connection: Connection, table: Table, row: dict[str, Any], *, key: str) -> None:
    insert = _insert(connection, table).values(row)
    changed = {column: insert.excluded[column] for column in row if column != key}
    connection.execute(insert.on_conflict_do_update(index_elements=[key], set_=changed))


def insert_ignoring(
    connection: Connection, table: Table, row: dict[str, Any], unique: tuple[str, ...]
) -> bool:
    """False if a row with the same `unique` columns is already there."""
    insert = _insert(connection, table).values(row).on_conflict_do_nothing(index_elements=list(unique))
    # Not rowcount: SQLAlchemy asks PostgreSQL for the new key, and then it does not count.
    return connection.execute(insert.returning(table.c[unique[0]])).first() is not None


def _insert(connection: Connection, table: Table) -> postgresql.Insert | sqlite.Insert:
    return postgresql.insert(table) if connection.dialect.name == "postgresql" else sqlite.insert(table)
