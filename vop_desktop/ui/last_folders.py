"""Where file dialogs open: in the folder used last for the same purpose, at first among the videos."""

from __future__ import annotations

import json
import os
from functools import partial

from PySide6.QtCore import QDir, QStandardPaths
from PySide6.QtWidgets import QFileDialog

from vop_desktop.settings import Settings


class LastFolders:
    """Remembers a folder for each purpose in the settings. GUI thread."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def prepare(self, dialog: QFileDialog, purpose: str, *, first: str = "") -> None:
        """Opens a dialog where it was left, and remembers what is chosen in it.

        Args:
            dialog: not shown yet.
            purpose: what the file or folder is for.
            first: where to open for the first time, if not among the person's videos.
        """
        dialog.setDirectory(self.folder(purpose, first=first))
        dialog.fileSelected.connect(partial(self.keep, purpose))

    def folder(self, purpose: str, *, first: str = "") -> str:
        """Where to open. A folder that is gone counts as none."""
        movies = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.MoviesLocation)
        known = (self._read().get(purpose, ""), first, movies)
        return next((folder for folder in known if folder and QDir(folder).exists()), QDir.homePath())

    def keep(self, purpose: str, chosen: str) -> None:
        """A file or folder was chosen: next time the dialog opens where it lies."""
        folder = os.path.dirname(chosen.rstrip("/\\"))
        known = self._read()
        if folder and known.get(purpose) != folder:
            self._settings.set("folders", json.dumps({**known, purpose: folder}))

    def _read(self) -> dict[str, str]:
        try:
            return {str(key): str(value) for key, value in json.loads(self._settings.get("folders")).items()}
        except (ValueError, AttributeError):
            return {}
