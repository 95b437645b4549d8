"""Patterns mean here what they mean in JavaScript, and none of them holds the program."""

from __future__ import annotations

import time

import pytest

from santa_core.domain.javascript_regex import UnusablePattern, check_pattern, is_found


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("^ho$", "ho", True),
        ("^ho$", "ho\n", False),  # Python's $ would match before the line break
        ("a.b", "a\rb", False),  # nor does . match any line separator
        ("a.b", "a\u2028b", False),
        (r"\d", "٣", False),  # digits are ASCII
        (r"\w", "é", False),
        (r"\bé", " é", False),  # so a word never begins at an accent
        (r"\bho\b", "ho!", True),
        (r"a\Bb", "ab", True),
        (r"\s", "\ufeff", True),
        (r"\S", "\u00a0", False),
        (r"[\S ]x", " x", True),
        (r"[^\S ]", "a \t", True),
        (r"[^\S ]", "a ", False),
        ("[^]", "\n", True),
        ("[]", "a", False),
        ("a{,3}", "aa", False),
        ("a{,3}", "a{,3}", True),
        ("(?:foo){e<=1}", "fo", False),  # the library's fuzzy matching is not JavaScript's
        ("x]", "x]", True),
        ("[a-]", "-", True),
        (r"[\w-]", "-", True),
        (r"[+--]", ",", True),
        ("[[a]", "[", True),
        ("[a&&b]", "&", True),
        (r"[\b]", "\b", True),
        ("(?<n>a)\\k<n>", "aa", True),
        (r"(a)\1", "aa", True),
        ("(?<=a+)b", "aab", True),
        ("(?i:ŚWIĘTY)", "święty", True),
        ("(?i)ho|HE", "hE", True),  # not JavaScript's, and allowed
        ("(?i)straße", "STRASSE", False),
        (r"\u0041\x42", "AB", True),
        (r"\A", "A", True),
        (r"\/", "/", True),
        ("a+?b", "aab", True),
        ("(?=a)*b", "b", True),
        (r"(?:(a)|b)\1c", "bc", True),  # a group that found nothing yet: nothing, and found
        (r"\1", "\x01", True),  # no group: an old way to write a character
        (r"[\d-z]", "-", True),
    ],
)
def test_a_pattern_finds_what_it_finds_in_javascript(pattern: str, text: str, found: bool) -> None:
    assert is_found(pattern, text) is found


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("a++", "repeats a repetition"),
        ("a{2}{3}", "repeats a repetition"),
        ("(?P<n>a)", "(?<name>...)"),
        ("a(?i)b", "(?i:...)"),
        ("*a", "nothing to repeat"),
        (r"\b*", "nothing to repeat"),
        ("^+", "nothing to repeat"),
        ("(?<=a)?", "nothing to repeat"),
        ("a|*", "nothing to repeat"),
        ("(?<n>a)(?<n>b)", "names two groups 'n'"),
        ("(a", "no regular expression"),
        ("[a", "[ without its ]"),
        ("(?i))(", ") without its ("),
        ("[z-a]", "no regular expression"),
        ("a\\", "backslash"),
        (r"\p{L}", r"\p{...}"),
        ("a" * 1_001, "longer than 1,000 characters"),
        ("(" * 900, "no regular expression"),
    ],
)
def test_a_pattern_that_is_wrong_is_told_why(pattern: str, said: str) -> None:
    with pytest.raises(UnusablePattern) as refused:
        check_pattern(pattern)
    assert said in str(refused.value)


@pytest.mark.parametrize("pattern", ["(a+)+$", "^(a|aa|aaa)+$", "(a{1,100}){1,100}b"])
def test_a_pattern_that_would_never_end_is_stopped(pattern: str) -> None:
    began = time.perf_counter()
    with pytest.raises(UnusablePattern, match=r"longer than 100 ms .* repetition within a repetition"):
        is_found(pattern, "a" * 3_000 + "!", seconds=0.1)
    assert time.perf_counter() - began < 5  # on its own it would take longer than the universe has
