"""Pictures: repeatable, alive, in the right colours and places."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pytest

from vop_desktop.samples.dataset import frame_times, small_frames
from vop_desktop.samples.draw import Painter, render_frame
from vop_desktop.samples.motion import poses
from vop_desktop.samples.scene import COLOURS, MOTIONS, PLACES, SUBJECTS, Scene

BOAT = Scene("boat", "red", "sea", "left", seconds=4.0, look=7)


def test_a_frame_is_the_same_whenever_it_is_drawn() -> None:
    first = render_frame(BOAT, 1.5, 128, 96)
    render_frame(replace(BOAT, look=8), 0.5, 128, 96)

    assert first.dtype == np.uint8
    assert first.shape == (96, 128, 3)
    assert np.array_equal(first, Painter(BOAT, 128, 96).frame(1.5))


@pytest.mark.parametrize("subject", SUBJECTS)
def test_a_subject_is_large_and_has_its_colour(subject: str) -> None:
    scene = Scene(subject, "pink", SUBJECTS[subject][0], "still", look=3)
    empty = Painter(replace(scene, motion="vanish"), 128, 96).frame(scene.seconds)
    picture = Painter(scene, 128, 96).frame(1.0)
    changed = np.abs(picture.astype(int) - empty).max(axis=2) > 30
    near = np.abs(picture.astype(int) - COLOURS["pink"]).max(axis=2) < 40

    assert changed.mean() > 0.03
    assert (changed & near).sum() > 0.12 * changed.sum()


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("time", ["day", "sunset", "night"])
def test_every_place_can_be_drawn_at_every_hour(place: str, time: str) -> None:
    scene = Scene("ball", "red", place, "still", time=time, rain=time == "night", look=5)

    assert render_frame(scene, 0.0, 96, 72).std() > 8


def test_drawing_at_another_size_shows_the_same_picture() -> None:
    large = render_frame(BOAT, 2.0, 384, 288).reshape(96, 3, 128, 3, 3).mean(axis=(1, 3))
    small = render_frame(BOAT, 2.0, 128, 96)

    assert np.abs(large - small).mean() < 9


@pytest.mark.parametrize(
    ("motion", "axis", "sign"), [("left", "x", -1), ("right", "x", 1), ("up", "y", -1), ("down", "y", 1)]
)
def test_a_way_is_long_and_in_the_right_direction(motion: str, axis: str, sign: int) -> None:
    for look in range(10):
        scene = replace(BOAT, motion=motion, look=look)
        start, end = poses(scene, 0.0)[0], poses(scene, 4.0)[0]
        assert sign * (getattr(end, axis) - getattr(start, axis)) > 0.5


def test_motions_in_place_change_what_they_say() -> None:
    def course(motion: str) -> list[tuple[float, float, float]]:
        scene = replace(BOAT, motion=motion)
        return [(p.size, p.angle, p.alpha) for p in (poses(scene, t)[0] for t in (0.0, 2.0, 4.0))]

    assert course("towards")[2][0] > 3 * course("towards")[0][0]
    assert course("away")[0][0] > 3 * course("away")[2][0]
    assert abs(course("spin")[2][1]) > 360
    assert [alpha for _, _, alpha in course("appear")][::2] == [0.0, 1.0]
    assert [alpha for _, _, alpha in course("vanish")][::2] == [1.0, 0.0]
    assert len(set(course("still"))) == 1


@pytest.mark.parametrize("motion", MOTIONS)
@pytest.mark.parametrize("count", [1, 2, 3])
def test_subjects_stay_mostly_in_the_picture(motion: str, count: int) -> None:
    for look in range(5):
        scene = replace(BOAT, motion=motion, count=count, look=look)
        assert len(poses(scene, 0.0)) == count
        for t in frame_times(scene.seconds, 8):
            assert all(abs(p.x) < 0.72 and abs(p.y) < 0.55 for p in poses(scene, t))


def test_small_frames_are_what_a_model_takes() -> None:
    frames = small_frames(BOAT, 8, 64, random.Random(0))

    assert frames.shape == (8, 64, 64, 3)
    assert np.array_equal(frames, small_frames(BOAT, 8, 64, random.Random(0)))
