"""Scenarios from YAML files, one file a category: santa_core/scenario_library/*.yaml."""

from __future__ import annotations

from pathlib import Path

from santa_core.domain.data_fields import Fields
from santa_core.domain.scenarios import CATEGORIES, Scenario
from santa_core.errors import InputError, NotFoundError
from santa_core.storage.data_files import read_yaml
from santa_core.storage.scenario_yaml import category_from, scenario_from

_FOLDER = Path(__file__).parent.parent / "scenario_library"


class YamlScenarioLibrary:
    """ScenarioLibrary of a folder, read once: those that come with the program, which nobody changes.

    Raises InputError naming file and field if one is wrong.
    """

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

    def save(self, scenario: Scenario) -> None:
        if scenario.scenario_id in self._by_id:
            raise InputError(f"{scenario.scenario_id!r} comes with the program. Take another id.")
        raise InputError("The files that come with the program take no scenarios of staff's.")

    def delete(self, scenario_id: str) -> None:
        raise NotFoundError(f"There is no scenario {scenario_id!r} of staff's.")


def _scenarios(fields: Fields) -> list[Scenario]:
    category = category_from(fields)
    return [
        scenario_from(Fields(content, where=f"{fields.where}, scenario {number}"), category=category)
        for number, content in enumerate(fields.take("scenarios", list), start=1)
    ]
