"""Whether the browser's sound reaches this server, judged from what was seen and when.

    waiting --offer--> connecting --first sound--> hearing --the person stops--> stopped
                            \\--8 s without--> failed <--dropped, or 3 s without sound--/

streamlit-webrtc raises nothing when a connection does not come about or breaks: only times tell.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

CONNECT_SECONDS = 8.0
SILENT_SECONDS = 3.0
# A person's Stop ends the sound and tells the page within this; a connection that breaks does not.
STOP_TAKES_SECONDS = 2.0


class LinkState(StrEnum):
    WAITING = "waiting"
    CONNECTING = "connecting"
    HEARING = "hearing"
    STOPPED = "stopped"
    NEVER_CONNECTED = "never connected"
    NO_SOUND = "no sound"
    DROPPED = "dropped"

    @property
    def failed(self) -> bool:
        return self in (LinkState.NEVER_CONNECTED, LinkState.NO_SOUND, LinkState.DROPPED)

    @property
    def running(self) -> bool:
        return self in (LinkState.CONNECTING, LinkState.HEARING)


@dataclass(frozen=True)
class LinkFacts:
    """Times of one clock in seconds; None: it has not happened."""

    offered_at: float | None = None  # the browser asked for a connection
    first_sound_at: float | None = None
    last_sound_at: float | None = None
    ended_at: float | None = None  # the sound's end reached us
    idle_at: float | None = None  # the browser says it neither connects nor sends
    refused: bool = False  # the offer could not be answered


def judge(facts: LinkFacts, now: float) -> LinkState:
    if facts.refused:
        return LinkState.NEVER_CONNECTED
    if facts.offered_at is None:
        return LinkState.WAITING
    if facts.first_sound_at is None or facts.last_sound_at is None:
        waited = (now if facts.idle_at is None else facts.idle_at) - facts.offered_at
        if waited > CONNECT_SECONDS:
            return LinkState.NEVER_CONNECTED
        return LinkState.CONNECTING if facts.idle_at is None else LinkState.STOPPED
    if facts.idle_at is not None:
        silent = facts.idle_at - facts.last_sound_at
        return LinkState.STOPPED if silent <= STOP_TAKES_SECONDS else LinkState.DROPPED
    if facts.ended_at is not None:
        return LinkState.DROPPED if now - facts.ended_at > STOP_TAKES_SECONDS else LinkState.HEARING
    return LinkState.NO_SOUND if now - facts.last_sound_at > SILENT_SECONDS else LinkState.HEARING
