"""The window: search field, grid, folders, a dropped clip, background work. It waits for nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QByteArray, QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QMainWindow,
    QMenu,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from vop_desktop import __version__
from vop_desktop.records import CaptionHit, Failure, Hit, IndexProgress, IndexReport, Root
from vop_desktop.settings import Settings
from vop_desktop.ui.actions import Actions, menus
from vop_desktop.ui.clip_panel import ClipPanel
from vop_desktop.ui.dialogs import Dialogs
from vop_desktop.ui.drop import local_paths
from vop_desktop.ui.empty_page import EmptyPage
from vop_desktop.ui.folder_panel import FolderPanel
from vop_desktop.ui.message_bar import MessageBar
from vop_desktop.ui.messages import ClipCaptions, ClipFailed, ClipOpened, Dropped, SearchAnswer, SimilarAnswer
from vop_desktop.ui.problems_panel import ProblemsPanel
from vop_desktop.ui.results_model import ResultsModel
from vop_desktop.ui.results_view import ResultsView
from vop_desktop.ui.search_header import SearchHeader
from vop_desktop.ui.status_line import StatusLine
from vop_desktop.ui.texts import file_name
from vop_desktop.ui.thumbnails import ThumbnailCache
from vop_desktop.ui.tile_commands import TileCommands
from vop_desktop.ui.workers import Workers

REFRESH_MS = 1500  # between two looks at what a run has added
TILE_STEP = 40
SIMILAR_LIMIT = 24
CLOSE_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Places:
    """Paths that the window shows or hands on; it opens none of them itself."""

    library: str
    samples: str
    log: str


class MainWindow(QMainWindow):
    """Puts the pieces together: what a worker finds goes to a panel, what a panel asks for to a worker.

    Args:
        workers: the background threads, not started yet.
        settings: read and written here only.
        places: paths to show.
        keep_geometry: whether size and place are taken from the settings, and kept there.

    Signals:
        closed: the window is gone; the application ends.
        setting_changed(str): the person gave a setting another value.
    """

    closed = Signal()
    setting_changed = Signal(str)

    def __init__(
        self, workers: Workers, settings: Settings, places: Places, *, keep_geometry: bool = True
    ) -> None:
        super().__init__()
        self._keep_geometry = keep_geometry
        self._workers = workers
        self._settings = settings
        self._places = places
        self._roots: tuple[Root, ...] = ()
        self._roots_known = False
        self._awaited = 0  # number of the search whose answer is wanted
        self._keep_place = False
        self._answered = False  # whether the tiles belong to the newest query
        self._entering = False  # whether the keyboard is to move to the tiles as soon as they do
        self._clip = 0
        self._failure = ""
        self.setWindowTitle("VoP Desktop")
        self.setAcceptDrops(True)
        self._thumbnails = ThumbnailCache(workers.thumbnails, self)
        self._model = ResultsModel(self._thumbnails, self)
        self._view = ResultsView(self._model, int(settings.get("tile_size")))
        self._tiles = TileCommands(self._view, self)
        self._dialogs = Dialogs(self, settings)
        self._dialogs.setting_changed.connect(self._setting_changed)
        self._actions = Actions(self, self._handlers())
        self._dialogs.take_actions(self._actions)
        self._refresh_timer = QTimer(self)
        self._refresh_timer.setSingleShot(True)
        self._refresh_timer.setInterval(REFRESH_MS)
        self._refresh_timer.timeout.connect(self._refresh)
        self._make_widgets()
        self._lay_out()
        self._connect_workers()
        self._selection_changed()
        self._show_state()
        self._restore_geometry()

    def start(self) -> None:
        """Starts the background threads and shows what the library holds; looks for changes."""
        self._workers.start()
        self._search(keep_place=False)
        self._workers.search.describe_pack()
        self._workers.index.open()
        self._workers.index.rescan()
        self._header.take_focus()

    # --- building -----------------------------------------------------------------------------------

    def _handlers(self) -> dict[str, Callable[[], object]]:
        return {
            "add_folder": self._choose_folder, "open_clip": self._choose_clip, "quit": self.close,
            "focus_search": self._focus_search, "copy_path": self._tiles.copy_paths,
            "play": self._tiles.play, "play_outside": self._tiles.play_outside,
            "reveal": self._tiles.reveal, "captions": self._caption_selected,
            "larger": self._larger, "smaller": self._smaller, "show_problems": self._toggle_problems,
            "rescan": self._rescan, "retry": self._retry, "pause": self._toggle_pause, "stop": self._stop,
            "samples": self.add_samples, "about": self._about, "settings": self._dialogs.show_settings,
            "commands": self._dialogs.show_commands, "shortcuts": self._dialogs.show_shortcuts,
        }  # fmt: skip

    def _make_widgets(self) -> None:
        actions = self._actions
        actions["pause"].setCheckable(True)
        self._header = SearchHeader(int(self._settings.get("search_delay")))
        self._message = MessageBar()
        self._empty = EmptyPage(self._choose_folder, self.add_samples)
        self._folders = FolderPanel(actions["add_folder"], actions["rescan"])
        self._clip_panel = ClipPanel(self._thumbnails)
        self._problems = ProblemsPanel(actions["retry"], actions["show_problems"])
        self._status = StatusLine(actions["pause"], actions["stop"], actions["show_problems"])
        self._header.query_changed.connect(self._query_changed)
        self._header.left.connect(self._enter_results)
        self._view.opened.connect(self._tiles.open)
        self._view.menu_wanted.connect(self._show_tile_menu)
        self._view.selectionModel().selectionChanged.connect(self._selection_changed)
        self._folders.remove_wanted.connect(self._remove_folder)
        self._clip_panel.opened.connect(self._tiles.open)

    def _lay_out(self) -> None:
        self._pages = QStackedWidget()
        self._pages.addWidget(self._empty)
        self._pages.addWidget(self._view)
        centre = QWidget()
        column = QVBoxLayout(centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._header)
        message = QVBoxLayout()
        message.setContentsMargins(12, 0, 12, 0)
        message.addWidget(self._message)
        column.addLayout(message)
        column.addWidget(self._pages, 1)
        self._across = QSplitter(Qt.Orientation.Horizontal)
        for widget in (self._folders, centre, self._clip_panel):
            self._across.addWidget(widget)
        self._across.setStretchFactor(1, 1)
        self._across.setSizes([210, 800, 340])
        self._across.setChildrenCollapsible(False)
        down = QSplitter(Qt.Orientation.Vertical)
        down.addWidget(self._across)
        down.addWidget(self._problems)
        down.setStretchFactor(0, 1)
        down.setSizes([600, 200])
        self._clip_panel.hide()
        self._problems.hide()
        self.setCentralWidget(down)
        self.statusBar().addWidget(self._status, 1)
        self.statusBar().setSizeGripEnabled(False)
        for name, title in menus().items():
            menu = self.menuBar().addMenu(title)
            menu.addActions(self._actions.in_menu(name))

    def _connect_workers(self) -> None:
        index, search, clips = self._workers.index, self._workers.search, self._workers.clips
        index.progressed.connect(self._index_progressed)
        index.finished.connect(self._index_finished)
        index.folders_changed.connect(self._folders_changed)
        index.problems_changed.connect(self._problems_changed)
        index.busy_changed.connect(self._index_busy)
        index.noticed.connect(self._message.say)
        search.found.connect(self._found)
        search.similar_found.connect(self._similar_found)
        search.pack_known.connect(self._header.show_notice)
        clips.dropped.connect(self._dropped)
        clips.opened.connect(self._clip_opened)
        clips.captioned.connect(self._clip_captioned)
        clips.clip_failed.connect(self._clip_failed)
        clips.progressed.connect(self._clip_panel.show_caption_progress)
        for worker in self._workers.all:
            worker.failed.connect(self._work_failed)

    def _restore_geometry(self) -> None:
        self.resize(1240, 800)
        stored = str(self._settings.get("window"))
        if stored and self._keep_geometry:
            self.restoreGeometry(QByteArray.fromBase64(stored.encode("ascii", "ignore")))

    # --- what others may ask and know ----------------------------------------------------------------

    def search(self, text: str) -> None:
        """Searches as if the text had been typed."""
        self._header.search(text)

    def add_folders(self, folders: list[str]) -> None:
        """Adds folders to the library and indexes them."""
        self._workers.index.index(folders)

    def open_clip(self, path: str) -> None:
        """Shows the captions of a clip and the videos like it, as if it had been dropped."""
        self._clip = self._workers.clips.open_clip(path, int(self._settings.get("caption_limit")))
        self._clip_panel.begin(path)
        self._clip_panel.show()

    def add_samples(self) -> None:
        """Draws the sample clips and adds their folder."""
        self._workers.index.make_samples(self._places.samples)

    @property
    def settled(self) -> bool:
        """Nothing is being read, searched or loaded."""
        waiting = self._header.waiting or self._refresh_timer.isActive()
        return not waiting and not any(worker.busy for worker in self._workers.all)

    @property
    def running(self) -> bool:
        """Whether a background thread has not ended yet."""
        return any(worker.running for worker in self._workers.all)

    @property
    def hits(self) -> tuple[Hit, ...]:
        """What the grid shows."""
        return tuple(self._model.hits)

    @property
    def captions(self) -> tuple[CaptionHit, ...]:
        """What the clip panel shows."""
        return tuple(self._clip_panel.captions())

    @property
    def failure(self) -> str:
        """The last thing that went wrong, in words."""
        return self._failure

    # --- searching ------------------------------------------------------------------------------------

    @Slot(str)
    def _query_changed(self, text: str) -> None:
        self._entering = False
        self._search(keep_place=False)

    def _search(self, *, keep_place: bool) -> None:
        self._keep_place = keep_place
        self._answered = False
        limit = int(self._settings.get("result_limit"))
        self._awaited = self._workers.search.search(self._header.query, limit)

    @Slot()
    def _refresh(self) -> None:
        self._search(keep_place=True)

    @Slot(object)
    def _found(self, answer: SearchAnswer) -> None:
        if answer.number != self._awaited:
            return
        self._thumbnails.forget_requests()
        self._view.show_hits(answer.hits, ranked=bool(answer.text), keep_place=self._keep_place)
        self._header.show_answer(answer)
        self._show_state()
        self._answered = True
        if self._entering:
            self._enter_results()

    @Slot()
    def _enter_results(self) -> None:
        self._entering = not self._answered  # the tiles in view belong to an older query
        if self._answered and self._model.rowCount():
            self._view.enter()

    def _focus_search(self) -> None:
        self._header.take_focus()

    def _show_state(self) -> None:
        """The grid, or else a page that says why there is nothing and what to do."""
        if self._model.rowCount():
            self._pages.setCurrentWidget(self._view)
            return
        self._pages.setCurrentWidget(self._empty)
        failure = "" if self._roots_known else self._failure
        self._empty.explain(failure, watching=bool(self._roots), busy=self._workers.index.busy)

    # --- indexing -------------------------------------------------------------------------------------

    @Slot(object)
    def _index_progressed(self, progress: IndexProgress) -> None:
        if not self._actions["pause"].isChecked():
            self._status.show_progress(progress)
        if progress.new_videos and not self._refresh_timer.isActive():
            self._refresh_timer.start()

    @Slot(object)
    def _index_finished(self, report: IndexReport) -> None:
        self._status.show_report(report)
        self._refresh_timer.stop()
        self._refresh()

    @Slot()
    def _index_busy(self) -> None:
        busy = self._workers.index.busy
        self._status.set_running(busy)
        if not busy:
            self._actions["pause"].setChecked(False)
            self._status.set_paused(False)
        self._actions["pause"].setEnabled(busy)
        self._actions["stop"].setEnabled(busy)
        self._show_state()

    @Slot(object)
    def _folders_changed(self, roots: tuple[Root, ...]) -> None:
        self._roots, self._roots_known = roots, True
        self._folders.show_folders(roots)
        self._refresh()

    @Slot(object)
    def _problems_changed(self, failures: tuple[Failure, ...]) -> None:
        self._problems.show_problems(failures)
        self._status.show_problem_count(len(failures))

    def _rescan(self) -> None:
        self._workers.index.rescan()

    def _retry(self) -> None:
        self._workers.index.rescan(retry=True)

    def _stop(self) -> None:
        self._workers.index.cancel()

    def _toggle_pause(self) -> None:
        paused = self._actions["pause"].isChecked()
        self._workers.index.set_paused(paused)
        self._status.set_paused(paused)

    def _toggle_problems(self) -> None:
        self._problems.setVisible(self._problems.isHidden())

    @Slot(str)
    def _remove_folder(self, folder: str) -> None:
        self._workers.index.remove(folder)
        text = self.tr("{0} is no longer shown. Nothing was deleted, and what was read of it is kept.")
        self._message.say(
            text.format(file_name(folder)), offer=self.tr("Undo"), take=lambda: self.add_folders([folder])
        )

    def _choose_folder(self) -> None:
        dialog = self._file_dialog(self.tr("Add a folder of videos"), QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(self._folder_chosen)

    def _choose_clip(self) -> None:
        dialog = self._file_dialog(self.tr("Captions for a clip"), QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self.open_clip)

    @Slot(str)
    def _folder_chosen(self, folder: str) -> None:
        self.add_folders([folder])

    def _file_dialog(self, title: str, mode: QFileDialog.FileMode) -> QFileDialog:
        dialog = QFileDialog(self, title)
        dialog.setFileMode(mode)
        dialog.setModal(False)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.show()
        return dialog

    # --- tiles ----------------------------------------------------------------------------------------

    @Slot()
    def _selection_changed(self) -> None:
        selected = bool(self._view.selectedIndexes())
        for action in self._actions.for_hits():
            action.setEnabled(selected)

    @Slot(object)
    def _show_tile_menu(self, place: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions(self._actions.for_hits())
        menu.popup(place)

    def _caption_selected(self) -> None:
        for hit in self._view.selected_hits()[:1]:
            self.open_clip(hit.path)

    def _larger(self) -> None:
        self._resize_tiles(TILE_STEP)

    def _smaller(self) -> None:
        self._resize_tiles(-TILE_STEP)

    def _resize_tiles(self, step: int) -> None:
        width = min(480, max(120, int(self._settings.get("tile_size")) + step))
        self._settings.set("tile_size", width)
        self._view.set_tile_width(width)

    # --- dropped things -------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files and folders are welcome; nothing is opened to find out."""
        if event.mimeData().hasUrls() and event.source() is not self._view:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Hands the paths to a worker, which looks at them."""
        paths = local_paths(event.mimeData())
        event.acceptProposedAction()
        if paths:
            self._workers.clips.sort_drop(paths)
        else:
            self._message.say(self.tr("Only files and folders of this computer can be dropped here."))

    @Slot(object)
    def _dropped(self, dropped: Dropped) -> None:
        if dropped.folders:
            self.add_folders(list(dropped.folders))
        if dropped.clips:
            self.open_clip(dropped.clips[0])
        if len(dropped.clips) > 1:
            text = self.tr(
                "Captions are shown for one clip at a time: {0}. To search the others, drop their folder."
            )
            self._message.say(text.format(file_name(dropped.clips[0])))
        if dropped.others:
            self._message.say(self.tr("{0} is not there any more.").format(file_name(dropped.others[0])))

    @Slot(object)
    def _clip_opened(self, clip: ClipOpened) -> None:
        if clip.number == self._clip:
            self._clip_panel.show_clip(clip)
            self._workers.search.similar(clip, SIMILAR_LIMIT)

    @Slot(object)
    def _clip_captioned(self, answer: ClipCaptions) -> None:
        if answer.number == self._clip:
            self._clip_panel.show_captions(answer)

    @Slot(object)
    def _similar_found(self, answer: SimilarAnswer) -> None:
        if answer.number == self._clip:
            self._clip_panel.show_similar(answer)

    @Slot(object)
    def _clip_failed(self, failure: ClipFailed) -> None:
        if failure.number == self._clip:
            self._clip_panel.show_failure(failure)
            self._failure = f"{file_name(failure.path)}: {failure.reason}."

    # --- the rest -------------------------------------------------------------------------------------

    @Slot(str)
    def _work_failed(self, text: str) -> None:
        if text != self._failure or not self._message.text:
            self._message.say(text)
        self._failure = text
        self._show_state()

    @Slot(str)
    def _setting_changed(self, name: str) -> None:
        if name == "tile_size":
            self._view.set_tile_width(int(self._settings.get(name)))
        elif name == "search_delay":
            self._header.set_delay(int(self._settings.get(name)))
        elif name == "result_limit":
            self._refresh()
        self.setting_changed.emit(name)

    def _about(self) -> None:
        text = self.tr("VoP Desktop {0}. Nothing leaves this computer. Library: {1}. Log: {2}.")
        self._message.say(text.format(__version__, self._places.library, self._places.log))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes what was opened last beside the results."""
        panels = (self._message, self._clip_panel, self._problems)
        shown = next((panel for panel in panels if not panel.isHidden()), None)
        if event.key() == Qt.Key.Key_Escape and shown is not None:
            shown.hide()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Goes away at once; what was read is kept, what was begun is taken up next time."""
        if self._keep_geometry:
            self._settings.set("window", bytes(self.saveGeometry().toBase64().data()).decode("ascii"))
        self._tiles.close()
        self._dialogs.close()
        self.hide()
        self._refresh_timer.stop()
        self._workers.stop(CLOSE_SECONDS)
        super().closeEvent(event)
        self.closed.emit()
