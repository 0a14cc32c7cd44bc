"""A picture as an example to search with: dropped, pasted, or named on the command line."""

from __future__ import annotations

import io
import os
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from vop_desktop.errors import MediaError
from vop_desktop.media.pictures import crop_square
from vop_desktop.media.sniff import reason_of
from vop_desktop.records import ByteArray, Encoder, FloatArray

PICTURES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".bmp", ".gif", ".tif", ".tiff", ".avif"})
MAX_BYTES = 256 * 2**20


def is_picture(path: str) -> bool:
    """Whether a name is that of a picture. A .gif counts as one: as a clip it is dropped on the window."""
    return os.path.splitext(path)[1].lower() in PICTURES


def encode_picture(source: str | os.PathLike[str] | bytes, encoder: Encoder) -> FloatArray:
    """float32 [D], unit length: a picture as a still video. Any thread, one at a time.

    Args:
        source: a path, or the bytes of a picture file.
        encoder: what the library was indexed with.

    Raises:
        MediaError: it is no picture, is broken or is too large; the reason is a plain sentence part.
    """
    picture = _read(source)
    square = crop_square(picture, encoder.image_size)
    frames = np.repeat(square[None], encoder.num_frames, axis=0)
    try:
        embedding = encoder.encode_frames(frames[None]).segments[0]
    except RuntimeError as error:
        raise MediaError("encode", f"the model could not encode it: {error}") from error
    return np.asarray(embedding, np.float32)


def _read(source: str | os.PathLike[str] | bytes) -> ByteArray:
    """uint8 [H, W, 3], upright."""
    try:
        if not isinstance(source, bytes):
            with Path(source).open("rb") as stream:
                source = stream.read(MAX_BYTES + 1)
        if len(source) > MAX_BYTES:
            raise MediaError("probe", "the picture is too large")
        with Image.open(io.BytesIO(source)) as image:
            upright = ImageOps.exif_transpose(image).convert("RGB")
    except Image.DecompressionBombError as error:
        raise MediaError("probe", "the picture is too large") from error
    except UnidentifiedImageError as error:
        raise MediaError("probe", "it is no picture that this program can read") from error
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        if isinstance(error, OSError) and error.errno:
            raise MediaError("probe", reason_of(error)) from error
        raise MediaError("decode", "the picture is damaged") from error
    return np.asarray(upright)
