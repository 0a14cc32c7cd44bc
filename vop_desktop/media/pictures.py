"""Sizes and shapes of pictures on the way from a decoder to an encoder."""

from __future__ import annotations

import numpy as np
from PIL import Image

from vop_desktop.records import ByteArray, VideoInfo

MIN_SHORT_SIDE = 180  # what a thumbnail needs
_MAX_RATIO = 8  # pictures longer than this are squeezed: nobody films them, but files claim them


def scaled_size(info: VideoInfo, image_size: int) -> tuple[int, int]:
    """Width and height to which frames are scaled while decoding, as displayed: even, aspect kept.

    The short side is large enough for the encoder and for the thumbnail.
    """
    short = _even(max(image_size, MIN_SHORT_SIDE))
    ratio = min(max(info.width, info.height) / max(1, min(info.width, info.height)), _MAX_RATIO)
    long = _even(round(short * ratio))
    return (long, short) if info.width >= info.height else (short, long)


def crop_square(picture: ByteArray, size: int) -> ByteArray:
    """Scales uint8 [H, W, 3] so that the short side is `size`, if need be, and cuts out the middle square."""
    height, width = picture.shape[:2]
    short = min(height, width)
    if short > size + 1 or short < size:
        scale = size / short
        picture = resize(picture, max(size, round(width * scale)), max(size, round(height * scale)))
        height, width = picture.shape[:2]
    top, left = (height - size) // 2, (width - size) // 2
    return np.ascontiguousarray(picture[top : top + size, left : left + size])


def resize(picture: ByteArray, width: int, height: int) -> ByteArray:
    """Scales uint8 [H, W, 3], bicubic."""
    return np.asarray(Image.fromarray(picture).resize((width, height), Image.Resampling.BICUBIC))


def _even(number: int) -> int:
    return number + number % 2
