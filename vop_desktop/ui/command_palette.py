"""Every command by its name, or by what is said of it: a few letters, Enter."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from vop_desktop.ui.widgets import announce, label

ACTION = Qt.ItemDataRole.UserRole
WIDTH, HEIGHT = 460, 340


def plain(text: str) -> str:
    """A command's text without the marks of its access key and ellipsis."""
    return text.replace("&", "").replace("…", "")


def _has(text: str, words: list[str]) -> bool:
    return all(word in text.lower() for word in words)


class CommandPalette(QFrame):
    """A list over the window that typing narrows; Enter runs, Escape leaves."""

    def __init__(self, actions: list[QAction], window: QWidget) -> None:
        super().__init__(window, Qt.WindowType.Popup)
        self.setObjectName("panel")
        self.setProperty("popup", True)
        self._actions = actions
        self._window = window
        self._field = QLineEdit()
        self._field.setPlaceholderText(self.tr("Type a command"))
        self._field.setAccessibleName(self.tr("Command"))
        self._field.textChanged.connect(self._filter)
        self._field.returnPressed.connect(self._run)
        self._field.installEventFilter(self)
        self._list = QListWidget()
        self._list.setAccessibleName(self.tr("Commands"))
        self._list.itemActivated.connect(self._run)
        self._nothing = label(role="muted", wrap=True)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self._nothing.setContentsMargins(0, 12, 0, 0)
        layout = QVBoxLayout(self)
        layout.addWidget(self._field)
        layout.addWidget(self._list, 1)
        layout.addWidget(self._nothing, 1)

    def open(self) -> None:
        """Shows it in the middle of the window's top, ready to type."""
        window = self._window
        self._field.clear()
        self._filter("")
        self.resize(WIDTH, HEIGHT)
        corner = window.mapToGlobal(window.rect().topLeft())
        self.move(corner.x() + (window.width() - WIDTH) // 2, corner.y() + 80)
        self.show()
        self._field.setFocus()

    def texts(self) -> list[str]:
        """What the list shows."""
        return [self._list.item(row).text() for row in range(self._list.count())]

    @Slot(str)
    def _filter(self, text: str) -> None:
        words = text.lower().split()
        named = [action for action in self._actions if _has(plain(action.text()), words)]
        told = [action for action in self._actions if _has(action.statusTip(), words)]
        self._list.clear()
        for action in dict.fromkeys((*named, *told)):  # by name first
            if action.isEnabled():
                name, keys = plain(action.text()), action.shortcut().toString()
                item = QListWidgetItem(f"{name}   {keys}" if keys else name)
                item.setData(ACTION, action)
                self._list.addItem(item)
        self._list.setCurrentRow(0)
        self._list.setVisible(bool(self._list.count()))
        self._nothing.setVisible(not self._list.count())
        if not self._list.count():
            shown = self._nothing.fontMetrics().elidedText(
                text.strip(), Qt.TextElideMode.ElideRight, WIDTH // 2
            )
            self._nothing.setText(self.tr("Nothing that can be done now is called “{0}”.").format(shown))
            announce(self._nothing, self._nothing.text())

    @property
    def reason(self) -> str:
        """Why the list is empty; nothing while it is not."""
        return self._nothing.text() if self._list.isHidden() else ""

    @Slot()
    def _run(self) -> None:
        item = self._list.currentItem()
        if item is not None:
            self.hide()
            item.data(ACTION).trigger()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Up and down move in the list while the letters go into the field."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
            if step and self._list.count():
                self._list.setCurrentRow((self._list.currentRow() + step) % self._list.count())
                return True
        return super().eventFilter(watched, event)
