"""The player in a window of its own."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from vop_desktop.records import Hit
from vop_desktop.ui.player_view import PlayerView
from vop_desktop.ui.texts import clock, file_name
from vop_desktop.ui.tool_window import KeepsPlace, close_by_key


class Player(KeepsPlace, QWidget):
    """A window around a `PlayerView`: F fills the screen, Escape leaves it and then closes.

    Signals:
        gave_up(Hit, str): no picture came; the reason.
        shown_changed(): it was opened or closed.
    """

    gave_up = Signal(object, str)
    shown_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.view = PlayerView()
        self.view.offer_full_screen()
        self.view.full_screen_wanted.connect(self._toggle_full_screen)
        self.view.gave_up.connect(self.gave_up)
        layout = QVBoxLayout(self)
        layout.addWidget(self.view)
        self.resize(920, 620)
        close_by_key(self)

    def open(self, hit: Hit, *, from_start: bool = False) -> None:
        """Comes to the front and shows a video; see `PlayerView.open`."""
        begin = 0.0 if from_start else hit.moment
        self.setWindowTitle(f"{file_name(hit.path)} – {clock(begin)}")
        self.show()
        self.raise_()
        self.activateWindow()
        self.view.setFocus()
        self.view.open(hit, from_start=from_start)
        self.shown_changed.emit()

    @property
    def message(self) -> str:
        """Why there is no picture; empty while there may be one."""
        return self.view.message

    @Slot()
    def _toggle_full_screen(self) -> None:
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape; other keys work wherever the keyboard is in the window."""
        if event.key() == Qt.Key.Key_Escape:
            if self.isFullScreen():
                self._toggle_full_screen()
            else:
                self.close()
        elif not self.view.isAncestorOf(self.focusWidget() or self) and self.focusWidget() is not self.view:
            self.view.keyPressEvent(event)
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stops playing and lets go of the file."""
        self.view.stop()
        super().closeEvent(event)
        self.shown_changed.emit()
        parent = self.parentWidget()
        if parent is not None and parent.isVisible():
            parent.activateWindow()

    def changeEvent(self, event: QEvent) -> None:
        """Pauses when minimised."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.WindowStateChange and self.isMinimized():
            self.view.playback.pause()
