"""Why calls end: from what the vendor and the browser say to one EndReason and one sentence."""

from __future__ import annotations

from santa_core.domain.calls import EndReason

# LiveKit's DisconnectReason numbers, which STREAM_DISCONNECTED carries.
# https://github.com/livekit/protocol, livekit_models.proto
CLIENT_INITIATED = 1
ROOM_DELETED = 5

SENTENCES: dict[EndReason, str] = {
    EndReason.USER: "You ended the call.",
    EndReason.CAP: "The planned length was reached and Santa said goodbye.",
    EndReason.SILENCE: "Nobody answered Santa, so he said goodbye.",
    EndReason.IDLE_TIMEOUT: "The avatar's service closed the call because nothing happened for too long.",
    EndReason.CREDITS_EXHAUSTED: "The account has no credits left. Add credits, then call again.",
    EndReason.DURATION_LIMIT: "The avatar's service closed the call at its own time limit.",
    EndReason.NETWORK_ERROR: "The connection to the avatar broke. Check the network, then call again.",
    EndReason.LINK_LOST: "This page lost its connection to the studio for too long. Call again.",
    EndReason.PAGE_CLOSED: "The page was closed or left.",
    EndReason.NEVER_CONNECTED: "No picture arrived within half a minute. Check that the network allows "
    "WebRTC, then call again.",
    EndReason.OPEN_FAILED: "The avatar's service would not open a session.",
    EndReason.PROVIDER_ERROR: "The avatar's service ended the call. Try again.",
    EndReason.SERVER_STOPPED: "The studio was stopped.",
    EndReason.SIGNED_OUT: "The caller signed out.",
    EndReason.REAPED: "The studio was interrupted during this call; it was closed at the next start.",
}


def why_disconnected(
    *,
    livekit_reason: int | None,
    elapsed_seconds: float,
    duration_limit_seconds: int | None,
    quiet_seconds: float,
    idle_timeout_seconds: int,
    credits_gone: bool,
) -> EndReason:
    """The vendor's stream is gone: the likeliest reason, since HeyGen names none.

    `quiet_seconds`: since the avatar was last spoken to. Two seconds of slack cover the vendor's
    clock starting before ours.
    """
    if livekit_reason == CLIENT_INITIATED:
        return EndReason.USER
    if credits_gone:
        return EndReason.CREDITS_EXHAUSTED
    if duration_limit_seconds is not None and elapsed_seconds >= duration_limit_seconds - 2:
        return EndReason.DURATION_LIMIT
    if quiet_seconds >= idle_timeout_seconds - 2:
        return EndReason.IDLE_TIMEOUT
    return EndReason.PROVIDER_ERROR if livekit_reason == ROOM_DELETED else EndReason.NETWORK_ERROR
