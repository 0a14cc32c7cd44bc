"""The embeddings of one video, gathered batch by batch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from vop_desktop.library.rows import SegmentArrays
from vop_desktop.records import ByteArray, DecodedSegment, Encoder, VideoEmbeddings, pad_frames

DEFAULT_BATCH = 4  # segments encoded at once, for an encoder that names no number


class EmbeddingBuilder:
    """Collects the segments of one video while they are decoded and encoded."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._batch = max(1, getattr(encoder, "segment_batch", DEFAULT_BATCH))
        self._spans: list[tuple[float, float]] = []
        self._times: list[tuple[float, ...]] = []
        self._parts: list[VideoEmbeddings] = []
        self._hashes: list[ByteArray] = []
        self._rows: list[int] = []  # of each segment: where in the parts its embeddings are
        self.frames = 0

    def add(self, segments: Sequence[DecodedSegment]) -> Iterator[None]:
        """Encodes segments; yields before each batch, so that the caller can stop or wait.

        Segments in which nothing has moved since the one before take over its embeddings.
        """
        count = self._encoder.num_frames
        for start in range(0, len(segments), self._batch):
            yield
            batch = segments[start : start + self._batch]
            if fresh := [segment for segment in batch if not segment.repeats]:
                part = self._encoder.encode_frames(np.stack([pad_frames(s.frames, count) for s in fresh]))
                if not (np.isfinite(part.segments).all() and np.isfinite(part.frames).all()):
                    raise ArithmeticError("the model gave values that are no numbers")
                self._parts.append(part)
            for segment in batch:
                last = self._rows[-1] if self._rows else -1
                self._rows.append(last + (not segment.repeats))
                self._spans.append((segment.start, segment.end))
                padding = (segment.times[-1],) * (count - len(segment.times))
                self._times.append(segment.times + padding)
                if segment.hashes is not None:
                    self._hashes.append(pad_frames(segment.hashes, count))
                self.frames += len(segment.times)

    def arrays(self) -> SegmentArrays:
        """Everything so far, as the library stores it."""
        return SegmentArrays(
            spans=np.asarray(self._spans, np.float64).reshape(-1, 2),
            times=np.asarray(self._times, np.float64),
            embeddings=np.concatenate([part.segments for part in self._parts])[self._rows],
            frames=np.concatenate([part.frames for part in self._parts])[self._rows],
            hashes=np.stack(self._hashes) if 0 < len(self._hashes) == len(self._spans) else None,
        )
