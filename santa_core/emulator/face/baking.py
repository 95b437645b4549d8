"""Bakes Santa: every head pose with every mouth and pair of eyes, as planes ready to be pasted.

    background + body            one whole picture
    head, one per pose           a rectangle over it
    mouths, eyes, per pose       small rectangles over the head

The head turns and bobs as one piece about a point below the chin; the poses lie on one path from left
to right, so a frame needs only a number from -1 to 1 to find its pose.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np
from PIL import Image

from santa_core.emulator.face.planes import Bytes, Patch, lay_over, patch_of, premultiplied_yuv
from santa_core.emulator.face.sprites import ART_WIDTH, SIZES, Layer, Rect, lay, load_layers

MOUTHS = ("rest", "M", "F", "L", "O", "U", "E", "A", "I", "laugh")
EYES = ("open", "left", "right", "half", "closed", "happy")
# So fine that the hat's tip moves less than a pixel from one pose to the next.
POSES = 33
_MOST_DEGREES = 2.0
_MOST_SIDEWAYS = 1.5
_MOST_BOB = 1.8
_RAISED_BROWS = -5
# In pixels of the art (1280 x 720).
_TURNING_POINT = (640, 560)
_MOUTH_AREA = (560, 404, 720, 524)
_EYES_AREA = (524, 246, 758, 378)


@dataclass(frozen=True)
class Look:
    """The upper half of the face."""

    eyes: str
    brows_raised: bool


# Raised brows go with a straight look: he raises them to listen or to stress a word.
LOOKS = tuple(Look(eyes, False) for eyes in EYES) + tuple(
    Look(eyes, True) for eyes in ("open", "half", "closed")
)


@dataclass(frozen=True)
class Head:
    """One pose: `base` has the mouth at rest and open eyes."""

    base: Patch
    mouths: Mapping[str, Patch]
    looks: Mapping[Look, Patch]


@dataclass(frozen=True)
class BakedFace:
    """Read-only, shared by all sessions of a quality. `heads` from the leftmost pose to the rightmost."""

    width: int
    height: int
    background: Patch
    heads: tuple[Head, ...]


@dataclass(frozen=True)
class _Turn:
    """A head pose in the picture's pixels: turned by `radians` about a point, then moved."""

    radians: float
    about: tuple[float, float]
    move: tuple[float, float]

    def point(self, x: float, y: float) -> tuple[float, float]:
        (px, py), (cos, sin) = self.about, (math.cos(self.radians), math.sin(self.radians))
        return (
            px + self.move[0] + cos * (x - px) - sin * (y - py),
            py + self.move[1] + sin * (x - px) + cos * (y - py),
        )

    def area(self, x0: float, y0: float, x1: float, y1: float, *, within: Rect) -> Rect:
        """The even rectangle around a turned rectangle."""
        corners = [self.point(x, y) for x in (x0, x1) for y in (y0, y1)]
        left, top = (min(corner[axis] for corner in corners) for axis in (0, 1))
        right, bottom = (max(corner[axis] for corner in corners) for axis in (0, 1))
        return Rect(
            max(within.left, math.floor(left / 2) * 2),
            max(within.top, math.floor(top / 2) * 2),
            min(within.right, math.ceil(right / 2) * 2),
            min(within.bottom, math.ceil(bottom / 2) * 2),
        )

    def cut(self, picture: Image.Image, source: Rect, target: Rect) -> Image.Image:
        """Turn `picture`, which shows `source` of the unturned head, and cut out `target`."""
        cos, sin = math.cos(self.radians), math.sin(self.radians)
        px, py = self.about
        # Pillow asks the other way round: where does this pixel come from?
        back_x, back_y = target.left - px - self.move[0], target.top - py - self.move[1]
        matrix = (
            cos,
            sin,
            cos * back_x + sin * back_y + px - source.left,
            -sin,
            cos,
            -sin * back_x + cos * back_y + py - source.top,
        )
        return picture.transform(
            (target.width, target.height), Image.Transform.AFFINE, matrix, Image.Resampling.BILINEAR
        )


