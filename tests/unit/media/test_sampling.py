import math
from itertools import pairwise

import pytest

from vop_desktop.media.sampling import frame_indices, plan_segments, plan_sparse


@pytest.mark.parametrize(
    ("n", "expected"),
    [
        (1, [0] * 12),
        (5, [0, 1, 2, 3] + [4] * 8),
        (12, list(range(12))),
        (13, list(range(12))),
        (30, [0, 3, 5, 8, 10, 13, 15, 18, 20, 23, 25, 28]),
        (60, [2, 7, 12, 17, 22, 27, 32, 37, 42, 47, 52, 57]),
        (300, [12, 37, 62, 87, 112, 137, 162, 187, 212, 237, 262, 287]),
        (325, [13, 40, 67, 94, 121, 148, 175, 202, 229, 256, 283, 310]),
        (1000, [41, 124, 207, 291, 374, 457, 541, 624, 707, 791, 874, 957]),
    ],
)
def test_frame_indices_are_those_of_the_reference(n, expected):
    assert frame_indices(n) == expected


def test_frame_indices_agree_with_linspace():
    numpy = pytest.importorskip("numpy")
    for n in range(1, 3000):
        m = min(12, n)
        edges = numpy.linspace(0, n, m + 1).astype(int)
        middles = [(int(low) + int(high) - 1) // 2 for low, high in pairwise(edges)]
        assert frame_indices(n) == middles + [middles[-1]] * (12 - m), n


@pytest.mark.parametrize(("n", "num_frames"), [(0, 12), (-1, 12), (5, 0)])
def test_frame_indices_of_nothing_are_refused(n, num_frames):
    with pytest.raises(ValueError, match="at least one frame"):
        frame_indices(n, num_frames)


def test_a_short_video_is_one_segment_of_bin_centres():
    (plan,) = plan_segments(24.0, 12, "normal")
    assert (plan.start, plan.end) == (0.0, 24.0)
    assert plan.times == tuple(float(t) for t in range(1, 24, 2))


def test_a_video_is_one_segment_up_to_twelve_steps():
    assert len(plan_segments(24.0, 12, "normal")) == 1
    assert len(plan_segments(25.0, 12, "normal")) == 2
    assert len(plan_segments(12.0, 12, "fine")) == 1
    assert len(plan_segments(12.6, 12, "fine")) == 2
    assert len(plan_segments(7200.0, 12, "whole")) == 1


def test_a_long_video_gets_a_frame_every_two_seconds():
    plans = plan_segments(100.0, 12, "normal")
    times = [t for plan in plans for t in plan.times]
    assert times == [2 * k + 1.0 for k in range(50)]
    assert [len(plan.times) for plan in plans] == [12, 12, 12, 12, 2]
    assert [(plan.start, plan.end) for plan in plans] == [(0, 24), (24, 48), (48, 72), (72, 96), (96, 100)]


def test_a_rest_below_half_a_step_joins_the_last_bin():
    plans = plan_segments(48.9, 12, "normal")
    assert len(plans) == 2
    assert plans[-1].end == 48.9
    assert plans[-1].times[-1] == 47.0


def test_a_rest_of_half_a_step_is_a_bin_of_its_own():
    plans = plan_segments(49.0, 12, "normal")
    assert len(plans) == 3
    assert plans[-1].times == (48.5,)
    assert (plans[-1].start, plans[-1].end) == (48.0, 49.0)


@pytest.mark.parametrize("duration", [0.04, 3.0, 24.0001, 30.16, 61.9, 3600.0, 5403.2])
@pytest.mark.parametrize("detail", ["whole", "normal", "fine"])
@pytest.mark.parametrize("num_frames", [1, 4, 12, 16])
def test_plans_cover_the_video_without_gaps(duration, detail, num_frames):
    plans = plan_segments(duration, num_frames, detail)
    assert plans[0].start == 0.0
    assert plans[-1].end == duration
    assert all(before.end == after.start for before, after in pairwise(plans))
    for plan in plans:
        assert 1 <= len(plan.times) <= num_frames
        assert all(plan.start <= t < plan.end for t in plan.times)
    times = [t for plan in plans for t in plan.times]
    assert all(before < after for before, after in pairwise(times))


@pytest.mark.parametrize("duration", [0.0, -1.0, math.nan, math.inf])
def test_a_duration_that_is_none_plans_nothing(duration):
    assert plan_segments(duration, 12, "normal") == []


def test_sparse_plans_stay_within_the_bound():
    plans = plan_sparse(7200.0, 12, "normal", 8)
    assert 1 < len(plans) <= 8
    assert plans[-1].end == 7200.0
    assert plan_sparse(60.0, 12, "normal", 8) == plan_segments(60.0, 12, "normal")
