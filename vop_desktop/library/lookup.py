"""What the library knows of some paths: at the price of those, however large the library is."""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from vop_desktop.library.rows import DbPath, path_from_db, path_to_db
from vop_desktop.library.store import Library
from vop_desktop.records import Detail, VideoState

Outcome = tuple[VideoState, str, str]  # state, stage, reason
KnownRow = tuple[str, int, int, int, int]  # path, size, mtime_ns, whether it is missing, video_id


class KnownPath(NamedTuple):
    """One path and its video.

    Attributes:
        size, mtime_ns: of the file when it was read.
        missing: whether it was not there at the last look.
        video_id: the library's key.
        outcome: how the video fared under the model; None where that is open. What no model could decode
            has failed for this one as well.
    """

    size: int
    mtime_ns: int
    missing: bool
    video_id: int
    outcome: Outcome | None


@dataclass(slots=True, eq=False)
class KnownPaths(Mapping[str, KnownPath]):
    """Some paths and their videos. A rescan, which asks for every file, reads the rows as they are.

    Attributes:
        rows: by path.
        complete: ids of the videos that were read in full under the model.
        others: how other videos fared.
    """

    rows: dict[str, KnownRow] = field(default_factory=dict)
    complete: set[int] = field(default_factory=set)
    others: dict[int, Outcome] = field(default_factory=dict)

    def __getitem__(self, path: str) -> KnownPath:
        _, size, mtime_ns, missing, video_id = self.rows[path]
        return KnownPath(size, mtime_ns, bool(missing), video_id, self.outcome(video_id))

    def __iter__(self) -> Iterator[str]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def outcome(self, video_id: int) -> Outcome | None:
        """How a video fared; None where that is open."""
        return _COMPLETE if video_id in self.complete else self.others.get(video_id)


class FailedPath(NamedTuple):
    """A file that failed before its content was known, and how it looked then."""

    size: int
    mtime_ns: int
    stage: str
    reason: str
    tries: int


_COMPLETE: Outcome = ("complete", "", "")
_FEW = 500  # rows; more are looked up by reading all there are, in the order in which they lie in the file

_FAILED = "SELECT path, size, mtime_ns, stage, reason, tries FROM failures WHERE "


def known_below(
    library: Library,
    places: Iterable[str],
    model_id: str,
    detail: Detail,
    known: KnownPaths | None = None,
) -> KnownPaths:
    """The known files at, or below, some paths; added to those in `known`, if that is given."""
    known = KnownPaths() if known is None else known
    for place in places:
        for rows in _rows_below(library, place):
            known.rows.update({row[0]: row for row in rows})
    _add_outcomes(library, known, model_id, detail)
    return known


def _rows_below(library: Library, place: str) -> Iterator[list[KnownRow]]:
    """What `files` holds at and below a path: by its index, or by reading it all where that is quicker."""
    for where, keys in path_ranges("path", place):
        ((count,),) = library.query(f"SELECT count(*) FROM files WHERE {where}", *keys)
        most = count > _FEW and 4 * count > library.query("SELECT count(*) FROM files")[0][0]
        rows = library.query(
            "SELECT path, size, mtime_ns, missing_since IS NOT NULL, video_id FROM files "
            f"{'NOT INDEXED' if most else ''} WHERE {where}",
            *keys,
        )
        yield [(path_from_db(row[0]), *row[1:]) for row in rows] if isinstance(keys[0], bytes) else rows


def videos_at(library: Library, paths: Iterable[str]) -> dict[str, int]:
    """The videos that could be read at some paths; files that the library does not hold are left out."""
    keys = list(map(path_to_db, paths))
    found: dict[str, int] = {}
    for start in range(0, len(keys), _FEW):
        part = keys[start : start + _FEW]
        for key, video_id in library.query(
            "SELECT f.path, f.video_id FROM files f JOIN videos v ON v.id = f.video_id "
            f"WHERE v.state <> 'failed' AND f.path IN ({', '.join('?' * len(part))})",
            *part,
        ):
            found[path_from_db(key)] = video_id
    return found


def _add_outcomes(library: Library, known: KnownPaths, model_id: str, detail: Detail) -> None:
    """Adds how the videos fared under a model. What no model could decode has failed for this one as well."""
    among = ""
    if len(known) <= _FEW:
        among = f" AND e.video_id IN ({', '.join(str(row[4]) for row in known.rows.values())})"
    for video_id, stage, reason in library.query(
        "SELECT v.id, v.stage, v.reason FROM encodings e JOIN videos v ON v.id = e.video_id "
        "WHERE e.state = 'failed' AND v.state = 'failed' AND v.stage <> 'encode'" + among
    ):
        known.others[video_id] = ("failed", stage, reason)
    tried = "FROM encodings e WHERE model_id = ? AND detail = ?" + among
    for video_id, *outcome in library.query(
        f"SELECT video_id, state, stage, reason {tried} AND state <> 'complete'", model_id, detail
    ):
        known.others[video_id] = tuple(outcome)
    complete = library.query(f"SELECT video_id {tried} AND state = 'complete'", model_id, detail)
    known.complete.update(itertools.chain.from_iterable(complete))


def known_with_stem(library: Library, stem: str) -> list[str]:
    """The known files of a folder that differ from `stem` in nothing but their ending."""
    first, last = path_to_db(stem + "."), path_to_db(stem + "/")  # the sign after the dot
    rows = library.query("SELECT path FROM files WHERE path >= ? AND path < ?", first, last)
    found = [path_from_db(row[0]) for row in rows]
    return [path for path in found if os.path.splitext(path)[0] == stem]


def failed_below(library: Library, places: Iterable[str]) -> dict[str, FailedPath]:
    """The files and folders at, or below, some paths that could not be read at all."""
    found: dict[str, FailedPath] = {}
    for place in places:
        for where, values in path_ranges("path", place):
            for path, *rest in library.query(_FAILED + where, *values):
                found[path_from_db(path)] = FailedPath(*rest)
    return found


def root_ids(library: Library) -> dict[str, int]:
    """Ids of the watched folders by path."""
    return {path_from_db(path): number for path, number in library.query("SELECT path, id FROM roots")}


def path_ranges(column: str, place: str) -> list[tuple[str, tuple[DbPath, ...]]]:
    """SQL conditions, each with its values, that an index answers: the place itself, the names below it."""
    base = place.rstrip(os.sep) + os.sep
    after = base[:-1] + chr(ord(os.sep) + 1)
    below = f"{column} >= ? AND {column} < ?"
    first, last = path_to_db(base), path_to_db(after)
    ranges: list[tuple[str, tuple[DbPath, ...]]] = [(f"{column} = ?", (path_to_db(place),))]
    ranges.append((below, (first, last)))
    if isinstance(first, str):  # below it there may be names that are no text
        ranges.append((below, (first.encode("utf-8"), after.encode("utf-8"))))
    return ranges
