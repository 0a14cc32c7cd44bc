"""Background work and the panels about it: folders, files in hand, problems, the bottom line."""

from __future__ import annotations

import json

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget

from vop_desktop.records import Encoder, IndexProgress, IndexReport, Root
from vop_desktop.settings import Settings
from vop_desktop.ui.actions import Actions
from vop_desktop.ui.background_panel import BackgroundPanel
from vop_desktop.ui.bottom_panel import BottomPanel
from vop_desktop.ui.index_worker import Habits
from vop_desktop.ui.message_bar import MessageBar
from vop_desktop.ui.messages import LibraryCounts, Problem, SearchAnswer
from vop_desktop.ui.notifier import Notifier
from vop_desktop.ui.problems_panel import ProblemsPanel
from vop_desktop.ui.retries import Retries
from vop_desktop.ui.sidebar import Sidebar
from vop_desktop.ui.status_line import StatusLine
from vop_desktop.ui.texts import file_name
from vop_desktop.ui.workers import Workers

REFRESH_MS = 1500  # between two looks at what a run has added, and longer where a look takes long:
REFRESH_SHARE = 1 / 20  # of the time may go into them
LEFT_OUT = "left out"  # what a message is about
CONDITIONS = ("quiet_from", "quiet_until", "index_on_battery", "index_low_priority")


def habits_of(settings: Settings) -> Habits:
    """How videos are to be read, by the settings."""
    return Habits(
        detail=settings.get("detail"),
        decoders=int(settings.get("decode_workers")),
        conditions={name: settings.get(name) for name in CONDITIONS},
        missing_days=int(settings.get("missing_days")),
        thumbnail_limit=int(settings.get("thumbnail_limit")),
        newest_first=settings.get("index_order") == "newest",
    )


