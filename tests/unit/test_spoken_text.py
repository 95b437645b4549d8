from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from santa_core.domain.spoken_text import clean_for_speech, said_so_far, split_for_speech


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("*laughs* Ho ho ho!", "Ho ho ho!"),
        ("Ho ho ho! (chuckles) Come in.", "Ho ho ho! Come in."),
        ("[smiles] Hello, Lily.", "Hello, Lily."),
        ("Hello *winks at Tim*, my friend!", "Hello, my friend!"),
        ("*the sleigh bells are ringing* Hello!", "Hello!"),
        ("*śmieje się* Cześć! (lacht herzlich) Hallo!", "Cześć! Hallo!"),
        (
            "That is *really* kind. **Very** kind, _so_ kind, __so__.",
            "That is really kind. Very kind, so kind, so.",
        ),
        ("*Ho ho ho!* Hello.", "Ho ho ho! Hello."),
        ("My reindeer (and Rudolph) say hi.", "My reindeer (and Rudolph) say hi."),
        ("<b>Ed</b>, hello!", "Ed, hello!"),
        ("Hello &lt;b&gt;Ed&lt;/b&gt; &amp; friends!", "Hello Ed & friends!"),
        ("Hi <script>alert('x')</script>Ed!<br/>", "Hi Ed!"),
        ("Hello {{prompt}}!", "Hello prompt!"),
        ("## A story\n- Milk\n* Cookies\n2) Bread\n> said he", "A story Milk Cookies Bread said he"),
        ("1. Milk\n2. Cookies", "Milk Cookies"),
        ("24. Dezember ist der Tag.", "24. Dezember ist der Tag."),
        ("Use `code` or\n```python\nprint\n```\nnow.", "Use code or print now."),
        ("See [my page](https://northpole.com/x), or https://a.b/c?d=1. Bye!", "See my page, or. Bye!"),
        ("Write to santa@northpole.com today.", "Write to today."),
        ("Merry Christmas! 🎅🏽🎄✨❤️ 👨‍👩‍👧 🇵🇱 1️⃣", "Merry Christmas!"),
        ("I love you <3 :-) ;)", "I love you"),
        ("I am 3 < 4, and 2 * 3 is 6.", "I am 3 < 4, and 2 3 is 6."),
        ("Zażółć gęślą jaźń! مرحبا يا سارة! 你好,莉莉。", "Zażółć gęślą jaźń! مرحبا يا سارة! 你好,莉莉。"),
        ("می‌خواهم", "می‌خواهم"),
        ("Safe \u202etxet\u202c \x07bell", "Safe txet bell"),
        ("*laughs*", ""),
        ("🎄🎄!", ""),
        ("...", ""),
        ("", ""),
    ],
)
def test_only_what_a_voice_can_say_is_left(written: str, spoken: str) -> None:
    assert clean_for_speech(written) == spoken


@given(st.text(max_size=300))
def test_any_text_is_cleaned_to_one_line_without_markup(text: str) -> None:
    clean = clean_for_speech(text)
    assert clean == " ".join(clean.split())
    assert not set("*`{}[]|\n\u202e") & set(clean)


plain_words = st.sampled_from(
    ["Ho!", "snow,", "Łódź,", "Äpfel?", "سارة", "don't", "well-known", "3.5", "(yes)", "“hi”", "£5"]
)


@given(st.lists(plain_words, min_size=1))
def test_plain_words_stay_as_they_are(words: list[str]) -> None:
    assert clean_for_speech(" ".join(words)) == " ".join(words)


HOSTILE = [
    "*", "(", "[", "<a", "_", "1. ", "1.\n", "```", "* - ", "\n", " \n", " ", "&", "**a", "[](", "a@", "(*",
]  # fmt: skip


@pytest.mark.parametrize("pattern", HOSTILE)
def test_hostile_text_is_cleaned_within_a_second(pattern: str) -> None:
    began = time.process_time()  # of this process alone: the machine may be busy
    clean_for_speech(pattern * 2_000)
    assert time.process_time() - began < 1


def test_a_short_text_is_one_portion() -> None:
    assert split_for_speech(" Ho ho ho! Hello. ") == ["Ho ho ho! Hello."]
    assert split_for_speech("") == split_for_speech("...") == []


def test_a_long_text_is_cut_after_a_sentence() -> None:
    sentence = "Rudolph likes carrots very much. "
    portions = split_for_speech(sentence * 100)
    assert [len(p) for p in portions] == [30 * 33 - 1, 30 * 33 - 1, 30 * 33 - 1, 10 * 33 - 1]
    assert all(p.endswith("much.") for p in portions)


def test_without_sentences_it_is_cut_at_a_word_and_without_words_anywhere() -> None:
    assert split_for_speech("snow " * 10, limit=12) == ["snow snow"] * 5
    assert split_for_speech("圣" * 25, limit=10) == ["圣" * 10, "圣" * 10, "圣" * 5]


@given(text=st.text(max_size=400), limit=st.integers(2, 60))
def test_portions_are_short_enough_and_lose_no_letter(text: str, limit: int) -> None:
    portions = split_for_speech(text, limit=limit)
    assert all(0 < len(p) <= limit for p in portions)
    joined = [c for c in "".join(portions) if c.isalnum()]
    assert joined == [c for c in text if c.isalnum()]


SENTENCE = "Ho ho ho! Hello, Zoë: I've heard you're 6, is that right?"


@pytest.mark.parametrize(
    ("pieces", "said"),
    [
        ([], ""),
        (["Ho", "ho"], "Ho ho"),
        (["Ho ", "ho ", "ho! "], "Ho ho ho!"),
        (["ho", "HO", "ho", "hello", "zoe"], "Ho ho ho! Hello, Zoë:"),
        (["Ho ho ho! Hel", "lo, ", "Zo"], "Ho ho ho! Hello, Zo"),
        (
            ["Ho ho ho Hello Zoë Ive heard youre six is that"],
            "Ho ho ho! Hello, Zoë: I've heard you're 6, is that",
        ),
        (["Ho", "ho", "ho", "Hello", "Zoë", "umm", "I've"], "Ho ho ho! Hello, Zoë: I've"),
        (["Something", "else"], ""),
        ([SENTENCE], SENTENCE),
        (SENTENCE.split(), SENTENCE),
        (["  ", "...", "!"], ""),
    ],
)
def test_pieces_show_how_far_the_sentence_was_spoken(pieces: list[str], said: str) -> None:
    assert said_so_far(SENTENCE, pieces) == said


def test_scripts_without_spaces_or_with_marks_are_followed_too() -> None:
    assert said_so_far("圣诞快乐,莉莉!", ["圣诞", "快乐"]) == "圣诞快乐,"
    assert said_so_far("مَرْحَبًا يا سارة", ["مرحبا"]) == "مَرْحَبًا"


@given(text=st.text(max_size=120), data=st.data())
def test_pieces_of_the_text_itself_give_its_beginning(text: str, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=6)))
    pieces = [text[a:b] for a, b in zip([0, *cuts], cuts, strict=False)]
    said = said_so_far(text, pieces)
    assert text.startswith(said)
    spoken_letters = [c for c in text[: cuts[-1] if cuts else 0] if c.isalnum()]
    assert [c for c in said if c.isalnum()][: len(spoken_letters)] == spoken_letters
