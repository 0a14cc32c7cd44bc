"""Forgetting videos, and bringing them back: nothing is lost while the change can still be undone."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from vop_desktop.library.changes import Plan
from vop_desktop.library.edits import Edit, replace_row
from vop_desktop.library.places import lies_in
from vop_desktop.library.rows import path_from_db
from vop_desktop.library.store import Library
from vop_desktop.library.wording import fingerprints, videos_text


@dataclass(frozen=True, slots=True)
class Forget:
    """Forgets videos, all paths of each; files are never touched.

    No search finds them, and no scan brings them back while they are as they were.
    """

    video_ids: Sequence[int]
    kind: str = "forget"

    def plan(self, library: Library) -> Plan:
        """The rows."""
        edits = _mark(library, self.video_ids, asked=True)
        return Plan(f"Forget {videos_text(len(edits))}", edits)


@dataclass(frozen=True, slots=True)
class Recall:
    """Brings forgotten videos back, as they were."""

    video_ids: Sequence[int]
    kind: str = "recall"

    def plan(self, library: Library) -> Plan:
        """The rows."""
        edits = [
            edit
            for content in fingerprints(library, self.video_ids)
            for edit in replace_row(library, "forgotten", (content,), None)
        ]
        return Plan(f"Bring back {videos_text(len(edits))}", tuple(edits))


@dataclass(frozen=True, slots=True)
class Expire:
    """Forgets videos whose files were missing for too long. A file that turns up brings its video back."""

    video_ids: Sequence[int]
    days: int
    kind: str = "expire"

    def plan(self, library: Library) -> Plan:
        """The rows."""
        edits = _mark(library, self.video_ids, asked=False)
        return Plan(f"Forget {videos_text(len(edits))} missing for {self.days} days", edits)


def _mark(library: Library, video_ids: Iterable[int], *, asked: bool) -> tuple[Edit, ...]:
    row = {"asked": int(asked), "at": time.time()}
    rows = library.query(
        "SELECT v.fingerprint FROM forgotten f JOIN videos v ON v.id = f.video_id WHERE f.asked OR NOT ?",
        asked,
    )
    forgotten = {content for (content,) in rows}
    return tuple(
        edit
        for content in fingerprints(library, video_ids)
        if content not in forgotten
        for edit in replace_row(library, "forgotten", (content,), row)
    )


def videos_at(library: Library, path: str) -> list[int]:
    """Ids of the videos with a path that is `path` or lies below it."""
    return _at(library, path, "files")


def forgotten_at(library: Library, path: str) -> list[int]:
    """The same of forgotten videos."""
    return _at(library, path, "forgotten_files")


def _at(library: Library, path: str, table: str) -> list[int]:
    rows = library.query(f"SELECT path, video_id FROM {table} ORDER BY rowid")
    return list(dict.fromkeys(video_id for key, video_id in rows if lies_in(path_from_db(key), path)))
