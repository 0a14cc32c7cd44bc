"""Captions that a person accepts, writes, edits or removes."""

from __future__ import annotations

from dataclasses import dataclass

from vop_desktop.errors import LibraryError
from vop_desktop.library.captions import LIBRARY_SET, MAX_CAPTION, PERSON
from vop_desktop.library.changes import Plan
from vop_desktop.library.edits import Edit, replace_row
from vop_desktop.library.store import Library
from vop_desktop.library.wording import fingerprints, quoted, tidy_text


@dataclass(frozen=True, slots=True)
class AddCaption:
    """Ties a caption to a video: one that the person wrote, or a suggestion that was accepted."""

    video_id: int
    text: str
    kind: str = "caption"

    def plan(self, library: Library) -> Plan:
        """The rows."""
        (content,) = fingerprints(library, [self.video_id])
        text = checked(self.text)
        return Plan(f"Add caption {quoted(text)}", tuple(_added(library, content, text)))


@dataclass(frozen=True, slots=True)
class EditCaption:
    """Gives a caption of a video another wording."""

    video_id: int
    old: str
    new: str
    kind: str = "caption"

    def plan(self, library: Library) -> Plan:
        """The rows."""
        (content,) = fingerprints(library, [self.video_id])
        text = checked(self.new)
        if text == self.old:
            return Plan("", ())
        edits = _removed(library, content, self.video_id, self.old) + _added(library, content, text)
        return Plan(f"Edit caption {quoted(self.old)}", tuple(edits))


@dataclass(frozen=True, slots=True)
class RemoveCaption:
    """Takes a caption off a video; one from a file beside the video does not come back with the next scan."""

    video_id: int
    text: str
    kind: str = "caption"

    def plan(self, library: Library) -> Plan:
        """The rows."""
        (content,) = fingerprints(library, [self.video_id])
        edits = _removed(library, content, self.video_id, self.text)
        return Plan(f"Remove caption {quoted(self.text)}", tuple(edits))


def captions_of(library: Library, video_id: int) -> list[tuple[str, str]]:
    """Captions of a video with where they come from: `person`, `file` or `title`; oldest first."""
    return [
        (row[0], row[1])
        for row in library.query(
            "SELECT c.text, c.source FROM captions c JOIN caption_sets s ON s.id = c.set_id "
            "WHERE c.video_id = ? AND s.name = ? AND c.source <> 'subtitle' ORDER BY c.id",
            video_id, LIBRARY_SET,
        )
    ]  # fmt: skip


def checked(text: str) -> str:
    """A caption as it is kept. LibraryError where it is none."""
    tidy = tidy_text(text)
    if not tidy:
        raise LibraryError("A caption needs at least one letter.")
    if len(tidy) > MAX_CAPTION:
        raise LibraryError(f"A caption may have {MAX_CAPTION} letters; this one has {len(tidy)}.")
    return tidy


def _added(library: Library, content: str, text: str) -> list[Edit]:
    return [
        *replace_row(library, "removed_captions", (content, text), None),
        *replace_row(library, "captions", (LIBRARY_SET, content, text), {"source": PERSON}),
    ]


def _removed(library: Library, content: str, video_id: int, text: str) -> list[Edit]:
    sources = dict(captions_of(library, video_id))
    if text not in sources:
        raise LibraryError(f"The video has no caption {quoted(text)}. Nothing was changed.")
    edits = replace_row(library, "captions", (LIBRARY_SET, content, text), None)
    if sources[text] != PERSON:
        edits += replace_row(library, "removed_captions", (content, text), {})
    return edits
