"""Why calls end: one row per EndReason, and which of a vendor's words means which.

The row says what the log reads, what the person reads (what happened and what to do), and whether a new
call is worth a try, with what changed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from santa_core.domain.calls import EndReason

_LONGEST_WORD = 60  # of a vendor's, as shown to people


class TryAgain(StrEnum):
    SAME = "same"
    LOWER_QUALITY = "lower_quality"  # the seed's advice after a bad connection


@dataclass(frozen=True)
class Ending:
    logged: str  # always these words: whatever varies is a field of the log's line
    sentence: str
    try_again: TryAgain | None  # None: it would not help, or nobody is there to try


ENDINGS: Mapping[EndReason, Ending] = {
    EndReason.USER: Ending("ended by the caller", "You ended the call.", None),
    EndReason.CAP: Ending(
        "ended at its planned length", "The planned length was reached and Santa said goodbye.", None
    ),
    EndReason.SILENCE: Ending(
        "ended in silence",
        "Nobody answered Santa, so he said goodbye. If somebody did, check the microphone, then call again.",
        TryAgain.SAME,
    ),
    EndReason.IDLE_TIMEOUT: Ending(
        "ended by the vendor's idle timer",
        "The avatar's service closed the call because nothing happened for too long. Call again, and start "
        "to talk at once.",
        TryAgain.SAME,
    ),
    EndReason.CREDITS_EXHAUSTED: Ending(
        "ended without credits",
        "The account has no credits left. Add credits, then call again.",
        None,
    ),
    EndReason.DURATION_LIMIT: Ending(
        "ended at the vendor's time limit",
        "The avatar's service closed the call at its own time limit. Call again, and plan a shorter call.",
        TryAgain.SAME,
    ),
    EndReason.NETWORK_ERROR: Ending(
        "ended by a broken connection to the avatar",
        "The connection to the avatar broke. Check the network, then call again, with a lower quality if it "
        "is slow.",
        TryAgain.LOWER_QUALITY,
    ),
    EndReason.LINK_LOST: Ending(
        "ended by a lost browser",
        "This page lost its connection to the studio for too long. Check the network, then call again.",
        TryAgain.LOWER_QUALITY,
    ),
    EndReason.PAGE_CLOSED: Ending("ended with its page", "The page was closed or left.", None),
    EndReason.NEVER_CONNECTED: Ending(
        "ended before any picture",
        "No picture of Santa arrived. Check that the network allows WebRTC, then call again.",
        TryAgain.LOWER_QUALITY,
    ),
    EndReason.OPEN_FAILED: Ending(
        "could not be opened",
        "The avatar's service would not open a session. Try again; if it happens again, see Diagnostics.",
        TryAgain.SAME,
    ),
    EndReason.PROVIDER_ERROR: Ending(
        "ended by the vendor", "The avatar's service ended the call. Try again.", TryAgain.SAME
    ),
    EndReason.CLOSED_ELSEWHERE: Ending(
        "ended by somebody else",
        "Somebody else closed this call: another studio or tab, or a person at the avatar's service. If that "
        "was a mistake, call again.",
        TryAgain.SAME,
    ),
    EndReason.SERVER_STOPPED: Ending(
        "ended with the studio",
        "The studio was stopped. Call again when it runs.",
        TryAgain.SAME,
    ),
    EndReason.SIGNED_OUT: Ending(
        "ended by signing out", "The caller signed out. Sign in to call again.", None
    ),
    EndReason.REAPED: Ending(
        "ended by the reaper",
        "The studio was interrupted during this call, and closed it later. Call again.",
        TryAgain.SAME,
    ),
}


# What vendors call it, in capitals and with _ between words.
VENDOR_WORDS: Mapping[str, EndReason] = {
    # The seed's own names.
    "IDLE_TIMEOUT": EndReason.IDLE_TIMEOUT,
    "CREDITS_EXHAUSTED": EndReason.CREDITS_EXHAUSTED,
    "NETWORK_ERROR": EndReason.NETWORK_ERROR,
    # LiveAvatar's stop_reason and end_reason. When we end a call we do not ask for the reason; so a user
    # whom the vendor saw closing the session was another than ours.
    "USER_DISCONNECTED": EndReason.CLOSED_ELSEWHERE,
    "USER_CLOSED": EndReason.CLOSED_ELSEWHERE,
    "NO_CREDITS": EndReason.CREDITS_EXHAUSTED,
    "MAX_DURATION_REACHED": EndReason.DURATION_LIMIT,
    "ZOMBIE_SESSION_REAP": EndReason.NETWORK_ERROR,  # it saw nobody in the room, though we were in a call
    "SERVER_ERROR": EndReason.PROVIDER_ERROR,
    "AVATAR_DELETED": EndReason.PROVIDER_ERROR,
    "AGENT_HANG_UP": EndReason.PROVIDER_ERROR,  # its language model hung up
    "DISPATCH_FAILED": EndReason.OPEN_FAILED,  # the avatar never came into the room
    # LiveAvatar's SDK.
    "CLIENT_INITIATED": EndReason.USER,
    "SESSION_START_FAILED": EndReason.OPEN_FAILED,
    # Statuses of HeyGen's history. It documents none: these are words that could mean nothing else.
    "FAILED": EndReason.PROVIDER_ERROR,
    "ERROR": EndReason.PROVIDER_ERROR,
    "INSUFFICIENT_CREDIT": EndReason.CREDITS_EXHAUSTED,
    "INSUFFICIENT_CREDITS": EndReason.CREDITS_EXHAUSTED,
    "QUOTA_EXCEEDED": EndReason.CREDITS_EXHAUSTED,
}
# Words that say that it is over, not why.
_EMPTY_WORDS = frozenset({"UNKNOWN", "SERVER_INITIATED", "CLOSED", "COMPLETED", "STOPPED", "SUCCESS"})
# LiveAvatar's SDK says this where it heard nothing from the vendor: it is no word of the vendor's.
_NOT_HEARD = "UNKNOWN_REASON"

# LiveKit's DisconnectReason, which STREAM_DISCONNECTED carries; livekit_models.proto has the numbers.
# None: the room is gone, or nobody knows why: what was going on decides.
LIVEKIT_REASONS: Mapping[int, EndReason | None] = {
    0: None,  # UNKNOWN_REASON
    1: EndReason.USER,  # CLIENT_INITIATED
    2: EndReason.CLOSED_ELSEWHERE,  # DUPLICATE_IDENTITY: the same session was joined once more
    3: EndReason.PROVIDER_ERROR,  # SERVER_SHUTDOWN
    4: None,  # PARTICIPANT_REMOVED
    5: None,  # ROOM_DELETED
    6: EndReason.NETWORK_ERROR,  # STATE_MISMATCH: a resume that came too late
    7: EndReason.NETWORK_ERROR,  # JOIN_FAILURE
    8: EndReason.PROVIDER_ERROR,  # MIGRATION
    9: EndReason.NETWORK_ERROR,  # SIGNAL_CLOSE
    10: None,  # ROOM_CLOSED
    11: EndReason.PROVIDER_ERROR,  # USER_UNAVAILABLE, of telephones
    12: EndReason.PROVIDER_ERROR,  # USER_REJECTED, of telephones
    13: EndReason.PROVIDER_ERROR,  # SIP_TRUNK_FAILURE, of telephones
    14: EndReason.NETWORK_ERROR,  # CONNECTION_TIMEOUT
    15: EndReason.NETWORK_ERROR,  # MEDIA_FAILURE
    16: EndReason.PROVIDER_ERROR,  # AGENT_ERROR
}
# The vendor took the room away, and did not say why.
_TAKEN_AWAY = frozenset({4, 5, 10})
# Nothing else that was going on explains these better.
_SURE = frozenset({EndReason.USER, EndReason.CLOSED_ELSEWHERE})


def reason_of_word(vendor_reason: str | None) -> EndReason | None:
    """What a vendor's word means, however it is written ("idle-timeout", "IDLE_TIMEOUT"); None if we do
    not know it, or it says nothing."""
    return VENDOR_WORDS.get(_normal(vendor_reason))


def what_happened(reason: EndReason, *, vendor_reason: str | None = None) -> str:
    """The sentence for the person. A vendor's word that we do not know is passed on, so that somebody who
    does can be asked. It is text: escape it where it is shown."""
    sentence, said = ENDINGS[reason].sentence, _said(vendor_reason)
    if not said or _normal(said) in _EMPTY_WORDS or reason_of_word(said) is not None:
        return sentence
    return f"{sentence} The avatar's service called it “{said}”."


def why_disconnected(
    *,
    vendor_reason: str | None = None,
    livekit_reason: int | None,
    elapsed_seconds: float,
    duration_limit_seconds: int | None,
    quiet_seconds: float,
    idle_timeout_seconds: int,
    credits_gone: bool,
) -> EndReason:
    """The vendor's stream is gone, and we did not end the call: the likeliest reason.

    The vendor's own word counts first, if we know it: HeyGen names none, and LiveAvatar's room is left by
    its SDK (CLIENT_INITIATED) after the vendor stopped the session. `quiet_seconds`: since the avatar was
    last spoken to. Two seconds of slack cover the vendor's clock starting before ours.
    """
    vendor_spoke = bool(_said(vendor_reason))
    named = reason_of_word(vendor_reason)
    told = None if livekit_reason is None else LIVEKIT_REASONS.get(livekit_reason)
    if named is EndReason.CLOSED_ELSEWHERE and told is EndReason.NETWORK_ERROR:
        return told  # the user whom the vendor saw leaving was ours: the line broke
    if named is not None:
        return named
    if told in _SURE and not vendor_spoke:
        return told
    if credits_gone:
        return EndReason.CREDITS_EXHAUSTED
    if duration_limit_seconds is not None and elapsed_seconds >= duration_limit_seconds - 2:
        return EndReason.DURATION_LIMIT
    if quiet_seconds >= idle_timeout_seconds - 2:
        return EndReason.IDLE_TIMEOUT
    if vendor_spoke or livekit_reason in _TAKEN_AWAY:  # it meant to end it: no broken line
        return EndReason.PROVIDER_ERROR
    return told or EndReason.NETWORK_ERROR


def _said(vendor_reason: str | None) -> str:
    """The vendor's word on one short line; "" if it said nothing."""
    word = "".join(c for c in vendor_reason or "" if c.isprintable()).strip()
    return "" if _normal(word) == _NOT_HEARD else word[:_LONGEST_WORD]


def _normal(word: str | None) -> str:
    """ "idleTimeout", "idle-timeout" and "Idle timeout" as "IDLE_TIMEOUT"."""
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", word or "")
    return re.sub(r"[^A-Z0-9]+", "_", parted.upper()).strip("_")
