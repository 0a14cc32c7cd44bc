"""Taking a folder off the list of watched ones: what was read of it is kept while that can be undone."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from vop_desktop.errors import LibraryError
from vop_desktop.library.captions import PERSON
from vop_desktop.library.changes import Plan, find_change, take_back
from vop_desktop.library.edits import Edit, replace_row
from vop_desktop.library.lookup import path_ranges
from vop_desktop.library.places import is_excluded, lies_in
from vop_desktop.library.rows import path_from_db, path_to_db
from vop_desktop.library.store import Library
from vop_desktop.library.wording import quoted
from vop_desktop.records import one_line

# Found anew when the folder is added again; what a person said of a video stays.
_READ = ("segments", "frame_hashes", "encodings", "subtitle_sources")
_SAID = ("captions", "removed_captions", "tags", "posters")


@dataclass(frozen=True, slots=True)
class RemoveRoot:
    """Watches a folder no longer: its videos are in no search and no count, those of other folders apart."""

    root: str
    kind: str = "remove"

    def plan(self, library: Library) -> Plan:
        """The rows."""
        removed = replace_row(library, "roots", (self.root,), None)
        if not removed:
            raise LibraryError(f"{one_line(self.root)} is not a watched folder. Nothing was changed.")
        name = os.path.basename(self.root.rstrip(os.sep)) or self.root
        return Plan(f"Remove folder {quoted(one_line(name))}", (*_handed_over(library, self.root), *removed))


def bring_back(library: Library, root: str) -> bool:
    """Adds a removed folder again, as it was; False where nothing is known of it any more."""
    with library.transaction(durable=True):
        number = find_change(library, "remove", "roots", root)
        if number:
            take_back(library, number)
    return bool(number)


def _handed_over(library: Library, root: str) -> Iterator[Edit]:
    """The files that go to another watched folder which holds them; undo brings exactly these back."""
    key = path_to_db(root)
    others = [
        (path_from_db(path), json.loads(excludes))
        for path, excludes in library.query(
            "SELECT path, excludes FROM roots WHERE path <> ? ORDER BY id", key
        )
    ]
    others = [(other, excludes) for other, excludes in others if lies_in(root, other) or lies_in(other, root)]
    if not others:
        return
    for (found,) in library.query(
        "SELECT f.path FROM files f JOIN roots r ON r.id = f.root_id WHERE r.path = ? ORDER BY f.id", key
    ):
        path = path_from_db(found)
        for other, excludes in others:
            if lies_in(path, other) and not is_excluded(path, other, excludes):
                yield from replace_row(library, "files", (path,), {"root_id": other})
                break


def drop_removed(library: Library, roots: Iterable[str]) -> list[str]:
    """Drops what was read of folders that were removed for good. Inside a transaction.

    What a person said of a video stays with its row, by content; a video of which nobody said anything goes.
    What any other folder holds, watched or removed, is left alone.

    Returns:
        the contents of which data was dropped.
    """
    watched = [path_from_db(row[0]) for row in library.query("SELECT path FROM roots")]
    gone = [root for root in roots if root not in watched]
    library.query("CREATE TEMP TABLE IF NOT EXISTS leaving (path NOT NULL PRIMARY KEY)")
    library.execute("DELETE FROM leaving")
    for root in gone:
        for where, keys in path_ranges("path", root):
            files = library.query(f"SELECT path FROM files WHERE root_id IS NULL AND {where}", *keys)
            hidden = [
                row for row in files if not any(lies_in(path_from_db(row[0]), each) for each in watched)
            ]
            library.execute_many("INSERT OR IGNORE INTO leaving VALUES (?)", hidden)
    videos = library.query(
        "SELECT v.id, v.fingerprint FROM videos v WHERE v.id IN (SELECT video_id FROM files "
        "WHERE path IN (SELECT path FROM leaving)) AND NOT EXISTS (SELECT 1 FROM files f "
        "WHERE f.video_id = v.id AND f.path NOT IN (SELECT path FROM leaving))"
    )
    for number, _ in videos:
        for table in _READ:
            library.execute(f"DELETE FROM {table} WHERE video_id = ?", number)
        library.execute("DELETE FROM captions WHERE video_id = ? AND source <> ?", number, PERSON)
        library.execute("DELETE FROM files WHERE video_id = ?", number)
        said = " UNION ALL ".join(f"SELECT 1 FROM {table} WHERE video_id = ?1" for table in _SAID)
        if not library.query(said, number):
            library.execute("DELETE FROM videos WHERE id = ?", number)
    return [content for _, content in videos]
