"""Assertions about one text, as promptfoo decides them."""

from __future__ import annotations

import json
from collections.abc import Callable

from santa_core.domain.javascript_regex import is_found

Value = str | tuple[str, ...] | None


def holds(kind: str, value: Value, text: str) -> bool:
    """Is `kind` (without "not-") true of `text`? `value` is of the form that the kind takes
    (domain/assertion_rules.py). Raises UnusablePattern."""
    return _CHECKS[kind](value, text)


def _one(value: Value) -> str:
    assert isinstance(value, str)
    return value


def _several(value: Value) -> tuple[str, ...]:
    assert isinstance(value, tuple)
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
    return _one(value) == text


def _starts_with(value: Value, text: str) -> bool:
    return text.startswith(_one(value))


def _regex(value: Value, text: str) -> bool:
    return is_found(_one(value), text)


def _is_json(_value: Value, text: str) -> bool:
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
