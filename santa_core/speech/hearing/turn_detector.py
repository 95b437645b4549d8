"""When somebody begins to speak and when they have stopped: a pure state machine, one step every 32 ms.

    quiet --3 of 4 chunks voiced--> speaking --nothing voiced for the pause--> quiet
                                             --spoken for 30 s---------------> quiet

A chunk is voiced if it sounds like a voice (VoiceActivity), stands out from the room, and is louder than
Santa's echo could be.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from santa_core.speech.hearing.echo import EchoGuard
from santa_core.speech.hearing.voice_activity import CHUNK_MS

# Silero's own advice: 0.5 begins speech, 0.15 less keeps it.
_BEGINS, _KEEPS = 0.5, 0.35
_CHUNKS_LOOKED_AT, _CHUNKS_NEEDED = 4, 3
_SOFTEST_SPEECH = 40.0  # RMS of int16, -58 dBFS
# The room is what is heard between words: steady babble fills the gaps, so it rises to the babble itself.
_ROOM_CHUNKS = round(4_000 / CHUNK_MS)
_ROOM_KNOWN_CHUNKS = round(500 / CHUNK_MS)
_ROOM_SHARE = 0.2
_LOUDER_THAN_ROOM = 1.6
_LONGEST_MS = 30_000.0
# Who speaks does not fall 30 dB below himself in the middle: that is a television, or others far away.
_OTHERS_SHARE = 0.03
_VOICE_FOLLOWS = 0.99  # of a voice's loudness is left a chunk later, a third after 3 s
# A voice is told to have stopped half a chunk early and a chunk late: on average this much after it did.
_NOTICED_LATE_MS = 24.0
_STIRRED_AGAIN_CHUNKS = round(300 / CHUNK_MS)


@dataclass(frozen=True)
class Stirred:
    """Something like a voice, after a while of none: somebody may be starting to speak."""


@dataclass(frozen=True)
class Began:
    pass


@dataclass(frozen=True)
class Ended:
    """`trailing_ms`: since the last voiced chunk; 0 where an endless utterance was cut."""

    trailing_ms: float


Step = Stirred | Began | Ended


class TurnDetector:
    def __init__(self, *, pause_ms: int, longest_ms: float = _LONGEST_MS) -> None:
        """`pause_ms`: from the last sound of a voice to Ended, within 60 ms."""
        self._pause_chunks = max(1, round((pause_ms - _NOTICED_LATE_MS) / CHUNK_MS))
        self._longest_chunks = round(longest_ms / CHUNK_MS)
        self._echo = EchoGuard()
        self._recent: deque[bool] = deque(maxlen=_CHUNKS_LOOKED_AT)
        self._room: deque[float] = deque(maxlen=_ROOM_CHUNKS)
        self._voice = 0.0  # how loud who speaks has been lately
        self._spoken_chunks = 0
        self._quiet_chunks = 0
        self.speaking = False

    @property
    def quiet_share(self) -> float:
        """How much of the pause that ends an utterance has passed: 0 to 1."""
        return min(1.0, self._quiet_chunks / self._pause_chunks)

    def hear(self, probability: float, *, loudness: float, santa_loudness: float = 0.0) -> Step | None:
        """One chunk of VoiceActivity. Loudness: RMS of int16."""
        self._echo.hear(loudness, santa_loudness=santa_loudness, somebody_speaks=self.speaking)
        self._room.append(loudness)
        voiced = probability >= (_KEEPS if self.speaking else _BEGINS) and self._stands_out(loudness)
        if voiced and not self.speaking:
            voiced = not self._echo.sounds_like_santa()
        self._voice = max(self._voice * _VOICE_FOLLOWS, loudness * voiced)
        self._recent.append(voiced)
        stirs_anew = voiced and self._quiet_chunks >= _STIRRED_AGAIN_CHUNKS
        self._quiet_chunks = 0 if voiced else self._quiet_chunks + 1
        if self.speaking:
            return self._go_on()
        if sum(self._recent) >= _CHUNKS_NEEDED:
            self.speaking = True
            self._spoken_chunks = 0
            return Began()
        return Stirred() if stirs_anew else None

    def _stands_out(self, loudness: float) -> bool:
        room = 0.0
        if len(self._room) >= _ROOM_KNOWN_CHUNKS:
            room = sorted(self._room)[int(len(self._room) * _ROOM_SHARE)]
        others = self._voice * _OTHERS_SHARE if self.speaking else 0.0
        return loudness > max(_SOFTEST_SPEECH, room * _LOUDER_THAN_ROOM, others, self._echo.loudest_echo)

    def _go_on(self) -> Ended | None:
        self._spoken_chunks += 1
        if self._quiet_chunks >= self._pause_chunks:
            return self._end(self._quiet_chunks * CHUNK_MS)
        # Somebody reads a book aloud, or a radio plays: answer what was heard, go on with the rest.
        if self._spoken_chunks >= self._longest_chunks:
            return self._end(0.0)
        return None

    def _end(self, trailing_ms: float) -> Ended:
        self.speaking = False
        self._recent.clear()
        return Ended(trailing_ms)
