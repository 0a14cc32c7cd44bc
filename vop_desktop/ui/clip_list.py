"""Several dropped clips as a list: what each is at, or its best caption, or why it failed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QListView,
    QProgressBar,
    QStyleOptionViewItem,
    QVBoxLayout,
)

from vop_desktop.records import display_path
from vop_desktop.ui.caption_list import CaptionDelegate
from vop_desktop.ui.clip_messages import ClipEntry, ClipFailed, ClipState
from vop_desktop.ui.sentences import said
from vop_desktop.ui.texts import file_name
from vop_desktop.ui.theme import current_tokens
from vop_desktop.ui.widgets import button, label

if TYPE_CHECKING:
    from vop_desktop.search.clip_captions import ClipCaptions

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
ENTRY = Qt.ItemDataRole.UserRole + 1
SIGNS = {"waiting": "○", "reading": "◐", "done": "●", "failed": "!", "stopped": "○"}
MARGIN = 10
FOLLOWS = "waiting", "reading"
ENDED = "done", "failed"


class ClipListModel(QAbstractListModel):
    """The clips in the order dropped. Rows are told apart by number; nothing is made for each."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.entries: list[ClipEntry] = []
        self.finished = 0  # done or failed

    def show(self, paths: Sequence[str]) -> None:
        """New clips, all waiting."""
        self.beginResetModel()
        self.entries = [ClipEntry(path) for path in paths]
        self.finished = 0
        self.endResetModel()

    def begin(self, row: int) -> None:
        """A clip is being read, for the first time or again; of one that was stopped this comes too late."""
        if self.entries[row].state not in ("done", "stopped"):
            self._change(row, "reading")

    def take(self, row: int, found: ClipCaptions) -> None:
        """The captions of a clip."""
        self.entries[row].found = found
        self._change(row, "done")

    def fail(self, failures: Sequence[ClipFailed]) -> None:
        """These are no clips."""
        for failure in failures:
            entry = self.entries[failure.row]
            entry.reason, entry.kind = failure.reason, failure.kind
            self._set_state(entry, "failed")
        rows = [failure.row for failure in failures]
        self.dataChanged.emit(self.index(min(rows)), self.index(max(rows)))

    def _change(self, row: int, state: ClipState) -> None:
        self._set_state(self.entries[row], state)
        self.dataChanged.emit(self.index(row), self.index(row))

    def _set_state(self, entry: ClipEntry, state: ClipState) -> None:
        self.finished += (state in ENDED) - (entry.state in ENDED)
        entry.state = state

    def stop(self) -> None:
        """What has not been read is not going to be."""
        for entry in self.entries:
            if entry.state in FOLLOWS:
                entry.state = "stopped"
        if self.entries:
            self.dataChanged.emit(self.index(0), self.index(len(self.entries) - 1))

    def go_on(self) -> list[int]:
        """What was stopped waits again; its rows."""
        rows = [row for row, entry in enumerate(self.entries) if entry.state == "stopped"]
        for row in rows:
            self.entries[row].state = "waiting"
        if rows:
            self.dataChanged.emit(self.index(rows[0]), self.index(rows[-1]))
        return rows

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """As many as there are clips."""
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Name and state, in words."""
        if not index.isValid():
            return None
        entry = self.entries[index.row()]
        if role == ENTRY:
            return entry
        if role == Qt.ItemDataRole.DisplayRole:
            return file_name(entry.path)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{file_name(entry.path)}, {self.state_text(entry)}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{display_path(entry.path)}\n{self.state_text(entry)}"
        return None

    def state_text(self, entry: ClipEntry) -> str:
        """How it stands with a clip; its best caption where it has some."""
        if entry.state == "done" and entry.found is not None:
            captions = entry.found.captions
            return captions[0].text if captions else self.tr("no captions to choose from")
        words = {
            "waiting": self.tr("waiting"), "reading": self.tr("reading…"), "stopped": self.tr("not read"),
        }  # fmt: skip
        return words.get(entry.state) or said(entry.reason)


class ClipListDelegate(CaptionDelegate):
    """Two lines: the name, and below it how it stands."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """The same for each."""
        return QSize(120, 2 * option.fontMetrics.height() + 14)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Reads the model only."""
        entry, model = index.data(ENTRY), index.model()
        if not isinstance(entry, ClipEntry) or not isinstance(model, ClipListModel):
            return
        tokens = current_tokens()
        rect: QRect = option.rect
        metrics = option.fontMetrics
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, option, tokens)
        colour = {"done": tokens.likely, "failed": tokens.danger, "reading": tokens.accent}.get(
            entry.state, tokens.muted
        )
        line = QRect(rect.left() + MARGIN, rect.top() + 6, rect.width() - 2 * MARGIN, metrics.height())
        painter.setPen(QColor(colour))
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, SIGNS[entry.state])
        line.adjust(metrics.height() + 2, 0, 0, 0)
        painter.setPen(QColor(tokens.text))
        name = metrics.elidedText(file_name(entry.path), Qt.TextElideMode.ElideMiddle, line.width())
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, name)
        line.translate(0, metrics.height() + 2)
        painter.setPen(QColor(tokens.danger if entry.state == "failed" else tokens.muted))
        state = metrics.elidedText(model.state_text(entry), Qt.TextElideMode.ElideRight, line.width())
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, state)
        painter.restore()


