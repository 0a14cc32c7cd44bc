"""Rows in groups of alike ones, so that a search among millions reads only the groups that can hold the best.

Within a group, the products of its rows with a query lie around that of its centre, about as far as the rows
lie from it. How far, the groups that are read first tell; then it can be reckoned how many of the best are
missed by leaving out which others. These are left out as far as that is a hundredth of what is wanted. In the
words of the literature: an inverted file, of which each query probes as many lists as it needs.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from vop_desktop.records import FloatArray, IdArray
from vop_desktop.search.codes import ByteCodes, Codes, products

Mask = npt.NDArray[np.bool_]

FIRST_LISTS = 16  # read whatever the query is
MISSED = 0.01  # of the rows that are wanted
MOST_READ = 0.3  # of all rows; beyond that, reading them all in one go is not much slower


class Lists(NamedTuple):
    """How the rows of an index are grouped; a group's rows lie one behind the other.

    Attributes:
        bounds: int64 [L + 1], where each group begins, and the end of the last one.
        centres: float32 [L, D], the mean of each group's rows.
        spread: float32 [L], how far its rows lie from it, as the root of the mean square; above 0.
        caution: how much larger than they look distances are taken to be, as tried out; 0: groups are no use.
    """

    bounds: IdArray
    centres: FloatArray
    spread: FloatArray
    caution: float


class GroupedRows:
    """Rows of an index that lie in groups. One thread at a time.

    Attributes:
        changed: bool [N], rows that are no longer those that were grouped; the index reads them itself.
    """

    def __init__(self, lists: Lists, codes: Codes) -> None:
        self._lists = lists
        self._high: ByteCodes = codes.high
        self._steps: FloatArray = codes.steps
        self._sizes: IdArray = np.diff(lists.bounds)
        self.changed: Mask = np.zeros(len(codes.steps), bool)

    def scan(self, vector: FloatArray, k: int, mask: Mask | None) -> tuple[IdArray, FloatArray] | None:
        """The rows that can be among the k best, with their products by the first bytes (see `codes`).

        Args:
            vector: float32 [D].
            k: at least 1.
            mask: bool, for all rows that are not `changed`, which are left out anyhow: which may come.

        Returns:
            int64 [R] and float32 [R], in no order; None where too many would have to be read.
        """
        near = self._lists.centres @ vector
        left = np.ones(len(near), bool)
        reads: list[IdArray] = []
        rough: list[FloatArray] = []
        squares = count = found = 0.0
        wanted = np.argsort(-near)[:FIRST_LISTS]
        while len(wanted):
            left[wanted] = False
            count += float(self._sizes[wanted].sum())
            if count > MOST_READ * len(self.changed):
                return None
            rows, scores = self._read(wanted, vector)
            off = scores - np.repeat(near[wanted], self._sizes[wanted])
            off /= np.repeat(self._lists.spread[wanted], self._sizes[wanted])
            squares += float(off @ off)
            usable = ~self.changed[rows]
            rows, scores = rows[usable], scores[usable]
            if mask is not None:
                usable = mask[rows]
                rows, scores = rows[usable], scores[usable]
            reads.append(rows)
            rough.append(scores)
            found += len(rows)
            if found < k:
                wanted = np.argsort(np.where(left, -near, np.inf))[: min(2 * len(wanted), left.sum())]
                continue
            width = self._lists.caution * np.sqrt(squares / count)
            wanted = self._missing(near, left, _kth(np.concatenate(rough), k), width, k)
        return np.concatenate(reads), np.concatenate(rough)

    def _read(self, wanted: IdArray, vector: FloatArray) -> tuple[IdArray, FloatArray]:
        pieces = [slice(*self._lists.bounds[number : number + 2].tolist()) for number in wanted]
        rows = np.concatenate([np.arange(piece.start, piece.stop) for piece in pieces])
        return rows, products([self._high[piece] for piece in pieces], self._steps[rows], vector)

    def _missing(self, near: FloatArray, left: Mask, kth: float, width: float, k: int) -> IdArray:
        """The groups that have to be read besides: without them too many rows would be missed."""
        away = np.maximum(kth - near, 0) / (width * self._lists.spread)
        missed = np.where(left, self._sizes * np.exp(-0.5 * away * away) / 2, 0)
        order = np.argsort(missed)
        return order[np.cumsum(missed[order]) > MISSED * k]


def _kth(scores: FloatArray, k: int) -> float:
    place = len(scores) - k
    return float(np.partition(scores, place)[place])
