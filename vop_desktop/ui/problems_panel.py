"""Files that could not be read, or only in part, each with its cause and what to do about it."""

from __future__ import annotations

import os

from PySide6.QtCore import QCoreApplication, QPoint, Qt, QUrl, Signal, Slot
from PySide6.QtGui import QAction, QDesktopServices, QGuiApplication
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QMenu,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
)

from vop_desktop.records import display_path
from vop_desktop.ui.messages import Problem
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


def state_word(problem: Problem) -> str:
    """What became of the file, for people."""
    words = {
        "failed": QCoreApplication.translate("Problems", "not read"),
        "partial": QCoreApplication.translate("Problems", "read in part"),
        "parked": QCoreApplication.translate("Problems", "left out after three tries"),
    }
    return words[problem.kind]


def advice(problem: Problem) -> str:
    """What a person can do about it."""
    translate = QCoreApplication.translate
    if problem.kind == "parked":
        return translate("Problems", "Copy it anew and try it again, or ignore it.")
    if problem.kind == "partial":
        return translate("Problems", "What was read can be searched. If the file plays whole, try it again.")
    words = {
        "scan": translate(
            "Problems", "See that its drive is there and that you may read it, then try again."
        ),
        "probe": translate("Problems", "If no player opens it either, copy it anew or ignore it."),
        "decode": translate("Problems", "If no player shows it either, copy it anew or ignore it."),
        "encode": translate(
            "Problems", "Try it again; if that does not help, choose another device or pack."
        ),
        "store": translate("Problems", "Make room on the disk, then try again."),
    }
    return words.get(problem.failure.stage, translate("Problems", "Try it again."))


class ProblemsPanel(QFrame):
    """A list, not a row of pop-ups; the whole of it can be copied as a report.

    Signals:
        retry_wanted(list[str]): read these files again.
        ignore_wanted(list[str]): leave these files out from now on.
    """

    retry_wanted = Signal(object)
    ignore_wanted = Signal(object)

    def __init__(self, retry_all: QAction) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._problems: tuple[Problem, ...] = ()
        self._title = label(role="heading")
        self._tree = self._make_tree()
        self._retry = button(self.tr("Try again"), self._retry_selected)
        self._ignore = button(self.tr("Ignore"), self._ignore_selected)
        self._ignore.setToolTip(self.tr("Leave the selected files out. Nothing is deleted from the disk."))
        self._reveal = button(self.tr("Show in folder"), self._reveal_selected)
        self._copy_report = button(self.tr("Copy report"), self._copy)
        top = QHBoxLayout()
        top.addWidget(self._title, 1)
        for widget in (self._retry, self._ignore, self._reveal):
            top.addWidget(widget)
        top.addWidget(action_button(retry_all))
        top.addWidget(self._copy_report)
        layout = QVBoxLayout(self)
        layout.addLayout(top)
        layout.addWidget(self._tree)
        self.show_problems(())

    def _make_tree(self) -> QTreeWidget:
        tree = QTreeWidget()
        tree.setHeaderLabels(
            [
                self.tr("File"), self.tr("Cause"), self.tr("What to do"), self.tr("State"), self.tr("Where"),
                self.tr("Folder"),
            ]
        )  # fmt: skip
        tree.setRootIsDecorated(False)
        tree.setUniformRowHeights(True)
        tree.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        tree.setAccessibleName(self.tr("Problem files"))
        tree.header().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        for column, width in enumerate((190, 300, 320, 110, 130)):
            tree.header().resizeSection(column, width)
        tree.itemSelectionChanged.connect(self._selection_changed)
        tree.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        tree.customContextMenuRequested.connect(self._show_menu)
        return tree

    @Slot(object)
    def show_problems(self, problems: tuple[Problem, ...]) -> None:
        """Shows these files in place of the old ones; what was selected stays so."""
        selected = set(self.selected())
        self._problems = problems
        self._title.setText(
            self.tr("Problems: {0}").format(len(problems)) if problems else self.tr("No problems")
        )
        self._tree.clear()
        for problem in problems:
            failure = problem.failure
            cells = [
                file_name(failure.path), failure.reason, advice(problem), state_word(problem),
                stage_word(failure.stage), folder_of(failure.path),
            ]  # fmt: skip
            item = QTreeWidgetItem(cells)
            for column, text in enumerate((display_path(failure.path), failure.reason, cells[2])):
                item.setToolTip(column, text)
            item.setData(0, Qt.ItemDataRole.UserRole, failure.path)
            self._tree.addTopLevelItem(item)
            item.setSelected(failure.path in selected)
        self._selection_changed()

    @property
    def count(self) -> int:
        """How many files are listed."""
        return len(self._problems)

    def selected(self) -> list[str]:
        """Paths of the selected files."""
        return [str(item.data(0, Qt.ItemDataRole.UserRole)) for item in self._tree.selectedItems()]

    def select(self, path: str) -> None:
        """Selects one file."""
        for row in range(self._tree.topLevelItemCount()):
            item = self._tree.topLevelItem(row)
            if item is not None:
                item.setSelected(item.data(0, Qt.ItemDataRole.UserRole) == path)

    def report(self) -> str:
        """One line a file: path, what became of it, stage, cause."""
        lines = []
        for problem in self._problems:
            failure = problem.failure
            lines.append(f"{display_path(failure.path)}\t{problem.kind}\t{failure.stage}\t{failure.reason}")
        return "\n".join(lines)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.report())

    @Slot()
    def _selection_changed(self) -> None:
        some = bool(self._tree.selectedItems())
        for widget in (self._retry, self._ignore, self._reveal):
            widget.setEnabled(some)

    def _retry_selected(self) -> None:
        if paths := self.selected():
            self.retry_wanted.emit(paths)

    def _ignore_selected(self) -> None:
        if paths := self.selected():
            self.ignore_wanted.emit(paths)

    def _reveal_selected(self) -> None:
        for path in self.selected()[:1]:
            QDesktopServices.openUrl(QUrl.fromLocalFile(os.path.dirname(path)))

    @Slot(QPoint)
    def _show_menu(self, place: QPoint) -> None:
        if not self.selected():
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for widget in (self._retry, self._ignore, self._reveal):
            menu.addAction(widget.text(), widget.click)
        menu.popup(self._tree.viewport().mapToGlobal(place))
