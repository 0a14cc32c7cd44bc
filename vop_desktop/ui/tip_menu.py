"""A menu whose entries can say more than their names."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import QAction, QHelpEvent
from PySide6.QtWidgets import QMenu, QToolTip


class TipMenu(QMenu):
    """Shows the status tip of an entry beside it too; Qt's own tips would repeat the names of all others."""

    def event(self, event: QEvent) -> bool:
        """The pointer rests on an entry."""
        if event.type() != QEvent.Type.ToolTip or not isinstance(event, QHelpEvent):
            return super().event(event)
        action = self.actionAt(event.pos())
        tip = action.statusTip() if action is not None else ""
        if tip:
            QToolTip.showText(event.globalPos(), tip, self)
        else:
            QToolTip.hideText()
        return True


def explain(action: QAction, tip: str) -> None:
    """What happens, in a sentence: beside the entry, in the status bar, and for a screen reader."""
    action.setStatusTip(tip)
    action.setToolTip(tip)
