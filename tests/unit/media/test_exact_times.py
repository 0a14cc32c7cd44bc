"""Frame numbers burnt into the pictures: what is stored with a frame is that frame's own time."""

from __future__ import annotations

import io
import itertools
import os
import random
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.helpers.numbered import number_in, write_numbered
from vop_desktop.media.decode_worker import Opened, Order, open_video, read_chunk
from vop_desktop.records import DecodedSegment

LONG = bool(os.environ.get("VOP_LONG_TESTS"))
SECONDS = 7200 if LONG else 100
ORDER = Order(image_size=32, num_frames=12, detail="normal", budget=600.0)
NEAR = 0.5  # a quarter of the step
FRAME_RATES = {
    "23.976": Fraction(24000, 1001),
    "29.97": Fraction(30000, 1001),
    "59.94": Fraction(60000, 1001),
}
MILLISECOND = Fraction(1, 1000)


def even(rate: Fraction, seconds: float = SECONDS) -> tuple[list[int], Fraction]:
    return list(range(int(seconds * rate))), 1 / rate


def variable(seed: int) -> tuple[list[int], Fraction]:
    """Fast and slow stretches: frames of 8 ms to 4 s."""
    rng, ticks, now = random.Random(seed), [], 0
    while now < SECONDS * 1000:
        longest = rng.choice((20, 60, 400, 4000))
        for _ in range(rng.randint(5, 100 if longest < 1000 else 5)):
            ticks.append(now)
            now += rng.randint(8, longest)
    return ticks, MILLISECOND


def all_segments(path: Path) -> tuple[Opened, list[DecodedSegment]]:
    opened = open_video(str(path), ORDER)
    segments = list(opened.chunk.segments)
    step = ORDER.chunk_segments
    for first in range(step, len(opened.plans), step):
        segments += read_chunk(str(path), opened.probed, opened.plans[first : first + step], ORDER).segments
    return opened, segments


def numbers_of(segment: DecodedSegment) -> list[int]:
    strip = np.asarray(Image.open(io.BytesIO(segment.filmstrip)))
    return [number_in(tile) for tile in np.split(strip, len(segment.times))]


def check(path: Path, truth: list[float], *, near: float = NEAR) -> None:
    """`truth` is the time of each frame by its number, as a player shows it."""
    opened, segments = all_segments(path)
    planned = [moment for plan in opened.plans for moment in plan.times]
    stored = [moment for segment in segments for moment in segment.times]
    numbers = [number for segment in segments for number in numbers_of(segment)]
    assert len(stored) == len(planned) == len(numbers)
    for wanted, moment, number in zip(planned, stored, numbers, strict=True):
        assert abs(moment - truth[number]) < 0.0011, (wanted, moment, number)  # a container's millisecond
        if abs(moment - wanted) > near + 0.001:  # none begins so near: the one that stands there
            assert moment <= wanted + 0.001
            assert number + 1 == len(truth) or truth[number + 1] > wanted - 0.001
    assert all(one < other for one, other in itertools.pairwise(planned))
    for plan, segment in zip(opened.plans, segments, strict=True):
        assert (segment.start, segment.end) == (plan.start, plan.end)


@pytest.mark.parametrize(
    ("rate", "name"),
    [("23.976", "a.mp4"), ("29.97", "a.mkv"), ("59.94", "a.mp4"), ("29.97", "a.ts"), ("23.976", "a.avi")],
)
def test_a_frame_is_stored_with_its_own_time(tmp_path: Path, rate: str, name: str) -> None:
    ticks, unit = even(FRAME_RATES[rate])
    if name == "a.avi":
        path = write_numbered(tmp_path / name, ticks, unit, codec="mpeg4", options={"bf": "0"}, gop=60)
    else:
        path = write_numbered(tmp_path / name, ticks, unit)
    check(path, [float(tick * unit) for tick in ticks])


@pytest.mark.parametrize("name", ["a.mp4", "a.mkv"])
def test_at_a_variable_rate_too(tmp_path: Path, name: str) -> None:
    ticks, unit = variable(3)
    check(write_numbered(tmp_path / name, ticks, unit), [float(tick * unit) for tick in ticks])


def test_short_key_frame_distances(tmp_path: Path) -> None:
    ticks, unit = even(FRAME_RATES["29.97"])
    path = write_numbered(tmp_path / "a.mp4", ticks, unit, gop=14)
    check(path, [float(tick * unit) for tick in ticks])


@pytest.mark.parametrize("skip", [1, 40, 300])
def test_what_an_edit_list_hides_does_not_count(tmp_path: Path, skip: int) -> None:
    ticks, unit = even(FRAME_RATES["23.976"])
    path = write_numbered(tmp_path / "a.mp4", ticks, unit, skip=skip)
    check(path, [float((tick - ticks[skip]) * unit) for tick in ticks])


@pytest.mark.parametrize("name", ["a.mkv", "a.ts", "a.mp4"])
def test_a_start_that_is_not_zero_counts_as_zero(tmp_path: Path, name: str) -> None:
    ticks, unit = even(FRAME_RATES["29.97"])
    path = write_numbered(tmp_path / name, [tick + 300 for tick in ticks], unit)
    check(path, [float(tick * unit) for tick in ticks])


def test_a_short_video_keeps_the_exact_frames(tmp_path: Path) -> None:
    ticks, unit = even(FRAME_RATES["29.97"], 23)
    path = write_numbered(tmp_path / "a.mp4", ticks, unit)
    check(path, [float(tick * unit) for tick in ticks], near=0.0)


@pytest.mark.parametrize(
    ("codec", "name", "options"),
    [
        ("libx265", "a.mp4", {"preset": "ultrafast", "x265-params": "log-level=none:bframes=4"}),
        ("libvpx-vp9", "a.webm", {"deadline": "realtime", "cpu-used": "8"}),
        ("libsvtav1", "a.mp4", {"preset": "12", "svtav1-params": "hierarchical-levels=3"}),
    ],
)
def test_other_codecs(tmp_path: Path, codec: str, name: str, options: dict[str, str]) -> None:
    ticks, unit = even(Fraction(10), 60)
    path = write_numbered(tmp_path / name, ticks, unit, codec=codec, options=options, gop=120)
    check(path, [float(tick * unit) for tick in ticks])
