"""Brings the paths of a library to where forgotten videos, excluded and removed folders want them."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable

from vop_desktop.library.lookup import path_ranges
from vop_desktop.library.places import is_excluded, lies_in
from vop_desktop.library.rows import path_from_db, path_to_db
from vop_desktop.library.store import Library

_COLUMNS = "path, video_id, root_id, size, mtime_ns, missing_since"


def settle_forgotten(library: Library, *, returned: bool = False) -> None:
    """Moves the paths of videos that are forgotten, or are so no more. Inside a transaction.

    The paths of forgotten videos wait in `forgotten_files`. One that comes back stays out if another
    content lies there by now.

    Args:
        library: the library.
        returned: files that come back missing count as missing from now on, not since they were missed.
    """
    library.execute(
        f"INSERT OR REPLACE INTO forgotten_files ({_COLUMNS}) "
        f"SELECT {_COLUMNS} FROM files WHERE video_id IN (SELECT video_id FROM forgotten)"
    )
    library.execute("DELETE FROM files WHERE video_id IN (SELECT video_id FROM forgotten)")
    missing = "iif(missing_since IS NULL, NULL, ?)" if returned else "missing_since"
    library.execute(
        f"INSERT OR IGNORE INTO files ({_COLUMNS}) "
        f"SELECT {_COLUMNS.replace('missing_since', missing)} FROM forgotten_files "
        "WHERE video_id NOT IN (SELECT video_id FROM forgotten)",
        *([time.time()] if returned else []),
    )
    library.execute("DELETE FROM forgotten_files WHERE video_id NOT IN (SELECT video_id FROM forgotten)")
    settle_excludes(library)


def settle_removed(library: Library, folders: Iterable[str]) -> None:
    """Lets go of what was still to be done in folders that are watched no more. Inside a transaction."""
    watched = [path_from_db(row[0]) for row in library.query("SELECT path FROM roots")]
    for folder in folders:
        for where, keys in path_ranges("path", folder):
            for table in ("failures", "jobs"):
                rows = library.query(f"SELECT path FROM {table} WHERE {where}", *keys)
                gone = [
                    row for row in rows if not any(lies_in(path_from_db(row[0]), root) for root in watched)
                ]
                if table == "failures":
                    library.execute_many("DELETE FROM failures WHERE path = ?", gone)
                else:  # what was begun without an end is still known when the folder is added again
                    library.execute_many("DELETE FROM jobs WHERE path = ? AND tries = 0", gone)
                    library.execute_many("UPDATE jobs SET state = 'parked' WHERE path = ?", gone)


def settle_excludes(library: Library) -> None:
    """Lets excluded files belong to no root: hidden, kept. Inside a transaction."""
    for root_id, key, text in library.query("SELECT id, path, excludes FROM roots WHERE excludes <> '[]'"):
        root, excludes = path_from_db(key), json.loads(text)
        files = [
            path_from_db(r[0]) for r in library.query("SELECT path FROM files WHERE root_id = ?", root_id)
        ]
        hidden = [(path_to_db(file),) for file in files if is_excluded(file, root, excludes)]
        library.execute_many("UPDATE files SET root_id = NULL WHERE path = ?", hidden)
        failed = [f.path for f in library.failures() if is_excluded(f.path, root, excludes)]
        library.execute_many("DELETE FROM failures WHERE path = ?", [(path_to_db(path),) for path in failed])
    library.adopt_files()
