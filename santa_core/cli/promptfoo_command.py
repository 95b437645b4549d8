"""python -m santa_core promptfoo export PATH [--version V] [--suite S]
python -m santa_core promptfoo import FILE [--by NAME] [--category C]"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from santa_core.cli.terminal import Terminal
from santa_core.domain.prompts import PromptVersion
from santa_core.domain.scenarios import CATEGORIES, Scenario
from santa_core.domain.suites import chosen
from santa_core.domain.yaml_text import MAX_CHARACTERS
from santa_core.errors import InputError, NotFoundError
from santa_core.ports import PromptLibrary, ScenarioLibrary
from santa_core.storage.database import Database, open_database
from santa_core.storage.default_prompt import seed_prompts
from santa_core.storage.prompt_library import SqlPromptLibrary
from santa_core.storage.promptfoo_export import export
from santa_core.storage.promptfoo_import import imported
from santa_core.storage.scenario_library import YamlScenarioLibrary
from santa_core.storage.sql_scenario_library import SqlScenarioLibrary

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]

_ENDINGS = (".yaml", ".yml")


def add_to(commands: Commands) -> None:
    promptfoo = commands.add_parser("promptfoo", help="test cases to and from promptfoo's YAML")
    actions = promptfoo.add_subparsers(required=True, metavar="action")

    exporting = actions.add_parser("export", help="a prompt version and its test cases, for promptfoo to run")
    exporting.add_argument("path", metavar="PATH", type=Path, help="a file ending in .yaml, or a folder")
    exporting.add_argument(
        "--version", default="production", metavar="V", help="its number, or a label (production)"
    )
    exporting.add_argument("--suite", default="all", metavar="S", help="all, blockers, or a category (all)")
    exporting.set_defaults(run=_export)

    importing = actions.add_parser("import", help="promptfoo's tests as test cases of staff's")
    importing.add_argument("file", metavar="FILE", type=Path)
    importing.add_argument("--by", default="promptfoo", metavar="NAME", help="who adds them (promptfoo)")
    importing.add_argument(
        "--category", choices=CATEGORIES, default="wishes", help="of those that have none (wishes)"
    )
    importing.set_defaults(run=_import)


def _export(arguments: argparse.Namespace, database_url: str, terminal: Terminal) -> None:
    with _libraries(database_url) as (prompts, scenarios):
        version = _version(prompts, arguments.version)
        cases = _suite(scenarios, arguments.suite)
    exported = export(version, cases)
    path = _file(arguments.path, f"santa-{version.number}-{arguments.suite}.yaml")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(exported.yaml, encoding="utf-8")
    except OSError as error:
        raise InputError(f"{path} cannot be written ({error.strerror}).") from error
    terminal.line(f"Wrote {len(cases)} test cases of prompt version {version.number} to {path}.")
    for remark in exported.remarks:
        terminal.line(remark)
    terminal.line(f"Run them with: npx promptfoo eval --no-cache -c {path}")


def _import(arguments: argparse.Namespace, database_url: str, terminal: Terminal) -> None:
    text = _text(arguments.file)
    read = imported(text, where=arguments.file.name, author=arguments.by, category=arguments.category)
    with _libraries(database_url) as (_, library):
        # All are read before the first is saved: a file that is wrong changes nothing.
        for scenario in read.scenarios:
            terminal.line(_save(scenario, library, by=arguments.by))
    for remark in read.remarks:
        terminal.line(remark)


def _save(scenario: Scenario, library: ScenarioLibrary, *, by: str) -> str:
    there = library.scenario(scenario.scenario_id)
    if there is not None and replace(scenario, author=there.author) == there:
        return f"{scenario.scenario_id}: is here already."
    if there is not None and there.author is None:
        # It comes with the program, and stays as it is there.
        scenario_id = f"{scenario.scenario_id}-from-promptfoo"
        library.save(replace(scenario, scenario_id=scenario_id, author=by))
        return f"{scenario.scenario_id}: comes with the program; the changed one is {scenario_id}."
    library.save(scenario)
    return f"{scenario.scenario_id}: {'changed' if there else 'added'}."


def _version(prompts: PromptLibrary, wanted: str) -> PromptVersion:
    found = prompts.version(int(wanted)) if wanted.isdecimal() else prompts.labelled(wanted)
    if found is None:
        labels = ", ".join(sorted(prompts.labels())) or "none"
        raise NotFoundError(f"There is no prompt version {wanted!r}. Give a number, or a label: {labels}.")
    return found


def _suite(library: ScenarioLibrary, suite: str) -> list[Scenario]:
    if suite not in ("all", "blockers", *CATEGORIES):
        raise NotFoundError(
            f"There is no suite {suite!r}. Choose all, blockers or one of {', '.join(CATEGORIES)}."
        )
    return chosen(suite, library.all())


def _file(path: Path, name: str) -> Path:
    return path if path.suffix in _ENDINGS else path / name


def _text(path: Path) -> str:
    try:
        with path.open(encoding="utf-8") as file:
            return file.read(MAX_CHARACTERS + 1)  # what is longer is refused, and need not be in memory
    except OSError as error:
        raise InputError(f"{path} cannot be read ({error.strerror}).") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path} is not a UTF-8 text file. Save it again as UTF-8.") from error


@contextmanager
def _libraries(database_url: str) -> Iterator[tuple[PromptLibrary, ScenarioLibrary]]:
    database: Database = open_database(database_url)
    try:
        prompts = SqlPromptLibrary(database)
        seed_prompts(prompts)
        yield prompts, SqlScenarioLibrary(database, shipped=YamlScenarioLibrary())
    finally:
        database.dispose()
