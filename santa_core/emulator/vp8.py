"""VP8 at a fixed bit rate, encoded before aiortc sees it.

aiortc's own encoder follows the browser's bandwidth estimate by building a new codec and sending a key
frame each time the estimate moves by a tenth. A track that returns packets is only packetised.
"""

from __future__ import annotations

from fractions import Fraction

import av
from av.video.codeccontext import VideoCodecContext
from av.video.frame import PictureType

from santa_core.emulator.tracks import EncodedPacket

FRAMES_PER_SECOND = 25
VIDEO_CLOCK_HZ = 90_000
VIDEO_TIME_BASE = Fraction(1, VIDEO_CLOCK_HZ)
FRAME_TICKS = VIDEO_CLOCK_HZ // FRAMES_PER_SECOND

BIT_RATES = {"high": 2_000_000, "medium": 1_000_000, "low": 500_000}
SIZES = {"high": (1280, 720), "medium": (854, 480), "low": (640, 360)}


class Vp8Encoder:
    """Blocks for 2 to 6 ms a frame: use it in one thread at a time, off the event loop."""

    def __init__(self, *, width: int, height: int, bit_rate: int) -> None:
        codec = av.CodecContext.create("libvpx", "w")
        assert isinstance(codec, VideoCodecContext)
        codec.width = width
        codec.height = height
        codec.pix_fmt = "yuv420p"
        codec.bit_rate = bit_rate
        codec.framerate = Fraction(FRAMES_PER_SECOND)
        codec.time_base = VIDEO_TIME_BASE
        codec.gop_size = 3000  # key frames on demand only
        codec.qmin = 4
        codec.qmax = 56
        codec.thread_count = 1
        codec.options = {
            "bufsize": str(bit_rate),
            "minrate": str(bit_rate),  # with maxrate: constant bit rate
            "maxrate": str(bit_rate),
            "cpu-used": "-16",
            "deadline": "realtime",
            "lag-in-frames": "0",
            "noise-sensitivity": "0",
            "static-thresh": "100",
            "overshoot-pct": "15",
            "undershoot-pct": "100",
        }
        self._codec = codec

    def encode(self, frame: av.VideoFrame, *, pts: int, key_frame: bool) -> EncodedPacket:
        """`pts` in 1/90,000 s."""
        frame.pts = pts
        frame.time_base = VIDEO_TIME_BASE
        frame.pict_type = PictureType.I if key_frame else PictureType.NONE
        data = b"".join(bytes(packet) for packet in self._codec.encode(frame))
        packet: EncodedPacket = av.Packet(data)
        packet.pts = pts
        packet.time_base = VIDEO_TIME_BASE
        return packet
