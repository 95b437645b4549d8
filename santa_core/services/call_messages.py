"""What a live call tells the browser. santa_core/web/link_messages.py writes these as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from santa_core.domain.calls import CallState, EndReason, Floor, Quality, Turn
from santa_core.domain.safety.marks import SafetyMark
from santa_core.domain.safety.model import AlertKind


class SayMode(StrEnum):
    REPEAT = "repeat"  # the avatar says it as it stands
    TALK = "talk"  # the vendor's language model answers it


@dataclass(frozen=True)
class StateChanged:
    state: CallState
    floor: Floor


@dataclass(frozen=True)
class TurnChanged:
    turn: Turn
    interrupted: bool = False


@dataclass(frozen=True)
class Say:
    sentence_id: str
    turn_id: str
    text: str
    mode: SayMode = SayMode.REPEAT


@dataclass(frozen=True)
class StopSpeaking:
    turn_id: str


@dataclass(frozen=True)
class GoOn:
    """What was heard over Santa was no interruption."""

    turn_id: str


@dataclass(frozen=True)
class Heard:
    """What the child is heard saying so far, screened; "" takes it away."""

    text: str


@dataclass(frozen=True)
class Notice:
    level: str  # info, warning, error
    code: str
    text: str


@dataclass(frozen=True)
class MarksChanged:
    """All that staff read beside this turn; it may not have been heard yet."""

    turn_id: str
    marks: tuple[SafetyMark, ...]


@dataclass(frozen=True)
class ChildAlerted:
    """The child said something that a grown-up must hear of now. `line`: what Santa says to bring one in;
    `turn_id` None: the words became no turn."""

    alert_id: str
    kind: AlertKind
    reason: str
    line: str
    turn_id: str | None


@dataclass(frozen=True)
class SessionClosing:
    """The vendor's session is being changed for another of this quality: it is to be left."""

    quality: Quality


@dataclass(frozen=True)
class SessionChanged:
    """`browser_info`: AvatarSession's, of the session to join instead."""

    quality: Quality
    browser_info: Mapping[str, object]


@dataclass(frozen=True)
class Ended:
    """`vendor_reason`: the vendor's own word, if it said one; `quality`: what the call had at its end."""

    reason: EndReason
    vendor_reason: str | None = None
    quality: Quality | None = None


CallMessage = (
    StateChanged
    | TurnChanged
    | Say
    | StopSpeaking
    | GoOn
    | Heard
    | Notice
    | MarksChanged
    | ChildAlerted
    | SessionClosing
    | SessionChanged
    | Ended
)
