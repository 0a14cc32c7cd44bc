"""Retrieval figures as the field reports them (SPEC §5.2)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from vop_desktop.records import FloatArray


@dataclass(frozen=True, slots=True)
class Recall:
    """R@1, R@5, R@10 as shares of 1; median and mean rank, from 1."""

    r1: float
    r5: float
    r10: float
    median_rank: float
    mean_rank: float


def ranks(similarity: FloatArray, truth: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """Rank of the right item of each query, from 1; equal scores share the average of their ranks.

    Args:
        similarity: float [Q, N], one row a query.
        truth: int [Q], column of the right item.
    """
    right = similarity[np.arange(len(similarity)), truth][:, None]
    above = (similarity > right).sum(axis=1)
    equal = (similarity == right).sum(axis=1) - 1
    return np.asarray(1 + above + equal / 2, np.float64)


def recall(rank: npt.NDArray[np.float64]) -> Recall:
    """The usual figures of a set of ranks."""
    r1, r5, r10 = (float((rank <= k).mean()) for k in (1, 5, 10))
    return Recall(r1, r5, r10, float(np.median(rank)), float(rank.mean()))
