"""Where the segments of a video lie, and the embeddings of all its frames."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from vop_desktop.library.store import Library
from vop_desktop.records import FloatArray


def video_spans(library: Library, video_id: int, model_id: str) -> npt.NDArray[np.float64]:
    """float64 [N, 2]: start and end of each segment in seconds; [0, 2] if there is none of that model."""
    rows = library.query("SELECT spans FROM segments WHERE video_id = ? AND model_id = ?", video_id, model_id)
    return np.frombuffer(rows[0][0] if rows else b"", "<f8").reshape(-1, 2)


def video_frames(
    library: Library, video_id: int, model_id: str
) -> tuple[npt.NDArray[np.float64], FloatArray]:
    """The frames of a video in the order of time, repeated ones once.

    Returns:
        times float64 [M] in seconds, and embeddings float32 [M, D], unit length; M is 0 if there are none.
    """
    rows = library.query(
        "SELECT times, frame_embeddings, dim FROM segments WHERE video_id = ? AND model_id = ?",
        video_id, model_id,
    )  # fmt: skip
    if not rows:
        return np.zeros(0), np.zeros((0, 0), np.float32)
    times = np.frombuffer(rows[0][0], "<f8")
    unique, first = np.unique(times, return_index=True)
    embeddings = np.frombuffer(rows[0][1], "<f2").reshape(len(times), rows[0][2])
    return unique, embeddings[first].astype(np.float32)
