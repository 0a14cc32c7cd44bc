"""The watched folders, on the left."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QVBoxLayout

from vop_desktop.records import Root, display_path
from vop_desktop.ui.texts import file_name
from vop_desktop.ui.widgets import action_button, button, label

PATH = Qt.ItemDataRole.UserRole


class FolderPanel(QFrame):
    """Lists the folders with their number of videos; adds, removes and rescans.

    Signals:
        remove_wanted(str): take this folder off the list.
    """

    remove_wanted = Signal(str)

    def __init__(self, add: QAction, rescan: QAction) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._list = QListWidget()
        self._list.setAccessibleName(self.tr("Folders"))
        self._list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self._list.currentItemChanged.connect(self._selection_changed)
        self._empty = label(
            self.tr("No folder yet. Add one, or drop it on the window."), role="muted", wrap=True
        )
        self._remove = button(self.tr("Remove"), self._remove_current)
        self._remove.setToolTip(self.tr("Take the folder off the list. Nothing is deleted from the disk."))
        layout = QVBoxLayout(self)
        layout.addWidget(label(self.tr("Folders"), role="heading"))
        layout.addWidget(self._empty)
        layout.addWidget(self._list, 100)
        layout.addStretch(1)  # takes the list's place while there is none
        for widget in (action_button(add), action_button(rescan), self._remove):
            widget.setSizePolicy(self._remove.sizePolicy())
            layout.addWidget(widget)
        self._selection_changed()

    @Slot(object)
    def show_folders(self, roots: tuple[Root, ...]) -> None:
        """Shows the folders; the selected one stays selected."""
        selected = self._current_path()
        self._list.clear()
        for root in roots:
            item = QListWidgetItem(self._text(root))
            item.setData(PATH, root.path)
            item.setToolTip(display_path(root.path))
            self._list.addItem(item)
            if root.path == selected:
                self._list.setCurrentItem(item)
        self._empty.setVisible(not roots)
        self._list.setVisible(bool(roots))
        self._selection_changed()

    def _text(self, root: Root) -> str:
        if not root.reachable:
            return self.tr("{0} · offline ({1})").format(file_name(root.path), root.videos)
        return f"{file_name(root.path)} ({root.videos})"

    def _current_path(self) -> str:
        item = self._list.currentItem()
        return str(item.data(PATH)) if item is not None else ""

    @Slot()
    def _selection_changed(self) -> None:
        self._remove.setEnabled(bool(self._current_path()))

    def _remove_current(self) -> None:
        if self._current_path():
            self.remove_wanted.emit(self._current_path())
