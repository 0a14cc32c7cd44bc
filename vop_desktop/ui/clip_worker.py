"""Dropped clips in the background: what they are, the captions of one after the other."""

from __future__ import annotations

import dataclasses
import os
import time
from collections import deque
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from vop_desktop.errors import Cancelled, MediaError
from vop_desktop.records import CaptionHit, Encoder, FloatArray
from vop_desktop.ui.clip_messages import ClipBegun, ClipCaptioned, ClipFailed, ClipRated, Dropped
from vop_desktop.ui.drop import PICTURES
from vop_desktop.ui.library_worker import LibraryWorker
from vop_desktop.ui.messages import ClipOpened
from vop_desktop.ui.tasks import CancelToken

if TYPE_CHECKING:
    from vop_desktop.indexing.clip import EncodedClip
    from vop_desktop.search.captions import CaptionRanker

OF_A_MOMENT = 3  # captions
TELL_SECONDS = 0.2


class ClipBatch:
    """Clips that are read one after the other; those that somebody looks at first. Any thread.

    Args:
        number: of the request.
        paths: of all its clips.
        limit: captions of each.
        rows: numbers of those that are to be read, in this order.
    """

    def __init__(self, number: int, paths: Sequence[str], limit: int, rows: Sequence[int]) -> None:
        self.number, self.paths, self.limit = number, paths, limit
        self._waiting = deque(rows)
        self._wanted: deque[int] = deque()
        self._taken: set[int] = set()

    def prefer(self, row: int) -> None:
        """This one next, also where it was read before."""
        self._taken.discard(row)
        self._wanted.append(row)

    def halt(self) -> None:
        """Nothing more is to be read."""
        self._waiting.clear()
        self._wanted.clear()

    def rows(self) -> Iterator[int]:
        """What is to be read next, until nothing is."""
        while self._wanted or self._waiting:
            row = self._wanted.pop() if self._wanted else self._waiting.popleft()
            if row not in self._taken:
                self._taken.add(row)
                yield row


