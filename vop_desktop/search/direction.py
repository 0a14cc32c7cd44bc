"""A query's parts as one direction in the space of embeddings: one exact scan ranks by all of them."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from vop_desktop.records import Encoder, FloatArray
from vop_desktop.search.query import Term

CACHED_TEXTS = 512
PART_WEIGHT = 0.5  # of each part beside the whole: measured, a sentence of all parts says more than their sum
UNWANTED_WEIGHT = 0.5  # measured: more costs good hits, less lets unwanted ones through


@dataclass(frozen=True, slots=True, eq=False)
class Direction:
    """Where a query points.

    Attributes:
        vector: float32 [D], unit length: what is scanned with.
        wanted: float32 [D], unit length: what is to be seen; None where nothing is.
        unwanted: float32 [U, D]: what is not to be seen.
    """

    vector: FloatArray
    wanted: FloatArray | None
    unwanted: FloatArray


class TextCache:
    """Remembers the embeddings of the latest texts."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._known: OrderedDict[str, FloatArray] = OrderedDict()

    def encode(self, texts: Sequence[str]) -> FloatArray:
        """float32 [N, D] of N texts; what is not known is encoded in one batch."""
        missing = [text for text in dict.fromkeys(texts) if text not in self._known]
        if missing:
            self._known.update(zip(missing, self._encoder.encode_text(missing), strict=True))
        rows = []
        for text in texts:
            self._known.move_to_end(text)
            rows.append(self._known[text])
        while len(self._known) > max(CACHED_TEXTS, len(texts)):
            self._known.popitem(last=False)
        return np.stack(rows) if rows else np.zeros((0, self._encoder.embed_dim), np.float32)


def compose(terms: Sequence[Term], texts: TextCache, gallery: FloatArray, example: FloatArray | None = None,
            example_weight: float = 1.0) -> Direction:  # fmt: skip
    """The direction of some terms, and of an example that is searched for along with them.

    Args:
        terms: at least one, unless there is an example.
        texts: encodes them.
        gallery: float32 [G, D], a sample of what is searched: it tells how far the scores of a part spread,
            and parts count by their spreads.
        example: float32 [D], unit length: a picture, a frame or a clip.
        example_weight: what it counts beside the words.
    """
    positive = [term for term in terms if term.weight > 0]
    negative = [term for term in terms if term.weight < 0]
    wanted = _wanted(positive, texts)
    if example is not None:
        own = example_weight * example / _spread(example, gallery)
        wanted = unit(own if wanted is None else own + wanted / _spread(wanted, gallery))
    unwanted = texts.encode([term.text for term in negative])
    if not negative:
        assert wanted is not None
        return Direction(wanted, wanted, unwanted)
    away = sum(
        (term.weight * row / _spread(row, gallery) for term, row in zip(negative, unwanted, strict=True)),
        np.zeros(unwanted.shape[1], np.float32),
    )
    if wanted is None:
        return Direction(unit(away), None, unwanted)
    return Direction(unit(wanted / _spread(wanted, gallery) + UNWANTED_WEIGHT * away), wanted, unwanted)


def _wanted(terms: Sequence[Term], texts: TextCache) -> FloatArray | None:
    if not terms:
        return None
    if len(terms) == 1:
        return unit(texts.encode([terms[0].text])[0])
    whole, *parts = texts.encode([" ".join(term.text for term in terms), *(term.text for term in terms)])
    mean = sum(term.weight for term in terms) / len(terms)
    pulls = [PART_WEIGHT * term.weight / mean * part for term, part in zip(terms, parts, strict=True)]
    return unit(whole + np.sum(pulls, axis=0))


def _spread(row: FloatArray, gallery: FloatArray) -> float:
    spread = float((gallery @ row).std()) if len(gallery) > 1 else 0.0
    return spread if spread > 1e-6 else 1.0


def unit(row: FloatArray) -> FloatArray:
    """A row [D] scaled to length 1; a row of zeros stays one."""
    return np.asarray(row / max(float(np.linalg.norm(row)), 1e-12), np.float32)
