"""Segments become embeddings in order, and those in which nothing moved are not encoded again."""

import numpy as np
import pytest

from tests.helpers.encoders import NAMED_COLOURS, MeanColourEncoder
from vop_desktop.indexing.builder import EmbeddingBuilder
from vop_desktop.records import DecodedSegment


def segment(number, colour, *, repeats=False, frames=12):
    pictures = np.full((frames, 32, 32, 3), NAMED_COLOURS[colour], np.uint8)
    times = tuple(24.0 * number + 2 * k + 1 for k in range(frames))
    return DecodedSegment(24.0 * number, 24.0 * (number + 1), times, pictures, b"", 0, repeats=repeats)


def build(encoder, *stretches):
    builder = EmbeddingBuilder(encoder)
    for stretch in stretches:
        for _ in builder.add(stretch):
            pass
    return builder


@pytest.mark.parametrize("size", [1, 2, 4])
def test_repeats_take_over_the_embeddings_of_the_segment_before(size):
    encoder = MeanColourEncoder()
    encoder.segment_batch = size
    colours = ["red", "red", "red", "blue", "blue", "green"]
    marks = [False, True, True, False, True, False]
    video = [segment(k, c, repeats=m) for k, (c, m) in enumerate(zip(colours, marks, strict=True))]
    still = segment(6, "green", repeats=True, frames=3)
    builder = build(encoder, video[:2], video[2:], [still])
    plain = build(
        MeanColourEncoder(), [segment(k, c) for k, c in enumerate(colours)], [segment(6, "green", frames=3)]
    )
    for name in ("spans", "times", "embeddings", "frames"):
        assert np.array_equal(getattr(builder.arrays(), name), getattr(plain.arrays(), name)), name
    assert sum(encoder.batches) == 3
    assert builder.frames == 75


def test_a_stretch_of_repeats_alone_is_stored_too():
    encoder = MeanColourEncoder()
    arrays = build(encoder, [segment(0, "red")], [segment(1, "red", repeats=True)]).arrays()
    assert arrays.embeddings.shape == (2, 8)
    assert encoder.batches == [1]
