"""Brings a database to the version this program needs, or says why it cannot.

A new migration: change tables.py, add a file to migrations/versions; tests/storage compares the two.
"""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, Engine, inspect, text

from santa_core.errors import StorageError
from santa_core.storage.tables import metadata

_MIGRATION_LOCK = 0x53414E5441  # "SANTA": one replica migrates at a time


def bring_up_to_date(engine: Engine, *, name: str, apply: bool) -> None:
    """Raises StorageError if the database is newer, foreign, or older and `apply` is false."""
    with engine.connect() as connection:
        if _is_current(connection, name=name):
            return
    if not apply:
        raise StorageError(
            f"The tables of {name} are of an older version. Run: python -m santa_core database upgrade"
        )
    with engine.connect() as connection, connection.execution_options(writing=True).begin():
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_LOCK})
        # Another process may have done it while this one waited for the lock.
        if not _is_current(connection, name=name):
            command.upgrade(alembic_config(connection), "head")


def alembic_config(connection: Connection) -> Config:
    """Alembic's configuration for this connection's transaction."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def _is_current(connection: Connection, *, name: str) -> bool:
    scripts = ScriptDirectory.from_config(alembic_config(connection))
    current = MigrationContext.configure(connection).get_current_revision()
    if current is None:
        ours = sorted(set(inspect(connection).get_table_names()) & set(metadata.tables))
        if ours:
            raise StorageError(
                f"Another program has already made a table named {ours[0]} in the database of {name}. "
                "Give the studio a database of its own in DATABASE_URL."
            )
        return False
    try:
        scripts.get_revision(current)
    except CommandError:
        raise StorageError(
            f"A newer version of this program made the tables of {name} (version {current}). Update the "
            "program, or choose another place with SANTA_DATA_DIR or DATABASE_URL."
        ) from None
    return current == scripts.get_current_head()
