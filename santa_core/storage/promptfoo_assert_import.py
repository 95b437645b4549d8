"""The assertions of a promptfoo conversation as the studio's."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from santa_core.domain.assertion_rules import SEVERAL_TEXTS
from santa_core.domain.assertions import ASSERTION_TYPES, Assertion
from santa_core.domain.data_fields import Fields
from santa_core.errors import InputError
from santa_core.storage.promptfoo_asserts import whole_or_turn
from santa_core.storage.promptfoo_vars import as_text, rendered

_MEANT_OTHERWISE = {
    "latency": "latency is to the end of an answer in promptfoo, and to its first sentence here.",
    "cost": "cost is of one answer in promptfoo, and of the whole conversation here.",
}


def assertions_of(
    tests: Sequence[tuple[str, Sequence[Any], Mapping[str, str]]], remarks: list[str]
) -> tuple[Assertion, ...]:
    """`tests`: where it stands, its assertions and its variables, one for each line of the child. Raises
    InputError naming what the studio cannot decide as promptfoo does."""
    read = [
        _assertion(content, f"{where}, assertion {number}", values, turn, remarks)
        for turn, (where, asserts, values) in enumerate(tests, start=1)
        for number, content in enumerate(asserts, start=1)
    ]
    return _gathered(read, lines=len(tests))


def _assertion(
    content: object, where: str, values: Mapping[str, str], home: int, remarks: list[str]
) -> Assertion:
    fields = Fields(content, where=where)
    kind = fields.take("type", str)
    base = kind.removeprefix("not-")
    if base not in ASSERTION_TYPES or base == "safety":
        known = ", ".join(t for t in ASSERTION_TYPES if t != "safety")
        raise InputError(
            f"{where}: the studio has no assertion {kind!r}. Write it as one of {known}, or remove it."
        )
    if base in _MEANT_OTHERWISE:
        remarks.append(f"Taken over with another meaning: {_MEANT_OTHERWISE[base]}")
    if fields.take_optional("metric", str) is not None:
        remarks.append("Names of metrics are not taken over: they change no verdict.")
    assertion = Assertion(
        type=kind,
        value=_value(fields, base, values),
        threshold=fields.take_optional("threshold", float),
        weight=fields.take("weight", float, default=1.0),
        turn=_turn(fields, base, home),
    )
    fields.end()
    return assertion


def _turn(fields: Fields, base: str, home: int) -> int | None:
    transform = fields.take_optional("transform", str)
    if base == "cost":
        return None
    if transform is None:
        return home
    found = whole_or_turn(transform)
    if found is None:
        raise InputError(f"{fields.where}: its 'transform' is a program, and the studio runs none.")
    return None if found == "whole" else int(found)


def _value(fields: Fields, base: str, values: Mapping[str, str]) -> str | tuple[str, ...] | None:
    value = fields.take_any("value")
    if value is None:
        return None
    if base in SEVERAL_TEXTS:
        # As promptfoo: a list in one text, with quotes around what holds a comma.
        parts = next(csv.reader([value], skipinitialspace=True), []) if isinstance(value, str) else value
        if not isinstance(parts, list):
            parts = [parts]
        return tuple(_text(part, fields.where, values) for part in parts)
    return _text(value, fields.where, values)


def _text(value: object, where: str, values: Mapping[str, str]) -> str:
    text = as_text(value)
    if text is None:
        raise InputError(f"{where}: its value should be a text. Schemas and objects are not compared here.")
    if text.startswith(("file://", "package:")):
        raise InputError(f"{where}: its value names a file. Write its text into this one.")
    return rendered(text, values, where=where)


def _gathered(assertions: Sequence[Assertion], *, lines: int) -> tuple[Assertion, ...]:
    """What is forbidden in the greeting and in every answer is forbidden in the whole conversation."""
    gathered: list[Assertion] = []
    for assertion in assertions:
        whole = replace(assertion, turn=None)
        same = {a.turn for a in assertions if replace(a, turn=None) == whole}
        if assertion.type.startswith("not-") and same >= set(range(lines + 1)):
            if whole not in gathered:
                gathered.append(whole)
        else:
            gathered.append(assertion)
    return tuple(gathered)
