"""The panels below the results, as tabs: background work and problems."""

from __future__ import annotations

from PySide6.QtWidgets import QTabWidget, QWidget

from vop_desktop.ui.focus_return import FocusReturn
from vop_desktop.ui.widgets import button


class BottomPanel(QTabWidget):
    """Hidden until one of its panels is asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.setDocumentMode(True)
        self.setAccessibleName(self.tr("Background work and problems"))
        self.setCornerWidget(button(self.tr("Close"), self.hide))
        FocusReturn(self)
        self.hide()

    def toggle(self, panel: QWidget) -> None:
        """Shows a panel, or hides all if it is the one that is shown."""
        if not self.isHidden() and self.currentWidget() is panel:
            self.hide()
            return
        self.setCurrentWidget(panel)
        self.show()
