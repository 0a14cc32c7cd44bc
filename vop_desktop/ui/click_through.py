"""Clicks beside a popup that do what they would have done without it.

A popup holds the mouse: what is pressed beside it reaches nobody else. On some systems the second press of a
double click comes as a first one then, since another window got the one before.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, QTimer, Slot
from PySide6.QtGui import QGuiApplication, QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid


class ClickThrough(QObject):
    """Hands clicks on, one at a time. GUI thread."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._below: QWidget | None = None  # that got the last click
        self._place = QPointF()
        self._button = Qt.MouseButton.NoButton
        self._sending = False
        self._released = False  # whether the true release has come
        self._over = QTimer(self)
        self._over.setSingleShot(True)
        self._over.timeout.connect(self._end)

    def click(self, event: QMouseEvent) -> None:
        """Clicks what lies below the pointer, the popup being hidden; it takes the keyboard as ever."""
        self._end()
        below = QApplication.widgetAt(event.globalPosition().toPoint())
        if below is None:
            return
        self._below, self._place, self._button = below, event.globalPosition(), event.button()
        self._released = False
        below.installEventFilter(self)
        self._over.start(QGuiApplication.styleHints().mouseDoubleClickInterval())
        _give_focus(below)
        self._send(event, QEvent.Type.MouseButtonPress)
        self._send(event, QEvent.Type.MouseButtonRelease)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A release that was handed on already is dropped; the next press makes a double click."""
        if watched is not self._below or self._sending or not isinstance(event, QMouseEvent):
            return False
        kind = event.type()
        if kind == QEvent.Type.MouseButtonRelease and not self._released:
            self._released = True
            return True
        if kind == QEvent.Type.MouseButtonDblClick:
            self._end()
        elif kind == QEvent.Type.MouseButtonPress:
            apart = (event.globalPosition() - self._place).manhattanLength()
            near = apart <= QGuiApplication.styleHints().mouseDoubleClickDistance()
            if near and event.button() == self._button:
                self._send(event, QEvent.Type.MouseButtonDblClick)
                self._end()
                return True
            self._end()
        return False

    def _send(self, event: QMouseEvent, kind: QEvent.Type) -> None:
        below = self._below
        if below is None or not isValid(below):
            return
        place = event.globalPosition()
        held = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseButtonRelease else event.button()
        sent = QMouseEvent(kind, below.mapFromGlobal(place), place, event.button(), held, event.modifiers())
        self._sending = True
        try:
            QApplication.sendEvent(below, sent)
        finally:
            self._sending = False

    @Slot()
    def _end(self) -> None:
        self._over.stop()
        if self._below is not None and isValid(self._below):
            self._below.removeEventFilter(self)
        self._below = None


def _give_focus(widget: QWidget) -> None:
    """To the widget, or to what it is a part of."""
    taking: QWidget | None = widget
    while taking is not None and not taking.focusPolicy() & Qt.FocusPolicy.ClickFocus:
        taking = None if taking.isWindow() else taking.parentWidget()
    if taking is not None and taking.isEnabled():
        taking.setFocus(Qt.FocusReason.MouseFocusReason)
