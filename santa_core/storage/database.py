"""Opens the log's database and hands out connections to it.

sqlite:///data/santa.db         the default: one file, WAL; migrations are applied when it is opened
postgresql://user@host/name     psycopg 3; `python -m santa_core database upgrade` applies migrations
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry

from santa_core.errors import StorageError
from santa_core.storage.schema import bring_up_to_date
from santa_core.storage.troubles import connection_trouble, explained

BUSY_TIMEOUT_MS = 5_000
CONNECT_TIMEOUT_SECONDS = 5


class Database:
    """Thread-safe: every `with` takes its own connection from the pool. Whoever opens it closes it."""

    def __init__(self, engine: Engine, *, name: str) -> None:
        self.engine = engine
        # What PostgreSQL otherwise shows may change from one query of a block to the next.
        self._snapshots = (
            engine
            if engine.dialect.name == "sqlite"
            else engine.execution_options(isolation_level="REPEATABLE READ")
        )
        self.name = name  # for people: the file, or host and database; never a password

    @property
    def is_sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One consistent view. Raises StorageError."""
        with explained(self.name), self._snapshots.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction: committed when the block ends, rolled back if it raises StorageError or else."""
        with (
            explained(self.name),
            self.engine.connect() as connection,
            connection.execution_options(writing=True).begin(),
        ):
            yield connection

    def dispose(self) -> None:
        """Closes all connections."""
        self.engine.dispose()


def open_database(url: str, *, migrate: bool = False) -> Database:
    """The database of `url`, at the version this program needs.

    SQLite is migrated here; PostgreSQL only with `migrate`, because other replicas may still be
    running the older program. Raises StorageError: a sentence that says what to do, without passwords.
    """
    parsed = _parse(url)
    if parsed.get_backend_name() == "sqlite":
        path = Path(parsed.database or "")
        _make_folder(path)
        name, engine = f"the log in {path}", _sqlite_engine(parsed)
    else:
        name, engine = f"the log on {_server(parsed)}", _postgresql_engine(parsed)
    try:
        with connection_trouble(name), engine.connect():
            pass
        with explained(name):
            bring_up_to_date(engine, name=name, apply=migrate or engine.dialect.name == "sqlite")
    except BaseException:
        engine.dispose()
        raise
    return Database(engine, name=name)


def _parse(url: str) -> URL:
    # "from None" throughout: SQLAlchemy's message may repeat a piece of the URL, and so of a password.
    try:
        parsed = make_url(url)
        backend = parsed.get_backend_name()
    except (ArgumentError, ValueError, SQLAlchemyError):
        raise StorageError(
            "DATABASE_URL cannot be read. It should look like sqlite:///data/santa.db or "
            "postgresql://user:password@host:5432/name, with @ : / in a password written as %40 %3A %2F."
        ) from None
    if backend == "sqlite":
        if parsed.database in (None, "", ":memory:"):
            raise StorageError(
                "DATABASE_URL names no file, so the log would be lost. Use sqlite:///data/santa.db."
            )
        return parsed.set(drivername="sqlite+pysqlite")
    if backend not in ("postgresql", "postgres"):
        raise StorageError(
            f"DATABASE_URL asks for {backend}. Use sqlite:///data/santa.db or postgresql://user@host/name."
        )
    if parsed.drivername not in ("postgresql", "postgres", "postgresql+psycopg"):
        raise StorageError(f"DATABASE_URL asks for {parsed.drivername}. Write postgresql:// instead.")
    return parsed.set(drivername="postgresql+psycopg")


def _server(url: URL) -> str:
    # An unescaped @ in a password ends up in the host: keep only what follows the last one.
    host = (url.host or str(url.query.get("host", "")) or "this machine").rpartition("@")[2]
    port = f":{url.port}" if url.port else ""
    return f"{host}{port}, database {url.database or url.username or 'postgres'}"


def _make_folder(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(
            f"The folder {path.parent} for the log cannot be made ({error.strerror}). Make it writable, or "
            "choose another with SANTA_DATA_DIR or DATABASE_URL."
        ) from error


def _sqlite_engine(url: URL) -> Engine:
    engine = create_engine(url, hide_parameters=True, connect_args={"timeout": BUSY_TIMEOUT_MS / 1000})

    @event.listens_for(engine, "connect")
    def prepare(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
        assert isinstance(connection, sqlite3.Connection)
        # SQLite's driver opens transactions by its own guess; `begin` below does it instead.
        connection.isolation_level = None
        connection.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
        _write_ahead(connection)
        # A commit survives the death of this process; only a power cut may take the last ones.
        connection.execute("PRAGMA synchronous=NORMAL")
        connection.execute("PRAGMA foreign_keys=ON")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # A write that begins as a read cannot wait for another writer: it fails at once as "locked".
        writing = connection.get_execution_options().get("writing", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Switches a new file to WAL, for good. Two processes that do so at once on a fresh file are told
    "locked" without any waiting, whatever busy_timeout says: so the waiting is done here."""
    give_up_at = time.monotonic() + BUSY_TIMEOUT_MS / 1000
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > give_up_at:
                raise
            time.sleep(0.01)
        else:
            return


def _postgresql_engine(url: URL) -> Engine:
    return create_engine(
        url,
        hide_parameters=True,
        pool_pre_ping=True,  # a restarted server costs one reconnect, not one error
        connect_args={"connect_timeout": CONNECT_TIMEOUT_SECONDS},
    )
