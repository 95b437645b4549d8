"""What streamlit-webrtc 0.79 keeps to itself: the connection behind a streamer, its counters, its end.

`peer_of` is the one place that reads something private of it; tests/unit/test_hearing_test_peer.py fails
where a later version has it no more.
"""

from __future__ import annotations

from typing import Any

from aiortc import RTCPeerConnection
from aiortc.stats import RTCInboundRtpStreamStats, RTCRemoteInboundRtpStreamStats
from streamlit_webrtc import WebRtcStreamerContext

from santa_core.services.sound_check import LineReading, line_reading

_OPUS_CLOCK_HZ = 48_000


def peer_of(context: WebRtcStreamerContext[Any, Any]) -> RTCPeerConnection | None:
    """The connection, once the browser has offered one."""
    worker = context._get_worker()
    return getattr(worker, "pc", None)


def end_quietly(peer: RTCPeerConnection) -> None:
    """Keeps the end of the connection from holding the event loop, on which calls' sound is paced.

    When a tab closes or shows another page, streamlit-webrtc's watching thread closes the connection and
    waits for the loop; its own listener to the closing, on the loop, then waits for that thread: both give
    up after a second. Without the listener nobody waits. What else it did, to close what has failed, the
    page does: it sees that no sound comes, and a retry or the page's end closes the connection."""
    peer.remove_all_listeners("iceconnectionstatechange")


async def read_line(peer: RTCPeerConnection) -> LineReading | None:
    """None before the first packet. On the connection's event loop."""
    received = lost = jitter = 0
    round_trip: float | None = None
    for entry in (await peer.getStats()).values():
        if isinstance(entry, RTCInboundRtpStreamStats):
            received += entry.packetsReceived
            lost += entry.packetsLost
            jitter = max(jitter, entry.jitter)
        elif isinstance(entry, RTCRemoteInboundRtpStreamStats):
            round_trip = entry.roundTripTime
    if not received:
        return None
    return line_reading(
        received=received,
        lost=lost,
        jitter_ticks=jitter,
        clock_hz=_OPUS_CLOCK_HZ,
        round_trip_seconds=round_trip,
    )
