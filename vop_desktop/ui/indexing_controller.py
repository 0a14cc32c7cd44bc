"""Background work and the panels about it: folders, problems, the bottom line."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from vop_desktop.records import Failure, IndexProgress, IndexReport, Root
from vop_desktop.ui.actions import Actions
from vop_desktop.ui.index_worker import IndexWorker
from vop_desktop.ui.message_bar import MessageBar
from vop_desktop.ui.problems_panel import ProblemsPanel
from vop_desktop.ui.sidebar import Sidebar
from vop_desktop.ui.status_line import StatusLine
from vop_desktop.ui.texts import file_name

REFRESH_MS = 1500  # between two looks at what a run has added


class IndexingController(QObject):
    """Joins the index worker with its panels.

    Signals:
        library_changed(): there are other videos to show than before.
        state_changed(): a run began or ended.
    """

    library_changed = Signal()
    state_changed = Signal()

    def __init__(self, worker: IndexWorker, actions: Actions, message: MessageBar, parent: QObject) -> None:
        super().__init__(parent)
        self._worker = worker
        self._actions = actions
        self._message = message
        self.roots: tuple[Root, ...] = ()
        self.roots_known = False
        actions["pause"].setCheckable(True)
        self.folders = Sidebar(actions["add_folder"], actions["rescan"])
        self.problems = ProblemsPanel(actions["retry"], actions["show_problems"])
        self.status = StatusLine(actions["pause"], actions["stop"], actions["show_problems"])
        self._refresh = QTimer(self)
        self._refresh.setSingleShot(True)
        self._refresh.setInterval(REFRESH_MS)
        self._refresh.timeout.connect(self.library_changed)
        actions.handle(
            {
                "rescan": worker.rescan, "retry": self._retry, "stop": worker.cancel,
                "pause": self._toggle_pause, "show_problems": self._toggle_problems,
            }
        )  # fmt: skip
        self.folders.remove_wanted.connect(self._remove_folder)
        worker.progressed.connect(self._progressed)
        worker.finished.connect(self._finished)
        worker.folders_changed.connect(self._folders_changed)
        worker.problems_changed.connect(self._problems_changed)
        worker.busy_changed.connect(self._busy_changed)
        worker.noticed.connect(message.say)

    def start(self) -> None:
        """Tells what is in the library and looks for changes."""
        self._worker.open()
        self._worker.rescan()

    def stop(self) -> None:
        """The window goes away."""
        self._refresh.stop()

    def add_folders(self, folders: list[str]) -> None:
        """Adds folders to the library and indexes them."""
        self._worker.index(folders)

    @Slot()
    def refresh(self) -> None:
        """Something else changed the library: tells folders and problems anew."""
        self._worker.refresh()

    @property
    def busy(self) -> bool:
        """Whether a run goes on."""
        return self._worker.busy

    @property
    def waiting(self) -> bool:
        """Whether what a run added is about to be shown."""
        return self._refresh.isActive()

    @Slot(object)
    def _progressed(self, progress: IndexProgress) -> None:
        if not self._actions["pause"].isChecked():
            self.status.show_progress(progress)
        if progress.new_videos and not self._refresh.isActive():
            self._refresh.start()

    @Slot(object)
    def _finished(self, report: IndexReport) -> None:
        self.status.show_report(report)
        self._refresh.stop()
        self.library_changed.emit()

    @Slot()
    def _busy_changed(self) -> None:
        busy = self._worker.busy
        self.status.set_running(busy)
        if not busy:
            self._actions["pause"].setChecked(False)
            self.status.set_paused(False)
        self._actions["pause"].setEnabled(busy)
        self._actions["stop"].setEnabled(busy)
        self.state_changed.emit()

    @Slot(object)
    def _folders_changed(self, roots: tuple[Root, ...]) -> None:
        self.roots, self.roots_known = roots, True
        self.folders.show_folders(roots)
        self.library_changed.emit()

    @Slot(object)
    def _problems_changed(self, failures: tuple[Failure, ...]) -> None:
        self.problems.show_problems(failures)
        self.status.show_problem_count(len(failures))

    def _retry(self) -> None:
        self._worker.rescan(retry=True)

    def _toggle_pause(self) -> None:
        paused = self._actions["pause"].isChecked()
        self._worker.set_paused(paused)
        self.status.set_paused(paused)

    def _toggle_problems(self) -> None:
        self.problems.setVisible(self.problems.isHidden())

    @Slot(str)
    def _remove_folder(self, folder: str) -> None:
        self._worker.remove(folder)
        text = self.tr("{0} is no longer shown. Nothing was deleted, and what was read of it is kept.")
        self._message.say(
            text.format(file_name(folder)), offer=self.tr("Undo"), take=lambda: self.add_folders([folder])
        )
