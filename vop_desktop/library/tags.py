"""Tags: short marks that a person puts on videos."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from vop_desktop.errors import LibraryError
from vop_desktop.library.changes import Plan
from vop_desktop.library.edits import replace_row
from vop_desktop.library.store import Library
from vop_desktop.library.wording import fingerprints, quoted, tidy_text, videos_text

MAX_TAG = 100  # characters


@dataclass(frozen=True, slots=True)
class AddTag:
    """Puts a tag on videos. A tag that differs from a known one only in capitals is that one."""

    video_ids: Sequence[int]
    tag: str
    kind: str = "tag"

    def plan(self, library: Library) -> Plan:
        """The rows."""
        tag = _spelling(library, tidy_text(self.tag))
        if not tag:
            raise LibraryError("A tag needs at least one letter.")
        if len(tag) > MAX_TAG:
            raise LibraryError(f"A tag may have {MAX_TAG} letters; this one has {len(tag)}.")
        edits = [
            edit
            for content in fingerprints(library, self.video_ids)
            for edit in replace_row(library, "tags", (content, tag), {})
        ]
        return Plan(f"Tag {videos_text(len(edits))} {quoted(tag)}", tuple(edits))


@dataclass(frozen=True, slots=True)
class RemoveTag:
    """Takes a tag off videos."""

    video_ids: Sequence[int]
    tag: str
    kind: str = "tag"

    def plan(self, library: Library) -> Plan:
        """The rows."""
        tag = _spelling(library, tidy_text(self.tag))
        edits = [
            edit
            for content in fingerprints(library, self.video_ids)
            for edit in replace_row(library, "tags", (content, tag), None)
        ]
        return Plan(f"Take tag {quoted(tag)} off {videos_text(len(edits))}", tuple(edits))


def tags_of(library: Library, video_id: int) -> list[str]:
    """The tags of a video, in alphabetical order."""
    rows = library.query("SELECT tag FROM tags WHERE video_id = ?", video_id)
    return sorted((row[0] for row in rows), key=str.casefold)


def all_tags(library: Library) -> dict[str, int]:
    """Every tag with the number of its videos in watched folders; in alphabetical order."""
    rows = library.query(
        "SELECT tag, count(*) FROM tags WHERE video_id IN "
        "(SELECT video_id FROM files WHERE root_id IS NOT NULL) GROUP BY tag"
    )
    return dict(sorted(rows, key=lambda row: str(row[0]).casefold()))


def _spelling(library: Library, tag: str) -> str:
    """The way in which a tag is written in the library."""
    folded = tag.casefold()
    known = (row[0] for row in library.query("SELECT DISTINCT tag FROM tags"))
    return next((other for other in known if other.casefold() == folded), tag)
