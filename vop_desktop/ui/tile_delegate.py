"""Paints one tile: picture, time, confidence, name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetrics, QImage, QPainter, QPen, QTransform
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from vop_desktop.records import Hit
from vop_desktop.ui.results_model import Role
from vop_desktop.ui.texts import clock, confidence_text, file_name
from vop_desktop.ui.theme import RADIUS, Tokens, current_tokens
from vop_desktop.ui.thumbnails import Strip
from vop_desktop.ui.tile_faces import TileFaces

if TYPE_CHECKING:
    from vop_desktop.library.facts import VideoFacts

MARGIN = 8
LINE_GAP = 2


class TileDelegate(QStyledItemDelegate):
    """Tiles of one width; the picture keeps its shape on a 16:9 ground."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.width = width
        self.scrub: tuple[int, float] | None = None  # row, and how far along its video: 0 to 1
        self.faces = TileFaces()

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
        ranked, picture, facts = (
            bool(index.data(Role.RANKED)),
            index.data(Role.PICTURE),
            index.data(Role.FACTS),
        )
        exact = is_looked_at(option)
        scrubbed = self._scrubbed(index)

        def draw(brush: QPainter, tile: QRect) -> None:
            place = self.picture_rect(tile)
            paint_picture(brush, place, scrubbed[0] if scrubbed else picture, tokens, offline=hit.offline)
            self._paint_badges(brush, place, hit, tokens, self._time_text(hit, ranked, scrubbed))
            self._paint_states(brush, place, hit, facts, tokens)
            if scrubbed:
                paint_position(brush, place, scrubbed[2], tokens)
            left, top = place.left() + 2, place.bottom() + MARGIN
            area = QRect(left, top, tile.right() - MARGIN - left, tile.bottom() - top)
            self._paint_text(brush, area, hit, ranked, tokens, exact=exact)

        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        self._paint_ground(painter, option, rect, tokens)
        if scrubbed or picture is None:  # another one in a moment
            draw(painter, rect)
        else:
            self.faces.paint(painter, rect, (hit, facts), (picture.cacheKey(), ranked, exact), draw)
        painter.restore()

    def picture_rect(self, tile: QRect) -> QRect:
        """Where the picture lies within a tile."""
        corner = tile.topLeft() + QPoint(MARGIN, MARGIN)
        return QRect(corner, QSize(min(self.width, tile.width() - 2 * MARGIN), self._picture_height()))

    def _scrubbed(self, index: QModelIndex | QPersistentModelIndex) -> tuple[QImage, float, float] | None:
        """Picture, its time and its place from 0 to 1, while the pointer moves over this tile."""
        if self.scrub is None or self.scrub[0] != index.row():
            return None
        strip: Strip | None = index.data(Role.STRIP)
        if strip is None or not strip.pictures:
            return None
        share = self.scrub[1]
        number = min(len(strip.pictures) - 1, int(share * len(strip.pictures)))
        return strip.pictures[number], strip.times[number], share

    @staticmethod
    def _time_text(hit: Hit, ranked: bool, scrubbed: tuple[QImage, float, float] | None) -> str:
        if scrubbed:
            return f"{clock(scrubbed[1])} / {clock(hit.duration)}"
        if not ranked:
            return clock(hit.duration)
        return clock(hit.moment) + (f" / {clock(hit.duration)}" if hit.duration >= 1 else "")

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

    def _paint_badges(self, painter: QPainter, rect: QRect, hit: Hit, tokens: Tokens, time: str) -> None:
        paint_badge(painter, rect, time, tokens, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom)
        if hit.others:
            more = f"+{hit.others}"
            corner = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom
            paint_badge(painter, rect, more, tokens, corner)

    def _paint_states(
        self, painter: QPainter, rect: QRect, hit: Hit, facts: VideoFacts | None, tokens: Tokens
    ) -> None:
        states = [self.tr("offline")] if hit.offline else []
        if facts is not None and facts.state == "partial":
            states.append(self.tr("partial"))
        if facts is not None and facts.copies > 1:
            states.append(f"×{facts.copies}")
        if states:
            corner = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
            paint_badge(painter, rect, " · ".join(states), tokens, corner)

    @staticmethod
    def _paint_text(
        painter: QPainter, area: QRect, hit: Hit, ranked: bool, tokens: Tokens, *, exact: bool
    ) -> None:
        metrics = painter.fontMetrics()
        elide = Qt.TextElideMode.ElideMiddle
        line = QRect(area.left(), area.top(), area.width(), metrics.height())
        painter.setPen(QColor(tokens.text))
        name = metrics.elidedText(file_name(hit.path), elide, area.width())
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, name)
        line.translate(0, metrics.height() + LINE_GAP)
        if ranked:
            painter.setPen(QColor(tokens.confidence(hit.confidence)))
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, confidence_text(hit, exact=exact))
        else:
            painter.setPen(QColor(tokens.muted))
            folder = metrics.elidedText(_folder_name(hit.path), elide, area.width())
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, folder)


