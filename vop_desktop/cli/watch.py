"""`vop index --watch`: indexes, then follows what happens in the folders until it is stopped."""

from __future__ import annotations

import os
import queue
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from vop_desktop.cli.output import index_summary
from vop_desktop.records import display_path

if TYPE_CHECKING:
    from vop_desktop.library import Library
    from vop_desktop.records import Detail, Encoder, IndexReport


def watch_folders(
    library: Library, encoder: Encoder, folders: Sequence[str], *, detail: Detail, retry: bool
) -> None:
    """Indexes the folders and every change in them. Ends with Ctrl-C or SIGTERM."""
    from vop_desktop.indexing import Conditions, index_folders, index_paths
    from vop_desktop.indexing.watcher import FolderWatcher
    from vop_desktop.settings import Settings

    conditions = Conditions.of(Settings())
    changes: queue.SimpleQueue[list[str]] = queue.SimpleQueue()
    places = [os.path.abspath(folder) for folder in folders]
    with FolderWatcher(places, changes.put, trouble=_say):  # first: nothing that happens meanwhile is missed
        try:
            _tell(index_folders(library, encoder, places, detail=detail, retry=retry, conditions=conditions))
            _say("Watching. Stop with Ctrl-C.")
            while True:
                paths = _next(changes)
                _tell(index_paths(library, encoder, paths, detail=detail, conditions=conditions))
        except KeyboardInterrupt:
            _say("Stopped.")


def _next(changes: queue.SimpleQueue[list[str]]) -> list[str]:
    """Waits for changes; gives all that have come together."""
    while True:
        try:
            paths = changes.get(timeout=1)  # on Windows nothing interrupts a longer wait
        except queue.Empty:
            continue
        while not changes.empty():
            paths = paths + changes.get()
        return paths


def _tell(report: IndexReport) -> None:
    _say(index_summary(report))
    for failure in report.failures:
        _say(f"  failed  {display_path(failure.path)}: {failure.reason} ({failure.stage})")


def _say(text: str) -> None:
    click.echo(text, err=True)
