"""The bottom line: what goes on in the background, and how to hold it up."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QSizePolicy, QToolButton, QWidget

from vop_desktop.records import IndexProgress, IndexReport
from vop_desktop.ui.texts import progress_text
from vop_desktop.ui.widgets import action_button, label


class StatusLine(QWidget):
    """Text, bar, Pause, Stop, and the number of problem files."""

    def __init__(self, pause: QAction, stop: QAction, problems: QAction) -> None:
        super().__init__()
        self._text = label()
        self._text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(180)
        self._bar.setAccessibleName(self.tr("Progress of reading videos"))
        self._pause, self._stop = action_button(pause), action_button(stop)
        self._problems: QToolButton = action_button(problems)
        self._pause_action = pause
        layout = QHBoxLayout(self)
        layout.setContentsMargins(10, 3, 10, 3)
        layout.addWidget(self._text, 1)
        for widget in (self._bar, self._pause, self._stop, self._problems):
            layout.addWidget(widget)
        self.set_running(False)
        self._problems.hide()

    def set_running(self, running: bool) -> None:
        """Shows or hides what belongs to a run."""
        for widget in (self._bar, self._pause, self._stop):
            widget.setVisible(running)

    def set_paused(self, paused: bool) -> None:
        """Says so, and offers to go on."""
        self._pause_action.setText(self.tr("Go on") if paused else self.tr("Pause"))
        if paused:
            self.say(self.tr("Paused. What was read so far can be searched."))

    def say(self, text: str) -> None:
        """A line of text."""
        self._text.setText(text)
        self._text.setToolTip(text)

    @Slot(object)
    def show_progress(self, progress: IndexProgress) -> None:
        """How far the run is."""
        if progress.phase == "done":
            return
        counting = progress.phase == "scanning" or not progress.total
        self._bar.setRange(0, 0 if counting else progress.total)
        self._bar.setValue(progress.done)
        self.say(progress_text(progress))

    @Slot(object)
    def show_report(self, report: IndexReport) -> None:
        """What the run came to."""
        text = self.tr("{0} videos can be searched").format(report.complete + report.partial)
        if report.failed:
            text += self.tr(", {0} could not be read").format(report.failed)
        if report.cancelled:
            text = self.tr("Stopped. {0}; “Look for changes” goes on.").format(text)
        self.say(text)

    def show_problem_count(self, count: int) -> None:
        """A badge for the problems panel; hidden when there are none."""
        self._problems.setVisible(bool(count))
        self._problems.setText(self.tr("Problems: {0}").format(count))
