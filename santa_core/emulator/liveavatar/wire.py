"""Reads JSON fields as LiveAvatar's validation does: what does not fit is Invalid, with its place."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from starlette.requests import Request

from santa_core.emulator.liveavatar.errors import Invalid

Place = tuple[str, ...]


async def body_of(request: Request) -> dict[str, Any]:
    """The JSON object; {} for no body at all, as the SDK sends none. Raises Invalid."""
    raw = await request.body()
    try:
        body = json.loads(raw) if raw else {}
    except ValueError:
        raise Invalid(("body",), "JSON decode error", "json_invalid") from None
    if not isinstance(body, dict):
        raise Invalid(("body",), "Input should be a valid dictionary", "model_attributes_type")
    return body


class Fields:
    """One JSON object; null is as good as missing."""

    def __init__(self, values: Mapping[str, Any], place: Place) -> None:
        """`place`: where it stands, such as ("body", "FULL", "video_settings")."""
        self._values = values
        self._place = place

    def inner(self, key: str) -> Fields:
        value = self._values.get(key)
        if value is not None and not isinstance(value, dict):
            raise self._invalid(key, "Input should be a valid dictionary", "model_attributes_type")
        return Fields(value or {}, (*self._place, key))

    def text(self, key: str) -> str | None:
        value = self._values.get(key)
        if value is not None and not isinstance(value, str):
            raise self._invalid(key, "Input should be a valid string", "string_type")
        return value

    def needed_text(self, key: str) -> str:
        return self._needed(key, self.text(key))

    def uuid(self, key: str) -> str | None:
        value = self._values.get(key)
        if value is None:
            return None
        if not isinstance(value, str) or not is_uuid(value):
            raise self._invalid(key, "Input should be a valid UUID", "uuid_parsing")
        return str(uuid.UUID(value))

    def needed_uuid(self, key: str) -> str:
        return self._needed(key, self.uuid(key))

    def choice(self, key: str, allowed: Sequence[str], default: str) -> str:
        value = self._values.get(key)
        if value is None:
            return default
        if value not in allowed:
            quoted = [f"'{one}'" for one in allowed]
            names = " or ".join([", ".join(quoted[:-1]), quoted[-1]] if len(quoted) > 1 else quoted)
            raise self._invalid(key, f"Input should be {names}", "enum")
        return str(value)

    def flag(self, key: str) -> bool:
        value = self._values.get(key)
        if value is not None and not isinstance(value, bool):
            raise self._invalid(key, "Input should be a valid boolean", "bool_type")
        return bool(value)

    def number(self, key: str, low: float, high: float, default: float) -> float:
        value = self._values.get(key)
        if value is None:
            return default
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self._invalid(key, "Input should be a valid number", "float_type")
        self._check_range(key, value, low, high)
        return float(value)

    def whole_number(self, key: str, low: int, high: int | None = None) -> int | None:
        value = self._values.get(key)
        if value is None:
            return None
        if isinstance(value, str) and value.isascii() and value.isdigit():  # a query
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int):
            raise self._invalid(key, "Input should be a valid integer", "int_type")
        self._check_range(key, value, low, high)
        return value

    def _check_range(self, key: str, value: float, low: float, high: float | None) -> None:
        if value < low:
            raise self._invalid(
                key, f"Input should be greater than or equal to {low:g}", "greater_than_equal"
            )
        if high is not None and value > high:
            raise self._invalid(key, f"Input should be less than or equal to {high:g}", "less_than_equal")

    def _needed(self, key: str, value: str | None) -> str:
        if value is None:
            raise self._invalid(key, "Field required", "missing")
        return value

    def _invalid(self, key: str, message: str, kind: str) -> Invalid:
        return Invalid((*self._place, key), message, kind)


def is_uuid(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True
