"""All scenarios as one library: the program's, and staff's own in the table test_scenarios."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Protocol

from sqlalchemy import Row, delete, select

from santa_core.domain.scenarios import CATEGORIES, Scenario
from santa_core.errors import InputError, NotFoundError, StorageError
from santa_core.storage.database import Database
from santa_core.storage.scenario_rows import scenario_as_json, scenario_from_json
from santa_core.storage.tables import test_scenarios
from santa_core.storage.upsert import insert_or_replace

logger = logging.getLogger(__name__)


class ShippedScenarios(Protocol):
    """Read-only: YamlScenarioLibrary."""

    def all(self) -> list[Scenario]: ...
    def scenario(self, scenario_id: str) -> Scenario | None: ...


def _utc_now() -> datetime:
    return datetime.now(UTC)


class SqlScenarioLibrary:
    """ScenarioLibrary on SQLite or PostgreSQL. Thread-safe."""

    def __init__(
        self, database: Database, *, shipped: ShippedScenarios, now: Callable[[], datetime] = _utc_now
    ) -> None:
        self._database = database
        self._shipped = shipped
        self._now = now

    def all(self) -> list[Scenario]:
        query = select(test_scenarios).order_by(test_scenarios.c.saved_at, test_scenarios.c.scenario_id)
        with self._database.reading() as connection:
            rows = connection.execute(query).all()
        shipped = self._shipped.all()
        taken = {scenario.scenario_id for scenario in shipped}
        own = [scenario for row in rows if (scenario := _readable(row)) and row.scenario_id not in taken]
        return sorted([*shipped, *own], key=lambda scenario: CATEGORIES.index(scenario.category))

    def scenario(self, scenario_id: str) -> Scenario | None:
        """The program's, should a new one have come to be called like one of staff's."""
        shipped = self._shipped.scenario(scenario_id)
        if shipped is not None:
            return shipped
        query = select(test_scenarios).where(test_scenarios.c.scenario_id == scenario_id)
        with self._database.reading() as connection:
            row = connection.execute(query).one_or_none()
        return None if row is None else _readable(row)

    def save(self, scenario: Scenario) -> None:
        if self._shipped.scenario(scenario.scenario_id) is not None:
            raise InputError(
                f"The test case {scenario.scenario_id!r} comes with the program and stays as it is. "
                "Save yours under another title."
            )
        if scenario.author is None:
            raise InputError("A test case of staff's says who made it. Give your name on the call page.")
        with self._database.writing() as connection:
            query = select(test_scenarios.c.saved_at).where(
                test_scenarios.c.scenario_id == scenario.scenario_id
            )
            added_at = connection.execute(query).scalar_one_or_none()  # a change keeps its place in the list
            row = {
                "scenario_id": scenario.scenario_id,
                "body": scenario_as_json(scenario),
                "author": scenario.author,
                "from_call": scenario.from_call,
                "saved_at": added_at or self._now(),
            }
            insert_or_replace(connection, test_scenarios, row, key="scenario_id")

    def delete(self, scenario_id: str) -> None:
        with self._database.writing() as connection:
            gone = connection.execute(
                delete(test_scenarios).where(test_scenarios.c.scenario_id == scenario_id)
            )
        if gone.rowcount == 0:
            raise NotFoundError(f"There is no test case {scenario_id!r} of staff's. Reload the page.")


def _readable(row: Row[Any]) -> Scenario | None:
    """One that cannot be read must not take the others, and the plan of every call, with it."""
    try:
        scenario = scenario_from_json(row.body)
    except StorageError:
        logger.exception("a test case of staff's cannot be read", extra={"scenario_id": row.scenario_id})
        return None
    return scenario if scenario.category in CATEGORIES else None
