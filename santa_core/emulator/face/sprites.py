"""Loads Santa's sprites at the size of a quality and lays them over each other."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

SPRITES = Path(__file__).parent / "sprites"
ART_WIDTH, ART_HEIGHT = 1280, 720
SIZES = {"high": (1280, 720), "medium": (854, 480), "low": (640, 360)}


@dataclass(frozen=True)
class Rect:
    """Pixels of the picture; right and bottom are outside. Even sides, so that it fits the half-size
    chroma planes too."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        return self.right - self.left

    @property
    def height(self) -> int:
        return self.bottom - self.top

    def overlaps(self, other: Rect) -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


@dataclass(frozen=True)
class Layer:
    """One layer of the art at a quality's size: RGBA, its corner at `left`, `top` of the picture."""

    image: Image.Image
    left: int
    top: int

    def moved(self, *, down: int) -> Layer:
        return Layer(self.image, self.left, self.top + down)


def load_layers(quality: str) -> dict[str, Layer]:
    """All layers by name. Takes 60 to 150 ms. Raises FileNotFoundError if the sprites are not there
    (they are committed; `make sprites` draws them)."""
    corners: dict[str, tuple[int, int]] = json.loads((SPRITES / "sprites.json").read_text(encoding="utf-8"))
    return {
        name: _load(SPRITES / f"{name}.png", left, top, SIZES[quality])
        for name, (left, top) in corners.items()
    }


def lay(layers: Iterable[Layer], rect: Rect) -> Image.Image:
    """The layers over each other, the first one lowest, cut to `rect`. RGBA."""
    picture = Image.new("RGBA", (rect.width, rect.height))
    for layer in layers:
        # alpha_composite takes no negative corner: cut off what lies outside first.
        left, top = max(layer.left, rect.left), max(layer.top, rect.top)
        right = min(layer.left + layer.image.width, rect.right)
        bottom = min(layer.top + layer.image.height, rect.bottom)
        if left < right and top < bottom:
            cut = (left - layer.left, top - layer.top, right - layer.left, bottom - layer.top)
            picture.alpha_composite(layer.image, (left - rect.left, top - rect.top), cut)
    return picture


def _load(png: Path, left: int, top: int, size: tuple[int, int]) -> Layer:
    with Image.open(png) as opened:
        sprite = opened.convert("RGBA")
    if size == (ART_WIDTH, ART_HEIGHT):
        return Layer(sprite, left, top)
    across, down = ART_WIDTH / size[0], ART_HEIGHT / size[1]
    # Where the sprite's pixels end up, in whole pixels of the smaller picture ...
    out_left, out_top = math.floor(left / across), math.floor(top / down)
    out_right = math.ceil((left + sprite.width) / across)
    out_bottom = math.ceil((top + sprite.height) / down)
    # ... and which piece of the art exactly that is.
    box = (out_left * across, out_top * down, out_right * across, out_bottom * down)
    art_left, art_top = math.floor(box[0]), math.floor(box[1])
    padded = Image.new("RGBA", (math.ceil(box[2]) - art_left, math.ceil(box[3]) - art_top))
    padded.paste(sprite, (left - art_left, top - art_top))
    smaller = padded.resize(
        (out_right - out_left, out_bottom - out_top),
        Image.Resampling.LANCZOS,
        box=(box[0] - art_left, box[1] - art_top, box[2] - art_left, box[3] - art_top),
    )
    return Layer(smaller, out_left, out_top)
