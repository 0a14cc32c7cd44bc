"""Writes an index cache, and groups its rows when there are millions, in a thread of its own."""

from __future__ import annotations

import contextlib
import logging
import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from vop_desktop.errors import LibraryError
from vop_desktop.library.store import Library
from vop_desktop.records import FloatArray
from vop_desktop.search.grouping import write_grouped
from vop_desktop.search.index_cache import write

log = logging.getLogger(__name__)

WORTH_ROWS = 20_000  # fewer are read from the library in no time
WORTH_SHARE = 8  # the file is written anew when one row in so many is not in it
WORTH_GROUPS = 3_000_000  # rows; fewer are all read in a tenth of a second
NICENESS = 10  # of the thread, where threads have one


class CacheWriter:
    """Writes the file for a model when it has become worth it. Belongs to one thread."""

    def __init__(self, library: Path, model_id: str, dim: int) -> None:
        self._library = library
        self._model_id = model_id
        self._dim = dim
        self._cached = 0
        self._plain: Path | None = None  # a file of which no grouped one was made
        self._thread: threading.Thread | None = None
        self._stop_grouping = threading.Event()
        self._regrouped = threading.Event()

    @property
    def regrouped(self) -> bool:
        """A grouped file was written that nobody has opened so far."""
        return self._regrouped.is_set()

    def note_cached(self, rows: int, plain: Path | None) -> None:
        """So many rows are in the file that was opened: this one, if they are not in groups."""
        self._cached, self._plain = rows, plain

    def renew(self, rows: int) -> None:
        """Starts writing if an index of `rows` rows is far from what is in the file, and none is written."""
        behind = abs(rows - self._cached)
        if rows >= WORTH_ROWS and behind * WORTH_SHARE >= rows and not self._at_work:
            self._cached = rows  # also when it cannot be written: not tried again at every search
            self._start(self._write)

    def group(self, rows: int, texts: FloatArray) -> None:
        """Starts putting an index of `rows` rows into groups if it is worth it and not done or being done.

        Args:
            rows: of the index.
            texts: float32 [G, D], embeddings of texts with which it is tried out.
        """
        if rows >= WORTH_GROUPS and self._plain is not None and not self._at_work:
            plain, self._plain = self._plain, None  # tried once
            self._start(self._group, plain, texts)

    def wait(self) -> None:
        """Waits for what is being done."""
        if self._thread is not None:
            self._thread.join()

    def finish(self) -> None:
        """Waits for a file that is being written. Grouping is given up: it takes minutes."""
        self._stop_grouping.set()
        self.wait()

    @property
    def _at_work(self) -> bool:
        return self._thread is not None and self._thread.is_alive()

    def _start(self, job: Callable[..., None], *arguments: object) -> None:
        self._thread = threading.Thread(target=job, args=arguments, name="index-cache", daemon=True)
        self._thread.start()

    def _write(self) -> None:
        try:
            with contextlib.closing(Library.open(self._library)) as library:
                self._plain = write(library, self._model_id, self._dim, threading.Event())
        except (OSError, LibraryError):
            log.warning("The index cache could not be written", exc_info=True)

    def _group(self, plain: Path, texts: FloatArray) -> None:
        if sys.platform == "linux":
            with contextlib.suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICENESS)
        try:
            if write_grouped(plain, self._dim, texts, self._stop_grouping):
                self._regrouped.set()
        except OSError:
            log.warning("The rows of the index could not be grouped", exc_info=True)
