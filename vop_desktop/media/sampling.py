"""Which frames of a video are looked at: pure functions from a duration to times."""

from __future__ import annotations

import itertools
import math

from vop_desktop.records import Detail, SegmentPlan

STEPS: dict[Detail, float] = {"normal": 2.0, "fine": 1.0}
NEAR_STEPS = 0.25  # of a step, by which a frame may stand beside its planned time in a long video
SINGLE_SEGMENT_STEPS = 12  # the paper's frames: up to here a video is one segment


def plan_segments(duration: float, num_frames: int, detail: Detail) -> list[SegmentPlan]:
    """Cuts a video into segments and says at which times their frames are to be taken.

    A short video (up to 24 s, in fine detail 12 s), and any video in detail `whole`, is one segment of
    `num_frames` bin centres. A longer one gets a frame every 2 s (fine: 1 s), `num_frames` to a segment;
    the last segment may hold fewer. A rest shorter than half a step joins the last bin.

    Args:
        duration: seconds.
        num_frames: frames of a full segment, at least 1.
        detail: how closely to look.

    Returns:
        Segments in order, without gaps from 0 to `duration`; none when the duration is not a positive
        finite number.
    """
    if not math.isfinite(duration) or duration <= 0:
        return []
    if detail == "whole" or duration <= SINGLE_SEGMENT_STEPS * STEPS[detail]:
        width = duration / num_frames
        return [SegmentPlan(0.0, duration, tuple((k + 0.5) * width for k in range(num_frames)))]
    return _plan_steps(duration, num_frames, STEPS[detail])


def reach(duration: float, detail: Detail) -> float:
    """Seconds that a frame may be away from its planned time.

    In a video of one segment none: its frames are those of the paper. In a longer one a quarter of the step
    (0.5 s; fine: 0.25 s), so that a decoder may take the key frame next to a planned time, or one that it
    has to decode anyway, in place of one that costs it many others. No two frames are then further apart
    than a step and a half, every bin still has a frame of its own, and what is stored is always the time
    of the frame that was taken.
    """
    if detail == "whole" or duration <= SINGLE_SEGMENT_STEPS * STEPS[detail]:
        return 0.0
    return NEAR_STEPS * STEPS[detail]


def _plan_steps(duration: float, num_frames: int, step: float) -> list[SegmentPlan]:
    bins = math.floor(duration / step)
    rest = duration - bins * step
    centres = [(k + 0.5) * step for k in range(bins)]
    if rest >= step / 2:
        centres.append(bins * step + rest / 2)
    plans = []
    for first in range(0, len(centres), num_frames):
        last = first + num_frames >= len(centres)
        end = duration if last else (first + num_frames) * step
        plans.append(SegmentPlan(first * step, end, tuple(centres[first : first + num_frames])))
    return plans


def plan_sparse(duration: float, num_frames: int, detail: Detail, max_segments: int) -> list[SegmentPlan]:
    """As `plan_segments`, with the step doubled until there are at most `max_segments` segments.

    For files that can only be read from start to end, in one go and within bounded memory.
    """
    plans = plan_segments(duration, num_frames, detail)
    step = STEPS.get(detail, 1.0)
    while len(plans) > max_segments:
        step *= 2
        plans = _plan_steps(duration, num_frames, step)
    return plans


def frame_indices(n: int, num_frames: int = 12) -> list[int]:
    """The frame numbers that VoP's ModelScope code takes of a video of `n` frames.

    `m = min(num_frames, n)` intervals of whole frames, the middle one of each; a video of fewer frames
    repeats its last one.

    Args:
        n: frames in the video, at least 1.
        num_frames: how many numbers to return.

    Returns:
        `num_frames` ascending numbers in `[0, n)`.

    Raises:
        ValueError: `n` or `num_frames` is below 1.
    """
    if n < 1 or num_frames < 1:
        raise ValueError("a video has at least one frame, and one is asked for")
    m = min(num_frames, n)
    edges = [k * n // m for k in range(m)] + [n]
    middles = [(low + high - 1) // 2 for low, high in itertools.pairwise(edges)]
    return middles + [middles[-1]] * (num_frames - m)
