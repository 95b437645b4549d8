"""Calls with their sessions, events and turns as rows and back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row

from santa_core.domain.calls import (
    AnswerBy,
    Avatar,
    Bill,
    CallEvent,
    CallPlan,
    CallRecord,
    CallState,
    Child,
    EndReason,
    Listen,
    Quality,
    Speaker,
    Turn,
    TurnLatency,
    TurnOrigin,
    VendorSession,
    Voice,
)


def record_row(record: CallRecord) -> dict[str, Any]:
    plan, child, bill = record.plan, record.plan.child, record.bill
    return {
        "id": record.call_id,
        "session_id": record.session_id,
        "started_at": record.started_at,
        "ended_at": record.ended_at,
        "credits_used": bill.credits if bill else None,
        "state": record.state.value,
        "created_at": record.created_at,
        "session_opened_at": record.session_opened_at,
        "connected_at": record.connected_at,
        "last_seen_at": record.last_seen_at,
        "end_reason": record.end_reason.value if record.end_reason else None,
        "staff_name": record.staff_name,
        "clock_offset_ms": record.clock_offset_ms,
        "chat_model": record.chat_model,
        "quality": record.quality.value if record.quality else None,
        "provider": plan.avatar.value,
        "scenario_id": plan.scenario_id,
        "prompt_version": plan.prompt_version,
        "planned_quality": plan.quality.value if plan.quality else None,
        "voice_rate": plan.voice.rate,
        "voice_emotion": plan.voice.emotion,
        "listen": plan.listen.value,
        "talk_over": plan.talk_over,
        "answer_by": plan.answer_by.value,
        "knowledge_base_id": plan.knowledge_base_id,
        "cap_seconds": plan.cap_seconds,
        "child_name": child.name,
        "child_age": child.age,
        "child_language": child.language,
        "child_wishes": list(child.wishes),
        "child_good_deeds": list(child.good_deeds),
        "child_say_name_as": child.say_name_as,
        "rate_card_id": bill.rate_card_id if bill else None,
        "billed_seconds": bill.billed_seconds if bill else None,
        "usd": bill.usd if bill else None,
        "would_have_cost": bill.would_have_cost if bill else None,
    }


def record_from_row(row: Row[Any], earlier: Sequence[VendorSession] = ()) -> CallRecord:
    child = Child(
        name=row.child_name,
        age=row.child_age,
        language=row.child_language,
        wishes=tuple(row.child_wishes),
        good_deeds=tuple(row.child_good_deeds),
        say_name_as=row.child_say_name_as,
    )
    plan = CallPlan(
        scenario_id=row.scenario_id,
        child=child,
        prompt_version=row.prompt_version,
        avatar=Avatar(row.provider),
        quality=Quality(row.planned_quality) if row.planned_quality else None,
        voice=Voice(rate=row.voice_rate, emotion=row.voice_emotion),
        listen=Listen(row.listen),
        talk_over=row.talk_over,
        answer_by=AnswerBy(row.answer_by),
        knowledge_base_id=row.knowledge_base_id,
        cap_seconds=row.cap_seconds,
    )
    return CallRecord(
        call_id=row.id,
        plan=plan,
        staff_name=row.staff_name,
        state=CallState(row.state),
        created_at=row.created_at,
        session_id=row.session_id,
        session_opened_at=row.session_opened_at,
        earlier_sessions=tuple(earlier),
        quality=Quality(row.quality) if row.quality else None,
        started_at=row.started_at,
        connected_at=row.connected_at,
        last_seen_at=row.last_seen_at,
        ended_at=row.ended_at,
        end_reason=EndReason(row.end_reason) if row.end_reason else None,
        bill=None if row.rate_card_id is None else _bill(row),
        clock_offset_ms=row.clock_offset_ms,
        chat_model=row.chat_model,
    )


def _bill(row: Row[Any]) -> Bill:
    return Bill(
        rate_card_id=row.rate_card_id,
        billed_seconds=row.billed_seconds,
        credits=row.credits_used,
        usd=row.usd,
        would_have_cost=row.would_have_cost,
    )


def session_rows(record: CallRecord) -> list[dict[str, Any]]:
    """A row for each earlier session."""
    return [
        {
            "call_id": record.call_id,
            "position": position,
            "session_id": session.session_id,
            "quality": session.quality.value if session.quality else None,
            "opened_at": session.opened_at,
            "closed_at": session.closed_at,
            "rate_card_id": session.bill.rate_card_id,
            "billed_seconds": session.bill.billed_seconds,
            "credits_used": session.bill.credits,
            "usd": session.bill.usd,
            "would_have_cost": session.bill.would_have_cost,
        }
        for position, session in enumerate(record.earlier_sessions)
    ]


def session_from_row(row: Row[Any]) -> VendorSession:
    return VendorSession(
        session_id=row.session_id,
        quality=Quality(row.quality) if row.quality else None,
        opened_at=row.opened_at,
        closed_at=row.closed_at,
        bill=_bill(row),
    )


def event_row(event: CallEvent) -> dict[str, Any]:
    return {
        "call_id": event.call_id,
        "event_id": event.event_id,
        "source": event.source,
        "name": event.name,
        "at": event.at,
        "browser_at": event.browser_at,
        "detail": event.detail,
    }


def event_from_row(row: Row[Any]) -> CallEvent:
    return CallEvent(
        event_id=row.event_id,
        call_id=row.call_id,
        source=row.source,
        name=row.name,
        at=row.at,
        browser_at=row.browser_at,
        detail=row.detail,
    )


def turn_row(turn: Turn) -> dict[str, Any]:
    latency = turn.latency or TurnLatency()
    return {
        "turn_id": turn.turn_id,
        "call_id": turn.call_id,
        "turn_index": turn.index,
        "speaker": turn.speaker.value,
        "origin": turn.origin.value,
        "text": turn.text,
        "intended_text": turn.intended_text,
        "heard_text": turn.heard_text,
        "started_at": turn.started_at,
        "ended_at": turn.ended_at,
        "end_of_speech_at": latency.end_of_speech,
        "recognised_at": latency.recognised,
        "first_token_at": latency.first_token,
        "first_sentence_at": latency.first_sentence,
        "speak_sent_at": latency.speak_sent,
        "avatar_started_at": latency.avatar_started,
        "first_sound_at": latency.first_sound,
    }


def turn_from_row(row: Row[Any]) -> Turn:
    latency = TurnLatency(
        end_of_speech=row.end_of_speech_at,
        recognised=row.recognised_at,
        first_token=row.first_token_at,
        first_sentence=row.first_sentence_at,
        speak_sent=row.speak_sent_at,
        avatar_started=row.avatar_started_at,
        first_sound=row.first_sound_at,
    )
    return Turn(
        turn_id=row.turn_id,
        call_id=row.call_id,
        index=row.turn_index,
        speaker=Speaker(row.speaker),
        origin=TurnOrigin(row.origin),
        text=row.text,
        started_at=row.started_at,
        ended_at=row.ended_at,
        intended_text=row.intended_text,
        heard_text=row.heard_text,
        # A latency in which nothing happened is no latency.
        latency=None if latency == TurnLatency() else latency,
    )
