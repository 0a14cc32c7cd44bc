"""The best videos and the best moments out of an index of segments."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from vop_desktop.records import FloatArray, IdArray
from vop_desktop.search.index import EmbeddingIndex
from vop_desktop.search.index_cache import SEGMENT_BITS

OVERFETCH = 4  # segments looked at for each video wanted, to begin with
PEAKS = 5  # moments of one video in a list of moments

Mask = npt.NDArray[np.bool_]


def best_segments(
    index: EmbeddingIndex, queries: FloatArray, limit: int, mask: Mask
) -> tuple[IdArray, FloatArray]:
    """The best segment of each of the `limit` best videos, best first."""
    wanted = limit * OVERFETCH
    while True:
        found = [index.top_k(query, wanted, mask) for query in queries]
        # each query by itself: one that finds a single long video would hide its next best ones
        enough = all(len(np.unique(ids >> SEGMENT_BITS)) >= limit for ids, _ in found)
        ids = np.concatenate([ids for ids, _ in found])
        scores = np.concatenate([scores for _, scores in found])
        order = np.argsort(-scores, kind="stable")
        ids, scores = ids[order], scores[order]
        _, first = np.unique(ids >> SEGMENT_BITS, return_index=True)
        if enough or wanted >= len(index):
            keep = np.sort(first)[:limit]
            return ids[keep], scores[keep]
        wanted *= OVERFETCH


def best_moments(
    index: EmbeddingIndex, vector: FloatArray, limit: int, mask: Mask
) -> tuple[IdArray, FloatArray]:
    """The best segments, none beside a better one and PEAKS of a video at most, best first."""
    wanted = limit * OVERFETCH
    while True:
        ids, scores = index.top_k(vector, wanted, mask)
        keep: list[int] = []
        taken: set[int] = set()
        count: dict[int, int] = {}
        for place, key in enumerate(ids.tolist()):
            video_id = key >> SEGMENT_BITS
            if not {key - 1, key + 1} & taken and count.get(video_id, 0) < PEAKS:
                count[video_id] = count.get(video_id, 0) + 1
                keep.append(place)
            taken.add(key)
        if len(keep) >= limit or len(ids) < wanted:
            return ids[keep[:limit]], scores[keep[:limit]]
        wanted *= OVERFETCH
