"""Santa's face from the committed sprites: what changes from frame to frame, and what must not."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image

from santa_core.emulator.face import santa
from santa_core.emulator.face.baking import MOUTHS, BakedFace, bake
from santa_core.emulator.face.draw_sprites import ART, SPRITES, draw_sprites
from santa_core.emulator.face.motion import BLINK_MS, LONGEST_BETWEEN_BLINKS_MS, Eyes
from santa_core.emulator.face.santa import SantaFace, SantaFaceFactory, open_face_factory
from santa_core.emulator.face.sprites import SIZES, Rect

FRAME_MS = 40.0


@pytest.fixture(scope="module")
def faces() -> Iterator[SantaFaceFactory]:
    factory = open_face_factory(seed=7)
    factory.warm("low")
    yield factory


def new_face(faces: SantaFaceFactory, seed: int = 1) -> SantaFace:
    """A session's face with a seed of its own choosing, from the shared baking."""
    baked, scenery = faces._warm["low"]
    return SantaFace(baked, scenery, seed=seed)


def picture(
    face: SantaFace, at_ms: float, *, mouth: str = "rest", pose: str = "idle"
) -> npt.NDArray[np.int16]:
    """Luma over chroma, as yuv420p is stored."""
    frame = face.frame(at_ms, mouth=mouth, pose=pose)
    assert frame.format.name == "yuv420p"
    return frame.to_ndarray().astype(np.int16)


def changed(before: npt.NDArray[np.int16], after: npt.NDArray[np.int16], face: SantaFace) -> Rect | None:
    """The rectangle of brightness that differs."""
    rows, columns = np.nonzero((before != after)[: face.height])
    if not len(rows):
        return None
    return Rect(int(columns.min()), int(rows.min()), int(columns.max()) + 1, int(rows.max()) + 1)


@pytest.fixture(scope="module", params=list(SIZES))
def baked(request: pytest.FixtureRequest) -> BakedFace:
    return bake(request.param)


