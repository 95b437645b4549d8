"""Everything in a call that happens because time passes. Pure: it is told the time and says what is due."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

from santa_core.domain.calls import EndReason, Floor, Listen

Due = EndReason | Literal["cap_warning", "goodbye", "silence", "stuck"] | None

LINK_SILENCE_SECONDS = 15  # a browser that says nothing for so long is lost
NEVER_CONNECTED_SECONDS = 30
CAP_WARNING_SECONDS = 60
# A child thinks longer than an adult; someone who types needs longer still.
SILENCE_SECONDS = {Listen.VOICE: 12, Listen.PUSH_TO_TALK: 20, Listen.TYPING: 45}
SPOKEN_CHARACTERS_PER_SECOND = 12  # eSpeak's Santa and HeyGen's voices at rate 0.95 speak 13 to 16
GOODBYE_MARGIN_SECONDS = 4
STUCK_SECONDS = 30  # Santa has the floor and nothing is heard of the avatar: it will not come


class CallTimers:
    def __init__(self, *, started_at: datetime, cap_seconds: int, listen: Listen, goodbye: str) -> None:
        self._goodbye_takes = timedelta(
            seconds=len(goodbye) / SPOKEN_CHARACTERS_PER_SECOND + GOODBYE_MARGIN_SECONDS
        )
        self._set_cap(started_at + timedelta(seconds=cap_seconds))
        self._warned = cap_seconds <= CAP_WARNING_SECONDS * 1.5  # a short call needs no warning
        self._connect_by: datetime | None = started_at + timedelta(seconds=NEVER_CONNECTED_SECONDS)
        self._was_connected = False
        self._link_heard_at = started_at
        self._child_active_at = started_at
        self._santa_active_at = started_at
        self._silence_after = timedelta(seconds=SILENCE_SECONDS[listen])
        self.is_child_speaking = False
        self.silences = 0
        self._end_after_goodbye: EndReason | None = None

    def link_heard(self, now: datetime) -> None:
        self._link_heard_at = now

    def connected(self, now: datetime) -> None:
        self._was_connected, self._connect_by = True, None
        self._child_active_at = self._santa_active_at = now

    def changing_session(self) -> None:
        """No picture is due before the next session is open."""
        self._connect_by = None

    def connecting_again(self, now: datetime, *, session_ends_at: datetime | None) -> None:
        """Another session was opened; the vendor ends it at `session_ends_at`."""
        self._connect_by = now + timedelta(seconds=NEVER_CONNECTED_SECONDS)
        if session_ends_at is not None and session_ends_at < self.cap_ends_at:
            self._set_cap(session_ends_at)

    def child_active(self, now: datetime) -> None:
        self._child_active_at = now

    def santa_active(self, now: datetime) -> None:
        """The avatar reported something, or Santa just got the floor."""
        self._santa_active_at = now

    def child_answered(self) -> None:
        self.silences = 0

    def child_began(self) -> None:
        self.is_child_speaking = True

    def child_stopped(self, now: datetime) -> None:
        """Sound of speech has ended; words may follow."""
        self.is_child_speaking = False
        self._child_active_at = now

    def words_arrived(self, now: datetime) -> None:
        """The child's turn is complete: understood, or plainly not."""
        self.is_child_speaking = False
        self._child_active_at = now

    def asked_the_silent_child(self) -> None:
        self.silences += 1

    def said_goodbye(self, reason: EndReason) -> None:
        """The goodbye has been said: the call ends with it."""
        self._end_after_goodbye = reason

    def seconds_since_the_child(self, now: datetime) -> float:
        """Since the child last did anything, or got the floor."""
        return (now - self._child_active_at).total_seconds()

    def quiet_seconds(self, now: datetime) -> float:
        """Since anybody last said anything."""
        return (now - max(self._child_active_at, self._santa_active_at)).total_seconds()

    def due(self, now: datetime, *, live: bool, floor: Floor) -> Due:
        """The most urgent thing that is due; each but "silence" and "stuck" only once."""
        if now - self._link_heard_at >= timedelta(seconds=LINK_SILENCE_SECONDS):
            return EndReason.LINK_LOST if self._was_connected else EndReason.NEVER_CONNECTED
        if self._connect_by is not None and now >= self._connect_by:
            return EndReason.NEVER_CONNECTED
        if now >= self.cap_ends_at:
            return EndReason.CAP
        if not live:
            return None
        if self._end_after_goodbye is not None:
            return self._end_after_goodbye if floor is Floor.LISTENING else None
        if now >= self._goodbye_at and (floor is Floor.LISTENING or self._must_interrupt(now)):
            self._end_after_goodbye = EndReason.CAP
            return "goodbye"
        if not self._warned and now >= self._warn_at:
            self._warned = True
            return "cap_warning"
        if floor is not Floor.LISTENING and now - self._santa_active_at >= timedelta(seconds=STUCK_SECONDS):
            return "stuck"
        quiet = now - self._child_active_at >= self._silence_after
        if quiet and floor is Floor.LISTENING and not self.is_child_speaking:
            return "silence"
        return None

    def _set_cap(self, ends_at: datetime) -> None:
        self.cap_ends_at = ends_at
        self._goodbye_at = ends_at - self._goodbye_takes
        self._warn_at = ends_at - timedelta(seconds=CAP_WARNING_SECONDS)

    def _must_interrupt(self, now: datetime) -> bool:
        """Santa is in mid-sentence: let him finish, but not so long that no goodbye fits any more."""
        return now >= self._goodbye_at + timedelta(seconds=GOODBYE_MARGIN_SECONDS / 2)
