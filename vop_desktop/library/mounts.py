"""Drives that are mounted within watched folders: what lies on one that is away is not gone."""

from __future__ import annotations

from collections.abc import Iterable

from vop_desktop.library.reach import has_entries
from vop_desktop.library.rows import path_from_db, path_to_db
from vop_desktop.library.store import Library


def note_mounts(library: Library, folders: Iterable[str]) -> None:
    """Remembers folders on which another drive was seen than on the watched folder around them."""
    known = {row[0] for row in library.query("SELECT path FROM mounts")}
    new = [(key,) for folder in folders if (key := path_to_db(folder)) not in known]
    if new:
        library.execute_many("INSERT OR IGNORE INTO mounts (path) VALUES (?)", new)


def mounts_away(library: Library) -> tuple[str, ...]:
    """Those that hold nothing now. May wait for a sleeping disk or a network share."""
    folders = [path_from_db(row[0]) for row in library.query("SELECT path FROM mounts")]
    return tuple(folder for folder in folders if not has_entries(folder))
