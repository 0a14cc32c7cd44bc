"""The bottom line: what goes on in the background, and how to hold it up."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QToolButton, QWidget

from vop_desktop.records import IndexProgress, IndexReport
from vop_desktop.ui.actions import Actions
from vop_desktop.ui.messages import LibraryCounts
from vop_desktop.ui.texts import progress_text
from vop_desktop.ui.widgets import action_button, announce, label

WIDE = 150  # letters, from which there is room for the device
GAP = 6  # pixels
TEXT = 30  # letters of the text that go before bar, device and the button that opens what a click opens too


class _Line(QLabel):
    """Text that opens the details when it is clicked; the button beside it does the same for the keyboard.

    It is as wide as its text, or as there is room: the empty line beside it is nothing to click.
    """

    def __init__(self, clicked: Callable[[], object]) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._clicked = clicked

    def minimumSizeHint(self) -> QSize:
        """It can give way."""
        return QSize(0, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Says with dots that there is more than fits."""
        area = self.contentsRect()
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, area.width())
        QPainter(self).drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading, text)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click."""
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self._clicked()


class StatusLine(QWidget):
    """Text, device, bar, Pause, Stop, and the ways to the panels with the details."""

    def __init__(self, actions: Actions) -> None:
        super().__init__()
        self._text = _Line(actions["show_work"].trigger)
        self._device = label(role="muted")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(140)
        self._bar.setAccessibleName(self.tr("Progress of reading videos"))
        self._anyway = action_button(actions["read_anyway"])
        self._pause, self._stop = action_button(actions["pause"]), action_button(actions["stop"])
        self._work = action_button(actions["show_work"])
        self._problems: QToolButton = action_button(actions["show_problems"])
        self._pause_action = actions["pause"]
        self._running = self._paused = False
        self._problem_count = 0
        layout = QHBoxLayout(self)
        layout.setContentsMargins(10, 3, 10, 3)
        layout.setSpacing(GAP)
        layout.addWidget(self._text)
        layout.addStretch(1)
        shown = (self._device, self._bar, self._anyway, self._pause, self._stop, self._work, self._problems)
        for widget in shown:
            layout.addWidget(widget)
        self._anyway.hide()
        self._problems.hide()
        self._show_buttons()

    def set_running(self, running: bool) -> None:
        """Shows or hides what belongs to a run."""
        self._running = running
        self._show_buttons()

    def set_paused(self, paused: bool, waiting: int = 0) -> None:
        """Says so, and offers to go on."""
        self._paused = paused
        text = self.tr("Go on") if paused else self.tr("Pause")
        self._pause_action.setText(text)
        self._pause_action.setIconText(text)  # which buttons show
        if paused and waiting:
            text = self.tr("Paused. Videos that wait: {0}. What was read can be searched.").format(waiting)
            self.say(text, aloud=True)
        elif paused:
            self.say(self.tr("Paused. What was read so far can be searched."), aloud=True)
        self._show_buttons()

    def set_held(self, held: bool) -> None:
        """Offers to read in spite of quiet hours or battery."""
        self._anyway.setVisible(held)
        self._show_buttons()

    def show_device(self, device: str) -> None:
        """What computes."""
        self._device.setText(device)
        self._show_buttons()

    def say(self, text: str, *, aloud: bool = False) -> None:
        """A line of text; `aloud` where a screen reader is to say it, if it is new."""
        if aloud and text != self._text.text():
            announce(self._text, text)
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

    def show_outcome(self, counts: LibraryCounts, report: IndexReport | None, *, stopped: bool) -> None:
        """What the last run came to: how the whole library stands now."""
        readable = counts.complete + counts.partial
        if stopped or (report is not None and report.cancelled):
            text = self.tr("Stopped. {0} videos can be searched; “Look for changes” goes on.")
            self.say(text.format(readable), aloud=True)
        else:
            parts = [self.tr("{0} videos can be searched").format(readable)]
            if counts.copies:
                parts.append(self.tr("files that are copies of them: {0}").format(counts.copies))
            if self._problem_count:
                parts.append(self.tr("files with problems: {0}").format(self._problem_count))
            self.say(" · ".join(parts), aloud=True)

    def show_problem_count(self, count: int) -> None:
        """A badge for the problems panel; hidden when there are none."""
        self._problem_count = count
        self._problems.setVisible(bool(count))
        self._problems.setText(self.tr("Problems: {0}").format(count))
        self._show_buttons()

    def _show_buttons(self) -> None:
        self._stop.setVisible(self._running)
        self._pause.setVisible(self._running or self._paused)
        room = self.width() - TEXT * self.fontMetrics().averageCharWidth()
        for widget in (self._anyway, self._pause, self._stop, self._problems):
            room -= 0 if widget.isHidden() else widget.sizeHint().width() + GAP
        give_way: tuple[tuple[QWidget, bool], ...] = (
            (self._work, True), (self._bar, self._running), (self._device, self._says_device),
        )  # fmt: skip
        for part, wanted in give_way:
            room -= part.sizeHint().width() + GAP if wanted else 0
            part.setVisible(wanted and room >= 0)

    @property
    def _says_device(self) -> bool:
        wide = self.width() > WIDE * self.fontMetrics().averageCharWidth()
        return self._running and wide and bool(self._device.text())

    def minimumSizeHint(self) -> QSize:
        """Without what gives way."""
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What goes on is more important than what computes."""
        super().resizeEvent(event)
        self._show_buttons()
