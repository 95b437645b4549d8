"""Counting, speaking, languages; and that a stream is judged like the whole."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from santa_core.domain.safety.model import Rule, Situation
from santa_core.domain.safety.plain_text import plain_text
from santa_core.domain.safety.reply_check import ReplyCheck, check_reply
from santa_core.domain.sentences import SentenceCutter
from tests.unit.safety_examples import BAD, FINE


def rules(reply: str, *said: str, language: str = "en") -> set[str]:
    return {str(v.rule) for v in check_reply(reply, Situation(said=said, language=language))}


def streamed(reply: str, situation: Situation) -> set[Rule]:
    cutter, check = SentenceCutter(), ReplyCheck(situation)
    sentences = [s for word in reply.split(" ") for s in cutter.feed(word + " ")] + cutter.flush()
    return {v.rule for sentence in sentences for v in check.sentence(sentence)}


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from([*FINE, *(reply for replies in BAD.values() for reply in replies)]),
        min_size=1,
        max_size=6,
    ),
    st.sampled_from(["", "I want a bike.", "My cat died.", "Are you a robot?", "Don't tell my mum."]),
)
def test_a_stream_breaks_the_same_rules_as_the_whole(sentences: list[str], said: str) -> None:
    situation = Situation(said=(said,) if said else ())
    reply = " ".join(sentences)
    assert streamed(reply, situation) == {v.rule for v in check_reply(reply, situation)}


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300))
def test_whatever_is_written_gets_spans_inside_of_it(reply: str) -> None:
    for violation in check_reply(reply, Situation(said=(reply,))):
        start, end = violation.span
        assert 0 <= start < end <= len(reply)


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="abI’'llmndo*tİ \u200b", max_size=60))
def test_a_span_of_plain_text_lies_in_the_original(text: str) -> None:
    plain = plain_text(text)
    for start in range(len(plain.text)):
        first, last = plain.span(start, start + 1)
        assert 0 <= first <= last <= len(text)


def test_the_span_is_what_was_written() -> None:
    reply = "Well now.  I’ll *bring* you a bike!"
    (violation,) = [v for v in check_reply(reply, Situation()) if v.rule is Rule.PROMISE]
    assert reply[slice(*violation.span)].startswith("I’ll *bring* you a")


def test_the_fourth_sentence_is_too_many_and_a_laugh_is_none() -> None:
    assert rules("One fell. Two fell. Three fell.") == set()
    assert rules("Ho ho ho! One fell. Two fell. Three fell.") == set()
    reply = "One fell. Two fell. Three fell. Four fell. Five fell."
    (violation,) = check_reply(reply, Situation())
    assert (str(violation.rule), reply[slice(*violation.span)]) == ("too-many-sentences", "Four fell.")


def test_a_pause_or_a_quotation_begins_no_sentence() -> None:
    assert rules('Well... let me think... He said "Ouch!" and "Help!" and ran. Then he laughed.') == set()


def test_the_second_question_is_too_many() -> None:
    assert rules("Is it red?") == set()
    assert rules("Is it red?! It must be.") == set()
    assert rules("Is it red? Is it big?") == {"too-many-questions"}


def test_a_thousand_characters_are_not_too_long() -> None:
    assert "too-long" not in rules("a" * 1000)
    assert "too-long" in rules("a" * 1001)
    assert "too-long" in rules(" ".join(["snow"] * 201))
    check = ReplyCheck(Situation())
    found = [
        check.sentence("b" * 400 + "."),
        check.sentence("b" * 400 + "."),
        check.sentence("b" * 400 + "."),
    ]
    assert [Rule.TOO_LONG in {v.rule for v in violations} for violations in found] == [False, False, True]
    assert Rule.TOO_LONG not in {v.rule for v in check.sentence("once is enough")}


@pytest.mark.parametrize(
    "reply",
    ["**Hello** there.", "- a train\n- a kite", "# Hello", "Hello 🎅", "See www.santa.org now.", "*laughs* Hello.", "(chuckles) Hello.", "[smiles] Hello.",
     "<b>Hello</b>", "`code`", "Write to me@north.org today.", "1. a train\n2. a kite", "Hello :)", "[here](http://a.b)", "(takes a bite) Mmm, good."],
)  # fmt: skip
def test_what_cannot_be_spoken_is_found(reply: str) -> None:
    assert "unspeakable" in rules(reply)


@pytest.mark.parametrize(
    "reply",
    [
        "Ho-ho-ho!",
        "Mrs. Claus (and I too) like tea.",
        "It is 3.5 miles.",
        "Half past three: time for tea.",
        "Two * three is six.",
    ],
)
def test_plain_speech_can_be_spoken(reply: str) -> None:
    assert "unspeakable" not in rules(reply)


@pytest.mark.parametrize(
    ("reply", "said", "language", "wrong"),
    [
        ("Das ist ja ein schöner Wunsch.", "I want a train.", "en", True),
        ("Das ist ja ein schöner Wunsch.", "Ich möchte eine Eisenbahn.", "en", False),
        ("What a lovely wish that is.", "Chcę pociąg i lalkę.", "pl", True),
        ("To bardzo dobrze, że mi to mówisz.", "Chcę pociąg.", "pl", False),
        ("C'est une très belle idée, mon ami.", "Hello.", "en", True),
        ("Это очень хорошее желание.", "Hello.", "en", True),
        ("Ho ho ho!", "Cześć.", "pl", False),
        ("Feliz Navidad, Emma!", "Hello.", "en", False),
        ('In German we say "Frohe Weihnachten und alles Gute".', "Hello.", "en", False),
        ("No present is as big as a hug.", "Hello.", "en", False),
    ],
)
def test_the_language_is_the_childs(reply: str, said: str, language: str, wrong: bool) -> None:
    assert ("wrong-language" in rules(reply, said, language=language)) is wrong


LONG = [
    "a " * 50_000,
    "a" * 100_000,
    "I will bring you " * 6_000,
    "a.b." * 25_000,
    "(" * 100_000,
    "don't tell " * 9_000,
    "1 2 3 " * 16_000,
    "\n- a" * 25_000,
]


@pytest.mark.parametrize("reply", LONG)
def test_a_hundred_thousand_characters_do_not_hang(reply: str) -> None:
    """Linear: ten times as much takes about ten times as long, not a hundred times."""
    situation = Situation(said=("I want a bike.",))
    check_reply(reply[:10_000], situation)
    started = time.process_time()
    check_reply(reply[:10_000], situation)
    a_tenth = time.process_time() - started
    started = time.process_time()
    check_reply(reply, situation)
    assert time.process_time() - started < 40 * a_tenth + 1
