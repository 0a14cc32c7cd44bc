"""Place and size of the window and of its parts: kept as they change, restored at the next start."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QEvent, QObject, QTimer, Slot
from PySide6.QtWidgets import QMainWindow, QWidget

from vop_desktop.settings import Settings
from vop_desktop.ui.actions import Actions
from vop_desktop.ui.below import Below
from vop_desktop.ui.panes import Panes
from vop_desktop.ui.side_place import SidePlace
from vop_desktop.ui.tool_window import fit_screen

KEEP_MS = 800  # after which a change is kept; a kill loses no more


class WindowState(QObject):
    """What is shown beside and below the results, and how wide and high.

    Args:
        keep: whether place and sizes are taken from the settings, and kept there.
    """

    def __init__(
        self,
        window: QMainWindow,
        across: Panes,
        below: Below,
        *,
        sidebar: QWidget,
        side: SidePlace,
        settings: Settings,
        actions: Actions,
        keep: bool,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._across, self._below = across, below
        self._sidebar, self._side = sidebar, side
        self._settings = settings
        self._actions = actions
        self._keeps = keep
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(KEEP_MS)
        self._timer.timeout.connect(self.keep)
        self._restore()
        actions.handle({"toggle_sidebar": self._toggle_sidebar, "toggle_inspector": self._toggle_inspector})
        for splitter in (across, below):
            splitter.splitterMoved.connect(self._changed)
        window.installEventFilter(self)

    def _restore(self) -> None:
        self._window.resize(1240, 800)
        place, widths = str(self._settings.get("window")), str(self._settings.get("across"))
        if place and self._keeps:
            self._window.restoreGeometry(_state_of(place))
        if widths and self._keeps:
            self._across.restoreState(_state_of(widths))
        if self._keeps:
            fit_screen(self._window)
            self._below.given = int(self._settings.get("below"))
        sidebar, inspector = bool(self._settings.get("sidebar")), bool(self._settings.get("inspector"))
        for name, shown in (("toggle_sidebar", sidebar), ("toggle_inspector", inspector)):
            self._actions[name].setCheckable(True)
            self._actions[name].setChecked(shown)
        self._side.want(inspector)
        self._across.want_sidebar(sidebar)

    def close_inspector(self) -> None:
        """As if it had been taken away in the menu."""
        self._actions["toggle_inspector"].setChecked(False)
        self._toggle_inspector()

    @Slot()
    def keep(self) -> None:
        """Writes down how things are now."""
        self._timer.stop()
        if not self._keeps:
            return
        place, widths = _text_of(self._window.saveGeometry()), _text_of(self._across.saveState())
        if place != self._settings.get("window"):
            self._settings.set("window", place)
        if widths != self._settings.get("across"):
            self._settings.set("across", widths)
        if self._below.given != self._settings.get("below"):
            self._settings.set("below", self._below.given)

    def _toggle_sidebar(self) -> None:
        if self._brought_back("toggle_sidebar", self._sidebar):
            return
        shown = self._actions["toggle_sidebar"].isChecked()
        self._across.want_sidebar(shown)
        self._settings.set("sidebar", shown)

    def _toggle_inspector(self) -> None:
        if self._brought_back("toggle_inspector", self._side):
            return
        shown = self._actions["toggle_inspector"].isChecked()
        self._side.want(shown)
        self._settings.set("inspector", shown)

    def _brought_back(self, action: str, pane: QWidget) -> bool:
        """Whether the person asked for a pane that had only given way for lack of room: it is shown."""
        if self._actions[action].isChecked() or not self._across.gave_way(pane):
            return False
        self._actions[action].setChecked(True)
        self._across.bring_back(pane)
        return True

    @Slot()
    def _changed(self) -> None:
        if not self._timer.isActive():
            self._timer.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The window was moved or made larger."""
        if event.type() in (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.WindowStateChange):
            self._changed()
        return False


def _state_of(text: str) -> QByteArray:
    return QByteArray.fromBase64(text.encode("ascii", "ignore"))


def _text_of(state: QByteArray) -> str:
    return bytes(state.toBase64().data()).decode("ascii")
