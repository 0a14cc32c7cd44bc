"""The identity of a video's content, whatever its name and folder."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

from vop_desktop.errors import MediaError
from vop_desktop.media.sniff import reason_of

PART_BYTES = 64 * 1024


def fingerprint(path: str) -> str:
    """Hashes the size and the head, middle and tail (64 KiB each) of a file; a small one whole.

    Three reads however long the video, so it costs milliseconds even on a network drive.

    Returns:
        40 hexadecimal digits; equal for equal contents.

    Raises:
        MediaError: stage `scan`: the file is gone or cannot be read.
    """
    try:
        with Path(path).open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            digest = hashlib.blake2b(size.to_bytes(8, "little"), digest_size=20)
            if size <= 3 * PART_BYTES:
                digest.update(file.read(3 * PART_BYTES))
            else:
                for offset in (0, (size - PART_BYTES) // 2, size - PART_BYTES):
                    file.seek(offset)
                    digest.update(file.read(PART_BYTES))
    except OSError as error:
        raise MediaError("scan", reason_of(error)) from error
    return digest.hexdigest()


def full_hash(path: str, check: Callable[[], None] | None = None) -> str:
    """Hashes a whole file: for the rare contents that share a fingerprint. Takes as long as reading it.

    Args:
        path: the file.
        check: called between blocks of 4 MiB; may raise to stop.

    Returns:
        40 hexadecimal digits.

    Raises:
        MediaError: stage `scan`: the file is gone or cannot be read.
    """
    digest = hashlib.blake2b(digest_size=20)
    try:
        with Path(path).open("rb") as file:
            while block := file.read(4 * 2**20):
                digest.update(block)
                if check is not None:
                    check()
    except OSError as error:
        raise MediaError("scan", reason_of(error)) from error
    return digest.hexdigest()
