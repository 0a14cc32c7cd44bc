"""Perceptual hashes of pictures: equal footage has hashes that differ in few bits, whatever was done to it.

The hash is the difference hash of 16 x 16 bits: whether a grey picture, shrunk to 17 x 16, gets lighter from
each pixel to the next. The bits are those of `imagehash.dhash(picture, 16)`.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from PIL import Image

from vop_desktop.records import ByteArray

SIDE = 16
HASH_BYTES = SIDE * SIDE // 8
STORED_ZOOM = 0.95  # the share of width and height that is hashed; a crop of 10 % is then but 5 % away
CLIP_ZOOMS = (1.0, 0.95, 0.9)  # what a clip is compared with: itself a crop, the same, or the uncropped one
_SHRUNK = 128  # pixels of the short side before the zooms are cut out
_FLAT = 4.0  # standard deviation of the grey values, of 255, below which a picture tells nothing


def hash_pictures(pictures: Sequence[ByteArray]) -> ByteArray:
    """Hashes pictures as they are stored.

    Args:
        pictures: N of uint8 [H, W, 3].

    Returns:
        uint8 [N, 32]; all zeros for a picture without contrast, which is like any other such.
    """
    hashes = np.zeros((len(pictures), HASH_BYTES), np.uint8)
    for number, picture in enumerate(pictures):
        grey = _shrink(picture)
        if grey is not None:
            hashes[number] = np.packbits(_lighter(_middle(grey, STORED_ZOOM)))
    return hashes


def hash_variants(picture: ByteArray) -> ByteArray:
    """uint8 [6, 32]: hashes of a clip's picture at each of `CLIP_ZOOMS`, and of these mirrored."""
    grey = _shrink(picture)
    if grey is None:
        return np.zeros((2 * len(CLIP_ZOOMS), HASH_BYTES), np.uint8)
    cut = [_middle(grey, zoom) for zoom in CLIP_ZOOMS]
    return np.stack([np.packbits(_lighter(values)) for values in [*cut, *(each[:, ::-1] for each in cut)]])


def _shrink(picture: ByteArray) -> Image.Image | None:
    """The picture in grey and a good deal smaller; None where it has no contrast."""
    grey = Image.fromarray(picture).convert("L")
    factor = min(grey.size) // _SHRUNK
    grey = grey.reduce(factor) if factor > 1 else grey
    return grey if np.asarray(grey).std() >= _FLAT else None


def _middle(grey: Image.Image, zoom: float) -> ByteArray:
    """uint8 [16, 17]: the middle of a picture, as much of its width and height as `zoom` says."""
    width, height = grey.size
    x, y = (1 - zoom) / 2 * width, (1 - zoom) / 2 * height
    small = grey.resize((SIDE + 1, SIDE), Image.Resampling.LANCZOS, box=(x, y, width - x, height - y))
    return np.asarray(small)


def _lighter(values: ByteArray) -> npt.NDArray[np.bool_]:
    return values[:, 1:] > values[:, :-1]
