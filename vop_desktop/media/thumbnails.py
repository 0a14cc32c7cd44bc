"""The pictures of a segment as one small JPEG, and which of them tells most."""

from __future__ import annotations

import io
from collections.abc import Sequence

import numpy as np
from PIL import Image

from vop_desktop.media.pictures import resize
from vop_desktop.records import ByteArray, FloatArray

TILE_SHORT_SIDE = 180
JPEG_QUALITY = 80
_BLACK = 20.0  # mean luminance, of 255
_BLANK = 8.0  # standard deviation of the luminance: a wall, a fade, a title's ground
_EDGE_LOSS = 0.3  # of the worth of a picture at either end of the segment
_JPEG_MAX_SIDE = 65_500


def make_filmstrip(pictures: Sequence[ByteArray]) -> tuple[bytes, int]:
    """Makes one JPEG of whole pictures, one below the other, each with a short side of 180 pixels.

    Args:
        pictures: at least one uint8 [H, W, 3], all of one size.

    Returns:
        The JPEG, and the index of the most telling picture.
    """
    height, width = pictures[0].shape[:2]
    short = min(TILE_SHORT_SIDE, _JPEG_MAX_SIDE * min(height, width) // (len(pictures) * height))
    scale = max(1, short) / min(height, width)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    tiles = [picture if picture.shape[1::-1] == size else resize(picture, *size) for picture in pictures]
    buffer = io.BytesIO()
    Image.fromarray(np.concatenate(tiles)).save(buffer, "JPEG", quality=JPEG_QUALITY)
    return buffer.getvalue(), choose_poster(tiles)


def choose_poster(pictures: Sequence[ByteArray]) -> int:
    """The index of the most telling picture of a segment.

    One that is black gives way to any that is not, a blank one to any with something in it. Of the rest the
    one with most contrast and most sharpness wins, both counted alike; towards either end of the segment a
    picture is worth up to 30 % less, because what happens there belongs to the neighbour as well.
    """
    lights = [picture[::2, ::2].mean(axis=2, dtype=np.float32) for picture in pictures]
    last = max(1, len(lights) - 1)

    def rank(number: int) -> tuple[bool, bool, float]:
        light = lights[number]
        contrast = float(light.std())
        off_centre = abs(2 * number - len(lights) + 1) / last
        worth = np.sqrt(contrast * _sharpness(light)) * (1 - _EDGE_LOSS * off_centre)
        return bool(light.mean() > _BLACK), contrast > _BLANK, float(worth)

    return max(range(len(lights)), key=rank)


def _sharpness(light: FloatArray) -> float:
    """The standard deviation of what a Laplacian leaves of a picture: edges, and not what blurs away."""
    if min(light.shape) < 3:
        return 0.0
    middle = light[1:-1, 1:-1]
    edges = light[:-2, 1:-1] + light[2:, 1:-1] + light[1:-1, :-2] + light[1:-1, 2:] - 4 * middle
    return float(edges.std())
