"""Libraries filled by hand: videos, paths and embeddings without a file or a model behind them."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from vop_desktop import paths
from vop_desktop.library import Library, changes
from vop_desktop.library.removing import RemoveRoot
from vop_desktop.library.rows import SegmentArrays
from vop_desktop.records import Detail, FloatArray, VideoFile, VideoInfo, VideoState

INFO = VideoInfo(10.0, "30000/1001", 640, 360, "h264", "mov,mp4,m4a,3gp,3g2,mj2", 90, 1234)
MODEL = "fake-1"


@cache
def _blank_files() -> tuple[bytes, bytes]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "library.sqlite"
        Library.open(path).close()
        return path.read_bytes(), paths.thumbnails_path(path).read_bytes()


def new_library(path: Path) -> Library:
    """Opens an empty library: a copy of one that was made before, which takes a twentieth of the time."""
    library, thumbnails = _blank_files()
    path.write_bytes(library)
    paths.thumbnails_path(path).write_bytes(thumbnails)
    return Library.open(path)


def unit(rows: npt.ArrayLike) -> FloatArray:
    """Rows scaled to length 1, as float32."""
    values = np.asarray(rows, np.float32)
    return np.asarray(values / np.linalg.norm(values, axis=-1, keepdims=True), np.float32)


def video_info(**changes: object) -> VideoInfo:
    """An ordinary video; name what is to be different."""
    return INFO._replace(**changes)  # type: ignore[arg-type]


def video_file(path: str, size: int = 1234, mtime_ns: int = 1) -> VideoFile:
    """A file as the scanner would have found it."""
    return VideoFile(path, size, mtime_ns)


def segment_arrays(
    embeddings: npt.ArrayLike, frames: npt.ArrayLike | None = None, times: npt.ArrayLike | None = None
) -> SegmentArrays:
    """Segments of 10 s, one after the other; two frames each that look like the segment where none are given.

    Args:
        embeddings: [N, D], scaled to length 1 here.
        frames: [N, T, D], scaled likewise.
        times: [N, T]; evenly spread where not given.
    """
    rows = unit(embeddings)
    starts = 10.0 * np.arange(len(rows))
    pictures = np.stack([rows, rows], axis=1) if frames is None else unit(frames)
    if times is None:
        count = pictures.shape[1]
        times = starts[:, None] + 10.0 * (np.arange(count) + 0.5) / count
    spans = np.stack([starts, starts + 10.0], axis=1)
    return SegmentArrays(spans, np.asarray(times, np.float64), rows, pictures)


def add_video(
    library: Library,
    paths: str | Sequence[str],
    embeddings: npt.ArrayLike | None = None,
    *,
    root: str = "/videos",
    content: str | None = None,
    model: str = MODEL,
    detail: Detail = "normal",
    state: VideoState = "complete",
    mtime_ns: int = 1,
    frames: npt.ArrayLike | None = None,
    times: npt.ArrayLike | None = None,
    duration: float = 10.0,
) -> int:
    """Stores a video with its paths and, where given, its embeddings. Gives its id."""
    names = [paths] if isinstance(paths, str) else list(paths)
    with library.transaction():
        root_id = library.add_root(root)
        video_id = library.put_video(content or ascii(names[0]), video_info(duration=duration), state)
        for name in names:
            library.put_file(video_file(name, mtime_ns=mtime_ns), video_id, root_id)
        if embeddings is not None:
            library.put_segments(video_id, model, detail, segment_arrays(embeddings, frames, times))
    return video_id


def remove_root(library: Library, path: str) -> None:
    """Takes a folder off the list of watched ones."""
    changes.do(library, RemoveRoot(path))
