"""What went wrong lately, newest first: answers of vendors that were errors, and calls that had trouble
with their session."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from santa_core.domain.calls import CallEvent
from santa_core.errors import VendorWords
from santa_core.ports import CallLog
from santa_core.services.vendor_accounts import AccountReport

_WHAT = {
    "open_failed": "A session was not opened",
    "close_unconfirmed": "The vendor did not confirm that a session is closed",
    "speak_failed": "The avatar refused a sentence",
    "keep_alive_failed": "A session could not be kept alive",
    "forget_failed": "What was said could not be deleted at the vendor",
}
_LONGEST_MESSAGE = 300


@dataclass(frozen=True)
class RecentError:
    """`where`: an account and its endpoint, or the avatar of the call. `words`: the vendor's own."""

    at: datetime
    what: str
    where: str
    words: str
    call_id: str | None = None


def recent_errors(log: CallLog, reports: Sequence[AccountReport], *, limit: int = 30) -> list[RecentError]:
    """Raises StorageError."""
    events = log.recent_events(tuple(_WHAT), limit=limit)
    avatars = {}
    for call_id in {event.call_id for event in events}:
        call = log.call(call_id)
        avatars[call_id] = call.plan.avatar.value if call else ""
    found = [_of_event(event, avatars[event.call_id]) for event in events]
    found += [
        RecentError(
            failure.at,
            f"{report.account} answered with an error",
            failure.request,
            _words_of(failure.kind, failure.vendor),
        )
        for report in reports
        for failure in report.failures
    ]
    return sorted(found, key=lambda error: error.at, reverse=True)[:limit]


def _of_event(event: CallEvent, avatar: str) -> RecentError:
    detail = event.detail
    vendor = VendorWords(_int(detail.get("status")), _text(detail.get("code")), _text(detail.get("message")))
    return RecentError(
        event.at, _WHAT[event.name], avatar, _words_of(_text(detail.get("kind")), vendor), event.call_id
    )


def _words_of(kind: str | None, vendor: VendorWords) -> str:
    """ "session_limit: 400 10007 Concurrent limit reached" """
    said = " ".join(
        str(part) for part in (vendor.status, vendor.code, vendor.message) if part not in (None, "")
    )
    words = ": ".join(part for part in (kind, said) if part)
    return words if len(words) <= _LONGEST_MESSAGE else f"{words[:_LONGEST_MESSAGE]}…"


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _int(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None