def bake(quality: str) -> BakedFace:
    """Takes one to four seconds of one core and 15 to 50 MB: once per quality, in a thread.

    Raises KeyError for an unknown quality."""
    width, height = SIZES[quality]
    scale = width / ART_WIDTH
    whole = Rect(0, 0, width, height)
    layers = load_layers(quality)
    scene = _yuv(lay([layers["background"], layers["body"]], whole))
    raised = layers["brows"].moved(down=round(_RAISED_BROWS * scale))

    def head(look: Look, mouth: str) -> list[Layer]:
        brows = raised if look.brows_raised else layers["brows"]
        names = ["head_back", f"eyes_{look.eyes}", "beard", f"mouth_{mouth}", "face_front"]
        return [*(layers[name] for name in names), brows, layers["hat"]]

    usual = Look("open", False)
    plain = premultiplied_yuv(lay(head(usual, "rest"), whole))
    mouth_area, eyes_area = (tuple(v * scale for v in area) for area in (_MOUTH_AREA, _EYES_AREA))
    # A few pixels more than the area: turning needs neighbours beyond its edge.
    mouth_source, eyes_source = (_grown(area, whole, by=12) for area in (mouth_area, eyes_area))
    mouths = {m: premultiplied_yuv(lay(head(usual, m), mouth_source)) for m in MOUTHS}
    looks = {look: premultiplied_yuv(lay(head(look, "rest"), eyes_source)) for look in LOOKS}
    turns = [_turn(2 * index / (POSES - 1) - 1, scale) for index in range(POSES)]
    head_area = _around(plain, turns, whole)

    heads = []
    for turn in turns:
        place = partial(turn.area, within=head_area)
        mouth_rect, eyes_rect = place(*mouth_area), place(*eyes_area)
        heads.append(
            Head(
                base=lay_over(turn.cut(plain, whole, head_area), scene, head_area),
                mouths={
                    name: lay_over(turn.cut(picture, mouth_source, mouth_rect), scene, mouth_rect)
                    for name, picture in mouths.items()
                },
                looks={
                    look: lay_over(turn.cut(picture, eyes_source, eyes_rect), scene, eyes_rect)
                    for look, picture in looks.items()
                },
            )
        )
    return BakedFace(width, height, patch_of(scene, whole), tuple(heads))


def _turn(place: float, scale: float) -> _Turn:
    """`place` from -1 (left) to 1 (right). The head bobs twice on its way across."""
    return _Turn(
        radians=math.radians(_MOST_DEGREES * place),
        about=(_TURNING_POINT[0] * scale, _TURNING_POINT[1] * scale),
        move=(_MOST_SIDEWAYS * scale * place, _MOST_BOB * scale * math.cos(2 * math.pi * place)),
    )


def _around(picture: Image.Image, turns: list[_Turn], whole: Rect) -> Rect:
    """The rectangle that holds the head in every pose."""
    box = picture.getchannel("a").getbbox() or (0, 0, whole.right, whole.bottom)
    rects = [turn.area(*box, within=whole) for turn in turns]
    return Rect(
        min(r.left for r in rects),
        min(r.top for r in rects),
        max(r.right for r in rects),
        max(r.bottom for r in rects),
    )


def _grown(area: tuple[float, ...], whole: Rect, *, by: int) -> Rect:
    left, top, right, bottom = area
    return Rect(
        max(whole.left, math.floor(left) - by),
        max(whole.top, math.floor(top) - by),
        min(whole.right, math.ceil(right) + by),
        min(whole.bottom, math.ceil(bottom) + by),
    )


def _yuv(picture: Image.Image) -> Bytes:
    """An opaque picture as (height, width, 3)."""
    return np.ascontiguousarray(np.asarray(premultiplied_yuv(picture))[..., :3])
