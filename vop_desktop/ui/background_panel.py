"""What goes on in the background, in detail: files in hand, how far, how the library stands, and how fast."""

from __future__ import annotations

from PySide6.QtCore import QDateTime, QLocale, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QProgressBar,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from vop_desktop.records import IndexProgress
from vop_desktop.settings import Settings
from vop_desktop.ui.actions import Actions
from vop_desktop.ui.flow_layout import FlowLayout
from vop_desktop.ui.messages import LibraryCounts
from vop_desktop.ui.texts import file_name, held_text, progress_text
from vop_desktop.ui.theme import SPACING
from vop_desktop.ui.tool_window import Scrolled
from vop_desktop.ui.widgets import action_button, label

SHOWN = 8  # files in hand


class BackgroundPanel(QFrame):
    """The files that are read now, the counts, and the controls.

    Signals:
        setting_wanted(str, object): give a setting this value.
    """

    setting_wanted = Signal(str, object)

    def __init__(self, actions: Actions, settings: Settings) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._state = label(role="heading", wrap=True)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("Progress of reading videos"))
        self._files = QListWidget()
        self._files.setAccessibleName(self.tr("Files that are being read"))
        self._files.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self._files.setSelectionMode(QListWidget.SelectionMode.NoSelection)
        self._facts: dict[str, QLabel] = {}
        self._order = QComboBox()
        self._order.addItem(self.tr("Newest first"), "newest")
        self._order.addItem(self.tr("As found"), "found")
        self._order.activated.connect(self._order_chosen)
        self._low = QCheckBox(self.tr("Let all other programs go first"))
        self._low.toggled.connect(self._low_chosen)
        self._watch = QCheckBox(self.tr("Watch the folders for changes"))
        self._watch.toggled.connect(self._watch_chosen)
        self._files.setMinimumHeight(60)
        self._files.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)  # what is left
        left = QVBoxLayout()
        left.setSpacing(SPACING // 2)  # else that between the columns
        buttons = FlowLayout()
        for name in ("pause", "stop", "rescan", "read_anyway"):
            buttons.addWidget(action_button(actions[name]))
        for part in (self._state, self._bar):
            left.addWidget(part)
        left.addLayout(buttons)
        left.addWidget(self._files, 1)
        page = QWidget()
        page.setObjectName("panel")
        across = QHBoxLayout(page)
        across.setSpacing(2 * SPACING)
        across.addLayout(left, 3)
        across.addLayout(self._make_side(), 2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(Scrolled(page))
        self.refresh(settings)
        self.show_idle(self.tr("Nothing is being read."))

    def _make_side(self) -> QVBoxLayout:
        facts = QGridLayout()
        rows = {
            "complete": self.tr("Complete"), "partial": self.tr("Read in part"),
            "failed": self.tr("Could not be read"), "missing": self.tr("File is gone"),
            "waiting": self.tr("Waiting"), "segments": self.tr("Moments"), "copies": self.tr("Copies"),
            "looked": self.tr("Last looked"), "device": self.tr("Computes on"),
        }  # fmt: skip
        for number, (name, title) in enumerate(rows.items()):
            self._facts[name] = label("–")
            wide = name == "device"
            row, column = divmod(number, 2)
            facts.addWidget(label(title, role="muted"), row, 2 * column)
            facts.addWidget(self._facts[name], row, 2 * column + 1, 1, 3 if wide else 1)
        facts.setHorizontalSpacing(2 * SPACING)
        facts.setColumnStretch(1, 1)
        facts.setColumnStretch(3, 2)
        order = label(self.tr("Order"), role="muted")
        order.setBuddy(self._order)
        side = QVBoxLayout()
        side.setSpacing(SPACING // 2)
        side.addLayout(facts)
        ordered = QHBoxLayout()
        ordered.addWidget(order)
        ordered.addWidget(self._order, 1)
        side.addLayout(ordered)
        side.addWidget(self._low)
        side.addWidget(self._watch)
        side.addStretch(1)
        return side

    def refresh(self, settings: Settings) -> None:
        """Shows the settings that hold."""
        self._order.setCurrentIndex(max(0, self._order.findData(settings.get("index_order"))))
        for box, name in ((self._low, "index_low_priority"), (self._watch, "watch_folders")):
            box.blockSignals(True)
            box.setChecked(bool(settings.get(name)))
            box.blockSignals(False)

    @Slot(object)
    def show_progress(self, progress: IndexProgress) -> None:
        """How far the run is, and which files are in hand."""
        if progress.phase == "done":
            return
        counting = progress.phase == "scanning" or not progress.total
        self._bar.setRange(0, 0 if counting else progress.total)
        self._bar.setValue(progress.done)
        self._bar.show()
        self._state.setText(progress_text(progress))
        self._show_files(progress)

    def show_idle(self, text: str) -> None:
        """No run goes on; why, or what came of the last one."""
        self._state.setText(text)
        self._bar.hide()
        self._files.clear()

    def show_counts(self, counts: LibraryCounts) -> None:
        """How the library stands."""
        for name in ("complete", "partial", "failed", "missing", "waiting", "segments", "copies"):
            self._facts[name].setText(QLocale().toString(getattr(counts, name)))
        if counts.looked:
            when = QDateTime.fromSecsSinceEpoch(round(counts.looked))
            self._facts["looked"].setText(QLocale().toString(when, QLocale.FormatType.ShortFormat))

    def show_device(self, device: str) -> None:
        """What computes."""
        self._facts["device"].setText(device or "–")

    @property
    def files(self) -> list[str]:
        """The lines that name the files in hand."""
        return [self._files.item(row).text() for row in range(self._files.count())]

    @property
    def state_text(self) -> str:
        """What is said on top."""
        return self._state.text()

    def fact(self, name: str) -> str:
        """A count, as it is shown."""
        return self._facts[name].text()

    def _show_files(self, progress: IndexProgress) -> None:
        lines = []
        if progress.path and not progress.held:
            lines.append(self.tr("Encoding: {0}").format(file_name(progress.path)))
        elif progress.path:
            lines.append(self.tr("{0}: {1}").format(file_name(progress.path), held_text(progress.held)))
        ahead = [path for path in progress.underway if path != progress.path]
        lines += [
            self.tr("Decoding or waiting for it: {0}").format(file_name(path)) for path in ahead[:SHOWN]
        ]
        if self.files == lines:
            return
        self._files.clear()
        self._files.addItems(lines)

    @Slot(int)
    def _order_chosen(self, row: int) -> None:
        self.setting_wanted.emit("index_order", self._order.itemData(row))

    @Slot(bool)
    def _low_chosen(self, on: bool) -> None:
        self.setting_wanted.emit("index_low_priority", on)

    @Slot(bool)
    def _watch_chosen(self, on: bool) -> None:
        self.setting_wanted.emit("watch_folders", on)
