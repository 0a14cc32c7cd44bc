"""Files that could not be read, or only in part, each with its cause."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt, Slot
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
)

from vop_desktop.records import Failure, display_path
from vop_desktop.ui.sentences import said
from vop_desktop.ui.texts import file_name, folder_of
from vop_desktop.ui.widgets import action_button, button, label


def stage_word(stage: str) -> str:
    """Where it failed, for people."""
    words = {
        "scan": QCoreApplication.translate("Problems", "looking for it"),
        "probe": QCoreApplication.translate("Problems", "opening it"),
        "decode": QCoreApplication.translate("Problems", "reading its pictures"),
        "encode": QCoreApplication.translate("Problems", "the model"),
        "store": QCoreApplication.translate("Problems", "storing the result"),
    }
    return words.get(stage, stage)


class ProblemsPanel(QFrame):
    """A list, not a row of pop-ups; the whole of it can be copied as a report."""

    def __init__(self, retry: QAction, hide: QAction) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._failures: tuple[Failure, ...] = ()
        self._title = label(role="heading")
        self._tree = QTreeWidget()
        self._tree.setHeaderLabels(
            [self.tr("File"), self.tr("Cause"), self.tr("Failed at"), self.tr("Folder")]
        )
        self._tree.setRootIsDecorated(False)
        self._tree.setUniformRowHeights(True)
        self._tree.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self._tree.setAccessibleName(self.tr("Problem files"))
        self._tree.header().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self._tree.header().resizeSection(0, 240)
        self._tree.header().resizeSection(1, 420)
        self._tree.header().resizeSection(2, 150)
        top = QHBoxLayout()
        top.addWidget(self._title, 1)
        top.addWidget(action_button(retry))
        top.addWidget(button(self.tr("Copy report"), self._copy))
        top.addWidget(button(self.tr("Close"), hide.trigger))
        layout = QVBoxLayout(self)
        layout.addLayout(top)
        layout.addWidget(self._tree)
        self.show_problems(())

    @Slot(object)
    def show_problems(self, failures: tuple[Failure, ...]) -> None:
        """Shows these files in place of the old ones."""
        self._failures = failures
        self._title.setText(
            self.tr("Problems: {0}").format(len(failures)) if failures else self.tr("No problems")
        )
        self._tree.clear()
        for failure in failures:
            cause, stage = said(failure.reason), stage_word(failure.stage)
            cells = [file_name(failure.path), cause, stage, folder_of(failure.path)]
            item = QTreeWidgetItem(cells)
            item.setToolTip(0, display_path(failure.path))
            item.setToolTip(1, cause)
            item.setData(0, Qt.ItemDataRole.UserRole, failure.path)
            self._tree.addTopLevelItem(item)

    @property
    def count(self) -> int:
        """How many files are listed."""
        return len(self._failures)

    def report(self) -> str:
        """One line a file: path, stage, cause."""
        return "\n".join(f"{display_path(f.path)}\t{f.stage}\t{f.reason}" for f in self._failures)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.report())
