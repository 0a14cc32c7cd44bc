"""Indexing: folders in, embeddings and thumbnails in the library out (DESIGN §3)."""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence

from vop_desktop.indexing.hold import Conditions
from vop_desktop.indexing.progress import ProgressCallback, ProgressMeter
from vop_desktop.indexing.run import IndexRun, RunOptions
from vop_desktop.indexing.survey import survey_folders, survey_paths
from vop_desktop.library.store import Library
from vop_desktop.records import Detail, Encoder, IndexReport

Path = str | os.PathLike[str]


def index_folders(
    library: Library,
    encoder: Encoder,
    folders: Sequence[Path],
    *,
    detail: Detail = "normal",
    progress: ProgressCallback | None = None,
    cancel: threading.Event | None = None,
    pause: threading.Event | None = None,
    retry: bool = False,
    first: Sequence[Path] = (),
    newest_first: bool = True,
    workers: int = 0,
    conditions: Conditions | None = None,
) -> IndexReport:
    """Brings the library up to date with folders of videos. Any thread; `library` must be its own.

    Unchanged files cost a stat, moved ones a fingerprint. A bad file is recorded and passed over. What is
    still to be read stands in the library's queue (`library.jobs`), also after the program ended.

    Args:
        library: where to store.
        encoder: what to encode with. What other models made of the videos stays as it is.
        folders: they become roots of the library.
        detail: how densely longer videos are sampled (DESIGN §5).
        progress: called from this thread, at most ten times a second.
        cancel: set it to stop within a second; what was finished is kept.
        pause: while set, nothing is decoded or encoded and no decode process lives.
        retry: read known failures and partial videos again.
        first: files and folders to begin with.
        newest_first: whether of the others the newest file is read first; else as they are found.
        workers: decode processes; 0 for what suits the machine.
        conditions: when else to wait, and how to treat the machine.

    Raises:
        MediaError: a folder that is no root yet does not exist; nothing was changed.
        LibraryError: the library cannot be written.
    """
    places = [os.path.abspath(folder) for folder in folders]
    options = _options(detail, cancel, pause, retry, first, newest_first, workers, conditions)
    meter = ProgressMeter(progress)
    run = IndexRun(library, encoder, options, meter)
    return run.execute(lambda model: survey_folders(library, places, model, meter, options.cancel))


def index_paths(
    library: Library,
    encoder: Encoder,
    paths: Sequence[Path],
    *,
    detail: Detail = "normal",
    progress: ProgressCallback | None = None,
    cancel: threading.Event | None = None,
    pause: threading.Event | None = None,
    retry: bool = False,
    first: Sequence[Path] = (),
    newest_first: bool = True,
    workers: int = 0,
    conditions: Conditions | None = None,
) -> IndexReport:
    """Brings the library up to date with some paths below its roots, at the price of these alone.

    For what a `FolderWatcher` reports: files that are new, changed or gone, and folders, which are scanned.
    Paths in no root, and those in a root that is not there, are passed over. The report speaks of these
    paths only. Arguments and errors are those of `index_folders`.
    """
    places = [os.path.abspath(path) for path in paths]
    options = _options(detail, cancel, pause, retry, first, newest_first, workers, conditions)
    run = IndexRun(library, encoder, options, ProgressMeter(progress))
    return run.execute(lambda model: survey_paths(library, places, model, options.cancel))


def retry_paths(
    library: Library, encoder: Encoder, paths: Sequence[Path], *, detail: Detail = "normal",
    progress: ProgressCallback | None = None, cancel: threading.Event | None = None, workers: int = 0,
) -> IndexReport:  # fmt: skip
    """Reads failed, parked or partial files again, whatever was tried before; see `index_paths`."""
    return index_paths(
        library, encoder, paths, detail=detail, progress=progress, cancel=cancel, retry=True, workers=workers
    )


def _options(  # noqa: PLR0917
    detail: Detail,
    cancel: threading.Event | None,
    pause: threading.Event | None,
    retry: bool,
    first: Sequence[Path],
    newest_first: bool,
    workers: int,
    conditions: Conditions | None,
) -> RunOptions:
    return RunOptions(
        detail=detail,
        cancel=cancel or threading.Event(),
        pause=pause,
        retry=retry,
        first=[os.path.abspath(path) for path in first],
        newest_first=newest_first,
        workers=workers,
        conditions=conditions or Conditions(),
    )
