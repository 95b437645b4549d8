"""What a call is: its plan, its states, its events and its turns.

The same words stand in TypeScript (components/avatar_call/frontend/src/protocol.ts) and in the
database; tests/unit/test_vocabulary.py holds them together.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any


class CallState(StrEnum):
    PLANNED = "planned"
    OPENING = "opening"  # the server is opening the vendor's session
    CONNECTING = "connecting"  # the browser has the session, no picture yet
    LIVE = "live"
    ENDING = "ending"
    ENDED = "ended"


class Floor(StrEnum):
    """Who has the floor while a call is live."""

    LISTENING = "listening"
    THINKING = "thinking"
    SPEAKING = "speaking"


class EndReason(StrEnum):
    USER = "user"  # End call
    CAP = "cap"  # the plan's length, after a goodbye
    SILENCE = "silence"  # nobody answered Santa's prompts
    IDLE_TIMEOUT = "idle_timeout"  # the vendor's idle timer
    CREDITS_EXHAUSTED = "credits_exhausted"
    DURATION_LIMIT = "duration_limit"  # the vendor's session limit
    NETWORK_ERROR = "network_error"  # the vendor's stream broke
    LINK_LOST = "link_lost"  # the browser went silent
    PAGE_CLOSED = "page_closed"  # tab closed or page left
    NEVER_CONNECTED = "never_connected"
    OPEN_FAILED = "open_failed"  # the vendor would not open a session
    PROVIDER_ERROR = "provider_error"
    CLOSED_ELSEWHERE = "closed_elsewhere"  # by somebody else, at the vendor or in another studio
    SERVER_STOPPED = "server_stopped"
    SIGNED_OUT = "signed_out"  # the person signed out, or somebody else took the browser over
    REAPED = "reaped"  # found open after a crash, closed at the next start


class Listen(StrEnum):
    VOICE = "voice"
    PUSH_TO_TALK = "push_to_talk"
    TYPING = "typing"


class Avatar(StrEnum):
    PRACTICE = "practice"
    HEYGEN = "heygen"
    LIVEAVATAR = "liveavatar"
    LIVEAVATAR_SANDBOX = "liveavatar_sandbox"  # the same account, free, ends after about a minute


class Quality(StrEnum):
    HIGH = "high"  # 720p
    MEDIUM = "medium"  # 480p
    LOW = "low"  # 360p


class AnswerBy(StrEnum):
    """Who writes Santa's answers. Only OWN_LLM can be screened before it is spoken."""

    OWN_LLM = "own_llm"
    VENDOR_LLM = "vendor_llm"  # TALK, our prompt as knowledge base
    KNOWLEDGE_BASE_ID = "knowledge_base_id"  # TALK, a knowledge base kept at the vendor


@dataclass(frozen=True)
class Child:
    """Invented by default. `say_name_as` is how the voice should pronounce the name, if not as written."""

    name: str
    age: int | None = None
    language: str = "en"  # ISO 639-1
    wishes: tuple[str, ...] = ()
    good_deeds: tuple[str, ...] = ()
    say_name_as: str | None = None


@dataclass(frozen=True)
class Voice:
    rate: float = 1.0  # 0.5 to 1.5, HeyGen's range
    emotion: str = "friendly"  # excited, serious, friendly, soothing, broadcaster


@dataclass(frozen=True)
class CallPlan:
    scenario_id: str
    child: Child
    prompt_version: int
    avatar: Avatar = Avatar.PRACTICE
    quality: Quality | None = None  # None: the browser chooses by its downlink
    voice: Voice = field(default_factory=Voice)
    listen: Listen = Listen.TYPING
    talk_over: bool = True  # full duplex; False: the microphone is closed while Santa speaks
    answer_by: AnswerBy = AnswerBy.OWN_LLM
    knowledge_base_id: str | None = None
    cap_seconds: int = 600


