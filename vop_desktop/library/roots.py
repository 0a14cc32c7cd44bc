"""Watched folders: where one lies now, without reading anything anew, and how one is read."""

from __future__ import annotations

import os
import time

from vop_desktop.errors import LibraryError
from vop_desktop.library.lookup import path_ranges
from vop_desktop.library.places import lies_in
from vop_desktop.library.rows import path_from_db, path_to_db
from vop_desktop.library.store import Library
from vop_desktop.records import display_path

_SAMPLE = 200  # files that are looked for before a folder is believed to be the one


def set_gentle(library: Library, path: str, gentle: bool) -> None:
    """Says whether a watched folder is read one file at a time, after all others.

    Raises:
        LibraryError: it is no watched folder.
    """
    if not library.execute("UPDATE roots SET gentle = ? WHERE path = ?", int(gentle), path_to_db(path)):
        raise LibraryError(f"{display_path(path)} is no folder of this library. Nothing was changed.")


def gentle_roots(library: Library) -> frozenset[int]:
    """Ids of the watched folders that are read one file at a time."""
    return frozenset(row[0] for row in library.query("SELECT id FROM roots WHERE gentle"))


def locate_root(library: Library, old: str, new: str) -> int:
    """Says that a watched folder is now `new`; gives the number of files that were pointed there.

    All or nothing. Watched folders within it go along. Where `new` was indexed meanwhile, what was found
    there stands. Takes a stat for each of some files: not for the GUI thread.

    Raises:
        LibraryError: `old` is no watched folder, `new` is none at all, or holds none of its files.
    """
    old, new = os.path.abspath(old), os.path.abspath(new)
    shown_old, shown_new = display_path(old), display_path(new)
    if not library.query("SELECT 1 FROM roots WHERE path = ?", path_to_db(old)):
        raise LibraryError(f"{shown_old} is no folder of this library. Nothing was changed.")
    if not os.path.isdir(new):
        raise LibraryError(f"There is no folder {shown_new}. Nothing was changed.")
    if old == new:
        return 0
    files = _files(library, old)
    if files and not _holds_some(files, old, new):
        raise LibraryError(
            f"{shown_new} holds none of the videos of {shown_old}. Choose the folder that they lie in now; "
            "nothing was changed."
        )
    with library.transaction():
        _move_roots(library, old, new)
        library.execute("UPDATE roots SET reachable = 1 WHERE path = ?", path_to_db(new))
        root_id = library.query("SELECT id FROM roots WHERE path = ?", path_to_db(new))[0][0]
        moved = sum(_move_file(library, row, old, new, root_id) for row in files)
        for table in ("failures", "jobs"):
            for where, keys in path_ranges("path", old):
                library.execute(f"DELETE FROM {table} WHERE {where}", *keys)
    return moved


def _files(library: Library, folder: str) -> list[tuple[int, str, int, int]]:
    """Id, path, video and size of every known file of a folder."""
    return [
        (number, path_from_db(key), video_id, size)
        for where, keys in path_ranges("path", folder)
        for number, key, video_id, size in library.query(
            f"SELECT id, path, video_id, size FROM files WHERE {where}", *keys
        )
    ]


def _holds_some(files: list[tuple[int, str, int, int]], old: str, new: str) -> bool:
    """Whether a file of the same name and size lies at its place in the new folder."""
    for _, path, _, size in files[:: max(1, len(files) // _SAMPLE)]:
        try:
            if os.stat(_moved(path, old, new)).st_size == size:  # noqa: PTH116
                return True
        except OSError:
            continue
    return False


def _move_roots(library: Library, old: str, new: str) -> None:
    for (key,) in library.query("SELECT path FROM roots"):
        path = path_from_db(key)
        if lies_in(path, old):
            library.execute(
                "UPDATE OR IGNORE roots SET path = ? WHERE path = ?", path_to_db(_moved(path, old, new)), key
            )
            kept = library.query("SELECT id FROM roots WHERE path = ?", path_to_db(_moved(path, old, new)))
            library.execute(  # both were watched: they are one now
                "UPDATE files SET root_id = ? WHERE root_id IN (SELECT id FROM roots WHERE path = ?)",
                kept[0][0], key,
            )  # fmt: skip
            library.execute("DELETE FROM roots WHERE path = ?", key)


def _move_file(library: Library, row: tuple[int, str, int, int], old: str, new: str, root_id: int) -> bool:
    """Points one file to its new place, unless another is known there."""
    number, path, video_id, _ = row
    key = path_to_db(_moved(path, old, new))
    there = library.query("SELECT video_id FROM files WHERE path = ?", key)
    if not there:
        library.execute("UPDATE files SET path = ? WHERE id = ?", key, number)
        return True
    if there[0][0] == video_id:
        library.execute("DELETE FROM files WHERE id = ?", number)
        return True
    library.execute(  # another content took its place: this one is gone, but not forgotten
        "UPDATE files SET root_id = ?, missing_since = coalesce(missing_since, ?) WHERE id = ?",
        root_id, time.time(), number,
    )  # fmt: skip
    return False


def _moved(path: str, old: str, new: str) -> str:
    return new if path == old else new.rstrip(os.sep) + os.sep + path[len(old.rstrip(os.sep)) + 1 :]
