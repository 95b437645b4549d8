"""How far Santa's mouth is open, in a picture and in what a voice says of itself."""

from __future__ import annotations

from collections.abc import Sequence

import av
import numpy as np

from bench.lip_lag import Moment
from santa_core.speech.ports import SAMPLE_RATE_HZ, Utterance

# Left, top, width and height in a picture 1280 wide: the face's art/README.md.
MOUTH_BOX = (560, 404, 160, 120)
# Luma in limited range: the inside of the mouth is darker, beard and lips are brighter.
DARK_LUMA = 70
# Dark pixels of each mouth in a picture of 854 x 480, the mean over the head's poses.
DARK_PIXELS = {"rest": 0, "M": 0, "F": 27, "I": 127, "L": 275, "U": 296, "E": 302, "O": 622, "A": 676,
               "laugh": 1266}  # fmt: skip
LEVEL_SAMPLES = SAMPLE_RATE_HZ // 100


def opening(frame: av.VideoFrame) -> float:
    """Dark pixels where the mouth is; a yuv420p frame of any size."""
    left, top, width, height = (round(value * frame.width / 1280) for value in MOUTH_BOX)
    plane = frame.planes[0]
    luma = np.frombuffer(memoryview(plane), dtype=np.uint8).reshape(-1, plane.line_size)
    return float(np.count_nonzero(luma[top : top + height, left : left + width] < DARK_LUMA))


def curves_of(spoken: Sequence[Utterance]) -> tuple[list[Moment], list[Moment]]:
    """Openings and levels of utterances said one after the other, as perfect lips would show them."""
    at_ms, openings, levels = 0.0, [], []
    for utterance in spoken:
        openings += [Moment(at_ms + mouth.start_ms, DARK_PIXELS[mouth.shape]) for mouth in utterance.mouths]
        frames = utterance.pcm[: len(utterance.pcm) // LEVEL_SAMPLES * LEVEL_SAMPLES]
        frames = frames.reshape(-1, LEVEL_SAMPLES).astype(np.float64)
        for number, level in enumerate(np.sqrt(np.mean(frames**2, axis=1))):
            levels.append(Moment(at_ms + number * 10.0, float(level)))
        at_ms += utterance.duration_ms
    return [*openings, Moment(at_ms, 0.0)], levels
