from __future__ import annotations

from collections.abc import Iterator

import pytest

from santa_core.ports import AccountLog, CallLog
from santa_core.storage.account_log import SqlAccountLog
from santa_core.storage.call_log import SqlCallLog
from santa_core.storage.database import Database, open_database
from tests.database_fixtures import database, database_url, fresh_postgresql_url, sqlite_url
from tests.fakes.call_log import FakeCallLog

__all__ = ["database", "database_url", "fresh_postgresql_url", "sqlite_url"]

LOGS = ["fake", "sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]


@pytest.fixture(params=LOGS)
def log(request: pytest.FixtureRequest) -> Iterator[CallLog]:
    if request.param == "fake":
        yield FakeCallLog()
        return
    database = _database(request)
    yield SqlCallLog(database)
    database.dispose()


@pytest.fixture(params=LOGS)
def account_log(request: pytest.FixtureRequest) -> Iterator[AccountLog]:
    if request.param == "fake":
        yield FakeCallLog()
        return
    database = _database(request)
    yield SqlAccountLog(database)
    database.dispose()


def _database(request: pytest.FixtureRequest) -> Database:
    name = {"sqlite": "sqlite_url", "postgresql": "fresh_postgresql_url"}[request.param]
    return open_database(request.getfixturevalue(name), migrate=True)
