"""A version goes into a file and comes back the same, to the letter; what is wrong is named."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from santa_core.domain.calls import Voice
from santa_core.domain.prompt_yaml import version_as_yaml, version_from_yaml
from santa_core.domain.prompts import Lines, PromptVersion, content_hash
from santa_core.errors import InputError
from santa_core.storage.default_prompt import default_prompt

SANTA = replace(default_prompt(), number=7, parent=6)
PARENT = "0123456789abcdef" * 4

# Whitespace alone is no line: the lint refuses it before anything is saved.
SAYABLE = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=80).filter(str.strip)
ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
VERSIONS = st.builds(
    replace,
    st.just(SANTA),
    text=SAYABLE,
    greeting=SAYABLE,
    note=SAYABLE,
    author=SAYABLE,
    silence_again_line=st.just("") | SAYABLE,
    temperature=st.floats(0, 2),
    max_tokens=st.integers(1, 4_096),
    voice=st.builds(Voice, st.floats(0.5, 1.5), st.sampled_from(["friendly", "serious"])),
    variables=st.dictionaries(st.from_regex(r"[a-z]{1,8}", fullmatch=True), ANY),
    lines=st.dictionaries(st.sampled_from(["pl", "de", "no"]), st.builds(Lines, *[SAYABLE] * 5)),
    created_at=st.datetimes(timezones=st.just(UTC)),
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(VERSIONS)
@example(replace(SANTA, text="a\x85b\u2028c\r\nd\te\n", variables={"elf": "\x85", "nix": "", "b": " x\n"}))
def test_a_version_comes_back_the_same(version: PromptVersion) -> None:
    read = version_from_yaml(version_as_yaml(version, parent_hash=PARENT), where="a.yaml")
    assert read.version == replace(version, content_hash=content_hash(version))
    assert (read.parent_hash, read.is_edited) == (PARENT, False)


def test_the_file_can_be_read_by_people() -> None:
    written = version_as_yaml(SANTA)
    assert "text: |-\n  You are Santa Claus on a live video call with one child." in written
    assert "greeting: Ho ho ho! Witaj, {{child_name}}!" in written
    assert written.startswith("# A version of Santa's prompt.")


def test_an_edited_file_is_new_content_and_says_so() -> None:
    edited = version_as_yaml(SANTA).replace("Be brief", "").replace("temperature: 0.8", "temperature: 0.6")
    read = version_from_yaml(edited, where="version-007.yaml")
    assert read.is_edited
    assert read.stated_hash == content_hash(SANTA)
    assert read.version.content_hash == content_hash(replace(SANTA, temperature=0.6))


def test_a_file_written_by_hand_needs_no_numbers() -> None:
    of_the_export = ("number", "content_hash", "parent")
    lines = [line for line in version_as_yaml(SANTA).splitlines() if not line.startswith(of_the_export)]
    read = version_from_yaml("\n".join(lines), where="mine.yaml")
    assert (read.version.number, read.stated_hash, read.is_edited) == (0, None, False)
    assert read.version.content_hash == content_hash(SANTA)


BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{new}: &{new} [{','.join(['*' + old] * 9)}]\n" for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda text: text + "colour: red\n", "the field 'colour' is not known"),
        (lambda text: text.replace("model: gpt-4o-mini\n", ""), "the field 'model' is missing"),
        (lambda text: text.replace("temperature: 0.8", "temperature: hot"), "'temperature' should be"),
        (lambda text: text.replace("  rate: 0.95", "  rate: 0.95\n  pitch: 2"), "'pitch' is not known"),
        (lambda text: text + "text: again\n", "'text' stands twice"),
        (lambda text: text + "x: !!python/object/apply:os.system ['true']\n", "not YAML"),
        (lambda text: text + BOMB, "Write less, without aliases"),
        (lambda text: "x" * 1_048_576, "1,048,576 characters"),
        (lambda text: text.replace("You are Santa", "You are Santa" + "!" * 30_000), "at most 20,000"),
        (lambda text: text + "variables: {elf: 3}\n", "'elf' should be a text"),
        (lambda text: text.replace("content_hash: ", "content_hash: x"), "no content hash"),
        (lambda text: text.replace("+00:00", ""), "needs a zone"),
        (lambda text: "- a list", "should be a mapping"),
        (lambda text: "", "should be a mapping"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(change: object, says: str) -> None:
    assert callable(change)
    with pytest.raises(InputError, match=says) as caught:
        version_from_yaml(change(version_as_yaml(SANTA)), where="version-007.yaml")
    assert str(caught.value).startswith("version-007.yaml")


def test_a_date_of_another_zone_is_the_same_moment() -> None:
    text = version_as_yaml(replace(SANTA, created_at=datetime(2026, 12, 1, 12, tzinfo=UTC)))
    read = version_from_yaml(text.replace("12:00:00+00:00", "13:00:00+01:00"), where="a.yaml")
    assert read.version.created_at == datetime(2026, 12, 1, 12, tzinfo=UTC)
