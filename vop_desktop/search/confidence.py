"""A score in words: how far a segment stands above what unrelated texts get from it.

A flat threshold on the cosine means little: it moves from query to query and from model to model, and
some segments (black frames) are near every text. So each segment is compared with itself: the mean and
spread of its similarity to a background of captions (the pack's own, else everyday ones) say what it
gives to anyone.
"""

from __future__ import annotations

import re

import numpy as np
import numpy.typing as npt

from vop_desktop.records import Confidence, FloatArray, Knowledge

BACKGROUND_SIZE = 256  # texts

# Words that carry no content: a query is not unknown for want of them.
FUNCTION_WORDS = frozenset(
    """a an and are as at by for from in into is it its of off on onto or out over that the their this to up
    with while two three one some his her he she they there very down away back who which""".split()
)


def background_sample(count: int) -> list[int]:
    """Which of `count` captions stand for the background: evenly spread, BACKGROUND_SIZE at most."""
    return sorted({int(row) for row in np.linspace(0, count - 1, min(count, BACKGROUND_SIZE))})


def unknown_words(text: str, known: frozenset[str]) -> list[str]:
    """Words of a text that a model has never met, function words apart; none where it knows the language."""
    if not known:
        return []
    return [word for word in words_of(text) if word not in known and word not in FUNCTION_WORDS]


def words_of(text: str) -> list[str]:
    """The words of a text, in small letters, without a possessive's ending."""
    return [word.removesuffix("'s") for word in re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)?", text.lower())]


class ConfidenceScale:
    """Turns cosines into words for one encoder.

    Args:
        background: float32 [B, D], embeddings of texts that describe other things.
        knowledge: what the pack says of itself.
    """

    def __init__(self, background: FloatArray, knowledge: Knowledge) -> None:
        self._background = background
        self._knowledge = knowledge

    def standing(self, scores: FloatArray, segments: FloatArray) -> npt.NDArray[np.float64]:
        """Spreads above the background: scores [K] of segments [K, D] to [K]."""
        usual = segments @ self._background.T  # [K, B]
        spread = np.maximum(usual.std(axis=1), 1e-6)
        return np.asarray((scores - usual.mean(axis=1)) / spread, np.float64)

    def words(self, text: str, scores: FloatArray, segments: FloatArray) -> list[Confidence]:
        """`likely`, `maybe` or `weak` for each of K hits of a query."""
        known = self._knowledge.words
        guess = unknown_words(text, known) or (known and not known & set(words_of(text)))
        if len(self._background) < 2 or guess:
            return ["weak"] * len(scores)
        return [self._word(value) for value in self.standing(scores, segments)]

    def _word(self, standing: float) -> Confidence:
        if standing >= self._knowledge.likely:
            return "likely"
        return "maybe" if standing >= self._knowledge.maybe else "weak"
