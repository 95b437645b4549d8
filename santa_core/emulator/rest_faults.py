"""Faults of single REST calls, by path and kind: the list of those that are on, and how often they struck.

    {"path": "/v1/streaming.new", "kind": "502", "acts": false, "times": null, "delay_seconds": 30}

path     as the API writes it. A part in braces stands for any id: "/v1/sessions/{id}/transcript". A path
         with a real id in it strikes for that id only. The whole path must match, never a beginning of it.
method   "GET", "POST", ...; null (the default): every method of that path
kind     see Kind
acts     true: the work is done and only its answer is spoilt
times    how often it strikes; null: until it is cleared
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from typing import Any

_BRACES = re.compile(r"\{[^/}]*\}")


class Kind(StrEnum):
    HANG = "hang"  # never answers, until the caller hangs up
    BAD_REQUEST = "400"  # this and the next: JSON in the envelope of that API
    UNAUTHORIZED = "401"
    FORBIDDEN = "403"
    CONFLICT = "409"
    UNPROCESSABLE = "422"
    TOO_MANY = "429"  # with Retry-After: 1
    BROKEN = "500"
    BAD_GATEWAY = "502"  # a page in HTML, as a proxy before the API writes it
    TRUNCATED = "truncated"  # 200 with half a JSON
    # Answers after delay_seconds. What is asked is done after the delay, if the caller still waits for it;
    # with `acts` it is done at once.
    SLOW = "slow"


@dataclass(frozen=True)
class RestFault:
    path: str
    kind: Kind
    method: str | None = None
    acts: bool = False
    times: int | None = None
    delay_seconds: float = 30.0

    def fits(self, *, method: str, path: str, template: str) -> bool:
        """`template`: the route that `path` took, such as /v1/sessions/{session_id}."""
        if self.method is not None and self.method != method:
            return False
        return self.path == path or _unnamed(self.path) == _unnamed(template)


class RestFaults:
    """Those that are on, in order: the first that fits strikes, and no other."""

    def __init__(self) -> None:
        self._faults: list[RestFault] = []
        self._struck: list[int] = []

    def replace(self, wanted: Any, *, templates: Collection[str]) -> None:
        """`wanted`: the JSON list; [] clears. Raises ValueError in words; then nothing changed."""
        if not isinstance(wanted, list):
            raise ValueError("rest-faults: send a list of faults, [] to clear them")
        self._faults = [_parse(entry, templates) for entry in wanted]
        self._struck = [0] * len(self._faults)

    def strike(self, *, method: str, path: str, template: str) -> RestFault | None:
        """The fault this call must suffer, counted; None when it may pass."""
        for index, fault in enumerate(self._faults):
            spent = fault.times is not None and self._struck[index] >= fault.times
            if not spent and fault.fits(method=method, path=path, template=template):
                self._struck[index] += 1
                return fault
        return None

    def as_json(self) -> list[dict[str, Any]]:
        """Each fault as it was asked for, and how often it has `struck`."""
        return [
            {**asdict(fault), "struck": struck}
            for fault, struck in zip(self._faults, self._struck, strict=True)
        ]


def _unnamed(path: str) -> str:
    """/v1/sessions/{session_id} -> /v1/sessions/{}: names of ids do not matter."""
    return _BRACES.sub("{}", path)


def _parse(entry: Any, templates: Collection[str]) -> RestFault:
    if not isinstance(entry, Mapping):
        raise ValueError(f"rest-faults: {entry!r} is not an object with path and kind")
    known = {field.name for field in fields(RestFault)}
    if unknown := sorted(set(entry) - known):
        raise ValueError(f"rest-faults: unknown {unknown[0]!r}; there are {', '.join(sorted(known))}")
    return RestFault(
        path=_path(entry.get("path"), templates),
        kind=_kind(entry.get("kind")),
        method=_method(entry.get("method")),
        acts=_acts(entry.get("acts", False)),
        times=_times(entry.get("times")),
        delay_seconds=_delay(entry.get("delay_seconds", 30)),
    )


def _path(value: Any, templates: Collection[str]) -> str:
    """A misspelt path would strike never, and a drill would pass for the wrong reason."""
    if isinstance(value, str):
        for template in templates:
            route = re.escape(_unnamed(template)).replace(r"\{\}", "[^/]+")
            if re.fullmatch(route, value):
                return value
    raise ValueError(f"path: {value!r} is no REST path here; there are {', '.join(sorted(templates))}")


def _kind(value: Any) -> Kind:
    try:
        return Kind(str(value))
    except ValueError:
        raise ValueError(f"kind: {value!r} is not one of {', '.join(Kind)}") from None


def _method(value: Any) -> str | None:
    if value is None or value in ("GET", "POST", "PUT", "PATCH", "DELETE"):
        return None if value is None else str(value)
    raise ValueError(f"method: {value!r} is not GET, POST, PUT, PATCH, DELETE or null")


def _acts(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    raise ValueError(f"acts: {value!r} is not true or false")


def _times(value: Any) -> int | None:
    if value is None or (isinstance(value, int) and not isinstance(value, bool) and value >= 1):
        return value
    raise ValueError(f"times: {value!r} is not a whole number from 1, or null for until it is cleared")


def _delay(value: Any) -> float:
    if isinstance(value, int | float) and not isinstance(value, bool) and value >= 0:
        return float(value)
    raise ValueError(f"delay_seconds: {value!r} is not a number of seconds")
