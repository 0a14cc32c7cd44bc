"""What the views of the results have in common: Enter and a double click open, the menu is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Slot
from PySide6.QtGui import QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView

from vop_desktop.records import Hit
from vop_desktop.ui.results_model import Role

if TYPE_CHECKING:
    from PySide6.QtCore import SignalInstance

    _View = QAbstractItemView
else:
    _View = object


class OpensHits(_View):
    """Goes before the class of a view with signals `opened(Hit)`, `menu_wanted(QPoint)`, `walked()`."""

    if TYPE_CHECKING:
        opened: SignalInstance
        menu_wanted: SignalInstance
        walked: SignalInstance

    def open_on_double_click(self) -> None:
        """Call this once the view has its model."""
        self.doubleClicked.connect(self._open_index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens; everything else is the view's."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open_index(self.currentIndex())
            return
        before = self.currentIndex()
        super().keyPressEvent(event)
        if self.currentIndex() != before:
            self.walked.emit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Asks for the menu where the result is, also when the keyboard asked."""
        if self.selectedIndexes():
            self.menu_wanted.emit(event.globalPos())

    @Slot(QModelIndex)
    def _open_index(self, index: QModelIndex) -> None:
        hit = index.data(Role.HIT)
        if isinstance(hit, Hit):
            self.opened.emit(hit)
