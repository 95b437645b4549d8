"""Draws the SVG layers in art/ into the PNG sprites that Santa's face is made of: `make sprites`.

Run after the art changed, and commit the result: drawing one whole scene takes a second and needs
resvg-py, loading the sprites takes some 40 ms and needs neither. Every layer is cut to what is not
transparent; sprites.json says where it belongs.
"""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

from PIL import Image

ART = Path(__file__).parent / "art"
SPRITES = Path(__file__).parent / "sprites"


def draw_sprites(art: Path, sprites: Path) -> int:
    """Returns the bytes written. Needs the development requirement resvg-py."""
    import resvg_py

    sprites.mkdir(parents=True, exist_ok=True)
    corners: dict[str, tuple[int, int]] = {}
    written = 0
    for svg in sorted(art.glob("*.svg")):
        png = resvg_py.svg_to_bytes(svg_path=str(svg), skip_system_fonts=True)
        layer = Image.open(io.BytesIO(bytes(png))).convert("RGBA")
        left, top, right, bottom = layer.getbbox() or (0, 0, 1, 1)
        corners[svg.stem] = (left, top)
        target = sprites / f"{svg.stem}.png"
        layer.crop((left, top, right, bottom)).save(target, optimize=True)
        written += target.stat().st_size
    manifest = json.dumps(corners, indent=1)
    (sprites / "sprites.json").write_text(manifest + "\n", encoding="utf-8")
    return written + len(manifest)


if __name__ == "__main__":
    size = draw_sprites(ART, SPRITES)
    sys.stdout.write(f"Drew the sprites into {SPRITES}: {size / 1e6:.2f} MB.\n")
