from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from santa_core.domain.sentences import SentenceCutter


def cut(text: str) -> list[str]:
    cutter = SentenceCutter()
    return [*cutter.feed(text), *cutter.flush()]


def cut_stream(*deltas: str) -> list[list[str]]:
    """What each delta completed, and last what the end of the stream did."""
    cutter = SentenceCutter()
    return [*(cutter.feed(delta) for delta in deltas), cutter.flush()]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Ho ho ho! Hello, Lily. How are you?", ["Ho ho ho!", "Hello, Lily.", "How are you?"]),
        ("Mr. Frost and Mrs. Claus met St. Nicholas.", ["Mr. Frost and Mrs. Claus met St. Nicholas."]),
        ("Dr. Snow is 3.5 metres tall. Wow!", ["Dr. Snow is 3.5 metres tall.", "Wow!"]),
        ("You are 6. Are you in school?", ["You are 6.", "Are you in school?"]),
        ("J. R. Frost says hi. Bye.", ["J. R. Frost says hi.", "Bye."]),
        ("So am I. Are you?", ["So am I.", "Are you?"]),
        (
            "I rise at 5 a.m. and sleep at 9 p.m. Then I dream.",
            ["I rise at 5 a.m. and sleep at 9 p.m.", "Then I dream."],
        ),
        ("Dolls, trains, etc. are fun. Yes.", ["Dolls, trains, etc. are fun.", "Yes."]),
        ("Well... let me see. Hmm… yes!", ["Well...", "let me see.", "Hmm…", "yes!"]),
        ("What?! Really?!", ["What?!", "Really?!"]),
        ("He said “Hello!” Then he left.", ["He said “Hello!”", "Then he left."]),
        ('She said "I know." Then she smiled.', ['She said "I know."', "Then she smiled."]),
        ("No. Never mind. Yes.", ["No.", "Never mind.", "Yes."]),
        ("First line\nSecond line", ["First line", "Second line"]),
        ("1. Milk\n2. Cookies", ["1. Milk", "2. Cookies"]),
        ("See https://example.com/a?b=1 and more. Bye.", ["See https://example.com/a?b=1 and more.", "Bye."]),
        ("(He laughs. He coughs.) Hello!", ["(He laughs. He coughs.)", "Hello!"]),
        ("*laughs! and winks* Hello, you. Bye.", ["*laughs! and winks* Hello, you.", "Bye."]),
        ("* Milk. For me.\n* Cookies.", ["* Milk.", "For me.", "* Cookies."]),
        ("I am so sad :( It is late. Bye.", ["I am so sad :( It is late.", "Bye."]),
        (
            "Cześć, Zosiu! Masz np. psa? Św. Mikołaj pyta.",
            ["Cześć, Zosiu!", "Masz np. psa?", "Św. Mikołaj pyta."],
        ),
        (
            "Am 24. Dezember komme ich. Hast du z. B. Äpfel? Oder z.B. Nüsse?",
            ["Am 24. Dezember komme ich.", "Hast du z. B. Äpfel?", "Oder z.B. Nüsse?"],
        ),
        ("مرحبا يا سارة! كيف حالك؟ أنا سعيد.", ["مرحبا يا سارة!", "كيف حالك؟", "أنا سعيد."]),
        ("你好!圣诞快乐。你想要什么?", ["你好!", "圣诞快乐。", "你想要什么?"]),
        ("「メリークリスマス!」と言った。", ["「メリークリスマス!」", "と言った。"]),
        ("🎄✨ ... !!", []),
        ("", []),
    ],
)
def test_text_is_cut_at_its_sentences(text: str, sentences: list[str]) -> None:
    assert cut(text) == sentences


@pytest.mark.parametrize("end", ["!", "?", "。", "؟", "…", "."])
def test_a_plain_end_is_cut_without_waiting_for_the_next_token(end: str) -> None:
    assert SentenceCutter().feed(f"Hello there{end}") == [f"Hello there{end}"]


@pytest.mark.parametrize("doubtful", ["You are 3.", "Hello Mr.", "Dolls etc.", "At 5 a.m.", "My name is J."])
def test_a_doubtful_end_waits_for_more(doubtful: str) -> None:
    cutter = SentenceCutter()
    assert cutter.feed(doubtful) == []
    assert cutter.flush() == [doubtful]


