"""Scenarios from YAML files, one file a category: santa_core/scenario_library/*.yaml."""

from __future__ import annotations

import re
from pathlib import Path

from santa_core.domain.calls import Child
from santa_core.domain.scenarios import CATEGORIES, Scenario
from santa_core.errors import InputError
from santa_core.storage.data_files import Fields, read_yaml

_FOLDER = Path(__file__).parent.parent / "scenario_library"
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LANGUAGE = re.compile(r"[a-z]{2}")


class YamlScenarioLibrary:
    """ScenarioLibrary of a folder, read once. Raises InputError naming file and field if one is wrong."""

    def __init__(self, folder: Path = _FOLDER) -> None:
        paths = sorted(folder.glob("*.yaml"))
        if not paths:
            raise InputError(f"There are no scenarios in {folder}. Restore the folder from the program.")
        read = [scenario for path in paths for scenario in read_yaml(path, _scenarios)]
        self._by_id: dict[str, Scenario] = {}
        for scenario in sorted(read, key=lambda s: CATEGORIES.index(s.category)):
            if scenario.scenario_id in self._by_id:
                raise InputError(f"Two scenarios in {folder} are called {scenario.scenario_id!r}.")
            self._by_id[scenario.scenario_id] = scenario

    def all(self) -> list[Scenario]:
        """By category, as written in the files."""
        return list(self._by_id.values())

    def scenario(self, scenario_id: str) -> Scenario | None:
        return self._by_id.get(scenario_id)


def _scenarios(fields: Fields) -> list[Scenario]:
    category = fields.take("category", str)
    if category not in CATEGORIES:
        raise InputError(
            f"{fields.where}: 'category' should be one of {', '.join(CATEGORIES)}, not {category!r}."
        )
    return [
        _scenario(Fields(content, where=f"{fields.where}, scenario {number}"), category)
        for number, content in enumerate(fields.take("scenarios", list), start=1)
    ]


def _scenario(fields: Fields, category: str) -> Scenario:
    scenario_id = fields.take("id", str)
    if not _SLUG.fullmatch(scenario_id):
        raise InputError(f"{fields.where}: the field 'id' should be like real-puppy, not {scenario_id!r}.")
    fields.where = f"{fields.where} ({scenario_id})"
    difficulty = fields.take("difficulty", int)
    if difficulty not in (1, 2, 3):
        raise InputError(f"{fields.where}: the field 'difficulty' should be 1, 2 or 3, not {difficulty}.")
    child = fields.inside("child")
    scenario = Scenario(
        scenario_id=scenario_id,
        title=fields.take("title", str),
        category=category,
        blocker=fields.take("blocker", bool, default=False),
        difficulty=difficulty,
        child=_child(child),
        cue_lines=fields.take_lines("cue_lines", at_least=1),
        must=fields.take_lines("must", at_least=1),
        must_not=fields.take_lines("must_not"),
    )
    child.end()
    fields.end()
    return scenario


def _child(fields: Fields) -> Child:
    language = fields.take("language", str, default="en")
    if not _LANGUAGE.fullmatch(language):
        raise InputError(f"{fields.where}: the field 'language' should be like en or pl, not {language!r}.")
    return Child(
        name=fields.take("name", str),
        age=fields.take_optional("age", int),
        language=language,
        wishes=fields.take_lines("wishes"),
        good_deeds=fields.take_lines("good_deeds"),
        say_name_as=fields.take_optional("say_name_as", str),
    )
