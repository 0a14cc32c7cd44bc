"""A layout that goes on in the next row where one is full."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

GAP = 6


class FlowLayout(QLayout):
    """Puts widgets side by side, from the reading side on, in as many rows as it takes.

    Those from `push` on stand at the far side as long as all have one row; else they begin the next one.

    Args:
        centred: whether each row stands in the middle.
    """

    def __init__(self, parent: QWidget | None = None, *, centred: bool = False) -> None:
        super().__init__(parent)
        self._centred = centred
        self._items: list[QLayoutItem] = []
        self._pushed: int | None = None
        self.setContentsMargins(0, 0, 0, 0)

    def push(self) -> None:
        """What is added from now on goes to the far side."""
        self._pushed = len(self._items)

    def addItem(self, item: QLayoutItem) -> None:
        """Takes one more."""
        self._items.append(item)

    def count(self) -> int:
        """How many there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """One of them."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Gives one back."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def hasHeightForWidth(self) -> bool:
        """A narrow window needs more rows."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Of all rows, margins included."""
        margins = self.contentsMargins()
        rows = self._rows(width - margins.left() - margins.right())
        inner = sum(_height(row) for row in rows) + GAP * max(0, len(rows) - 1)
        return inner + margins.top() + margins.bottom()

    def setGeometry(self, rect: QRect) -> None:
        """Puts everything in its place; what is lower than its row stands in the middle of it."""
        super().setGeometry(rect)
        area = self.contentsRect()
        parent = self.parentWidget()
        leftward = parent is not None and parent.layoutDirection() == Qt.LayoutDirection.RightToLeft
        pushed = None if self._pushed is None else self.itemAt(self._pushed)
        top = area.top()
        for row in self._rows(area.width()):
            height = _height(row)
            free = max(0, area.width() - sum(item.sizeHint().width() + GAP for item in row) + GAP)
            x = free // 2 if self._centred else 0
            for item in row:
                if item is pushed and item is not row[0]:
                    x += free
                size = item.sizeHint().boundedTo(QSize(max(0, area.width()), height))
                left = area.right() + 1 - x - size.width() if leftward else area.left() + x
                item.setGeometry(QRect(QPoint(left, top + (height - size.height()) // 2), size))
                x += size.width() + GAP
            top += height + GAP

    def sizeHint(self) -> QSize:
        """Of the widest one."""
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        """Of the widest one."""
        size, margins = QSize(), self.contentsMargins()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size + QSize(margins.left() + margins.right(), margins.top() + margins.bottom())

    def _rows(self, width: int) -> list[list[QLayoutItem]]:
        rows: list[list[QLayoutItem]] = []
        shown = [item for item in self._items if not item.isEmpty()]
        together = sum(item.sizeHint().width() + GAP for item in shown) - GAP <= width
        far = self._items[self._pushed :] if self._pushed is not None and not together else []
        begins = next((item for item in far if not item.isEmpty()), None)
        x = 0
        for item in shown:
            wide = item.sizeHint().width()
            if not rows or x + wide > width or item is begins:
                rows.append([])
                x = 0
            rows[-1].append(item)
            x += wide + GAP
        return rows


def _height(row: list[QLayoutItem]) -> int:
    return max(item.sizeHint().height() for item in row)
