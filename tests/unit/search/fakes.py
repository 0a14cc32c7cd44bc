"""An encoder without a model: each word that it knows is a direction of its own."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from tests.helpers.stored import MODEL, unit
from vop_desktop.records import ByteArray, FloatArray, Knowledge, VideoEmbeddings

WORDS = ("dog", "cat", "car", "boat", "rain", "snow", "tree")


class WordEncoder:
    """A text is the sum of its words; words that it does not know share one more direction.

    Attributes:
        calls: the texts of each call of `encode_text`.
    """

    num_frames = 4
    image_size = 8

    def __init__(self, model_id: str = MODEL, known_words: Sequence[str] = ()) -> None:
        self.model_id = model_id
        self.embed_dim = len(WORDS) + 1
        self.knowledge = Knowledge(words=frozenset(known_words))
        self.calls: list[list[str]] = []

    def encode_text(self, texts: list[str]) -> FloatArray:
        """See `Encoder`."""
        self.calls.append(list(texts))
        return np.stack([picture(text) for text in texts])

    def encode_frames(self, frames: ByteArray) -> VideoEmbeddings:
        """Not used: what videos look like is written into the library by hand."""
        raise NotImplementedError


def picture(text: str, noise: float = 0.0) -> FloatArray:
    """What `text` looks like to a `WordEncoder`: [D], unit length."""
    row = np.full(len(WORDS) + 1, noise, np.float32)
    for word in text.split():
        row[WORDS.index(word) if word in WORDS else len(WORDS)] += 1
    return unit(row)


def pictures(*texts: str) -> FloatArray:
    """[N, D]: a segment or frame for each text."""
    return np.stack([picture(text) for text in texts])
