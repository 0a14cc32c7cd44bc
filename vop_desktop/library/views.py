"""What many hits show, looked up in a few statements."""

from __future__ import annotations

import json
import struct
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from vop_desktop.library.rows import SegmentView, filmstrip_layout, path_from_db

if TYPE_CHECKING:
    from vop_desktop.library.store import Library

SegmentKey = tuple[int, int]  # video, number of the segment in it

_SEGMENTS = (
    "SELECT v.id, k.number, s.frames, s.dim, substr(s.spans, k.number * 16 + 1, 16), "
    "substr(s.times, k.number * s.frames * 8 + 1, s.frames * 8), "
    "substr(s.frame_embeddings, k.number * s.frames * s.dim * 2 + 1, s.frames * s.dim * 2), "
    "v.duration, v.fingerprint, s.detail "
    "FROM (SELECT value ->> 0 AS video, value ->> 1 AS number FROM json_each(?)) k "
    "JOIN segments s ON s.video_id = k.video AND s.model_id = ? JOIN videos v ON v.id = k.video"
)
_OPENINGS = (
    "SELECT v.id, v.fingerprint, s.detail, s.frames, substr(s.spans, 1, 16), "
    "substr(s.times, 1, s.frames * 8), "
    "v.duration FROM json_each(?) k JOIN segments s ON s.video_id = k.value AND s.model_id = ? "
    "JOIN videos v ON v.id = k.value WHERE s.segments > 0"
)
_PATHS = (
    "SELECT f.video_id, f.path, f.missing_since IS NULL AND coalesce(r.reachable, 0) AS there "
    "FROM json_each(?) k JOIN files f ON f.video_id = k.value LEFT JOIN roots r ON r.id = f.root_id "
    "ORDER BY there DESC, f.root_id IS NULL, f.id"
)


@dataclass(frozen=True, slots=True)
class Opening:
    """The first segment of a video as a list of videos shows it.

    Attributes:
        start, end: of the segment, seconds.
        moment: time of its poster frame, seconds.
        frame: the tile of its filmstrip that shows it.
        duration: of the whole video, seconds.
    """

    start: float
    end: float
    moment: float
    frame: int
    duration: float


def openings(library: Library, model_id: str, videos: Iterable[int]) -> dict[int, Opening]:
    """The first segments of videos; those without embeddings of the model are left out."""
    rows = library.query(_OPENINGS, json.dumps(list(videos)), model_id)
    posters = library.posters((row[1], filmstrip_layout(row[2], row[3])) for row in rows)
    found = {}
    for video_id, fingerprint, detail, frames, span, times, duration in rows:
        poster = posters.get((fingerprint, filmstrip_layout(detail, frames)), 0)
        seconds = struct.unpack(f"<{frames}d", times)
        moment = seconds[min(poster, frames - 1)]
        frame = bisect_left(seconds, moment)  # padded frames show the last tile
        start, end = struct.unpack("<2d", span)
        found[video_id] = Opening(start, end, moment, frame, duration)
    return found


def segment_views(
    library: Library, model_id: str, keys: Iterable[SegmentKey]
) -> dict[SegmentKey, SegmentView]:
    """Segments as stored; those that were forgotten or read anew are left out. Reads what it needs."""
    rows = library.query(_SEGMENTS, json.dumps(sorted(set(keys))), model_id)
    return {(row[0], row[1]): _view(row[2:]) for row in rows if row[4]}


def _view(row: Sequence[Any]) -> SegmentView:
    frames, dim, span, times, embeddings, duration, fingerprint, detail = row
    start, end = np.frombuffer(span, "<f8")
    matrix = np.frombuffer(embeddings, "<f2").reshape(frames, dim).astype(np.float32)
    layout = filmstrip_layout(detail, frames)
    return SegmentView(
        float(start), float(end), np.frombuffer(times, "<f8"), matrix, duration, fingerprint, layout
    )


def best_paths(library: Library, videos: Iterable[int]) -> dict[int, tuple[str, bool]]:
    """The path of each video to show, and whether it can be reached as far as is known.

    As the first one of `Library.video_paths`; a video without any path is left out.
    """
    wanted = set(videos)
    found: dict[int, tuple[str, bool]] = {}
    for video_id, path, there in library.query(_PATHS, json.dumps(sorted(wanted))):
        found.setdefault(video_id, (path_from_db(path), bool(there)))
    for video_id in wanted - found.keys():  # forgotten ones
        if paths := library.video_paths(video_id):
            found[video_id] = paths[0]
    return found
