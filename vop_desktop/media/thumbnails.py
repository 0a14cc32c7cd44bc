"""The pictures of a segment as one small JPEG, and which of them tells most."""

from __future__ import annotations

import io
from collections.abc import Sequence

import numpy as np
from PIL import Image

from vop_desktop.media.pictures import resize
from vop_desktop.records import ByteArray

TILE_SHORT_SIDE = 180
JPEG_QUALITY = 80
_BLACK = 20.0  # mean luminance, of 255
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
    """The index of the picture with most contrast; a black one only where all are black."""
    lights = [picture[::2, ::2].mean(axis=2) for picture in pictures]
    return max(range(len(lights)), key=lambda k: (lights[k].mean() > _BLACK, lights[k].std()))
