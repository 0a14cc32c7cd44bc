"""Watching the folders in the background: what changes in them is told as soon as it has come to rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from vop_desktop.ui.tasks import CancelToken, Worker

if TYPE_CHECKING:
    from vop_desktop.indexing.watcher import FolderWatcher


class WatchWorker(Worker):
    """Keeps one `FolderWatcher`; starting and ending it may take a while where there are many folders.

    Signals:
        changed(list[str]): paths that are new, changed or gone.
        noticed(str): a folder that cannot be watched as it should be, in words.
    """

    changed = Signal(object)
    noticed = Signal(str)

    def __init__(self) -> None:
        super().__init__("watching")
        self._watcher: FolderWatcher | None = None
        self._watched: tuple[str, ...] = ()

    def watch(self, folders: tuple[str, ...]) -> None:
        """Watches these folders, and no others, from now on. GUI thread."""
        if folders != self._watched:
            self._watched = folders
            self.post(self._watch, folders)

    def _watch(self, token: CancelToken, folders: tuple[str, ...]) -> None:
        self._clean_up()
        if folders:
            from vop_desktop.indexing.watcher import FolderWatcher

            self._watcher = FolderWatcher(folders, self._tell, trouble=self.noticed.emit)
            self._watcher.start()

    def _tell(self, paths: list[str]) -> None:  # in the watcher's own thread; a signal may come from there
        self.changed.emit(paths)

    def _clean_up(self) -> None:
        watcher, self._watcher = self._watcher, None
        if watcher is not None:
            watcher.stop()
