"""The panels below the results, as tabs: background work and problems."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QTabWidget, QWidget

from vop_desktop.ui.focus_return import FocusReturn
from vop_desktop.ui.theme import SPACING
from vop_desktop.ui.widgets import button


class BottomPanel(QTabWidget):
    """Hidden until one of its panels is asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.setDocumentMode(True)
        self.setAccessibleName(self.tr("Background work and problems"))
        corner = QWidget()  # the tabs would put the button at the very edge
        row = QHBoxLayout(corner)
        row.setContentsMargins(0, 2, SPACING, 2)
        closing = button(self.tr("Close"), self.hide)
        closing.setProperty("slim", True)
        row.addWidget(closing)
        self.setCornerWidget(corner)
        FocusReturn(self)
        self.hide()

    @property
    def needed(self) -> int:
        """Height of the tabs and of all that is in the panel in front."""
        panels = filter(None, map(self.widget, range(self.count())))
        tabs = self.sizeHint().height() - max(panel.sizeHint().height() for panel in panels)
        shown = self.currentWidget()
        wrapped = shown.heightForWidth(self.width())  # of buttons that need a second row, or -1
        return tabs + (wrapped if wrapped > 0 else shown.sizeHint().height())

    def toggle(self, panel: QWidget) -> None:
        """Shows a panel, or hides all if it is the one that is shown."""
        if not self.isHidden() and self.currentWidget() is panel:
            self.hide()
            return
        self.setCurrentWidget(panel)
        self.show()
