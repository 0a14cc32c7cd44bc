"""The index where it scans bytes: still exact."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from tests.helpers.large import clustered_embeddings, random_embeddings
from vop_desktop.records import FloatArray
from vop_desktop.search.codes import encode
from vop_desktop.search.index import BLOCK_ROWS, FEW_ROWS, EmbeddingIndex

COUNT = 2 * BLOCK_ROWS + 777


@pytest.fixture(scope="module")
def rows() -> FloatArray:
    """More rows than two blocks, rounded as the index rounds them."""
    return clustered_embeddings(COUNT, 64).astype(np.float16).astype(np.float32)


@pytest.fixture
def index(rows: FloatArray) -> EmbeddingIndex:
    made = EmbeddingIndex(rows.shape[1])
    for start in range(0, COUNT, 1500):
        made.add(np.arange(start, min(start + 1500, COUNT)) * 3, rows[start : start + 1500])
    return made


def exact(rows: FloatArray, query: FloatArray, k: int, allowed: np.ndarray) -> list[int]:
    scores = rows @ query
    scores[~allowed] = -np.inf
    return (3 * np.argsort(-scores, kind="stable")[:k]).tolist()


@pytest.mark.parametrize("scale", [1.0, 40.0, 1e-4])
def test_a_scan_finds_the_true_best(index: EmbeddingIndex, rows: FloatArray, scale: float) -> None:
    everything = np.ones(COUNT, bool)
    for query in scale * random_embeddings(5, 64, 7) + scale * rows[:5]:
        found, scores = index.top_k(query, 200)
        want = exact(rows, query, 200, everything)
        np.testing.assert_allclose(scores, rows[np.array(want) // 3] @ query, atol=3e-5 * scale)
        assert len(set(found.tolist()) & set(want)) >= 199  # two that are equal to the last bit may change


@pytest.mark.parametrize("share", [0.5, 0.02, 0.0005])
def test_a_mask_is_kept_to_in_a_scan(index: EmbeddingIndex, rows: FloatArray, share: float) -> None:
    allowed = np.random.default_rng(3).random(COUNT) < share
    mask = allowed[index.ids // 3]
    query = rows[100] + random_embeddings(1, 64, 8)[0]
    found, _ = index.top_k(query, 50, mask)
    assert found.tolist() == exact(rows, query, min(50, int(allowed.sum())), allowed)


def test_removed_and_replaced_rows_are_gone_from_a_scan(index: EmbeddingIndex, rows: FloatArray) -> None:
    query = rows[42]
    best = index.top_k(query, 20)[0]
    index.remove(best[:10])
    index.add(best[10:15], -rows[best[10:15] // 3])
    left = index.top_k(query, 5)[0]
    assert left.tolist() == best[15:].tolist()
    assert len(index) == COUNT - 10


def test_thousands_of_equal_rows_are_answered(rows: FloatArray) -> None:
    index = EmbeddingIndex(64)
    index.add(np.arange(3 * FEW_ROWS), np.repeat(rows[:1], 3 * FEW_ROWS, axis=0))
    found, scores = index.top_k(rows[0], 30)
    assert len(set(found.tolist())) == 30
    assert np.ptp(scores) < 1e-6


@pytest.mark.parametrize("count", [10, BLOCK_ROWS, BLOCK_ROWS + 1, 2 * BLOCK_ROWS])
def test_rows_are_taken_over_as_they_lie(rows: FloatArray, count: int) -> None:
    half = rows[:count].astype(np.float16)
    index = EmbeddingIndex(64)
    codes = encode(half)
    index.adopt(np.arange(count) * 3, codes)
    if count >= BLOCK_ROWS:
        assert index._high[0].base is codes.high  # not copied
    index.remove([0, 3 * (count - 1)])
    index.add([-5], rows[7:8])
    assert len(index) == count - 1
    assert index.top_k(rows[7], 2)[0].tolist() == [-5, 21]
    with pytest.raises(ValueError, match="taken over"):
        index.adopt(np.arange(3), encode(half[:3]))


def test_memory_is_two_bytes_a_value(index: EmbeddingIndex) -> None:
    for start in range(0, 8 * BLOCK_ROWS, BLOCK_ROWS):
        index.add(np.arange(start, start + BLOCK_ROWS) + 10**7, random_embeddings(BLOCK_ROWS, 64, start))
    assert index.nbytes / len(index) < 2 * 64 + 80  # for 512 dimensions: 1.1 kB


def test_a_scan_needs_no_torch() -> None:
    code = (
        "import sys, numpy as np\n"
        "from vop_desktop.search.index import FEW_ROWS, EmbeddingIndex\n"
        "index = EmbeddingIndex(8)\n"
        "index.add(np.arange(2 * FEW_ROWS), np.ones((2 * FEW_ROWS, 8)))\n"
        "assert len(index.top_k(np.ones(8), 3)[0]) == 3\n"
        "assert 'torch' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
