"""What the call page hands to the component. The names on the wire: docs/link-protocol.md, `data`."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from santa_core.domain.calls import AnswerBy, Avatar, Listen, Quality

_RIGHT_TO_LEFT = frozenset({"ar", "arc", "dv", "fa", "ha", "he", "khw", "ks", "ku", "ps", "ur", "yi"})


@dataclass(frozen=True)
class PlanView:
    """The plan as a person reads it; the one that counts is inside the ticket."""

    scenario_title: str
    child_name: str
    child_language: str  # ISO 639-1
    avatar: Avatar
    avatar_label: str
    santa_label: str  # who answers: "Scripted Santa", "gpt-4o-mini"
    listen: Listen
    quality: Quality | None  # None: by the browser's downlink
    cap_seconds: int
    cap_label: str
    price_line: str  # one sentence
    usd_per_minute: Decimal
    answer_by: AnswerBy = AnswerBy.OWN_LLM
    talk_over: bool = True

    def as_data(self) -> dict[str, object]:
        return {
            "scenarioTitle": self.scenario_title,
            "childName": self.child_name,
            "childLanguage": self.child_language,
            "avatar": self.avatar.value,
            "avatarLabel": self.avatar_label,
            "santaLabel": self.santa_label,
            "listen": self.listen.value,
            "talkOver": self.talk_over,
            "quality": self.quality.value if self.quality else None,
            "capSeconds": self.cap_seconds,
            "capLabel": self.cap_label,
            "priceLine": self.price_line,
            "usdPerMinute": str(self.usd_per_minute),
            "rtl": self.child_language.split("-")[0].lower() in _RIGHT_TO_LEFT,
            "answerBy": self.answer_by.value,
        }


@dataclass(frozen=True)
class CueCardView:
    lines: tuple[str, ...] = ()
    must: tuple[str, ...] = ()
    must_not: tuple[str, ...] = ()

    def as_data(self) -> dict[str, object]:
        return {"lines": list(self.lines), "must": list(self.must), "mustNot": list(self.must_not)}


@dataclass(frozen=True)
class OperatorLine:
    label: str
    text: str


@dataclass(frozen=True)
class HearingView:
    """Whether the avatar can hear; if not, a voice call is typed, and `note` says why."""

    available: bool
    note: str = ""


@dataclass(frozen=True)
class AvatarCallView:
    ticket: str
    call_id: str
    plan: PlanView
    cue: CueCardView = field(default_factory=CueCardView)
    operator_lines: tuple[OperatorLine, ...] = ()
    hearing: HearingView = field(default_factory=lambda: HearingView(available=True))
    api_base: str = ""  # "" or "/santa": server.baseUrlPath
    blocked_because: str | None = None  # a sentence: why Start is off, and what to do

    def as_data(self) -> dict[str, object]:
        return {
            "ticket": self.ticket,
            "callId": self.call_id,
            "apiBase": self.api_base,
            "plan": self.plan.as_data(),
            "cue": self.cue.as_data(),
            "operatorLines": [{"label": line.label, "text": line.text} for line in self.operator_lines],
            "hearing": {"available": self.hearing.available, "note": self.hearing.note},
            "blockedBecause": self.blocked_because,
        }
