"""What a tuning run came to: figures before and after, the plain verdict, and what to do with the pack."""

from __future__ import annotations

from PySide6.QtCore import QDir, QLocale, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QFrame,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from vop_desktop.ui.flow_layout import FlowLayout
from vop_desktop.ui.last_folders import LastFolders
from vop_desktop.ui.tuning_messages import TuneOutcome, TuneRow
from vop_desktop.ui.widgets import button, label, make_primary


class ResultView(QFrame):
    """A table, a sentence, and `buttons`, which its window shows where they are always in sight.

    Signals:
        wanted(str): `use`, `keep` or `discard` the pack.
        export_wanted(str): write it to this file.
    """

    wanted = Signal(str)
    export_wanted = Signal(str)

    def __init__(self, folders: LastFolders) -> None:
        super().__init__()
        self._folders = folders
        self.setObjectName("bar")
        self._verdict = label(role="heading", wrap=True)
        self._detail = label(role="muted", wrap=True)
        self._table = QTableWidget(4, 7)
        self._table.setAccessibleName(self.tr("Before and after"))
        self._table.setHorizontalHeaderLabels(
            [
                self.tr("When"), self.tr("Looking for"), self.tr("First"), self.tr("Among 5"),
                self.tr("Among 10"), self.tr("Median rank"), self.tr("Mean rank"),
            ]
        )  # fmt: skip
        self._table.verticalHeader().hide()
        self._table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self._table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self._table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._use = button(self.tr("Use it"), lambda: self.wanted.emit("use"), primary=True)
        self._discard = button("", self._discard_pressed)
        layout = QVBoxLayout(self)
        layout.addWidget(self._verdict)
        layout.addWidget(self._table)
        layout.addWidget(self._detail)
        self.buttons = QWidget()
        bottom = FlowLayout(self.buttons)
        bottom.addWidget(self._discard)
        bottom.push()
        bottom.addWidget(button(self.tr("Export…"), self._choose_file))
        self._keep = button(self.tr("Keep for later"), lambda: self.wanted.emit("keep"))
        bottom.addWidget(self._keep)
        bottom.addWidget(self._use)
        self._name = ""
        self._sure = False

    @property
    def verdict(self) -> str:
        """The sentence on top."""
        return self._verdict.text()

    def cells(self) -> list[list[str]]:
        """What the table shows, row by row."""
        rows = range(self._table.rowCount())
        columns = range(self._table.columnCount())
        return [[item.text() if (item := self._table.item(r, c)) else "" for c in columns] for r in rows]

    def show_outcome(self, outcome: TuneOutcome, *, in_use: bool) -> None:
        """Fills it."""
        self._name = outcome.request.name
        self._sure = False
        self._discard.setText(self.tr("Discard"))
        self._verdict.setText(self._verdict_text(outcome))
        text = self.tr(
            "On {0} captions of {1} videos that it had never seen. “First” changed by {2} points, with 95 % "
            "certainty between {3} and {4}. Numbers that were trained: {5}."
        )
        shares = (f"{100 * value:+.1f}" for value in (outcome.gain, outcome.low, outcome.high))
        trained = QLocale().toString(outcome.parameters)
        self._detail.setText(text.format(outcome.captions, outcome.videos, *shares, trained))
        for number, row in enumerate(outcome.rows):
            for column, text in enumerate(self._cells_of(row)):
                item = QTableWidgetItem(text)
                if column > 1:
                    item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                self._table.setItem(number, column, item)
        self._table.resizeRowsToContents()
        rows = sum(self._table.rowHeight(number) for number in range(self._table.rowCount()))
        head = self._table.horizontalHeader().sizeHint().height()
        self._table.setFixedHeight(head + rows + 2 * self._table.frameWidth())
        self._use.setVisible(not in_use)
        helped = outcome.verdict == "better" and not in_use
        self._discard.setAutoDefault(False)
        make_primary(self._keep, not helped)
        make_primary(self._use, helped)

    def _cells_of(self, row: TuneRow) -> list[str]:
        locale = QLocale()
        when = {"before": self.tr("Before"), "after": self.tr("After")}[row.when]
        way = {"t2v": self.tr("videos by words"), "v2t": self.tr("words for videos")}[row.direction]
        shares = [
            self.tr("{0} %").format(locale.toString(100 * v, "f", 1)) for v in (row.r1, row.r5, row.r10)
        ]
        return [when, way, *shares, *(locale.toString(v, "f", 1) for v in (row.median_rank, row.mean_rank))]

    def _verdict_text(self, outcome: TuneOutcome) -> str:
        before = [row.r1 for row in outcome.rows if row.when == "before"]
        if before and min(before) >= 1.0 and outcome.verdict != "worse":
            return self.tr("Nothing to gain on these captions: all of them were found at first try before.")
        words = {
            "better": self.tr("It finds more than before."),
            "worse": self.tr("It finds less than before. Better discard it."),
            "no clear difference": self.tr("There is no clear difference to before."),
            "not enough captions to tell": self.tr(
                "There are not enough captions to tell whether it helped."
            ),
        }
        return words.get(outcome.verdict, outcome.verdict)

    def _discard_pressed(self) -> None:
        """It cannot be undone, so it takes two presses."""
        if self._sure:
            self.wanted.emit("discard")
        self._sure = True
        self._discard.setText(self.tr("Press again to delete the pack"))

    def _choose_file(self) -> None:
        dialog = QFileDialog(self, self.tr("Export the pack"), "", self.tr("Packs (*.zip)"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("zip")
        self._folders.prepare(dialog, "pack", first=QDir.homePath())
        dialog.selectFile(f"{self._name}.zip")
        dialog.setModal(False)
        dialog.fileSelected.connect(self.export_wanted)
        dialog.finished.connect(dialog.deleteLater)
        dialog.show()
