"""Perceptual hashes of the frames of videos: one set a video, whatever models it was encoded with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from vop_desktop.records import ByteArray

if TYPE_CHECKING:
    from vop_desktop.library.store import Library

HASH_BYTES = 32


@dataclass(frozen=True, slots=True, eq=False)
class FrameHashes:
    """The hashes of one video.

    Attributes:
        seq: grows with every change; ask for what came after it.
        times: float64 [F], seconds, ascending.
        hashes: uint8 [F, 32]; all zeros where a picture tells nothing.
    """

    seq: int
    video_id: int
    times: npt.NDArray[np.float64]
    hashes: ByteArray


def hashes_since(library: Library, seq: int) -> Iterator[FrameHashes]:
    """The hashes that were stored after entry `seq`, oldest first."""
    rows = library.query(
        "SELECT seq, video_id, times, hashes FROM frame_hashes WHERE seq > ? ORDER BY seq", seq
    )
    for number, video_id, times, hashes in rows:
        matrix = np.frombuffer(hashes, np.uint8).reshape(-1, HASH_BYTES)
        yield FrameHashes(number, video_id, np.frombuffer(times, "<f8"), matrix)


def put_hashes(library: Library, video_id: int, times: npt.NDArray[np.float64], hashes: ByteArray) -> None:
    """Stores the hashes of a video, unless as many frames of it are there already.

    Args:
        library: where to; inside a transaction or not.
        video_id: of the video.
        times: float64 [F], seconds; a time that comes again is left out.
        hashes: uint8 [F, 32].
    """
    _, first = np.unique(times, return_index=True)
    known = library.query("SELECT frames FROM frame_hashes WHERE video_id = ?", video_id)
    if known and known[0][0] >= len(first):
        return
    with library.transaction():
        library.execute("DELETE FROM frame_hashes WHERE video_id = ?", video_id)
        library.execute(
            "INSERT INTO frame_hashes (video_id, frames, times, hashes) VALUES (?, ?, ?, ?)",
            video_id, len(first), times[first].astype("<f8").tobytes(), hashes[first].tobytes(),
        )  # fmt: skip
