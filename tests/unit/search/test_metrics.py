"""Retrieval figures against examples worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from vop_desktop.search.metrics import Recall, ranks, recall


def rank_list(similarity: list[list[float]], truth: list[int]) -> list[float]:
    return ranks(np.array(similarity, np.float32), np.array(truth)).tolist()


def test_the_best_item_has_rank_one() -> None:
    similarity = [[0.9, 0.1, 0.2], [0.3, 0.2, 0.1], [0.1, 0.5, 0.3]]
    assert rank_list(similarity, [0, 1, 0]) == [1, 2, 3]


def test_equal_scores_share_the_average_of_their_ranks() -> None:
    assert rank_list([[0.5, 0.5, 0.1]], [0]) == [1.5]
    assert rank_list([[0.5, 0.5, 0.1]], [1]) == [1.5]
    assert rank_list([[0.5, 0.5, 0.5]], [2]) == [2]
    assert rank_list([[0.9, 0.5, 0.5, 0.5, 0.1]], [3]) == [3]
    assert rank_list([[0.9, 0.9, 0.5, 0.5]], [2]) == [3.5]


def test_each_query_has_one_rank_however_many_ties_there_are() -> None:
    assert rank_list([[0.0] * 3] * 3, [0, 1, 2]) == [2, 2, 2]


def test_a_model_that_knows_nothing_gains_nothing_by_ties() -> None:
    found = recall(ranks(np.zeros((100, 100), np.float32), np.arange(100)))
    assert found == Recall(0, 0, 0, 50.5, 50.5)


def test_there_may_be_more_items_than_queries_and_more_queries_than_items() -> None:
    assert rank_list([[0.1, 0.2, 0.3, 0.4]], [0]) == [4]
    assert rank_list([[0.1, 0.2], [0.2, 0.1], [0.3, 0.4]], [1, 1, 1]) == [1, 2, 1]


def test_ranks_agree_with_counting() -> None:
    rng = np.random.default_rng(1)
    similarity = rng.integers(0, 5, size=(50, 30)).astype(np.float32)
    truth = rng.integers(0, 30, size=50)
    for row, right, rank in zip(similarity, truth, ranks(similarity, truth), strict=True):
        places = [k + 1 for k, score in enumerate(sorted(row, reverse=True)) if score == row[right]]
        assert rank == sum(places) / len(places)


def test_recall_is_a_share_and_ranks_are_averaged() -> None:
    found = recall(np.array([1, 1, 2, 5, 6, 10, 11, 100], np.float64))
    assert found == Recall(r1=2 / 8, r5=4 / 8, r10=6 / 8, median_rank=5.5, mean_rank=17.0)


@pytest.mark.parametrize(("rank", "hits"), [(1.0, 3), (1.5, 2), (5.0, 2), (5.5, 1), (10.0, 1), (10.5, 0)])
def test_a_shared_rank_counts_only_where_all_of_it_lies_within_k(rank: float, hits: int) -> None:
    found = recall(np.array([rank]))
    assert found.r1 + found.r5 + found.r10 == hits
