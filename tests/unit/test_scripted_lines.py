"""The scripted Santa's data files keep Santa's guidelines, every line of them."""

from __future__ import annotations

import re

import pytest

from santa_core.domain.sentences import SentenceCutter
from santa_core.domain.spoken_text import clean_for_speech
from santa_core.llm.scripted_lines import LANGUAGES, Intent, Script, plain, script_for

BRANDS = re.compile(
    r"\b(lego|xbox|playstation|nintendo|barbie|iphone|amazon|disney|pokemon)\b", re.IGNORECASE
)
HO_HO = re.compile(r"\bho ho\b", re.IGNORECASE)


def sentences(text: str) -> list[str]:
    cutter = SentenceCutter()
    return [*cutter.feed(text), *cutter.flush()]


@pytest.fixture(params=LANGUAGES)
def script(request: pytest.FixtureRequest) -> Script:
    return script_for(request.param)


def all_lines(script: Script) -> list[tuple[Intent, str]]:
    return [(intent, line) for intent in script.intents.values() for line in intent.lines]


def test_every_language_has_the_same_intents_in_the_same_order() -> None:
    english = script_for("en")
    for language in LANGUAGES:
        script = script_for(language)
        assert list(script.intents) == list(english.intents)
        assert [i.mood for i in script.intents.values()] == [i.mood for i in english.intents.values()]
        assert script.counted.keys() == english.counted.keys()


def test_english_is_rich() -> None:
    assert len(all_lines(script_for("en"))) > 150


def test_an_unknown_language_is_answered_in_english() -> None:
    assert script_for("xx").language == "en"


def test_a_line_is_two_or_three_short_sentences_with_one_question_at_most(script: Script) -> None:
    for intent, line in all_lines(script):
        said = sentences(line)
        assert 2 <= len(said) <= 3, (intent.name, line, said)
        assert line.count("?") <= 1, (intent.name, line)
        assert all(len(sentence.split()) <= 27 for sentence in said), (intent.name, line)


def test_no_sentence_stands_twice(script: Script) -> None:
    said = [plain(sentence) for _, line in all_lines(script) for sentence in sentences(line)]
    twice = {sentence for sentence in said if said.count(sentence) > 1}
    assert twice == set()


def test_only_merry_lines_laugh(script: Script) -> None:
    laughing = [(i.name, line) for i, line in all_lines(script) if i.mood != "jolly" and HO_HO.search(line)]
    assert laughing == []


def test_no_brand_no_price_no_stage_direction_nothing_unspeakable(script: Script) -> None:
    for intent, line in all_lines(script):
        assert not BRANDS.search(line), (intent.name, line)
        assert not re.search(r"[$€£\d]", line), (intent.name, line)
        filled = line.replace("{name}", "Emma").replace("{wish}", "a sledge")
        assert clean_for_speech(filled) == filled, (intent.name, line)


def test_wishes_are_only_named_where_there_is_one(script: Script) -> None:
    naming = {intent.name for intent, line in all_lines(script) if "{wish}" in line}
    assert naming == {"wish", "recall", "letter_wish"}
    assert set(re.findall(r"\{(\w+)\}", " ".join(line for _, line in all_lines(script)))) == {"name", "wish"}


def test_each_mood_is_known(script: Script) -> None:
    assert {i.mood for i in script.intents.values()} == {"jolly", "plain", "gentle", "honest", "grave"}
    assert set(script.counted) == {"jolly", "plain", "gentle", "honest", "grave"}


def test_nothing_talks_him_out_of_something_grave(script: Script) -> None:
    assert [i.name for i in script.intents.values() if i.mood in ("grave", "gentle") and i.unless] == []
