"""What a recogniser may have heard, and what nobody has to read."""

from __future__ import annotations

import pytest

from santa_core.domain.calls import Child
from santa_core.domain.heard_words import is_more_than_a_backchannel
from santa_core.domain.word_filter import WordFilter, word_filter_for


def screened(text: str, language: str = "en", *, name: str = "Emma") -> str:
    return word_filter_for(Child(name=name, language=language)).screen(text)


@pytest.mark.parametrize(
    ("language", "text", "shown"),
    [
        ("en", "I want a fucking bike", "I want a *** bike"),
        ("en", "Shit! He said SHIT.", "***! He said ***."),
        ("en", "bull-shit", "bull-***"),
        ("de", "so eine Scheiße", "so eine ***"),
        ("de", "du Arschloch", "du ***"),
        ("pl", "o kurwa, rower", "o ***, rower"),
        ("pl", "zajebisty rower", "*** rower"),
        ("fr", "fuck", "***"),
    ],
)
def test_such_a_word_is_masked_and_the_rest_stays(language: str, text: str, shown: str) -> None:
    assert screened(text, language) == shown


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Scunthorpe cockatoo peacock class grass assistant pass shiitake Dickens Essex"),
        ("en", "a pussycat, a titmouse, a snigger, a therapist and a document"),
        ("en", "my uncle is gay and my dad hit me there"),
        ("de", "dick und dünn, der Fichtenbaum, Kakao, Neon, Marsch, Spaß, Hurra"),
        ("pl", "kura, kurtka, chustka, ciastko, dupleks, szmata"),
    ],
)
def test_words_that_only_look_like_it_pass(language: str, text: str) -> None:
    assert screened(text, language) == text


def test_a_child_may_be_called_so() -> None:
    assert screened("my name is Dick", name="Dick Miller") == "my name is Dick"
    assert screened("my name is Dick") == "my name is ***"


def test_screening_twice_is_screening_once() -> None:
    assert screened(screened("fuck that")) == "*** that"


def test_a_masked_word_is_a_word_still() -> None:
    assert is_more_than_a_backchannel("***", "en")


def test_an_entry_is_a_whole_word_unless_it_ends_in_an_asterisk() -> None:
    filter_ = WordFilter(["bad", "worse*"])
    assert filter_.screen("bad badly worse worsened") == "*** badly *** ***"
