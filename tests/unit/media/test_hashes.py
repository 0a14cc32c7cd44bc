"""Perceptual hashes: near for the same picture however it was changed, far for others."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.helpers.variants import write_scenes
from tests.helpers.videos import Picture, write_colours
from vop_desktop.errors import MediaError
from vop_desktop.media.clip_hashes import (
    STEP,
    WHOLE_SECONDS,
    WINDOW_SECONDS,
    ClipHashing,
    clip_times,
    hash_clip,
)
from vop_desktop.media.decode import DecodePool, DecodeRequest, SegmentsDecoded
from vop_desktop.media.hashes import CLIP_ZOOMS, HASH_BYTES, STORED_ZOOM, hash_pictures, hash_variants
from vop_desktop.records import ByteArray


def soft(seed: int) -> Picture:
    """A random picture without sharp edges."""
    spots = np.random.default_rng(seed).integers(0, 256, (8, 10, 3), dtype=np.uint8)
    return np.asarray(Image.fromarray(spots).resize((320, 240), Image.Resampling.BICUBIC))


def bits(one: ByteArray, other: ByteArray) -> int:
    return int(np.bitwise_count(one ^ other).sum())


@pytest.mark.parametrize("seed", range(10))
def test_the_same_picture_is_near_whatever_was_done_to_it(seed: int) -> None:
    picture = soft(seed)
    stored = hash_pictures([picture])[0]
    same = CLIP_ZOOMS.index(STORED_ZOOM)
    small = np.asarray(Image.fromarray(picture).resize((150, 112)))
    noisy = np.clip(picture + np.random.default_rng(1).normal(0, 6, picture.shape), 0, 255).astype(np.uint8)
    assert bits(hash_variants(picture)[same], stored) == 0
    assert bits(hash_variants(small)[same], stored) < 20
    assert bits(hash_variants(noisy)[same], stored) < 30
    cropped = hash_variants(picture[12:-12, 16:-16])  # by a tenth
    assert min(bits(each, stored) for each in cropped[: len(CLIP_ZOOMS)]) < 50
    turned = hash_variants(picture[:, ::-1])
    assert bits(turned[len(CLIP_ZOOMS) + same], stored) < 4
    assert bits(turned[same], stored) > 80
    assert bits(hash_pictures([soft(seed + 100)])[0], stored) > 80


@pytest.mark.parametrize("level", [0, 16, 128, 255])
def test_a_picture_without_contrast_has_no_hash(level: int) -> None:
    flat = np.full((90, 160, 3), level, np.uint8)
    assert not hash_pictures([flat, flat]).any()
    assert not hash_variants(flat).any()
    faint = np.clip(flat + np.random.default_rng(0).integers(-2, 3, flat.shape), 0, 255).astype(np.uint8)
    assert not hash_pictures([faint]).any()


def test_any_shape_of_picture_is_hashed() -> None:
    for shape in ((1, 1, 3), (3, 500, 3), (1080, 90, 3)):
        picture = np.random.default_rng(0).integers(0, 256, shape, dtype=np.uint8)
        assert hash_pictures([picture]).shape == (1, HASH_BYTES)
    assert hash_pictures([]).shape == (0, HASH_BYTES)


def test_decoding_gives_a_hash_for_each_frame(tmp_path: Path) -> None:
    path = write_scenes(tmp_path / "a.mp4", 3, scenes=2)
    with DecodePool(DecodeRequest(32, 12, workers=1)) as pool:
        (event,) = (event for event in pool.decode([str(path)]) if isinstance(event, SegmentsDecoded))
    (segment,) = event.segments
    assert segment.hashes is not None
    assert segment.hashes.shape == (len(segment.times), HASH_BYTES)
    assert segment.hashes.any(axis=1).all()


def test_a_clip_is_hashed_closely(tmp_path: Path) -> None:
    path = write_scenes(tmp_path / "a.mp4", 3, scenes=2)
    clip = hash_clip(str(path), 20.0)
    assert clip.size == (160, 120)
    assert clip.duration == pytest.approx(4.0, abs=0.1)
    assert len(clip.times) == 16
    assert clip.hashes.shape == (16, 2 * len(CLIP_ZOOMS), HASH_BYTES)
    with ClipHashing(str(path)) as hashing:
        again = hashing.result()
    assert again is not None
    np.testing.assert_array_equal(again.hashes, clip.hashes)


def test_what_is_no_video_has_no_hashes(tmp_path: Path) -> None:
    path = tmp_path / "text.mp4"
    path.write_text("no video")
    with pytest.raises(MediaError):
        hash_clip(str(path), 20.0)
    with ClipHashing(str(path)) as hashing:
        assert hashing.result() is None


def test_a_clip_of_one_colour_tells_nothing(tmp_path: Path) -> None:
    clip = hash_clip(str(write_colours(tmp_path / "a.mp4", seconds=1.0)), 20.0)
    assert not clip.hashes.any()


@pytest.mark.parametrize("duration", [0.05, 0.3, 5.0, 19.9, 60.0, 119.0, 121.0, 5000.0, 40_000.0])
def test_a_clip_is_looked_at_all_along_and_within_bounds(duration: float) -> None:
    times = clip_times(duration)
    assert 1 <= len(times) <= 900
    assert times == sorted(set(times))
    assert times[0] >= 0
    assert times[-1] < duration
    if duration <= WHOLE_SECONDS:
        assert np.diff([0.0, *times, duration]).max() <= STEP + 1e-6
    else:
        close = np.diff(times) <= STEP + 1e-6
        assert close.sum() >= 10 * (WINDOW_SECONDS / STEP - 1)
