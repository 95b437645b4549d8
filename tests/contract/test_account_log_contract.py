"""What every AccountLog keeps: the fake, SQLite and PostgreSQL alike."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from santa_core.domain.accounts import AccountEvent
from santa_core.ports import AccountLog

NOON = datetime(2026, 12, 20, 12, 0, 0, 123456, tzinfo=UTC)


def an_event(**changes: Any) -> AccountEvent:
    fields: dict[str, Any] = {
        "event_id": str(uuid4()), "at": NOON, "account": "HeyGen", "name": "stranger_closed", "by": "Ann",
    }  # fmt: skip
    return AccountEvent(**{**fields, **changes})


def test_an_event_comes_back_as_it_was(account_log: AccountLog) -> None:
    plain = an_event()
    full = an_event(
        by="Zoë 🎅 '; DROP TABLE",
        session_id="sess_1",
        detail={"status": "new", "age_seconds": 12.5, "deep": {"a": [1, None, True]}},
    )
    account_log.append_account_event(plain)
    account_log.append_account_event(full)
    assert account_log.recent_account_events() == [full, plain]


def test_the_newest_come_first_by_when_they_were_written_down(account_log: AccountLog) -> None:
    events = [an_event(at=NOON - timedelta(hours=n)) for n in range(25)]
    for event in events:
        account_log.append_account_event(event)
    assert account_log.recent_account_events() == events[:4:-1]
    assert account_log.recent_account_events(limit=2) == [events[24], events[23]]


def test_an_event_that_comes_twice_is_written_once(account_log: AccountLog) -> None:
    event = an_event(detail={"first": True})
    account_log.append_account_event(event)
    account_log.append_account_event(an_event(event_id=event.event_id, detail={"first": False}))
    assert account_log.recent_account_events() == [event]


def test_an_empty_log_is_empty(account_log: AccountLog) -> None:
    assert account_log.recent_account_events() == []
