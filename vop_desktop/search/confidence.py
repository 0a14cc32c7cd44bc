"""A score in words: how far a segment stands above what unrelated texts get from it.

A flat threshold on the cosine means little: it moves from query to query and from model to model, and
some segments (black frames) are near every text. So each segment is compared with itself: the mean and
spread of its similarity to a background of everyday captions say what it gives to anyone.
"""

from __future__ import annotations

import re

import numpy as np
import numpy.typing as npt

from vop_desktop.records import Confidence, FloatArray

LIKELY = 2.6  # spreads above the background mean
MAYBE = 1.6
BACKGROUND_SIZE = 256  # texts

# Words that carry no content: a query is not unknown for want of them.
FUNCTION_WORDS = frozenset(
    """a an and are as at by for from in into is it its of off on onto or out over that the their this to up
    with while two three one some his her he she they there very down away back who which""".split()
)


def background_sample(count: int) -> list[int]:
    """Which of `count` captions stand for the background: evenly spread, BACKGROUND_SIZE at most."""
    return sorted({int(row) for row in np.linspace(0, count - 1, min(count, BACKGROUND_SIZE))})


class ConfidenceScale:
    """Turns cosines into words for one encoder.

    Args:
        background: float32 [B, D], embeddings of texts that describe other things.
        known_words: words the model was trained on; empty where it knows the whole language.
    """

    def __init__(self, background: FloatArray, known_words: frozenset[str] = frozenset()) -> None:
        self._background = background
        self._known_words = known_words

    def unknown_words(self, text: str) -> list[str]:
        """Words of a query that the model has never met, function words apart."""
        if not self._known_words:
            return []
        words = re.findall(r"[^\W\d_]+", text.lower())
        return [word for word in words if word not in self._known_words and word not in FUNCTION_WORDS]

    def standing(self, scores: FloatArray, segments: FloatArray) -> npt.NDArray[np.float64]:
        """Spreads above the background: scores [K] of segments [K, D] to [K]."""
        usual = segments @ self._background.T  # [K, B]
        spread = np.maximum(usual.std(axis=1), 1e-6)
        return np.asarray((scores - usual.mean(axis=1)) / spread, np.float64)

    def words(self, text: str, scores: FloatArray, segments: FloatArray) -> list[Confidence]:
        """`likely`, `maybe` or `weak` for each of K hits of a query."""
        if len(self._background) < 2 or self.unknown_words(text):
            return ["weak"] * len(scores)
        return [_word(value) for value in self.standing(scores, segments)]


def _word(standing: float) -> Confidence:
    return "likely" if standing >= LIKELY else "maybe" if standing >= MAYBE else "weak"
