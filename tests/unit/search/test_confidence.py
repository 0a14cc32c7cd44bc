"""Scores in words: how far a segment stands above what it gives to anyone."""

from __future__ import annotations

import numpy as np
import pytest

from tests.helpers.stored import unit
from vop_desktop.records import FloatArray, Knowledge
from vop_desktop.search.confidence import (
    ASKED_WEIGHT,
    CaptionScale,
    ConfidenceScale,
    half_typed,
    is_guess,
    knows_most,
    unknown_words,
)

USUAL = Knowledge()
LIKELY, MAYBE = USUAL.likely, USUAL.maybe


def array(*rows: list[float]) -> FloatArray:
    return np.array(rows, np.float32)


# Similarities of the segment [1, 0, 0] to these are 0.0 and 0.2: mean 0.1, spread 0.1. They have nothing in
# common with the query, and nothing with each other but that.
BACKGROUND = array([0.0, 0.6, 0.8], [0.2, 0.6, -0.8])
SEGMENT = [1.0, 0.0, 0.0]
GALLERY = array(SEGMENT)
QUERY = np.array([1.0, 0.0, 0.0], np.float32)


def scores_of(scale: ConfidenceScale, *standings: float) -> FloatArray:
    """Scores that stand so many spreads above the background for QUERY."""
    asked = ASKED_WEIGHT * scale.asked(QUERY)
    return np.array([0.1 + 0.1 * (standing + asked) for standing in standings], np.float32)


def test_a_score_is_measured_in_spreads_above_what_unrelated_texts_get() -> None:
    scale = ConfidenceScale(BACKGROUND, USUAL, GALLERY)
    asked = ASKED_WEIGHT * scale.asked(QUERY)
    scores = np.array([0.1, 0.2, 0.4, 0.0], np.float32)
    standing = scale.standing(QUERY, scores, array(*[SEGMENT] * 4))
    np.testing.assert_allclose(standing + asked, [0, 1, 3, -1], atol=1e-5)


@pytest.mark.parametrize("segments", [1, 6])
def test_a_caption_needs_what_the_pack_asks_for_not_only_the_first_place(segments: int) -> None:
    rng = np.random.default_rng(4)
    background, clip = unit(rng.normal(size=(256, 64))), unit(rng.normal(size=(segments, 64)))
    scale = CaptionScale(background, USUAL, clip)
    usual = (background @ clip.T).max(axis=1)
    caption = clip[0]
    asked = ASKED_WEIGHT * scale.asked(caption)
    for standing, word in ((LIKELY + 0.1, "likely"), (LIKELY - 0.1, "maybe"), (MAYBE - 0.1, "weak")):
        assert scale.word_of(caption, float(usual.mean() + (standing + asked) * usual.std())) == word
    assert scale.word_of(caption, 1.0) == "likely"
    middling = background[np.argsort(usual)[-40]]  # far above the middle, and nothing to do with the clip
    assert scale.word_of(middling, float((clip @ middling).max())) == "weak"
    assert CaptionScale(background[:0], USUAL, clip).word_of(caption, 1.0) == "weak"


def test_a_query_that_says_less_needs_less() -> None:
    rng = np.random.default_rng(0)
    background = unit(rng.normal(size=(64, 16)))
    scale = ConfidenceScale(background, USUAL, unit(rng.normal(size=(20, 16))))
    detailed = background[7]  # as near to a caption as can be
    vague = unit(background.mean(axis=0))
    assert scale.asked(detailed) > scale.asked(vague)
    score, segment = np.array([0.5], np.float32), unit(rng.normal(size=(1, 16)))
    assert scale.standing(vague, score, segment) > scale.standing(detailed, score, segment)