class ClipList(QFrame):
    """The clips of a drop, how far they are, and what can be done with all of them.

    Signals:
        row_wanted(int): this clip is to be shown.
        stop_wanted(), rest_wanted(): no more is to be read; what was left is to be read after all.
        export_wanted(): the captions of all of them into a file.
    """

    row_wanted = Signal(int)
    stop_wanted = Signal()
    rest_wanted = Signal()
    export_wanted = Signal()

    def __init__(self, model: ClipListModel) -> None:
        super().__init__()
        self.model = model
        self._text = label(role="muted")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("Clips that were read"))
        self.stop_button = button(self.tr("Stop"), self.stop_wanted.emit)
        self.rest_button = button(self.tr("Go on"), self.rest_wanted.emit)
        self.export_button = button(self.tr("Export all…"), self.export_wanted.emit)
        self.view = QListView()
        self.view.setModel(model)
        self.view.setUniformItemSizes(True)
        self.view.setMouseTracking(True)
        self.view.setItemDelegate(ClipListDelegate(self.view))
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setAccessibleName(self.tr("Dropped clips"))
        self.view.selectionModel().currentChanged.connect(self._moved)
        row = QHBoxLayout()
        row.addWidget(self._text, 1)
        for widget in (self.stop_button, self.rest_button, self.export_button):
            row.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(row)
        layout.addWidget(self._bar)
        layout.addWidget(self.view, 1)
        model.dataChanged.connect(self.refresh)
        model.modelReset.connect(self.refresh)

    @property
    def progress_text(self) -> str:
        """How far it is, in words."""
        return self._text.text()

    def select(self, row: int) -> None:
        """Makes this clip the current one."""
        self.view.setCurrentIndex(self.model.index(row))

    def refresh(self) -> None:
        """Takes in how the clips stand."""
        entries, finished = self.model.entries, self.model.finished
        stopped = any(entry.state == "stopped" for entry in entries)
        reading = finished < len(entries) and not stopped
        self._text.setText(self.tr("{0} of {1} clips read").format(finished, len(entries)))
        self._bar.setMaximum(max(1, len(entries)))
        self._bar.setValue(finished)
        self._bar.setVisible(reading)
        self.stop_button.setVisible(reading)
        self.rest_button.setVisible(stopped)
        self.export_button.setEnabled(any(entry.state == "done" for entry in entries))

    def _moved(self, current: QModelIndex) -> None:
        if current.isValid():
            self.row_wanted.emit(current.row())
