"""What moves behind Santa: snow outside the window and the glow of the fire.

Snow is a picture of flakes twice as high as the window, slid down over it; the fire is the same
rectangle in a few brightnesses. Both touch the brightness plane only, so a frame costs some ten
microseconds more for them.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass

import numpy as np

from santa_core.emulator.face.planes import Bytes, Patch
from santa_core.emulator.face.sprites import ART_WIDTH, Rect

# In pixels of the art. The window begins right of where the hat's bobble swings.
_WINDOW = (942, 72, 1180, 370)
_FIREPLACE = (106, 440, 304, 720)
_FIRE_LEVELS = 9
_BRIGHTEST_FIRE = 0.10
_SLIDE_SIDEWAYS = 8


@dataclass(frozen=True)
class _Flakes:
    """One distance of snow: its flakes' radius and speed in pixels (a second) of the art."""

    count: int
    radius: float
    speed: float
    brightness: int


_NEAR = _Flakes(count=16, radius=4.6, speed=46, brightness=225)
_MIDDLE = _Flakes(count=30, radius=3.1, speed=30, brightness=185)
_FAR = _Flakes(count=50, radius=2.1, speed=18, brightness=145)


class Scenery:
    """All of it for one quality. Holds nothing that changes: shared by sessions and threads."""

    def __init__(self, background: Patch) -> None:
        self._snow, self._fire = _Snow(background), _Fire(background)

    def move_in(self, picture: Patch, at_ms: float) -> None:
        """`picture` is a whole frame that already shows the background."""
        self._snow.fall_into(picture, at_ms)
        self._fire.glow_into(picture, at_ms)


class _Snow:
    """Falls where the window shows the sky, not over its frame, the tree or the star."""

    def __init__(self, background: Patch) -> None:
        scale = background.rect.width / ART_WIDTH
        self._scale = scale
        self._rect = rect = _even(_WINDOW, scale)
        window = background.y[rect.top : rect.bottom, rect.left : rect.right]
        self._window = window.copy()
        self._outside = _sky(background, rect)
        rng = random.Random("snow")
        self._curtains = [(_curtain(flakes, rect, scale, rng), flakes) for flakes in (_FAR, _MIDDLE, _NEAR)]

    def fall_into(self, picture: Patch, at_ms: float) -> None:
        rect, height = self._rect, self._rect.height
        lit = self._window
        for curtain, flakes in self._curtains:
            fallen = int(at_ms / 1000 * flakes.speed * self._scale) % height
            drift = math.sin(at_ms / 2600 + flakes.radius)
            aside = round((1 + drift) / 2 * _SLIDE_SIDEWAYS)
            top = height - fallen
            snow = curtain[top : top + height, aside : aside + rect.width]
            lit = np.maximum(lit, np.minimum(snow, self._outside))
        picture.y[rect.top : rect.bottom, rect.left : rect.right] = lit


def _sky(background: Patch, rect: Rect) -> Bytes:
    """255 where the window shows blue, 0 elsewhere. Shape (rect.height, rect.width)."""
    half = (slice(rect.top // 2, rect.bottom // 2), slice(rect.left // 2, rect.right // 2))
    blue = (background.u[half] > 134) & (background.v[half] < 130)
    return np.where(blue, 255, 0).astype(np.uint8).repeat(2, axis=0).repeat(2, axis=1)


def _curtain(flakes: _Flakes, rect: Rect, scale: float, rng: random.Random) -> Bytes:
    """Flakes as soft discs, the same picture twice one below the other: slid by less than the window's
    height it never ends."""
    width = rect.width + _SLIDE_SIDEWAYS
    rows, columns = np.mgrid[0 : rect.height, 0:width]
    light = np.zeros((rect.height, width))
    radius = max(0.8, flakes.radius * scale)
    for _ in range(flakes.count):
        x, y, size = rng.uniform(0, width), rng.uniform(0, rect.height), radius * rng.uniform(0.7, 1.2)
        down = np.abs(rows - y)
        down = np.minimum(down, rect.height - down)  # a flake at the lower edge goes on at the upper
        distance = np.hypot(columns - x, down) / size
        light = np.maximum(light, np.clip(1.25 - distance, 0, 1) * flakes.brightness)
    once = light.astype(np.uint8)
    return np.concatenate([once, once])


class _Fire:
    """Flickers where the background shows warm light in the fireplace."""

    def __init__(self, background: Patch) -> None:
        self._rect = rect = _even(_FIREPLACE, background.rect.width / ART_WIDTH)
        hearth = background.y[rect.top : rect.bottom, rect.left : rect.right].astype(np.float32)
        half = (slice(rect.top // 2, rect.bottom // 2), slice(rect.left // 2, rect.right // 2))
        # Flames are yellow (little blue); Santa's coat is red but not yellow.
        yellow = np.clip((118 - background.u[half].astype(np.float32)) / 30, 0, 1)
        warmth = yellow.repeat(2, axis=0).repeat(2, axis=1) * np.clip((hearth - 50) / 80, 0, 1)
        changes = np.linspace(-_BRIGHTEST_FIRE, _BRIGHTEST_FIRE, _FIRE_LEVELS)
        self._levels = [
            np.clip(hearth * (1 + change * warmth), 16, 235).astype(np.uint8) for change in changes
        ]

    def glow_into(self, picture: Patch, at_ms: float) -> None:
        seconds = at_ms / 1000
        flicker = (
            0.5 * math.sin(2.1 * seconds)
            + 0.3 * math.sin(5.3 * seconds + 1)
            + 0.2 * math.sin(11.7 * seconds + 2)
        )
        level = round((flicker + 1) / 2 * (_FIRE_LEVELS - 1))
        rect = self._rect
        picture.y[rect.top : rect.bottom, rect.left : rect.right] = self._levels[level]


def _even(area: tuple[int, int, int, int], scale: float) -> Rect:
    left, top, right, bottom = (round(value * scale / 2) * 2 for value in area)
    return Rect(left, top, right, bottom)
