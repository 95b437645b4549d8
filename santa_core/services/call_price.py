"""A call's record when a session of it, or all of it, is over: with its price."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from santa_core.domain.billing import finished_session, price_whole_call
from santa_core.domain.calls import CallRecord, CallState, EndReason
from santa_core.domain.rate_cards import RateCard, card_for


def ended_record(record: CallRecord, reason: EndReason, ended_at: datetime) -> CallRecord:
    """`ended_at`: when its last session was closed. Without any session there is no bill."""
    return replace(
        record,
        state=CallState.ENDED,
        ended_at=ended_at,
        end_reason=reason,
        bill=price_whole_call(record, ended_at=ended_at, card=_card_of(record)),
    )


def without_its_session(record: CallRecord, closed_at: datetime) -> CallRecord:
    """Its session was closed at `closed_at`, and no other is open yet."""
    session = finished_session(record, closed_at=closed_at, card=_card_of(record))
    if session is None:
        return record
    return replace(
        record,
        session_id=None,
        session_opened_at=None,
        earlier_sessions=(*record.earlier_sessions, session),
    )


def _card_of(record: CallRecord) -> RateCard:
    return card_for(record.plan.avatar, record.started_at or record.created_at)
