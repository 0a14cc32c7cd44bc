"""The list under the search field: older queries, one's own captions, and how the word in hand may go on."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from vop_desktop.ui.click_through import ClickThrough
from vop_desktop.ui.messages import Suggestions
from vop_desktop.ui.theme import current_tokens

TEXT = Qt.ItemDataRole.UserRole + 1  # what the field says when the row is taken
CARET = Qt.ItemDataRole.UserRole + 2  # where one goes on typing; nothing for a query that is searched at once
EXAMPLE = Qt.ItemDataRole.UserRole + 3
MARGIN = 14
MOST = 8  # rows: more than can be taken in at a glance help nobody

Index = QModelIndex | QPersistentModelIndex


class SuggestionsModel(QStandardItemModel):
    """The rows: values of a filter, whole queries, tags and folders of that name, names of filters."""

    def show(self, suggestions: Suggestions) -> None:
        """These rows and no others."""
        self.clear()
        words = suggestions.completions
        values = [word for word in words if not word.example and not word.named][:MOST]
        last = [word for word in words if word.named or word.example][: MOST - len(values)]
        for word in values:
            self._add(word.label, word.text, word.caret, "")
        for text in suggestions.texts[: max(0, MOST - len(values) - len(last))]:
            self._add(text, text, None, "")
        for word in last:
            self._add(word.label, word.text, word.caret, word.example)

    def texts(self) -> list[str]:
        """What the rows say."""
        return [self.item(row).text() for row in range(self.rowCount())]

    def _add(self, label: str, text: str, caret: int | None, example: str) -> None:
        item = QStandardItem(label)
        item.setEditable(False)
        item.setData(text, TEXT)
        item.setData(caret, CARET)
        item.setData(example, EXAMPLE)
        if example:
            item.setData(f"{label} {example}", Qt.ItemDataRole.AccessibleTextRole)
        self.appendRow(item)


class SuggestionsView(QListView):
    """Shows them. A click elsewhere takes the list away and does there what it would have done without it."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("suggestions")
        self.setAccessibleName(self.tr("Suggestions"))
        self._through = ClickThrough(self)

    def take_delegate(self) -> None:
        """Paints its rows itself."""
        self.setItemDelegate(_Delegate(self))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Before the completer, which would hide the list and keep the click."""
        presses = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick)
        if not (watched is self and isinstance(event, QMouseEvent) and event.type() in presses):
            return super().eventFilter(watched, event)
        outside = not self.rect().contains(event.position().toPoint())
        if outside:
            self.hide()
            self._through.click(event)
        return outside


class _Delegate(QStyledItemDelegate):
    """Puts the example of a filter behind its name."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The row, and the example in a quieter colour."""
        super().paint(painter, option, index)
        example = index.data(EXAMPLE)
        if not example:
            return
        painter.save()
        painter.setFont(option.font)
        state: QStyle.StateFlag = option.state
        tokens = current_tokens()
        painter.setPen(QColor(tokens.on_accent if state & QStyle.StateFlag.State_Selected else tokens.muted))
        place = option.rect.adjusted(MARGIN, 0, -MARGIN, 0)
        painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, example)
        painter.restore()
