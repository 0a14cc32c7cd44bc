"""The place at the right of the results: the inspector, or a dropped clip until it is closed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize
from PySide6.QtWidgets import QVBoxLayout, QWidget

LEAST, WIDTH = 240, 340  # pixels; what it begins with


class SidePlace(QWidget):
    """Hidden while there is nothing to show in it.

    Args:
        usual: what is shown while it is wanted and there is nothing else.
        passing: goes before it as long as it is not hidden.
    """

    def __init__(self, usual: QWidget, passing: QWidget) -> None:
        super().__init__()
        self._usual, self._passing = usual, passing
        self._wanted = self._needed = True
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(passing)
        layout.addWidget(usual)
        passing.installEventFilter(self)
        self._arrange()

    def want(self, wanted: bool) -> None:
        """Whether the person wants the usual one."""
        self._wanted = wanted
        self._arrange()

    def need(self, needed: bool) -> None:
        """Whether there is something that the usual one could show."""
        self._needed = needed
        self._arrange()

    def _arrange(self) -> None:
        passing = not self._passing.isHidden()
        usual = self._wanted and self._needed and not passing
        self._usual.setVisible(usual)
        self.setVisible(usual or passing)

    def minimumSizeHint(self) -> QSize:
        """Wide enough for a picture."""
        return super().minimumSizeHint().expandedTo(QSize(LEAST, 0))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The other one comes and goes by itself."""
        if event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent):
            self._arrange()
        return False
