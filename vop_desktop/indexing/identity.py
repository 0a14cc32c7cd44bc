"""Which content a file is: its fingerprint, and a full hash where that leaves a doubt."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from vop_desktop.errors import MediaError
from vop_desktop.library.kept_captions import kept_captions
from vop_desktop.library.own_captions import captions_of
from vop_desktop.library.rows import path_from_db, path_to_db
from vop_desktop.library.store import Library
from vop_desktop.media.fingerprint import PART_BYTES, fingerprint, full_hash
from vop_desktop.records import VideoFile

_SEPARATOR = "-"  # between the fingerprint and the full hash of contents that share it


class Identifier:
    """Names the content of files. A full hash is made only where two files share a fingerprint.

    Args:
        library: what is known.
        check: called while a file is hashed; may raise to stop.
    """

    def __init__(self, library: Library, check: Callable[[], None]) -> None:
        self._library = library
        self._check = check
        self._hashes: dict[tuple[str, int, int], str] = {}  # by path, size and time of change

    def content(self, file: VideoFile) -> str:
        """The key of a file's content, as `videos.fingerprint` holds it.

        Raises:
            MediaError: stage `scan`: the file cannot be read.
        """
        fast = fingerprint(file.path)
        if file.size <= 3 * PART_BYTES:  # the fingerprint has seen all of it
            return fast
        known = self._library.query(
            "SELECT id, fingerprint, full_hash FROM videos WHERE fingerprint >= ? AND fingerprint < ? "
            "ORDER BY id",
            fast, fast + chr(ord(_SEPARATOR) + 1),
        )  # fmt: skip
        if not known:
            return fast
        for video_id, content, learnt in known:
            witness = "" if learnt else self._witness(video_id, file.path)
            if not learnt and not witness:  # moved, or touched: nothing contradicts
                return str(content)
            if self._hash(file.path) == (learnt or self._learn(video_id, witness)):
                return str(content)
        return f"{fast}{_SEPARATOR}{self._hash(file.path)[:20]}"

    def _witness(self, video_id: int, path: str) -> str:
        """Another file, still as it was, that certainly holds a video."""
        rows = self._library.query("SELECT path, size, mtime_ns FROM files WHERE video_id = ?", video_id)
        for key, size, mtime_ns in rows:
            other = path_from_db(key)
            if other != path and _looks(other) == (size, mtime_ns) and not _same_file(other, path):
                return other
        return ""

    def _learn(self, video_id: int, path: str) -> str:
        full = self._hash(path)
        if not self._library.read_only:
            self._library.execute("UPDATE videos SET full_hash = ? WHERE id = ?", full, video_id)
        return full

    def _hash(self, path: str) -> str:
        key = (path, *(_looks(path) or (0, 0)))
        if key not in self._hashes:
            self._hashes[key] = full_hash(path, self._check)
        return self._hashes[key]


def _looks(path: str) -> tuple[int, int] | None:
    try:
        status = Path(path).stat()
    except OSError:
        return None
    return status.st_size, status.st_mtime_ns


def _same_file(path: str, other: str) -> bool:
    try:
        return Path(path).samefile(other)  # hard links need no reading
    except OSError:
        return False


def video_of_file(library: Library, path: str) -> int:
    """The visible video that a file is, by its path or as a copy of one; 0 where the library has none.

    Reads three parts of the file at most, and writes nothing.

    Raises:
        MediaError: stage `scan`: the file cannot be read.
    """
    looks = _looks(path)
    rows = library.query(
        "SELECT video_id, size, mtime_ns FROM files WHERE path = ? AND root_id IS NOT NULL", path_to_db(path)
    )
    if rows and tuple(rows[0][1:]) == looks:
        return int(rows[0][0])
    same = library.query(
        "SELECT v.id FROM videos v WHERE v.fingerprint = ? AND EXISTS "
        "(SELECT 1 FROM files f WHERE f.video_id = v.id AND f.root_id IS NOT NULL)",
        fingerprint(path),
    )
    return int(same[0][0]) if same else 0


def content_of_file(library: Library | None, path: str) -> str:
    """The key of a file's content, as `videos.fingerprint` holds it or is going to hold it.

    Raises:
        MediaError: stage `scan`: the file cannot be read.
    """
    if library is None:
        return fingerprint(path)
    return Identifier(library, lambda: None).content(VideoFile(path, *(_looks(path) or (0, 0))))


def captions_of_file(library: Library, path: str) -> list[str] | None:
    """The captions of the video that a file is, or those kept for it, oldest first; None if it is gone."""
    place = os.path.abspath(path)
    try:
        video_id = video_of_file(library, place)
        if not video_id:
            return kept_captions(library, content_of_file(library, place))
    except MediaError:
        return None
    return [text for text, _ in captions_of(library, video_id)]
