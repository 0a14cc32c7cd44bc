"""One entry of the sidebar: what it is, what it holds, and how its number is painted."""

from __future__ import annotations

from enum import IntEnum

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTreeWidgetItem

from vop_desktop.ui.theme import current_tokens

VALUE = Qt.ItemDataRole.UserRole
COUNT = Qt.ItemDataRole.UserRole + 1  # a number of videos, as text


class Kind(IntEnum):
    """What an entry is."""

    FOLDER = QTreeWidgetItem.ItemType.UserType + 1
    SUBFOLDER = QTreeWidgetItem.ItemType.UserType + 2
    SAVED = QTreeWidgetItem.ItemType.UserType + 3
    TAG = QTreeWidgetItem.ItemType.UserType + 4
    RECENT = QTreeWidgetItem.ItemType.UserType + 5
    LEFT_OUT = QTreeWidgetItem.ItemType.UserType + 6


def fill_entry(item: QTreeWidgetItem, text: str, count: str, value: object, tip: str) -> None:
    """Makes an item show a name and a number, and stand for a value."""
    item.setText(0, text)
    item.setData(0, VALUE, value)
    item.setData(0, COUNT, count)
    item.setData(0, Qt.ItemDataRole.AccessibleTextRole, f"{text}, {count}" if count else text)
    item.setToolTip(0, tip)


class EntryDelegate(QStyledItemDelegate):
    """Leaves room for the number and paints it."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """The entry, then its number."""
        count = index.data(COUNT)
        if not count:
            super().paint(painter, option, index)
            return
        room = option.fontMetrics.horizontalAdvance(count) + 10
        whole = QRect(option.rect)
        ground = QStyleOptionViewItem(option)
        self.initStyleOption(ground, index)
        style = ground.widget.style()  # a selected row is so from end to end
        style.drawPrimitive(QStyle.PrimitiveElement.PE_PanelItemViewItem, ground, painter, ground.widget)
        leftward = option.direction == Qt.LayoutDirection.RightToLeft
        option.rect = whole.adjusted(room, 0, 0, 0) if leftward else whole.adjusted(0, 0, -room, 0)
        super().paint(painter, option, index)
        tokens = current_tokens()
        state: QStyle.StateFlag = option.state
        painter.setPen(QColor(tokens.on_accent if state & QStyle.StateFlag.State_Selected else tokens.muted))
        painter.setLayoutDirection(option.direction)  # which says where the trailing end is
        side = Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(whole.adjusted(4, 0, -4, 0), side, count)
