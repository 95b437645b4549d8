"""ScenarioLibrary of the scenarios it is given."""

from __future__ import annotations

from collections.abc import Sequence

from santa_core.domain.scenarios import CATEGORIES, Scenario
from santa_core.errors import InputError, NotFoundError


class FakeScenarioLibrary:
    def __init__(self, scenarios: Sequence[Scenario] = ()) -> None:
        self._scenarios = {scenario.scenario_id: scenario for scenario in scenarios}

    def all(self) -> list[Scenario]:
        return sorted(self._scenarios.values(), key=lambda scenario: CATEGORIES.index(scenario.category))

    def scenario(self, scenario_id: str) -> Scenario | None:
        return self._scenarios.get(scenario_id)

    def save(self, scenario: Scenario) -> None:
        before = self._scenarios.get(scenario.scenario_id)
        if before is not None and before.author is None:
            raise InputError(f"{scenario.scenario_id!r} comes with the program. Take another id.")
        if scenario.author is None:
            raise InputError("A test case of staff's says who made it.")
        self._scenarios[scenario.scenario_id] = scenario

    def delete(self, scenario_id: str) -> None:
        scenario = self._scenarios.get(scenario_id)
        if scenario is None or scenario.author is None:
            raise NotFoundError(f"There is no scenario {scenario_id!r} of staff's.")
        del self._scenarios[scenario_id]
