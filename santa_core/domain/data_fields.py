"""A mapping of data, taken field by field: what is missing, misspelt or of another kind is named."""

from __future__ import annotations

from typing import Any, TypeVar

from santa_core.errors import InputError

T = TypeVar("T")

_EXACT_IN_A_FLOAT = 2**53


class Fields:
    """One mapping of a data file. Each `take` consumes a field; `end` complains of what nobody took."""

    def __init__(self, content: object, *, where: str) -> None:
        if not isinstance(content, dict):
            raise InputError(f"{where} should be a mapping of fields, not {_named(content)}.")
        self._left: dict[Any, object] = dict(content)
        self.where = where

    def take(self, field: str, kind: type[T], *, default: T | None = None) -> T:
        """Raises InputError if the field is missing without a default, or of another type."""
        if field not in self._left:
            if default is None:
                raise InputError(f"{self.where}: the field {field!r} is missing.")
            return default
        value = self._left.pop(field)
        if kind is float and type(value) is int and abs(value) < _EXACT_IN_A_FLOAT:
            value = float(value)
        if type(value) is not kind:
            hint = " Put it in quotes." if kind is str else ""
            raise InputError(
                f"{self.where}: the field {field!r} should be {_NAMES[kind]}, not {_named(value)}.{hint}"
            )
        if kind is str and not str(value).strip():
            raise InputError(f"{self.where}: the field {field!r} is empty.")
        return value

    def take_any(self, field: str) -> object:
        """Whatever stands there; None if nothing does."""
        return self._left.pop(field, None)

    def has(self, field: str, kind: type[object]) -> bool:
        """Whether the field is there, not taken yet, and of this kind."""
        return type(self._left.get(field)) is kind

    def take_optional(self, field: str, kind: type[T]) -> T | None:
        if self._left.get(field) is None:
            self._left.pop(field, None)
            return None
        return self.take(field, kind)

    def take_lines(self, field: str, *, at_least: int = 0) -> tuple[str, ...]:
        """A list of non-empty texts."""
        lines = self.take(field, list, default=[])
        for line in lines:
            if not isinstance(line, str) or not line.strip():
                raise InputError(
                    f"{self.where}: each line of {field!r} should be a text, not {_named(line)}. "
                    "Put it in quotes."
                )
        if len(lines) < at_least:
            raise InputError(f"{self.where}: the field {field!r} needs at least {at_least} line.")
        return tuple(line.strip() for line in lines)

    def inside(self, field: str) -> Fields:
        return Fields(self.take(field, dict), where=f"{self.where}, {field}")

    def left(self) -> list[str]:
        """The fields nobody took yet."""
        return [str(field) for field in self._left]

    def end(self) -> None:
        if self._left:
            raise InputError(f"{self.where}: the field {next(iter(self._left))!r} is not known here.")


_NAMES: dict[object, str] = {
    str: "a text", int: "a whole number", float: "a number", bool: "true or false", list: "a list",
    dict: "a mapping of fields",
}  # fmt: skip


def _named(value: object) -> str:
    return "nothing" if value is None else _NAMES.get(type(value), f"a {type(value).__name__}")
