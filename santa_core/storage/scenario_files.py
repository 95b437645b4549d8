"""Scenarios as a YAML file that people hand around: of staff's own format, or like those of the program.

scenarios:
  - {id: sad-ruby, title: Sad Ruby, category: feelings, difficulty: 2, ...}
"""

from __future__ import annotations

from collections.abc import Sequence

import yaml

from santa_core.domain.data_fields import Fields
from santa_core.domain.scenarios import Scenario
from santa_core.domain.yaml_text import parse_yaml
from santa_core.errors import InputError
from santa_core.storage.scenario_yaml import category_from, scenario_as_yaml_dict, scenario_from

MAX_SCENARIOS = 500


def scenarios_in(text: str, *, where: str) -> list[Scenario]:
    """Raises InputError naming scenario and field, or that the text is no YAML or too much of it."""
    scenarios = parse_yaml(text, _scenarios, where=where)
    seen: set[str] = set()
    for scenario in scenarios:
        if scenario.scenario_id in seen:
            raise InputError(f"{where}: two scenarios are called {scenario.scenario_id!r}. Rename one.")
        seen.add(scenario.scenario_id)
    return scenarios


def scenarios_as_text(scenarios: Sequence[Scenario]) -> str:
    """What `scenarios_in` reads."""
    content = {"scenarios": [scenario_as_yaml_dict(scenario) for scenario in scenarios]}
    text: str = yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=100)
    return text


def _scenarios(fields: Fields) -> list[Scenario]:
    shared = category_from(fields) if fields.has("category", str) else None
    contents = fields.take("scenarios", list)
    if len(contents) > MAX_SCENARIOS:
        raise InputError(f"{fields.where}: at most {MAX_SCENARIOS} scenarios are read at once. Split it.")
    return [
        scenario_from(Fields(content, where=f"{fields.where}, scenario {number}"), category=shared)
        for number, content in enumerate(contents, start=1)
    ]
