"""The list of captions: text, a bar for how far it stands out, marks; edited in place."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QPlainTextEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from vop_desktop.ui.caption_model import ROW, CaptionModel, CaptionRow, MomentRow
from vop_desktop.ui.texts import CONFIDENCE_SIGNS, clock, confidence_word
from vop_desktop.ui.theme import RADIUS, Tokens, current_tokens

MARGIN = 10
GAP = 4
BAR_WIDTH, BAR_HEIGHT = 72, 5
Index = QModelIndex | QPersistentModelIndex


class WordingEditor(QPlainTextEdit):
    """A caption while it is reworded; it is as long as it needs to be.

    Signals:
        finished(): Enter.
    """

    finished = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Wording of the caption"))
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(3)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A caption is one line, however it is wrapped."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.finished.emit()
        else:
            super().keyPressEvent(event)


class CaptionDelegate(QStyledItemDelegate):
    """Paints a caption in as many lines as it needs, and below it how well it fits."""

    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """As wide as the list with its scroll bar, so that a text has as many lines with it as without."""
        width = self._width()
        line = option.fontMetrics.height()
        row = index.data(ROW)
        if isinstance(row, MomentRow):
            return QSize(width, line + 2 * GAP + 6)
        return QSize(width, self._text_height(option, row) + line + GAP + 2 * MARGIN)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Reads the model only."""
        row = index.data(ROW)
        tokens = current_tokens()
        rect: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, option, tokens)
        inner = QRect(rect.left() + MARGIN, rect.top(), self._width() - 2 * MARGIN, rect.height())
        if isinstance(row, MomentRow):
            font = QFont(option.font)
            font.setBold(True)
            painter.setFont(font)
            painter.setPen(QColor(tokens.muted))
            painter.drawText(
                inner, Qt.AlignmentFlag.AlignVCenter, f"▶  {clock(row.start)} – {clock(row.end)}"
            )
        elif isinstance(row, CaptionRow):
            height = self._text_height(option, row)
            painter.setPen(QColor(tokens.text))
            text = QRect(inner.left(), rect.top() + MARGIN, inner.width(), height)
            painter.drawText(text, Qt.TextFlag.TextWordWrap, row.text)
            below = QRect(inner.left(), text.bottom() + GAP, inner.width(), option.fontMetrics.height())
            free = self._paint_marks(painter, below, index, row, tokens)
            self._paint_fit(painter, free, row, tokens)
        painter.restore()

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """Enter takes the wording over, Escape leaves it as it was."""
        editor = WordingEditor(parent)
        editor.finished.connect(partial(self.finish, editor))
        return editor

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        """Over the text and its fit, the marks and all."""
        rect: QRect = option.rect
        editor.setGeometry(rect.adjusted(1, 1, -1, -1))

    def finish(self, editor: QWidget) -> None:
        """Takes over what stands in an editor, and takes it away."""
        self.commitData.emit(editor)
        self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)

    def _width(self) -> int:
        view = self._view
        bar = view.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent, None, view)
        return max(120, view.width() - 2 * view.frameWidth() - bar - 2)

    def _text_height(self, option: QStyleOptionViewItem, row: CaptionRow) -> int:
        room = QRect(0, 0, self._width() - 2 * MARGIN, 10_000)
        return option.fontMetrics.boundingRect(room, Qt.TextFlag.TextWordWrap, row.text).height()

    @staticmethod
    def _paint_ground(painter: QPainter, option: QStyleOptionViewItem, tokens: Tokens) -> None:
        state: QStyle.StateFlag = option.state
        inner = QRectF(option.rect).adjusted(1, 1, -1, -1)
        selected = bool(state & QStyle.StateFlag.State_Selected)
        if selected or state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.raised))
            painter.drawRoundedRect(inner, RADIUS, RADIUS)
        if selected:
            focused = bool(state & QStyle.StateFlag.State_HasFocus)
            painter.setPen(QPen(QColor(tokens.accent), 2 if focused else 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(inner, RADIUS, RADIUS)

    @staticmethod
    def _paint_fit(painter: QPainter, area: QRect, row: CaptionRow, tokens: Tokens) -> None:
        if not row.hit.rated:
            painter.setPen(QColor(tokens.muted))
            text = QCoreApplication.translate("Confidence", "no score")
            painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, text)
            return
        colour = QColor(tokens.confidence(row.confidence))
        rail = QRectF(area.left(), area.center().y() - BAR_HEIGHT / 2 + 1, BAR_WIDTH, BAR_HEIGHT)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.line))
        painter.drawRoundedRect(rail, BAR_HEIGHT / 2, BAR_HEIGHT / 2)
        painter.setBrush(colour)
        filled = QRectF(rail)
        filled.setWidth(max(BAR_HEIGHT, BAR_WIDTH * row.level))
        painter.drawRoundedRect(filled, BAR_HEIGHT / 2, BAR_HEIGHT / 2)
        painter.setPen(colour)
        word = f"{CONFIDENCE_SIGNS[row.confidence]} {confidence_word(row.confidence)}"
        room = area.adjusted(BAR_WIDTH + MARGIN, 0, 0, 0)
        exact = f"{word} · {row.hit.score:.2f}"
        fits = painter.fontMetrics().horizontalAdvance(exact) <= room.width()
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, exact if fits else word)

    @staticmethod
    def _paint_marks(painter: QPainter, area: QRect, index: Index, row: CaptionRow, tokens: Tokens) -> QRect:
        """At the end of the line; what is left of it."""
        model = index.model()
        right = area.right()
        for mark in reversed(model.marks_of(row) if isinstance(model, CaptionModel) else []):
            text = f"✓ {mark}"
            width = painter.fontMetrics().horizontalAdvance(text) + 14
            badge = QRectF(right - width, area.top() - 1, width, area.height() + 2)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.accent))
            painter.drawRoundedRect(badge, badge.height() / 2, badge.height() / 2)
            painter.setPen(QColor(tokens.on_accent))
            painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, text)
            right -= width + GAP
        return QRect(area.topLeft(), QPoint(right, area.bottom()))


