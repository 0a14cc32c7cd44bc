"""What a search answers with, and what it can say about one hit."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from vop_desktop.records import FloatArray, Hit
from vop_desktop.search.query import Query


@dataclass(frozen=True, slots=True)
class Results:
    """The answer to a query.

    Attributes:
        query: how the text was understood.
        hits: best first.
        unknown: words that the model was never taught.
        notes: plain sentences for the person: why nothing was found, what a filter does.
        nothing_fits: there are hits, but each is weak: the closest ones, if the person wants to see them.
    """

    query: Query
    hits: tuple[Hit, ...] = ()
    unknown: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    nothing_fits: bool = False


@dataclass(frozen=True, slots=True)
class WordShare:
    """What a part of the query adds to the score of a hit: the score with it less the score without."""

    text: str
    share: float


@dataclass(frozen=True, slots=True, eq=False)
class Explanation:
    """Why a video is where it is.

    Attributes:
        hit: the video at its best moment.
        rank: its place among all videos searched, from 1; 0 where the filters leave it out.
        searched: how many videos there are to rank.
        times: float64 [T], seconds, of the frames of the best segment.
        similarities: float32 [T], cosine of each frame.
        words: what each word adds, in the order of the query.
        ahead: the videos just before it, nearest first.
    """

    hit: Hit
    rank: int
    searched: int
    times: npt.NDArray[np.float64]
    similarities: FloatArray
    words: tuple[WordShare, ...]
    ahead: tuple[Hit, ...]
