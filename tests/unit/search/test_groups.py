"""Rows in groups: nearly all of the best are found, in few of the rows, whatever changed since."""

from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
import pytest

from tests.helpers.large import random_embeddings
from vop_desktop.records import FloatArray
from vop_desktop.search import index_file
from vop_desktop.search.codes import Codes, decode, encode
from vop_desktop.search.grouping import group, write_grouped
from vop_desktop.search.index import EmbeddingIndex
from vop_desktop.search.index_file import Stored
from vop_desktop.search.lists import GroupedRows

COUNT, DIM, TOP = 60_000, 64, 50


def drawn(count: int, seed: int, *, cone: int = 0, noise: float = 0.35) -> FloatArray:
    """float32 [N, DIM], unit length, around 300 topics; `cone` tells in which direction all of them lie."""
    topics = random_embeddings(300, DIM, 50)
    rng = np.random.default_rng(seed)
    rows = topics[rng.integers(0, 300, count)] + noise * rng.standard_normal((count, DIM)) / DIM**0.5
    rows += random_embeddings(2, DIM, 51)[cone]
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


def write_plain(file: Path, rows: FloatArray) -> Path:
    with index_file.RowsWriter(file, rows.shape[1], len(rows)) as writer:
        writer.add(encode(rows))
        writer.finish(np.array([[1, 1, len(rows)]]))
    return file


def grouped(file: Path, rows: FloatArray, texts: FloatArray) -> Stored:
    made = write_grouped(write_plain(file, rows), rows.shape[1], texts, threading.Event())
    assert made == file.with_suffix(".groups")
    stored = index_file.load(made, rows.shape[1])
    assert stored is not None
    return stored


@pytest.fixture(scope="module")
def rows() -> FloatArray:
    return drawn(COUNT, 0)


@pytest.fixture(scope="module")
def stored(rows: FloatArray, tmp_path_factory: pytest.TempPathFactory) -> Stored:
    return grouped(tmp_path_factory.mktemp("groups") / "index.1.rows", rows, drawn(48, 1, cone=1))


@pytest.fixture
def index(stored: Stored, tmp_path: Path) -> EmbeddingIndex:
    """An index of which each id is the row's number in `rows`."""
    assert stored.grouping is not None
    made = EmbeddingIndex(DIM)
    copies = Codes(*(np.array(part) for part in stored.codes))  # what one test changes no other shall see
    made.adopt(stored.grouping.order.astype(np.int64), copies, stored.grouping.lists)
    return made


def best(rows: FloatArray, query: FloatArray, allowed: np.ndarray | None = None, k: int = TOP) -> set[int]:
    scores = rows @ query
    if allowed is not None:
        scores[~allowed] = -np.inf
    return set(np.argsort(-scores)[:k].tolist())


def found(index: EmbeddingIndex, query: FloatArray, mask: np.ndarray | None = None, k: int = TOP) -> set[int]:
    return set(index.top_k(query, k, mask)[0].tolist())


def queries() -> FloatArray:
    """Other texts than those by which the groups were tried out, and rows with noise."""
    return np.concatenate([drawn(20, 2, cone=1), drawn(20, 3, noise=0.6)])


def test_the_file_holds_all_rows_and_where_each_came_from(stored: Stored, rows: FloatArray) -> None:
    assert stored.grouping is not None
    order, lists = stored.grouping
    assert np.array_equal(np.sort(order), np.arange(COUNT))
    np.testing.assert_array_equal(decode(stored.codes), decode(encode(rows))[order])
    assert stored.entries.tolist() == [[1, 1, COUNT]]
    assert lists.bounds[0] == 0
    assert lists.bounds[-1] == COUNT
    assert (
        len(lists.centres) == len(lists.spread) == len(lists.bounds) - 1 == pytest.approx(COUNT**0.5, rel=0.1)
    )
    for number in (0, 7, len(lists.centres) - 1):
        members = decode(stored.codes.taken(slice(*lists.bounds[number : number + 2].tolist())))
        np.testing.assert_allclose(lists.centres[number], members.mean(axis=0), atol=1e-5)
        away = np.sqrt(((members - lists.centres[number]) ** 2).sum(axis=1).mean())
        assert lists.spread[number] == pytest.approx(away, rel=1e-3)


def test_rows_are_with_those_that_they_are_like(stored: Stored) -> None:
    assert stored.grouping is not None
    assert stored.grouping.lists.spread.mean() < 0.8 * np.sqrt(decode(stored.codes).var(axis=0).sum())


def test_nearly_all_of_the_best_are_found(index: EmbeddingIndex, rows: FloatArray) -> None:
    recall = [len(best(rows, query) & found(index, query)) / TOP for query in queries()]
    assert np.mean(recall) >= 0.98
    assert min(recall) >= 0.8


def test_few_of_the_rows_are_read(stored: Stored) -> None:
    assert stored.grouping is not None
    assert stored.grouping.lists.caution > 0
    reader = GroupedRows(stored.grouping.lists, stored.codes)
    read = [reader.scan(query, TOP, None) for query in queries()]
    shares = [1.0 if one is None else len(one[0]) / COUNT for one in read]
    assert np.median(shares) < 0.3


