"""Products with matrices in half precision, which numpy converts slowly and torch does not."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from threading import Barrier

import numpy as np
import numpy.typing as npt

from vop_desktop.records import FloatArray

HalfArray = npt.NDArray[np.float16]
_THREADS = 2  # one core nearly fills the memory's bandwidth, two do


def half_best(blocks: Sequence[HalfArray], queries: FloatArray) -> FloatArray:
    """The largest product of every row with any of some queries, in full precision. Any thread; loads torch.

    Args:
        blocks: float16 [N_i, D], C-contiguous and writable (they are not written to); at least one.
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
