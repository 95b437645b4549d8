"""Labels are words, and they move with a reason."""

from __future__ import annotations

import pytest

from santa_core.domain.prompt_fields import usable_label
from santa_core.errors import InputError, NotFoundError
from santa_core.services.prompt_labels import move_own_label
from santa_core.storage.default_prompt import default_prompt, seed_prompts
from tests.fakes.prompt_library import FakePromptLibrary


@pytest.fixture
def library() -> FakePromptLibrary:
    library = FakePromptLibrary()
    seed_prompts(library)
    library.save_version(default_prompt())
    return library


@pytest.mark.parametrize(
    ("given", "label"),
    [("staging", "staging"), (" Grief-Trial ", "grief-trial"), ("v2.1_b", "v2.1_b"), ("7", "7")],
)
def test_a_label_is_kept_in_small_letters(given: str, label: str) -> None:
    assert usable_label(given) == label


@pytest.mark.parametrize("given", ["", "two words", "<b>", "x" * 41, "-x", "ünder", "a\nb", "{{x}}"])
def test_what_is_no_label_is_told_how_one_looks(given: str) -> None:
    with pytest.raises(InputError, match="A label is a word"):
        usable_label(given)


def test_a_label_moves_with_who_and_why(library: FakePromptLibrary) -> None:
    move = move_own_label(library, "Staging", 2, by="Ann", reason=" try\n it ")
    assert (move.label, move.from_number, move.to_number, move.by, move.reason) == (
        "staging", None, 2, "Ann", "try it",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("label", "number", "reason", "says"),
    [
        ("production", 2, "why not", "Promote to production"),
        (" PRODUCTION", 2, "why not", "Promote to production"),
        ("staging", 2, "  ", "Say in a few words"),
        ("staging", 1, "again", "points to version 1 already"),
    ],
)
def test_a_move_that_should_not_be(
    library: FakePromptLibrary, label: str, number: int, reason: str, says: str
) -> None:
    move_own_label(library, "staging", 1, by="Ann", reason="first")
    with pytest.raises(InputError, match=says):
        move_own_label(library, label, number, by="Ann", reason=reason)
    assert library.labels() == {"production": 1, "staging": 1}


def test_a_label_needs_a_version(library: FakePromptLibrary) -> None:
    with pytest.raises(NotFoundError):
        move_own_label(library, "staging", 9, by="Ann", reason="typo")
