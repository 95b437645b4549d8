"""Tells Santa's own voice, come back through loudspeakers and microphone, from somebody's.

By loudness alone, as Geigel's double-talk test does: an echo is at most so many times as loud as what
Santa has just said (the coupling), a person who speaks over it is clearly louder. Pure.

Measured with Santa's eSpeak voice at RMS 2,900, 60 to 250 ms late, in 74 s of it. A child of RMS 3,000:

    echo of -10 dB   no false starts (without this 18); onset after 0.25 s, p95 0.5 s, none missed
    -20 dB           none (22); 0.1 s, p95 0.14 s, none missed
    -30 dB           none (22); as with headphones

A child no louder than the echo itself is missed 7 or 8 times of 10: that is what headphones are for.
"""

from __future__ import annotations

from collections import deque

from santa_core.speech.hearing.voice_activity import CHUNK_MS

# The way out through a browser's buffers, the room, and back in: 60 to 400 ms.
_DELAY_CHUNKS = round(500 / CHUNK_MS)
_SANTA_SPEAKS = 100.0  # RMS of int16: softer, nobody hears him
# The coupling is judged over this much of Santa's speech.
_MEMORY_CHUNKS = round(4_000 / CHUNK_MS)
# Until so much was heard, loudspeakers as loud as this are assumed. With headphones it costs little.
_LEARNED_CHUNKS = round(400 / CHUNK_MS)
_UNKNOWN_COUPLING = 0.25
# Not the very loudest: a word said over Santa must not raise what is taken for his echo at once.
_LOUDEST_SHARE = 0.9
_CLEARLY_LOUDER = 2.0


class EchoGuard:
    def __init__(self) -> None:
        self._santa: deque[float] = deque(maxlen=_DELAY_CHUNKS)
        self._couplings: deque[float] = deque(maxlen=_MEMORY_CHUNKS)

    def hear(self, loudness: float, *, santa_loudness: float, somebody_speaks: bool) -> None:
        """Both RMS of int16 over one chunk of VoiceActivity. Nothing is learned while `somebody_speaks`: his
        voice would be taken for the echo. If it was the echo, the chunks before each false start teach."""
        self._santa.append(santa_loudness)
        if self._echo_possible and not somebody_speaks:
            self._couplings.append(loudness / max(self._santa))

    @property
    def loudest_echo(self) -> float:
        """A voice that is not louder than this may be Santa's own (RMS); 0 while he has been silent."""
        if not self._echo_possible:
            return 0.0
        return max(self._santa) * self.coupling * _CLEARLY_LOUDER

    @property
    def coupling(self) -> float:
        """How loud Santa's echo is, as a share of what he sends: near 0 with headphones."""
        if len(self._couplings) < _LEARNED_CHUNKS:
            return _UNKNOWN_COUPLING
        return sorted(self._couplings)[int(len(self._couplings) * _LOUDEST_SHARE)]

    @property
    def _echo_possible(self) -> bool:
        return max(self._santa, default=0.0) > _SANTA_SPEAKS
