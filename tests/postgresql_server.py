"""A real PostgreSQL for tests, found or started once in a test run.

    TEST_DATABASE_URL                 a server that is already there; its user may create schemas
    /usr/lib/postgresql/*/bin         Debian's binaries, started in a temporary folder
    pgserver                          the pip package, the same

Without any of them tests skip with a plain reason, but fail where CI=true: there nothing is skipped.
"""

from __future__ import annotations

import atexit
import functools
import importlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
import sqlalchemy

_START_SECONDS = 30


@functools.cache
def postgresql_url() -> str:
    """Skips the test if there is no PostgreSQL."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        return given
    for start in (_start_debian, _start_pgserver):
        url = start()
        if url is not None:
            return url
    reason = "no PostgreSQL: set TEST_DATABASE_URL, install Debian's postgresql, or pip install pgserver"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


def _start_debian() -> str | None:
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if not folders or sys.platform == "win32":
        return None
    # PostgreSQL refuses to run as root.
    user = _someone_else() if os.getuid() == 0 else None
    home = Path(tempfile.mkdtemp(prefix="santa-pg-"))
    if user:
        shutil.chown(home, user)
    data = home / "data"
    subprocess.run(
        [folders[-1] / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C"],
        user=user, cwd=home, check=True, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    # No TCP port: a socket in the folder. No fsync: the data is thrown away.
    server = subprocess.Popen(
        [folders[-1] / "postgres", "-D", data, "-k", home, "-c", "listen_addresses=", "-c", "fsync=off"],
        user=user, cwd=home, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip

    def stop() -> None:
        server.send_signal(signal.SIGINT)  # "fast shutdown"
        server.wait(10)
        shutil.rmtree(home, ignore_errors=True)

    atexit.register(stop)
    url = f"postgresql://postgres@/postgres?host={home}"
    _await_answer(url, server)
    return url


def _start_pgserver() -> str | None:
    try:
        pgserver = importlib.import_module("pgserver")
    except ImportError:
        return None
    home = Path(tempfile.mkdtemp(prefix="santa-pg-"))
    server = pgserver.get_server(home, cleanup_mode="delete")
    atexit.register(server.cleanup)
    return str(server.get_uri())


def _await_answer(url: str, server: subprocess.Popen[bytes]) -> None:
    engine = sqlalchemy.create_engine(url.replace("postgresql:", "postgresql+psycopg:", 1))
    give_up = time.monotonic() + _START_SECONDS
    try:
        while True:
            try:
                engine.connect().close()
            except sqlalchemy.exc.OperationalError:
                if server.poll() is not None or time.monotonic() > give_up:
                    raise
                time.sleep(0.05)
            else:
                return
    finally:
        engine.dispose()


def _someone_else() -> str:
    import pwd  # not on Windows

    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"
