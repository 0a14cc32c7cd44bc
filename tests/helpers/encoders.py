"""An encoder without weights: the mean colour of a frame, by name. It tells exactly what it was shown."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from vop_desktop.records import ByteArray, FloatArray, VideoEmbeddings

# Far apart, so that a frame keeps its name through any codec.
NAMED_COLOURS: dict[str, tuple[int, int, int]] = {
    "red": (220, 30, 30),
    "green": (30, 200, 30),
    "blue": (40, 40, 220),
    "yellow": (220, 210, 30),
    "magenta": (200, 40, 200),
    "cyan": (30, 200, 200),
    "white": (230, 230, 230),
    "black": (10, 10, 10),
}

Hook = Callable[[ByteArray], VideoEmbeddings | None]


class MeanColourEncoder:
    """An `Encoder`: each frame becomes the unit vector of the named colour nearest to its mean.

    A text that names a colour becomes that colour's vector, any other text the one between all of them.

    Args:
        model_id: another one makes the library index anew.
        hook: sees each batch first; what it returns or raises takes the place of the embeddings.

    Attributes:
        batches: number of segments of each call of `encode_frames`.
    """

    num_frames = 12
    image_size = 32
    embed_dim = len(NAMED_COLOURS)
    segment_batch = 4

    def __init__(self, model_id: str = "mean-colour", hook: Hook | None = None) -> None:
        self.model_id = model_id
        self.batches: list[int] = []
        self._hook = hook
        self._colours = np.asarray(list(NAMED_COLOURS.values()), np.float32)

    def encode_frames(self, frames: ByteArray) -> VideoEmbeddings:
        """uint8 [N, T, S, S, 3] to one-hot frames [N, T, D] and their renormalised mean [N, D]."""
        assert frames.dtype == np.uint8
        assert frames.shape[1:] == (self.num_frames, self.image_size, self.image_size, 3)
        self.batches.append(len(frames))
        if self._hook is not None and (instead := self._hook(frames)) is not None:
            return instead
        means = frames.mean(axis=(2, 3), dtype=np.float32)  # [N, T, 3]
        nearest = np.abs(means[:, :, None] - self._colours).sum(axis=-1).argmin(axis=-1)
        one_hot = np.eye(self.embed_dim, dtype=np.float32)[nearest]
        return VideoEmbeddings(segments=_unit(one_hot.mean(axis=1)), frames=one_hot)

    def encode_text(self, texts: list[str]) -> FloatArray:
        """N texts to [N, D]."""
        rows = np.ones((len(texts), self.embed_dim), np.float32)
        for row, text in zip(rows, texts, strict=True):
            if text in NAMED_COLOURS:
                row[:] = 0
                row[list(NAMED_COLOURS).index(text)] = 1
        return _unit(rows)


def _unit(rows: FloatArray) -> FloatArray:
    unit: FloatArray = rows / np.linalg.norm(rows, axis=-1, keepdims=True)
    return unit
