"""Gives the keyboard back: what closes leaves it where it was before it was taken there."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QEvent, QObject, Slot
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid


class FocusReturn(QObject):
    """Watches a panel; Qt itself would go on to whatever stands next to it."""

    def __init__(self, panel: QWidget) -> None:
        super().__init__(panel)
        self._panel = panel
        self._before: QWidget | None = None
        panel.installEventFilter(self)
        cast(QApplication, QApplication.instance()).focusChanged.connect(self._moved)

    @Slot(QWidget, QWidget)
    def _moved(self, old: QWidget | None, new: QWidget | None) -> None:
        if new is not None and old is not None and self._holds(new) and not self._holds(old):
            self._before = old

    def _holds(self, widget: QWidget | None) -> bool:
        return widget is not None and (widget is self._panel or self._panel.isAncestorOf(widget))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """While the panel is being hidden the keyboard is still in it."""
        if event.type() == QEvent.Type.Hide and not event.spontaneous() and self._panel.isHidden():
            before, self._before = self._before, None
            useful = before is not None and isValid(before) and before.isVisible() and before.isEnabled()
            if before is not None and useful and self._holds(QApplication.focusWidget()):
                before.setFocus()
        return False
