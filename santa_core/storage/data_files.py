"""Reads the YAML files that come with the program, and names file and field where one is wrong."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from pathlib import Path
from typing import Any, TypeVar

import yaml

from santa_core.errors import InputError

T = TypeVar("T")


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
        if kind is float and type(value) is int:
            value = float(value)
        if type(value) is not kind:
            hint = " Put it in quotes." if kind is str else ""
            raise InputError(
                f"{self.where}: the field {field!r} should be {_NAMES[kind]}, not {_named(value)}.{hint}"
            )
        if kind is str and not str(value).strip():
            raise InputError(f"{self.where}: the field {field!r} is empty.")
        return value

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


def read_yaml(path: Path, parse: Callable[[Fields], T]) -> T:
    """The file's content through `parse`. Raises InputError naming file, line or field."""
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=_StrictLoader)  # a SafeLoader
    except OSError as error:
        raise InputError(f"{path.name} cannot be read ({error.strerror}).") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path.name} is not a UTF-8 text file. Save it again as UTF-8.") from error
    except yaml.MarkedYAMLError as error:
        line = f", line {error.problem_mark.line + 1}" if error.problem_mark else ""
        raise InputError(f"{path.name}{line}: this is not YAML ({error.problem}).") from error
    except yaml.YAMLError as error:
        raise InputError(f"{path.name} is not YAML (it holds characters YAML does not allow).") from error
    fields = Fields(content, where=path.name)
    value = parse(fields)
    fields.end()
    return value


class _StrictLoader(yaml.SafeLoader):
    """Refuses a key that stands twice: YAML would silently drop the first."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen = set()
        for key, _ in node.value:
            if key.value in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"{key.value!r} stands twice", key.start_mark
                )
            seen.add(key.value)
        return super().construct_mapping(node, deep)


_NAMES: dict[object, str] = {
    str: "a text", int: "a whole number", float: "a number", bool: "true or false", list: "a list",
    dict: "a mapping of fields",
}  # fmt: skip


def _named(value: object) -> str:
    return "nothing" if value is None else _NAMES.get(type(value), f"a {type(value).__name__}")
