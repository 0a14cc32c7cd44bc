"""The problem files as a table: what happened to each, in words, made only for rows that are looked at."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractTableModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from vop_desktop.records import display_path
from vop_desktop.ui.messages import Problem
from vop_desktop.ui.sentences import said
from vop_desktop.ui.texts import file_name, folder_of

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
NO_VIDEO, NOT_A_VIDEO = "no video stream", "not a video"  # how reasons begin and end


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
    if problem.failure.reason.startswith(NO_VIDEO) or problem.failure.reason.endswith(NOT_A_VIDEO):
        return translate("Problems", "There is nothing in it to search for: ignore it.")
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


class ProblemsModel(QAbstractTableModel):
    """One row a file; the path of a row is its `UserRole`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.problems: tuple[Problem, ...] = ()

    def show(self, problems: tuple[Problem, ...]) -> bool:
        """Shows these in place of the old ones; whether they are other ones."""
        if problems == self.problems:
            return False
        self.beginResetModel()
        self.problems = problems
        self.endResetModel()
        return True

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """As many as there are problem files."""
        return 0 if parent.isValid() else len(self.problems)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        """See `headerData`."""
        return 0 if parent.isValid() else 6

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Titles of the columns."""
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        titles = (
            self.tr("File"), self.tr("Cause"), self.tr("What to do"), self.tr("State"), self.tr("Where"),
            self.tr("Folder"),
        )  # fmt: skip
        return titles[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Words for people; the tool tips say them in full."""
        if not index.isValid():
            return None
        problem = self.problems[index.row()]
        failure = problem.failure
        if role == Qt.ItemDataRole.UserRole:
            return failure.path
        if role == Qt.ItemDataRole.ToolTipRole and index.column() == 0:
            return display_path(failure.path)
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        cells = (
            lambda: file_name(failure.path), lambda: said(failure.reason), lambda: advice(problem),
            lambda: state_word(problem), lambda: stage_word(failure.stage), lambda: folder_of(failure.path),
        )  # fmt: skip
        return cells[index.column()]()
