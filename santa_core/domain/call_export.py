"""A call as JSON: the form of exports and of the command line. Money is text, times are ISO 8601 in UTC."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from santa_core.domain.calls import CallEvent, CallRecord, Turn
from santa_core.domain.waits import waits_of


def call_as_json(record: CallRecord) -> dict[str, Any]:
    """The row of the log, without turns and events."""
    row: dict[str, Any] = _plain(asdict(record))
    return {**row, "duration_seconds": record.duration_seconds}


def whole_call_as_json(
    record: CallRecord, turns: Sequence[Turn], events: Sequence[CallEvent]
) -> dict[str, Any]:
    return {
        "call": call_as_json(record),
        "waits": waits_as_json(turns),
        "turns": [turn_as_json(turn) for turn in turns],
        "events": [_plain(asdict(event)) for event in events],
    }


def waits_as_json(turns: Sequence[Turn]) -> dict[str, Any] | None:
    """How long the child waited for Santa's answers; None if there were none."""
    waits = waits_of(turns)
    return None if waits is None else waits.as_json()


def turn_as_json(turn: Turn) -> dict[str, Any]:
    row: dict[str, Any] = _plain(asdict(turn))
    return {**row, "latency_ms": turn.latency.total_ms if turn.latency else None}


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return str(value) if isinstance(value, Decimal) else value
