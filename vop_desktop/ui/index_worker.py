"""Indexing in the background: folders in, progress and problems out."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from PySide6.QtCore import Signal

from vop_desktop.records import Detail, Encoder, IndexProgress, IndexReport
from vop_desktop.ui.library_worker import LibraryWorker
from vop_desktop.ui.messages import LibraryCounts, Problem
from vop_desktop.ui.tasks import CancelToken

COUNT_SECONDS = 3.0  # between two counts of the library, and of its problems, during a run


class Habits(NamedTuple):
    """How the person wants videos to be read, and what is kept.

    Attributes:
        detail: how densely longer videos are sampled.
        decoders: decode processes; 0 for what suits the machine.
        conditions: when reading waits: settings by name, as `indexing.hold.Conditions.of` takes them.
        missing_days: after which a video whose files are gone is forgotten.
        thumbnail_limit: megabytes for thumbnails.
        newest_first: whether the newest files are read first.
    """

    detail: Detail = "normal"
    decoders: int = 0
    conditions: Mapping[str, object] = MappingProxyType({})
    missing_days: int = 30
    thumbnail_limit: int = 2048
    newest_first: bool = True


class _Stop(threading.Event):
    """Set when the job is cancelled, or when its run has to begin again under other habits."""

    def __init__(self, token: CancelToken, again: threading.Event) -> None:
        super().__init__()
        self._either = (token, again)

    def is_set(self) -> bool:
        return any(event.is_set() for event in self._either)

    def wait(self, timeout: float | None = None) -> bool:
        end = None if timeout is None else time.monotonic() + timeout
        while not self.is_set() and (end is None or time.monotonic() < end):
            self._either[0].wait(0.05)
        return self.is_set()


class IndexWorker(LibraryWorker):
    """Owns the folders of the library and brings it up to date with them.

    Signals:
        progressed(IndexProgress): at most ten times a second.
        finished(IndexReport): a run is over; `cancelled` says whether it was stopped.
        folders_changed(tuple[Root, ...]): the watched folders.
        problems_changed(tuple[Problem, ...]): files that could not be read, and those read in part.
        counts_changed(LibraryCounts): how the library stands.
        device_known(str): what computes, once that is known.
        samples_ready(str): folder of the sample clips.
        all_read(Encoder): all folders that can be reached are read with it.
        noticed(str): something the person should know that is no failure.
    """

    progressed = Signal(object)
    finished = Signal(object)
    folders_changed = Signal(object)
    problems_changed = Signal(object)
    counts_changed = Signal(object)
    device_known = Signal(str)
    samples_ready = Signal(str)
    all_read = Signal(object)
    noticed = Signal(str)

    def __init__(self, library: Path, encoder: Encoder, habits: Habits) -> None:
        super().__init__("indexing", library, yields=True)
        self._encoder = encoder
        self._habits = habits
        self._pause = threading.Event()
        self._again = threading.Event()  # the run in hand has to begin anew
        self._anyway = False  # conditions of the machine do not count for the run in hand
        self._lock = threading.Lock()
        self._changes: list[str] = []  # paths that wait for a run
        self._failed = 0
        self._scanned = False
        self._running_indexer = False  # written in the worker's thread
        self._device = ""
        self._looked = 0.0
        self._looks = False  # whether the run goes through whole folders, or what was changed in them
        self._counted = 0.0

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

    def take_changes(self, paths: list[str]) -> None:
        """Brings the library up to date with some paths; those that come while it is busy go together."""
        with self._lock:
            first = not self._changes
            self._changes += paths
        if first:
            self.post(self._take_changes)

    def retry(self, paths: list[str]) -> None:
        """Reads some problem files again."""
        self.post(self._retry, paths)

    def leave_out(self, paths: list[str], *, out: bool = True) -> None:
        """Leaves files of the watched folders out from now on, or takes them in again."""
        self.post(self._leave_out, paths, out)

    def look_again(self, folders: list[str]) -> None:
        """Indexes those of some folders that are watched when it comes to that."""
        self.post(self._look_again, folders)

    def begin_again(self) -> None:
        """A folder is watched no longer: a run in progress is stopped and goes on with the others."""
        if self._running_indexer:
            self.cancel()
            self.refresh()
            self.rescan()

    def make_samples(self, folder: str) -> None:
        """Draws the sample clips where they are not yet, and indexes them."""
        self.post(self._make_samples, folder)

    def forget_queue(self) -> None:
        """After a stop: what was not read does not count as waiting any more."""
        self.post(self._forget_queue)

    def set_paused(self, paused: bool) -> None:
        """Holds the run up before its next batch, or lets it go on."""
        if paused:
            self._pause.set()
        else:
            self._pause.clear()

    def set_habits(self, habits: Habits) -> None:
        """Other habits from now on; a run in hand goes on under them, and reads nothing twice."""
        self._habits = habits
        self._anyway = False
        self._again.set()

    def read_anyway(self) -> None:
        """Lets the run in hand go on in spite of quiet hours and battery."""
        self._anyway = True
        self._again.set()

    def use_encoder(self, encoder: Encoder) -> None:
        """Reads with another model from now on; the run in hand is stopped."""
        self.cancel()
        self.post(self._use_encoder, encoder)

    @property
    def encoder(self) -> Encoder:
        """What videos are read with. Any thread."""
        return self._encoder

    def cancel(self) -> None:
        """See `Worker.cancel`; a paused run ends as well."""
        super().cancel()
        with self._lock:
            self._changes.clear()
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
        self._tell_counts()

    def _tell_problems(self) -> None:
        from vop_desktop.indexing.survey import PARKED

        failures = sorted(self._library.failures(), key=lambda failure: failure.path)  # also when tried again
        failed = [Problem(f, "parked" if f.reason == PARKED else "failed") for f in failures]
        partial = [Problem(failure, "partial") for failure in self._library.partial_files()]
        self.problems_changed.emit((*failed, *partial))

    def _tell_counts(self) -> None:
        from vop_desktop.library.facts import copy_count
        from vop_desktop.library.jobs import queue_state

        self._counted = time.monotonic()
        now = self._library.status()
        waiting = queue_state(self._library).waiting
        self.counts_changed.emit(
            LibraryCounts(
                now.complete,
                now.partial,
                len(now.failures),
                now.missing,
                now.segments,
                waiting,
                looked=self._looked,
                copies=copy_count(self._library),
            )
        )

    def _run_indexer(
        self, token: CancelToken, run: Callable[..., IndexReport], places: Sequence[str]
    ) -> None:
        """One run, begun anew as often as its conditions are changed meanwhile."""
        self._failed, self._scanned, self._anyway = 0, False, False
        self._again.clear()
        self._running_indexer = True
        try:
            report = self._run_once(token, run, places)
            while self._again.is_set() and not token.is_set():
                self._again.clear()
                report = self._run_once(token, run, places)
        finally:
            self._running_indexer = False
            self._tell_all()
        self.finished.emit(report)
        self._look_after()

    def _run_once(
        self, token: CancelToken, run: Callable[..., IndexReport], places: Sequence[str]
    ) -> IndexReport:
        from vop_desktop.indexing.hold import Conditions

        habits = self._habits
        conditions = Conditions.of(habits.conditions) if habits.conditions else Conditions()
        if self._anyway:
            conditions = Conditions(low_priority=conditions.low_priority)
        return run(
            self._library, self._encoder, places, detail=habits.detail, progress=self._report,
            cancel=_Stop(token, self._again), pause=self._pause, workers=habits.decoders,
            newest_first=habits.newest_first, conditions=conditions,
        )  # fmt: skip

    def _index(self, token: CancelToken, folders: list[str], retry: bool) -> None:
        from vop_desktop.indexing import index_folders

        def run(*arguments: Any, **options: Any) -> IndexReport:
            return index_folders(*arguments, retry=retry, **options)

        self._look(token, run, folders)

    def _take_changes(self, token: CancelToken) -> None:
        from vop_desktop.indexing import index_paths

        with self._lock:
            paths, self._changes = self._changes, []
        if paths:
            self._look(token, index_paths, paths)

    def _look(self, token: CancelToken, run: Callable[..., IndexReport], places: Sequence[str]) -> None:
        """A run after which all that is watched is known as it is now."""
        self._looks = True
        try:
            self._run_indexer(token, run, places)
        finally:
            self._looks = False
        if not token.is_set():
            self._looked = time.time()
            self._tell_counts()

    def _retry(self, token: CancelToken, paths: list[str]) -> None:
        from vop_desktop.indexing import index_paths

        def run(*arguments: Any, **options: Any) -> IndexReport:
            return index_paths(*arguments, retry=True, **options)

        self._run_indexer(token, run, paths)

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
            if self._looks:  # what was found is still to be read, which may take hours
                self._looked = time.time()
            self._tell_all()
        if time.monotonic() - self._counted > COUNT_SECONDS:
            self._tell_counts()
            self.folders_changed.emit(self._library.roots())
            if progress.failed != self._failed:
                self._failed = progress.failed
                self._tell_problems()
        device = str(getattr(self._encoder, "description", ""))
        if device != self._device:
            self._device = device
            self.device_known.emit(device)

    def _rescan(self, token: CancelToken, retry: bool) -> None:
        self._library.check_roots()
        reachable = [root.path for root in self._library.roots() if root.reachable]
        if reachable:
            self._index(token, reachable, retry)
        else:
            self._tell_all()
        if not token.is_set():
            self.all_read.emit(self._encoder)

    def _look_again(self, token: CancelToken, folders: list[str]) -> None:
        watched = {root.path for root in self._library.roots()}
        if left := [folder for folder in folders if folder in watched]:
            self._index(token, left, False)

    def _leave_out(self, token: CancelToken, paths: list[str], out: bool) -> None:
        from vop_desktop.library.changes import do
        from vop_desktop.library.excluding import SetExcludes
        from vop_desktop.library.places import folder_pattern, lies_in

        roots = [root.path for root in self._library.roots()]
        by_root: dict[str, list[str]] = {}
        for path in paths:
            for root in (root for root in roots if path != root and lies_in(path, root)):
                by_root.setdefault(root, []).append(folder_pattern(path))
        for root, patterns in by_root.items():
            before = [pattern for pattern in self._library.excludes(root) if pattern not in patterns]
            do(self._library, SetExcludes(root, [*before, *patterns] if out else before))
        self._tell_all()
        if not out:
            self._retry(token, paths)

    def _forget_queue(self, token: CancelToken) -> None:
        from vop_desktop.library.jobs import clear_queue

        clear_queue(self._library)
        self._tell_counts()

    def _use_encoder(self, token: CancelToken, encoder: Encoder) -> None:
        self._encoder = encoder
        self._device = ""

    def _make_samples(self, token: CancelToken, folder: str) -> None:
        from vop_desktop.samples.write import CAPTIONS_FILE, write_samples

        if not os.path.exists(os.path.join(folder, CAPTIONS_FILE)):
            write_samples(folder, cancel=token, progress=self._drawn)
        self.samples_ready.emit(folder)
        self._index(token, [folder], False)

    def _drawn(self, done: int, total: int) -> None:
        self.progressed.emit(IndexProgress("drawing", done, total))
