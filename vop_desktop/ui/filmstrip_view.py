"""The results as filmstrips: a row of pictures for each, the matching one marked."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from vop_desktop.records import Hit
from vop_desktop.ui.results_model import ResultsModel, Role
from vop_desktop.ui.texts import clock, confidence_text, file_name
from vop_desktop.ui.theme import RADIUS, Tokens, current_tokens
from vop_desktop.ui.thumbnails import Strip
from vop_desktop.ui.tile_delegate import paint_badge, paint_picture
from vop_desktop.ui.view_keys import OpensHits

MARGIN = 8
GAP = 3  # pixels between pictures
LEAST, MOST = 4, 12  # pictures in a row


class FilmstripView(OpensHits, QListView):
    """One row a hit; Enter or a double click opens the video at its moment.

    Signals:
        opened(Hit): the person wants to see it.
        menu_wanted(QPoint): the context menu, at a global position.
        walked(): a key went to another result.
    """

    opened = Signal(object)
    menu_wanted = Signal(object)
    walked = Signal()

    def __init__(self, model: ResultsModel, tile_width: int) -> None:
        super().__init__()
        self.setModel(model)
        self._delegate = FilmstripDelegate(tile_width)
        self.setItemDelegate(self._delegate)
        self.setAccessibleName(self.tr("Results"))
        self.setUniformItemSizes(True)
        self.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.setSelectionRectVisible(True)
        self.setDragEnabled(True)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalScrollBar().setSingleStep(24)
        self.open_on_double_click()

    def set_tile_width(self, width: int) -> None:
        """Makes the pictures larger or smaller."""
        self._delegate.width = width
        self.doItemsLayout()


class FilmstripDelegate(QStyledItemDelegate):
    """Name and match above, the pictures below; as many as fit, between four and twelve."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.width = width

    @property
    def _picture_height(self) -> int:
        return max(54, self.width * 9 // 32)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """The same for every row."""
        return QSize(200, self._picture_height + option.fontMetrics.height() + 3 * MARGIN)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Reads the model only; never a file."""
        hit: Hit | None = index.data(Role.HIT)
        if hit is None:
            return
        tokens = current_tokens()
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        rect: QRect = option.rect.adjusted(2, 2, -2, -2)
        state: QStyle.StateFlag = option.state
        selected = bool(state & QStyle.StateFlag.State_Selected)
        hover = bool(state & QStyle.StateFlag.State_MouseOver)
        self._paint_ground(painter, rect, tokens, raised=selected or hover,
                           ringed=selected or bool(state & QStyle.StateFlag.State_HasFocus))  # fmt: skip
        line = QRect(rect.left() + MARGIN, rect.top() + MARGIN // 2,
                     rect.width() - 2 * MARGIN, painter.fontMetrics().height())  # fmt: skip
        self._paint_line(painter, line, hit, index, tokens)
        corner = line.bottomLeft() + QPoint(0, MARGIN // 2)
        self._paint_strip(
            painter, QRect(corner, QSize(line.width(), self._picture_height)), hit, index, tokens
        )
        painter.restore()

    @staticmethod
    def _paint_ground(painter: QPainter, rect: QRect, tokens: Tokens, *, raised: bool, ringed: bool) -> None:
        if raised or ringed:
            painter.setPen(QPen(QColor(tokens.accent), 2) if ringed else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.raised) if raised else Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect, RADIUS, RADIUS)

    def _paint_line(
        self,
        painter: QPainter,
        line: QRect,
        hit: Hit,
        index: QModelIndex | QPersistentModelIndex,
        tokens: Tokens,
    ) -> None:
        metrics = painter.fontMetrics()
        facts = clock(hit.duration) + (" · " + self.tr("offline") if hit.offline else "")
        said = confidence_text(hit, exact=True) if index.data(Role.RANKED) else ""
        right = metrics.horizontalAdvance(facts)
        painter.setPen(QColor(tokens.muted))
        painter.drawText(line, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, facts)
        if said:
            painter.setPen(QColor(tokens.confidence(hit.confidence)))
            painter.drawText(line.adjusted(0, 0, -right - 16, 0),
                             Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, said)  # fmt: skip
            right += metrics.horizontalAdvance(said) + 16
        painter.setPen(QColor(tokens.text))
        room = line.width() - right - 16
        name = metrics.elidedText(file_name(hit.path), Qt.TextElideMode.ElideMiddle, room)
        painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, name)

    def _paint_strip(
        self,
        painter: QPainter,
        area: QRect,
        hit: Hit,
        index: QModelIndex | QPersistentModelIndex,
        tokens: Tokens,
    ) -> None:
        ranked = bool(index.data(Role.RANKED))
        strip: Strip | None = index.data(Role.STRIP)
        width = self._picture_height * 16 // 9
        count = max(LEAST, min(MOST, (area.width() + GAP) // (width + GAP)))
        width = min(width, (area.width() - (count - 1) * GAP) // count)
        shown = self._chosen(strip, hit, count, ranked)
        for place in range(len(shown) if strip is not None and strip.pictures else count):
            left = area.left() + place * (width + GAP)
            rect = QRect(left, area.top(), width, area.height())
            picture = strip.pictures[shown[place]] if strip is not None and strip.pictures else None
            paint_picture(painter, rect, picture, tokens, offline=hit.offline)
            if ranked and strip is not None and strip.pictures and shown[place] == strip.place(hit.moment):
                painter.setPen(QPen(QColor(tokens.accent), 3))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), RADIUS, RADIUS)
                corner = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom
                paint_badge(painter, rect, clock(hit.moment), tokens, corner)

    @staticmethod
    def _chosen(strip: Strip | None, hit: Hit, count: int, ranked: bool) -> list[int]:
        """Numbers of evenly spread pictures, that of the moment among them."""
        have = len(strip.pictures) if strip is not None else 0
        if strip is None or have <= count:
            return list(range(have))
        numbers = [round(i * (have - 1) / (count - 1)) for i in range(count)]
        best = strip.place(hit.moment)
        if ranked and best not in numbers:
            numbers[min(range(count), key=lambda i: abs(numbers[i] - best))] = best
        return numbers