class IndexingController(QObject):
    """Joins the index worker, and the one that watches the folders, with their panels.

    Signals:
        library_changed(): there are other videos to show than before.
        state_changed(): a run began or ended.
        run_ended(object): the report of a run that went to its end.
        setting_changed(str): a setting was given another value in a panel.
    """

    library_changed = Signal()
    state_changed = Signal()
    run_ended = Signal(object)
    setting_changed = Signal(str)

    def __init__(
        self, workers: Workers, actions: Actions, message: MessageBar, settings: Settings, window: QWidget
    ) -> None:
        super().__init__(window)
        self._worker = workers.index
        self._watch = workers.watch
        self._actions = actions
        self._message = message
        self._settings = settings
        self.roots: tuple[Root, ...] = ()
        self.roots_known = False
        self.counts = LibraryCounts(0, 0, 0, 0, 0, 0)
        self.has_problems = False
        self._report: IndexReport | None = None
        actions["pause"].setCheckable(True)
        for name in ("read_anyway", "retry"):
            actions[name].setEnabled(False)
        self.folders = Sidebar(actions["add_folder"], actions["rescan"])
        self.folders.open_again(_texts(str(settings.get("open_folders"))))
        self.problems = ProblemsPanel(actions["retry"])
        self._retries = Retries(self.problems)
        self.work = BackgroundPanel(actions, settings)
        self.bottom = BottomPanel()
        self.bottom.addTab(self.work, self.tr("Background work"))
        self.bottom.addTab(self.problems, self.tr("Problems"))
        self.status = StatusLine(actions)
        self.notifier = Notifier(window, actions)
        self._refresh = QTimer(self)
        self._refresh.setSingleShot(True)
        self._refresh.setInterval(REFRESH_MS)
        self._refresh.timeout.connect(self.library_changed)
        self._connect()

    def _connect(self) -> None:
        worker = self._worker
        self._actions.handle(
            {
                "rescan": self._rescan, "retry": self._retry_all, "stop": self._stop_reading,
                "pause": self._toggle_pause, "show_problems": self._toggle_problems,
                "show_work": self._toggle_work, "read_anyway": worker.read_anyway,
            }
        )  # fmt: skip
        self.folders.opened.connect(self._keep_open_folders)
        self.problems.retry_wanted.connect(self._retry)
        self.problems.ignore_wanted.connect(self._ignore)
        self.problems.copied.connect(self._report_copied)
        self.work.setting_wanted.connect(self._set)
        worker.progressed.connect(self._progressed)
        worker.finished.connect(self._finished)
        worker.folders_changed.connect(self._folders_changed)
        worker.problems_changed.connect(self._problems_changed)
        worker.counts_changed.connect(self._counts_changed)
        worker.device_known.connect(self._device_known)
        worker.busy_changed.connect(self._busy_changed)
        worker.noticed.connect(self._message.say)
        self._watch.changed.connect(self._files_changed)
        self._watch.noticed.connect(self._message.say)

    # --- what others may ask and know -------------------------------------------------------------

    def start(self) -> None:
        """Tells what is in the library and looks for changes, if reading was not held up or stopped."""
        self.notifier.enabled = bool(self._settings.get("notify"))
        self.notifier.keep_icon(bool(self._settings.get("tray")))
        self._worker.open()
        if self._reading == "on":
            self._worker.rescan()
        elif self._reading == "paused":
            self._actions["pause"].setChecked(True)
            self._worker.set_paused(True)
        self._show_rest()

    @Slot(object)
    def answered(self, answer: SearchAnswer) -> None:
        """What a run adds is shown less often in a library that takes long to look at."""
        self._refresh.setInterval(max(REFRESH_MS, round(1000 * answer.seconds / REFRESH_SHARE)))

    def stop(self) -> None:
        """The window goes away."""
        self._refresh.stop()
        self.notifier.close()

    def add_folders(self, folders: list[str]) -> None:
        """Adds folders to the library and indexes them."""
        self._go_on()
        self._worker.index(folders)

    def add_samples(self, folder: str) -> None:
        """Draws the sample clips there, and adds the folder."""
        if any(root.path == folder for root in self.roots):
            text = self.tr("The sample clips are in the library already, in the folder {0}.")
            self._message.say(text.format(file_name(folder)))
        self._go_on()
        self._worker.make_samples(folder)

    def read_with(self, encoder: Encoder) -> None:
        """Reads the library with another model from now on, beside what the old one read."""
        self._worker.use_encoder(encoder)
        if self._reading == "on":
            self._worker.rescan()

    def apply(self, name: str) -> None:
        """A setting has another value: what is about reading holds at once."""
        if name in (*CONDITIONS, "index_order", "missing_days", "thumbnail_limit"):
            self._worker.set_habits(habits_of(self._settings))
        elif name == "watch_folders":
            self._watch_folders()
        elif name == "tray":
            self.notifier.keep_icon(bool(self._settings.get("tray")))
        elif name == "notify":
            self.notifier.enabled = bool(self._settings.get("notify"))
        self.work.refresh(self._settings)

    @Slot()
    def refresh(self) -> None:
        """Something else changed the library: tells folders and problems anew."""
        self._worker.refresh()

    @Slot(object)
    def look_again(self, folders: list[str]) -> None:
        """Looks through watched folders, unless nothing is to be read: then all are when it goes on."""
        if self._reading == "on" or (self._reading == "paused" and self._worker.busy):
            self._worker.look_again(folders)

    @Slot()
    def folder_gone(self) -> None:
        """What is being read may lie in a folder that is watched no longer."""
        self._worker.begin_again()
        self._worker.set_paused(self._reading == "paused")  # which stopping a run ended

    @property
    def busy(self) -> bool:
        """Whether a run goes on."""
        return self._worker.busy

    @property
    def waiting(self) -> bool:
        """Whether what a run added is about to be shown."""
        return self._refresh.isActive()

    # --- reading: on, paused, stopped ---------------------------------------------------------------

    @property
    def _reading(self) -> str:
        return str(self._settings.get("reading"))

    def _go_on(self) -> None:
        """The person wants videos to be read."""
        if self._reading != "on":
            self._settings.set("reading", "on")
        self._actions["pause"].setChecked(False)
        self._worker.set_paused(False)
        self.status.set_paused(False)

    def _toggle_pause(self) -> None:
        paused = self._actions["pause"].isChecked()
        if not paused:
            self._go_on()
            if not self._worker.busy:  # paused when the program ended, or while there was nothing to do
                self._worker.rescan()
            return
        self._settings.set("reading", "paused")
        self._worker.set_paused(True)
        self._show_rest()

    def _stop_reading(self) -> None:
        self._settings.set("reading", "stopped")
        self._actions["pause"].setChecked(False)
        self._worker.cancel()
        self._worker.forget_queue()
        self.status.set_paused(False)

    def _rescan(self) -> None:
        self._go_on()
        self._worker.rescan()

    def _retry_all(self) -> None:
        self._begin_retry(self.problems.paths)
        self._worker.rescan(retry=True)

    @Slot(object)
    def _retry(self, paths: list[str]) -> None:
        self._begin_retry(tuple(paths))
        self._worker.retry(paths)

    def _begin_retry(self, paths: tuple[str, ...]) -> None:
        self._go_on()
        self._message.say(self._retries.begin(paths, waits=self._worker.busy))

    @Slot(int)
    def _report_copied(self, files: int) -> None:
        self._message.say(self.tr("The report is copied. Files in it: {0}.").format(files))

    @Slot(object)
    def _ignore(self, paths: list[str]) -> None:
        self._worker.leave_out(paths)
        text = self.tr("Left out: {0}. Nothing was deleted.")
        if len(paths) > 1:
            text = self.tr("Left out: {0} and others, {1} in all. Nothing was deleted.")
        self._message.say(
            text.format(file_name(paths[0]), len(paths)),
            offer=self.tr("Undo"),
            take=lambda: self._worker.leave_out(paths, out=False),
            about=LEFT_OUT,
        )

    @Slot(object)
    def _files_changed(self, paths: list[str]) -> None:
        if self._reading == "on":  # else all is looked through when it goes on
            self._worker.take_changes(paths)

    # --- what the workers tell ------------------------------------------------------------------------

    @Slot(object)
    def _progressed(self, progress: IndexProgress) -> None:
        held = bool(progress.held) and progress.held != "paused"
        self._actions["read_anyway"].setEnabled(held)
        self.status.set_held(held)
        if not self._actions["pause"].isChecked():
            self.status.show_progress(progress)
        self.work.show_progress(progress)
        if progress.new_videos and not self._refresh.isActive():
            self._refresh.start()

    @Slot(object)
    def _finished(self, report: IndexReport) -> None:
        self._report = report
        if report.cancelled:
            self._retries.forget()
        self._show_rest()
        self._refresh.stop()
        self.library_changed.emit()
        if not report.cancelled:
            self.notifier.end(self.tr("All videos are read: {0} can be searched.").format(
                self.counts.complete + self.counts.partial
            ))  # fmt: skip
            self.run_ended.emit(report)

    @Slot()
    def _busy_changed(self) -> None:
        busy = self._worker.busy
        self.status.set_running(busy)
        self._actions["stop"].setEnabled(busy)
        if busy:
            self.notifier.begin()
        else:
            self._actions["read_anyway"].setEnabled(False)
            self.status.set_held(False)
            self._show_rest()
            if news := self._retries.take_news():
                self._message.say(news)
        self.state_changed.emit()

    @Slot(object)
    def _folders_changed(self, roots: tuple[Root, ...]) -> None:
        self.roots, self.roots_known = roots, True
        self.folders.show_folders(roots)
        for root in roots:
            self._message.forget(f"removed {root.path}")
        self._watch_folders()
        self.library_changed.emit()

    @Slot(object)
    def _problems_changed(self, problems: tuple[Problem, ...]) -> None:
        self.problems.show_problems(problems)
        self._actions["retry"].setEnabled(bool(problems))
        self.status.show_problem_count(len(problems))
        title = self.tr("Problems: {0}").format(len(problems)) if problems else self.tr("Problems")
        self.bottom.setTabText(self.bottom.indexOf(self.problems), title)
        if self.has_problems != bool(problems):
            self.has_problems = bool(problems)
            self.state_changed.emit()

    @Slot(object)
    def _counts_changed(self, counts: LibraryCounts) -> None:
        self.counts = counts
        self.work.show_counts(counts)
        if not self._worker.busy:
            self._show_rest()

    @Slot(str)
    def _device_known(self, device: str) -> None:
        self.status.show_device(device)
        self.work.show_device(device)

    def _show_rest(self) -> None:
        """What the bottom line and the panel say between runs, and while one is paused."""
        paused = self._actions["pause"].isChecked()
        if paused:
            self.status.set_paused(True, self.counts.waiting)
        elif self._report is not None or self._reading == "stopped":
            self.status.show_outcome(self.counts, self._report, stopped=self._reading == "stopped")
        if self._worker.busy:
            return
        if paused:
            self.work.show_idle(self.tr("Paused. Nothing is read until you go on."))
        elif self._reading == "stopped":
            self.work.show_idle(self.tr("Stopped. “Look for changes” goes on."))
        else:
            self.work.show_idle(self.tr("Nothing is being read."))

    # --- folders and panels ---------------------------------------------------------------------------

    @Slot()
    def _keep_open_folders(self) -> None:
        self._settings.set("open_folders", json.dumps(self.folders.open_folders))

    def _watch_folders(self) -> None:
        wanted = bool(self._settings.get("watch_folders"))
        self._watch.watch(tuple(root.path for root in self.roots) if wanted else ())

    def _toggle_problems(self) -> None:
        self.bottom.toggle(self.problems)

    def _toggle_work(self) -> None:
        self.bottom.toggle(self.work)

    @Slot(str, object)
    def _set(self, name: str, value: str | bool) -> None:
        if self._settings.get(name) != value:
            self._settings.set(name, value)
            self.apply(name)
            self.setting_changed.emit(name)


def _texts(stored: str) -> list[str]:
    """A list that was kept as JSON; nothing where it makes no sense."""
    try:
        return [str(text) for text in json.loads(stored or "[]")]
    except (ValueError, TypeError):
        return []
