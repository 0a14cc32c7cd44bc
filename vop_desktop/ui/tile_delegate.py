"""Paints one tile: picture, time, confidence, name."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QImage, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from vop_desktop.records import Hit
from vop_desktop.ui.results_model import Role
from vop_desktop.ui.texts import clock, confidence_word, file_name
from vop_desktop.ui.theme import RADIUS, Tokens, current_tokens

MARGIN = 8
LINE_GAP = 2


class TileDelegate(QStyledItemDelegate):
    """Tiles of one width; the picture keeps its shape on a 16:9 ground."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.width = width

    def tile_size(self, font: QFont) -> QSize:
        """Of a whole tile, margins included."""
        lines = 2 * QFontMetrics(font).height() + LINE_GAP
        return QSize(self.width + 2 * MARGIN, self._picture_height() + lines + 3 * MARGIN)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """The same for every tile."""
        return self.tile_size(option.font)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Reads the model only; never a file."""
        hit: Hit | None = index.data(Role.HIT)
        if hit is None:
            return
        tokens = current_tokens()
        rect: QRect = option.rect
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        self._paint_ground(painter, option, rect, tokens)
        picture_rect = QRect(
            rect.topLeft() + QPoint(MARGIN, MARGIN), QSize(self.width, self._picture_height())
        )
        self._paint_picture(painter, picture_rect, index.data(Role.PICTURE), tokens, hit.offline)
        self._paint_badges(painter, picture_rect, hit, bool(index.data(Role.RANKED)), tokens)
        left, top = picture_rect.left() + 2, picture_rect.bottom() + MARGIN
        area = QRect(left, top, rect.right() - MARGIN - left, rect.bottom() - top)
        self._paint_text(painter, area, hit, bool(index.data(Role.RANKED)), tokens)
        painter.restore()

    def _picture_height(self) -> int:
        return self.width * 9 // 16

    @staticmethod
    def _paint_ground(painter: QPainter, option: QStyleOptionViewItem, rect: QRect, tokens: Tokens) -> None:
        state: QStyle.StateFlag = option.state
        inner = QRectF(rect).adjusted(2, 2, -2, -2)
        selected = bool(state & QStyle.StateFlag.State_Selected)
        if selected or state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.raised))
            painter.drawRoundedRect(inner, RADIUS + 2, RADIUS + 2)
        if selected or state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(tokens.accent), 2 if selected else 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(inner, RADIUS + 2, RADIUS + 2)

    @staticmethod
    def _paint_picture(
        painter: QPainter, rect: QRect, picture: QImage | None, tokens: Tokens, offline: bool
    ) -> None:
        path = QPainterPath()
        path.addRoundedRect(QRectF(rect), RADIUS, RADIUS)
        painter.fillPath(path, QColor(tokens.raised if picture is None else "#000000"))
        if picture is None or picture.isNull():
            painter.setPen(QColor(tokens.muted))
            painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, "…" if picture is None else "▷")
            return
        size = picture.size().scaled(rect.size(), Qt.AspectRatioMode.KeepAspectRatio)
        target = QRect(QPoint(0, 0), size)
        target.moveCenter(rect.center())
        painter.setClipPath(path)
        painter.setOpacity(0.45 if offline else 1.0)
        painter.drawImage(target, picture)
        painter.setOpacity(1.0)
        painter.setClipping(False)

    def _paint_badges(self, painter: QPainter, rect: QRect, hit: Hit, ranked: bool, tokens: Tokens) -> None:
        time = clock(hit.moment) + (f" / {clock(hit.duration)}" if hit.duration >= 1 else "")
        text = time if ranked else clock(hit.duration)
        self._badge(painter, rect, text, tokens, right=True)
        if hit.offline:
            self._badge(painter, rect, self.tr("offline"), tokens, right=False)

    @staticmethod
    def _badge(painter: QPainter, rect: QRect, text: str, tokens: Tokens, *, right: bool) -> None:
        metrics = painter.fontMetrics()
        size = QSize(metrics.horizontalAdvance(text) + 10, metrics.height() + 2)
        badge = QRect(QPoint(0, 0), size)
        badge.moveBottom(rect.bottom() - 5)
        if right:
            badge.moveRight(rect.right() - 5)
        else:
            badge.moveLeft(rect.left() + 5)
        ground = QColor(tokens.badge)
        ground.setAlpha(190)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(badge, 4, 4)
        painter.setPen(QColor(tokens.on_badge))
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, text)

    @staticmethod
    def _paint_text(painter: QPainter, area: QRect, hit: Hit, ranked: bool, tokens: Tokens) -> None:
        metrics = painter.fontMetrics()
        elide = Qt.TextElideMode.ElideMiddle
        line = QRect(area.left(), area.top(), area.width(), metrics.height())
        painter.setPen(QColor(tokens.text))
        name = metrics.elidedText(file_name(hit.path), elide, area.width())
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, name)
        line.translate(0, metrics.height() + LINE_GAP)
        if ranked:
            painter.setPen(QColor(tokens.confidence(hit.confidence)))
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, "● " + confidence_word(hit.confidence))
        else:
            painter.setPen(QColor(tokens.muted))
            folder = metrics.elidedText(_folder_name(hit.path), elide, area.width())
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, folder)


def _folder_name(path: str) -> str:
    parts = path.replace("\\", "/").rsplit("/", 2)
    return file_name(parts[-2]) if len(parts) > 1 else ""
