"""What the windows beside the window share: not modal, not larger than the screen, closed by keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QSize, Qt
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QDialog, QFrame, QScrollArea, QWidget

if TYPE_CHECKING:
    _Window = QWidget
else:
    _Window = object

FRAME = QSize(8, 40)  # pixels that the system's frame takes, as long as nobody knows better


class KeepsPlace(_Window):
    """Goes before the class of a window, which opens where it was left, at first over its parent."""

    _left_at: QPoint | None = None  # with the system's frame, where it was closed

    def showEvent(self, event: QShowEvent) -> None:
        """Not larger than the screen, nor beyond its edge.

        Without being told, Qt would put the frame where the window was within it, lower each time.
        """
        super().showEvent(event)
        if event.spontaneous() or self.isMaximized() or self.isFullScreen():
            return
        parent = self.parentWidget()
        if self._left_at is not None:
            self.move(self._left_at)
        elif parent is not None:
            stand_over(self, parent)
        fit_screen(self)

    def hideEvent(self, event: QHideEvent) -> None:
        """Remembers the place of the frame."""
        super().hideEvent(event)
        if not event.spontaneous() and not self.isMaximized() and not self.isFullScreen():
            self._left_at = self.pos()


class ToolWindow(KeepsPlace, QDialog):
    """A window beside the window. Escape and Ctrl+W close it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModal(False)
        close_by_key(self)

    def bring_up(self) -> None:
        """Shows it in front of the others."""
        self.show()
        self.raise_()
        self.activateWindow()


class Scrolled(QScrollArea):
    """Scrolls a page up and down where the window is too low for it, and sideways where it is too narrow."""

    def __init__(self, page: QWidget) -> None:
        super().__init__()
        self._page = page
        self.setWidget(page)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keyboard goes to what is in it

    def sizeHint(self) -> QSize:
        """What the page would like, without scroll bars."""
        return self._page.sizeHint()

    def event(self, event: QEvent) -> bool:
        """Another page needs another room."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().event(event)


def close_by_key(window: QWidget) -> None:
    """Lets Ctrl+W, and what else the system has for it, close a window."""
    keys = [QKeySequence("Ctrl+W"), *QKeySequence.keyBindings(QKeySequence.StandardKey.Close)]
    shortcut = QShortcut(window)
    shortcut.setKeys(list(dict.fromkeys(keys)))
    shortcut.activated.connect(window.close)


def stand_over(window: QWidget, other: QWidget) -> None:
    """Moves a window over the middle of another one, as far as the screen lets it."""
    place = window.frameGeometry()
    place.moveCenter(other.window().frameGeometry().center())
    window.move(place.topLeft())
    fit_screen(window)


def fit_screen(window: QWidget) -> None:
    """Makes a window smaller than its screen, and moves it there, where it is not; full screen stays so."""
    screen = window.screen()
    if screen is None or window.isMaximized() or window.isFullScreen():
        return
    room = screen.availableGeometry()
    frame = window.frameGeometry().size() - window.size()
    if frame.isEmpty():
        frame = FRAME
    size = window.size().boundedTo(room.size() - frame)
    if size != window.size():
        window.resize(size)
    outer = size + frame
    place = window.pos()
    x = max(room.left(), min(place.x(), room.right() + 1 - outer.width()))
    y = max(room.top(), min(place.y(), room.bottom() + 1 - outer.height()))
    if (x, y) != (place.x(), place.y()):
        window.move(x, y)
