"""Files that could not be read, or only in part, each with its cause and what to do about it."""

from __future__ import annotations

import os

from PySide6.QtCore import (
    QCoreApplication,
    QItemSelection,
    QItemSelectionModel,
    QPoint,
    QSize,
    Qt,
    QUrl,
    Signal,
    Slot,
)
from PySide6.QtGui import QAction, QDesktopServices, QGuiApplication
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QMenu,
    QTreeView,
    QVBoxLayout,
)

from vop_desktop.records import display_path
from vop_desktop.ui.flow_layout import FlowLayout
from vop_desktop.ui.messages import Problem
from vop_desktop.ui.problems_model import ProblemsModel
from vop_desktop.ui.widgets import action_button, button, label

FEW = 3  # rows that there is room for in any case


class ProblemsPanel(QFrame):
    """A list, not a row of pop-ups; the whole of it can be copied as a report.

    Signals:
        retry_wanted(list[str]): read these files again.
        ignore_wanted(list[str]): leave these files out from now on.
        copied(int): the report of so many files is on the clipboard.
    """

    retry_wanted = Signal(object)
    ignore_wanted = Signal(object)
    copied = Signal(int)

    def __init__(self, retry_all: QAction) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._model = ProblemsModel(self)
        self._ignored_row = -1  # from which the list is about to lose files
        self._title = label(role="heading")
        self._tree = self._make_tree()
        self._retry = button(self.tr("Try again"), self._retry_selected)
        self._ignore = button(self.tr("Ignore"), self._ignore_selected)
        self._ignore.setToolTip(
            self.tr("Leave the selected files out of the library. Nothing is deleted from the disk.")
        )
        self._reveal = button(self.tr("Show in folder"), self._reveal_selected)
        self._copy_report = button(self.tr("Copy report"), self._copy)
        self._retry_all = action_button(retry_all)
        top = FlowLayout()
        top.addWidget(self._title)
        top.push()
        for widget in (self._retry, self._ignore, self._reveal, self._retry_all, self._copy_report):
            top.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.addLayout(top)
        layout.addWidget(self._tree, 1)
        self.show_problems(())

    def _make_tree(self) -> QTreeView:
        tree = _Tree()
        tree.setModel(self._model)
        tree.setRootIsDecorated(False)
        tree.setUniformRowHeights(True)
        tree.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        tree.setAccessibleName(self.tr("Problem files"))
        tree.header().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        for column, width in enumerate((190, 300, 320, 110, 130)):
            tree.header().resizeSection(column, width)
        tree.selectionModel().selectionChanged.connect(self._selection_changed)
        tree.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        tree.customContextMenuRequested.connect(self._show_menu)
        return tree

    @Slot(object)
    def show_problems(self, problems: tuple[Problem, ...]) -> None:
        """Shows these files in place of the old ones; what was selected stays so."""
        selected = self.selected()
        changed = self._model.show(problems)
        self._title.setText(_title_of(problems))
        if changed:
            self.select(*selected)
            self._go_on()
        if not problems and (self._copy_report.hasFocus() or self._retry_all.hasFocus()):
            self._tree.setFocus()
        self._copy_report.setEnabled(bool(problems))
        self._selection_changed()

    def reason(self, path: str) -> tuple[str, str]:
        """What became of a file that is listed, and its cause; nothing for others."""
        for problem in self._model.problems:
            if problem.failure.path == path:
                return problem.kind, problem.failure.reason
        return "", ""

    @property
    def paths(self) -> tuple[str, ...]:
        """The files that are listed."""
        return tuple(problem.failure.path for problem in self._model.problems)

    @property
    def count(self) -> int:
        """How many files are listed."""
        return len(self._model.problems)

    def selected(self) -> list[str]:
        """Paths of the selected files."""
        rows = sorted(index.row() for index in self._tree.selectionModel().selectedRows())
        return [self._model.problems[row].failure.path for row in rows]

    def select(self, *paths: str) -> None:
        """Selects these files, and no others."""
        wanted, chosen = set(paths), QItemSelection()
        if wanted:
            for row, problem in enumerate(self._model.problems):
                if problem.failure.path in wanted:
                    chosen.select(self._model.index(row, 0), self._model.index(row, 5))
        self._tree.selectionModel().select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def report(self) -> str:
        """One line a file: path, what became of it, stage, cause."""
        lines = []
        for problem in self._model.problems:
            failure = problem.failure
            lines.append(f"{display_path(failure.path)}\t{problem.kind}\t{failure.stage}\t{failure.reason}")
        return "\n".join(lines)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.report())
        self.copied.emit(self.count)

    @Slot()
    def _selection_changed(self) -> None:
        some = self._tree.selectionModel().hasSelection()
        if not some and any(widget.hasFocus() for widget in (self._retry, self._ignore, self._reveal)):
            self._tree.setFocus()  # else the keyboard would go on to the next button
        for widget in (self._retry, self._ignore, self._reveal):
            widget.setEnabled(some)

    def _retry_selected(self) -> None:
        if paths := self.selected():
            self.retry_wanted.emit(paths)

    def _ignore_selected(self) -> None:
        if paths := self.selected():
            self._ignored_row = min(index.row() for index in self._tree.selectionModel().selectedRows())
            self._tree.setFocus()
            self.ignore_wanted.emit(paths)

    def _go_on(self) -> None:
        """After some were ignored the next one is selected."""
        row, self._ignored_row = self._ignored_row, -1
        if row >= 0 and self.count and not self.selected():
            index = self._model.index(min(row, self.count - 1), 0)
            self._tree.setCurrentIndex(index)

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


def _title_of(problems: tuple[Problem, ...]) -> str:
    translate = QCoreApplication.translate
    partial = sum(problem.kind == "partial" for problem in problems)
    if not problems:
        return translate("Problems", "No problems")
    if not partial or partial == len(problems):
        return translate("Problems", "Problems: {0}").format(len(problems))
    text = translate("Problems", "Problems: {0} (not read {1}, read in part {2})")
    return text.format(len(problems), len(problems) - partial, partial)


class _Tree(QTreeView):
    """As high as its rows, and can be as low as the titles of its columns."""

    def sizeHint(self) -> QSize:
        """Room for all rows, and for a few where there are fewer."""
        rows = max(FEW, self.model().rowCount()) * max(self.sizeHintForRow(0), self.fontMetrics().height())
        height = self.header().sizeHint().height() + rows + 2 * self.frameWidth()
        return QSize(super().sizeHint().width(), height)

    def minimumSizeHint(self) -> QSize:
        """Room for these."""
        return QSize(super().minimumSizeHint().width(), self.header().sizeHint().height())
