"""Rows of a library as plain values, and paths as SQLite can hold them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from vop_desktop.records import ByteArray, FloatArray, VideoState

DbPath = str | bytes


def path_to_db(path: str) -> DbPath:
    """A path as SQLite can hold it: text, or the raw bytes of a name that is no UTF-8."""
    try:
        path.encode("utf-8")
    except UnicodeEncodeError:
        return path.encode("utf-8", "surrogateescape")
    return path


def path_from_db(value: DbPath) -> str:
    """The path as Python's `os` functions take it."""
    return value.decode("utf-8", "surrogateescape") if isinstance(value, bytes) else value


@dataclass(frozen=True, slots=True)
class KnownFile:
    """What the library knows of a path: its video and how the file looked when it was read."""

    video_id: int
    size: int
    mtime_ns: int
    missing: bool
    state: VideoState


@dataclass(frozen=True, slots=True)
class SegmentArrays:
    """The embeddings of one video under one model.

    Attributes:
        spans: float64 [N, 2], start and end in seconds.
        times: float64 [N, T], frame times in seconds; repeated where a segment had fewer frames.
        embeddings: float32 [N, D], unit length.
        frames: float32 [N, T, D], unit length.
        hashes: uint8 [N, T, 32], perceptual hashes of the frames; None where not taken.
    """

    spans: npt.NDArray[np.float64]
    times: npt.NDArray[np.float64]
    embeddings: FloatArray
    frames: FloatArray
    hashes: ByteArray | None = None


@dataclass(frozen=True, slots=True)
class SegmentView:
    """One segment with what a result needs of its video.

    Attributes:
        times: float64 [T], seconds.
        frames: float32 [T, D], unit length.
    """

    start: float
    end: float
    times: npt.NDArray[np.float64]
    frames: FloatArray
    duration: float
    fingerprint: str
    layout: str


@dataclass(frozen=True, slots=True)
class NewEmbeddings:
    """Embeddings that were stored after a given point: float32 [N, D] of one video."""

    seq: int
    video_id: int
    embeddings: FloatArray


def filmstrip_layout(detail: str, num_frames: int) -> str:
    """Key under which filmstrips of one way of cutting a video are kept."""
    return f"{detail}/{num_frames}"
