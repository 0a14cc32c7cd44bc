"""What becomes of captions: whether the library has their clip, and files that they are written to."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from vop_desktop.errors import MediaError
from vop_desktop.ui.clip_messages import (
    ClipPlace,
    ExportWanted,
    FileChoice,
    FilesWritten,
    FileTaken,
    SidecarWanted,
)
from vop_desktop.ui.library_worker import LibraryWorker
from vop_desktop.ui.tasks import CancelToken

if TYPE_CHECKING:
    from vop_desktop.search.clip_captions import ClipCaptions

MOST_NAMES = 10_000


class CaptionWorker(LibraryWorker):
    """Looks clips up and writes captions to files; none is replaced unless the person said so.

    Signals:
        placed(ClipPlace): what the library knows of a clip.
        accepted_found(tuple[ClipCaptions, ...]): clips, with what is accepted of each.
        taken(FileTaken): there is a file of that name; nothing was written.
        written(FilesWritten): the files are there.
    """

    placed = Signal(object)
    accepted_found = Signal(object)
    taken = Signal(object)
    written = Signal(object)

    def __init__(self, library: Path) -> None:
        super().__init__("captions", library)

    # --- called from the GUI thread -----------------------------------------------------------------

    def look_up(self, path: str) -> None:
        """Asks what the library knows of a clip."""
        self.post(self._look_up, path)

    def find_accepted(self, clips: Sequence[ClipCaptions]) -> None:
        """Asks which captions the library has of these clips, or keeps for them."""
        self.post(self._find_accepted, tuple(clips))

    def write_sidecar(self, wanted: SidecarWanted, choice: FileChoice = "new") -> None:
        """Writes captions to a `.txt` beside their clip."""
        self.post(self._write_sidecar, wanted, choice)

    def export(self, wanted: ExportWanted, choice: FileChoice = "new") -> None:
        """Writes captions to a file: what its ending says."""
        self.post(self._export, wanted, choice)

    # --- in the worker's thread ---------------------------------------------------------------------

    def _look_up(self, token: CancelToken, path: str) -> None:
        from vop_desktop.indexing.identity import content_of_file, video_of_file
        from vop_desktop.library.kept_captions import kept_captions
        from vop_desktop.library.own_captions import captions_of
        from vop_desktop.library.places import lies_in
        from vop_desktop.library.tags import tags_of

        place, video_id, content = os.path.abspath(path), 0, ""
        library = self._library if self._path.exists() else None
        try:
            video_id = video_of_file(library, place) if library is not None else 0
            content = "" if video_id else content_of_file(library, place)
        except MediaError:  # the clip itself tells why
            pass
        if library is None:
            self.placed.emit(ClipPlace(path, content=content))
            return
        holding = [root.path for root in library.roots() if lies_in(place, root.path)]
        root = max(holding, key=len, default="")
        if not video_id:
            kept = tuple(kept_captions(library, content))
            self.placed.emit(ClipPlace(path, root=root, content=content, kept=kept))
            return
        names = [known for known, _ in library.video_paths(video_id)]
        captions = tuple(text for text, _ in captions_of(library, video_id))
        self.placed.emit(
            ClipPlace(
                path, video_id, "" if place in names else names[0], captions,
                tuple(tags_of(library, video_id)), root,
            )
        )  # fmt: skip

    def _find_accepted(self, token: CancelToken, clips: tuple[ClipCaptions, ...]) -> None:
        from vop_desktop.indexing.identity import captions_of_file
        from vop_desktop.search.own_words import with_accepted

        found = []
        for clip in clips:
            accepted = captions_of_file(self._library, clip.path) if self._path.exists() else None
            found.append(with_accepted(clip, clip.accepted if accepted is None else accepted))
        self.accepted_found.emit(tuple(found))

    def _write_sidecar(self, token: CancelToken, wanted: SidecarWanted, choice: FileChoice) -> None:
        from vop_desktop.library.sidecars import rewrite_sidecar, sidecar_there, write_sidecar

        there = sidecar_there(wanted.path)
        if choice == "new" and there is not None:
            self.taken.emit(FileTaken(wanted, str(there), ""))
            return
        if choice == "new":
            file = write_sidecar(wanted.path, wanted.captions)
        else:
            file = rewrite_sidecar(wanted.path, wanted.captions, keep=choice == "add")
        self.written.emit(FilesWritten(wanted, (str(file),)))

    def _export(self, token: CancelToken, wanted: ExportWanted, choice: FileChoice) -> None:
        from vop_desktop.search.clip_captions import write_captions

        target = wanted.target
        if target.suffix.lower() == ".srt" and len(wanted.clips) > 1:
            target = target.parent  # one for each clip; what is there keeps its name
        elif choice == "new" and os.path.lexists(target):
            self.taken.emit(FileTaken(wanted, str(target), str(_free(target))))
            return
        files = write_captions(wanted.clips, target)
        self.written.emit(FilesWritten(wanted, tuple(map(str, files))))


def _free(target: Path) -> Path:
    names = (target.with_name(f"{target.stem}-{number}{target.suffix}") for number in range(2, MOST_NAMES))
    return next((name for name in names if not os.path.lexists(name)), target)
