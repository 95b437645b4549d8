"""What every DraftShelf keeps: the fake, SQLite and PostgreSQL alike."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from santa_core.domain.calls import Voice
from santa_core.domain.prompt_drafts import Draft
from santa_core.ports import DraftShelf
from santa_core.storage.database import open_database
from santa_core.storage.default_prompt import default_prompt
from santa_core.storage.draft_shelf import SqlDraftShelf
from tests.fakes.draft_shelf import FakeDraftShelf

NOON = datetime(2026, 12, 20, 12, tzinfo=UTC)
DRAFT = Draft(
    by="Ann",
    base=3,
    newest=4,
    content=replace(
        default_prompt(), text="Half a {{child_", variables={"elf": ""}, voice=Voice(0.7, "soothing")
    ),
    note="be quieter ليلى",
    updated_at=NOON,
)


@pytest.fixture(params=["fake", "sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def shelf(request: pytest.FixtureRequest) -> Iterator[DraftShelf]:
    if request.param == "fake":
        yield FakeDraftShelf()
        return
    name = {"sqlite": "sqlite_url", "postgresql": "fresh_postgresql_url"}[request.param]
    database = open_database(request.getfixturevalue(name), migrate=True)
    yield SqlDraftShelf(database)
    database.dispose()


def test_a_draft_comes_back_as_it_was_left(shelf: DraftShelf) -> None:
    shelf.keep_draft(DRAFT)
    assert shelf.draft("Ann", 3) == DRAFT


def test_the_next_words_replace_the_last(shelf: DraftShelf) -> None:
    shelf.keep_draft(DRAFT)
    later = replace(DRAFT, content=replace(DRAFT.content, text="A whole {{child_name}}"), note="")
    shelf.keep_draft(later)
    assert shelf.drafts("Ann") == [later]


def test_each_person_and_base_has_a_draft_the_latest_first(shelf: DraftShelf) -> None:
    of_4 = replace(DRAFT, base=4, updated_at=NOON + timedelta(minutes=1))
    of_ben = replace(DRAFT, by="Ben")
    for draft in (DRAFT, of_4, of_ben):
        shelf.keep_draft(draft)
    assert shelf.drafts("Ann") == [of_4, DRAFT]
    assert shelf.draft("Ben", 3) == of_ben
    assert shelf.draft("Ben", 4) is None


def test_a_draft_can_be_dropped_and_dropped_again(shelf: DraftShelf) -> None:
    shelf.keep_draft(DRAFT)
    shelf.keep_draft(replace(DRAFT, by="Ben"))
    shelf.drop_draft("Ann", 3)
    shelf.drop_draft("Ann", 3)
    assert shelf.drafts("Ann") == []
    assert len(shelf.drafts("Ben")) == 1
