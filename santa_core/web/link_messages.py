"""The link's JSON, both ways. The contract: docs/link-protocol.md; the twin: frontend/src/protocol.ts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from santa_core.domain.calls import CallState, EndReason, Floor, Quality, Turn
from santa_core.domain.endings import ENDINGS, TryAgain, what_happened
from santa_core.domain.safety.marks import SafetyMark
from santa_core.errors import InputError
from santa_core.services.call_messages import (
    CallMessage,
    ChildAlerted,
    Ended,
    GoOn,
    Heard,
    MarksChanged,
    Notice,
    Say,
    SessionChanged,
    SessionClosing,
    StateChanged,
    StopSpeaking,
    TurnChanged,
)

MAX_DETAIL_CHARACTERS = 8_000


class _Up(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)

    at: float = Field(ge=0, lt=4e12, allow_inf_nan=False)  # ms since 1970 by the browser's clock

    @property
    def browser_at(self) -> datetime:
        return datetime.fromtimestamp(self.at / 1000, UTC)


class Hello(_Up):
    type: Literal["hello"]
    token: str = Field(max_length=4_000)


class Heartbeat(_Up):
    type: Literal["heartbeat"]
    rttMs: float | None = Field(None, ge=0, lt=60_000)
    quality: str | None = Field(None, max_length=40)


EventId = Annotated[str, Field(min_length=8, max_length=64)]


class Event(_Up):
    type: Literal["event"]
    id: EventId
    name: str = Field(min_length=1, max_length=60, pattern=r"^[a-z_]+$")
    detail: dict[str, Any] = Field(default_factory=dict)


class Typed(_Up):
    type: Literal["typed"]
    id: EventId
    text: str = Field(max_length=8_000)


class Operator(_Up):
    type: Literal["operator"]
    id: EventId
    text: str = Field(max_length=8_000)


class Interrupt(_Up):
    type: Literal["interrupt"]
    id: EventId


class Flag(_Up):
    type: Literal["flag"]
    id: EventId
    note: str = Field("", max_length=2_000)


class Hearing(_Up):
    type: Literal["hearing"]
    text: str = Field(max_length=8_000)


class Correct(_Up):
    type: Literal["correct"]
    id: EventId
    turnId: str = Field(max_length=64)
    text: str = Field(max_length=8_000)


class Spoken(_Up):
    type: Literal["spoken"]
    sentenceId: str = Field(max_length=64)
    taskId: str = Field(max_length=200)
    durationMs: float | None = None


class SpeakFailed(_Up):
    type: Literal["speakFailed"]
    sentenceId: str = Field(max_length=64)
    message: str = Field("", max_length=2_000)


class Reopen(_Up):
    type: Literal["reopen"]
    id: EventId
    quality: Quality


class End(_Up):
    type: Literal["end"]
    id: EventId
    reason: Literal["user", "page_closed"] = "user"


FromBrowser = Annotated[
    Hello
    | Heartbeat
    | Event
    | Typed
    | Operator
    | Interrupt
    | Flag
    | Hearing
    | Correct
    | Spoken
    | SpeakFailed
    | Reopen
    | End,
    Field(discriminator="type"),
]
_from_browser: TypeAdapter[FromBrowser] = TypeAdapter(FromBrowser)


def read_message(text: str) -> FromBrowser:
    """Raises InputError naming the field."""
    if len(text) > MAX_DETAIL_CHARACTERS * 3:
        raise InputError("The message is too long.")
    try:
        return _from_browser.validate_json(text)
    except ValidationError as error:
        first = error.errors(include_input=False)[0]
        raise InputError(f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from None


def milliseconds(at: datetime) -> int:
    return round(at.timestamp() * 1000)


def write_message(message: CallMessage) -> dict[str, object]:
    match message:
        case StateChanged(state, floor):
            return {"type": "state", "state": state, "floor": floor}
        case TurnChanged(turn, interrupted):
            return {"type": "turn", "turn": write_turn(turn, interrupted=interrupted)}
        case Say(sentence_id, turn_id, text, mode):
            return {"type": "say", "sentenceId": sentence_id, "turnId": turn_id, "text": text, "mode": mode}
        case StopSpeaking(turn_id):
            return {"type": "interrupt", "turnId": turn_id}
        case GoOn(turn_id):
            return {"type": "goOn", "turnId": turn_id}
        case Heard(text):
            return {"type": "heard", "text": text}
        case Notice(level, code, text):
            return {"type": "notice", "level": level, "code": code, "text": text}
        case MarksChanged(turn_id, marks):
            return {"type": "marks", "turnId": turn_id, "marks": [write_mark(mark) for mark in marks]}
        case ChildAlerted():
            return {"type": "alert", "alert": write_alert(message)}
        case SessionClosing(quality):
            return {"type": "reopening", "quality": quality}
        case SessionChanged(quality, browser_info):
            return {"type": "reopened", "quality": quality, "browserInfo": dict(browser_info)}
        case Ended(reason, vendor_reason, quality):
            return {
                "type": "ended",
                "reason": reason,
                "reasonText": what_happened(reason, vendor_reason=vendor_reason),
                "tryAgain": _try_again(reason, quality),
            }


def _try_again(reason: EndReason, quality: Quality | None) -> TryAgain | None:
    """There is no quality below the lowest."""
    advice = ENDINGS[reason].try_again
    return TryAgain.SAME if advice is TryAgain.LOWER_QUALITY and quality is Quality.LOW else advice


def write_turn(turn: Turn, *, interrupted: bool = False) -> dict[str, object]:
    return {
        "turnId": turn.turn_id,
        "index": turn.index,
        "speaker": turn.speaker,
        "origin": turn.origin,
        "text": turn.text,
        "done": turn.ended_at is not None,
        "interrupted": interrupted or turn.intended_text is not None,
        "latencyMs": turn.latency.total_ms if turn.latency else None,
    }


def write_mark(mark: SafetyMark) -> dict[str, object]:
    return {"level": mark.level, "reasons": list(mark.reasons), "written": mark.written}


def write_alert(alert: ChildAlerted) -> dict[str, object]:
    return {
        "alertId": alert.alert_id,
        "kind": alert.kind,
        "reason": alert.reason,
        "line": alert.line,
        "turnId": alert.turn_id,
    }


def write_welcome(
    *,
    now: datetime,
    state: CallState,
    floor: Floor,
    cap_ends_at: datetime,
    started_at: datetime | None,
    turns: list[Turn],
    marks: Mapping[str, Sequence[SafetyMark]],
    alerts: Sequence[ChildAlerted],
) -> Mapping[str, object]:
    return {
        "type": "welcome",
        "serverTime": milliseconds(now),
        "state": state,
        "floor": floor,
        "capEndsAt": milliseconds(cap_ends_at),
        "startedAt": milliseconds(started_at) if started_at else None,
        "turns": [write_turn(turn) for turn in turns],
        "marks": {turn_id: [write_mark(mark) for mark in found] for turn_id, found in marks.items()},
        "alerts": [write_alert(alert) for alert in alerts],
    }
