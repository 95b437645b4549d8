"""Two people write a prompt; nothing is lost and nobody is surprised."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from santa_core.domain.prompt_drafts import Draft
from santa_core.domain.prompts import PromptVersion
from santa_core.errors import InputError, NotFoundError
from santa_core.services.prompt_editing import AlreadyThere, PromptEditing, Saved, SavedMeanwhile
from santa_core.storage.default_prompt import default_prompt
from tests.fakes.clock import FakeClock
from tests.fakes.draft_shelf import FakeDraftShelf
from tests.fakes.prompt_library import FakePromptLibrary


@pytest.fixture
def library() -> FakePromptLibrary:
    library = FakePromptLibrary()
    library.save_version(default_prompt())
    return library


@pytest.fixture
def shelf() -> FakeDraftShelf:
    return FakeDraftShelf()


@pytest.fixture
def editing(library: FakePromptLibrary, shelf: FakeDraftShelf) -> PromptEditing:
    return PromptEditing(library, shelf, FakeClock())


def written(draft: Draft, note: str = "warmer", **changes: Any) -> Draft:
    return replace(draft, note=note, content=replace(draft.content, **changes))


def test_a_draft_becomes_the_next_version(editing: PromptEditing, library: FakePromptLibrary) -> None:
    draft = written(editing.open(1, by="Ann"), note="  shorter\nanswers ", temperature=0.6)
    saved = editing.save(draft)
    assert isinstance(saved, Saved)
    version = library.version(2)
    assert version == saved.version
    assert (version.author, version.note, version.parent) == ("Ann", "shorter answers", 1)
    assert version.temperature == 0.6
    assert version.created_at == FakeClock().now()
    assert library.version(1) == replace(
        default_prompt(), number=1, content_hash=library.version(1).content_hash
    )


def test_the_second_of_two_is_told_who_was_faster_and_loses_nothing(
    editing: PromptEditing, library: FakePromptLibrary, shelf: FakeDraftShelf
) -> None:
    anns, bens = editing.open(1, by="Ann"), editing.open(1, by="Ben")
    editing.save(written(anns, note="hotter", temperature=1.0))

    bens = editing.keep(written(bens, note="longer", max_tokens=200))
    told = editing.save(bens)
    assert isinstance(told, SavedMeanwhile)
    assert [(v.number, v.author, v.note) for v in told.versions] == [(2, "Ann", "hotter")]
    assert library.version(3) is None
    assert shelf.draft("Ben", 1) == bens, "his words stay"

    saved = editing.save(bens, anyway=True)
    assert isinstance(saved, Saved)
    assert (saved.version.number, saved.version.parent, saved.meanwhile) == (3, 1, ())
    assert saved.version.max_tokens == 200
    assert library.version(2).temperature == 1.0, "hers stays too"
    assert shelf.draft("Ben", 1) is None


def test_two_who_press_in_the_same_moment_are_both_saved_and_the_second_is_told(
    library: FakePromptLibrary, shelf: FakeDraftShelf
) -> None:
    class AnnSavesFirst(FakePromptLibrary):
        """Between the question whether anybody saved, and the saving."""

        def save_version(self, version: PromptVersion) -> PromptVersion:
            if version.author == "Ben":
                super().save_version(replace(version, author="Ann", temperature=0.1))
            return super().save_version(version)

    racing = AnnSavesFirst()
    racing.save_version(default_prompt())
    editing = PromptEditing(racing, shelf, FakeClock())
    saved = editing.save(written(editing.open(1, by="Ben"), max_tokens=200))
    assert isinstance(saved, Saved)
    assert saved.version.number == 3
    assert [(v.number, v.author) for v in saved.meanwhile] == [(2, "Ann")]


def test_what_is_there_already_is_not_saved_again(editing: PromptEditing, library: FakePromptLibrary) -> None:
    editing.save(written(editing.open(1, by="Ann"), temperature=0.6))
    back = editing.save(written(editing.open(2, by="Ben"), note="back", temperature=0.8))
    assert isinstance(back, AlreadyThere)
    assert back.version.number == 1
    assert len(library.versions()) == 2


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"note": " "}, "Say in the note"),
        ({"text": "{{__class__}}"}, "not a variable"),
        ({"text": "x" * 1_048_576}, "at most 20,000"),
        ({"greeting": ""}, "is empty"),
        ({"temperature": 3.0}, "outside 0 to 2"),
    ],
)
def test_what_cannot_be_saved_is_refused_and_kept(
    editing: PromptEditing, library: FakePromptLibrary, changes: dict[str, Any], says: str
) -> None:
    draft = written(editing.open(1, by="Ann"), **{"note": "try", **changes})
    with pytest.raises(InputError, match=says):
        editing.save(draft)
    assert len(library.versions()) == 1


def test_a_draft_without_a_person_is_refused(editing: PromptEditing) -> None:
    with pytest.raises(InputError, match="who you are"):
        editing.save(written(editing.open(1, by=" "), temperature=0.6))


def test_a_draft_is_there_again_after_a_reload(editing: PromptEditing) -> None:
    kept = editing.keep(written(editing.open(1, by="Ann"), text="Half a senten"))
    assert editing.open(1, by="Ann") == kept
    assert editing.open(1, by="Ben").content.text == default_prompt().text


def test_a_draft_that_equals_its_base_again_is_no_draft(
    editing: PromptEditing, shelf: FakeDraftShelf
) -> None:
    draft = editing.open(1, by="Ann")
    editing.keep(written(draft, text="Half"))
    editing.keep(draft)
    assert shelf.drafts("Ann") == []


def test_a_discarded_draft_is_gone(editing: PromptEditing, shelf: FakeDraftShelf) -> None:
    editing.discard(editing.keep(written(editing.open(1, by="Ann"), text="Half")))
    assert shelf.drafts("Ann") == []


def test_there_is_no_draft_of_nothing(editing: PromptEditing) -> None:
    with pytest.raises(NotFoundError, match="version 9"):
        editing.open(9, by="Ann")
