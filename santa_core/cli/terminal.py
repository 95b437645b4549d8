"""Prints to a terminal what children typed, without letting it command the terminal."""

from __future__ import annotations

import io
import json
import re
import unicodedata
from collections.abc import Sequence
from datetime import datetime, tzinfo
from typing import Any, TextIO

# Emoji, Persian and Arabic need the joiners; str.isprintable calls them unprintable, as the commands
# (ESC, the C1 set), line breaks and marks that turn the writing direction, which all must go.
_JOINERS = "\u200c\u200d"


class Terminal:
    """Every line it prints has been made safe; `zone` None means this machine's."""

    def __init__(self, out: TextIO, *, zone: tzinfo | None = None) -> None:
        if isinstance(out, io.TextIOWrapper):
            out.reconfigure(errors="backslashreplace")  # a Windows console may not know Arabic
        self._out = out
        self._zone = zone

    def line(self, text: str = "") -> None:
        self._out.write(f"{safe_line(text)}\n")

    def table(self, rows: Sequence[Sequence[str]]) -> None:
        """Columns as wide as their widest cell; the first row is the heading."""
        cells = [[safe_line(cell) for cell in row] for row in rows]
        widths = [max(_width(cell) for cell in column) for column in zip(*cells, strict=True)]
        for row in cells:
            padded = (cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True))
            self.line("  ".join(padded).rstrip())

    def json(self, value: Any) -> None:
        """Still JSON, and still readable in Arabic: only what is not printable becomes \\uXXXX."""
        text = json.dumps(value, ensure_ascii=False, indent=2)
        self._out.write(re.sub(r"[^\n]", lambda match: _json_safe(match[0]), text) + "\n")

    def json_line(self, value: Any) -> None:
        """One line of JSON, on its way at once."""
        text = json.dumps(value, ensure_ascii=False)
        self._out.write(re.sub(r"[^\n]", lambda match: _json_safe(match[0]), text) + "\n")
        self._out.flush()

    def time(self, at: datetime) -> str:
        """ "2026-12-20 13:00:00+01:00" """
        return at.astimezone(self._zone).isoformat(sep=" ", timespec="seconds")


def safe_line(text: str) -> str:
    """`text` with every character that is not printable written as \\xNN or \\uNNNN."""
    return "".join(c if _is_safe(c) else ascii(c)[1:-1] for c in text)


def _is_safe(character: str) -> bool:
    return character.isprintable() or character in _JOINERS


def _json_safe(character: str) -> str:
    return character if _is_safe(character) else json.dumps(character)[1:-1]


def _width(text: str) -> int:
    """Columns on the screen: East Asian characters and emoji take two, combining marks none."""
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text
    )
