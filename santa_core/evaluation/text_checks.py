"""Assertions about one text, as promptfoo decides them."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable

from santa_core.evaluation.javascript_regex import is_found

Value = str | tuple[str, ...] | None


class UnusableValue(Exception):
    """What is wrong with an assertion's value, as a sentence for the person who wrote it."""


def holds(kind: str, value: Value, text: str) -> bool:
    """Is `kind` (without "not-") true of `text`? Raises UnusableValue or UnusablePattern: an assertion
    that cannot be decided fails, whether it demands or forbids."""
    return _CHECKS[kind](value, text)


def _one(value: Value) -> str:
    if not isinstance(value, str) or not value:
        raise UnusableValue("This assertion needs one text as its value.")
    return value


def _several(value: Value) -> tuple[str, ...]:
    if isinstance(value, str):
        # As promptfoo: a list in one text, with quotes around what holds a comma.
        value = tuple(part.strip() for part in next(csv.reader([value], skipinitialspace=True), []))
    if not value or not all(value):
        raise UnusableValue("This assertion needs a list of texts as its value.")
    return value


def _contains(value: Value, text: str) -> bool:
    return _one(value) in text


def _icontains(value: Value, text: str) -> bool:
    return _one(value).lower() in text.lower()


def _contains_any(value: Value, text: str) -> bool:
    return any(part in text for part in _several(value))


def _icontains_any(value: Value, text: str) -> bool:
    return any(part.lower() in text.lower() for part in _several(value))


def _contains_all(value: Value, text: str) -> bool:
    return all(part in text for part in _several(value))


def _icontains_all(value: Value, text: str) -> bool:
    return all(part.lower() in text.lower() for part in _several(value))


def _equals(value: Value, text: str) -> bool:
    if not isinstance(value, str):
        raise UnusableValue("This assertion needs one text as its value.")
    return value == text


def _starts_with(value: Value, text: str) -> bool:
    return text.startswith(_one(value))


def _regex(value: Value, text: str) -> bool:
    return is_found(_one(value), text)


def _is_json(value: Value, text: str) -> bool:
    if value is not None:
        raise UnusableValue("This assertion takes no value: JSON schemas are not checked here.")
    try:
        # Numbers as floats: a million digits are JSON, and slow as a whole number. NaN is not JSON.
        json.loads(text, parse_int=float, parse_constant=_not_json)
    except (ValueError, RecursionError):
        return False
    return True


def _not_json(name: str) -> None:
    raise ValueError(name)


_CHECKS: dict[str, Callable[[Value, str], bool]] = {
    "contains": _contains,
    "icontains": _icontains,
    "contains-any": _contains_any,
    "icontains-any": _icontains_any,
    "contains-all": _contains_all,
    "icontains-all": _icontains_all,
    "equals": _equals,
    "starts-with": _starts_with,
    "regex": _regex,
    "is-json": _is_json,
}
TEXT_KINDS = tuple(_CHECKS)