def is_looked_at(option: QStyleOptionViewItem) -> bool:
    """Whether the pointer is over a tile, or it is selected."""
    state: QStyle.StateFlag = option.state
    return bool(state & (QStyle.StateFlag.State_MouseOver | QStyle.StateFlag.State_Selected))


def paint_picture(
    painter: QPainter, rect: QRect, picture: QImage | None, tokens: Tokens, *, offline: bool = False
) -> None:
    """A picture on a rounded ground; a sign in its place while there is none."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(tokens.raised))
    painter.drawRoundedRect(QRectF(rect), RADIUS, RADIUS)
    if picture is None or picture.isNull():
        painter.setPen(QColor(tokens.muted))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, "…" if picture is None else "▷")
        return
    size = picture.size().scaled(rect.size(), Qt.AspectRatioMode.KeepAspectRatio)
    target = QRect(QPoint(0, 0), size)
    target.moveCenter(rect.center())
    painter.setOpacity(0.45 if offline else 1.0)
    if target.width() < rect.width() or target.height() < rect.height():
        painter.drawImage(target, picture)
    else:  # a brush with rounded corners costs a third of a clip path
        brush = QBrush(picture)
        brush.setTransform(
            QTransform(
                target.width() / picture.width(), 0, 0, target.height() / picture.height(),
                target.left(), target.top(),
            )
        )  # fmt: skip
        painter.setBrush(brush)
        painter.drawRoundedRect(QRectF(rect), RADIUS, RADIUS)
    painter.setOpacity(1.0)


def paint_badge(painter: QPainter, rect: QRect, text: str, tokens: Tokens, corner: Qt.AlignmentFlag) -> None:
    """A short text on a dark ground, in a corner of a picture."""
    metrics = painter.fontMetrics()
    badge = QRect(QPoint(0, 0), QSize(metrics.horizontalAdvance(text) + 10, metrics.height() + 2))
    inner = rect.adjusted(5, 5, -5, -5)
    if corner & Qt.AlignmentFlag.AlignBottom:
        badge.moveBottom(inner.bottom())
    else:
        badge.moveTop(inner.top())
    if corner & Qt.AlignmentFlag.AlignRight:
        badge.moveRight(inner.right())
    else:
        badge.moveLeft(inner.left())
    ground = QColor(tokens.badge)
    ground.setAlpha(190)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(badge, 4, 4)
    painter.setPen(QColor(tokens.on_badge))
    painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, text)


def paint_position(painter: QPainter, rect: QRect, share: float, tokens: Tokens) -> None:
    """A thin line that tells how far along a video the picture is."""
    left = rect.left() + round(share * (rect.width() - 3))
    painter.fillRect(QRect(rect.left(), rect.bottom() - 2, rect.width(), 3), QColor(tokens.badge))
    painter.fillRect(QRect(rect.left(), rect.bottom() - 2, left - rect.left(), 3), QColor(tokens.accent))
    painter.fillRect(QRect(left, rect.top(), 2, rect.height()), QColor(tokens.accent))


def _folder_name(path: str) -> str:
    parts = path.replace("\\", "/").rsplit("/", 2)
    return file_name(parts[-2]) if len(parts) > 1 else ""
