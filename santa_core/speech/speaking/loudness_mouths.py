"""Mouth shapes from sound alone, for voices that do not tell their phonemes."""

from __future__ import annotations

import numpy as np

from santa_core.speech.ports import SAMPLE_RATE_HZ, Mouth, Pcm

HOP_SAMPLES = SAMPLE_RATE_HZ // 100  # 10 ms
SILENT_LEVEL = 160.0  # root mean square of 32,767: 46 dB below full scale, under any speech, over its hiss
_SHORTEST_SHAPE_MS = 60  # one and a half pictures at 25 a second: shorter ones flicker
_SHORTEST_REST_MS = 40
_CLOSED, _HALF, _WIDE = 0.10, 0.28, 0.55  # of the loudest of the last seconds
_LOUDEST_DECAY = 0.9985  # a hop: half in 4.6 s
_LOUDEST_AT_LEAST = 1_500.0
_DARK, _BRIGHT = 0.035, 0.16  # zero crossings a sample: 840 and 3,840 Hz


class LoudnessMouths:
    """Follows one utterance, hop by hop; remembers the shape between its pieces."""

    def __init__(self) -> None:
        self._shape = "rest"
        self._since_ms = float("inf")
        self._loudest = _LOUDEST_AT_LEAST
        self._silent_ms = 0

    def follow(self, pcm: Pcm, laughing: list[bool]) -> tuple[Mouth, ...]:
        """`pcm` shape (hops * HOP_SAMPLES,); one `laughing` for each hop. The first is at 0."""
        mouths = [Mouth(0.0, self._shape)]
        for number, hop in enumerate(pcm.reshape(-1, HOP_SAMPLES).astype(np.float32)):
            wanted = self._shape_of(hop, laughing=laughing[number])
            self._since_ms += 10
            # Out of silence at once: a mouth that opens late is seen.
            if wanted != self._shape and (self._since_ms >= _SHORTEST_SHAPE_MS or self._shape == "rest"):
                self._shape, self._since_ms = wanted, 0.0
                mouths.append(Mouth(number * 10.0, wanted))
        return tuple(mouths[1:] if len(mouths) > 1 and mouths[1].start_ms == 0 else mouths)

    def _shape_of(self, hop: np.ndarray[tuple[int, ...], np.dtype[np.float32]], *, laughing: bool) -> str:
        level = level_of(hop)
        self._loudest = max(level, self._loudest * _LOUDEST_DECAY, _LOUDEST_AT_LEAST)
        self._silent_ms = self._silent_ms + 10 if level < SILENT_LEVEL else 0
        if self._silent_ms:
            # The mouth closes for a moment within many a word; that is no rest.
            return "rest" if self._silent_ms >= _SHORTEST_REST_MS else self._shape
        openness = level / self._loudest
        if laughing:
            return "laugh" if openness > _HALF else "O"
        crossings = float(np.mean(np.signbit(hop[1:]) != np.signbit(hop[:-1])))
        if openness < _CLOSED:
            return "F" if crossings > _BRIGHT else "M"
        if crossings > _BRIGHT:
            return "I"  # the hiss of s and sh, behind nearly closed teeth
        if openness < _HALF:
            return "U" if crossings < _DARK else "E"
        if openness < _WIDE:
            return "O" if crossings < _DARK else "E"
        return "O" if crossings < _DARK / 2 else "A"


def level_of(samples: np.ndarray[tuple[int, ...], np.dtype[np.float32]]) -> float:
    """Root mean square."""
    return float(np.sqrt(np.mean(samples * samples)))
