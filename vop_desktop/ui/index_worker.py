"""Indexing in the background: folders in, progress and problems out."""

from __future__ import annotations

import os
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import Signal

from vop_desktop.records import Detail, Encoder, IndexProgress
from vop_desktop.ui.library_worker import LibraryWorker
from vop_desktop.ui.tasks import CancelToken


@dataclass(frozen=True, slots=True)
class Habits:
    """How the person wants videos to be read, and what is kept.

    Attributes:
        detail: how densely longer videos are sampled.
        decoders: decode processes; 0 for what suits the machine.
        conditions: when reading waits: settings by name, as `indexing.hold.Conditions.of` takes them.
        missing_days: after which a video whose files are gone is forgotten.
        thumbnail_limit: megabytes for thumbnails.
    """

    detail: Detail = "normal"
    decoders: int = 0
    conditions: Mapping[str, object] = field(default_factory=dict)
    missing_days: int = 30
    thumbnail_limit: int = 2048


class IndexWorker(LibraryWorker):
    """Owns the folders of the library and brings it up to date with them.

    Signals:
        progressed(IndexProgress): at most ten times a second.
        finished(IndexReport): a run is over; `cancelled` says whether it was stopped.
        folders_changed(tuple[Root, ...]): the watched folders.
        problems_changed(tuple[Failure, ...]): files that could not be read, and those read in part.
        samples_ready(str): folder of the sample clips.
        noticed(str): something the person should know that is no failure.
    """

    progressed = Signal(object)
    finished = Signal(object)
    folders_changed = Signal(object)
    problems_changed = Signal(object)
    samples_ready = Signal(str)
    noticed = Signal(str)

    def __init__(self, library: Path, encoder: Encoder, habits: Habits) -> None:
        super().__init__("indexing", library)
        self._encoder = encoder
        self._habits = habits
        self._pause = threading.Event()
        self._failed = 0
        self._scanned = False

    # --- called from the GUI thread -----------------------------------------------------------------

    def open(self) -> None:
        """Tells what is in the library."""
        self.post(self._tell)

    def refresh(self) -> None:
        """Tells folders and problems anew: something else changed the library."""
        self.post(self._refresh)

    def index(self, folders: list[str], *, retry: bool = False) -> None:
        """Indexes folders, old ones or new ones."""
        self.post(self._index, folders, retry)

    def rescan(self, *, retry: bool = False) -> None:
        """Indexes all watched folders that can be reached."""
        self.post(self._rescan, retry)

    def remove(self, folder: str) -> None:
        """Takes a folder off the list; a run in progress is stopped and goes on with the others."""
        interrupted = self.busy
        self.cancel()
        self.post(self._remove, folder)
        if interrupted:
            self.rescan()

    def make_samples(self, folder: str) -> None:
        """Draws the sample clips where they are not yet, and indexes them."""
        self.post(self._make_samples, folder)

    def set_paused(self, paused: bool) -> None:
        """Holds the run up before its next batch, or lets it go on."""
        if paused:
            self._pause.set()
        else:
            self._pause.clear()

    def cancel(self) -> None:
        """See `Worker.cancel`; a paused run ends as well."""
        super().cancel()
        self._pause.clear()

    # --- in the worker's thread ---------------------------------------------------------------------

    def _tell(self, token: CancelToken) -> None:
        for notice in self._library.notices:
            self.noticed.emit(notice.text)
        self._library.check_roots()
        self._tell_all()

    def _refresh(self, token: CancelToken) -> None:
        self._tell_all()

    def _tell_all(self) -> None:
        self.folders_changed.emit(self._library.roots())
        self._tell_problems()

    def _tell_problems(self) -> None:
        self.problems_changed.emit(self._library.failures() + self._library.partial_files())

    def _index(self, token: CancelToken, folders: list[str], retry: bool) -> None:
        from vop_desktop.indexing import index_folders
        from vop_desktop.indexing.hold import Conditions

        habits = self._habits
        self._failed, self._scanned = 0, False
        try:
            report = index_folders(
                self._library, self._encoder, folders, detail=habits.detail, progress=self._report,
                cancel=token, pause=self._pause, retry=retry, workers=habits.decoders,
                conditions=Conditions.of(habits.conditions) if habits.conditions else None,
            )  # fmt: skip
        finally:
            self._tell_all()
        self.finished.emit(report)
        self._look_after()

    def _look_after(self) -> None:
        """Backup, files missing for too long, room for thumbnails; and what the encoder has to say."""
        from vop_desktop.library.upkeep import look_after

        habits = self._habits
        notices = look_after(
            self._library, missing_days=habits.missing_days, thumbnail_megabytes=habits.thumbnail_limit
        )
        for text in (*(notice.text for notice in notices), *getattr(self._encoder, "take_notices", tuple)()):
            self.noticed.emit(text)
        if notices:
            self._tell_all()

    def _report(self, progress: IndexProgress) -> None:
        self.progressed.emit(progress)
        if progress.phase == "indexing" and not self._scanned:  # new folders are on the list from now on
            self._scanned = True
            self._tell_all()
        if progress.failed != self._failed:
            self._failed = progress.failed
            self._tell_problems()

    def _rescan(self, token: CancelToken, retry: bool) -> None:
        self._library.check_roots()
        reachable = [root.path for root in self._library.roots() if root.reachable]
        if reachable:
            self._index(token, reachable, retry)
        else:
            self._tell_all()

    def _remove(self, token: CancelToken, folder: str) -> None:
        self._library.remove_root(folder)
        self._tell_all()

    def _make_samples(self, token: CancelToken, folder: str) -> None:
        from vop_desktop.samples.write import CAPTIONS_FILE, write_samples

        if not os.path.exists(os.path.join(folder, CAPTIONS_FILE)):
            write_samples(folder, cancel=token, progress=self._drawn)
        self.samples_ready.emit(folder)
        self._index(token, [folder], False)

    def _drawn(self, done: int, total: int) -> None:
        self.progressed.emit(IndexProgress("drawing", done, total))