def test_every_quality_has_its_size_and_every_pose_all_parts(baked: BakedFace) -> None:
    assert (baked.width, baked.height) in SIZES.values()
    assert baked.width % 2 == baked.height % 2 == 0
    assert baked.background.y.shape == (baked.height, baked.width)
    assert baked.background.u.shape == (baked.height // 2, baked.width // 2)
    for head in baked.heads:
        assert set(head.mouths) == set(MOUTHS)
        mouth, eyes = head.mouths["rest"].rect, next(iter(head.looks.values())).rect
        assert not mouth.overlaps(eyes)
        for patch in (head.base, *head.mouths.values(), *head.looks.values()):
            assert (
                patch.rect.left % 2
                == patch.rect.top % 2
                == patch.rect.right % 2
                == patch.rect.bottom % 2
                == 0
            )
            assert patch.y.shape == (patch.rect.height, patch.rect.width)
            assert patch.u.shape == patch.v.shape == (patch.rect.height // 2, patch.rect.width // 2)


def test_the_resting_mouth_and_open_eyes_fit_the_head_without_a_seam(baked: BakedFace) -> None:
    for head in baked.heads[:: len(baked.heads) // 4]:
        for patch in (head.mouths["rest"], head.looks[santa.Look("open", brows_raised=False)]):
            top, left = patch.rect.top - head.base.rect.top, patch.rect.left - head.base.rect.left
            under = head.base.y[top : top + patch.rect.height, left : left + patch.rect.width]
            assert np.abs(under.astype(int) - patch.y.astype(int)).max() <= 3


def test_mouths_differ_in_the_mouths_rectangle_and_nowhere_else(faces: SantaFaceFactory) -> None:
    pictures = {}
    for mouth in set(MOUTHS) - {"laugh"}:  # which closes the eyes, too
        face = new_face(faces)
        pictures[mouth] = picture(face, 0.0, mouth=mouth)
    inside = _mouth_area(face)
    for mouth, seen in pictures.items():
        for other, also_seen in pictures.items():
            if mouth != other:
                area = changed(seen, also_seen, face)
                assert area is not None, f"{mouth} looks like {other}"
                assert inside.left <= area.left and area.right <= inside.right
                assert inside.top <= area.top and area.bottom <= inside.bottom


def _mouth_area(face: SantaFace) -> Rect:
    """The art's rectangle at this size, and what the head may turn it by."""
    scale, room = face.width / 1280, 14 * face.width / 1280
    return Rect(
        int(560 * scale - room), int(404 * scale - room), int(720 * scale + room), int(524 * scale + room)
    )


def test_a_laugh_closes_the_eyes_happily_and_they_open_again(faces: SantaFaceFactory) -> None:
    face = new_face(faces)
    before = picture(face, 0.0)
    laughing = picture(face, 40.0, mouth="laugh")
    scale = face.width / 1280
    eyes = (slice(round(300 * scale), round(345 * scale)), slice(round(545 * scale), round(735 * scale)))
    assert np.abs(before[eyes] - laughing[eyes]).max() > 60
    later = picture(face, 1200.0)
    assert np.abs(before[eyes] - later[eyes]).mean() < np.abs(before[eyes] - laughing[eyes]).mean()


def test_santa_blinks_again_and_again_and_briefly() -> None:
    for seed in range(20):
        eyes = Eyes(seed)
        closed = [at for at in range(0, 60_000, 20) if eyes.at(float(at), pose="listening") == "closed"]
        gaps = np.diff([0, *closed])
        assert gaps.max() <= LONGEST_BETWEEN_BLINKS_MS + 320 + BLINK_MS
        assert 60 <= len(closed) * 20 <= 60_000 * 0.05  # shut for 80 ms a blink, seldom
    assert Eyes(1).at(3000.0, pose="idle") == Eyes(1).at(3000.0, pose="idle")


def test_a_blink_shows_in_the_picture(faces: SantaFaceFactory) -> None:
    face = new_face(faces)
    scale = face.width / 1280
    iris = (slice(round(306 * scale), round(326 * scale)), slice(round(572 * scale), round(592 * scale)))
    darkness = []
    for index in range(200):
        seen = picture(face, index * FRAME_MS, pose="listening")
        darkness.append(int((seen[iris] < 70).sum()))
    assert max(darkness) > 0 and min(darkness) < max(darkness) / 3


def test_the_same_seed_shows_the_same_film_and_another_a_different_one(faces: SantaFaceFactory) -> None:
    def film(seed: int) -> list[npt.NDArray[np.int16]]:
        face = new_face(faces, seed)
        poses = ["idle", "listening", "speaking"]
        return [picture(face, i * 400.0, mouth=MOUTHS[i % 9], pose=poses[i % 3]) for i in range(20)]

    first, again, other = film(3), film(3), film(4)
    assert all(np.array_equal(a, b) for a, b in zip(first, again, strict=True))
    assert not all(np.array_equal(a, b) for a, b in zip(first, other, strict=True))


def test_the_head_moves_more_when_santa_speaks_and_smoothly(faces: SantaFaceFactory) -> None:
    def places(pose: str) -> npt.NDArray[np.float64]:
        sway = santa.Sway(5)
        return np.array([sway.at(i * FRAME_MS, pose=pose) for i in range(1000)])[100:]

    assert np.ptp(places("speaking")) > np.ptp(places("idle")) > 0.1
    assert places("listening").mean() > places("idle").mean() + 0.2  # leans to the child
    assert np.abs(np.diff(places("speaking"))).max() < 0.08


def test_a_new_pose_is_taken_up_without_a_jump(faces: SantaFaceFactory) -> None:
    sway = santa.Sway(5)
    held = [sway.at(i * FRAME_MS, pose="idle" if i < 100 else "listening") for i in range(200)]
    assert np.abs(np.diff(held)).max() < 0.08


def test_snow_falls_in_the_window_and_the_wall_stands_still(faces: SantaFaceFactory) -> None:
    face = new_face(faces)
    before, after = picture(face, 0.0), picture(face, 400.0)
    window, wall = (slice(40, 100), slice(472, 524)), (slice(0, 120), slice(60, 130))
    assert (before[window] != after[window]).mean() > 0.02
    assert np.array_equal(before[wall], after[wall])


def test_each_frame_has_memory_of_its_own(faces: SantaFaceFactory) -> None:
    face = new_face(faces)
    first = face.frame(0.0, mouth="A", pose="speaking")
    kept = first.to_ndarray().copy()
    face.frame(40.0, mouth="laugh", pose="speaking")
    assert np.array_equal(first.to_ndarray(), kept)


def test_unknown_mouths_and_poses_are_rest_and_idle(faces: SantaFaceFactory) -> None:
    assert np.array_equal(
        picture(new_face(faces), 0.0, mouth="?", pose="?"),
        picture(new_face(faces), 0.0, mouth="rest", pose="idle"),
    )
    with pytest.raises(KeyError):
        faces("8k")


def test_sessions_share_one_baking(monkeypatch: pytest.MonkeyPatch) -> None:
    baked: list[str] = []

    def counted(quality: str) -> BakedFace:
        baked.append(quality)
        return bake(quality)

    monkeypatch.setattr(santa, "bake", counted)
    factory = open_face_factory()
    assert not factory.is_warm("low")
    with ThreadPoolExecutor(4) as pool:
        sizes = {(face.width, face.height) for face in pool.map(factory, ["low"] * 4)}
    assert sizes == {SIZES["low"]}
    assert baked == ["low"]
    assert factory.is_warm("low")


def test_the_committed_sprites_are_what_the_art_draws(tmp_path: Path) -> None:
    pytest.importorskip("resvg_py")
    drawn = tmp_path
    assert draw_sprites(ART, drawn) < 2_000_000
    assert {path.name for path in drawn.iterdir()} == {path.name for path in SPRITES.iterdir()}
    for path in drawn.glob("*.png"):
        with Image.open(path) as new, Image.open(SPRITES / path.name) as committed:
            assert new.size == committed.size, path.name
            difference = np.abs(np.asarray(new, dtype=int) - np.asarray(committed, dtype=int))
            assert difference.mean() < 0.5, path.name


def test_the_cost_of_a_frame_is_printed() -> None:
    for quality in SIZES:
        began = time.perf_counter()
        face = open_face_factory(seed=1)(quality)
        baking_s = time.perf_counter() - began
        costs = []
        for index in range(200):
            began = time.perf_counter()
            face.frame(index * FRAME_MS, mouth=MOUTHS[index % len(MOUTHS)], pose="speaking")
            costs.append((time.perf_counter() - began) * 1000)
        print(
            f"{quality}: baked in {baking_s:.2f} s, a frame p50 {np.median(costs):.3f} ms, "
            f"p95 {np.percentile(costs, 95):.3f} ms"
        )
        assert len(costs) == 200
