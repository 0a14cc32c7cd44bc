"""Tiles as they were painted before: scrolling shows a tile many times, and text costs most of it."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QPainter, QPixmap

MOST_BYTES = 32 * 2**20
PIXEL_BYTES = 4


class TileFaces:
    """Painted tiles, the least used dropped first. GUI thread.

    A face is told from others by the objects that it shows, which stay alive as long as it does, and by
    values such as its size.
    """

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most_bytes = most_bytes
        self._bytes = 0
        self._faces: OrderedDict[Hashable, tuple[QPixmap, tuple[object, ...]]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._faces)

    def clear(self) -> None:
        """Drops all: fonts, colours or the language have changed."""
        self._faces.clear()
        self._bytes = 0

    def paint(
        self,
        painter: QPainter,
        rect: QRect,
        shown: tuple[object, ...],
        values: tuple[Hashable, ...],
        draw: Callable[[QPainter, QRect], None],
    ) -> None:
        """Paints a face as it was painted before, or has it painted and keeps it.

        Args:
            painter: of the view.
            rect: of the tile.
            shown: the objects that the face shows; none of them ever changes.
            values: what else it depends on.
            draw: paints the face into a place.
        """
        ratio = painter.device().devicePixelRatioF()
        key = (tuple(map(id, shown)), values, rect.width(), rect.height(), ratio)
        found = self._faces.get(key)
        if found is None:
            found = self._draw(painter, rect, ratio, draw), shown
            self._faces[key] = found
            self._bytes += _bytes(found[0])
            while self._bytes > self._most_bytes and len(self._faces) > 1:
                _, (dropped, _) = self._faces.popitem(last=False)
                self._bytes -= _bytes(dropped)
        else:
            self._faces.move_to_end(key)
        painter.drawPixmap(rect.topLeft(), found[0])

    @staticmethod
    def _draw(
        painter: QPainter, rect: QRect, ratio: float, draw: Callable[[QPainter, QRect], None]
    ) -> QPixmap:
        face = QPixmap(rect.size() * ratio)
        face.setDevicePixelRatio(ratio)
        face.fill(Qt.GlobalColor.transparent)
        brush = QPainter(face)
        brush.setFont(painter.font())
        brush.setRenderHints(painter.renderHints())
        draw(brush, QRect(QPoint(0, 0), rect.size()))
        brush.end()
        return face


def _bytes(face: QPixmap) -> int:
    return face.width() * face.height() * PIXEL_BYTES
