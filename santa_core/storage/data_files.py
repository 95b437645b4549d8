"""Reads the YAML files that come with the program, and names file and field where one is wrong."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from santa_core.domain.data_fields import Fields
from santa_core.domain.yaml_text import MAX_CHARACTERS, parse_yaml
from santa_core.errors import InputError

__all__ = ["Fields", "read_yaml"]

T = TypeVar("T")

_MAX_BYTES = 4 * MAX_CHARACTERS  # UTF-8 needs four bytes for a character at most


def read_yaml(path: Path, parse: Callable[[Fields], T]) -> T:
    """The file's content through `parse`. Raises InputError naming file, line or field."""
    try:
        with path.open("rb") as file:
            content = file.read(_MAX_BYTES + 1)  # a huge file does not come into memory whole
        if len(content) > _MAX_BYTES:
            raise InputError(f"{path.name} is larger than {_MAX_BYTES:,} bytes. Split it.")
        text = content.decode("utf-8")
    except OSError as error:
        raise InputError(f"{path.name} cannot be read ({error.strerror}).") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path.name} is not a UTF-8 text file. Save it again as UTF-8.") from error
    return parse_yaml(text, parse, where=path.name)
