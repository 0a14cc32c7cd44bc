"""What becomes of files that are gone: kept as missing for a while, then forgotten with notice."""

from __future__ import annotations

import os

from vop_desktop.library import changes
from vop_desktop.library.clock import DAY, advance_clock
from vop_desktop.library.edits import load_edits
from vop_desktop.library.forget import Expire
from vop_desktop.library.mounts import mounts_away
from vop_desktop.library.places import lies_in
from vop_desktop.library.reach import has_entries
from vop_desktop.library.removing import drop_removed
from vop_desktop.library.rows import path_from_db
from vop_desktop.library.store import Library

MISSING_DAYS = 30
EMPTIED = 2  # `forgotten.asked` once nothing is kept of the video but its fingerprint
UNDO_DAYS = 60  # that a change can be taken back, and that what it forgot is kept

# Derived from the file or said by the person; a forgotten video's row itself stays, so that no scan reads it.
_DATA = ("segments", "frame_hashes", "encodings", "captions", "removed_captions", "tags", "posters")


def expire_missing(library: Library, *, days: int = MISSING_DAYS) -> changes.DoneChange | None:
    """Forgets what was missing for `days`; a change like any other, so that it can be undone.

    A path goes when its file is gone, its root can be reached, and something else of the root is there: a
    root of which nothing is left is taken for a drive that is away. So is a folder on which a drive was seen
    and that is empty now. A video goes with its last path.

    Returns:
        what was forgotten; None where it was nothing but paths of videos that lie elsewhere as well.
    """
    library.check_roots()
    with library.transaction(durable=True):
        clock = advance_clock(library)
        library.execute(
            "DELETE FROM missing_marks WHERE file_id IN "
            "(SELECT id FROM files WHERE missing_since IS NULL OR root_id IS NULL)"
        )
        library.execute(
            "INSERT OR IGNORE INTO missing_marks (file_id, at) SELECT f.id, ? FROM files f "
            "JOIN roots r ON r.id = f.root_id WHERE f.missing_since IS NOT NULL AND r.reachable",
            clock,
        )
        due = [number for number in _due(library, clock - days * DAY) if not _is_there(library, number)]
        return _expire(library, due, days) if due else None


def _due(library: Library, limit: float) -> list[int]:
    """Ids of the file rows whose time is up, in roots that are there."""
    rows = library.query(
        "SELECT m.file_id, f.path, r.path FROM missing_marks m JOIN files f ON f.id = m.file_id "
        "JOIN roots r ON r.id = f.root_id WHERE m.at <= ? AND r.reachable AND EXISTS "
        "(SELECT 1 FROM files o WHERE o.root_id = r.id AND o.missing_since IS NULL)",
        limit,
    )
    if not rows:
        return []
    there = {root: has_entries(path_from_db(root)) for root in {row[2] for row in rows}}
    away = mounts_away(library)
    return [
        number
        for number, path, root in rows
        if there[root] and not any(lies_in(path_from_db(path), drive) for drive in away)
    ]


def _is_there(library: Library, number: int) -> bool:
    return os.path.lexists(path_from_db(library.query("SELECT path FROM files WHERE id = ?", number)[0][0]))


def _expire(library: Library, due: list[int], days: int) -> changes.DoneChange | None:
    library.query("CREATE TEMP TABLE IF NOT EXISTS due (id INTEGER PRIMARY KEY)")
    library.execute("DELETE FROM due")
    library.execute_many("INSERT INTO due VALUES (?)", [(number,) for number in due])
    videos = library.query(
        "SELECT video_id FROM files GROUP BY video_id HAVING sum(id NOT IN (SELECT id FROM due)) = 0"
    )
    done = changes.do(library, Expire([row[0] for row in videos], days)) if videos else None
    library.execute("DELETE FROM files WHERE id IN (SELECT id FROM due)")  # of videos that lie elsewhere
    return done


def purge(library: Library, *, days: int = UNDO_DAYS) -> int:
    """Drops changes that are too old to be taken back, and what was kept for them alone.

    Of what a person forgot, a row with its fingerprint stays: no scan shall bring it back. So does what a
    person said of the videos of a folder that was removed.

    Returns:
        number of videos of which data was dropped.
    """
    with library.transaction():
        limit = advance_clock(library) - days * DAY
        old = library.query("SELECT data FROM changes WHERE clock <= ? AND NOT undone", limit)
        library.execute("DELETE FROM changes WHERE clock <= ?", limit)
        left = library.query("SELECT data FROM changes")
        kept = {content for (text,) in left for content in _named(text, "forgotten")}
        waiting = {root for (text,) in left for root in _named(text, "roots")}
        removed = {root for (text,) in old for root in _named(text, "roots")} - waiting
        dropped = drop_removed(library, removed)
        rows = library.query(
            "SELECT v.id, v.fingerprint, f.asked FROM forgotten f JOIN videos v ON v.id = f.video_id "
            "WHERE f.asked < ?",
            EMPTIED,
        )
        gone = [(number, content, asked) for number, content, asked in rows if content not in kept]
        for number, _, asked in gone:
            _drop(library, number, whole=not asked)
    dropped += [content for _, content, _ in gone]
    for content in dropped:
        library.drop_filmstrips(content)
    return len(dropped)


def _named(text: str, table: str) -> list[str]:
    return [str(edit.key[0]) for edit in load_edits(text) if edit.table == table]


def _drop(library: Library, number: int, *, whole: bool) -> None:
    present = {row[0] for row in library.query("SELECT name FROM sqlite_master WHERE type = 'table'")}
    for table in _DATA:
        if table in present:
            library.execute(f"DELETE FROM {table} WHERE video_id = ?", number)
    if whole:
        library.execute("DELETE FROM videos WHERE id = ?", number)
    else:
        library.execute("UPDATE forgotten SET asked = ? WHERE video_id = ?", EMPTIED, number)
