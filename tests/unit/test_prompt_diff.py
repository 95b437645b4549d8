"""A diff shows what was taken out and what was put in, and never loses a character."""

from __future__ import annotations

import random
import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from santa_core.domain.calls import Voice
from santa_core.domain.prompt_diff import Segment, diff_texts, diff_versions
from santa_core.storage.default_prompt import default_prompt

SANTA = default_prompt()
TEXTS = st.text(st.sampled_from("ab .\n\r\t{}é🎅"), max_size=60)


def old_of(segments: tuple[Segment, ...]) -> str:
    return "".join(segment.text for segment in segments if segment.kind != "added")


def new_of(segments: tuple[Segment, ...]) -> str:
    return "".join(segment.text for segment in segments if segment.kind != "removed")


@given(TEXTS, TEXTS)
def test_both_texts_can_be_read_back(old: str, new: str) -> None:
    segments = diff_texts(old, new)
    assert (old_of(segments), new_of(segments)) == (old, new)
    assert all(segment.text for segment in segments)


def test_a_changed_word_is_a_changed_word() -> None:
    assert diff_texts("Keep it under 100 words.", "Keep it under 50 words.") == (
        Segment("equal", "Keep it under "),
        Segment("removed", "100"),
        Segment("added", "50"),
        Segment("equal", " words."),
    )


def test_a_rewritten_phrase_is_one_change() -> None:
    segments = diff_texts("Say: be jolly today!", "Say: stay calm now!")
    assert [segment.kind for segment in segments] == ["equal", "removed", "added", "equal"]
    assert segments[1].text == "be jolly today"
    assert segments[2].text == "stay calm now"


def test_a_line_put_in_leaves_its_neighbours_alone() -> None:
    assert diff_texts("a\nb\n", "a\nnew\nb\n") == (
        Segment("equal", "a\n"),
        Segment("added", "new\n"),
        Segment("equal", "b\n"),
    )


def test_equal_texts_have_nothing_changed() -> None:
    assert diff_texts("same", "same") == (Segment("equal", "same"),)
    assert diff_texts("", "") == ()


def test_a_word_replaced_in_every_line_of_a_long_text_is_still_a_word() -> None:
    old = "".join(f"{n}: ask gently what child {n} would like\n" for n in range(2_000))
    segments = diff_texts(old, old.replace("gently", "kindly"))
    assert {segment.text for segment in segments if segment.kind == "removed"} == {"gently"}


def test_all_fields_are_compared() -> None:
    changed = replace(
        SANTA,
        greeting="Hello!",
        temperature=0.5,
        variables={"elf": "Pixie"},
        lines={"de": SANTA.lines["de"]},  # Polish is gone
        voice=Voice(rate=1.1, emotion="soothing"),
    )
    found = {field.label: field for field in diff_versions(SANTA, changed) if field.is_changed}
    assert set(found) == {
        "Greeting", "Temperature", "{{elf}}", "Voice rate", "Voice emotion", "Greeting (Polish)",
        "Goodbye (Polish)", "The child is silent (Polish)", "The child is still silent (Polish)",
        "Not understood (Polish)",
    }  # fmt: skip
    assert found["Temperature"].segments == (Segment("removed", "0.8"), Segment("added", "0.5"))
    assert not any(field.is_changed for field in diff_versions(SANTA, SANTA))


def shuffled_words(seed: int, *, line_words: int) -> str:
    """About 100,000 characters."""
    words = ["santa", "elf", "child", "wish", "gently", "never", "promise", "list", "quiet", "ask"]
    chosen = random.Random(seed).choices(words, k=17_000)
    return "\n".join(" ".join(chosen[i : i + line_words]) for i in range(0, len(chosen), line_words))


LONG = shuffled_words(1, line_words=12)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (LONG, LONG.replace("gently", "kindly")),  # a word in most lines
        (LONG, shuffled_words(2, line_words=12)),  # nothing in common but the words
        (shuffled_words(1, line_words=100_000), shuffled_words(2, line_words=100_000)),  # a single line
        ("a\n" * 50_000, "b\na\n" * 25_000),
        ("a " * 50_000, "a b " * 25_000),
        ("\n".join(str(n) for n in range(15_000)), "\n".join(str(n) for n in range(15_000, 0, -1))),
    ],
    ids=["edited", "different", "one line", "same lines", "same words", "upside down"],
)
def test_100_kilobytes_are_compared_at_once(old: str, new: str) -> None:
    began = time.perf_counter()
    segments = diff_texts(old, new)
    assert time.perf_counter() - began < 3, "a busy machine's tenfold of what it takes"
    assert (old_of(segments), new_of(segments)) == (old, new)
