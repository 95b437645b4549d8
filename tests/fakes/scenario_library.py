"""ScenarioLibrary of the scenarios it is given."""

from __future__ import annotations

from collections.abc import Sequence

from santa_core.domain.scenarios import Scenario


class FakeScenarioLibrary:
    def __init__(self, scenarios: Sequence[Scenario] = ()) -> None:
        self._scenarios = {scenario.scenario_id: scenario for scenario in scenarios}

    def all(self) -> list[Scenario]:
        return list(self._scenarios.values())

    def scenario(self, scenario_id: str) -> Scenario | None:
        return self._scenarios.get(scenario_id)
