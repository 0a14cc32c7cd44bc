"""A list that does not say the same ten times."""

from __future__ import annotations

import numpy as np

from tests.helpers.stored import unit
from vop_desktop.records import FloatArray
from vop_desktop.search.diversity import diversified


def near(direction: int, count: int, seed: int) -> FloatArray:
    """[count, 32]: nearly the same sentence several times."""
    noise = np.random.default_rng(seed).normal(0, 0.02, (count, 32)).astype(np.float32)
    noise[:, direction] += 1
    return unit(noise)


def test_near_synonyms_leave_room_for_others() -> None:
    embeddings = np.concatenate([near(0, 10, 1), near(1, 3, 2), near(2, 3, 3)])
    scores = np.linspace(0.9, 0.5, 16)
    chosen = diversified(list(scores), embeddings, 6)
    assert chosen[:2] == [0, 1]  # two that both fit exactly are both wanted
    first, second, third = np.bincount(np.searchsorted([10, 13], chosen, side="right"), minlength=3)
    assert first <= 3 and second >= 1 and third >= 1  # by fit alone all six would be of the first kind
    assert chosen == sorted(chosen)  # the best fit first


def test_captions_that_have_nothing_in_common_are_taken_by_their_fit() -> None:
    assert diversified([0.9, 0.8, 0.7, 0.1], np.eye(4, dtype=np.float32), 3) == [0, 1, 2]


def test_odd_numbers_of_candidates() -> None:
    same = np.tile(unit(np.ones((1, 4), np.float32)), (5, 1))
    assert diversified([], np.empty((0, 4), np.float32), 3) == []
    assert diversified([0.5], same[:1], 3) == [0]
    assert diversified([0.5] * 5, same, 9) == [0, 1, 2, 3, 4]
    assert diversified([0.5] * 5, same, 2) == [0, 1]
