"""Scores in words: how far a segment stands above what it gives to anyone."""

from __future__ import annotations

import numpy as np
import pytest

from vop_desktop.records import FloatArray, Knowledge
from vop_desktop.search.confidence import (
    BACKGROUND_SIZE,
    ConfidenceScale,
    background_sample,
    unknown_words,
)

USUAL = Knowledge()
LIKELY, MAYBE = USUAL.likely, USUAL.maybe


def array(*rows: list[float]) -> FloatArray:
    return np.array(rows, np.float32)


# Similarities of a segment [1, 0] to these are 0.0 and 0.2: mean 0.1, spread 0.1.
BACKGROUND = array([0.0, 1.0], [0.2, 0.9])
SEGMENT = [1.0, 0.0]


def test_a_score_is_measured_in_spreads_above_the_mean_of_its_own_segment() -> None:
    scale = ConfidenceScale(BACKGROUND, USUAL)
    scores = np.array([0.1, 0.2, 0.4, 0.0], np.float32)
    standing = scale.standing(scores, array(*[SEGMENT] * 4))
    np.testing.assert_allclose(standing, [0, 1, 3, -1], atol=1e-5)


def test_each_segment_is_compared_with_itself() -> None:
    background = array([1.0, 0.0], [0.8, 0.2])
    near_everything, near_nothing = [1.0, 0.0], [0.0, 1.0]
    standing = ConfidenceScale(background, USUAL).standing(
        np.array([0.9, 0.9], np.float32), array(near_everything, near_nothing)
    )
    np.testing.assert_allclose(standing, [0, 8], atol=1e-5)


@pytest.mark.parametrize(
    ("standing", "word"),
    [
        (LIKELY + 0.01, "likely"),
        (LIKELY - 0.01, "maybe"),
        (MAYBE + 0.01, "maybe"),
        (MAYBE - 0.01, "weak"),
        (-5.0, "weak"),
    ],
)
def test_standings_have_words(standing: float, word: str) -> None:
    scores = np.array([0.1 + 0.1 * standing], np.float32)
    assert ConfidenceScale(BACKGROUND, USUAL).words("a dog", scores, array(SEGMENT)) == [word]


def test_every_hit_gets_its_word() -> None:
    scores = np.array([0.9, 0.3, 0.15], np.float32)
    words = ConfidenceScale(BACKGROUND, USUAL).words("a dog", scores, array(*[SEGMENT] * 3))
    assert words == ["likely", "maybe", "weak"]
    assert ConfidenceScale(BACKGROUND, USUAL).words("a dog", scores[:0], np.zeros((0, 2), np.float32)) == []


def test_a_background_that_is_all_alike_divides_by_nothing() -> None:
    scale = ConfidenceScale(array([0.5, 0.5], [0.5, 0.5]), USUAL)
    with np.errstate(all="raise"):
        assert scale.words("a dog", np.array([0.6, 0.4], np.float32), array(SEGMENT, SEGMENT)) == [
            "likely",
            "weak",
        ]


@pytest.mark.parametrize("size", [0, 1])
def test_without_a_background_everything_is_weak(size: int) -> None:
    scores = np.array([0.99, 0.5], np.float32)
    assert ConfidenceScale(BACKGROUND[:size], USUAL).words("a dog", scores, array(SEGMENT, SEGMENT)) == [
        "weak",
        "weak",
    ]


# --- words the model never met ------------------------------------------------------------------------


def test_a_model_that_knows_the_language_has_no_unknown_words() -> None:
    assert unknown_words("the flibbertigibbet, 花 and 42", frozenset()) == []


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("The Red DOG chases a zebra, and the giraffe!", ["chases", "zebra", "giraffe"]),
        ("a dog with the red", []),
        ("the dog's red", []),
        ("", []),
        ("2024 + 7", []),
        ("une été", ["une", "été"]),
    ],
)
def test_unknown_words_are_told_in_order_and_function_words_are_not(text: str, unknown: list[str]) -> None:
    assert unknown_words(text, frozenset({"dog", "red"})) == unknown


def test_a_pack_has_its_own_scale() -> None:
    scale = ConfidenceScale(BACKGROUND, Knowledge(likely=1.5, maybe=0.5))
    scores = np.array([0.3, 0.2, 0.1], np.float32)
    assert scale.words("a dog", scores, array(*[SEGMENT] * 3)) == ["likely", "maybe", "weak"]


def test_a_query_with_an_unknown_word_is_weak_whatever_it_scores() -> None:
    scale = ConfidenceScale(BACKGROUND, Knowledge(words=frozenset({"dog"})))
    scores = np.array([0.99], np.float32)
    assert scale.words("a dog", scores, array(SEGMENT)) == ["likely"]
    assert scale.words("a zebra", scores, array(SEGMENT)) == ["weak"]


# --- the sample ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [0, 1, 2, 255, 256, 257, 300, 1000, 100_000])
def test_the_sample_is_evenly_spread_and_bounded(count: int) -> None:
    rows = background_sample(count)
    assert len(rows) == min(count, BACKGROUND_SIZE)
    assert rows == sorted(set(rows))
    if rows:
        assert (rows[0], rows[-1]) == (0, count - 1)
        assert len(rows) == 1 or max(np.diff(rows)) - min(np.diff(rows)) <= 1
