"""What a list of results shows of videos besides their moments: dates, sizes, states, copies."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from vop_desktop.library.store import Library
from vop_desktop.records import VideoState

_CHUNK = 500  # ids in one query; SQLite takes no more than 999 everywhere


@dataclass(frozen=True, slots=True)
class VideoFacts:
    """Facts of one video.

    Attributes:
        changed: when its newest file was changed last, seconds since the epoch.
        width, height: pixels as displayed.
        state: whether it could be read whole.
        copies: how many of its files lie in watched folders.
    """

    changed: float
    width: int
    height: int
    state: VideoState
    copies: int


def copy_count(library: Library) -> int:
    """How many files of the watched folders hold what another one of them holds as well."""
    rows = library.query(
        "SELECT count(*) - count(DISTINCT video_id) FROM files JOIN videos v ON v.id = video_id "
        "WHERE root_id IS NOT NULL AND missing_since IS NULL AND v.state <> 'failed' "
        "AND video_id NOT IN (SELECT video_id FROM forgotten)"
    )
    return int(rows[0][0])


def video_facts(library: Library, video_ids: Iterable[int]) -> dict[int, VideoFacts]:
    """Facts of videos by their ids; those that are not in the library any more are left out."""
    wanted = list(dict.fromkeys(video_ids))
    found = {}
    for start in range(0, len(wanted), _CHUNK):
        part = wanted[start : start + _CHUNK]
        rows = library.query(
            "SELECT v.id, max(f.mtime_ns), v.width, v.height, v.state, count(f.root_id) FROM videos v "
            f"JOIN files f ON f.video_id = v.id WHERE v.id IN ({', '.join('?' * len(part))}) GROUP BY v.id",
            *part,
        )
        for number, changed, width, height, state, copies in rows:
            found[number] = VideoFacts(changed / 1e9, width, height, state, max(1, copies))
    return found
