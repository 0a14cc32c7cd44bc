"""What a library needs now and then: called after indexing, and some time after the start."""

from __future__ import annotations

import sqlite3
import time
from contextlib import suppress

from vop_desktop.errors import LibraryError
from vop_desktop.library import backups
from vop_desktop.library.clock import DAY
from vop_desktop.library.notices import LibraryNotice
from vop_desktop.library.retention import MISSING_DAYS, expire_missing, purge
from vop_desktop.library.store import Library
from vop_desktop.library.thumbnails import SIZE_LIMIT
from vop_desktop.records import one_line

BACKUP_DAYS = 7


def look_after(
    library: Library, *, missing_days: int = MISSING_DAYS, thumbnail_megabytes: int = SIZE_LIMIT
) -> list[LibraryNotice]:
    """Makes the weekly backup, forgets what was missing for too long, keeps thumbnails in their limit.

    Costs next to nothing when nothing is due. Library that cannot be written to: nothing is done.

    Returns:
        what the person has to be told.
    """
    if library.read_only:
        return []
    notices = []
    trouble = _weekly_backup(library)
    if trouble:
        notices.append(LibraryNotice("backup", trouble))
    expired = expire_missing(library, days=missing_days)
    if expired is not None:
        notices.append(LibraryNotice("expired", f"{expired.title}: done. Undo brings them back."))
    purge(library)
    library.limit_filmstrips(thumbnail_megabytes)
    return notices


def _weekly_backup(library: Library) -> str:
    """Makes a backup if the last one is older than a week, or newer than now; gives what went wrong."""
    rows = library.query("SELECT value FROM upkeep WHERE name = 'backup'")
    age = time.time() - rows[0][0] if rows else None
    if age is not None and 0 <= age < BACKUP_DAYS * DAY:
        return ""
    if not rows and not library.query("SELECT 1 FROM videos LIMIT 1"):
        return ""  # nothing to keep yet
    try:
        backups.make_backup(library.path, "weekly")
    except (OSError, sqlite3.OperationalError) as error:
        return (
            f"The library {one_line(str(library.path))} could not be backed up this week ({error}). "
            "Make room on the disk; it is tried again next time."
        )
    with suppress(LibraryError):  # then it is made once more next time
        library.execute(
            "INSERT INTO upkeep (name, value) VALUES ('backup', ?) "
            "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            time.time(),
        )
    return ""