class CaptionList(QListView):
    """Captions to choose from.

    Signals:
        chosen(object): Enter on this row: a `CaptionRow` or a `MomentRow`.
        double_clicked(object): on such a row.
        looked_at(): another row is the current one.
    """

    chosen = Signal(object)
    double_clicked = Signal(object)
    looked_at = Signal()

    def __init__(self, model: CaptionModel) -> None:
        super().__init__()
        self.setModel(model)
        self.captions = model
        self._delegate = CaptionDelegate(self)
        self.setItemDelegate(self._delegate)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.doubleClicked.connect(self._double_click)
        self.selectionModel().currentChanged.connect(self._moved)

    @property
    def current(self) -> CaptionRow | MomentRow | None:
        """The row that the person is at."""
        index = self.currentIndex()
        row: CaptionRow | MomentRow | None = index.data(ROW) if index.isValid() else None
        return row

    def edit_current(self) -> None:
        """Lets the wording of the current caption be changed."""
        self.setFocus()
        self.edit(self.currentIndex())

    def finish_editing(self) -> None:
        """Takes over what is being written."""
        if self.state() == QAbstractItemView.State.EditingState:
            for editor in self.viewport().findChildren(WordingEditor):
                if editor.isVisible():
                    self._delegate.finish(editor)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter chooses; that of a wording that was written goes no further."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and self.state() == QAbstractItemView.State.EditingState:
            event.accept()
        elif enter and not event.modifiers() and self.currentIndex().isValid():
            self._choose(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Another font makes other heights."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.scheduleDelayedItemsLayout()

    def _double_click(self, index: QModelIndex) -> None:
        self.double_clicked.emit(index.data(ROW))

    def _choose(self, index: QModelIndex) -> None:
        self.chosen.emit(index.data(ROW))

    def _moved(self) -> None:
        self.looked_at.emit()
