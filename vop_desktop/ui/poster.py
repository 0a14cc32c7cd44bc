"""The picture of one result with a sign on it that says that it can be played."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from vop_desktop.ui.theme import RADIUS, current_tokens
from vop_desktop.ui.tile_delegate import paint_badge, paint_picture

SIGN = 44  # pixels across
TALLEST = 360


class Poster(QAbstractButton):
    """A click, Space or Enter plays; one that is disabled shows the picture only."""

    def __init__(self) -> None:
        super().__init__()
        self._picture: QImage | None = None
        self._badge = ""
        self.setAccessibleName(self.tr("Play"))
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_picture(self, picture: QImage | None, badge: str) -> None:
        """Shows a picture, None while it is loaded, with a text in its corner."""
        self._picture, self._badge = picture, badge
        self.update()

    def sizeHint(self) -> QSize:
        """Wide and low, as videos mostly are."""
        return QSize(320, 180)

    def hasHeightForWidth(self) -> bool:
        """It keeps its shape."""
        return True

    def heightForWidth(self, width: int) -> int:
        """16:9, and never so high that nothing else has room."""
        return min(TALLEST, width * 9 // 16)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Picture, time, sign, and a frame while it has the keyboard."""
        tokens = current_tokens()
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        rect = self.rect()
        paint_picture(painter, rect, self._picture, tokens, offline=not self.isEnabled())
        if self._badge:
            corner = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom
            paint_badge(painter, rect, self._badge, tokens, corner)
        if self.isEnabled():
            self._paint_sign(painter, rect)
        if self.hasFocus():
            painter.setPen(QPen(QColor(tokens.accent), 3))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect.adjusted(1, 1, -2, -2), RADIUS, RADIUS)
        painter.end()

    def _paint_sign(self, painter: QPainter, rect: QRect) -> None:
        tokens = current_tokens()
        middle = QPointF(rect.center())
        ground = QColor(tokens.badge)
        ground.setAlpha(230 if self.underMouse() or self.isDown() else 190)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawEllipse(middle, SIGN / 2, SIGN / 2)
        painter.setBrush(QColor(tokens.on_badge))
        side = SIGN / 4
        corners = [QPointF(-side * 0.7, -side), QPointF(-side * 0.7, side), QPointF(side * 1.1, 0)]
        painter.drawPolygon(QPolygonF([middle + corner for corner in corners]))
