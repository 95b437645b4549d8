"""python -m santa_core prompts list | export DIR | import DIR

Exit code 0: done; 1: something is wrong and nothing was done; 3: done, except for what is printed as a
conflict; 100: the gate keeps "production" where it is.
"""

from __future__ import annotations

import argparse
import asyncio
import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from santa_core.bootstrap import Lab, open_lab
from santa_core.cli.terminal import Terminal
from santa_core.domain.prompts import PRODUCTION, content_hash
from santa_core.errors import InputError
from santa_core.evaluation.promotion import PromotionRefused, promote
from santa_core.ports import PromptLibrary
from santa_core.services.prompt_import import Imported, Outcome, import_versions
from santa_core.settings import load_settings
from santa_core.storage.database import open_database
from santa_core.storage.default_prompt import seed_prompts
from santa_core.storage.prompt_folder import LABELS_FILE, export_folder, read_folder
from santa_core.storage.prompt_library import SqlPromptLibrary

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]

CONFLICTS, GATE_SAYS_NO = 3, 100
_NOTE_CHARACTERS = 60


def add_to(commands: Commands) -> None:
    prompts = commands.add_parser("prompts", help="versions of Santa's prompt, and a folder of them in git")
    actions = prompts.add_subparsers(required=True, metavar="action")

    listing = actions.add_parser("list", help="all versions with their labels")
    listing.add_argument("--json", action="store_true", help="print JSON")
    listing.set_defaults(run=_list)

    export = actions.add_parser("export", help="a file for each version, into DIR")
    export.add_argument("dir", type=Path, metavar="DIR")
    export.add_argument("--labels", action="store_true", help=f"write {LABELS_FILE} anew where it differs")
    export.set_defaults(run=_export)

    importing = actions.add_parser("import", help="the versions in DIR that are not here yet")
    importing.add_argument("dir", type=Path, metavar="DIR")
    importing.add_argument("--labels", action="store_true", help=f"move labels to where {LABELS_FILE} says")
    importing.add_argument("--override", metavar="REASON", help="move production also if the gate says no")
    importing.add_argument("--by", metavar="NAME", help="who does this (the account's name)")
    importing.set_defaults(run=_import)


def _list(arguments: argparse.Namespace, database_url: str, terminal: Terminal) -> None:
    with _library(database_url) as library:
        versions, labels = library.versions(), library.labels()
    rows = [
        {
            "number": version.number,
            "labels": [label for label, number in labels.items() if number == version.number],
            "author": version.author,
            "created_at": version.created_at.isoformat(),
            "parent": version.parent,
            "note": version.note,
            "content_hash": content_hash(version),
        }
        for version in versions
    ]
    if arguments.json:
        terminal.json(rows)
        return
    table = [["VERSION", "LABELS", "BY", "SAVED", "NOTE"]]
    for version, row in zip(versions, rows, strict=True):
        names = [label for label, number in labels.items() if number == version.number]
        note = (
            version.note if len(version.note) <= _NOTE_CHARACTERS else version.note[:_NOTE_CHARACTERS] + "…"
        )
        table.append(
            [str(row["number"]), ", ".join(names), version.author, terminal.time(version.created_at), note]
        )
    terminal.table(table)


def _export(arguments: argparse.Namespace, database_url: str, terminal: Terminal) -> int:
    with _library(database_url) as library:
        done = export_folder(library, arguments.dir, move_labels=arguments.labels)
    for name in done.written:
        terminal.line(f"wrote     {name}")
    terminal.line(f"{done.already_there} of the versions were there already.")
    for conflict in done.conflicts:
        terminal.line(f"conflict  {conflict}")
    return CONFLICTS if done.conflicts else 0


def _import(arguments: argparse.Namespace, database_url: str, terminal: Terminal) -> int:
    folder = read_folder(arguments.dir)
    if not folder.versions:
        raise InputError(f"There is no version in {arguments.dir}: no file version-001.yaml or the like.")
    by = (arguments.by or getpass.getuser()).strip()
    with _library(database_url) as library:
        for done in import_versions(library, folder.versions, by=by, now=datetime.now(UTC)):
            terminal.line(_in_words(done))
        wanted = _wanted(library, folder.labels or {})
    if not wanted:
        return 0
    if not arguments.labels:
        for label, pointed in wanted.items():
            where = f"version {pointed}" if pointed else "a version that is not here"
            terminal.line(f"label     {label} points to {where} in {LABELS_FILE}; --labels moves it here")
        return 0
    lab = open_lab(load_settings(), database_url=database_url)
    try:
        codes = [
            _move(lab, label, number, terminal, by=by, source=str(arguments.dir), override=arguments.override)
            for label, number in wanted.items()
        ]
    finally:
        asyncio.run(lab.aclose())
    return max(codes)


def _wanted(library: PromptLibrary, labels: dict[str, str]) -> dict[str, int | None]:
    """The labels that should move, and to which version here; None: it is not here. Production last."""
    numbers = {content_hash(version): version.number for version in reversed(library.versions())}
    here = {label: content_hash(v) for label in library.labels() if (v := library.labelled(label))}
    differing = [label for label, pointed in labels.items() if here.get(label) != pointed]
    return {
        label: numbers.get(labels[label]) for label in sorted(differing, key=lambda x: (x == PRODUCTION, x))
    }


def _move(
    lab: Lab,
    label: str,
    number: int | None,
    terminal: Terminal,
    *,
    by: str,
    source: str,
    override: str | None,
) -> int:
    if number is None:
        terminal.line(f"conflict  {label} points to a version that is in no file of the folder")
        return CONFLICTS
    try:
        move = promote(
            lab.prompts,
            lab.suite_log,
            lab.scenarios,
            label=label,
            number=number,
            by=by,
            reason=f"Imported from {source}.",
            chat_model=lab.chat_model.label,
            override_reason=override,
        )
    except PromotionRefused as error:
        terminal.line(f"refused   {label} stays where it is. {error} --override REASON goes past the gate.")
        return GATE_SAYS_NO
    gate = f" (gate: {move.gate})" if move.gate else ""
    terminal.line(f"label     {label} points to version {number} now{gate}")
    return 0


def _in_words(done: Imported) -> str:
    parent = f", made from version {done.parent}" if done.parent else ""
    parent += ", whose parent is not here" if done.orphaned else ""
    return {
        Outcome.THERE: f"there     {done.where} is version {done.number}",
        Outcome.NEW: f"new       {done.where} is version {done.number} now{parent}",
        Outcome.EDITED: f"edited    {done.where}, by hand: it is version {done.number} now{parent}",
    }[done.outcome]


@contextmanager
def _library(database_url: str) -> Iterator[PromptLibrary]:
    database = open_database(database_url)
    try:
        library = SqlPromptLibrary(database)
        # As at every start: or else the first file imported would be version 1, and so production.
        seed_prompts(library)
        yield library
    finally:
        database.dispose()
