"""python -m santa_core doctor: what is connected and what is wrong, while a studio runs or without one."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import make_url

from santa_core.bootstrap import machine_checks, open_vendors
from santa_core.cli import doctor_report
from santa_core.cli.terminal import Terminal
from santa_core.errors import SantaError, StorageError
from santa_core.ports import Clock
from santa_core.services.examination import Examination, examine
from santa_core.services.health import Check
from santa_core.services.system_clock import SystemClock
from santa_core.settings import Settings, load_settings
from santa_core.storage.account_log import SqlAccountLog
from santa_core.storage.call_log import SqlCallLog
from santa_core.storage.database import Database, open_database

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]

# Each vendor's answer is waited for 6 s, a busy or distant database for 5 s: past this, something hangs.
_LONGEST_SECONDS = 30
_CLOSING_SECONDS = 2


def add_to(commands: Commands) -> None:
    doctor = commands.add_parser("doctor", help="what is connected, what is wrong, and the cure")
    doctor.add_argument("--json", action="store_true", help="print JSON")
    doctor.set_defaults(run=_run)


def _run(arguments: argparse.Namespace, database_url: str, terminal: Terminal) -> int:
    """0 if everything needed is right, else 1."""
    settings = load_settings()
    examination = _within(_LONGEST_SECONDS, settings, database_url)
    if arguments.json:
        terminal.json(doctor_report.as_json(examination))
    else:
        doctor_report.print_report(examination, terminal)
    return 1 if examination.wrong else 0


def _within(seconds: float, settings: Settings, database_url: str) -> Examination:
    """On a thread of its own: a name lookup that hangs cannot be cancelled, only left behind."""
    found: list[Examination] = []
    failed: list[BaseException] = []

    def work() -> None:
        try:
            found.append(asyncio.run(_examine(settings, database_url, SystemClock())))
        except BaseException as error:  # noqa: BLE001  # raised again below, on the caller's thread
            failed.append(error)

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    thread.join(seconds)
    if failed:
        raise failed[0]
    if not found:
        raise SantaError(f"No end within {seconds:g} s: the database or the network hangs. Check both.")
    return found[0]


async def _examine(settings: Settings, database_url: str, clock: Clock) -> Examination:
    checks = _machine(settings)
    with _log(database_url) as (database, check):
        providers = open_vendors(settings, clock)
        try:
            return await examine(
                settings=settings,
                providers=providers,
                checks=[check, *checks],
                log=SqlCallLog(database) if database else None,
                accounts=SqlAccountLog(database) if database else None,
                clock=clock,
            )
        finally:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_CLOSING_SECONDS):
                    await asyncio.gather(*(provider.aclose() for provider in providers.values()))


def _machine(settings: Settings) -> list[Check]:
    try:
        # Ears and voice are only warnings here, whatever is wrong with them.
        return [replace(check, needed=False) for check in machine_checks(settings)]
    except SantaError as error:
        return [Check("hearing", False, str(error))]


@contextlib.contextmanager
def _log(url: str) -> Iterator[tuple[Database | None, Check]]:
    """The log, if there is one, and what is to be said of it. A doctor makes none."""
    if (path := _file_of(url)) is not None and not path.exists():
        yield None, Check("log", True, f"There is none yet: the first start makes {path}.", needed=False)
        return
    try:
        database = open_database(url)
    except StorageError as error:
        yield None, Check("log", False, str(error))
        return
    try:
        yield database, Check("log", True, f"{database.name[:1].upper()}{database.name[1:]} can be read.")
    finally:
        database.dispose()


def _file_of(url: str) -> Path | None:
    """None for a server's database, or a URL that open_database complains about."""
    with contextlib.suppress(Exception):
        parsed = make_url(url)
        if parsed.get_backend_name() == "sqlite" and parsed.database:
            return Path(parsed.database)
    return None
