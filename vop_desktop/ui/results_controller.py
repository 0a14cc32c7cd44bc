"""Searching: the field, the tiles, and what can be done with them."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, Qt, Signal, Slot
from PySide6.QtWidgets import QMenu, QWidget

from vop_desktop.records import Hit
from vop_desktop.settings import Settings
from vop_desktop.ui.actions import Actions
from vop_desktop.ui.messages import SearchAnswer
from vop_desktop.ui.results_model import ResultsModel
from vop_desktop.ui.results_view import ResultsView
from vop_desktop.ui.search_header import SearchHeader
from vop_desktop.ui.search_worker import SearchWorker
from vop_desktop.ui.thumbnails import ThumbnailCache
from vop_desktop.ui.tile_commands import TileCommands

TILE_STEP = 40


class ResultsController(QObject):
    """Joins the search worker with the field above and the tiles below.

    Signals:
        shown(): the tiles are those of the newest query.
        captions_wanted(str): captions and look-alikes of this video.
    """

    shown = Signal()
    captions_wanted = Signal(str)

    def __init__(
        self,
        worker: SearchWorker,
        thumbnails: ThumbnailCache,
        settings: Settings,
        actions: Actions,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._worker = worker
        self._thumbnails = thumbnails
        self._settings = settings
        self._actions = actions
        self._window = window
        self._awaited = 0  # number of the search whose answer is wanted
        self._keep_place = False
        self._answered = False  # whether the tiles belong to the newest query
        self._entering = False  # whether the keyboard is to move to the tiles as soon as they do
        self.header = SearchHeader(int(settings.get("search_delay")))
        self.model = ResultsModel(thumbnails, self)
        self.view = ResultsView(self.model, int(settings.get("tile_size")))
        self.tiles = TileCommands(self.view, window)
        actions.handle(
            {
                "focus_search": self.header.take_focus, "captions": self._caption_selected,
                "play": self.tiles.play, "play_outside": self.tiles.play_outside,
                "reveal": self.tiles.reveal, "copy_path": self.tiles.copy_paths,
                "larger": self._larger, "smaller": self._smaller,
            }
        )  # fmt: skip
        self.header.query_changed.connect(self._query_changed)
        self.header.left.connect(self._enter_results)
        self.view.opened.connect(self.tiles.open)
        self.view.menu_wanted.connect(self._show_tile_menu)
        self.view.selectionModel().selectionChanged.connect(self._selection_changed)
        worker.found.connect(self._found)
        worker.pack_known.connect(self.header.show_notice)
        self._selection_changed()

    def start(self) -> None:
        """Shows the library; the model is loaded meanwhile."""
        self.search(keep_place=False)
        self._worker.describe_pack()
        self.header.take_focus()

    def search(self, *, keep_place: bool) -> None:
        """Asks anew for what the field says."""
        self._keep_place = keep_place
        self._answered = False
        self._awaited = self._worker.search(self.header.query, int(self._settings.get("result_limit")))

    @Slot()
    def refresh(self) -> None:
        """Takes in what has changed; selection and scrolling stay."""
        self.search(keep_place=True)

    def setting_changed(self, name: str) -> None:
        """Takes up the settings that concern the results."""
        if name == "tile_size":
            self.view.set_tile_width(int(self._settings.get(name)))
        elif name == "search_delay":
            self.header.set_delay(int(self._settings.get(name)))
        elif name == "result_limit":
            self.refresh()

    @property
    def hits(self) -> tuple[Hit, ...]:
        """What is shown."""
        return tuple(self.model.hits)

    @Slot(str)
    def _query_changed(self, text: str) -> None:
        self._entering = False
        self.search(keep_place=False)

    @Slot(object)
    def _found(self, answer: SearchAnswer) -> None:
        if answer.number != self._awaited:
            return
        self._thumbnails.forget_requests()
        self.view.show_hits(answer.hits, ranked=bool(answer.text), keep_place=self._keep_place)
        self.header.show_answer(answer)
        self._answered = True
        self.shown.emit()
        if self._entering:
            self._enter_results()

    @Slot()
    def _enter_results(self) -> None:
        self._entering = not self._answered  # the tiles in view belong to an older query
        if self._answered and self.model.rowCount():
            self.view.enter()

    @Slot()
    def _selection_changed(self) -> None:
        selected = bool(self.view.selectedIndexes())
        for action in self._actions.for_hits():
            action.setEnabled(selected)

    @Slot(object)
    def _show_tile_menu(self, place: QPoint) -> None:
        menu = QMenu(self._window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions(self._actions.for_hits())
        menu.popup(place)

    def _caption_selected(self) -> None:
        for hit in self.view.selected_hits()[:1]:
            self.captions_wanted.emit(hit.path)

    def _larger(self) -> None:
        self._resize_tiles(TILE_STEP)

    def _smaller(self) -> None:
        self._resize_tiles(-TILE_STEP)

    def _resize_tiles(self, step: int) -> None:
        width = min(480, max(120, int(self._settings.get("tile_size")) + step))
        self._settings.set("tile_size", width)
        self.view.set_tile_width(width)
