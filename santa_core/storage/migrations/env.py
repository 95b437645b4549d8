"""Alembic's entry: runs migrations on the connection that santa_core.storage.schema hands over."""

from __future__ import annotations

from alembic import context

from santa_core.storage.tables import metadata

# transactional_ddl: the whole upgrade is one transaction on SQLite too, so a crash leaves the old tables.
context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
