"""What the recogniser may hear, and what is kept out of sight."""

from __future__ import annotations

from pathlib import Path

import pytest
from pocketsphinx import get_model_path

from santa_core.speech.hearing.clean_words import WordFilter, read_word_filter
from santa_core.speech.hearing.language_model import LINES, build_vocabulary, expand, pronunciations_of

CMUDICT = Path(get_model_path("en-us/cmudict-en-us.dict"))


def test_slots_take_all_their_values_in_turn() -> None:
    slots = "# wishes\ntoy: a bike | a kite\nage: six | seven\n"
    sentences = expand(slots + "i want {toy}\ni am {age} and want {toy} or {toy}\nbye")
    assert sentences[-1] == "bye"
    assert {"i want a bike", "i want a kite"} <= set(sentences)
    assert (
        "i am six and want a bike or a kite" in sentences or "i am six and want a kite or a bike" in sentences
    )
    assert not any("{" in sentence for sentence in sentences)


def test_a_slot_without_values_is_refused() -> None:
    with pytest.raises(KeyError):
        expand("i want {toy}")


def test_the_committed_lines_make_over_a_thousand_sentences_that_can_all_be_pronounced() -> None:
    sentences = set(expand(LINES.read_text(encoding="utf-8")))
    assert len(sentences) > 1000
    words = {word for sentence in sentences for word in sentence.split()}
    assert words - set(pronunciations_of(words, CMUDICT)) == set()


def test_no_unrepeatable_word_is_in_the_vocabulary() -> None:
    vocabulary = build_vocabulary(CMUDICT)
    word_filter = read_word_filter()
    words = [line.partition(" ")[0].partition("(")[0] for line in vocabulary.dictionary.splitlines()]
    assert [word for word in words if not word_filter.allows(word)] == []
    assert "\\3-grams:" in vocabulary.arpa


@pytest.mark.parametrize("word", ["fucking", "Shit", "bitches", "cock", "ass"])
def test_unrepeatable_words_are_not_allowed(word: str) -> None:
    assert not read_word_filter().allows(word)


@pytest.mark.parametrize(
    "word", ["class", "assembly", "peacock", "cockatoo", "scrap", "grape", "dixie", "shiny"]
)
def test_innocent_words_that_contain_them_are_allowed(word: str) -> None:
    assert read_word_filter().allows(word)


def test_a_full_stop_marks_a_whole_word() -> None:
    word_filter = WordFilter(["bad", "odd."])
    assert [w for w in ("badly", "odd", "oddly", "nice") if word_filter.allows(w)] == ["oddly", "nice"]
