"""The results as a list with columns."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal, Slot
from PySide6.QtGui import QIcon, QPixmap, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QStyledItemDelegate, QStyleOptionViewItem, QTreeView

from vop_desktop.ui.ordering import KEYS, Column, Order
from vop_desktop.ui.results_model import ResultsModel, Role
from vop_desktop.ui.view_keys import OpensHits

PICTURE = QSize(64, 36)
WIDTHS = (150, 68, 68, 118, 110, 84)  # at a text of LETTERS
LETTERS = 17  # pixels, the height of a line
NAMES_SHARE = 0.6  # of what room there is beyond that; the folder gets the rest


class ResultsList(OpensHits, QTreeView):
    """One row a hit. A click on a title orders the rows by that column, a second one the other way round.

    Signals:
        opened(Hit): the person wants to see it.
        menu_wanted(QPoint): the context menu, at a global position.
        walked(): a key went to another result.
        order_wanted(Order): a title was clicked.
    """

    opened = Signal(object)
    menu_wanted = Signal(object)
    walked = Signal()
    order_wanted = Signal(object)

    def __init__(self, model: ResultsModel) -> None:
        super().__init__()
        self.setModel(model)
        self._results = model
        self._delegate = NameDelegate()
        self.setItemDelegateForColumn(Column.NAME, self._delegate)
        self.setAccessibleName(self.tr("Results"))
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setAllColumnsShowFocus(True)
        self.setSelectionMode(QTreeView.SelectionMode.ExtendedSelection)
        self.setDragEnabled(True)
        self.setVerticalScrollMode(QTreeView.ScrollMode.ScrollPerPixel)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        header = self.header()
        header.setSectionsClickable(True)
        header.setSectionsMovable(True)
        header.setStretchLastSection(True)
        header.setSortIndicatorShown(True)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self._shared: list[int] = []
        self._share_room(self.maximumViewportSize().width())
        header.sectionClicked.connect(self._title_clicked)
        self.show_order(model.order)
        self.open_on_double_click()

    def show_order(self, order: Order) -> None:
        """Marks the column that the rows go by."""
        direction = Qt.SortOrder.DescendingOrder if order[1] else Qt.SortOrder.AscendingOrder
        self.header().setSortIndicator(KEYS.index(order[0]), direction)

    def columns(self) -> str:
        """Widths and order of the columns, as `restore_columns` takes them; empty where nobody chose any."""
        if self._as_shared() and all(self.header().visualIndex(column) == column for column in Column):
            return ""
        return bytes(self.header().saveState().toBase64().data()).decode("ascii")

    def restore_columns(self, stored: str) -> None:
        """Takes up the columns of an earlier day."""
        if stored:
            self.header().restoreState(QByteArray.fromBase64(stored.encode("ascii", "ignore")))
            self.show_order(self._results.order)

    def _share_room(self, room: int) -> None:
        """Columns as wide as the text needs, and names and folders as there is room, in pixels."""
        header, size = self.header(), self.fontMetrics().height() / LETTERS
        widths = [
            max(round(width * size), header.sectionSizeHint(column)) for column, width in enumerate(WIDTHS)
        ]
        free = max(0, room - sum(widths))
        widths[Column.NAME] += round(free * NAMES_SHARE)
        widths[Column.FOLDER] += free - round(free * NAMES_SHARE)
        for column, width in enumerate(widths):
            header.resizeSection(column, width)
        self._shared = self._widths()

    def _as_shared(self) -> bool:
        """Whether no person has chosen widths."""
        least = self.header().minimumSectionSize()  # grows with the text
        return self._widths() == [max(width, least) for width in self._shared]

    def _widths(self) -> list[int]:
        """Of all columns but the last, which takes what is left."""
        return [self.header().sectionSize(column) for column in Column if column != Column.DATE]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shares the room out anew until a person has chosen widths."""
        super().resizeEvent(event)
        if self._as_shared():
            self._share_room(self.viewport().width())

    @Slot(int)
    def _title_clicked(self, column: int) -> None:
        key, backwards = self._results.order
        self.order_wanted.emit((KEYS[column], not backwards if key == KEYS[column] else False))


class NameDelegate(QStyledItemDelegate):
    """A small picture before the name."""

    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Adds the picture, once it is there."""
        super().initStyleOption(option, index)
        option.features |= QStyleOptionViewItem.ViewItemFeature.HasDecoration
        option.decorationSize = PICTURE
        picture = index.data(Role.PICTURE)
        if picture is not None and not picture.isNull():
            option.icon = QIcon(QPixmap.fromImage(picture))

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """High enough for the picture."""
        size = super().sizeHint(option, index)
        return QSize(size.width(), max(size.height(), PICTURE.height() + 8))
