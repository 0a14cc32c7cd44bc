"""The watched folders in the sidebar, and the folders within them as far as somebody looked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QModelIndex, QObject, Signal, Slot
from PySide6.QtWidgets import QStyle, QTreeWidget, QTreeWidgetItem

from vop_desktop.records import Root, display_path
from vop_desktop.ui.sidebar_entries import COUNT, VALUE, Kind, fill_entry
from vop_desktop.ui.texts import file_name

if TYPE_CHECKING:
    from vop_desktop.library.folders import Subfolder


class FolderEntries(QObject):
    """Keeps one part of the tree as the library is; what is open or selected stays so.

    Signals:
        subfolders_wanted(str): which folders are in this one?
        opened(): other folders are open than before.
    """

    subfolders_wanted = Signal(str)
    opened = Signal()

    def __init__(self, tree: QTreeWidget, group: QTreeWidgetItem) -> None:
        super().__init__(tree)
        self._tree = tree
        self._group = group
        self._open: set[str] = set()
        tree.itemExpanded.connect(self._opened)
        tree.itemCollapsed.connect(self._closed)

    def __iter__(self) -> Iterator[QTreeWidgetItem]:
        """All folders that are listed, also below one that is closed."""
        waiting = _children(self._group)
        while waiting:
            item = waiting.pop(0)
            yield item
            waiting += _children(item)

    @property
    def open(self) -> tuple[str, ...]:
        """The folders whose folders are shown, or will be once they are known."""
        return tuple(sorted(self._open))

    def open_again(self, folders: Iterable[str]) -> None:
        """These were open on an earlier day. Before there is anything to see."""
        self._open.update(folders)

    def show(self, roots: Sequence[Root]) -> None:
        """The watched folders. Asks for what is in those that are open or, as far as is known, hold none."""
        before = {item.data(0, VALUE): item.data(0, COUNT) for item in _children(self._group)}
        self._place(self._group, [root.path for root in roots], Kind.FOLDER)
        signs = QStyle.StandardPixmap
        for root, item in zip(roots, _children(self._group), strict=True):
            name, tip = file_name(root.path), display_path(root.path)
            if not root.reachable:
                name = self.tr("{0} · offline").format(name)
                tip += "\n" + self._where(root.path)
            fill_entry(item, name, str(root.videos), root.path, tip)
            icon = signs.SP_DirIcon if root.reachable else signs.SP_DriveHDIcon
            item.setIcon(0, self._tree.style().standardIcon(icon))
            grown = before.get(root.path) != str(root.videos)
            if (grown and not item.childCount()) or root.path in self._open:
                self.subfolders_wanted.emit(root.path)

    def show_inside(self, folder: str, inside: Sequence[Subfolder]) -> None:
        """The folders in one of those that are listed."""
        item = next((item for item in self if item.data(0, VALUE) == folder), None)
        if item is None:
            return
        self._place(item, [each.path for each in inside], Kind.SUBFOLDER)
        for each, child in zip(inside, _children(item), strict=True):
            fill_entry(child, file_name(each.path), str(each.videos), each.path, display_path(each.path))
            child.setIcon(0, self._tree.style().standardIcon(QStyle.StandardPixmap.SP_DirIcon))
            policy = QTreeWidgetItem.ChildIndicatorPolicy
            child.setChildIndicatorPolicy(
                policy.ShowIndicator if each.deeper else policy.DontShowIndicatorWhenChildless
            )
            if each.path in self._open:
                self.subfolders_wanted.emit(each.path)

    def _where(self, folder: str) -> str:
        drive = drive_of(folder)
        if drive:
            return self.tr("Cannot be reached now: is {0} plugged in?").format(drive)
        return self.tr("Cannot be reached now. “Choose where it is now…” in its menu finds it again.")

    def _place(self, parent: QTreeWidgetItem, paths: list[str], kind: Kind) -> None:
        """Makes the entries below another one those of some folders, of which some are there already."""
        before = {item.data(0, VALUE): item for item in _children(parent)}
        if list(before) == paths:
            return
        current = self._tree.currentItem()
        parent.takeChildren()
        items = [before.get(path) or QTreeWidgetItem(kind) for path in paths]
        parent.addChildren(items)
        for path, item in zip(paths, items, strict=True):
            item.setData(0, VALUE, path)
            self._reopen(item)
        if current is not None and current.treeWidget() is self._tree:
            self._tree.setCurrentItem(current)
        elif current is not None:
            self._tree.setCurrentIndex(QModelIndex())

    def _reopen(self, item: QTreeWidgetItem) -> None:
        item.setExpanded(item.data(0, VALUE) in self._open)
        for child in _children(item):
            self._reopen(child)

    @Slot(QTreeWidgetItem)
    def _opened(self, item: QTreeWidgetItem) -> None:
        if item.type() in (Kind.FOLDER, Kind.SUBFOLDER):
            self.subfolders_wanted.emit(item.data(0, VALUE))
            if item.data(0, VALUE) not in self._open:
                self._open.add(item.data(0, VALUE))
                self.opened.emit()

    @Slot(QTreeWidgetItem)
    def _closed(self, item: QTreeWidgetItem) -> None:
        if item.data(0, VALUE) in self._open:
            self._open.remove(item.data(0, VALUE))
            self.opened.emit()


def _children(item: QTreeWidgetItem) -> list[QTreeWidgetItem]:
    return [cast(QTreeWidgetItem, item.child(row)) for row in range(item.childCount())]


def drive_of(path: str) -> str:
    """The name of the drive or share that a path lies on, where the path tells it; else nothing."""
    parts = [part for part in path.replace("\\", "/").split("/") if part]
    if path.startswith("/"):
        if parts[:2] == ["run", "media"] and len(parts) > 3:
            return parts[3]
        if parts[:1] == ["media"] and len(parts) > 2:
            return parts[2]
        if parts[:1] in (["Volumes"], ["mnt"]) and len(parts) > 1:
            return parts[1]
        return ""
    if path.startswith("\\\\") and len(parts) > 1:
        return f"\\\\{parts[0]}\\{parts[1]}"
    return parts[0] if parts and parts[0].endswith(":") else ""
