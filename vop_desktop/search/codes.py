"""Embeddings in two whole numbers of one byte for each value, of which a scan reads the first alone.

A row's values are told in steps, a power of two that suits its largest value: the first byte counts whole
steps, the second 256ths of one. Both together are as exact as half precision is for an embedding. Rounding to
the first alone changes a product with a vector by less than `ERROR` steps times its length, but once in some
millions; whatever comes near the best is compared anew by both.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from vop_desktop.records import FloatArray, IdArray

ByteCodes = npt.NDArray[np.int8]

ERROR = 5 / np.sqrt(12)  # five standard deviations of what is rounded to the nearest step
AT_ONCE = 2048  # rows made float32 at a time; fewer cost more calls, more leave the cache of a processor
MOST_THREADS = 4  # by then memory gives no more

_of_thread = threading.local()


class Codes(NamedTuple):
    """Coded rows.

    Attributes:
        high, low: int8 [N, D], steps and 256ths of steps.
        steps: float32 [N], the size of each row's steps.
    """

    high: ByteCodes
    low: ByteCodes
    steps: FloatArray

    def taken(self, rows: IdArray | slice) -> Codes:
        """Some of the rows."""
        return Codes(self.high[rows], self.low[rows], self.steps[rows])


def encode(rows: npt.NDArray[np.floating]) -> Codes:
    """The codes of rows [N, D], finite."""
    codes = Codes(
        np.empty(rows.shape, np.int8), np.empty(rows.shape, np.int8), np.empty(len(rows), np.float32)
    )
    for start in range(0, len(rows), AT_ONCE):
        part = rows[start : start + AT_ONCE].astype(np.float32)
        here = slice(start, start + len(part))
        largest = np.maximum(part.max(axis=1, initial=0), -part.min(axis=1, initial=0))
        exponent = np.ceil(np.log2(np.maximum(largest, 1e-30) / 127)).astype(np.int32)
        codes.steps[here] = np.ldexp(np.float32(1), exponent)
        np.ldexp(part, -exponent[:, None], out=part)
        whole = np.floor(part + np.float32(0.5))
        codes.high[here] = whole
        part -= whole
        part *= 256
        codes.low[here] = np.minimum(np.rint(part, out=part), 127, out=part)
    return codes


def decode(codes: Codes) -> FloatArray:
    """float32 [N, D]: the rows again."""
    rows = codes.low.astype(np.float32)
    rows /= 256
    rows += codes.high
    rows *= codes.steps[:, None]
    return rows


def products(high: Sequence[ByteCodes], steps: FloatArray, vector: FloatArray) -> FloatArray:
    """The products of every row with a vector, by the first bytes alone. Any thread.

    Args:
        high: int8 [N_i, D] each, at least one.
        steps: float32 [sum of N_i].
        vector: float32 [D].

    Returns:
        float32 [sum of N_i].
    """
    found = np.empty(len(steps), np.float32)
    starts = np.cumsum([0, *(len(block) for block in high)]).tolist()
    share = -(-len(high) // _threads())
    firsts = range(0, len(high), share)

    def multiply(first: int) -> None:
        rows = _room(len(vector))
        for block, start in zip(high[first : first + share], starts[first:], strict=False):
            for at in range(0, len(block), AT_ONCE):
                codes = block[at : at + AT_ONCE]
                np.copyto(rows[: len(codes)], codes)
                np.dot(rows[: len(codes)], vector, out=found[start + at : start + at + len(codes)])

    if len(firsts) == 1:
        multiply(0)
    else:
        list(_pool().map(multiply, firsts))
    found *= steps
    return found


def _threads() -> int:
    return min(os.cpu_count() or 1, MOST_THREADS)


def _room(dim: int) -> FloatArray:
    """float32 [AT_ONCE, dim], always the same of a thread: memory that is new has to be cleared first."""
    if getattr(_of_thread, "room", np.empty((0, 0))).shape[1] != dim:
        _of_thread.room = np.empty((AT_ONCE, dim), np.float32)
    found: FloatArray = _of_thread.room
    return found


@cache
def _pool() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(_threads(), thread_name_prefix="scan")
