"""The grid of results."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QMouseEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QTreeView, QWidget

from vop_desktop.records import Hit
from vop_desktop.ui.ordering import Facts
from vop_desktop.ui.results_model import ResultsModel, Role
from vop_desktop.ui.tile_delegate import MARGIN, TileDelegate
from vop_desktop.ui.view_keys import OpensHits

GAP = 6  # pixels between rows, where a rubber band can begin
BATCH = 500  # tiles laid out at once; thousands of rows show in milliseconds


class ResultsView(OpensHits, QListView):
    """Tiles in rows; arrows move, Enter or a double click opens the video at its moment.

    Signals:
        opened(Hit): the person wants to see it.
        menu_wanted(QPoint): the context menu, at a global position.
        walked(): a key went to another result.
    """

    opened = Signal(object)
    menu_wanted = Signal(object)
    walked = Signal()

    def __init__(self, model: ResultsModel, tile_width: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._results = model
        self._delegate = TileDelegate(tile_width)
        self._wanted_width = tile_width
        self._scrubs = True
        self.setModel(model)
        self.setItemDelegate(self._delegate)
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMovement(QListView.Movement.Static)
        self.setUniformItemSizes(True)
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setBatchSize(BATCH)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)  # tiles keep their width
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalScrollBar().setSingleStep(24)
        self.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.setDragEnabled(True)
        self.setSelectionRectVisible(True)
        self.setMouseTracking(True)
        self.setAcceptDrops(False)  # the window takes drops
        self.setAccessibleName(self.tr("Results"))
        self._set_grid()
        self.open_on_double_click()

    def set_tile_width(self, width: int) -> None:
        """Makes the tiles larger or smaller; they grow a little to fill the row."""
        self._wanted_width = width
        self._set_grid()

    def enter(self) -> None:
        """Takes the keyboard; the first tile is selected if none is."""
        self.setFocus(Qt.FocusReason.TabFocusReason)
        if not self.selectedIndexes():
            select_rows(self, self._results, [0], 0)

    def selected_hits(self) -> list[Hit]:
        """In the order of the results."""
        return selected_hits(self)

    def show_hits(
        self, hits: tuple[Hit, ...], *, ranked: bool, keep_place: bool, facts: Facts | None = None
    ) -> None:
        """Shows other hits; with `keep_place` selection and scrolling stay where they were."""
        self.stop_scrub()
        replace_hits(self, self._results, hits, ranked=ranked, keep_place=keep_place, facts=facts)

    # --- the filmstrip under the pointer --------------------------------------------------------------

    def set_scrubbing(self, wanted: bool) -> None:
        """Whether pictures follow the pointer."""
        self._scrubs = wanted
        self.stop_scrub()

    def stop_scrub(self) -> None:
        """Shows the picture of the moment again, at once."""
        if self._delegate.scrub is not None:
            row = self._delegate.scrub[0]
            self._delegate.scrub = None
            self.update(self._results.index(row, 0))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Moving over a picture goes through its video."""
        super().mouseMoveEvent(event)
        if event.buttons() == Qt.MouseButton.NoButton:
            self._scrub_to(event.position().toPoint())
        else:
            self.stop_scrub()

    def leaveEvent(self, event: QEvent) -> None:
        """The pointer is gone."""
        self.stop_scrub()
        super().leaveEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Another tile comes under the pointer."""
        self.stop_scrub()
        super().wheelEvent(event)

    def _scrub_to(self, place: QPoint) -> None:
        index = self.indexAt(place)
        picture = self._delegate.picture_rect(self.visualRect(index)) if index.isValid() else QRect()
        if not self._scrubs or not picture.contains(place):
            self.stop_scrub()
            return
        if self._delegate.scrub is not None and self._delegate.scrub[0] != index.row():
            self.stop_scrub()
        share = (place.x() - picture.left()) / max(1, picture.width() - 1)
        self._delegate.scrub = (index.row(), share)
        self.update(index)

    # --- keys and menu --------------------------------------------------------------------------------

    def changeEvent(self, event: QEvent) -> None:
        """Another font or style has other line heights, another language other words."""
        super().changeEvent(event)
        if not hasattr(self, "_delegate"):
            return
        if event.type() in (
            QEvent.Type.FontChange, QEvent.Type.StyleChange, QEvent.Type.PaletteChange,
            QEvent.Type.LanguageChange,
        ):  # fmt: skip
            self._delegate.faces.clear()
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._set_grid()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fits the tiles to the new width."""
        self._set_grid()
        super().resizeEvent(event)

    def _set_grid(self) -> None:
        room = self.maximumViewportSize().width() - 2  # asking for the viewport has PySide load all widgets
        columns = max(1, room // (self._wanted_width + 2 * MARGIN))
        self._delegate.width = max(self._wanted_width, room // columns - 2 * MARGIN)
        size = self._delegate.tile_size(self.font()) + QSize(0, GAP)
        if size != self.gridSize():
            self.setGridSize(size)


def replace_hits(
    view: QAbstractItemView,
    model: ResultsModel,
    hits: Sequence[Hit],
    *,
    ranked: bool,
    keep_place: bool,
    facts: Facts | None = None,
) -> None:
    """Shows other hits in a view; with `keep_place` what is selected stays so, and the view where it was."""
    scroll = view.verticalScrollBar().value()
    selection = view.selectionModel()
    if not selection.isSelected(selection.currentIndex()):
        selection.clearCurrentIndex()  # where only the keyboard was: nobody chose that
    current = view.currentIndex().data(Role.HIT)
    kept = selected_hits(view) if keep_place else []
    model.set_hits(hits, ranked=ranked, facts=facts)
    if not keep_place:
        view.scrollToTop()
        return
    chosen = {row for hit in kept if (row := model.row_of(hit)) is not None}
    select_rows(view, model, chosen, model.row_of(current) if isinstance(current, Hit) else None)
    if isinstance(view, QListView):
        view.doItemsLayout()
    view.verticalScrollBar().setValue(scroll)


def select_rows(
    view: QAbstractItemView, model: ResultsModel, rows: Iterable[int], current: int | None
) -> None:
    """Selects these rows and no others; in the list all their cells, as its own clicks do."""
    last = model.columnCount() - 1 if isinstance(view, QTreeView) else 0
    chosen = QItemSelection()
    for row in rows:
        chosen.select(model.index(row, 0), model.index(row, last))
    flags = QItemSelectionModel.SelectionFlag
    view.selectionModel().select(chosen, flags.ClearAndSelect)
    if current is not None:
        view.selectionModel().setCurrentIndex(model.index(current, 0), flags.NoUpdate)


def selected_hits(view: QAbstractItemView) -> list[Hit]:
    """What is selected in a view, in the order of its rows."""
    indexes = {index.row(): index for index in view.selectionModel().selectedIndexes()}
    return [indexes[row].data(Role.HIT) for row in sorted(indexes)]
