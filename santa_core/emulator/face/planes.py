"""Pictures as video wants them: yuv420p planes, BT.601, limited range.

Everything is converted once, when the face is baked: converting a whole frame costs a millisecond or
two, pasting planes a twentieth of that.
"""

from __future__ import annotations

from dataclasses import dataclass

import av
import numpy as np
import numpy.typing as npt
from PIL import Image

from santa_core.emulator.face.sprites import Rect

Bytes = npt.NDArray[np.uint8]

_YUV_OF_RGB = np.array(
    [[0.257, 0.504, 0.098], [-0.148, -0.291, 0.439], [0.439, -0.368, -0.071]], dtype=np.float32
)
_YUV_OF_BLACK = np.array([16, 128, 128], dtype=np.float32)


@dataclass(frozen=True)
class Patch:
    """A rectangle of picture: y of shape (height, width), u and v of half of that."""

    rect: Rect
    y: Bytes
    u: Bytes
    v: Bytes

    def paste_into(self, target: Patch) -> None:
        """`target` is a whole picture."""
        rect = self.rect
        target.y[rect.top : rect.bottom, rect.left : rect.right] = self.y
        half = (slice(rect.top // 2, rect.bottom // 2), slice(rect.left // 2, rect.right // 2))
        target.u[half] = self.u
        target.v[half] = self.v


def writable_planes(frame: av.VideoFrame) -> Patch:
    """A new frame's own memory, without the padding at the end of its lines."""
    y, u, v = (
        np.frombuffer(memoryview(plane), dtype=np.uint8).reshape(-1, plane.line_size)[
            : plane.height, : plane.width
        ]
        for plane in frame.planes
    )
    return Patch(Rect(0, 0, frame.width, frame.height), y, u, v)


def premultiplied_yuv(picture: Image.Image) -> Image.Image:
    """RGBA -> an image of Y, U, V, each times alpha, and alpha.

    Turning and laying over are linear, so they may happen after the conversion. The mode is "RGBa",
    which Pillow turns without multiplying by alpha once more."""
    rgba = np.asarray(picture)
    yuv = rgba[..., :3].astype(np.float32) @ _YUV_OF_RGB.T + _YUV_OF_BLACK
    alpha = rgba[..., 3:]
    scaled = np.rint(yuv * (alpha.astype(np.float32) / 255)).astype(np.uint8)
    joined = np.concatenate([scaled, alpha], axis=2)
    return Image.frombuffer("RGBa", picture.size, joined.tobytes(), "raw", "RGBa", 0, 1)


def lay_over(front: Image.Image, back: Bytes, rect: Rect) -> Patch:
    """`front` from premultiplied_yuv at `rect` of a whole picture `back`, shape (height, width, 3)."""
    over = np.asarray(front)
    see_through = 255 - over[..., 3:]
    if not see_through.any():
        return patch_of(over, rect)
    under = back[rect.top : rect.bottom, rect.left : rect.right].astype(np.uint16)
    under *= see_through
    under += 128
    under += under >> 8  # (x + x / 256) / 256 is x / 255 without a division
    under >>= 8
    under += over[..., :3]
    return patch_of(np.minimum(under, 255, out=under).astype(np.uint8), rect)


def patch_of(yuv: Bytes, rect: Rect) -> Patch:
    """From full-size Y, U and V, shape (height, width, 3 or more)."""
    return Patch(rect, np.ascontiguousarray(yuv[..., 0]), _halved(yuv[..., 1]), _halved(yuv[..., 2]))


def _halved(plane: Bytes) -> Bytes:
    """The mean of every two by two pixels."""
    rows = plane[0::2].astype(np.uint16) + plane[1::2]
    return ((rows[:, 0::2] + rows[:, 1::2] + 2) >> 2).astype(np.uint8)
