"""What the library holds, on the left: folders, saved searches, tags, what was searched last."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QModelIndex, QPoint, Qt, QUrl, Signal, Slot
from PySide6.QtGui import QAction, QContextMenuEvent, QDesktopServices, QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QMenu,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
)

from vop_desktop.records import Root, display_path, one_line
from vop_desktop.ui.messages import SidebarState
from vop_desktop.ui.sidebar_entries import VALUE, EntryDelegate, Kind, fill_entry
from vop_desktop.ui.sidebar_folders import FolderEntries
from vop_desktop.ui.texts import file_name
from vop_desktop.ui.tip_menu import TipMenu, explain
from vop_desktop.ui.widgets import action_button, label

if TYPE_CHECKING:
    from vop_desktop.library.folders import Subfolder

LONGEST = 200  # characters of a search that are shown


class Sidebar(QFrame):
    """A tree of five parts. A click or Enter searches; the context menu does the rest.

    Signals:
        remove_wanted(str): take this folder off the list.
        rescan_wanted(str): look for changes in this folder.
        locate_wanted(str): this folder lies somewhere else now.
        pace_wanted(str, bool): read this folder gently, or as fast as others.
        leave_out_wanted(str): read and show nothing of this folder within a watched one.
        take_in_wanted(LeftOut): leave this out no longer.
        subfolders_wanted(str): which folders are in this one?
        filter_wanted(str): add this condition to the query.
        search_wanted(str): run this search.
        search_renamed(str, str, str): text, old and new title of a saved search.
        search_removed(str): keep the search of this title no longer.
        history_cleared(): forget what was searched.
        typed(str): this was typed while the keyboard was here.
        opened(): other folders are open than before.
    """

    remove_wanted = Signal(str)
    rescan_wanted = Signal(str)
    locate_wanted = Signal(str)
    pace_wanted = Signal(str, bool)
    leave_out_wanted = Signal(str)
    take_in_wanted = Signal(object)
    subfolders_wanted = Signal(str)
    filter_wanted = Signal(str)
    search_wanted = Signal(str)
    search_renamed = Signal(str, str, str)
    search_removed = Signal(str)
    history_cleared = Signal()
    typed = Signal(str)
    opened = Signal()

    def __init__(self, add: QAction, rescan: QAction) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.tree = _Tree()
        self.tree.setAccessibleName(self.tr("Library"))
        self._groups = {
            Kind.FOLDER: self.tree.add_group(self.tr("Folders")),
            Kind.SAVED: self.tree.add_group(self.tr("Saved searches")),
            Kind.TAG: self.tree.add_group(self.tr("Tags")),
            Kind.RECENT: self.tree.add_group(self.tr("Recent searches")),
            Kind.LEFT_OUT: self.tree.add_group(self.tr("Left out")),
        }
        self._groups[Kind.LEFT_OUT].setToolTip(
            0, self.tr("What is not read and not shown. The files stay on the disk.")
        )
        for kind in (Kind.SAVED, Kind.TAG, Kind.RECENT, Kind.LEFT_OUT):
            self._groups[kind].setHidden(True)
        self._empty = label(
            self.tr("No folder yet. Add one, or drop it on the window."), role="muted", wrap=True
        )
        self._folders = FolderEntries(self.tree, self._groups[Kind.FOLDER])
        self._folders.subfolders_wanted.connect(self.subfolders_wanted)
        self._folders.opened.connect(self.opened)
        self._gentle: set[str] = set()
        self._add = add
        self._rescan = rescan
        self.tree.chosen.connect(self._choose)
        self.tree.menu_wanted.connect(self._show_menu)
        self.tree.deleted.connect(self._delete)
        self.tree.typed.connect(self.typed)
        self.tree.itemChanged.connect(self._renamed)
        layout = QVBoxLayout(self)
        layout.addWidget(self.tree, 1)
        layout.addWidget(self._empty)
        buttons = QHBoxLayout()
        buttons.addWidget(action_button(add))
        buttons.addStretch(1)
        layout.addLayout(buttons)

    @property
    def open_folders(self) -> tuple[str, ...]:
        """Those whose folders are shown, or will be once they are known."""
        return self._folders.open

    def open_again(self, folders: Sequence[str]) -> None:
        """These were open on an earlier day. Before there is anything to see."""
        self._folders.open_again(folders)

    # --- what it shows --------------------------------------------------------------------------------

    @Slot(object)
    def show_folders(self, roots: tuple[Root, ...]) -> None:
        """The watched folders; the selected one stays selected."""
        self._folders.show(roots)
        self._gentle = {root.path for root in roots if root.gentle}
        self._empty.setVisible(not roots)

    @Slot(str, object)
    def show_subfolders(self, folder: str, inside: Sequence[Subfolder]) -> None:
        """The folders in one that was asked for by `subfolders_wanted`."""
        self._folders.show_inside(folder, inside)

    @Slot(object)
    def show_state(self, state: SidebarState) -> None:
        """Saved searches, tags, history and what is left out."""
        self._fill(Kind.SAVED, [(one_line(s.title), "", (s.title, s.text), s.text) for s in state.saved])
        for row in range(self._groups[Kind.SAVED].childCount()):
            item = self.item(Kind.SAVED, row)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
        tip = self.tr("Show only videos with this tag")
        self._fill(Kind.TAG, [(tag, str(count), tag, tip) for tag, count in state.tags.items()])
        self._fill(Kind.RECENT, [(one_line(text)[:LONGEST], "", text, text) for text in state.recent])
        tip = self.tr("{0}\nNot searched. Its menu takes it in again.")
        self._fill(
            Kind.LEFT_OUT, [(file_name(out.text), "", out, tip.format(out.text)) for out in state.left_out]
        )

    def entries(self, kind: Kind) -> list[str]:
        """What is listed of one kind."""
        return [self.item(kind, row).text(0) for row in range(self._groups[kind].childCount())]

    def item(self, kind: Kind, row: int) -> QTreeWidgetItem:
        """One entry."""
        return cast(QTreeWidgetItem, self._groups[kind].child(row))

    def _fill(self, kind: Kind, entries: Sequence[tuple[str, str, object, str]]) -> None:
        group = self._groups[kind]
        current = self.tree.currentItem()
        kept = current.data(0, VALUE) if current is not None and current.type() == kind else None
        self.tree.blockSignals(True)
        group.takeChildren()
        for text, count, value, tip in entries:
            item = QTreeWidgetItem(group, kind)
            fill_entry(item, text, count, value, tip)
            if value == kept:
                self.tree.setCurrentItem(item)
        group.setHidden(not entries)
        self.tree.blockSignals(False)

    @Slot(str)
    def follow(self, query: str) -> None:
        """Selects what the query asks for: the entry that was chosen, else its one folder, else nothing."""
        current = self.tree.currentItem()
        rule = "" if current is None else _rule_of(current)
        if current is not None and (not rule or _holds(query, rule)):
            return
        asked = [folder for folder in self._folders if _holds(query, _rule_of(folder))]
        if len(asked) == 1:
            self.tree.setCurrentItem(asked[0])
        elif current is not None:
            self.tree.setCurrentIndex(QModelIndex())

    # --- what it does ---------------------------------------------------------------------------------

    @Slot(QTreeWidgetItem)
    def _choose(self, item: QTreeWidgetItem) -> None:
        value = item.data(0, VALUE)
        match item.type():
            case Kind.FOLDER | Kind.SUBFOLDER:
                self.filter_wanted.emit(folder_filter(value))
            case Kind.SAVED:
                self.search_wanted.emit(value[1])
            case Kind.TAG:
                self.filter_wanted.emit(condition("tag", value))
            case Kind.RECENT:
                self.search_wanted.emit(value)
            case Kind.LEFT_OUT:  # there is nothing of it to see
                below = self.tree.visualItemRect(item).bottomLeft()
                self._show_menu(item, self.tree.viewport().mapToGlobal(below))
            case _:
                item.setExpanded(not item.isExpanded())

    @Slot(QTreeWidgetItem)
    def _delete(self, item: QTreeWidgetItem) -> None:
        value = item.data(0, VALUE)
        if item.type() == Kind.FOLDER:
            self.remove_wanted.emit(value)
        elif item.type() == Kind.SUBFOLDER:
            self.leave_out_wanted.emit(value)
        elif item.type() == Kind.SAVED:
            self.search_removed.emit(value[0])
        elif item.type() == Kind.LEFT_OUT:
            self.take_in_wanted.emit(value)

    @Slot(QTreeWidgetItem, int)
    def _renamed(self, item: QTreeWidgetItem, column: int) -> None:
        if item.type() != Kind.SAVED or column:
            return
        title, text = item.data(0, VALUE)
        if item.text(0).strip() and item.text(0) != one_line(title):
            self.search_renamed.emit(text, title, item.text(0).strip())
        else:
            item.setText(0, one_line(title))

    def _add_reveal(self, menu: QMenu, folder: str) -> None:
        url = QUrl.fromLocalFile(folder)
        reveal = menu.addAction(self.tr("Show in the file manager"))
        reveal.triggered.connect(lambda: QDesktopServices.openUrl(url))

    @Slot(object, QPoint)
    def _show_menu(self, item: QTreeWidgetItem, place: QPoint) -> None:
        menu = self.menu_for(item)
        menu.popup(place)

    def menu_for(self, item: QTreeWidgetItem) -> QMenu:
        """What can be done with an entry."""
        menu = TipMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        value = item.data(0, VALUE)
        match item.type():
            case Kind.FOLDER:
                menu.addAction(self.tr("Search only here")).triggered.connect(lambda: self._choose(item))
                self._add_reveal(menu, value)
                menu.addAction(self.tr("Look for changes")).triggered.connect(
                    lambda: self.rescan_wanted.emit(value)
                )
                locate = menu.addAction(self.tr("Choose where it is now…"))
                explain(
                    locate,
                    self.tr(
                        "For a folder that was moved or renamed, or whose drive has another name now. "
                        "Nothing is read anew."
                    ),
                )
                locate.triggered.connect(lambda: self.locate_wanted.emit(value))
                gently = menu.addAction(self.tr("Read gently (one file at a time)"))
                gently.setCheckable(True)
                gently.setChecked(value in self._gentle)
                explain(
                    gently,
                    self.tr("One file at a time, after all others: for slow disks and network shares."),
                )
                gently.toggled.connect(lambda on: self.pace_wanted.emit(value, on))
                menu.addSeparator()
                remove = menu.addAction(self.tr("Remove from the library"))
                explain(
                    remove, self.tr("Its videos are not shown any more. Nothing is deleted from the disk.")
                )
                remove.triggered.connect(lambda: self.remove_wanted.emit(value))
            case Kind.SUBFOLDER:
                menu.addAction(self.tr("Search only here")).triggered.connect(lambda: self._choose(item))
                self._add_reveal(menu, value)
                out = menu.addAction(self.tr("Leave out of the library"))
                explain(
                    out, self.tr("It is not read and not shown any more. Nothing is deleted from the disk.")
                )
                out.triggered.connect(lambda: self._delete(item))
            case Kind.SAVED:
                menu.addAction(self.tr("Search")).triggered.connect(lambda: self._choose(item))
                menu.addAction(self.tr("Rename")).triggered.connect(lambda: self.tree.editItem(item, 0))
                menu.addAction(self.tr("Remove")).triggered.connect(lambda: self._delete(item))
            case Kind.TAG:
                menu.addAction(self.tr("Only with this tag")).triggered.connect(lambda: self._choose(item))
                menu.addAction(self.tr("Only without this tag")).triggered.connect(
                    lambda: self.filter_wanted.emit("-" + condition("tag", value))
                )
            case Kind.LEFT_OUT:
                back = menu.addAction(self.tr("Take in again"))
                explain(back, self.tr("It is read and shown again."))
                back.triggered.connect(lambda: self._delete(item))
            case Kind.RECENT:
                menu.addAction(self.tr("Search")).triggered.connect(lambda: self._choose(item))
                clear = menu.addAction(self.tr("Clear this list"))
                explain(clear, self.tr("What was searched is forgotten. Saved searches stay."))
                clear.triggered.connect(self.history_cleared)
            case _:
                menu.addActions([self._add, self._rescan])
        return menu


class _Tree(QTreeWidget):
    """Names, with a number at the other end of the line.

    Signals:
        chosen(QTreeWidgetItem): a click, or Enter.
        deleted(QTreeWidgetItem): the Delete key.
        menu_wanted(object, QPoint): the context menu of an entry, at a global position.
        typed(str): letters.
    """

    chosen = Signal(QTreeWidgetItem)
    deleted = Signal(QTreeWidgetItem)
    menu_wanted = Signal(object, QPoint)
    typed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._delegate = EntryDelegate()
        self.setItemDelegate(self._delegate)
        self.setHeaderHidden(True)
        self.header().setStretchLastSection(False)  # which stops at some width
        self.header().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.setIndentation(12)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QTreeWidget.EditTrigger.EditKeyPressed)
        self.itemClicked.connect(self._clicked)

    def add_group(self, title: str) -> QTreeWidgetItem:
        """One of the parts, open."""
        group = QTreeWidgetItem(self, [title])
        group.setFlags(Qt.ItemFlag.ItemIsEnabled)
        font = group.font(0)
        font.setBold(True)
        group.setFont(0, font)
        group.setExpanded(True)
        return group

    @Slot(QTreeWidgetItem, int)
    def _clicked(self, item: QTreeWidgetItem, column: int) -> None:
        if item.parent() is not None:
            self.chosen.emit(item)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter chooses, Delete removes; everything else is the tree's."""
        item = self.currentItem()
        if item is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.chosen.emit(item)
        elif item is not None and event.key() == Qt.Key.Key_Delete:
            self.deleted.emit(item)
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Letters are no way through a list that is this short: they are the next search."""
        self.typed.emit(search)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Asks for the menu of the entry there, also when the keyboard asked."""
        by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        item = self.itemAt(event.pos()) if by_mouse else self.currentItem()
        if item is not None:
            self.menu_wanted.emit(item, event.globalPos())


def condition(name: str, value: str) -> str:
    """A filter as it is typed; a value that holds quotes is put between others."""
    if '"' in value:
        return f"{name}:“{value}”"
    return f'{name}:"{value}"' if any(sign.isspace() for sign in value) else f"{name}:{value}"


def _rule_of(item: QTreeWidgetItem) -> str:
    """What an entry adds to the query, or is as a whole; empty where it has nothing to do with one."""
    value = item.data(0, VALUE)
    match item.type():
        case Kind.FOLDER | Kind.SUBFOLDER:
            return folder_filter(value)
        case Kind.TAG:
            return condition("tag", value)
        case Kind.SAVED:
            return str(value[1])
        case Kind.RECENT:
            return str(value)
        case _:
            return ""


def _holds(query: str, rule: str) -> bool:
    return f" {rule} " in f" {query} "


def folder_filter(path: str) -> str:
    """The filter for what lies below a folder."""
    return condition("folder", display_path(path))
