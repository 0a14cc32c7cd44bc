"""Captions that a person accepts for clips which the library does not have: kept by content.

They become the video's own as soon as a watched folder holds it (`migrations`), and are a change of the
video's captions from then on, forward and back (`edits`).
"""

from __future__ import annotations

from dataclasses import dataclass

from vop_desktop.errors import LibraryError
from vop_desktop.library.captions import PERSON
from vop_desktop.library.changes import Plan
from vop_desktop.library.edits import Edit, replace_row, video_of_kept
from vop_desktop.library.own_captions import AddCaption, EditCaption, RemoveCaption, checked
from vop_desktop.library.store import Library
from vop_desktop.library.wording import quoted, tidy_text


@dataclass(frozen=True, slots=True)
class KeepCaption:
    """Keeps a caption for a clip; `content` is what `videos.fingerprint` would say of it."""

    content: str
    text: str
    kind: str = "caption"

    def plan(self, library: Library) -> Plan:
        """The rows."""
        if video_id := video_of_kept(library, self.content, tidy_text(self.text)):
            return AddCaption(video_id, self.text).plan(library)
        text = checked(self.text)
        return Plan(f"Add caption {quoted(text)}", tuple(_kept(library, self.content, text)))


@dataclass(frozen=True, slots=True)
class RewordKept:
    """Gives a kept caption another wording."""

    content: str
    old: str
    new: str
    kind: str = "caption"

    def plan(self, library: Library) -> Plan:
        """The rows."""
        if video_id := video_of_kept(library, self.content, self.old):
            return EditCaption(video_id, self.old, self.new).plan(library)
        text = checked(self.new)
        if text == self.old:
            return Plan("", ())
        edits = [*_dropped(library, self.content, self.old), *_kept(library, self.content, text)]
        return Plan(f"Edit caption {quoted(self.old)}", tuple(edits))


@dataclass(frozen=True, slots=True)
class DropKept:
    """Keeps a caption no longer."""

    content: str
    text: str
    kind: str = "caption"

    def plan(self, library: Library) -> Plan:
        """The rows."""
        if video_id := video_of_kept(library, self.content, self.text):
            return RemoveCaption(video_id, self.text).plan(library)
        edits = _dropped(library, self.content, self.text)
        return Plan(f"Remove caption {quoted(self.text)}", tuple(edits))


def kept_captions(library: Library, content: str) -> list[str]:
    """The captions kept for a content, and those a person gave to a video that is hidden; oldest first."""
    own = library.query(
        "SELECT c.text FROM captions c JOIN videos v ON v.id = c.video_id "
        "WHERE v.fingerprint = ? AND c.source = ? ORDER BY c.id",
        content, PERSON,
    )  # fmt: skip
    kept = library.query("SELECT text FROM kept_captions WHERE fingerprint = ? ORDER BY id", content)
    return list(dict.fromkeys(row[0] for row in (*own, *kept)))


def _kept(library: Library, content: str, text: str) -> list[Edit]:
    return replace_row(library, "kept_captions", (content, text), {})


def _dropped(library: Library, content: str, text: str) -> list[Edit]:
    edits = replace_row(library, "kept_captions", (content, text), None)
    if not edits:
        raise LibraryError(f"The video has no caption {quoted(text)}. Nothing was changed.")
    return edits
