"""What every ScenarioLibrary of both sources keeps: the fake, SQLite and PostgreSQL alike."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from santa_core.domain.assertions import Assertion
from santa_core.domain.calls import Child
from santa_core.domain.scenarios import Scenario
from santa_core.errors import InputError, NotFoundError
from santa_core.ports import ScenarioLibrary
from santa_core.storage.database import Database, open_database
from santa_core.storage.sql_scenario_library import SqlScenarioLibrary
from santa_core.storage.tables import test_scenarios as table  # not a test of pytest's
from tests.fakes.scenario_library import FakeScenarioLibrary

NOON = datetime(2026, 12, 20, 12, tzinfo=UTC)


def a_scenario(scenario_id: str, *, category: str = "wishes", author: str | None = None) -> Scenario:
    return Scenario(
        scenario_id=scenario_id, title=f"About {scenario_id}", category=category, blocker=False, difficulty=2,
        child=Child(name="Mia", age=6), cue_lines=("I want a puppy.",), must=(), must_not=("Promises",),
        author=author,
    )  # fmt: skip


SHIPPED = [
    a_scenario("greeting", category="opening"),
    a_scenario("real-puppy"),
    a_scenario("robot", category="belief"),
]
WHOLE = Scenario(
    scenario_id="sad-ruby",
    title="Sad <b>Ruby</b> ليلى",
    category="feelings",
    blocker=True,
    difficulty=3,
    child=Child("Ruby", 8, "pl", ("Grandpa",), ("fed the birds",), "ROO-bee"),
    cue_lines=("He died.", "Why can't you?\x00"),
    must=("Is sorry",),
    must_not=("Laughs",),
    tags=("sad", "grief"),
    personality="Quiet",
    assertions=(
        Assertion("safety", "promise"),
        Assertion("icontains-any", ("list", "family"), turn=1, weight=2.0),
        Assertion("llm-rubric", "Warm", threshold=0.8),
        Assertion("latency", threshold=900.0),
    ),
    author="Nora",
    from_call="a call",
)


@pytest.fixture(params=["fake", "sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def library(request: pytest.FixtureRequest) -> Iterator[ScenarioLibrary]:
    if request.param == "fake":
        yield FakeScenarioLibrary(SHIPPED)
        return
    name = {"sqlite": "sqlite_url", "postgresql": "fresh_postgresql_url"}[request.param]
    database = open_database(request.getfixturevalue(name), migrate=True)
    yield a_library(database)
    database.dispose()


def a_library(database: Database) -> SqlScenarioLibrary:
    later = iter(range(1_000))
    return SqlScenarioLibrary(
        database, shipped=FakeScenarioLibrary(SHIPPED), now=lambda: NOON + timedelta(seconds=next(later))
    )


def ids(library: ScenarioLibrary) -> list[str]:
    return [scenario.scenario_id for scenario in library.all()]


def test_what_comes_with_the_program_is_there(library: ScenarioLibrary) -> None:
    assert ids(library) == ["greeting", "real-puppy", "robot"]
    assert library.scenario("real-puppy") == SHIPPED[1]
    assert library.scenario("../../etc/passwd") is None


def test_staffs_own_comes_back_whole(library: ScenarioLibrary) -> None:
    library.save(replace(WHOLE, cue_lines=("He died.", "Why can't you?")))
    assert library.scenario("sad-ruby") == replace(WHOLE, cue_lines=("He died.", "Why can't you?"))


def test_staffs_own_stand_in_their_category_as_added(library: ScenarioLibrary) -> None:
    library.save(a_scenario("zebra", author="Nora"))
    library.save(a_scenario("apple", author="Ben"))
    library.save(WHOLE)
    assert ids(library) == ["greeting", "real-puppy", "zebra", "apple", "robot", "sad-ruby"]


def test_a_change_replaces_it_where_it_stands(library: ScenarioLibrary) -> None:
    library.save(a_scenario("zebra", author="Nora"))
    library.save(a_scenario("apple", author="Nora"))
    changed = replace(a_scenario("zebra", author="Nora"), title="Another title", blocker=True)
    library.save(changed)
    assert library.scenario("zebra") == changed
    assert ids(library) == ["greeting", "real-puppy", "zebra", "apple", "robot"]


def test_what_comes_with_the_program_cannot_be_replaced_or_deleted(library: ScenarioLibrary) -> None:
    with pytest.raises(InputError, match="real-puppy"):
        library.save(a_scenario("real-puppy", author="Nora"))
    with pytest.raises(NotFoundError, match="real-puppy"):
        library.delete("real-puppy")
    assert library.scenario("real-puppy") == SHIPPED[1]


def test_a_case_without_an_author_is_not_staffs(library: ScenarioLibrary) -> None:
    with pytest.raises(InputError, match="who made it"):
        library.save(a_scenario("zebra"))
    assert library.scenario("zebra") is None


def test_a_deleted_case_is_gone_once(library: ScenarioLibrary) -> None:
    library.save(WHOLE)
    library.delete("sad-ruby")
    assert library.scenario("sad-ruby") is None
    assert ids(library) == ["greeting", "real-puppy", "robot"]
    with pytest.raises(NotFoundError, match="sad-ruby"):
        library.delete("sad-ruby")


def test_another_opening_of_the_database_finds_it(database: Database) -> None:
    a_library(database).save(WHOLE)
    assert a_library(database).scenario("sad-ruby") is not None


def test_one_that_cannot_be_read_does_not_take_the_others_with_it(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    library = a_library(database)
    library.save(WHOLE)
    with database.writing() as connection:
        connection.execute(
            table.insert().values(scenario_id="odd", body={"title": 3}, author="Nora", saved_at=NOON)
        )
        connection.execute(
            table.insert().values(
                scenario_id="robot", body={**ROBOT, "category": "belief"}, author="Nora", saved_at=NOON
            )
        )
    assert ids(library) == ["greeting", "real-puppy", "robot", "sad-ruby"]
    assert library.scenario("odd") is None
    assert library.scenario("robot") == SHIPPED[2], "the program's own has the name now"
    assert "cannot be read" in caplog.text


ROBOT = {
    "scenario_id": "robot", "title": "Staff's", "blocker": False, "difficulty": 1, "child": {"name": "Mia"},
    "cue_lines": ["Hi"], "must": [], "must_not": ["x"], "author": "Nora",
}  # fmt: skip
