"""Embeddings in two bytes a value."""

from __future__ import annotations

import numpy as np
import pytest

from tests.helpers.large import clustered_embeddings, random_embeddings
from vop_desktop.records import FloatArray
from vop_desktop.search.codes import AT_ONCE, ERROR, Codes, decode, encode, products


def outliers(count: int) -> FloatArray:
    """Rows one value of which is far larger than all others, as those of CLIP are."""
    rows = random_embeddings(count, 512)
    rows[:, 133] += 0.8
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


@pytest.mark.parametrize("rows", [random_embeddings(700, 512), clustered_embeddings(600, 64), outliers(90)])
def test_both_bytes_are_as_exact_as_half_precision(rows: FloatArray) -> None:
    codes = encode(rows)
    error = np.abs(decode(codes) - rows)
    assert error.max() <= codes.steps.max() / 256
    queries = random_embeddings(20, rows.shape[1], 5)
    ours = np.abs((decode(codes) - rows) @ queries.T)
    halves = np.abs((rows.astype(np.float16).astype(np.float32) - rows) @ queries.T)
    assert ours.mean() < 2 * halves.mean()


def test_what_fits_comes_back_as_it_was() -> None:
    rows = np.random.default_rng(0).integers(-255, 256, (50, 7)).astype(np.float32) / 256
    np.testing.assert_array_equal(decode(encode(rows)), rows)
    for scale in (0.0, 2.0**-20, 1024.0):
        np.testing.assert_array_equal(decode(encode(rows * scale)), rows * scale)


def test_the_first_bytes_miss_a_product_by_no_more_than_is_said() -> None:
    rows = np.concatenate([random_embeddings(20_000, 512), outliers(5_000)])
    codes = encode(rows)
    for query in (random_embeddings(1, 512, 3)[0], rows[7], 5 * rows[-1]):
        error = np.abs(products([codes.high], codes.steps, query) - rows @ query)
        assert (error <= codes.steps * ERROR * np.linalg.norm(query)).all()
        assert error.max() > codes.steps.min() * np.linalg.norm(query) / 4  # said without much to spare


@pytest.mark.parametrize(
    "sizes", [(1,), (AT_ONCE,), (AT_ONCE + 1, 3, AT_ONCE - 1), (5,) * 9, (4096,) * 5 + (1,)]
)
def test_blocks_of_any_size_are_scanned(sizes: tuple[int, ...]) -> None:
    rows = random_embeddings(sum(sizes), 16)
    codes = encode(rows)
    query = random_embeddings(1, 16, 4)[0]
    blocks = np.split(codes.high, np.cumsum(sizes)[:-1])
    want = Codes(codes.high, np.zeros_like(codes.low), codes.steps)
    np.testing.assert_allclose(products(blocks, codes.steps, query), decode(want) @ query, atol=1e-6)
