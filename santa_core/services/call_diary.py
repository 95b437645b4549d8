"""Writes down what happens in one call, with the time at which we learnt of it."""

from __future__ import annotations

from collections.abc import Awaitable
from datetime import datetime
from typing import Any
from uuid import uuid4

from santa_core.domain.calls import CallEvent
from santa_core.ports import Clock
from santa_core.services.log_writer import LogWriter


class CallDiary:
    def __init__(self, call_id: str, *, log: LogWriter, clock: Clock) -> None:
        self._call_id = call_id
        self._log = log
        self._clock = clock

    def server(self, name: str, detail: dict[str, Any]) -> Awaitable[bool]:
        """Returns when it is on disk, if awaited."""
        return self._write(str(uuid4()), "server", name, None, detail)

    def browser(
        self, name: str, detail: dict[str, Any], *, event_id: str | None = None, at: datetime | None = None
    ) -> Awaitable[bool]:
        """`at`: by the browser's clock."""
        return self._write(event_id or str(uuid4()), "browser", name, at, detail)

    def _write(
        self, event_id: str, source: str, name: str, browser_at: datetime | None, detail: dict[str, Any]
    ) -> Awaitable[bool]:
        return self._log.append_event(
            CallEvent(
                event_id=event_id,
                call_id=self._call_id,
                source=source,
                name=name,
                at=self._clock.now(),
                browser_at=browser_at,
                detail=detail,
            )
        )
