"""A row of pictures along a video with a word under each."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from vop_desktop.ui.theme import RADIUS, current_tokens
from vop_desktop.ui.tile_delegate import paint_picture

GAP = 4
WIDEST = 160


class StripWidget(QWidget):
    """Shows up to twelve pictures beside each other; one is marked."""

    def __init__(self) -> None:
        super().__init__()
        self._pictures: Sequence[QImage] = ()
        self._words: Sequence[str] = ()
        self._levels: Sequence[float] = ()
        self._marked = -1
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_pictures(
        self,
        pictures: Sequence[QImage],
        words: Sequence[str],
        marked: int = -1,
        levels: Sequence[float] = (),
    ) -> None:
        """Shows these pictures.

        Args:
            pictures: from left to right.
            words: what stands under each.
            marked: number of the one that stands out.
            levels: a bar under each, from 0 to 1; none where not given.
        """
        self._pictures, self._words, self._marked, self._levels = pictures, words, marked, levels
        self.setAccessibleName(", ".join(words))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Wide enough for twelve small pictures."""
        return QSize(960, self._picture_size(960).height() + self._room_below())

    def minimumSizeHint(self) -> QSize:
        """Low pictures in a narrow window."""
        return QSize(320, self._picture_size(960).height() + self._room_below())

    def _room_below(self) -> int:
        return self.fontMetrics().height() + (10 if self._levels else 4)

    def _picture_size(self, room: int) -> QSize:
        count = max(1, len(self._pictures))
        width = min(WIDEST, (room - (count - 1) * GAP) // count)
        return QSize(width, width * 9 // 16)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Pictures, bars, words."""
        tokens = current_tokens()
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        size = self._picture_size(self.width())
        left = max(0, (self.width() - len(self._pictures) * (size.width() + GAP) + GAP) // 2)
        for number, picture in enumerate(self._pictures):
            rect = QRect(left + number * (size.width() + GAP), 0, size.width(), size.height())
            paint_picture(painter, rect, picture, tokens)
            marked = number == self._marked
            if marked:
                painter.setPen(QPen(QColor(tokens.accent), 3))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), RADIUS, RADIUS)
            below = rect.bottom() + 3
            if number < len(self._levels):
                bar = QRect(rect.left(), below, rect.width(), 4)
                painter.fillRect(bar, QColor(tokens.raised))
                bar.setWidth(round(rect.width() * max(0.0, min(1.0, self._levels[number]))))
                painter.fillRect(bar, QColor(tokens.accent))
                below += 6
            painter.setPen(QColor(tokens.text if marked else tokens.muted))
            area = QRect(rect.left() - GAP, below, rect.width() + 2 * GAP, painter.fontMetrics().height())
            if number < len(self._words):
                painter.drawText(area, Qt.AlignmentFlag.AlignCenter, self._words[number])
        painter.end()