class ClipWorker(LibraryWorker):
    """Reads dropped clips and ranks captions for them.

    Signals:
        dropped(Dropped): what was dropped, sorted.
        begun(ClipBegun): a clip is being read.
        opened(ClipOpened): the clip is decoded and encoded.
        captioned(ClipCaptioned): its captions, and once more with those of its moments.
        rated(ClipRated): what words of a person get from a clip.
        clips_failed(tuple[ClipFailed, ...]): they are no videos, or cannot be read.
        progressed(int, int): captions encoded for the first time, of how many.
    """

    dropped = Signal(object)
    begun = Signal(object)
    opened = Signal(object)
    captioned = Signal(object)
    rated = Signal(object)
    clips_failed = Signal(object)
    progressed = Signal(int, int)

    def __init__(self, library: Path, encoder: Encoder) -> None:
        super().__init__("clips", library)
        self._encoder = encoder
        self._newest = 0
        self._batch = ClipBatch(0, (), 0, ())
        self._kept: CaptionRanker | None = None  # it holds the captions' embeddings
        self._to_rate: deque[tuple[int, int, tuple[CaptionHit, ...], FloatArray]] = deque()

    # --- called from the GUI thread -----------------------------------------------------------------

    def sort_drop(self, dropped: Sequence[str]) -> None:
        """Asks what the dropped paths are."""
        self.post(self._sort_drop, tuple(dropped))

    def open_clips(self, paths: Sequence[str], limit: int) -> int:
        """Asks for the captions of clips; what is in hand is given up. Gives the number of the request."""
        self.halt()
        self._to_rate.clear()
        self._newest += 1
        self._begin(ClipBatch(self._newest, tuple(paths), limit, range(len(paths))))
        return self._newest

    def halt(self) -> None:
        """Gives up the request in hand."""
        self._batch.halt()
        self.cancel()

    def go_on(self, rows: Sequence[int]) -> None:
        """Takes up a request that was stopped, for these of its clips."""
        self._begin(ClipBatch(self._newest, self._batch.paths, self._batch.limit, rows))

    def prefer(self, row: int) -> None:
        """Reads a clip of the newest request next, again if it was read already."""
        self._batch.prefer(row)
        self.post(self._read, self._batch)  # finds nothing to do if the job in hand was quicker

    def rate(self, row: int, hits: Sequence[CaptionHit], segments: FloatArray) -> None:
        """Asks what words of a person get from a clip of the newest request, float32 [N, D] of its segments.

        They come before the next clip.
        """
        self._to_rate.append((self._newest, row, tuple(hits), segments))
        self.post(self._rate)

    def use_encoder(self, encoder: Encoder) -> None:
        """Reads clips with another model from now on."""
        self.post(self._use_encoder, encoder)

    def _begin(self, batch: ClipBatch) -> None:
        self._batch = batch
        self.post(self._read, batch)

    # --- in the worker's thread ---------------------------------------------------------------------

    def _use_encoder(self, token: CancelToken, encoder: Encoder) -> None:
        self._encoder, self._kept = encoder, None

    @property
    def _ranker(self) -> CaptionRanker:
        from vop_desktop.search.captions import CaptionRanker

        self._kept = self._kept or CaptionRanker(self._library, self._encoder)
        return self._kept

    def _rate(self, token: CancelToken) -> None:
        while self._to_rate and not token.is_set():
            number, row, hits, segments = self._to_rate.popleft()
            self.rated.emit(ClipRated(number, row, tuple(self._ranker.rate(hits, segments))))

    def _sort_drop(self, token: CancelToken, dropped: tuple[str, ...]) -> None:
        folders: list[str] = []
        files: list[str] = []
        missing: list[str] = []
        for path in dict.fromkeys(dropped):
            if token.is_set():
                raise Cancelled("stopped")
            there = os.path.isdir(path), os.path.exists(path)
            (folders if there[0] else files if there[1] else missing).append(path)
        covered = self._covered(folders)
        pictures = [path for path in files if path.lower().endswith(PICTURES)]
        taken = {*pictures, *(folder for folder, _ in covered)}
        self.dropped.emit(
            Dropped(
                tuple(path for path in folders if path not in taken),
                covered,
                tuple(path for path in files if path not in taken),
                tuple(pictures),
                tuple(missing),
            )
        )

    def _covered(self, folders: Sequence[str]) -> tuple[tuple[str, str], ...]:
        """The folders that lie in watched ones, each with the watched one; what is left out lies in none."""
        from vop_desktop.library.places import is_excluded, lies_in

        if not folders or not self._path.exists():
            return ()
        found = []
        roots = [(root.path, self._library.excludes(root.path)) for root in self._library.roots()]
        for folder in folders:
            place = os.path.abspath(folder)
            holding = [
                root for root, excludes in roots
                if lies_in(place, root) and not is_excluded(place, root, excludes)
            ]  # fmt: skip
            if holding:
                found.append((folder, max(holding, key=len)))
        return tuple(found)

    def _read(self, token: CancelToken, batch: ClipBatch) -> None:
        junk: list[ClipFailed] = []  # told together: ten thousand of them are found in a second
        told = time.monotonic()
        for row in batch.rows():
            if token.is_set():
                raise Cancelled("stopped")
            self._rate(token)
            what = _what_instead(batch.paths[row])
            if what is not None:
                junk.append(ClipFailed(batch.number, row, batch.paths[row], what[1], what[0]))
            if junk and (what is None or time.monotonic() - told > TELL_SECONDS):
                self.clips_failed.emit(tuple(junk))
                junk, told = [], time.monotonic()
            if what is None:
                self.begun.emit(ClipBegun(batch.number, row))
                self._read_one(token, batch, row)
        if junk:
            self.clips_failed.emit(tuple(junk))

    def _read_one(self, token: CancelToken, batch: ClipBatch, row: int) -> None:
        from vop_desktop.indexing.clip import encode_clip

        path = batch.paths[row]
        alone = len(batch.paths) == 1  # to tell the same footage takes a second process
        try:
            clip = encode_clip(path, self._encoder, cancel=token, hashes=alone)
        except MediaError as error:
            self.clips_failed.emit((ClipFailed(batch.number, row, path, error.reason),))
            return
        self.opened.emit(
            ClipOpened(
                number=batch.number,
                row=row,
                path=clip.path,
                info=clip.info,
                filmstrip=clip.filmstrip,
                segments=clip.segments,
                warning=clip.warning,
                hashes=clip.hashes,
            )
        )
        self._rank(token, batch, row, clip)

    def _rank(self, token: CancelToken, batch: ClipBatch, row: int, clip: EncodedClip) -> None:
        from vop_desktop.search.clip_captions import ClipCaptions, MomentCaptions

        ranker = self._ranker
        hits = ranker.rank(
            clip.segments, limit=batch.limit, diverse=True, cancel=token, progress=self.progressed.emit
        )
        spans = clip.arrays.spans.tolist()
        found = ClipCaptions(batch.paths[row], max((end for _, end in spans), default=0.0), tuple(hits))
        self.captioned.emit(ClipCaptioned(batch.number, row, found))
        if len(spans) < 2 or not hits:
            return
        moments = []
        for (start, end), segment in zip(spans, clip.segments, strict=True):
            of_it = ranker.rank(segment[None], limit=OF_A_MOMENT, diverse=True, cancel=token)
            moments.append(MomentCaptions(start, end, tuple(of_it)))
            if token.is_set():
                raise Cancelled("stopped")
        whole = dataclasses.replace(found, moments=tuple(moments))
        self.captioned.emit(ClipCaptioned(batch.number, row, whole))


def _what_instead(path: str) -> tuple[str, str] | None:
    """Kind and description of a file that is clearly no video; told at once, without a decoder."""
    from vop_desktop.media.sniff import sniff_file

    try:
        found = sniff_file(path)
    except MediaError as error:
        return "gone", error.reason
    return (found.kind, found.reason) if found.reason else None
