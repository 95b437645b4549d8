"""What every PromptLibrary keeps: the fake, SQLite and PostgreSQL alike."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from santa_core.domain.prompts import PromptVersion, content_hash
from santa_core.errors import NotFoundError
from santa_core.ports import PromptLibrary
from santa_core.storage.database import open_database
from santa_core.storage.default_prompt import default_prompt, seed_prompts
from santa_core.storage.prompt_library import SqlPromptLibrary
from tests.fakes.prompt_library import FakePromptLibrary

NOON = datetime(2026, 12, 20, 12, tzinfo=UTC)


@pytest.fixture(params=["fake", "sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def library(request: pytest.FixtureRequest) -> Iterator[PromptLibrary]:
    if request.param == "fake":
        yield FakePromptLibrary(now=lambda: NOON)
        return
    name = {"sqlite": "sqlite_url", "postgresql": "fresh_postgresql_url"}[request.param]
    database = open_database(request.getfixturevalue(name), migrate=True)
    yield SqlPromptLibrary(database, now=lambda: NOON)
    database.dispose()


@pytest.fixture
def draft() -> PromptVersion:
    return replace(default_prompt(), variables={"elf": "Pixie"})


def test_an_empty_library_has_nothing(library: PromptLibrary) -> None:
    assert library.versions() == []
    assert library.version(1) is None
    assert library.labelled("production") is None
    assert library.labels() == {}


def test_a_version_comes_back_as_it_was_saved(library: PromptLibrary, draft: PromptVersion) -> None:
    stored = library.save_version(draft)
    assert stored == replace(draft, number=1, content_hash=content_hash(draft))
    assert library.version(1) == stored


def test_numbers_count_up_and_versions_are_newest_first(library: PromptLibrary, draft: PromptVersion) -> None:
    first = library.save_version(draft)
    second = library.save_version(replace(first, text="Be brief.", parent=1))
    assert [version.number for version in library.versions()] == [2, 1]
    assert library.version(1) == first, "saving a successor leaves the first alone"
    assert second.content_hash != first.content_hash


def test_a_version_cannot_build_on_one_that_is_not_there(
    library: PromptLibrary, draft: PromptVersion
) -> None:
    with pytest.raises(NotFoundError, match="version 7"):
        library.save_version(replace(draft, parent=7))
    assert library.versions() == []


def test_a_label_moves_and_each_move_is_written_down(library: PromptLibrary, draft: PromptVersion) -> None:
    library.save_version(draft)
    library.save_version(draft)
    library.move_label("production", 1, by="Ann", reason="first")
    library.move_label("production", 2, by="Ben", reason="warmer")
    library.move_label("production", 1, by="Ann", reason="too long")
    library.move_label("staging", 2, by="Ben", reason="try")

    labelled = library.labelled("production")
    assert labelled is not None
    assert labelled.number == 1
    assert library.labels() == {"production": 1, "staging": 2}
    moves = library.label_moves("production")
    assert [(m.from_number, m.to_number, m.by, m.reason, m.at) for m in moves] == [
        (2, 1, "Ann", "too long", NOON),
        (1, 2, "Ben", "warmer", NOON),
        (None, 1, "Ann", "first", NOON),
    ]


def test_a_move_keeps_what_the_gate_said(library: PromptLibrary, draft: PromptVersion) -> None:
    library.save_version(draft)
    moved = library.move_label("production", 1, by="Ann", reason="urgent", gate="overridden", run_id="run-1")
    plain = library.move_label("staging", 1, by="Ann", reason="try")
    assert (moved.gate, moved.run_id) == ("overridden", "run-1")
    assert (plain.gate, plain.run_id) == ("", None)
    assert library.label_moves("production") == [moved]
    assert library.label_moves("staging") == [plain]


def test_a_label_cannot_point_to_nothing(library: PromptLibrary) -> None:
    with pytest.raises(NotFoundError, match="version 3"):
        library.move_label("production", 3, by="Ann", reason="typo")
    assert library.labels() == {}
    assert library.label_moves("production") == []


def test_seeding_stores_version_1_once_and_never_moves_production_back(
    library: PromptLibrary, draft: PromptVersion
) -> None:
    seed_prompts(library)
    seeded = library.labelled("production")
    assert seeded is not None
    assert seeded.number == 1

    library.save_version(draft)
    library.move_label("production", 2, by="Ann", reason="better")
    seed_prompts(library)

    assert library.labels() == {"production": 2}
    assert len(library.versions()) == 2


def test_seeding_repairs_a_library_whose_label_was_never_set(
    library: PromptLibrary, draft: PromptVersion
) -> None:
    library.save_version(draft)
    seed_prompts(library)
    assert library.labels() == {"production": 1}
    assert len(library.versions()) == 1
