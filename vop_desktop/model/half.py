"""Products with half-precision matrices: what numpy can only do by converting, torch does in place."""

from __future__ import annotations

import timeit
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from threading import Barrier
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from vop_desktop.records import FloatArray

if TYPE_CHECKING:
    import torch

HalfArray = npt.NDArray[np.float16]
Product = Callable[["torch.Tensor", "torch.Tensor"], "torch.Tensor"]  # [N, D] and [D] to [N]
_TRIED_ROWS = 4096
_TRIES = 5
_THREADS = 2  # one core nearly fills the memory's bandwidth, two do


def half_products(blocks: Sequence[HalfArray], query: FloatArray) -> FloatArray:
    """The products of every row with a query. Any thread; loads torch.

    Args:
        blocks: float16 [N_i, D], C-contiguous and writable (they are not written to); at least one.
        query: float32 [D], about unit length: it is rounded to half precision.

    Returns:
        float32 [sum of N_i], off by up to a thousandth for rows of unit length.
    """
    import torch

    half = torch.from_numpy(np.asarray(query, np.float16))
    share = -(-len(blocks) // _THREADS)
    parts = [blocks[start : start + share] for start in range(0, len(blocks), share)]
    return np.concatenate(list(_pool().map(_multiply, parts, [half] * len(parts))))


def half_best(blocks: Sequence[HalfArray], queries: FloatArray) -> FloatArray:
    """The largest product of every row with any of some queries, in full precision. Any thread; loads torch.

    Args:
        blocks: as for `half_products`.
        queries: float32 [S, D], at least one.

    Returns:
        float32 [sum of N_i].
    """
    import torch

    columns = torch.from_numpy(np.ascontiguousarray(queries.T))
    starts = np.cumsum([0, *(len(block) for block in blocks)])
    found = torch.empty(int(starts[-1]))

    def look(first: int, last: int) -> None:
        # In the same memory block after block: new memory for each one is never given back.
        longest = max(len(block) for block in blocks[first:last])
        rows = torch.empty((longest, columns.shape[0]))
        products = torch.empty((longest, columns.shape[1]))
        for block, start in zip(blocks[first:last], starts[first:last].tolist(), strict=True):
            count = len(block)
            torch.mm(rows[:count].copy_(torch.from_numpy(block)), columns, out=products[:count])
            torch.amax(products[:count], dim=1, out=found[start : start + count])

    share = -(-len(blocks) // _THREADS)
    firsts = range(0, len(blocks), share)
    list(_pool().map(look, firsts, [min(first + share, len(blocks)) for first in firsts]))
    return np.asarray(found.numpy())


def kth_best(scores: FloatArray, k: int) -> float:
    """The k-th largest of float32 [N], several times sooner than `np.partition` has it."""
    import torch

    return float(torch.topk(torch.from_numpy(scores), k, sorted=False).values.min())


def _multiply(blocks: Sequence[HalfArray], query: torch.Tensor) -> FloatArray:
    import torch

    product = _quickest_product(len(query))
    return np.asarray(
        torch.cat([product(torch.from_numpy(block), query) for block in blocks]).float().numpy()
    )


@cache
def _quickest_product(dim: int) -> Product:
    """How this processor multiplies rows with a query soonest: the ways differ by half, here so, there so."""
    import torch

    def as_layer(rows: torch.Tensor, query: torch.Tensor) -> torch.Tensor:
        return torch.nn.functional.linear(query[None], rows)[0]

    rows = torch.ones((_TRIED_ROWS, dim), dtype=torch.float16)
    ways: tuple[Product, ...] = (torch.mv, as_layer)
    return min(ways, key=lambda way: min(timeit.repeat(lambda: way(rows, rows[0]), number=1, repeat=_TRIES)))


@cache
def _pool() -> ThreadPoolExecutor:
    """Threads for scans, each of which computes alone: torch's own would wait for one another."""
    import torch

    threads = torch.get_num_threads()
    met = Barrier(_THREADS)  # each thread of the pool is met once

    def work_alone() -> None:
        torch.set_num_threads(1)
        met.wait()

    pool = ThreadPoolExecutor(_THREADS, thread_name_prefix="scan", initializer=work_alone)
    for each in [pool.submit(int) for _ in range(_THREADS)]:
        each.result()
    torch.set_num_threads(threads)  # what threads to come begin with was changed as well
    return pool
