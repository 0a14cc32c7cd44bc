"""Figures by hand, intervals and verdicts."""

from __future__ import annotations

import numpy as np
import pytest

from vop_desktop.tuning.report import compare, video_recall


def test_a_video_counts_with_the_best_of_its_captions() -> None:
    similarity = np.array(
        [[0.9, 0.1], [0.2, 0.8], [0.3, 0.4]], np.float32
    )  # captions 0, 1 of video 0; 2 of video 1
    figures = video_recall(similarity, np.array([0, 0, 1]))
    assert figures.r1 == 0.5  # video 1 prefers caption 1 (0.8) of video 0 to its own (0.4)
    assert figures.mean_rank == 1.5


def test_equal_scores_share_their_ranks() -> None:
    figures = video_recall(np.full((3, 3), 0.5, np.float32), np.arange(3))
    assert figures.r1 == 0.0
    assert figures.median_rank == 2.0


def perfect(count: int) -> np.ndarray:  # type: ignore[type-arg]
    return np.eye(count, dtype=np.float32)


def shuffled(count: int) -> np.ndarray:  # type: ignore[type-arg]
    return np.roll(perfect(count), 1, axis=1)


@pytest.mark.parametrize(
    ("before", "after", "verdict"),
    [
        (shuffled(40), perfect(40), "better"),
        (perfect(40), shuffled(40), "worse"),
        (perfect(40), perfect(40), "no clear difference"),
        (shuffled(8), perfect(8), "not enough captions to tell"),
    ],
)
def test_the_verdict_is_plain(before: np.ndarray, after: np.ndarray, verdict: str) -> None:  # type: ignore[type-arg]
    report = compare(before, after, np.arange(len(before)), seed=1)
    assert report.verdict == verdict
    assert report.low <= report.gain <= report.high


def test_a_difference_that_chance_could_make_is_called_none_or_too_vague() -> None:
    generator = np.random.default_rng(5)
    before, after = (generator.random((30, 30)).astype(np.float32) for _ in range(2))
    report = compare(before, after, np.arange(30), seed=1)
    assert report.verdict in ("no clear difference", "not enough captions to tell")


def test_the_interval_draws_videos_not_captions() -> None:
    """Ten captions of one video are no ten witnesses."""
    before = np.repeat(shuffled(20), 10, axis=0)
    after = before.copy()
    after[:10] = np.repeat(perfect(20)[:1], 10, axis=0)  # one video alone got better
    truth = np.repeat(np.arange(20), 10)
    report = compare(before, after, truth, seed=1)
    assert report.gain == pytest.approx(0.05)
    assert report.low == 0.0
    assert report.verdict == "no clear difference"
