"""A score in words: how far a segment stands above what unrelated texts get, and what the query asks for.

A flat threshold on the cosine means little: it moves from query to query and from model to model, and some
segments (black frames) are near every text. Three things are taken into account, all measured on a
background of captions, the pack's own or else everyday ones:

- what unrelated texts get from this gallery, in its own spread: the unit of a standing;
- hubs: segments that are nearer to unrelated texts than the gallery's others give that much less;
- what the query asks for: `at night` says less than `a red car drives left at night`, and even what fits it
  perfectly is less similar. How near the query comes to the nearest captions of the background tells.
"""

from __future__ import annotations

import re

import numpy as np
import numpy.typing as npt

from vop_desktop.records import Confidence, FloatArray, Knowledge

NEAREST_SHARE = 32  # one caption in so many tells what a query asks for
ASKED_WEIGHT = 0.15  # spreads of a standing for each spread that a query is nearer to its nearest captions
HUB_SPREADS = 4.0  # robust deviations above the gallery's median from which a segment is a hub
MIN_GALLERY = 50  # segments without which nothing is called a hub

# Words that carry no content: a query is not unknown for want of them.
FUNCTION_WORDS = frozenset(
    """a an and are as at by for from in into is it its of off on onto or out over that the their this to up
    with while two three one some his her he she they there very down away back who which""".split()
)

Values = npt.NDArray[np.float64]


def unknown_words(text: str, known: frozenset[str]) -> list[str]:
    """Words of a text that a model has never met, function words apart; none where it knows the language."""
    if not known:
        return []
    new = (word for word in words_of(text) if word not in known and word not in FUNCTION_WORDS)
    return list(dict.fromkeys(new))


def half_typed(text: str, known: frozenset[str]) -> str:
    """The last word of a text, while it may still become a known one or a rule; or nothing."""
    words = words_of(text)
    if not words or text[-1].isspace():
        return ""
    return words[-1] if text[-1] in ":：" or any(word.startswith(words[-1]) for word in known) else ""


def words_of(text: str) -> list[str]:
    """The words of a text, in small letters, without a possessive's ending."""
    return [word.removesuffix("'s") for word in re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)?", text.lower())]


def is_guess(text: str, known: frozenset[str]) -> bool:
    """Whether a model that knows only some words can no more than guess what a text means."""
    return bool(unknown_words(text, known)) or bool(known and not known & set(words_of(text)))


def knows_most(text: str, known: frozenset[str]) -> bool:
    """Whether a model that knows only some words knows more than half of a text's, function words apart."""
    words = set(words_of(text)) - FUNCTION_WORDS
    return 2 * len(words & known) > len(words)


class ConfidenceScale:
    """Turns cosines into words for one encoder and one gallery.

    Args:
        background: float32 [B, D], embeddings of texts that describe other things.
        knowledge: what the pack says of itself.
        gallery: float32 [G, D], a sample of the segments that are searched.
    """

    def __init__(self, background: FloatArray, knowledge: Knowledge, gallery: FloatArray) -> None:
        self._background = background
        self._knowledge = knowledge
        self._ready = len(background) > 1 and len(gallery) > 0
        if not self._ready:
            return
        self._mean: FloatArray = background.mean(axis=0)
        usual = gallery @ background.T  # [G, B]
        self._level = float(usual.mean())
        self._spread = max(float(usual.std(axis=1).mean()), 1e-6)
        near = background @ background.T
        others = near[~np.eye(len(near), dtype=bool)]
        self._text_level = float(others.mean())
        self._text_spread = max(float(near.std(axis=1).mean()), 1e-6)
        means = usual.mean(axis=1)
        middle = float(np.median(means))
        deviation = 1.4826 * float(np.median(np.abs(means - middle)))
        self._hub = middle + HUB_SPREADS * deviation if len(gallery) >= MIN_GALLERY else np.inf

    def excess(self, segments: FloatArray) -> FloatArray:
        """float32 [K]: what segments [K, D] give to anyone beyond what the gallery's others give."""
        if not self._ready:
            return np.zeros(len(segments), np.float32)
        return np.asarray(np.maximum(segments @ self._mean - self._hub, 0), np.float32)

    def asked(self, query: FloatArray) -> float:
        """How much a query [D] asks for: how near the nearest texts of the background are, in spreads."""
        near = np.sort(self._background @ query)
        nearest = near[-max(1, len(near) // NEAREST_SHARE) :]
        return (float(nearest.mean()) - self._text_level) / self._text_spread

    def standing(self, query: FloatArray, scores: FloatArray, segments: FloatArray) -> Values:
        """Spreads above what unrelated texts get: scores [K] of segments [K, D] for a query [D] to [K]."""
        corrected = np.asarray(scores - self.excess(segments), np.float64)
        return (corrected - self._level) / self._spread - ASKED_WEIGHT * self.asked(query)

    def words(self, query: FloatArray, scores: FloatArray, segments: FloatArray) -> list[Confidence]:
        """`likely`, `maybe` or `weak` for each of K hits of a query that the model understands."""
        if not self._ready:
            return ["weak"] * len(scores)
        return [self._word(value) for value in self.standing(query, scores, segments)]

    def levels(self, query: FloatArray, scores: FloatArray, segments: FloatArray) -> FloatArray:
        """Scores [K] as heights between 0 (as unrelated) and 1 (clearly likely), for a strip of heat."""
        if not self._ready:
            return np.zeros(len(scores), np.float32)
        top = max(1.2 * self._knowledge.likely, 1e-6)
        return np.asarray(np.clip(self.standing(query, scores, segments) / top, 0, 1), np.float32)

    def _word(self, standing: float) -> Confidence:
        if standing >= self._knowledge.likely:
            return "likely"
        return "maybe" if standing >= self._knowledge.maybe else "weak"


class CaptionScale(ConfidenceScale):
    """The other way round: how far captions stand above what those of the background get from one clip.

    The limits of a pack hold for both: the same cosine is judged, in spreads of what is unrelated.

    Args:
        background, knowledge: as for a gallery.
        segments: float32 [S, D], of the clip; a caption counts by its best one.
    """

    def __init__(self, background: FloatArray, knowledge: Knowledge, segments: FloatArray) -> None:
        super().__init__(background, knowledge, segments)
        if self._ready:
            usual = (background @ segments.T).max(axis=1)
            self._level, self._spread = float(usual.mean()), max(float(usual.std()), 1e-6)

    def word_of(self, caption: FloatArray, score: float) -> Confidence:
        """`likely`, `maybe` or `weak` for a caption [D] that gets this score from the clip."""
        if not self._ready:
            return "weak"
        return self._word((score - self._level) / self._spread - ASKED_WEIGHT * self.asked(caption))


def likeness(score: float) -> Confidence:
    """The word for a hit that looks like an example, by their cosine."""
    return "likely" if score >= 0.9 else "maybe" if score >= 0.75 else "weak"


def lowered(word: Confidence, shown: Confidence) -> Confidence:
    """The word for a hit that perhaps shows what is not wanted."""
    if shown == "likely":
        return "weak"
    return "maybe" if shown == "maybe" and word == "likely" else word