def test_what_was_added_removed_and_replaced_is_seen(index: EmbeddingIndex, rows: FloatArray) -> None:
    query = queries()[0]
    first = index.top_k(query, TOP)[0]
    gone = first[:10]
    index.remove(gone)
    assert not found(index, query) & set(gone.tolist())
    index.add([COUNT + 1, int(first[20])], np.stack([query / np.linalg.norm(query), -query]))
    again = index.top_k(query, TOP)[0].tolist()
    assert again[0] == COUNT + 1
    assert first[20] not in again
    now = rows.copy()
    now[first[20]] = -query
    left = np.ones(COUNT, bool)
    left[gone] = False
    expected = best(now, query, left, TOP - 1)
    assert len(expected & set(again)) >= TOP - 3


def test_many_changes_leave_it_right(index: EmbeddingIndex, rows: FloatArray) -> None:
    rng = np.random.default_rng(8)
    gone = rng.choice(COUNT, COUNT // 5, replace=False)
    index.remove(gone)
    new = drawn(COUNT // 4, 9)
    index.add(COUNT + np.arange(len(new)), new)
    everything = np.concatenate([rows, new])
    left = np.ones(len(everything), bool)
    left[gone] = False
    recall = [len(best(everything, q, left) & found(index, q)) / TOP for q in queries()]
    assert np.mean(recall) >= 0.98
    assert not set(gone.tolist()) & set.union(*(found(index, query) for query in queries()))


@pytest.mark.parametrize("share", [0.9, 0.5, 0.26, 0.15, 0.0005])
def test_a_mask_is_kept_to(index: EmbeddingIndex, rows: FloatArray, share: float) -> None:
    allowed = np.random.default_rng(3).random(COUNT) < share
    mask = allowed[index.ids]
    recall = []
    for query in queries():
        wanted, got = best(rows, query, allowed, min(TOP, allowed.sum())), found(index, query, mask)
        assert len(got) == len(wanted)
        assert all(allowed[list(got)])
        recall.append(len(wanted & got) / len(wanted))
    assert np.mean(recall) >= 0.98


def test_a_mask_is_kept_to_when_rows_have_gone(index: EmbeddingIndex, rows: FloatArray) -> None:
    gone = np.random.default_rng(5).choice(COUNT, 3000, replace=False)
    index.remove(gone)
    allowed = np.random.default_rng(6).random(COUNT) < 0.8
    mask = allowed[index.ids]
    allowed[gone] = False
    recall = [len(best(rows, query, allowed) & found(index, query, mask)) / TOP for query in queries()]
    assert np.mean(recall) >= 0.98
    assert all(allowed[list(found(index, query, mask))].all() for query in queries()[:5])


def test_a_great_many_are_found_as_well(index: EmbeddingIndex, rows: FloatArray) -> None:
    for query in queries()[::10]:
        assert len(best(rows, query, k=20_000) & found(index, query, k=20_000)) >= 0.98 * 20_000
    assert len(found(index, queries()[0], k=COUNT + 5)) == COUNT


def test_where_groups_are_no_use_the_search_stays_exact(tmp_path: Path) -> None:
    rows = random_embeddings(4000, DIM)  # nothing is like anything
    stored = grouped(tmp_path / "index.1.rows", rows, random_embeddings(48, DIM, 1))
    assert stored.grouping is not None
    index = EmbeddingIndex(DIM)
    index.adopt(stored.grouping.order.astype(np.int64), stored.codes, stored.grouping.lists)
    for query in random_embeddings(10, DIM, 2):
        assert len(best(rows, query) & found(index, query)) >= TOP - 1


def test_rows_that_are_all_the_same_are_grouped(tmp_path: Path) -> None:
    rows = np.repeat(random_embeddings(3, DIM), [3000, 2000, 1], axis=0)
    stored = grouped(tmp_path / "index.1.rows", rows, rows[:1])
    assert stored.grouping is not None
    index = EmbeddingIndex(DIM)
    index.adopt(stored.grouping.order.astype(np.int64), stored.codes, stored.grouping.lists)
    ids, scores = index.top_k(rows[5000], 5)
    assert ids[0] == 5000
    assert scores[0] == pytest.approx(1, abs=1e-4)


def test_grouping_can_be_stopped(rows: FloatArray, tmp_path: Path) -> None:
    plain = write_plain(tmp_path / "index.1.rows", rows[:3000])
    stop = threading.Event()
    stop.set()
    assert write_grouped(plain, DIM, rows[:5], stop) is None
    assert list(tmp_path.iterdir()) == [plain]


def test_a_damaged_plain_file_is_not_grouped(rows: FloatArray, tmp_path: Path) -> None:
    plain = write_plain(tmp_path / "index.1.rows", rows[:3000])
    plain.write_bytes(plain.read_bytes()[:-9])
    assert write_grouped(plain, DIM, rows[:5], threading.Event()) is None
    assert list(tmp_path.iterdir()) == [plain]


def test_as_many_groups_as_the_root_of_the_rows() -> None:
    numbers = group(encode(drawn(2500, 0)), threading.Event())
    assert len(numbers) == 2500
    assert 40 <= len(np.unique(numbers)) <= 50
