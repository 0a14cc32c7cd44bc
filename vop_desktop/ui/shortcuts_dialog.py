"""The shortcut sheet: which key does what, and how to change it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QKeySequenceEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from vop_desktop.ui.actions import Actions
from vop_desktop.ui.command_palette import plain
from vop_desktop.ui.tool_window import ToolWindow
from vop_desktop.ui.widgets import button, label

NAME = Qt.ItemDataRole.UserRole


class ShortcutsDialog(ToolWindow):
    """Lists all commands with their keys; the selected one can be given another key. Not modal.

    Signals:
        changed(): a key was changed; `Actions.changed_keys` says which.
    """

    changed = Signal()

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Shortcuts"))
        self._actions = actions
        self._tree = QTreeWidget()
        self._tree.setHeaderLabels([self.tr("Command"), self.tr("Keys")])
        self._tree.setRootIsDecorated(False)
        self._tree.setAccessibleName(self.tr("Shortcuts"))
        self._tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self._tree.currentItemChanged.connect(self._selected)
        self._edit = QKeySequenceEdit()
        self._edit.setMaximumSequenceLength(1)
        self._edit.setAccessibleName(self.tr("New key"))
        self._set = button(self.tr("Use this key"), self._use)
        self._default = button(self.tr("Built-in key"), self._restore)
        self._problem = label(role="danger", wrap=True)
        self._problem.hide()
        row = QHBoxLayout()
        row.addWidget(label(self.tr("New key")))
        row.addWidget(self._edit, 1)
        row.addWidget(self._set)
        row.addWidget(self._default)
        bottom = QHBoxLayout()
        bottom.addStretch(1)
        bottom.addWidget(button(self.tr("Close"), self.close, primary=True))
        layout = QVBoxLayout(self)
        layout.addWidget(self._tree, 1)
        keys = self.tr(
            "In the player: Space, J, K and L play; arrows go 5 seconds, with Shift 10, with Ctrl 60; ,"
            " and . go one picture; 1 to 9 go to tenths; N and Shift+N go to matches; R loops; [ and ] "
            "mark a piece; M mutes; F fills the screen; Escape closes."
        )
        layout.addWidget(label(keys, role="muted", wrap=True))
        layout.addLayout(row)
        layout.addWidget(self._problem)
        layout.addLayout(bottom)
        self.resize(520, 620)
        self._fill()

    @property
    def problem(self) -> str:
        """Why the last key was refused, or nothing."""
        return self._problem.text()

    def choose(self, name: str) -> None:
        """Selects a command."""
        for row in range(self._tree.topLevelItemCount()):
            item = self._tree.topLevelItem(row)
            if item is not None and item.data(0, NAME) == name:
                self._tree.setCurrentItem(item)

    def use(self, keys: str) -> None:
        """Gives the selected command a key, unless another command has it."""
        item = self._tree.currentItem()
        if item is None or not keys:
            return
        name = str(item.data(0, NAME))
        holder = self._actions.holder_of(keys)
        if holder not in ("", name):
            text = self.tr("{0} belongs to “{1}” already. Change that one first.")
            self._say(text.format(keys, plain(self._actions[holder].text())))
            return
        self._say("")
        self._actions.set_keys(name, (keys,))
        self._fill()
        self.choose(name)
        self.changed.emit()

    def _fill(self) -> None:
        self._tree.clear()
        for name in self._actions.names:
            item = QTreeWidgetItem([plain(self._actions.title(name)), self._actions.shown_keys(name)])
            item.setData(0, NAME, name)
            self._tree.addTopLevelItem(item)
        self._selected()

    @Slot()
    def _selected(self) -> None:
        chosen = self._tree.currentItem() is not None
        for widget in (self._edit, self._set, self._default):
            widget.setEnabled(chosen)
        self._edit.clear()
        self._say("")

    def _say(self, problem: str) -> None:
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))

    def _use(self) -> None:
        self.use(self._edit.keySequence().toString())

    def _restore(self) -> None:
        item = self._tree.currentItem()
        if item is None:
            return
        name = str(item.data(0, NAME))
        for keys in self._actions.built_in_keys(name):
            holder = self._actions.holder_of(keys)
            if holder not in ("", name):
                text = self.tr("{0} belongs to “{1}” now. Change that one first.")
                self._say(text.format(keys, plain(self._actions[holder].text())))
                return
        self._actions.set_keys(name, self._actions.built_in_keys(name))
        self._fill()
        self.choose(name)
        self.changed.emit()
