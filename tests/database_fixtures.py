"""Databases for tests: a fresh SQLite file, a fresh schema on a real PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, make_url, text

from santa_core.storage.database import Database, open_database
from tests.postgresql_server import postgresql_url


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{(tmp_path / 'santa.db').as_posix()}"


@pytest.fixture
def fresh_postgresql_url() -> Iterator[str]:
    """The URL of an empty schema of its own, dropped afterwards."""
    server = make_url(postgresql_url()).set(drivername="postgresql+psycopg")
    schema = f"test_{uuid4().hex}"
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            connection.execute(text(f"CREATE SCHEMA {schema}"))
        url = server.update_query_dict({"options": f"-csearch_path={schema}"})
        yield url.set(drivername="postgresql").render_as_string(hide_password=False)
        with engine.connect() as connection:
            connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
    finally:
        engine.dispose()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest) -> str:
    """Runs the test on both databases."""
    name = {"sqlite": "sqlite_url", "postgresql": "fresh_postgresql_url"}[request.param]
    return str(request.getfixturevalue(name))


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = open_database(database_url, migrate=True)
    yield opened
    opened.dispose()