def test_a_hub_gives_less_than_its_score() -> None:
    rng = np.random.default_rng(1)
    background = unit(rng.normal(size=(64, 32)) + 0.5)
    hub = unit(background.mean(axis=0))
    others = unit(rng.normal(size=(100, 32)))
    scale = ConfidenceScale(background, USUAL, np.concatenate([others, hub[None]]))
    assert scale.excess(hub[None])[0] > 0.1
    assert np.count_nonzero(scale.excess(others)) <= 1
    few = ConfidenceScale(background, USUAL, np.concatenate([others[:10], hub[None]]))
    assert few.excess(hub[None])[0] == 0  # too few to tell what is usual


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
    scale = ConfidenceScale(BACKGROUND, USUAL, GALLERY)
    assert scale.words(QUERY, scores_of(scale, standing), array(SEGMENT)) == [word]


def test_every_hit_gets_its_word_and_its_level() -> None:
    scale = ConfidenceScale(BACKGROUND, USUAL, GALLERY)
    scores = scores_of(scale, LIKELY + 0.1, MAYBE + 0.1, 0.0)
    assert scale.words(QUERY, scores, array(*[SEGMENT] * 3)) == ["likely", "maybe", "weak"]
    levels = scale.levels(QUERY, scores_of(scale, 2 * LIKELY, LIKELY, 0.0), array(*[SEGMENT] * 3))
    np.testing.assert_allclose(levels, [1, 1 / 1.2, 0], atol=1e-5)
    assert scale.words(QUERY, scores[:0], np.zeros((0, 3), np.float32)) == []


def test_a_background_that_is_all_alike_divides_by_nothing() -> None:
    scale = ConfidenceScale(array([0.5, 0.5, 0.0], [0.5, 0.5, 0.0]), USUAL, GALLERY)
    with np.errstate(all="raise"):
        assert len(scale.words(QUERY, np.array([0.6, 0.4], np.float32), array(SEGMENT, SEGMENT))) == 2


@pytest.mark.parametrize(("texts", "segments"), [(0, 1), (1, 1), (2, 0)])
def test_without_a_background_or_a_gallery_everything_is_weak(texts: int, segments: int) -> None:
    scale = ConfidenceScale(BACKGROUND[:texts], USUAL, GALLERY[:segments])
    scores = np.array([0.99, 0.5], np.float32)
    assert scale.words(QUERY, scores, array(SEGMENT, SEGMENT)) == ["weak", "weak"]
    assert scale.levels(QUERY, scores, array(SEGMENT, SEGMENT)).tolist() == [0, 0]
    assert scale.excess(array(SEGMENT)).tolist() == [0]


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
        ("b or B, or zebra b", ["b", "zebra"]),
    ],
)
def test_unknown_words_are_told_in_order_and_function_words_are_not(text: str, unknown: list[str]) -> None:
    assert unknown_words(text, frozenset({"dog", "red"})) == unknown


@pytest.mark.parametrize(
    ("text", "most"),
    [
        ("a red dog and the zebra", True),
        ("a red zebra", False),
        ("a dog", True),
        ("on a zebra", False),
        ("", False),
        ("12", False),
    ],
)
def test_a_model_knows_most_words_of_a_text_function_words_apart(text: str, most: bool) -> None:
    assert knows_most(text, frozenset({"dog", "red", "a", "the", "on"})) == most
    assert not knows_most(text, frozenset())


def test_a_pack_has_its_own_scale() -> None:
    scale = ConfidenceScale(BACKGROUND, Knowledge(likely=1.5, maybe=0.5), GALLERY)
    scores = scores_of(scale, 1.6, 1.0, 0.0)
    assert scale.words(QUERY, scores, array(*[SEGMENT] * 3)) == ["likely", "maybe", "weak"]


def test_a_query_with_an_unknown_word_is_a_guess() -> None:
    known = frozenset({"dog"})
    assert not is_guess("a dog", known)
    assert is_guess("a zebra and a dog", known)
    assert is_guess("the 12", known)  # no word that it knows
    assert not is_guess("a zebra", frozenset())


# --- half a word --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "half"),
    [
        ("a gre", "gre"), ("a gre ", ""), ("a xylo", ""), ("a car tag:", "tag"), ("green", "green"), ("", ""),
    ],
)  # fmt: skip
def test_a_word_that_is_still_being_typed_is_not_called_unknown(text: str, half: str) -> None:
    assert half_typed(text, frozenset({"green", "car"})) == half
