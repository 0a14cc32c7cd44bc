"""Before and after: recall on captions that no training saw, how sure it is, a plain verdict. No torch."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from vop_desktop.records import FloatArray
from vop_desktop.search.metrics import Recall, ranks, recall

Verdict = Literal["better", "worse", "no clear difference", "not enough captions to tell"]

RESAMPLES = 2000
FEWEST_VIDEOS = 15  # of the test split, below which nothing can be said
TOO_VAGUE = 0.15  # half width of the interval beyond which "no difference" would say too much


@dataclass(frozen=True, slots=True)
class Figures:
    """Recall of one model on the held-out split, captions finding videos (t2v) and the other way (v2t)."""

    t2v: Recall
    v2t: Recall


@dataclass(frozen=True, slots=True)
class TuneReport:
    """What a tuning run came to.

    Attributes:
        videos, captions: of the test split.
        before, after: figures of the base pack and of the tuned one.
        gain: of t2v R@1, in shares of 1.
        low, high: bounds of the gain, 95 % bootstrap over videos.
        verdict: in plain words.
    """

    videos: int
    captions: int
    before: Figures
    after: Figures
    gain: float
    low: float
    high: float
    verdict: Verdict

    def document(self) -> dict[str, Any]:
        """As JSON shows it."""
        return asdict(self)


def compare(before: FloatArray, after: FloatArray, truth: npt.NDArray[np.int64], *, seed: int) -> TuneReport:
    """Compares two models on the same held-out pairs.

    Args:
        before, after: similarity [C, N] of captions and videos.
        truth: int [C], the video of each caption.
        seed: of the bootstrap.
    """
    rank_before, rank_after = ranks(before, truth), ranks(after, truth)
    hits = (rank_after <= 1).astype(float) - (rank_before <= 1).astype(float)
    low, high = _interval(hits, truth, seed)
    gain = float(hits.mean())
    count = before.shape[1]
    return TuneReport(
        videos=count,
        captions=len(truth),
        before=Figures(recall(rank_before), video_recall(before, truth)),
        after=Figures(recall(rank_after), video_recall(after, truth)),
        gain=gain,
        low=low,
        high=high,
        verdict=_verdict(count, low, high),
    )


def video_recall(similarity: FloatArray, truth: npt.NDArray[np.int64]) -> Recall:
    """v2t recall: a video's texts count by the best of its captions (SPEC §5.2)."""
    return recall(video_ranks(similarity, truth))


def video_ranks(similarity: FloatArray, truth: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """Rank of each video's own texts among those of all videos, from 1."""
    count = similarity.shape[1]
    best: FloatArray = np.full((count, count), -np.inf, np.float32)  # [video, captions of video]
    for column in range(count):
        rows = similarity[truth == column]
        if len(rows):
            best[:, column] = rows.max(axis=0)
    return ranks(best, np.arange(count))


def _interval(hits: npt.NDArray[np.float64], truth: npt.NDArray[np.int64], seed: int) -> tuple[float, float]:
    """95 % interval of the mean: videos are drawn anew, each with all of its captions."""
    videos = np.unique(truth)
    sums = np.array([hits[truth == video].sum() for video in videos])
    counts = np.array([(truth == video).sum() for video in videos])
    drawn = np.random.default_rng(seed).integers(0, len(videos), (RESAMPLES, len(videos)))
    means = sums[drawn].sum(axis=1) / counts[drawn].sum(axis=1)
    low, high = np.quantile(means, (0.025, 0.975))
    return float(low), float(high)


def _verdict(videos: int, low: float, high: float) -> Verdict:
    if videos < FEWEST_VIDEOS:
        return "not enough captions to tell"
    if low > 0:
        return "better"
    if high < 0:
        return "worse"
    return "not enough captions to tell" if (high - low) / 2 > TOO_VAGUE else "no clear difference"