@dataclass(frozen=True)
class CallEvent:
    """One thing that happened. `event_id` is made by whoever saw it; a repeated id is the same event."""

    event_id: str
    call_id: str
    source: str  # browser, server, vendor
    name: str
    at: datetime  # UTC, when the server learnt of it
    browser_at: datetime | None = None  # UTC by the browser's clock, uncorrected
    detail: dict[str, Any] = field(default_factory=dict)


class Speaker(StrEnum):
    CHILD = "child"
    SANTA = "santa"


class TurnOrigin(StrEnum):
    VOICE = "voice"
    TYPED = "typed"
    GREETING = "greeting"
    ANSWER = "answer"
    SILENCE = "silence"
    OPERATOR = "operator"
    GOODBYE = "goodbye"
    FALLBACK = "fallback"  # the line said when the language model failed


@dataclass(frozen=True)
class TurnLatency:
    """When each step of a Santa turn happened, UTC by the server's clock; None where it did not."""

    end_of_speech: datetime | None = None  # the child's last word (voice) or Send (typed)
    recognised: datetime | None = None  # the words reached the server
    first_token: datetime | None = None
    first_sentence: datetime | None = None
    speak_sent: datetime | None = None
    avatar_started: datetime | None = None  # the avatar told that it speaks
    first_sound: datetime | None = None  # Santa was heard in the browser

    @property
    def total_ms(self) -> int | None:
        """From the end of the child's words until Santa is heard; where nobody measured that, until the
        avatar told that it speaks."""
        start = self.end_of_speech or self.recognised
        heard = self.first_sound or self.avatar_started
        if start is None or heard is None:
            return None
        return round((heard - start) / timedelta(milliseconds=1))


@dataclass(frozen=True)
class Turn:
    turn_id: str
    call_id: str
    index: int  # 0, 1, 2 ... in the order the turns began
    speaker: Speaker
    origin: TurnOrigin
    text: str  # for Santa: what was really said so far
    started_at: datetime
    ended_at: datetime | None = None
    intended_text: str | None = None  # Santa, when cut off: what he would have said
    heard_text: str | None = None  # child, when a person corrected it: what had been heard
    latency: TurnLatency | None = None

    @property
    def is_answer(self) -> bool:
        """Santa's, to something the child said."""
        return self.origin in (TurnOrigin.ANSWER, TurnOrigin.FALLBACK)


@dataclass(frozen=True)
class Bill:
    """What a call cost. `would_have_cost`: a practice call is free, priced as if on the card's vendor."""

    rate_card_id: str
    billed_seconds: int
    credits: Decimal
    usd: Decimal
    would_have_cost: bool = False


@dataclass(frozen=True)
class VendorSession:
    """A session at the vendor that is over: a call may run through several, one after the other."""

    session_id: str
    quality: Quality | None
    opened_at: datetime
    closed_at: datetime
    bill: Bill


@dataclass(frozen=True)
class CallRecord:
    """A row of live_call_sessions. Times are aware UTC.

    `session_id`, `session_opened_at` and `quality` are of the vendor's session that is open, or was the
    last; those before it stand in `earlier_sessions`, closed and priced. `bill` is of all of them.
    """

    call_id: str
    plan: CallPlan
    staff_name: str
    state: CallState
    created_at: datetime
    session_id: str | None = None  # the vendor's
    session_opened_at: datetime | None = None  # None: at started_at
    earlier_sessions: tuple[VendorSession, ...] = ()
    quality: Quality | None = None  # what was really opened
    started_at: datetime | None = None  # the vendor's first session was opened: the meter runs
    connected_at: datetime | None = None  # first picture in the browser
    last_seen_at: datetime | None = None  # its server's heartbeat: older than a moment, and nobody owns it
    ended_at: datetime | None = None
    end_reason: EndReason | None = None
    bill: Bill | None = None
    clock_offset_ms: int | None = None  # browser's clock minus the server's
    chat_model: str | None = None  # the label people see: "Scripted Santa", "gpt-4o-mini"

    @property
    def duration_seconds(self) -> float | None:
        if self.started_at is None or self.ended_at is None:
            return None
        return (self.ended_at - self.started_at).total_seconds()
