"""Where a player shows its picture, or says why there is none."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from vop_desktop.ui.widgets import button, label

LEAST_HEIGHT = 90


class PlayerPicture(QStackedWidget):
    """The widget of the media player, or words with one thing to do about it.

    Signals:
        pressed(): a click on the picture.
        pressed_twice(): a double click on it.
        outside_wanted(): another player is to show it.
    """

    pressed = Signal()
    pressed_twice = Signal()
    outside_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setMinimumHeight(LEAST_HEIGHT)
        self._text = label(wrap=True)
        self._text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.offer = button(self.tr("Open in another player"), self.outside_wanted.emit)
        self._words = QWidget()
        column = QVBoxLayout(self._words)
        column.addStretch(1)
        column.addWidget(self._text)
        column.addWidget(self.offer, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        self.addWidget(self._words)
        self.say("", offer=False)

    @property
    def message(self) -> str:
        """What is said in place of a picture."""
        return self._text.text() if self.currentWidget() is self._words else ""

    def say(self, text: str, *, offer: bool) -> None:
        """Shows words; `offer` is whether another player may help."""
        self._text.setText(text)
        self.offer.setVisible(offer)
        self.setCurrentWidget(self._words)

    def show_picture(self, video: QWidget) -> None:
        """Shows the widget of the media player."""
        if self.indexOf(video) < 0:
            self.addWidget(video)
        self.setCurrentWidget(video)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click."""
        if event.button() == Qt.MouseButton.LeftButton and self.currentWidget() is not self._words:
            self.pressed.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Two clicks."""
        if self.currentWidget() is not self._words:
            self.pressed_twice.emit()
