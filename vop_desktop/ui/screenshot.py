"""`--screenshot`: waits until the window has nothing left to do, saves what it shows, prints it as JSON."""

from __future__ import annotations

import json

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from vop_desktop.records import caption_document, hit_document
from vop_desktop.ui.main_window import MainWindow

POLL_MS = 100
QUIET_POLLS = 5  # in a row, so that one answer can lead to the next question


class ScreenshotJob(QObject):
    """Takes one picture of a window.

    Signals:
        done(int): the exit code: 0, or 1 when something failed.
    """

    done = Signal(int)

    def __init__(self, window: MainWindow, picture: str, query: str, clip: str) -> None:
        super().__init__(window)
        self._window = window
        self._picture = picture
        self._query = query
        self._clip = clip
        self._quiet = 0
        self._asked = False
        self._timer = QTimer(self)
        self._timer.setInterval(POLL_MS)
        self._timer.timeout.connect(self._look)
        self._timer.start()
        self.report = ""
        self.failure = ""

    @Slot()
    def _look(self) -> None:
        self._quiet = self._quiet + 1 if self._window.settled else 0
        if self._quiet < QUIET_POLLS:
            return
        self._quiet = 0
        if not self._asked:
            self._asked = True
            if self._query:
                self._window.search(self._query)
            if self._clip:
                self._window.open_clip(self._clip)
            return
        self._timer.stop()
        self._save()

    def _save(self) -> None:
        saved = self._window.grab().save(self._picture)
        self.failure = self._window.failure
        if not saved:
            self.failure = f"The picture {self._picture} could not be written."
            self._picture = ""
        self.report = json.dumps(self._found(), ensure_ascii=False, indent=2)
        self.done.emit(1 if self.failure else 0)

    def _found(self) -> dict[str, object]:
        hits = [hit_document(hit) for hit in self._window.hits]
        found: dict[str, object] = {"query": self._query, "hits": hits, "picture": self._picture}
        if self._clip:
            captions = [caption_document(hit) for hit in self._window.captions]
            found |= {"clip": self._clip, "captions": captions}
        return found
