"""The grid of results."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QListView, QWidget

from vop_desktop.records import Hit
from vop_desktop.ui.results_model import ResultsModel, Role
from vop_desktop.ui.tile_delegate import MARGIN, TileDelegate

BATCH = 500  # tiles laid out at once; thousands of rows show in milliseconds


class ResultsView(QListView):
    """Tiles in rows; arrows move, Enter or a double click opens the video at its moment.

    Signals:
        opened(Hit): the person wants to see it.
        menu_wanted(QPoint): the context menu, at a global position.
    """

    opened = Signal(object)
    menu_wanted = Signal(object)

    def __init__(self, model: ResultsModel, tile_width: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._results = model
        self._delegate = TileDelegate(tile_width)
        self._wanted_width = tile_width
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
        self.setMouseTracking(True)
        self.setAcceptDrops(False)  # the window takes drops
        self.setAccessibleName(self.tr("Results"))
        self._set_grid()
        self.doubleClicked.connect(self._open_index)

    def set_tile_width(self, width: int) -> None:
        """Makes the tiles larger or smaller; they grow a little to fill the row."""
        self._wanted_width = width
        self._set_grid()

    def enter(self) -> None:
        """Takes the keyboard; the first tile is selected if none is."""
        self.setFocus(Qt.FocusReason.TabFocusReason)
        if not self.selectedIndexes():
            self.selectionModel().setCurrentIndex(
                self._results.index(0), QItemSelectionModel.SelectionFlag.ClearAndSelect
            )

    def selected_hits(self) -> list[Hit]:
        """In the order of the results."""
        return [index.data(Role.HIT) for index in sorted(self.selectedIndexes(), key=QModelIndex.row)]

    def show_hits(self, hits: tuple[Hit, ...], *, ranked: bool, keep_place: bool) -> None:
        """Shows other hits; with `keep_place` selection and scrolling stay where they were."""
        scroll = self.verticalScrollBar().value()
        current = self.currentIndex().data(Role.HIT) if keep_place else None
        self._results.set_hits(hits, ranked=ranked)
        if not keep_place:
            self.scrollToTop()
            return
        if isinstance(current, Hit):
            row = next((r for r, hit in enumerate(hits) if hit.video_id == current.video_id), None)
            if row is not None:
                self.setCurrentIndex(self._results.index(row))
        self.doItemsLayout()
        self.verticalScrollBar().setValue(scroll)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens; everything else is the list's."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open_index(self.currentIndex())
            return
        super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Asks for the menu where the tile is, also when the keyboard asked."""
        if self.selectedIndexes():
            self.menu_wanted.emit(event.globalPos())

    def changeEvent(self, event: QEvent) -> None:
        """Another font or style has other line heights."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and hasattr(self, "_delegate"):
            self._set_grid()

    @Slot(QModelIndex)
    def _open_index(self, index: QModelIndex) -> None:
        hit = index.data(Role.HIT)
        if isinstance(hit, Hit):
            self.opened.emit(hit)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fits the tiles to the new width."""
        self._set_grid()
        super().resizeEvent(event)

    def _set_grid(self) -> None:
        room = self.viewport().width() - 2
        columns = max(1, room // (self._wanted_width + 2 * MARGIN))
        self._delegate.width = max(self._wanted_width, room // columns - 2 * MARGIN)
        size = self._delegate.tile_size(self.font())
        if size != self.gridSize():
            self.setGridSize(size)
