"""CallLog in memory, as strict as the real one."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from threading import Lock
from uuid import UUID

from santa_core.domain.accounts import AccountEvent
from santa_core.domain.calls import CallEvent, CallRecord, CallState, Turn, TurnLatency
from santa_core.errors import StorageError
from santa_core.ports import CallFilter

_OPEN = (CallState.OPENING, CallState.CONNECTING, CallState.LIVE, CallState.ENDING)


class FakeCallLog:
    """`failing = True` makes every write raise StorageError, as a full disk would."""

    def __init__(self, *, failing: bool = False) -> None:
        self.failing = failing
        self._lock = Lock()
        self._calls: dict[str, CallRecord] = {}
        self._events: dict[tuple[str, str], CallEvent] = {}
        self._turns: dict[str, Turn] = {}
        self._account_events: list[AccountEvent] = []

    def save_call(self, record: CallRecord) -> None:
        self._may_write()
        if _key(record.call_id) != record.call_id:
            raise StorageError(f"{record.call_id!r} is no UUID")
        with self._lock:
            self._calls[record.call_id] = record

    def call(self, call_id: str) -> CallRecord | None:
        return self._calls.get(_key(call_id) or "")

    def recent_calls(self, filter: CallFilter | None = None) -> list[CallRecord]:
        wanted = filter or CallFilter()
        calls = [
            record
            for record in self._calls.values()
            if (wanted.staff_name is None or record.staff_name == wanted.staff_name)
            and (wanted.since is None or record.created_at >= wanted.since)
            and (wanted.until is None or record.created_at < wanted.until)
        ]
        calls.sort(key=lambda record: (record.created_at, record.call_id), reverse=True)
        return calls[: wanted.limit]

    def open_calls(self) -> list[CallRecord]:
        opened = [record for record in self._calls.values() if record.state in _OPEN]
        return sorted(opened, key=lambda record: record.created_at)

    def append_event(self, event: CallEvent) -> bool:
        self._may_write()
        self._require_call(event.call_id)
        with self._lock:
            key = (event.call_id, event.event_id)
            if key in self._events:
                return False
            self._events[key] = event
            return True

    def events(self, call_id: str) -> list[CallEvent]:
        return [event for event in list(self._events.values()) if event.call_id == _key(call_id)]

    def save_turn(self, turn: Turn) -> None:
        self._may_write()
        self._require_call(turn.call_id)
        with self._lock:
            self._turns[turn.turn_id] = replace(turn, latency=None) if turn.latency == TurnLatency() else turn

    def turns(self, call_id: str) -> list[Turn]:
        turns = [turn for turn in list(self._turns.values()) if turn.call_id == _key(call_id)]
        return sorted(turns, key=lambda turn: (turn.index, turn.started_at))

    def recent_events(self, names: Collection[str], *, limit: int = 20) -> list[CallEvent]:
        return [event for event in self._events.values() if event.name in names][::-1][:limit]

    def calls_of_sessions(self, session_ids: Iterable[str]) -> dict[str, CallRecord]:
        found = {}
        for record in sorted(self._calls.values(), key=lambda record: record.created_at):
            for session_id in (record.session_id, *(s.session_id for s in record.earlier_sessions)):
                if session_id is not None:
                    found[session_id] = record
        return {session_id: found[session_id] for session_id in session_ids if session_id in found}

    def spent_usd(self, *, since: datetime, until: datetime) -> Decimal:
        bills = [record.bill for record in list(self._calls.values()) if since <= record.created_at < until]
        return sum((bill.usd for bill in bills if bill and not bill.would_have_cost), Decimal(0))

    def append_account_event(self, event: AccountEvent) -> None:
        self._may_write()
        with self._lock:
            if event.event_id not in {written.event_id for written in self._account_events}:
                self._account_events.append(event)

    def recent_account_events(self, *, limit: int = 20) -> list[AccountEvent]:
        return self._account_events[::-1][:limit]

    def _may_write(self) -> None:
        if self.failing:
            raise StorageError("The disk is full.")

    def _require_call(self, call_id: str) -> None:
        if call_id not in self._calls:
            raise StorageError(f"The log has no call {call_id} to write to.")


def _key(call_id: str) -> str | None:
    try:
        return str(UUID(call_id))
    except ValueError:
        return None
