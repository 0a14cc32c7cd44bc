"""All that the library knows of one video besides what is seen in it: files, format, how it was read."""

from __future__ import annotations

from dataclasses import dataclass

from vop_desktop.library.rows import path_from_db
from vop_desktop.library.store import Library
from vop_desktop.records import VideoState


@dataclass(frozen=True, slots=True)
class Place:
    """A file that holds a video.

    Attributes:
        path: absolute.
        there: whether it can be reached, as far as is known.
        size: bytes.
        changed: when the file was changed last, seconds since the epoch.
    """

    path: str
    there: bool
    size: int
    changed: float


@dataclass(frozen=True, slots=True)
class VideoDetails:
    """One video.

    Attributes:
        places: its files, those that can be reached first; none of a forgotten video.
        duration: seconds.
        fps: frames a second; 0 where unknown.
        width, height: pixels as displayed.
        codec, container: FFmpeg's names.
        fingerprint: of the content.
        state, reason: whether it could be read whole, and why not.
        added: when the library took it in, seconds since the epoch.
        detail: how densely the model asked about has read it; empty where it has not.
        segments: how many segments that gave.
    """

    places: tuple[Place, ...]
    duration: float
    fps: float
    width: int
    height: int
    codec: str
    container: str
    fingerprint: str
    state: VideoState
    reason: str
    added: float
    detail: str = ""
    segments: int = 0


def video_details(library: Library, video_id: int, model_id: str) -> VideoDetails | None:
    """What is known of a video, and how a model has read it; None where it is not in the library any more."""
    rows = library.query(
        "SELECT v.duration, v.fps, v.width, v.height, v.codec, v.container, v.fingerprint, v.state, "
        "v.reason, v.added, coalesce(s.detail, ''), coalesce(s.segments, 0) FROM videos v "
        "LEFT JOIN segments s ON s.video_id = v.id AND s.model_id = ? WHERE v.id = ?",
        model_id, video_id,
    )  # fmt: skip
    if not rows:
        return None
    places = library.query(
        "SELECT f.path, f.missing_since IS NULL AND coalesce(r.reachable, 0) AS there, f.size, f.mtime_ns "
        "FROM files f LEFT JOIN roots r ON r.id = f.root_id WHERE f.video_id = ? "
        "ORDER BY there DESC, f.root_id IS NULL, f.id",
        video_id,
    )
    duration, fps, *rest = rows[0]
    return VideoDetails(
        tuple(Place(path_from_db(path), bool(there), size, at / 1e9) for path, there, size, at in places),
        duration, rate_of(fps), *rest,
    )  # fmt: skip


def rate_of(fraction: str) -> float:
    """`30000/1001` as frames a second; 0 for one that makes no sense."""
    above, _, below = fraction.partition("/")
    try:
        return float(above) / float(below or 1)
    except (ValueError, ZeroDivisionError):
        return 0.0
