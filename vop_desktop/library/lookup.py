"""What the library knows of some paths: at the price of those, however large the library is."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import NamedTuple

from vop_desktop.library.rows import DbPath, path_from_db, path_to_db
from vop_desktop.library.store import Library
from vop_desktop.records import Detail, VideoState


class KnownPath(NamedTuple):
    """One path and its video; a plain tuple, since a rescan makes one of each file.

    Attributes:
        path: as it is stored; the keys of `known_below` are as `os` takes them.
        size, mtime_ns: of the file when it was read.
        missing: whether it was not there at the last look.
        video_id, fingerprint, state, stage, reason: of the video.
        encoded: state under the model and detail asked for; None where it was not tried.
        encode_stage, encode_reason: why that is not complete.
    """

    path: DbPath
    size: int
    mtime_ns: int
    missing: int
    video_id: int
    fingerprint: str
    state: VideoState
    stage: str
    reason: str
    encoded: VideoState | None
    encode_stage: str | None
    encode_reason: str | None

    @property
    def outcome(self) -> tuple[VideoState, str, str] | None:
        """State, stage and reason under the model; None where that is open.

        What no model could decode has failed for this one as well.
        """
        if self.encoded is not None:
            return self.encoded, self.encode_stage or "", self.encode_reason or ""
        undecodable = self.state == "failed" and self.stage != "encode"
        return (self.state, self.stage, self.reason) if undecodable else None


class FailedPath(NamedTuple):
    """A file that failed before its content was known, and how it looked then."""

    size: int
    mtime_ns: int
    stage: str
    reason: str
    tries: int


_KNOWN = (
    "SELECT f.path, f.size, f.mtime_ns, f.missing_since IS NOT NULL, v.id, v.fingerprint, v.state, v.stage, "
    "v.reason, e.state, e.stage, e.reason FROM files f JOIN videos v ON v.id = f.video_id "
    "LEFT JOIN encodings e ON e.video_id = v.id AND e.model_id = ? AND e.detail = ? WHERE "
)
_FAILED = "SELECT path, size, mtime_ns, stage, reason, tries FROM failures WHERE "


def known_below(
    library: Library, places: Iterable[str], model_id: str, detail: Detail
) -> dict[str, KnownPath]:
    """The known files at, or below, some paths."""
    found: dict[str, KnownPath] = {}
    for place in places:
        for where, values in path_ranges("f.path", place):
            for row in map(KnownPath._make, library.query(_KNOWN + where, model_id, detail, *values)):
                found[row[0] if row[0].__class__ is str else path_from_db(row[0])] = row
    return found


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


def lies_in(path: str, folder: str) -> bool:
    """Whether a path is a folder or something below it."""
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)


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
