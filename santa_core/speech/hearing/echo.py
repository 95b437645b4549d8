"""Tells Santa's own voice, come back through loudspeakers and microphone, from somebody's.

By loudness alone, as Geigel's double-talk test does: an echo is at most so many times as loud as what
Santa has just said (the coupling), a person who speaks over it is clearly louder. Where the coupling is not
what it was, the echo is known by rising and falling as Santa did a moment before. Pure.

Measured with Santa's eSpeak voice at RMS 2,900, 60 to 250 ms late, in 74 s of it. A child of RMS 3,000:

    echo of -10 dB   no false starts (without this 18); onset after 0.25 s, p95 0.5 s, none missed
    -20 dB           none (22); 0.1 s, p95 0.14 s, none missed
    -30 dB           none (22); as with headphones

    headphones taken off in mid-call, -10 to -26 dB, 150 to 700 ms late: none (by loudness alone 3 to 5), and
    a child over Santa is heard as soon as without the comparison (420 beginnings; p50, p95 and the slowest)

A child no louder than the echo itself is missed 7 or 8 times of 10: that is what headphones are for.
"""

from __future__ import annotations

from collections import deque
from itertools import islice

import numpy as np

from santa_core.speech.hearing.voice_activity import CHUNK_MS

# The way out through a browser's buffers, the room, and back in: 60 to 400 ms. On a busy machine the browser
# keeps more sound in store (540 ms were measured): where the echo was recognised, its own delay counts.
_DELAY_CHUNKS = round(500 / CHUNK_MS)
_LONGEST_DELAY_CHUNKS = round(1_000 / CHUNK_MS)
_JITTER_CHUNKS = 4
_SANTA_SPEAKS = 100.0  # RMS of int16: softer, nobody hears him
# The coupling is judged over this much of Santa's speech.
_MEMORY_CHUNKS = round(4_000 / CHUNK_MS)
# Until so much was heard, loudspeakers as loud as this are assumed. With headphones it costs little.
_LEARNED_CHUNKS = round(400 / CHUNK_MS)
_UNKNOWN_COUPLING = 0.25
# Not the very loudest: a word said over Santa must not raise what is taken for his echo at once.
_LOUDEST_SHARE = 0.9
_CLEARLY_LOUDER = 2.0
# Rising and falling as he did over this much time, at one delay and no louder than any loudspeakers: it is
# he, whatever the coupling was thought to be. Through a browser 0.97 to 1 was measured for his echo.
_COMPARED_CHUNKS = round(1_000 / CHUNK_MS)
_ALIKE = 0.9
_LOUDEST_COUPLING = 0.5


class EchoGuard:
    def __init__(self) -> None:
        self._santa: deque[float] = deque(maxlen=_LONGEST_DELAY_CHUNKS + _COMPARED_CHUNKS)
        self._heard: deque[float] = deque(maxlen=_COMPARED_CHUNKS)
        self._delay_chunks = _DELAY_CHUNKS
        self._couplings: deque[float] = deque(maxlen=_MEMORY_CHUNKS)

    def hear(self, loudness: float, *, santa_loudness: float, somebody_speaks: bool) -> None:
        """Both RMS of int16 over one chunk of VoiceActivity. Nothing is learned while `somebody_speaks`: his
        voice would be taken for the echo. If it was the echo, the chunks before each false start teach."""
        self._santa.append(santa_loudness)
        self._heard.append(loudness)
        if self._echo_possible and not somebody_speaks:
            self._couplings.append(loudness / self._santa_lately)

    @property
    def loudest_echo(self) -> float:
        """A voice that is not louder than this may be Santa's own (RMS); 0 while he has been silent."""
        if not self._echo_possible:
            return 0.0
        return self._santa_lately * self.coupling * _CLEARLY_LOUDER

    def sounds_like_santa(self) -> bool:
        """Whether the last second rose and fell as Santa did some time before. Headphones taken off in the
        middle of a call are known by this at once, before the coupling is learnt."""
        if len(self._santa) < (self._santa.maxlen or 0) or not self._echo_possible:
            return False
        heard = np.array(self._heard)
        by_age = np.lib.stride_tricks.sliding_window_view(np.array(self._santa), _COMPARED_CHUNKS)
        said = by_age[::-1]  # by delay, from none to the longest
        heard_moves = heard - heard.mean()
        said_moves = said - said.mean(axis=1, keepdims=True)
        strength = np.linalg.norm(said_moves, axis=1) * np.linalg.norm(heard_moves)
        alike = np.divide(said_moves @ heard_moves, strength, out=np.zeros(len(said)), where=strength > 0)
        delay = int(alike.argmax())
        if alike[delay] < _ALIKE:
            return False
        coupling = float(said[delay] @ heard / (said[delay] @ said[delay]))
        explained = coupling * float(said[delay][-_JITTER_CHUNKS:].max()) * _CLEARLY_LOUDER
        if coupling > _LOUDEST_COUPLING or heard[-1] > explained:
            return False
        self._delay_chunks = max(_DELAY_CHUNKS, delay + _JITTER_CHUNKS)
        return True

    @property
    def coupling(self) -> float:
        """How loud Santa's echo is, as a share of what he sends: near 0 with headphones."""
        if len(self._couplings) < _LEARNED_CHUNKS:
            return _UNKNOWN_COUPLING
        return sorted(self._couplings)[int(len(self._couplings) * _LOUDEST_SHARE)]

    @property
    def _echo_possible(self) -> bool:
        return self._santa_lately > _SANTA_SPEAKS

    @property
    def _santa_lately(self) -> float:
        """The loudest that may still come back."""
        return max(islice(reversed(self._santa), self._delay_chunks), default=0.0)
