"""What goes wrong with a database is said in one sentence that helps, without a password."""

from __future__ import annotations

import os
import socket
import sqlite3
import sys
import tempfile
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread

import pytest
from sqlalchemy import make_url, text

from santa_core.errors import StorageError
from santa_core.storage.call_log import SqlCallLog
from santa_core.storage.database import Database, open_database
from santa_core.storage.tables import call_events

SECRET = "hunter2"


def complaint(url: str) -> str:
    with pytest.raises(StorageError) as caught:
        open_database(url)
    return str(caught.value)


@contextmanager
def not_root() -> Iterator[None]:
    """Root may write everywhere: be somebody else for a moment."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65_534)
    try:
        yield
    finally:
        os.seteuid(0)


def sqlite_at(path: Path) -> str:
    return f"sqlite:///{path.as_posix()}"


def test_the_folder_is_made(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "santa.db"
    open_database(sqlite_at(path)).dispose()
    assert path.exists()


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("I am in the way")
    said = complaint(sqlite_at(tmp_path / "file" / "santa.db"))
    assert str(tmp_path / "file") in said
    assert "SANTA_DATA_DIR" in said


@pytest.mark.skipif(sys.platform == "win32", reason="chmod does not protect folders on Windows")
def test_a_folder_that_cannot_be_written() -> None:
    # Not below tmp_path, where only its owner may look.
    with tempfile.TemporaryDirectory(prefix="santa-locked-") as folder:
        Path(folder).chmod(0o555)
        with not_root():
            said = complaint(sqlite_at(Path(folder) / "santa.db"))
    assert "cannot be opened" in said
    assert "SANTA_DATA_DIR" in said


@pytest.mark.skipif(sys.platform == "win32", reason="chmod does not protect folders on Windows")
def test_a_file_that_cannot_be_written() -> None:
    with tempfile.TemporaryDirectory(prefix="santa-locked-") as folder:
        path = Path(folder) / "santa.db"
        open_database(sqlite_at(path)).dispose()
        path.chmod(0o444)
        Path(folder).chmod(0o555)
        with not_root():
            database = None
            with pytest.raises(StorageError, match=r"cannot be (written|opened)"):
                database = open_database(sqlite_at(path))
                with database.writing():
                    pass
        if database is not None:
            database.dispose()


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "santa.db"
    path.write_text("Dear Santa, " * 100)
    said = complaint(sqlite_at(path))
    assert "not a database" in said
    assert str(path) in said
    assert path.read_text().startswith("Dear Santa"), "the file is left alone"


def test_a_folder_where_the_file_should_be(tmp_path: Path) -> None:
    assert "cannot be opened" in complaint(sqlite_at(tmp_path))


def test_a_database_from_a_newer_version(database_url: str) -> None:
    database = open_database(database_url, migrate=True)
    with database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    database.dispose()

    said = complaint(database_url)
    assert "newer version" in said
    assert "9999" in said
    assert "Update the program" in said


def test_another_programs_database(tmp_path: Path) -> None:
    path = tmp_path / "shop.db"
    with sqlite3.connect(path) as shop:
        shop.execute("CREATE TABLE orders (id TEXT, paid INTEGER)")
    shop.close()
    said = complaint(sqlite_at(path))
    assert "orders" in said
    assert "database of its own" in said


@pytest.mark.postgres
def test_postgresql_is_not_migrated_unasked(fresh_postgresql_url: str) -> None:
    said = complaint(fresh_postgresql_url)
    assert "python -m santa_core database upgrade" in said

    open_database(fresh_postgresql_url, migrate=True).dispose()
    open_database(fresh_postgresql_url).dispose()


@pytest.mark.postgres
def test_a_name_that_postgresql_does_not_know(fresh_postgresql_url: str) -> None:
    url = make_url(fresh_postgresql_url).set(database="no_such_database")
    assert "does not exist" in complaint(url.render_as_string(hide_password=False))


def test_nobody_answers_at_the_server() -> None:
    with socket.socket() as taken:  # bound but not listening: connections are refused
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        said = complaint(f"postgresql://santa:{SECRET}@127.0.0.1:{port}/santa")
    assert f"127.0.0.1:{port}" in said
    assert "Nobody answers" in said
    assert SECRET not in said


@pytest.mark.parametrize(
    "url",
    [
        f"postgresql://santa:{SECRET}@@127.0.0.1:1/santa",
        f"postgresql://santa:a@{SECRET}@127.0.0.1:1/santa",
        f"postgresql://santa:a:{SECRET}@127.0.0.1:port/santa",
        f"postgresql://127.0.0.1:{SECRET}/santa",
        f"postgresql+asyncpg://santa:{SECRET}@127.0.0.1/santa",
        f"mysql://santa:{SECRET}@127.0.0.1/santa",
        f"postgresql://127.0.0.1:1/santa?password={SECRET}",
        SECRET,
        "sqlite://",
        "sqlite:///:memory:",
    ],
)
def test_a_url_that_cannot_work_is_explained_without_its_password(url: str) -> None:
    with pytest.raises(StorageError) as caught:
        open_database(url)
    shown: BaseException | None = caught.value
    while shown is not None:
        assert SECRET not in str(shown)
        shown = None if shown.__suppress_context__ else shown.__cause__ or shown.__context__


def test_a_locked_file_is_explained(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("santa_core.storage.database.BUSY_TIMEOUT_MS", 50)
    database = open_database(sqlite_url)
    other = sqlite3.connect(make_url(sqlite_url).database or "")
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(StorageError, match="Another program holds"), database.writing():
        pass
    other.close()
    with database.writing():
        pass
    database.dispose()


def test_no_error_repeats_a_childs_words(database: Database) -> None:
    row = {"call_id": None, "event_id": "e", "source": "browser", "name": "x", "at": datetime.now(UTC)}
    with pytest.raises(StorageError) as caught, database.writing() as connection:
        connection.execute(call_events.insert().values(**row, detail={"text": "I live at 12 Elm Road"}))
    assert "Elm Road" not in "".join(traceback.format_exception(caught.value))


def test_two_processes_may_start_at_the_same_time(database_url: str) -> None:
    failures: list[BaseException] = []

    def start() -> None:
        try:
            open_database(database_url, migrate=True).dispose()
        except BaseException as error:  # noqa: BLE001  # reported below, on the test's thread
            failures.append(error)

    starts = [Thread(target=start) for _ in range(4)]
    for thread in starts:
        thread.start()
    for thread in starts:
        thread.join()

    assert failures == []
    database = open_database(database_url)
    assert SqlCallLog(database).recent_calls() == []
    database.dispose()


def test_sqlite_is_set_up_for_a_log(sqlite_url: str) -> None:
    database = open_database(sqlite_url)
    with database.reading() as connection:
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    database.dispose()
    assert pragmas == {"journal_mode": "wal", "synchronous": 1, "foreign_keys": 1, "busy_timeout": 5_000}
