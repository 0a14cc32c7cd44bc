"""Telling somebody who looks elsewhere that a long job has ended; an icon beside the clock, if wanted."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QMenu, QStyle, QSystemTrayIcon, QWidget

from vop_desktop.ui.actions import Actions

LONG = 20.0  # seconds from which a job is worth a note
SHOWN_MS = 8000


class Notifier(QObject):
    """Notes of the system where it has a tray, else the window asks for attention in the task bar.

    Args:
        window: the window that does not interrupt when it is in front.
        actions: for the menu of the icon.
    """

    def __init__(self, window: QWidget, actions: Actions) -> None:
        super().__init__(window)
        self._window = window
        self._actions = actions
        self._icon: QSystemTrayIcon | None = None
        self._menu: QMenu | None = None
        self._wanted = False
        self._began = 0.0
        self.told: list[str] = []  # what was said, for whoever asks afterwards
        self.enabled = True

    def keep_icon(self, wanted: bool) -> None:
        """Shows the icon all the time, or only while there is something to say."""
        self._wanted = wanted
        if wanted and (icon := self._tray()) is not None:
            icon.show()
        elif not wanted and self._icon is not None:
            self._icon.hide()

    def begin(self) -> None:
        """A job begins."""
        self._began = self._began or time.monotonic()

    def end(self, text: str) -> None:
        """It has ended; if it took long and nobody looks, that is said."""
        long = self._began and time.monotonic() - self._began >= LONG
        self._began = 0.0
        if long:
            self.tell(text)

    def tell(self, text: str) -> None:
        """Says it, if the window is not in front."""
        if not self.enabled or self._in_front():
            return
        self.told.append(text)
        icon = self._tray()
        if icon is None:
            QApplication.alert(self._window)
            return
        icon.show()
        icon.showMessage(self._window.windowTitle(), text, self._window.windowIcon(), SHOWN_MS)
        QTimer.singleShot(SHOWN_MS, self, self._hide_icon)

    def close(self) -> None:
        """Takes the icon away."""
        if self._icon is not None:
            self._icon.hide()

    def _in_front(self) -> bool:
        window = self._window
        return window.isVisible() and not window.isMinimized() and QApplication.activeWindow() is not None

    @Slot()
    def _hide_icon(self) -> None:
        if self._icon is not None and not self._wanted:
            self._icon.hide()

    def _tray(self) -> QSystemTrayIcon | None:
        if self._icon is None and QSystemTrayIcon.isSystemTrayAvailable():
            picture = self._window.windowIcon()
            if picture.isNull():
                picture = QIcon(self._window.style().standardIcon(QStyle.StandardPixmap.SP_MediaPlay))
            self._icon = QSystemTrayIcon(picture, self)
            self._icon.setToolTip(self._window.windowTitle())
            self._menu = QMenu(self._window)
            self._menu.addAction(self.tr("Show the window"), self._bring_up)
            self._menu.addAction(self._actions["pause"])
            self._menu.addAction(self._actions["quit"])
            self._icon.setContextMenu(self._menu)
            self._icon.activated.connect(self._activated)
            self._icon.messageClicked.connect(self._bring_up)
        return self._icon

    @Slot(QSystemTrayIcon.ActivationReason)
    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason == QSystemTrayIcon.ActivationReason.Trigger:
            self._bring_up()

    @Slot()
    def _bring_up(self) -> None:
        self._window.setWindowState(self._window.windowState() & ~Qt.WindowState.WindowMinimized)
        self._window.show()
        self._window.raise_()
        self._window.activateWindow()
