"""python -m santa_core database upgrade"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from santa_core.cli.terminal import Terminal
from santa_core.storage.database import open_database

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]


def add_to(commands: Commands) -> None:
    database = commands.add_parser("database", help="the database's tables")
    actions = database.add_subparsers(required=True, metavar="action")
    upgrade = actions.add_parser("upgrade", help="bring the tables to the version this program needs")
    upgrade.set_defaults(run=_upgrade)


def _upgrade(_arguments: argparse.Namespace, database_url: str, terminal: Terminal) -> None:
    database = open_database(database_url, migrate=True)
    terminal.line(f"The tables of {database.name} are up to date.")
    database.dispose()
