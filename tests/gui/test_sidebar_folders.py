"""The folders within a watched one: opened, searched by a click, left out and taken in again."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QMenu, QTreeWidgetItem
from pytestqt.qtbot import QtBot

from tests.gui.conftest import WindowFactory, settle
from vop_desktop.records import Root
from vop_desktop.ui.main_window import MainWindow
from vop_desktop.ui.sidebar import Sidebar
from vop_desktop.ui.sidebar_entries import COUNT, Kind


@pytest.fixture
def window(qtbot: QtBot, stored_clips: Path, make_window: WindowFactory) -> MainWindow:
    """On a library of `Lake/red`, `Lake/deep water/green` and `blue` at the top."""
    (stored_clips / "Lake" / "deep water").mkdir(parents=True)
    shutil.move(stored_clips / "red clip.mp4", stored_clips / "Lake")
    shutil.move(stored_clips / "green clip.mp4", stored_clips / "Lake" / "deep water")
    window = make_window()
    settle(qtbot, window)
    window._actions["rescan"].trigger()
    settle(qtbot, window)
    return window


def sidebar_of(window: MainWindow) -> Sidebar:
    return window._indexing.folders


def below(item: QTreeWidgetItem) -> dict[str, QTreeWidgetItem]:
    children = [item.child(row) for row in range(item.childCount())]
    return {child.text(0): child for child in children if child is not None}


def opened(qtbot: QtBot, window: MainWindow, *names: str) -> QTreeWidgetItem:
    """The entry of a folder, after those above it were opened."""
    item = sidebar_of(window).item(Kind.FOLDER, 0)
    for name in names:
        item.setExpanded(True)
        settle(qtbot, window)
        item = below(item)[name]
    return item


def click(qtbot: QtBot, window: MainWindow, item: QTreeWidgetItem) -> None:
    tree = sidebar_of(window).tree
    place = tree.visualItemRect(item).center()
    qtbot.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, pos=place)
    settle(qtbot, window)


def shown(window: MainWindow) -> set[str]:
    return {Path(hit.path).name.split()[0] for hit in window.hits}


def test_folders_are_opened_and_searched(qtbot: QtBot, window: MainWindow, stored_clips: Path) -> None:
    top = opened(qtbot, window)
    assert not top.isExpanded()
    assert top.data(0, COUNT) == "3"
    lake = opened(qtbot, window, "Lake")
    assert lake.data(0, COUNT) == "2"
    assert lake.childIndicatorPolicy() == QTreeWidgetItem.ChildIndicatorPolicy.ShowIndicator
    deep = opened(qtbot, window, "Lake", "deep water")
    assert deep.childIndicatorPolicy() != QTreeWidgetItem.ChildIndicatorPolicy.ShowIndicator
    click(qtbot, window, lake)
    assert shown(window) == {"red", "green"}
    click(qtbot, window, deep)
    assert window._results.header.query == f'folder:"{stored_clips}/Lake/deep water"'
    assert shown(window) == {"green"}
    window._results.header.search(f"folder:{stored_clips}/Lake")
    assert sidebar_of(window).tree.currentItem() is lake


def test_what_is_open_stays_open_while_the_library_changes(
    qtbot: QtBot, window: MainWindow, stored_clips: Path
) -> None:
    deep = opened(qtbot, window, "Lake", "deep water")
    sidebar_of(window).tree.setCurrentItem(deep)
    (stored_clips / "Lake" / "deep water").rename(stored_clips / "Lake" / "shallow water")
    (stored_clips / "A first one").mkdir()
    shutil.move(stored_clips / "blue clip.mp4", stored_clips / "A first one")
    window._actions["rescan"].trigger()
    settle(qtbot, window)
    top = opened(qtbot, window)
    assert list(below(top)) == ["A first one", "Lake"]
    assert below(top)["Lake"].isExpanded()
    assert list(below(below(top)["Lake"])) == ["shallow water"]
    assert sidebar_of(window).tree.currentItem() is None  # it is gone
    elsewhere = Root(str(stored_clips.parent / "another"), True, 0)
    kept = Root(str(stored_clips), True, 3)
    sidebar_of(window).show_folders((elsewhere, kept))
    assert below(sidebar_of(window).item(Kind.FOLDER, 1))["Lake"].isExpanded()


def test_open_folders_are_open_at_the_next_start(
    qtbot: QtBot, window: MainWindow, make_window: WindowFactory, stored_clips: Path
) -> None:
    lake = opened(qtbot, window, "Lake", "deep water").parent()
    assert lake is not None
    lake.setExpanded(False)
    settle(qtbot, window)
    window.close()
    again = make_window()
    settle(qtbot, again)
    lake = below(sidebar_of(again).item(Kind.FOLDER, 0))["Lake"]
    assert not lake.isExpanded()
    lake.setExpanded(True)
    settle(qtbot, again)
    assert list(below(lake)) == ["deep water"]
    again._settings.set("open_folders", "[1, nonsense")
    again.close()
    last = make_window()
    settle(qtbot, last)
    assert not sidebar_of(last).item(Kind.FOLDER, 0).isExpanded()


def test_what_is_typed_in_the_sidebar_is_searched(
    qtbot: QtBot, window: MainWindow, stored_clips: Path
) -> None:
    click(qtbot, window, opened(qtbot, window, "Lake"))
    qtbot.keyClicks(sidebar_of(window).tree, "r")
    window.activateWindow()
    qtbot.waitUntil(window._results.header.field.hasFocus)
    qtbot.keyClicks(window._results.header.field, "ed")
    assert window._results.header.field.text() == f"folder:{stored_clips}/Lake red"


def test_a_folder_is_left_out_and_taken_in_by_a_click(
    qtbot: QtBot, window: MainWindow, stored_clips: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sidebar = sidebar_of(window)
    lake = opened(qtbot, window, "Lake")
    actions = {action.text(): action for action in sidebar.menu_for(lake).actions()}
    assert list(actions) == ["Search only here", "Show in the file manager", "Leave out of the library"]
    with monkeypatch.context() as patch:
        shown_outside: list[str] = []
        patch.setattr(QDesktopServices, "openUrl", lambda url: shown_outside.append(url.toLocalFile()))
        actions["Show in the file manager"].trigger()
        assert shown_outside == [str(stored_clips / "Lake")]
    actions["Leave out of the library"].trigger()
    settle(qtbot, window)
    assert shown(window) == {"blue"}
    assert below(opened(qtbot, window)) == {}
    assert sidebar.entries(Kind.LEFT_OUT) == ["Lake"]
    click(qtbot, window, sidebar.item(Kind.LEFT_OUT, 0))
    menu = next(menu for menu in sidebar.findChildren(QMenu) if menu.isVisible())
    menu.actions()[0].trigger()
    menu.close()
    settle(qtbot, window)
    assert shown(window) == {"red", "green", "blue"}
    assert opened(qtbot, window, "Lake").data(0, COUNT) == "2"
    sidebar.tree.setCurrentItem(opened(qtbot, window, "Lake"))
    qtbot.keyClick(sidebar.tree, Qt.Key.Key_Delete)
    settle(qtbot, window)
    assert sidebar.entries(Kind.LEFT_OUT) == ["Lake"]
    qtbot.waitUntil(window._actions["undo"].isEnabled)
    window._actions["undo"].trigger()
    settle(qtbot, window)
    assert list(below(opened(qtbot, window))) == ["Lake"]
