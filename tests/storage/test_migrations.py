"""The migrations give exactly the tables of tables.py, and what they were before."""

from __future__ import annotations

from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect, text

from santa_core.storage.database import Database, open_database
from santa_core.storage.schema import alembic_config
from santa_core.storage.tables import metadata


def differences(database: Database) -> list[Any]:
    with database.reading() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True}
        )
        return list(compare_metadata(context, metadata))


def test_the_migrations_make_exactly_the_tables(database: Database) -> None:
    assert differences(database) == []


def test_a_difference_would_be_seen(database: Database) -> None:
    with database.writing() as connection:
        connection.execute(text("DROP INDEX ix_live_call_sessions_state"))
        connection.execute(text("ALTER TABLE call_turns ADD COLUMN mood TEXT"))

    assert {found[0] for found in differences(database)} == {"add_index", "remove_column"}


def test_down_leaves_nothing_and_up_again_everything(database: Database) -> None:
    with database.writing() as connection:
        command.downgrade(alembic_config(connection), "base")
    with database.reading() as connection:
        assert set(inspect(connection).get_table_names()) == {"alembic_version"}

    with database.writing() as connection:
        command.upgrade(alembic_config(connection), "head")
    assert differences(database) == []


def test_opening_again_changes_nothing(database_url: str) -> None:
    open_database(database_url, migrate=True).dispose()
    again = open_database(database_url)
    assert differences(again) == []
    again.dispose()
