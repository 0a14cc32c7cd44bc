"""Leaving parts of a watched folder out."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from vop_desktop.errors import LibraryError
from vop_desktop.library.changes import Plan
from vop_desktop.library.edits import replace_row
from vop_desktop.library.rows import path_to_db
from vop_desktop.library.store import Library
from vop_desktop.library.wording import quoted
from vop_desktop.records import one_line


@dataclass(frozen=True, slots=True)
class SetExcludes:
    """Sets what scans of a watched folder leave out; what was read of it is hidden and kept.

    Attributes:
        root: the folder.
        excludes: patterns for names (`*.tmp.mp4`) or whole paths; for a folder what `folder_pattern` makes.
    """

    root: str
    excludes: Sequence[str]
    kind: str = "exclude"

    def plan(self, library: Library) -> Plan:
        """The rows."""
        if not library.query("SELECT 1 FROM roots WHERE path = ?", path_to_db(self.root)):
            raise LibraryError(f"{one_line(self.root)} is not a watched folder. Nothing was changed.")
        wanted = list(dict.fromkeys(pattern for pattern in self.excludes if pattern.strip(" /\\")))
        before = library.excludes(self.root)
        row = {"excludes": json.dumps(wanted)}
        added = [pattern for pattern in wanted if pattern not in before]
        removed = [pattern for pattern in before if pattern not in wanted]
        title = f"Change what is left out of {quoted(one_line(self.root))}"
        if len(added) + len(removed) == 1:
            verb = "Leave out" if added else "Take in again"
            title = f"{verb} {quoted(one_line((added or removed)[0]))}"
        elif added and not removed:
            title = f"Leave out {len(added)} files or folders"
        return Plan(title, tuple(replace_row(library, "roots", (self.root,), row)))
