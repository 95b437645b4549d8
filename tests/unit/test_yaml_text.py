"""YAML from people: bombs, nonsense and huge files are refused quickly, with a sentence that helps."""

from __future__ import annotations

import time
import tracemalloc
from pathlib import Path

import pytest

from santa_core.domain.data_fields import Fields
from santa_core.domain.yaml_text import MAX_CHARACTERS, MAX_DEPTH, parse_yaml, yaml_content
from santa_core.errors import InputError
from santa_core.storage.data_files import read_yaml

# Each line names the one before nine times: 9^9, 387 million "lol" when it is unfolded.
BILLION_LAUGHS = 'a: &a ["lol","lol","lol","lol","lol","lol","lol","lol","lol"]\n' + "".join(
    f"{name}: &{name} [{','.join([f'*{before}'] * 9)}]\n"
    for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)
MERGED = "a: &a {x: 1}\n" + "".join(
    f"b{n}: &b{n}\n  <<: [{', '.join([f'*b{n - 1}' if n else '*a'] * 30)}]\n" for n in range(12)
)


@pytest.mark.parametrize("bomb", [BILLION_LAUGHS, MERGED], ids=["laughs", "merge keys"])
def test_a_yaml_bomb_is_refused_before_it_unfolds(bomb: str, tmp_path: Path) -> None:
    file = tmp_path / "scenarios.yaml"
    file.write_text(bomb, encoding="utf-8")
    tracemalloc.start()
    began = time.perf_counter()
    with pytest.raises(InputError, match=r"scenarios\.yaml, line \d+: unfolded, this holds more than 50,000"):
        read_yaml(file, lambda fields: fields)
    took, (_, peak_bytes) = time.perf_counter() - began, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert took < 2 and peak_bytes < 20_000_000


def test_a_few_aliases_are_fine() -> None:
    content = yaml_content("a: &a [one, two]\nb: *a\nc: {<<: &d {x: 1}, y: 2}\n", where="f.yaml")
    assert content == {"a": ["one", "two"], "b": ["one", "two"], "c": {"x": 1, "y": 2}}


def test_a_huge_file_is_refused_by_its_size(tmp_path: Path) -> None:
    file = tmp_path / "scenarios.yaml"
    file.write_text("a: " + "x" * MAX_CHARACTERS, encoding="utf-8")
    with pytest.raises(InputError, match=r"scenarios\.yaml has 300,003 characters; at most 300,000"):
        read_yaml(file, lambda fields: fields)
    file.write_bytes(b"a: " + b"x" * 5_000_000)
    with pytest.raises(InputError, match=r"scenarios\.yaml is larger than 1,200,000 bytes"):
        read_yaml(file, lambda fields: fields)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[" * 100_000, f"line 1: this is nested more than {MAX_DEPTH} deep"),
        ("a:\n  &x [1, *x]", "line 2: an alias stands inside what it names"),
        ("a: 1\nb: " + "9" * 5_000, "line 2: this is not YAML (a value is not what it looks like"),
        ("a: 2024-99-99", "line 1: this is not YAML (a value is not what it looks like"),
        ("a: !!bool maybe", "line 1: this is not YAML (a value is not what it looks like"),
        ("? [a]\n: b", "line 1: this is not YAML (found unhashable key)"),
        ("a: *b", "line 1: this is not YAML (found undefined alias 'b')"),
        ("a: 1\na: 2", "line 2: this is not YAML ('a' stands twice)"),
        ("a: !!python/object/apply:os.getcwd []", "line 1: this is not YAML (could not determine"),
        ("a: \x00", "is not YAML (it holds characters YAML does not allow)"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(text: str, said: str) -> None:
    with pytest.raises(InputError) as caught:
        yaml_content(text, where="f.yaml")
    assert str(caught.value).startswith("f.yaml") and said in str(caught.value)


def test_a_field_that_nobody_took_is_named() -> None:
    def title(fields: Fields) -> str:
        return fields.take("title", str)

    assert parse_yaml("title: A puppy", title, where="f.yaml") == "A puppy"
    with pytest.raises(InputError, match=r"f\.yaml: the field 'colour' is not known here"):
        parse_yaml("title: A puppy\ncolour: red", title, where="f.yaml")
