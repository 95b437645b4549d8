"""How evenly packets of sound came: pure."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from bench.light_receiver import SoundPacket

SEQUENCE_NUMBERS = 1 << 16


def gaps_ms(packets: Sequence[SoundPacket]) -> list[float]:
    """Between each packet and the next, by the time they came."""
    return [(later.at - earlier.at) * 1000 for earlier, later in pairwise(packets)]


def lost(packets: Sequence[SoundPacket]) -> int:
    """Sequence numbers that never came; the numbers begin anew after 65,535."""
    return sum(
        max(0, (later.sequence_number - earlier.sequence_number) % SEQUENCE_NUMBERS - 1)
        for earlier, later in pairwise(packets)
    )
