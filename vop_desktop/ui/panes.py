"""Sidebar, results and what is beside them: where there is no room for all, one gives way to the other."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget

from vop_desktop.ui.side_place import WIDTH, SidePlace

COMFORT = 60  # letters that results get before anything is shown beside them


class Panes(QSplitter):
    """Three panes side by side. The middle one is always there; of the others the one asked for last stays.

    Args:
        sidebar: at the reading side.
        middle: takes what the others leave.
        side: at the far side; shows itself when it has something to show.
        parent: stands in the window already: what moves from one parent to another is polished anew.
    """

    def __init__(self, sidebar: QWidget, middle: QWidget, side: SidePlace, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._sidebar, self._middle, self._side = sidebar, middle, side
        self._sidebar_wanted = True
        self._side_first = False  # whether the sidebar gives way
        for widget in (sidebar, middle, side):
            self.addWidget(widget)
        self.setStretchFactor(1, 1)
        self.setSizes([210, 800, WIDTH])
        self.setChildrenCollapsible(False)
        side.asked_for.connect(self._side_asked_for)
        side.arranged.connect(self.share_out)

    def want_sidebar(self, wanted: bool) -> None:
        """Whether the person wants the sidebar."""
        self._sidebar_wanted = wanted
        if wanted:
            self._side_first = False
        self.share_out()

    def gave_way(self, pane: QWidget) -> bool:
        """Whether a pane is hidden only because there is no room for it."""
        if pane is self._sidebar:
            return self._sidebar_wanted and self._sidebar.isHidden()
        return self._side.wanted_now and self._side.isHidden()

    def bring_back(self, pane: QWidget) -> None:
        """Shows a pane that gave way; the other one gives way to it."""
        self._side_first = pane is not self._sidebar
        self.share_out()

    @Slot()
    def share_out(self) -> None:
        """Hides what has no room, and shows it again when there is."""
        room = self.width() - 2 * self.handleWidth()
        middle = max(self._middle.minimumSizeHint().width(), COMFORT * self.fontMetrics().averageCharWidth())
        sidebar, side = self._sidebar_wanted, self._side.wanted_now
        if sidebar and side and middle + _least(self._sidebar) + _least(self._side) > room:
            sidebar, side = not self._side_first, self._side_first
        least = self._middle.minimumSizeHint().width()
        if side and middle + _least(self._side) > room:  # it is worth a narrower list of results
            middle = max(least, room - _least(self._side))
            side = middle + _least(self._side) <= room
        if sidebar and middle + _least(self._sidebar) > room:
            middle = max(least, room - _least(self._sidebar))
            sidebar = middle + _least(self._sidebar) <= room
        if sidebar == self._sidebar.isHidden():
            self._sidebar.setVisible(sidebar)
        self._side.give_room(side or not self._side.wanted_now)
        self._middle.setMinimumWidth(middle if sidebar or side else 0)

    @Slot()
    def _side_asked_for(self) -> None:
        self._side_first = True
        self.share_out()

    def minimumSizeHint(self) -> QSize:
        """Room for the middle: the others can go."""
        heights = [pane.minimumSizeHint().height() for pane in (self._sidebar, self._middle, self._side)]
        return QSize(self._middle.minimumSizeHint().width(), max(heights))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """There may be room again, or no more."""
        super().resizeEvent(event)
        self.share_out()

    def event(self, event: QEvent) -> bool:
        """A pane needs another room than before."""
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self.share_out()
        return done


def _least(pane: QWidget) -> int:
    return pane.minimumSizeHint().expandedTo(pane.minimumSize()).width()
