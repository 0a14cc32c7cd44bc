"""A button for a command and for what takes it back again, that nobody presses twice by accident."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QMouseEvent
from PySide6.QtWidgets import QToolButton


class SteadyButton(QToolButton):
    """Has room for each text that its action may get, so that nothing beside it moves with the text.

    The second click of a double click is none: it would take back what the first one did.
    """

    def __init__(self, action: QAction) -> None:
        super().__init__()
        self._texts: tuple[str, ...] = ()
        self.setDefaultAction(action)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)

    def keep_room(self, texts: Iterable[str]) -> None:
        """Says what may stand on it."""
        self._texts = tuple(texts)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """For the longest of its texts."""
        hint, own = super().sizeHint(), self._width(self.text())
        widest = max((own, *map(self._width, self._texts)))
        return QSize(hint.width() + widest - own, hint.height())

    def minimumSizeHint(self) -> QSize:
        """The same."""
        return self.sizeHint()

    def _width(self, text: str) -> int:
        return self.fontMetrics().size(Qt.TextFlag.TextShowMnemonic, text).width()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Does nothing."""
        event.accept()
