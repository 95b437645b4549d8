"""Opus, 20 ms at a time; silence costs nothing."""

from __future__ import annotations

from fractions import Fraction

import av
import numpy as np
from av.audio.codeccontext import AudioCodecContext

from santa_core.emulator.tracks import EncodedPacket
from santa_core.speech.ports import SAMPLE_RATE_HZ, Pcm

AUDIO_TIME_BASE = Fraction(1, SAMPLE_RATE_HZ)
BIT_RATE = 48_000
# A 20 ms frame of digital silence, as WebRTC senders write it.
SILENCE = b"\xf8\xff\xfe"
# Real frames after speech, so that the decoder's own tail rings out before SILENCE takes over.
TAIL_FRAMES = 5


class OpusEncoder:
    """About 0.1 ms a frame: may run on the event loop."""

    def __init__(self) -> None:
        codec = av.CodecContext.create("libopus", "w")
        assert isinstance(codec, AudioCodecContext)
        codec.bit_rate = BIT_RATE
        codec.format = "s16"
        codec.layout = "mono"
        codec.sample_rate = SAMPLE_RATE_HZ
        codec.time_base = AUDIO_TIME_BASE
        codec.options = {"application": "voip", "frame_duration": "20", "compression_level": "5"}
        self._codec = codec
        self._tail = 0

    def encode(self, pcm: Pcm | None, *, pts: int) -> EncodedPacket:
        """`pcm` int16 mono, shape (960,), or None for silence; `pts` in samples."""
        if pcm is not None:
            self._tail = TAIL_FRAMES
        elif self._tail > 0:
            self._tail -= 1
            pcm = np.zeros(SAMPLE_RATE_HZ // 50, dtype=np.int16)
        packet: EncodedPacket = av.Packet(SILENCE if pcm is None else self._encode(pcm, pts))
        packet.pts = pts
        packet.time_base = AUDIO_TIME_BASE
        return packet

    def _encode(self, pcm: Pcm, pts: int) -> bytes:
        frame = av.AudioFrame.from_ndarray(pcm.reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate = SAMPLE_RATE_HZ
        frame.pts = pts
        frame.time_base = AUDIO_TIME_BASE
        return b"".join(bytes(packet) for packet in self._codec.encode(frame)) or SILENCE
