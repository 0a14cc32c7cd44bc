"""What becomes of problem files that are tried again, in a sentence: now, and when they were."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from vop_desktop.ui.problems_panel import ProblemsPanel
from vop_desktop.ui.sentences import said
from vop_desktop.ui.texts import file_name


class Retries:
    """Remembers which files are tried, and tells what became of them. GUI thread.

    Args:
        problems: lists the files that are still bad when the run is over.
    """

    def __init__(self, problems: ProblemsPanel) -> None:
        self._problems = problems
        self._tried: tuple[str, ...] = ()

    def begin(self, paths: tuple[str, ...], *, waits: bool) -> str:
        """These files are about to be read again as well; gives what is to be said of that.

        Args:
            paths: problem files.
            waits: whether something else is read first.
        """
        self._tried = tuple(dict.fromkeys((*self._tried, *paths)))
        translate = QCoreApplication.translate
        if len(paths) == 1:
            text = (
                translate("Retries", "{0} is tried again as soon as what is being read now is done.")
                if waits
                else translate("Retries", "{0} is being tried again.")
            )
            return text.format(file_name(paths[0]))
        text = (
            translate("Retries", "Files tried again as soon as what is being read now is done: {0}.")
            if waits
            else translate("Retries", "Files that are being tried again: {0}.")
        )
        return text.format(len(paths))

    def forget(self) -> None:
        """They are not tried after all."""
        self._tried = ()

    def take_news(self) -> str:
        """What is to be said now that nothing is read any more; empty where nothing was tried. Said once."""
        tried, self._tried = self._tried, ()
        bad = [path for path in tried if self._problems.reason(path)[0]]
        translate = QCoreApplication.translate
        if not tried:
            return ""
        if len(tried) > 1:
            text = translate("Retries", "Tried again: {0} of {1} files can be read now.")
            return text.format(len(tried) - len(bad), len(tried))
        name = file_name(tried[0])
        if not bad:
            return translate("Retries", "Tried again: {0} can be read now.").format(name)
        kind, reason = self._problems.reason(bad[0])
        text = (
            translate("Retries", "Tried again: {0} can still be read only in part: {1}")
            if kind == "partial"
            else translate("Retries", "Tried again: {0} still cannot be read: {1}")
        )
        return text.format(name, said(reason))
