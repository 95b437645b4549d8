"""Scenarios as JSON and back: whole, as runs freeze them and as staff's own are kept."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from santa_core.domain.scenarios import Scenario
from santa_core.errors import StorageError

_ONE = TypeAdapter(Scenario)
_SEVERAL = TypeAdapter(tuple[Scenario, ...])


def scenario_as_json(scenario: Scenario) -> Any:
    """What `scenario_from_json` reads, for an AnyJson column."""
    return _ONE.dump_python(scenario, mode="json")


def scenario_from_json(body: Any) -> Scenario:
    """Raises StorageError for a body of another version of this program."""
    try:
        return _ONE.validate_python(body)
    except ValidationError:
        # from None: pydantic's message repeats the values, and so a child's words.
        raise StorageError("A scenario in the log is of another version of this program.") from None


@lru_cache(maxsize=128)
def scenarios_from_text(text: str) -> tuple[Scenario, ...]:
    """Of the JSON text of several. Remembered: a page that lists runs reads the same ones again and again,
    and a run's scenarios never change."""
    try:
        return _SEVERAL.validate_json(text)
    except ValidationError:
        raise StorageError("A run in the log is of another version of this program.") from None
