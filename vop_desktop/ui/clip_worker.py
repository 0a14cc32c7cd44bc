"""Dropped clips in the background: what it is, its captions."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from vop_desktop.errors import MediaError
from vop_desktop.records import Encoder, FloatArray
from vop_desktop.ui.library_worker import LibraryWorker
from vop_desktop.ui.messages import ClipCaptions, ClipFailed, ClipOpened, Dropped
from vop_desktop.ui.tasks import CancelToken

if TYPE_CHECKING:
    from vop_desktop.search.captions import CaptionRanker


class ClipWorker(LibraryWorker):
    """Reads dropped clips and ranks captions for them.

    Signals:
        dropped(Dropped): what was dropped, sorted into folders, clips and others.
        opened(ClipOpened): the clip is decoded and encoded.
        captioned(ClipCaptions): its captions.
        clip_failed(ClipFailed): it is no video, or cannot be read.
        progressed(int, int): captions encoded for the first time, of how many.
    """

    dropped = Signal(object)
    opened = Signal(object)
    captioned = Signal(object)
    clip_failed = Signal(object)
    progressed = Signal(int, int)

    def __init__(self, library: Path, encoder: Encoder) -> None:
        super().__init__("clips", library)
        self._encoder = encoder
        self._newest = 0
        self._ranker: CaptionRanker | None = None  # kept: it holds the captions' embeddings

    # --- called from the GUI thread -----------------------------------------------------------------

    def sort_drop(self, dropped: list[str]) -> None:
        """Asks which of the dropped paths are folders and which files."""
        self.post(self._sort_drop, dropped)

    def open_clip(self, path: str, limit: int) -> int:
        """Asks for a clip's captions; a clip in hand is given up. Gives the number of the request."""
        self.cancel()
        self._newest += 1
        self.post(self._open_clip, self._newest, path, limit)
        return self._newest

    def use_encoder(self, encoder: Encoder) -> None:
        """Reads clips with another model from now on."""
        self.post(self._use_encoder, encoder)

    # --- in the worker's thread ---------------------------------------------------------------------

    def _use_encoder(self, token: CancelToken, encoder: Encoder) -> None:
        self._encoder, self._ranker = encoder, None

    def _sort_drop(self, token: CancelToken, dropped: list[str]) -> None:
        folders = tuple(path for path in dropped if os.path.isdir(path))
        clips = tuple(path for path in dropped if os.path.isfile(path))
        self.dropped.emit(Dropped(folders, clips, tuple(p for p in dropped if p not in {*folders, *clips})))

    def _open_clip(self, token: CancelToken, number: int, path: str, limit: int) -> None:
        from vop_desktop.indexing.clip import encode_clip

        try:
            clip = encode_clip(path, self._encoder, cancel=token, hashes=True)
        except MediaError as error:
            self.clip_failed.emit(ClipFailed(number, path, error.reason))
            return
        self.opened.emit(
            ClipOpened(number, clip.path, clip.info, clip.filmstrip, clip.segments, clip.warning, clip.hashes)
        )
        self._rank(token, number, clip.segments, limit)

    def _rank(self, token: CancelToken, number: int, segments: FloatArray, limit: int) -> None:
        from vop_desktop.search.captions import CaptionRanker

        if self._ranker is None:
            self._ranker = CaptionRanker(self._library, self._encoder)
        hits = self._ranker.rank(
            segments, limit=limit, diverse=True, cancel=token, progress=self.progressed.emit
        )
        self.captioned.emit(ClipCaptions(number, tuple(hits)))
