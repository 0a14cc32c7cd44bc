"""What is said about dropped clips and their captions: frozen values that cross threads."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from vop_desktop.records import CaptionHit

if TYPE_CHECKING:
    from vop_desktop.search.clip_captions import ClipCaptions

FileChoice = Literal["new", "add", "replace"]
ClipState = Literal["waiting", "reading", "done", "failed", "stopped"]


class Dropped(NamedTuple):
    """What was dropped on the window, sorted by what it is; each in the order dropped.

    Attributes:
        folders: new ones.
        covered: folders that lie in a watched one, or are one, each with that one.
        clips: files, whatever they are but pictures.
        pictures: files that can be the example of a search.
        missing: what is not there.
    """

    folders: tuple[str, ...] = ()
    covered: tuple[tuple[str, str], ...] = ()
    clips: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


class ClipBegun(NamedTuple):
    """A clip of a request is being read."""

    number: int
    row: int


class ClipCaptioned(NamedTuple):
    """The captions that fit a clip; `found.moments` follow in a second message where there are several."""

    number: int
    row: int
    found: ClipCaptions

    @property
    def captions(self) -> tuple[CaptionHit, ...]:
        """Of the whole clip, best first."""
        return self.found.captions


class ClipRated(NamedTuple):
    """What words of a person get from a clip: for each text the hit of the whole clip and of each segment."""

    number: int
    row: int
    ratings: tuple[tuple[CaptionHit, ...], ...]


class ClipFailed(NamedTuple):
    """A dropped thing that is no clip, in words.

    Attributes:
        kind: what it is instead, as `media.sniff` names it; empty for a video that cannot be read.
    """

    number: int
    row: int
    path: str
    reason: str
    kind: str = ""


class ClipPlace(NamedTuple):
    """What the library knows of a clip.

    Attributes:
        path: the clip, as it was asked for.
        video_id: 0 where the library does not have it.
        known_as: a path of the library, where the clip is a copy that lies elsewhere.
        captions: those the video has.
        tags: those the video has.
        root: the watched folder that the clip lies in, read yet or not; empty if it lies in none.
        content: what the library knows, or would know, the clip by; empty where the file cannot be read.
        kept: captions that were accepted while the library did not have it.
    """

    path: str
    video_id: int = 0
    known_as: str = ""
    captions: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    root: str = ""
    content: str = ""
    kept: tuple[str, ...] = ()

    @property
    def accepted(self) -> tuple[str, ...]:
        """What a person said of it, wherever that is kept, and what lies beside it."""
        return self.captions if self.video_id else self.kept


class SidecarWanted(NamedTuple):
    """Captions that are to stand in a file beside a clip."""

    path: str
    captions: tuple[str, ...]


class ExportWanted(NamedTuple):
    """Captions of clips that are to be written to a file; `accepted` of each say which were chosen."""

    clips: tuple[ClipCaptions, ...]
    target: Path


class FileTaken(NamedTuple):
    """A file of that name is there already; the person says what is to become of it.

    Attributes:
        free: a name beside it that is free.
    """

    wanted: SidecarWanted | ExportWanted
    there: str
    free: str


class FilesWritten(NamedTuple):
    """What was written, and of how many clips."""

    wanted: SidecarWanted | ExportWanted
    files: tuple[str, ...]


@dataclass(slots=True)
class ClipEntry:
    """A clip of the list; it lives in the GUI thread.

    Attributes:
        state: `waiting`, `reading`, `done`, `failed` or `stopped`.
        found: its captions, in the wording that the person gave them, and others that it has.
        reason: why it failed.
        kind: what it is instead of a video, where that is known.
    """

    path: str
    state: ClipState = "waiting"
    found: ClipCaptions | None = None
    reason: str = ""
    kind: str = ""
