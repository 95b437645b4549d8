"""What a call has cost by now: all its vendor's sessions, each by itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from santa_core.domain.billing import price_call
from santa_core.domain.calls import Bill, CallRecord, CallState, EndReason, VendorSession
from santa_core.domain.rate_cards import card_for


def ended_record(record: CallRecord, reason: EndReason, ended_at: datetime) -> CallRecord:
    """The record, ended and priced. `ended_at`: when its last session was closed."""
    if record.session_id is not None:
        sessions = without_its_session(record, ended_at).earlier_sessions
    else:
        sessions = record.earlier_sessions
    return replace(
        record,
        state=CallState.ENDED,
        ended_at=ended_at,
        end_reason=reason,
        bill=_total([session.bill for session in sessions]),
    )


def without_its_session(record: CallRecord, closed_at: datetime) -> CallRecord:
    """The record after its session was closed at `closed_at`, with no other open yet."""
    opened_at = record.session_opened_at or record.started_at
    if record.session_id is None or opened_at is None:
        return record
    card = card_for(record.plan.avatar, opened_at)
    bill = price_call(avatar=record.plan.avatar, started_at=opened_at, ended_at=closed_at, card=card)
    session = VendorSession(record.session_id, record.quality, opened_at, closed_at, bill)
    return replace(
        record,
        session_id=None,
        session_opened_at=None,
        earlier_sessions=(*record.earlier_sessions, session),
    )


def _total(bills: list[Bill]) -> Bill | None:
    if not bills:
        return None
    last = bills[-1]
    return replace(
        last,
        billed_seconds=sum(bill.billed_seconds for bill in bills),
        credits=sum((bill.credits for bill in bills), start=last.credits * 0),
        usd=sum((bill.usd for bill in bills), start=last.usd * 0),
    )
