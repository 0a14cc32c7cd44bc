"""The folders below a watched one, as far as they hold videos."""

from __future__ import annotations

import os
from typing import NamedTuple

from vop_desktop.library.store import Library


class Subfolder(NamedTuple):
    """A folder in another one.

    Attributes:
        videos: how many there are in it, however deep.
        deeper: whether some of them lie in folders within it.
    """

    path: str
    videos: int
    deeper: bool


def subfolders(library: Library, folder: str) -> list[Subfolder]:
    """The folders in a folder that hold videos which can be found, by name.

    Names that are no UTF-8 are left out: SQLite cannot take them apart.
    """
    above = folder.rstrip(os.sep) + os.sep
    rows = library.query(
        "WITH found AS (SELECT substr(f.path, ?) AS rest, f.video_id FROM files f "
        "JOIN videos v ON v.id = f.video_id AND v.state <> 'failed' "
        "WHERE f.path > ? AND f.path < ? AND f.root_id IS NOT NULL AND f.missing_since IS NULL), "
        "inside AS (SELECT instr(rest, ?) AS length, rest, video_id FROM found) "
        "SELECT substr(rest, 1, length - 1) AS name, count(DISTINCT video_id), "
        "max(instr(substr(rest, length + 1), ?)) FROM inside WHERE length GROUP BY name",
        len(above) + 1, above, above[:-1] + chr(ord(os.sep) + 1), os.sep, os.sep,
    )  # fmt: skip
    folders = [Subfolder(above + name, videos, bool(deeper)) for name, videos, deeper in rows]
    return sorted(folders, key=lambda each: each.path.casefold())
