"""The resident gallery against the plainest possible search."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from vop_desktop.records import FloatArray
from vop_desktop.search.index import FIRST_CAPACITY, EmbeddingIndex

Gallery = dict[int, FloatArray]


def random_rows(rng: np.random.Generator, count: int, dim: int = 6) -> FloatArray:
    """Rows whose products are exact in float32, so that a score does not depend on the order of adding."""
    return (rng.integers(-200, 201, size=(count, dim)) / 256).astype(np.float32)


def coarse_rows(rng: np.random.Generator, count: int, dim: int = 4) -> FloatArray:
    """Rows of few values, so that many scores are equal to the last bit."""
    return rng.integers(-1, 2, size=(count, dim)).astype(np.float32)


def brute_force(gallery: Gallery, query: FloatArray, k: int, allowed: set[int] | None = None) -> list[int]:
    """Ids by falling score, equal ones by rising id."""
    ids = [number for number in gallery if allowed is None or number in allowed]
    ids.sort(key=lambda number: (-float(np.float32(gallery[number] @ query)), number))
    return ids[:k]


def filled(gallery: Gallery) -> EmbeddingIndex:
    index = EmbeddingIndex(len(next(iter(gallery.values()))))
    index.add(list(gallery), np.stack(list(gallery.values())))
    return index


def content(index: EmbeddingIndex) -> Gallery:
    return {int(number): row for number, row in zip(index.ids, index.embeddings, strict=True)}


def assert_same(index: EmbeddingIndex, gallery: Gallery) -> None:
    assert len(index) == len(gallery)
    found = content(index)
    assert set(found) == set(gallery)
    for number, row in gallery.items():
        np.testing.assert_array_equal(found[number], row)


# --- top k --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(20))
def test_top_k_finds_what_a_brute_force_finds(seed: int) -> None:
    rng = np.random.default_rng(seed)
    count = int(rng.integers(1, 200))
    ids = rng.choice(2**40, size=count, replace=False)
    rows = random_rows(rng, count)
    gallery = dict(zip(ids.tolist(), rows, strict=True))
    index = filled(gallery)
    for k in (1, 2, 7, count - 1, count, count + 5):
        query = random_rows(rng, 1)[0]
        found, scores = index.top_k(query, k)
        assert found.tolist() == brute_force(gallery, query, k)
        np.testing.assert_array_equal(scores, [gallery[number] @ query for number in found.tolist()])


@pytest.mark.parametrize("seed", range(20))
def test_equal_scores_come_in_the_order_of_their_ids(seed: int) -> None:
    rng = np.random.default_rng(seed)
    ids = rng.permutation(60)
    gallery = dict(zip(ids.tolist(), coarse_rows(rng, 60), strict=True))
    index = filled(gallery)
    query = coarse_rows(rng, 1)[0]
    for k in range(1, 61):
        found, scores = index.top_k(query, k)
        assert found.tolist() == brute_force(gallery, query, k)
        assert scores.tolist() == sorted(scores.tolist(), reverse=True)


def test_of_equal_scores_at_the_limit_the_smallest_ids_stay() -> None:
    index = EmbeddingIndex(2)
    index.add([9, 3, 7, 1, 5], [[0, 1]] * 5)
    index.add([8], [[1, 0]])
    found, scores = index.top_k([0, 1], 3)
    assert found.tolist() == [1, 3, 5]
    assert scores.tolist() == [1, 1, 1]
    found, _ = index.top_k([0.1, 1], 6)
    assert found.tolist() == [1, 3, 5, 7, 9, 8]


@pytest.mark.parametrize("seed", range(10))
def test_a_mask_leaves_rows_out(seed: int) -> None:
    rng = np.random.default_rng(seed)
    gallery = dict(enumerate(coarse_rows(rng, 80)))
    index = filled(gallery)
    index.remove([3, 4, 70])
    for number in (3, 4, 70):
        del gallery[number]
    allowed = {number for number in gallery if rng.random() < 0.3}
    mask = np.isin(index.ids, list(allowed))
    query = coarse_rows(rng, 1)[0]
    for k in (1, 5, len(allowed), 80):
        assert index.top_k(query, k, mask)[0].tolist() == brute_force(gallery, query, k, allowed)


def test_more_than_there_is_gives_what_there_is() -> None:
    index = EmbeddingIndex(2)
    index.add([1, 2], [[1, 0], [0, 1]])
    assert index.top_k([1, 0], 100)[0].tolist() == [1, 2]
    assert index.top_k([1, 0], 100, np.array([False, True]))[0].tolist() == [2]


@pytest.mark.parametrize("k", [0, -1])
def test_none_wanted_none_given(k: int) -> None:
    index = EmbeddingIndex(2)
    index.add([1], [[1, 0]])
    ids, scores = index.top_k([1, 0], k)
    assert (ids.shape, scores.shape) == ((0,), (0,))


def test_an_empty_index_or_mask_finds_nothing() -> None:
    index = EmbeddingIndex(2)
    for mask in (None, np.zeros(0, bool)):
        assert len(index.top_k([1, 0], 3, mask)[0]) == 0
    index.add([1], [[1, 0]])
    ids, scores = index.top_k([1, 0], 3, np.zeros(1, bool))
    assert (ids.dtype, scores.dtype, len(ids)) == (np.int64, np.float32, 0)


def test_results_are_copies_of_the_right_types() -> None:
    index = EmbeddingIndex(2)
    index.add([2**40 + 1, 5], np.array([[1, 0], [0, 1]], np.float64))
    ids, scores = index.top_k(np.array([1, 0], np.float64), 2)
    assert (ids.dtype, scores.dtype) == (np.int64, np.float32)
    index.remove([2**40 + 1])
    index.add([6], [[0, 1]])
    assert ids.tolist() == [2**40 + 1, 5]


# --- adding and removing ------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(8))
def test_any_sequence_of_changes_leaves_what_a_dictionary_would_hold(seed: int) -> None:
    rng = np.random.default_rng(seed)
    index, gallery = EmbeddingIndex(6), Gallery()
    for _ in range(60):
        ids = rng.choice(50, size=int(rng.integers(0, 20)), replace=False)
        if rng.random() < 0.5:
            rows = random_rows(rng, len(ids))
            index.add(ids, rows)
            gallery.update(zip(ids.tolist(), rows, strict=True))
        else:
            index.remove(ids)
            for number in ids.tolist():
                gallery.pop(number, None)
        assert_same(index, gallery)
        query = random_rows(rng, 1)[0]
        assert index.top_k(query, 5)[0].tolist() == brute_force(gallery, query, 5)


def test_an_id_that_is_added_again_is_replaced() -> None:
    index = EmbeddingIndex(2)
    index.add([1, 2, 3], [[1, 0], [0, 1], [1, 1]])
    index.add([4, 2], [[0, 0], [5, 5]])
    assert_same(index, {1: _row(1, 0), 2: _row(5, 5), 3: _row(1, 1), 4: _row(0, 0)})


def _row(*values: float) -> FloatArray:
    return np.asarray(values, np.float32)


@pytest.mark.parametrize("gone", [[0], [4], [0, 4], [1, 2], [0, 1, 2, 3, 4], [2, 2, 2], [7], [], [7, 3]])
def test_rows_are_removed_wherever_they_lie(gone: list[int]) -> None:
    gallery = dict(enumerate(np.eye(5, dtype=np.float32)))
    index = filled(gallery)
    index.remove(gone)
    assert_same(index, {number: row for number, row in gallery.items() if number not in gone})


def test_the_index_grows_and_keeps_what_it_holds() -> None:
    rng = np.random.default_rng(1)
    index, gallery = EmbeddingIndex(3), Gallery()
    for start in range(0, 3 * FIRST_CAPACITY, 700):
        rows = random_rows(rng, 700, 3)
        index.add(np.arange(start, start + 700), rows)
        gallery.update(zip(range(start, start + 700), rows, strict=True))
    assert_same(index, gallery)
    big = EmbeddingIndex(3)
    big.add(np.arange(5 * FIRST_CAPACITY), random_rows(rng, 5 * FIRST_CAPACITY, 3))
    assert len(big) == 5 * FIRST_CAPACITY


def test_nothing_may_be_added_or_removed() -> None:
    index = EmbeddingIndex(3)
    index.add([], np.zeros((0, 3)))
    index.remove([])
    index.remove([1, 2])
    assert len(index) == 0


@pytest.mark.parametrize(
    ("ids", "rows"),
    [
        ([1, 2], np.zeros((1, 3))),
        ([1], np.zeros((1, 4))),
        ([1], np.zeros(3)),
        ([1, 1], np.zeros((2, 3))),
    ],
)
def test_rows_that_do_not_fit_are_refused_and_change_nothing(ids: list[int], rows: npt.NDArray) -> None:
    index = EmbeddingIndex(3)
    index.add([1], [[1, 2, 3]])
    with pytest.raises(ValueError, match=r"expected|twice"):
        index.add(ids, rows)
    assert_same(index, {1: _row(1, 2, 3)})


def test_a_query_of_another_size_is_refused() -> None:
    index = EmbeddingIndex(3)
    index.add([1], [[1, 2, 3]])
    with pytest.raises(ValueError, match="mismatch"):
        index.top_k([1, 0], 1)


# --- rows by id ---------------------------------------------------------------------------------------


def test_rows_of_ids_come_in_the_order_asked_for() -> None:
    rng = np.random.default_rng(2)
    gallery = dict(zip(rng.permutation(40).tolist(), random_rows(rng, 40), strict=True))
    index = filled(gallery)
    index.remove(np.arange(0, 40, 3))
    wanted = [number for number in rng.permutation(40).tolist() if number % 3]
    np.testing.assert_array_equal(index.rows_of(np.array(wanted)), [gallery[number] for number in wanted])
    assert index.rows_of(np.empty(0, np.int64)).shape == (0, 6)


@pytest.mark.parametrize("unknown", [0, 2, 99])
def test_rows_of_an_unknown_id_are_an_error(unknown: int) -> None:
    index = EmbeddingIndex(2)
    index.add([1, 3], [[1, 0], [0, 1]])
    with pytest.raises(KeyError):
        index.rows_of(np.array([1, unknown]))
    index.remove([1, 3])
    with pytest.raises(KeyError):
        index.rows_of(np.array([1]))
