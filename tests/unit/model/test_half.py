"""Products with half-precision matrices are those of full precision, whatever the blocks."""

from __future__ import annotations

import numpy as np
import pytest

from vop_desktop.model.half import half_best


@pytest.mark.parametrize("sizes", [(1,), (5, 5, 2), (1, 7, 3, 4, 1), (1024, 1024, 1)])
def test_the_best_product_of_each_row(sizes: tuple[int, ...]) -> None:
    rng = np.random.default_rng(sum(sizes))
    queries = rng.standard_normal((3, 16), np.float32)
    blocks = [rng.standard_normal((size, 16), np.float32).astype(np.float16) for size in sizes]
    before = [block.copy() for block in blocks]
    wanted = (np.concatenate(blocks).astype(np.float32) @ queries.T).max(axis=1)
    np.testing.assert_allclose(half_best(blocks, queries), wanted, rtol=1e-4, atol=1e-5)
    assert all(np.array_equal(block, old) for block, old in zip(blocks, before, strict=True))
