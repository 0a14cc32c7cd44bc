"""The tuning page: what to learn from, how, the run as it goes, and what came of it. Never modal."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, Signal, Slot
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QProgressBar,
    QRadioButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from vop_desktop.records import display_path
from vop_desktop.ui.chart import Chart, Curve
from vop_desktop.ui.last_folders import LastFolders
from vop_desktop.ui.sentences import said
from vop_desktop.ui.texts import time_left
from vop_desktop.ui.theme import SPACING
from vop_desktop.ui.tool_window import Scrolled, ToolWindow
from vop_desktop.ui.tuning_messages import TuneOutcome, TuneRequest, TuneStep
from vop_desktop.ui.tuning_result import ResultView
from vop_desktop.ui.tuning_texts import methods, phase_text
from vop_desktop.ui.widgets import button, label, make_primary

if TYPE_CHECKING:
    from vop_desktop.tuning.library_pairs import CaptionCounts

NAME = "my-words"  # of the first pack
ENOUGH = 20  # captioned videos, below which nothing can be tuned


class TuningWindow(ToolWindow):
    """Shows, and passes on what is wanted.

    Signals:
        start_wanted(TuneRequest): tune, or go on.
        stop_wanted(): stop; it can go on.
        discard_wanted(): throw the half run away.
    """

    start_wanted = Signal(object)
    stop_wanted = Signal()
    discard_wanted = Signal()

    def __init__(self, folders: LastFolders, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._folders = folders
        self.setWindowTitle(self.tr("Teach a pack your words"))
        self._captioned = 0
        self._running = False
        self._pending: TuneRequest | None = None
        self._table = ""
        self._taken: set[str] = set()  # names of packs
        self._wish = self._proposed = NAME
        self._losses: list[tuple[float, float]] = []
        self._seen: list[tuple[float, float, float]] = []
        self.outcome = ResultView(folders)
        self._make_form()
        self._state = label(wrap=True)
        self._fault = label(role="danger", wrap=True)
        self._fault.hide()
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("Progress of tuning"))
        self._bar.hide()
        self.loss = Chart(self.tr("How far off it still is: less is better"))
        self.loss.setToolTip(self.tr("The loss of each step, on the videos that are learned from."))
        self.recall = Chart(self.tr("Share found at first try, of videos held out"), low=0.0, high=1.0)
        self.recall.setToolTip(self.tr("Recall at 1 on the validation videos, which are not learned from."))
        self._start = button(self.tr("Start"), self._start_pressed, primary=True)
        self._stop = button(self.tr("Stop"), self.stop_wanted.emit)
        self._drop = button(self.tr("Throw the half run away"), self.discard_wanted.emit)
        self._close = button(self.tr("Close"), self.close)
        self._done = False  # whether the pack is in use, and there is nothing left to do here
        self._lay_out()
        self._show_form(True)
        self._show_buttons()

    def _make_form(self) -> None:
        self._library = QRadioButton(self.tr("The captions of this library"))
        self._library.setChecked(True)
        self._file = QRadioButton(self.tr("A table of captions (CSV: file, caption)"))
        self._sources = QButtonGroup(self)
        self._sources.addButton(self._library)
        self._sources.addButton(self._file)
        self._choose = button(self.tr("Choose…"), self._choose_table)
        self._chosen = label(role="muted", wrap=True)
        self._counted = label(role="muted", wrap=True)
        self._base = QComboBox()
        self._method = QComboBox()
        for name, (title, _) in methods().items():
            self._method.addItem(title, name)
        self._about = label(role="muted", wrap=True)
        self._method.currentIndexChanged.connect(self._method_chosen)
        self._name = QLineEdit(NAME)
        self._epochs = QSpinBox()
        self._epochs.setRange(1, 100)
        self._epochs.setValue(5)
        self._library.toggled.connect(self._show_buttons)
        self._name.textChanged.connect(self._show_buttons)
        self._method_chosen()

    def _lay_out(self) -> None:
        table = QHBoxLayout()
        table.addWidget(self._file, 1)
        table.addWidget(self._choose)
        form = QFormLayout()
        form.addRow(self.tr("Tune"), self._base)
        form.addRow(self.tr("How"), self._method)
        form.addRow("", self._about)
        form.addRow(self.tr("Call it"), self._name)
        form.addRow(self.tr("Passes at most"), self._epochs)
        self._left = QWidget()
        left = QVBoxLayout(self._left)
        left.setContentsMargins(0, 0, 0, 0)
        text = self.tr(
            "A pack can learn your words from videos that have captions. Some videos are held out to see "
            "whether it helped. It all happens on this computer, and goes on when this window is closed."
        )
        left.addWidget(label(text, role="muted", wrap=True))
        left.addWidget(label(self.tr("Learn from"), role="heading"))
        left.addWidget(self._library)
        left.addWidget(self._counted)
        left.addLayout(table)
        left.addWidget(self._chosen)
        left.addLayout(form)
        left.addStretch(1)
        right = QVBoxLayout()
        for widget in (self._state, self._fault, self._bar):
            right.addWidget(widget)
        right.addWidget(self.loss, 1)
        right.addWidget(self.recall, 1)
        across = QHBoxLayout()
        across.setSpacing(2 * SPACING)
        across.addWidget(self._left, 2)
        across.addLayout(right, 3)
        layout = QVBoxLayout(self)
        layout.setSpacing(SPACING)
        page = QWidget()
        down = QVBoxLayout(page)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(SPACING)
        down.addLayout(across, 1)
        down.addWidget(self.outcome)
        self._scroll = Scrolled(page)
        layout.addWidget(self._scroll, 1)
        layout.addWidget(self._make_buttons())
        layout.addWidget(self.outcome.buttons)
        self.resize(900, 720)

    def _make_buttons(self) -> QWidget:
        """In sight wherever the page is scrolled to."""
        self._buttons = QWidget()
        row = QHBoxLayout(self._buttons)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._drop)
        row.addStretch(1)
        row.addWidget(self._close)
        row.addWidget(self._stop)
        row.addWidget(self._start)
        return self._buttons

    # --- what is there ------------------------------------------------------------------------------------

    def show_bases(self, packs: list[tuple[str, str]], in_use: str) -> None:
        """The packs that can be tuned: name and title."""
        chosen = self._base.currentData() or in_use
        self._base.clear()
        for name, title in packs:
            self._base.addItem(said(title), name)
        self._base.setCurrentIndex(max(0, self._base.findData(chosen)))

    @Slot(object)
    def show_captions(self, counts: CaptionCounts) -> None:
        """How many captions the library has, and where they come from."""
        self._captioned = counts.videos
        number = QLocale().toString
        if counts.videos >= ENOUGH:
            text = self.tr("{0} captions of {1} videos")
        else:
            text = self.tr("{0} captions of {1} videos: too few. Caption at least 20 videos.")
        told = text.format(number(counts.captions), number(counts.videos))
        if counts.captions:
            text = self.tr("Typed or accepted: {0}; from files beside the videos: {1}; titles in them: {2}.")
            sources = (counts.typed, counts.beside, counts.titles)
            told += "\n" + text.format(*(number(count) for count in sources))
        self._counted.setText(told)
        self._show_buttons()

    def show_taken(self, names: Iterable[str]) -> None:
        """Names of packs; where ours is one of them, the next free one takes its place."""
        self._taken = {name.casefold() for name in names}
        self._propose()

    def show_used(self, told: str) -> None:
        """The pack is taken into use: all that is left to do here is to close the window."""
        self.forget(told)
        self._done = True
        self._left.hide()
        self._show_buttons()
        self._close.setFocus()

    def hideEvent(self, event: QHideEvent) -> None:
        """It opens with the form again."""
        super().hideEvent(event)
        if self._done and not event.spontaneous():
            self._done = False
            self._show_form(True)
            self._say("")
            self._show_buttons()

    def _propose(self) -> None:
        name = self._name.text().strip()
        ours = name == self._proposed
        if self._running or self._pending is not None or not (ours or name.casefold() in self._taken):
            return
        if not ours:
            self._wish = name
        numbered = (self._wish if n == 1 else f"{self._wish}-{n}" for n in range(1, len(self._taken) + 2))
        self._proposed = next(free for free in numbered if free.casefold() not in self._taken)
        self._name.setText(self._proposed)

    def offer_again(self, request: TuneRequest) -> None:
        """A run was interrupted: Start goes on with it."""
        self._pending = request
        self._name.setText(request.name)
        self._method.setCurrentIndex(max(0, self._method.findData(request.method)))
        self._base.setCurrentIndex(max(0, self._base.findData(request.base)))
        self._epochs.setValue(request.epochs)
        self._table = request.pairs
        (self._file if request.pairs else self._library).setChecked(True)
        self._chosen.setText(display_path(request.pairs))
        self._say(self.tr("“{0}” was interrupted. It goes on where it was.").format(request.name))
        self._show_buttons()

    def request(self) -> TuneRequest:
        """What the form says."""
        return TuneRequest(
            self._name.text().strip(), str(self._base.currentData()), str(self._method.currentData()),
            "" if self._library.isChecked() else self._table, self._epochs.value(),
        )  # fmt: skip

    def use_table(self, path: str) -> None:
        """Learns from this table of captions."""
        self._table = path
        self._chosen.setText(display_path(path))
        self._file.setChecked(True)
        self._show_buttons()

    # --- the run ------------------------------------------------------------------------------------------

    def set_running(self, running: bool) -> None:
        """A run began or ended."""
        if running and not self._running:
            self._pending, self._done = None, False
            self._losses, self._seen = [], []
            self._draw(0)
            self._fault.hide()
            self._show_form(True)
            self._bar.setRange(0, 0)
            self._say(self.tr("Starting…"))
        self._running = running
        self._bar.setVisible(running)
        self._show_buttons()

    def show_stopping(self) -> None:
        """It was asked to stop, and keeps what it has."""
        self._bar.setRange(0, 0)
        self._say(self.tr("Stopping…"))
        self._stop.setEnabled(False)

    def show_step(self, step: TuneStep) -> None:
        """How far it is."""
        if not self._stop.isEnabled():
            return  # one that was under way when it was stopped
        self._bar.setRange(0, step.steps)
        self._bar.setValue(step.step)
        parts = [phase_text(step), time_left(step.seconds_left)]
        self._say(" · ".join(part for part in parts if part))
        if step.loss is not None:
            self._losses.append((step.step, step.loss))
        if step.validation is not None:
            self._seen.append((step.step, *step.validation))
        if step.phase in ("training", "examining"):
            self._draw(step.steps)

    def show_outcome(self, outcome: TuneOutcome, *, in_use: bool) -> None:
        """What came of it."""
        self._pending = None
        self._losses = [(number + 1, value) for number, value in enumerate(outcome.loss)]
        self._seen = list(outcome.validation)
        self._draw(0)
        self._say(self.tr("“{0}” is ready.").format(outcome.request.name))
        self.outcome.show_outcome(outcome, in_use=in_use)
        self._show_form(False)
        self._scroll.ensureWidgetVisible(self.outcome)
        self._show_buttons()

    def show_fault(self, text: str) -> None:
        """Why it could not be done."""
        self._fault.setText(said(text))
        self._fault.show()

    def forget(self, told: str = "") -> None:
        """The half run, or the result, is gone or decided on; what there is to say of it."""
        self._pending = None
        self._show_form(True)
        self._losses, self._seen = [], []
        self._draw(0)
        self._say(told)
        self._propose()
        self._show_buttons()

    @property
    def state_text(self) -> str:
        """What is said of the run."""
        return self._state.text()

    @property
    def fault(self) -> str:
        """What is said to be wrong."""
        return "" if self._fault.isHidden() else self._fault.text()

    def _show_form(self, shown: bool) -> None:
        """The form, or else what came of it."""
        for widget in (self._left, self._buttons):
            widget.setVisible(shown)
        for widget in (self.outcome, self.outcome.buttons):
            widget.setVisible(not shown)

    def _say(self, text: str) -> None:
        self._state.setText(text)

    def _draw(self, end: float) -> None:
        self.loss.show_curves([Curve(self.tr("off by"), tuple(self._losses))], end)
        t2v = Curve(self.tr("words to videos"), tuple((step, a) for step, a, _ in self._seen))
        v2t = Curve(self.tr("videos to words"), tuple((step, b) for step, _, b in self._seen))
        self.recall.show_curves([t2v, v2t], end)

    # --- the form -------------------------------------------------------------------------------------------

    @Slot()
    def _show_buttons(self) -> None:
        name_fits = re.fullmatch(r"[\w.-]+( [\w.-]+)*", self._name.text().strip()) is not None
        source = self._captioned >= ENOUGH if self._library.isChecked() else bool(self._table)
        self._start.setEnabled(not self._running and name_fits and (source or self._pending is not None))
        self._start.setText(self.tr("Start") if self._pending is None else self.tr("Go on"))
        self._stop.setEnabled(self._running)
        self._start.setVisible(not self._done)
        self._stop.setVisible(not self._done)
        make_primary(self._close, self._done)
        self._drop.setVisible(self._pending is not None and not self._running)
        for widget in (
            self._library,
            self._file,
            self._choose,
            self._base,
            self._method,
            self._name,
            self._epochs,
        ):
            widget.setEnabled(not self._running and self._pending is None)

    @Slot()
    def _method_chosen(self) -> None:
        self._about.setText(methods()[str(self._method.currentData())][1])

    def _start_pressed(self) -> None:
        self.start_wanted.emit(self._pending or self.request())

    def _choose_table(self) -> None:
        dialog = QFileDialog(self, self.tr("A table of captions"), "", self.tr("Tables (*.csv)"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        self._folders.prepare(dialog, "table")
        dialog.setModal(False)
        dialog.fileSelected.connect(self.use_table)
        dialog.finished.connect(dialog.deleteLater)
        dialog.show()
