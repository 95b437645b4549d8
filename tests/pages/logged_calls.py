"""Calls in the log, as the studio would have written them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from santa_core.domain.billing import finished_session, price_call, price_whole_call
from santa_core.domain.calls import (
    Avatar,
    CallEvent,
    CallRecord,
    CallState,
    Child,
    EndReason,
    Quality,
    Speaker,
    Turn,
    TurnLatency,
    TurnOrigin,
)
from santa_core.domain.rate_cards import card_for
from santa_core.ports import CallLog
from tests.fakes.samples import a_plan


def an_ended_call(
    log: CallLog,
    *,
    started_at: datetime,
    seconds: float = 61,
    avatar: Avatar = Avatar.PRACTICE,
    child: Child | None = None,
    **changes: Any,
) -> CallRecord:
    ended_at = started_at + timedelta(seconds=seconds)
    card = card_for(avatar, started_at)
    record = CallRecord(
        call_id=str(uuid4()),
        plan=a_plan(avatar=avatar, child=child or Child(name="Emma", age=6)),
        staff_name="Nora",
        state=CallState.ENDED,
        created_at=started_at,
        session_id="session",
        quality=Quality.MEDIUM,
        started_at=started_at,
        connected_at=started_at,
        ended_at=ended_at,
        end_reason=EndReason.USER,
        bill=price_call(avatar=avatar, started_at=started_at, ended_at=ended_at, card=card),
        chat_model="Scripted Santa",
    )
    record = replace(record, **changes)
    log.save_call(record)
    return record


def a_call_of_two_sessions(log: CallLog, *, started_at: datetime) -> CallRecord:
    """On HeyGen: 10 s in high quality, two seconds to change, 61 s in low quality."""
    closed_at, opened_at = started_at + timedelta(seconds=10), started_at + timedelta(seconds=12)
    ended_at = opened_at + timedelta(seconds=61)
    card = card_for(Avatar.HEYGEN, started_at)
    record = an_ended_call(
        log,
        started_at=started_at,
        avatar=Avatar.HEYGEN,
        session_id="earlier",
        quality=Quality.HIGH,
        ended_at=ended_at,
    )
    earlier = finished_session(record, closed_at=closed_at, card=card)
    assert earlier is not None
    record = replace(
        record,
        session_id="session",
        session_opened_at=opened_at,
        quality=Quality.LOW,
        earlier_sessions=(earlier,),
    )
    record = replace(record, bill=price_whole_call(record, ended_at=ended_at, card=card))
    log.save_call(record)
    return record


def a_turn(
    record: CallRecord, index: int, text: str, *, origin: TurnOrigin = TurnOrigin.TYPED, **changes: Any
) -> Turn:
    assert record.started_at is not None
    speaker = Speaker.CHILD if origin in (TurnOrigin.TYPED, TurnOrigin.VOICE) else Speaker.SANTA
    at = record.started_at + timedelta(seconds=5 * index)
    turn = Turn(str(uuid4()), record.call_id, index, speaker, origin, text, at, at)
    return replace(turn, **changes)


def an_answer(
    record: CallRecord,
    index: int,
    text: str,
    *,
    hearing: int,
    thinking: int,
    avatar: int,
    sound: int | None = None,
) -> Turn:
    """Waits in milliseconds; `sound` None: the browser measured none."""
    assert record.started_at is not None
    spoken = record.started_at + timedelta(seconds=5 * index)
    recognised = spoken + timedelta(milliseconds=hearing)
    written = recognised + timedelta(milliseconds=thinking)
    started = written + timedelta(milliseconds=avatar)
    latency = TurnLatency(
        end_of_speech=spoken,
        recognised=recognised,
        first_token=written,
        first_sentence=written,
        speak_sent=written,
        avatar_started=started,
        first_sound=None if sound is None else started + timedelta(milliseconds=sound),
    )
    return a_turn(record, index, text, origin=TurnOrigin.ANSWER, latency=latency)


def an_event(record: CallRecord, name: str, detail: dict[str, Any], *, after_seconds: float) -> CallEvent:
    assert record.started_at is not None
    at = record.started_at + timedelta(seconds=after_seconds)
    return CallEvent(str(uuid4()), record.call_id, "browser", name, at, detail=detail)
