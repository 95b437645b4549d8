"""The call's line to its browser: what is sent waits while the browser reconnects; its clock is compared."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Callable
from datetime import datetime, timedelta

from santa_core.services.call_messages import CallMessage

OUTBOX_LIMIT = 200  # messages kept for a browser that is reconnecting
REMEMBERED_IDS = 2_000


class BrowserLine:
    def __init__(self) -> None:
        self._send: Callable[[CallMessage], None] | None = None
        self._outbox: deque[CallMessage] = deque(maxlen=OUTBOX_LIMIT)
        self._seen: OrderedDict[str, None] = OrderedDict()
        self._best_rtt_ms: float | None = None
        self.clock_offset_ms: int | None = None  # the browser's clock minus ours

    def attach(self, send: Callable[[CallMessage], None]) -> None:
        """The browser is there (again): it gets what it missed. A newer link replaces the older."""
        self._send = send
        while self._outbox:
            send(self._outbox.popleft())

    def detach(self, send: Callable[[CallMessage], None]) -> None:
        if self._send is send:
            self._send = None

    def tell(self, message: CallMessage) -> None:
        if self._send is not None:
            self._send(message)
        else:
            self._outbox.append(message)

    def first_time(self, event_id: str) -> bool:
        """False for a message that was sent again after a reconnect."""
        if event_id in self._seen:
            return False
        self._seen[event_id] = None
        if len(self._seen) > REMEMBERED_IDS:
            self._seen.popitem(last=False)
        return True

    def compare_clocks(self, *, browser_at: datetime, now: datetime, rtt_ms: float | None) -> None:
        """The quickest round trip says most: half of it was the way here."""
        if rtt_ms is None or (self._best_rtt_ms is not None and rtt_ms >= self._best_rtt_ms):
            return
        self._best_rtt_ms = rtt_ms
        offset = browser_at + timedelta(milliseconds=rtt_ms / 2) - now
        self.clock_offset_ms = round(offset / timedelta(milliseconds=1))

    def server_time(self, browser_at: datetime | None, *, now: datetime) -> datetime:
        """A browser's time by our clock, never in the future; `now` while the clocks are not compared."""
        if browser_at is None or self.clock_offset_ms is None:
            return now
        return min(browser_at - timedelta(milliseconds=self.clock_offset_ms), now)
