"""Stretches in which nothing moves are known, and no others."""

import numpy as np

from tests.helpers.videos import COLOURS, fast, solid, write_video
from vop_desktop.media.decode_worker import Order, open_video
from vop_desktop.media.stillness import StillWatch


def noise(seed, amount=255):
    return np.random.default_rng(seed).integers(0, amount, (224, 224, 3), dtype=np.uint8)


def test_the_same_pictures_repeat():
    watch, picture = StillWatch(), noise(1)
    assert not watch.repeats([picture] * 12)
    assert watch.repeats([picture] * 12)
    assert watch.repeats([picture] * 3)


def test_what_a_codec_leaves_is_no_change():
    watch = StillWatch()
    pictures = [np.clip(noise(1, 200) + noise(k, 3).astype(int), 0, 255).astype(np.uint8) for k in range(24)]
    assert not watch.repeats(pictures[:12])
    assert watch.repeats(pictures[12:])


def test_a_small_thing_that_moves_is_a_change():
    watch, picture = StillWatch(), noise(1)
    moved = picture.copy()
    moved[100:110, 100:110] = 255 - moved[100:110, 100:110] // 8
    assert not watch.repeats([picture] * 12)
    assert not watch.repeats([picture] * 6 + [moved] * 6)
    assert not watch.repeats([moved] * 12)  # the segment before was none of a still stretch
    assert watch.repeats([moved] * 12)


def test_a_slow_fade_adds_up():
    watch = StillWatch()
    results = [watch.repeats([np.full((64, 64, 3), 100 + k, np.uint8)] * 2) for k in range(8)]
    assert results == [False, True, True, False, True, True, False, True]


def test_small_pictures_have_fewer_cells():
    watch = StillWatch()
    assert not watch.repeats([np.zeros((5, 5, 3), np.uint8)])
    assert watch.repeats([np.zeros((5, 5, 3), np.uint8)])


def test_a_still_stretch_of_a_video_is_marked(tmp_path):
    cards = (
        [solid(COLOURS[0])] * 720 + [solid(COLOURS[k % 8]) for k in range(240)] + [solid(COLOURS[2])] * 720
    )
    path = write_video(tmp_path / "a.mp4", cards, fps=10, options=fast("libx264"))
    segments = open_video(str(path), Order(64, 12, "normal", budget=60.0)).chunk.segments
    assert [segment.repeats for segment in segments] == [False, True, True, False, False, True, True]
