"""The window: search field, grid, folders, a dropped clip, background work. It waits for nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QFileDialog, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from vop_desktop.records import CaptionHit, Hit
from vop_desktop.settings import Settings
from vop_desktop.ui.actions import Actions, menus
from vop_desktop.ui.below import Below
from vop_desktop.ui.clip_controller import ClipController
from vop_desktop.ui.dialogs import Dialogs
from vop_desktop.ui.drop import is_welcome
from vop_desktop.ui.empty_page import EmptyPage
from vop_desktop.ui.first_run import FirstRun
from vop_desktop.ui.indexing_controller import IndexingController
from vop_desktop.ui.inspector_controller import InspectorController
from vop_desktop.ui.last_folders import LastFolders
from vop_desktop.ui.last_place import LastPlace
from vop_desktop.ui.media_controller import MediaController
from vop_desktop.ui.message_bar import MessageBar
from vop_desktop.ui.packs_controller import PacksController
from vop_desktop.ui.panes import Panes
from vop_desktop.ui.results_controller import ResultsController
from vop_desktop.ui.side_place import SidePlace
from vop_desktop.ui.sidebar_controller import SidebarController
from vop_desktop.ui.thumbnails import ThumbnailCache
from vop_desktop.ui.tip_menu import TipMenu
from vop_desktop.ui.tuning_controller import TuningController
from vop_desktop.ui.window_state import WindowState
from vop_desktop.ui.workers import Workers

CLOSE_SECONDS = 10.0


class Places(NamedTuple):
    """Paths that the window shows or hands on; it opens none of them itself."""

    library: str
    samples: str
    log: str


class MainWindow(QMainWindow):
    """Puts the pieces together; each controller joins a worker with its panels.

    Args:
        workers: the background threads, not started yet.
        settings: read and written in the GUI thread only.
        places: paths to show.
        keep_geometry: whether size, place and what was looked at are taken from the settings, and kept there.

    Signals:
        closed: the window is gone; the application ends.
        setting_changed(str): the person gave a setting another value.
        model_loaded: the weights of the pack in use are in memory.
    """

    closed = Signal()
    setting_changed = Signal(str)
    model_loaded = Signal()

    def __init__(
        self, workers: Workers, settings: Settings, places: Places, *, keep_geometry: bool = True
    ) -> None:
        super().__init__()
        self._workers = workers
        self._settings = settings
        self._places = places
        self._failure = ""
        self.starts_again = False  # whether the program is to be started anew once the window is closed
        self.setWindowTitle("VoP Desktop")
        self.setAcceptDrops(True)
        self._folders = LastFolders(settings)
        self._thumbnails = ThumbnailCache(workers.thumbnails, self, strips=workers.strips)
        self._actions = Actions(self)
        self._message = MessageBar()
        self._make_results()
        self._make_background()
        self._make_sides()
        self._last = LastPlace(self._results, settings, keep=keep_geometry)
        self._dialogs = Dialogs(self, settings, self._packs)
        self._dialogs.take_actions(self._actions)
        self._empty = EmptyPage(self._choose_folder, self.add_samples)
        self._first_run = FirstRun(workers, self._empty, self._indexing, self._packs, self._message)
        self._lay_out()
        self._connect()
        self._show_state()
        self._state = WindowState(
            self,
            self._across,
            self._below,
            sidebar=self._indexing.folders,
            side=self._side,
            settings=settings,
            actions=self._actions,
            keep=keep_geometry,
        )
        self._inspector.panel.closed.connect(self._state.close_inspector)

    def start(self) -> None:
        """Starts the background threads and shows what the library holds; looks for changes."""
        self._workers.start()
        self._results.start()
        self._indexing.start()
        self._tuning.start()
        self._sidebar.refresh()

    # --- building -----------------------------------------------------------------------------------

    def _make_results(self) -> None:
        """What is searched and shown, and the players."""
        workers, settings, actions = self._workers, self._settings, self._actions
        self._results = ResultsController(workers.search, self._thumbnails, settings, actions, self)
        self.media = MediaController(
            (workers.media, workers.exports),
            self._results,
            actions,
            self._message,
            settings=settings,
            window=self,
        )

    def _make_background(self) -> None:
        """What reads, fetches and learns."""
        workers, settings, actions, message = self._workers, self._settings, self._actions, self._message
        self._indexing = IndexingController(workers, actions, message, settings, self)
        self._packs = PacksController(
            workers,
            self._indexing,
            actions,
            message,
            settings,
            library=self._places.library,
            window=self,
        )
        self._tuning = TuningController(workers, self._packs, actions, message, self)

    def _make_sides(self) -> None:
        """What stands beside the results."""
        workers, settings, actions, message = self._workers, self._settings, self._actions, self._message
        self._sidebar = SidebarController(
            workers.edits,
            self._indexing.folders,
            self._results,
            actions,
            message,
            file_folders=self._folders,
            window=self,
        )
        self._clips = ClipController(workers, self._thumbnails, settings, actions, message, window=self)
        self._inspector = InspectorController(
            workers, self._results, self._thumbnails, settings=settings, actions=actions, parent=self
        )

    def _connect(self) -> None:
        self._actions.handle(
            {
                "add_folder": self._choose_folder, "open_clip": self._choose_clip, "quit": self.close,
                "samples": self.add_samples, "about": self._about, "paste": self._paste,
            }
        )  # fmt: skip
        self._dialogs.setting_changed.connect(self._setting_changed)
        self._dialogs.restart_wanted.connect(self._start_again)
        self._dialogs.rule_wanted.connect(self._results.header.try_rule)
        self._results.shown.connect(self._show_state)
        self._results.captions_wanted.connect(self.open_clip)
        self._indexing.library_changed.connect(self._results.refresh)
        self._workers.search.found.connect(self._indexing.answered)
        self._workers.search.model_loaded.connect(self.model_loaded)
        self._indexing.state_changed.connect(self._show_state)
        self._indexing.setting_changed.connect(self.setting_changed)
        self._packs.listed.connect(self._packs_listed)
        self._packs.pack_changed.connect(self._pack_changed)
        self._indexing.library_changed.connect(self._sidebar.refresh)
        self._sidebar.library_changed.connect(self._results.refresh)
        self._sidebar.library_changed.connect(self._indexing.refresh)
        self._sidebar.rescan_wanted.connect(self.add_folders)
        self._sidebar.folders_back.connect(self._indexing.look_again)
        self._sidebar.folder_gone.connect(self._indexing.folder_gone)
        self._results.header.field.files_given.connect(self._clips.take_drop)
        self._clips.folders_dropped.connect(self.add_folders)
        self._clips.opened.connect(self._side.show_passing)
        self._results.page.picked.connect(self._side.show_usual)
        self._clips.failed.connect(self._clip_failed)
        self._clips.search_wanted.connect(self.search)
        self._clips.picture_wanted.connect(self._results.header.field.picture_given)
        self._indexing.library_changed.connect(self._clips.captions.look_up)
        self._clips.panel.opened.connect(self._results.tiles.open)
        self._results.pack_told.connect(self._clips.panel.show_notice)
        self._inspector.player_made.connect(self.media.attach)
        for worker in self._workers.all:
            worker.failed.connect(self._work_failed)

    def _lay_out(self) -> None:
        self._pages = QStackedWidget()
        self._pages.addWidget(self._empty)
        self._pages.addWidget(self._results.page)
        centre = QWidget()
        column = QVBoxLayout(centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._results.header)
        self._message.setParent(centre)  # the keyboard comes to it before the results
        asked = QVBoxLayout()
        asked.setContentsMargins(12, 0, 12, 4)
        asked.addWidget(self._packs.question)
        column.addLayout(asked)
        column.addWidget(self._pages, 1)
        self._message.lie_over(self._pages)
        self._side = SidePlace(self._inspector.panel, self._clips.panel)
        self._below = Below()
        self.setCentralWidget(self._below)
        self._across = Panes(self._indexing.folders, centre, self._side, self._below)
        self._below.lay_below(self._indexing.bottom)
        self.statusBar().addWidget(self._indexing.status, 1)
        self.statusBar().setSizeGripEnabled(False)
        for name, title in menus().items():
            menu = TipMenu(title, self)
            self.menuBar().addMenu(menu)
            self._actions.fill(menu, name)

    # --- what others may ask and know ----------------------------------------------------------------

    @Slot(str)
    def search(self, text: str) -> None:
        """Searches as if the text had been typed."""
        self._results.header.search(text)

    @Slot(object)
    def add_folders(self, folders: list[str]) -> None:
        """Adds folders to the library and indexes them."""
        self._indexing.add_folders(folders)
        self._first_run.folders_added(folders)

    @Slot(str)
    def open_clip(self, path: str) -> None:
        """Shows the captions of a clip and the videos like it, as if it had been dropped."""
        self._clips.open_clip(path)

    def open_paths(self, paths: Sequence[str]) -> None:
        """Folders are added, of clips the first gets its captions, as if they had been dropped."""
        self._workers.clips.sort_drop(list(paths))

    def tell(
        self, text: str, *, offer: str = "", take: Callable[[], object] | None = None, lasting: bool = False
    ) -> None:
        """Says something in the message bar; see `MessageBar.say`."""
        self._message.say(text, offer=offer, take=take, lasting=lasting)

    def add_samples(self) -> None:
        """Draws the sample clips and adds their folder."""
        self._indexing.add_samples(self._places.samples)
        self._first_run.get_pack()

    @property
    def settled(self) -> bool:
        """Nothing is being read, searched or loaded."""
        parts = (self._results, self._indexing, self._inspector, self._last)
        waiting = any(part.waiting for part in parts)
        return not waiting and not any(worker.busy for worker in self._workers.all)

    @property
    def running(self) -> bool:
        """Whether a background thread has not ended yet."""
        return any(worker.running for worker in self._workers.all)

    @property
    def hits(self) -> tuple[Hit, ...]:
        """What the grid shows."""
        return self._results.hits

    @property
    def captions(self) -> tuple[CaptionHit, ...]:
        """What the clip panel shows."""
        return tuple(self._clips.panel.captions())

    @property
    def failure(self) -> str:
        """The last thing that went wrong, in words."""
        return self._failure

    # --- the pages ------------------------------------------------------------------------------------

    @Slot()
    def _show_state(self) -> None:
        """The grid, or else a page that says why there is nothing and what to do."""
        self._results.set_reading(self._indexing.busy)
        something = bool(self._results.hits or (self._results.asked and self._indexing.roots))
        self._side.need(something)
        if something:
            self._pages.setCurrentWidget(self._results.page)
            return
        self._pages.setCurrentWidget(self._empty)
        failure = "" if self._indexing.roots_known else self._failure
        self._empty.explain(
            failure,
            watching=bool(self._indexing.roots),
            busy=self._indexing.busy,
            problems=self._indexing.has_problems,
            opening=self._results.expecting or not self._indexing.roots_known,
        )
        if self._empty.first and self._indexing.roots_known:
            self._first_run.prepare()

    def _choose_folder(self) -> None:
        dialog = self._file_dialog(
            self.tr("Add a folder of videos"), QFileDialog.FileMode.Directory, "videos"
        )
        dialog.fileSelected.connect(self._folder_chosen)

    def _choose_clip(self) -> None:
        dialog = self._file_dialog(self.tr("Captions for a clip"), QFileDialog.FileMode.ExistingFile, "clip")
        dialog.fileSelected.connect(self.open_clip)

    @Slot(str)
    def _folder_chosen(self, folder: str) -> None:
        self.add_folders([folder])

    def _file_dialog(self, title: str, mode: QFileDialog.FileMode, purpose: str) -> QFileDialog:
        dialog = QFileDialog(self, title)
        dialog.setFileMode(mode)
        self._folders.prepare(dialog, purpose)
        dialog.setModal(False)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.show()
        return dialog

    # --- dropped things -------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """What can be answered is welcome; nothing is opened to find out."""
        source = event.source()
        ours = isinstance(source, QWidget) and self.isAncestorOf(source)
        if is_welcome(event.mimeData()) and not ours:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Hands the paths to a worker, which looks at them."""
        event.acceptProposedAction()
        self._clips.take_drop(event.mimeData())

    def _paste(self) -> None:
        """As if what is on the clipboard had been dropped."""
        self._clips.take_drop(QGuiApplication.clipboard().mimeData())

    # --- the rest -------------------------------------------------------------------------------------

    @Slot(str)
    def _clip_failed(self, text: str) -> None:
        self._failure = text

    @Slot(str)
    def _work_failed(self, text: str) -> None:
        told = text == self._failure and self._message.text
        if not told and not self._packs.explains(text):
            self._message.say(text)
        self._failure = text
        self._show_state()

    @Slot()
    def _pack_changed(self) -> None:
        self._thumbnails.clear()
        self._results.refresh()

    @Slot(str)
    def _setting_changed(self, name: str) -> None:
        self._results.setting_changed(name)
        self._indexing.apply(name)
        self.setting_changed.emit(name)

    @Slot()
    def _start_again(self) -> None:
        self.starts_again = True
        self.close()

    def _about(self) -> None:
        self._packs.refresh()
        self._dialogs.show_about(self._places.library, self._packs.card_in_use)

    @Slot()
    def _packs_listed(self) -> None:
        if self._dialogs.about is not None:
            self._dialogs.about.show_pack(self._packs.card_in_use)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes what was opened last beside the results."""
        panels = (self._message, self._clips.panel, self._indexing.bottom)
        shown = next((panel for panel in panels if panel.isVisible()), None)
        if event.key() == Qt.Key.Key_Escape and shown is not None:
            shown.hide()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Goes away at once; what was read is kept, what was begun is taken up next time."""
        self._state.keep()
        self._last.keep()
        self._results.close()
        self.media.close()
        self._sidebar.close()
        self._dialogs.close()
        self._packs.close()
        self._tuning.close()
        self.hide()
        self._indexing.stop()
        self._workers.stop(CLOSE_SECONDS)
        super().closeEvent(event)
        self.closed.emit()
