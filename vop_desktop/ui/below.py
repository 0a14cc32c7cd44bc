"""The panels below the results: as high as they need, until somebody gives them another height."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtWidgets import QSplitter

from vop_desktop.ui.bottom_panel import BottomPanel

SHARE = 3  # of the window's height: a third at most goes to the panels by itself


class Below(QSplitter):
    """What is above, and the panels below it, which come and go."""

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Vertical)
        self._panels: BottomPanel | None = None
        self.given = 0  # pixels that the person gave the panels; 0 for what suits them
        self.splitterMoved.connect(self._dragged)

    def lay_below(self, panels: BottomPanel) -> None:
        """Puts the panels below what is there."""
        self._panels = panels
        self.addWidget(panels)
        self.setStretchFactor(0, 1)
        panels.installEventFilter(self)
        panels.currentChanged.connect(self._share_out)

    @Slot()
    def _dragged(self) -> None:
        if self._panels is not None:
            self.given = self._panels.height()

    @Slot()
    def _share_out(self) -> None:
        """Another panel needs another height."""
        if self._panels is not None and not self._panels.isHidden():
            height = self.given or min(self.height() // SHARE, self._panels.needed)
            self.setSizes([self.height() - height, height])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The panels are asked for."""
        if event.type() == QEvent.Type.ShowToParent:
            self._share_out()
        return False
