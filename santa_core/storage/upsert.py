"""INSERT ... ON CONFLICT, which SQLite and PostgreSQL spell alike and SQLAlchemy keeps apart.

Statements are built once: a turn is saved at each piece of a sentence, and building one takes longer
than running it.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import Connection, Executable, Table
from sqlalchemy.dialects import postgresql, sqlite


def insert_or_replace(
    connection: Connection, table: Table, row: dict[str, Any], *, key: str | tuple[str, ...]
) -> None:
    keys = (key,) if isinstance(key, str) else key
    connection.execute(_replacing(connection.dialect.name, table, tuple(row), keys), row)


def insert_ignoring(
    connection: Connection, table: Table, row: dict[str, Any], unique: tuple[str, ...]
) -> bool:
    """False if a row with the same `unique` columns is already there."""
    return connection.execute(_ignoring(connection.dialect.name, table, unique), row).first() is not None


@cache
def _replacing(dialect: str, table: Table, columns: tuple[str, ...], keys: tuple[str, ...]) -> Executable:
    insert = _insert(dialect, table)
    changed = {column: insert.excluded[column] for column in columns if column not in keys}
    return insert.on_conflict_do_update(index_elements=list(keys), set_=changed)


@cache
def _ignoring(dialect: str, table: Table, unique: tuple[str, ...]) -> Executable:
    insert = _insert(dialect, table).on_conflict_do_nothing(index_elements=list(unique))
    # Not rowcount: SQLAlchemy asks PostgreSQL for the new key, and then it does not count.
    return insert.returning(table.c[unique[0]])


def _insert(dialect: str, table: Table) -> postgresql.Insert | sqlite.Insert:
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)