def test_what_is_left_of_a_cut_sentence_is_dropped() -> None:
    assert cut_stream("Well.", "..", " Yes!", '"', ")", " Good.") == [
        ["Well."],
        [],
        ["Yes!"],
        [],
        [],
        ["Good."],
        [],
    ]


def test_a_quote_after_a_space_opens_the_next_sentence() -> None:
    assert cut_stream("Hello!", ' "Ho', ' ho!"') == [["Hello!"], [], ['"Ho ho!"'], []]


def test_a_decimal_across_tokens_is_kept() -> None:
    assert cut_stream("It is 3.", "5 metres", ".") == [[], [], ["It is 3.5 metres."], []]


def test_an_aside_across_tokens_is_kept_whole() -> None:
    assert cut_stream("(Shh!", " Wait.", ") Hello", ".") == [[], [], ["(Shh! Wait.)"], ["Hello."], []]


def test_an_aside_that_never_closes_holds_back_two_hundred_characters_at_most() -> None:
    sentences = cut("(oh " + "Ho ho ho. " * 60)
    assert len(sentences) > 30
    assert max(map(len, sentences)) <= 210


def test_text_without_an_end_is_cut_at_a_word_after_a_thousand_characters() -> None:
    cutter = SentenceCutter()
    sentences = cutter.feed("snow " * 450)
    rest = cutter.flush()
    assert all(len(s) <= 1_000 and s.split() == ["snow"] * len(s.split()) for s in [*sentences, *rest])
    assert [len(s.split()) for s in [*sentences, *rest]] == [200, 200, 50]


def test_a_word_longer_than_the_limit_is_cut_between_letters_not_before_an_accent() -> None:
    cutter = SentenceCutter(longest=10)
    sentences = [*cutter.feed("e\u0301" * 12), *cutter.flush()]
    assert "".join(sentences) == "e\u0301" * 12
    assert all(len(s) <= 10 and s.startswith("e") for s in sentences)


def letters(text: str) -> str:
    return "".join(character for character in text if character.isalnum())


snippets = [*"abcIM1 23.!?…\n\"')(*[]:,;_。؟س你żß\u0301😀", ". ", "Mr.", "e.g.", "www.", " - "]
texts = st.lists(st.one_of(st.sampled_from(snippets), st.characters(codec="utf-8")), max_size=200).map(
    "".join
)


@given(text=texts, cuts=st.lists(st.integers(0, 200), max_size=20), longest=st.sampled_from([5, 40, 1_000]))
@example(text="a.\"'b", cuts=[2, 3, 4], longest=1_000)
def test_no_letter_is_lost_or_invented_however_the_stream_is_chunked(
    text: str, cuts: list[int], longest: int
) -> None:
    cutter = SentenceCutter(longest=longest)
    edges = [0, *sorted(min(c, len(text)) for c in cuts), len(text)]
    sentences: list[str] = []
    for start, end in pairwise(edges):
        sentences += cutter.feed(text[start:end])
    sentences += cutter.flush()
    assert letters("".join(sentences)) == letters(text)
    assert all(s == s.strip() and letters(s) for s in sentences)
    assert all(len(s) <= longest for s in sentences)


words = st.sampled_from(
    [
        "Santa",
        "snow",
        "Mr. Frost",
        "3.5",
        "żółw",
        "Rudolph,",
        "24. Dezember",
        "you",
        "northpole.com",
        "e.g. toys",
    ]
)
sentence = st.builds(
    lambda first, others, end: " ".join([first, *others, f"fine{end}"]),
    st.sampled_from(["Ho", "Nein", "Well,", "Ósmy"]),
    st.lists(words, max_size=8),
    st.sampled_from([".", "!", "?", "…", "?!", "...", '."', ".)"]),
)


@given(sentences=st.lists(sentence, max_size=6), data=st.data())
def test_cut_between_words_the_chunks_do_not_matter(sentences: list[str], data: st.DataObject) -> None:
    text = " ".join(sentences)
    spaces = [i for i, c in enumerate(text) if c == " "]
    chosen = sorted(data.draw(st.sets(st.sampled_from(spaces)))) if spaces else []
    edges = [0, *chosen, len(text)]
    cutter = SentenceCutter()
    streamed = [s for a, b in pairwise(edges) for s in cutter.feed(text[a:b])]
    assert [*streamed, *cutter.flush()] == sentences == cut(text)
