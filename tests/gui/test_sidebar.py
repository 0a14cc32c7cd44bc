"""What a person keeps and changes: the sidebar, tags, forgetting, leaving out, undo and redo."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QImage
from pytestqt.qtbot import QtBot

from tests.gui.conftest import WindowFactory, settle
from tests.helpers.stored import add_video, new_library
from tests.unit.indexing.conftest import write_clip
from vop_desktop.library import Library, changes
from vop_desktop.library.forget import Forget, Recall
from vop_desktop.library.own_captions import AddCaption, EditCaption, RemoveCaption
from vop_desktop.library.posters import ChoosePoster
from vop_desktop.library.removing import RemoveRoot
from vop_desktop.library.searches import saved_searches, search_history
from vop_desktop.library.tags import AddTag, RemoveTag, all_tags
from vop_desktop.ui.change_texts import TITLES, told
from vop_desktop.ui.main_window import MainWindow
from vop_desktop.ui.messages import SidebarState
from vop_desktop.ui.sidebar import Sidebar, condition
from vop_desktop.ui.sidebar_entries import COUNT, Kind
from vop_desktop.ui.sidebar_folders import drive_of


@pytest.fixture
def filled(qtbot: QtBot, stored_clips: Path, make_window: WindowFactory) -> MainWindow:
    window = make_window()
    settle(qtbot, window)
    return window


def select(window: MainWindow, name: str) -> None:
    page = window._results.page
    page.enter()
    rows = [row for row, hit in enumerate(window._results.model.hits) if name in hit.path]
    page.view.setCurrentIndex(window._results.model.index(rows[0], 0))
    assert [name in hit.path for hit in page.selected_hits()] == [True]


def shown(window: MainWindow) -> set[str]:
    return {Path(hit.path).name.split()[0] for hit in window._results.model.hits}


def test_searches_are_saved_run_renamed_and_removed(qtbot: QtBot, filled: MainWindow, tmp_path: Path) -> None:
    sidebar = filled._indexing.folders
    filled._actions["save_search"].trigger()
    assert "Type what to look for first" in filled._message.text
    filled._results.header.field.setText("red -blue")
    qtbot.keyClick(filled._results.header.field, Qt.Key.Key_Return)
    filled._actions["save_search"].trigger()
    settle(qtbot, filled)
    assert sidebar.entries(Kind.SAVED) == ["red -blue"]
    assert sidebar.entries(Kind.RECENT) == ["red -blue"]
    assert "saved as “red -blue”" in filled._message.text
    sidebar.item(Kind.SAVED, 0).setText(0, "Mostly red")
    settle(qtbot, filled)
    assert sidebar.entries(Kind.SAVED) == ["Mostly red"]
    filled.search("")
    settle(qtbot, filled)
    sidebar.tree.itemClicked.emit(sidebar.item(Kind.SAVED, 0), 0)
    settle(qtbot, filled)
    assert filled._results.header.query == "red -blue"
    sidebar.tree.setCurrentItem(sidebar.item(Kind.SAVED, 0))
    qtbot.keyClick(sidebar.tree, Qt.Key.Key_Delete)
    sidebar.history_cleared.emit()
    settle(qtbot, filled)
    assert sidebar.entries(Kind.SAVED) == sidebar.entries(Kind.RECENT) == []
    with Library.open(tmp_path / "library.sqlite") as library:
        assert saved_searches(library) == search_history(library) == []


def test_opening_a_result_remembers_the_search(qtbot: QtBot, filled: MainWindow) -> None:
    filled.search("green")
    settle(qtbot, filled)
    assert filled._indexing.folders.entries(Kind.RECENT) == []  # typed on the way, perhaps
    filled._results.page.enter()
    qtbot.keyClick(filled._results.page.view, Qt.Key.Key_Return)
    settle(qtbot, filled)
    assert filled._indexing.folders.entries(Kind.RECENT) == ["green"]


def test_tags_are_put_on_filtered_by_and_taken_off(qtbot: QtBot, filled: MainWindow, tmp_path: Path) -> None:
    sidebar = filled._indexing.folders
    select(filled, "green")
    filled._actions["tag"].trigger()
    settle(qtbot, filled)
    popup = filled._sidebar.tags
    assert popup is not None
    assert not popup.isModal()
    qtbot.keyClicks(popup.field, "my garden")
    qtbot.keyClick(popup.field, Qt.Key.Key_Return)
    settle(qtbot, filled)
    assert popup.tags == ["my garden"]
    assert popup.isVisible()
    assert sidebar.entries(Kind.TAG) == ["my garden"]
    sidebar.tree.setCurrentItem(sidebar.item(Kind.TAG, 0))
    qtbot.keyClick(sidebar.tree, Qt.Key.Key_Return)
    settle(qtbot, filled)
    assert filled._results.header.query == 'tag:"my garden"'
    assert shown(filled) == {"green"}
    popup.untag_wanted.emit(popup._editor._video_ids, "my garden")
    settle(qtbot, filled)
    assert shown(filled) == set()
    assert sidebar.entries(Kind.TAG) == []
    filled._actions["undo"].trigger()
    settle(qtbot, filled)
    assert shown(filled) == {"green"}
    with Library.open(tmp_path / "library.sqlite") as library:
        assert all_tags(library) == {"my garden": 1}


def test_forgetting_is_undone_and_done_again(
    qtbot: QtBot, filled: MainWindow, make_window: WindowFactory, stored_clips: Path
) -> None:
    assert not filled._actions["undo"].isEnabled()
    select(filled, "red")
    filled._actions["forget"].trigger()
    settle(qtbot, filled)
    assert shown(filled) == {"green", "blue"}
    assert filled._message.text == "1 video forgotten. The file itself stays where it is."
    assert (stored_clips / "red clip.mp4").exists()
    assert filled._actions["undo"].text() == "Undo: Forget 1 video"
    filled._message._take_offer()
    settle(qtbot, filled)
    assert shown(filled) == {"red", "green", "blue"}
    filled._actions["redo"].trigger()
    settle(qtbot, filled)
    assert shown(filled) == {"green", "blue"}
    filled.close()
    again = make_window()
    settle(qtbot, again)
    again._actions["undo"].trigger()
    settle(qtbot, again)
    assert shown(again) == {"red", "green", "blue"}
    assert [root.videos for root in again._indexing.roots] == [3]


def test_files_and_folders_are_left_out(qtbot: QtBot, filled: MainWindow, stored_clips: Path) -> None:
    (stored_clips / "more").mkdir()
    shutil.move(stored_clips / "blue clip.mp4", stored_clips / "more" / "blue clip.mp4")
    filled._actions["rescan"].trigger()
    settle(qtbot, filled)
    select(filled, "red")
    filled._actions["exclude_folder"].trigger()
    settle(qtbot, filled)
    assert "Remove it from the library instead" in filled._message.text
    assert shown(filled) == {"red", "green", "blue"}
    filled._actions["exclude"].trigger()
    settle(qtbot, filled)
    assert shown(filled) == {"green", "blue"}
    select(filled, "blue")
    filled._actions["exclude_folder"].trigger()
    settle(qtbot, filled)
    assert shown(filled) == {"green"}
    filled._actions["rescan"].trigger()
    settle(qtbot, filled)
    assert shown(filled) == {"green"}
    write_clip(stored_clips / "more" / "cyan clip.mp4", "cyan")
    filled._actions["undo"].trigger()
    settle(qtbot, filled)
    assert shown(filled) == {"green", "blue", "cyan"}  # it was looked through again
    filled._actions["redo"].trigger()
    settle(qtbot, filled)
    assert shown(filled) == {"green"}
    assert filled._indexing.counts.complete == 1


def test_all_that_is_selected_is_left_out(qtbot: QtBot, filled: MainWindow, stored_clips: Path) -> None:
    action = filled._actions["exclude_folder"]
    assert action.text() == "Leave its folder out of the library"
    (stored_clips / "this & that").mkdir()
    shutil.move(stored_clips / "blue clip.mp4", stored_clips / "this & that")
    filled._actions["rescan"].trigger()
    settle(qtbot, filled)
    select(filled, "blue")
    assert action.text() == "Leave its folder out of the library: this && that"
    select(filled, "red")
    assert action.text() == "Leave its folder out of the library: videos"
    filled._results.page.view.selectAll()
    assert action.text() == "Leave its folder out of the library"
    filled._actions["exclude"].trigger()
    settle(qtbot, filled)
    assert shown(filled) == set()
    assert filled._message.text.startswith("3 files or folders are left out.")
    qtbot.waitUntil(filled._actions["undo"].isEnabled)
    filled._actions["undo"].trigger()
    settle(qtbot, filled)
    assert shown(filled) == {"red", "green", "blue"}


def test_what_is_left_out_is_listed_and_taken_in_again(
    qtbot: QtBot, filled: MainWindow, stored_clips: Path
) -> None:
    sidebar = filled._indexing.folders
    assert sidebar.entries(Kind.LEFT_OUT) == []
    odd = stored_clips / "more [2]"  # signs that mean something in a pattern
    odd.mkdir()
    shutil.move(stored_clips / "red clip.mp4", odd)
    filled._actions["rescan"].trigger()
    settle(qtbot, filled)
    select(filled, "red")
    filled._actions["exclude_folder"].trigger()
    settle(qtbot, filled)
    select(filled, "blue")
    filled._actions["exclude"].trigger()
    settle(qtbot, filled)
    assert sidebar.entries(Kind.LEFT_OUT) == ["more [2]", "blue clip.mp4"]
    entry = sidebar.item(Kind.LEFT_OUT, 0)
    assert entry.toolTip(0).startswith(str(odd))

    write_clip(odd / "cyan clip.mp4", "cyan")
    (again,) = sidebar.menu_for(entry).actions()
    again.trigger()
    settle(qtbot, filled)
    qtbot.waitUntil(lambda: shown(filled) == {"red", "green", "cyan"})  # what is new there is read
    assert sidebar.entries(Kind.LEFT_OUT) == ["blue clip.mp4"]
    sidebar.tree.setCurrentItem(sidebar.item(Kind.LEFT_OUT, 0))
    sidebar.tree.setFocus()  # in the results the key forgets videos
    qtbot.keyClick(sidebar.tree, Qt.Key.Key_Delete)
    settle(qtbot, filled)
    qtbot.waitUntil(lambda: shown(filled) == {"red", "green", "cyan", "blue"})
    filled._actions["undo"].trigger()
    settle(qtbot, filled)
    assert sidebar.entries(Kind.LEFT_OUT) == ["blue clip.mp4"]


def test_a_click_on_a_folder_shows_what_is_in_it(
    qtbot: QtBot, filled: MainWindow, stored_clips: Path, tmp_path: Path
) -> None:
    tree, header = filled._indexing.folders.tree, filled._results.header
    other = tmp_path / "other videos"
    write_clip(other / "cyan clip.mp4", "cyan")
    filled.add_folders([str(other)])
    settle(qtbot, filled)

    def click(row: int) -> None:
        place = tree.visualItemRect(filled._indexing.folders.item(Kind.FOLDER, row)).center()
        qtbot.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, pos=place)
        settle(qtbot, filled)

    names = filled._indexing.folders.entries(Kind.FOLDER)
    click(names.index("videos"))
    assert header.query == f"folder:{stored_clips}"
    qtbot.waitUntil(lambda: shown(filled) == {"red", "green", "blue"})
    click(names.index("videos"))
    assert header.query == f"folder:{stored_clips}"
    click(names.index("other videos"))  # in place of the one before
    assert header.query == f'folder:"{other}"'
    qtbot.waitUntil(lambda: shown(filled) == {"cyan"})
    chosen = tree.currentItem()
    assert chosen is not None
    assert chosen.text(0) == "other videos"
    header.search("cyan")  # and the entry is not the chosen one any more
    assert tree.currentItem() is None
    assert not tree.selectedItems()
    header.search(f"red folder:{stored_clips}")
    chosen = tree.currentItem()
    assert chosen is not None
    assert chosen.text(0) == "videos"
    settle(qtbot, filled)
    header.search(f'cyan folder:"{other}" folder:{stored_clips}')  # somebody wants both
    settle(qtbot, filled)
    click(names.index("videos"))
    assert header.query == f'cyan folder:"{other}" folder:{stored_clips}'


def test_a_selected_entry_is_so_from_end_to_end(qtbot: QtBot, filled: MainWindow) -> None:
    tree = filled._indexing.folders.tree
    tree.setCurrentItem(filled._indexing.folders.item(Kind.FOLDER, 0))
    row = tree.visualItemRect(filled._indexing.folders.item(Kind.FOLDER, 0))
    painted = tree.viewport().grab().toImage()
    ground = {painted.pixelColor(x, row.top() + 2).name() for x in (row.left() + 2, row.right() - 4)}
    assert ground == {tree.palette().highlight().color().name()}


@pytest.mark.parametrize("direction", Qt.LayoutDirection)
def test_the_number_stands_at_the_other_end_of_its_line(
    qtbot: QtBot, filled: MainWindow, direction: Qt.LayoutDirection
) -> None:
    tree = filled._indexing.folders.tree
    item = filled._indexing.folders.item(Kind.FOLDER, 0)
    tree.setLayoutDirection(direction)

    def painted(number: str) -> QImage:
        item.setData(0, COUNT, number)
        return tree.viewport().grab(tree.visualItemRect(item)).toImage()

    one, other = painted("111"), painted("888")
    differ = [
        x
        for x in range(one.width())
        if any(one.pixel(x, y) != other.pixel(x, y) for y in range(one.height()))
    ]
    leftward = direction == Qt.LayoutDirection.RightToLeft
    assert min(differ) > one.width() - 50 if not leftward else max(differ) < 50


def test_a_folder_can_be_searched_alone_and_found_again(
    qtbot: QtBot, filled: MainWindow, stored_clips: Path
) -> None:
    sidebar = filled._indexing.folders
    assert sidebar.entries(Kind.FOLDER) == ["videos"]
    menu = sidebar.menu_for(sidebar.item(Kind.FOLDER, 0))
    titles = [action.text() for action in menu.actions() if not action.isSeparator()]
    assert titles == [
        "Search only here", "Show in the file manager", "Look for changes", "Choose where it is now…",
        "Read gently (one file at a time)", "Remove from the library",
    ]  # fmt: skip
    assert "Nothing is deleted" in menu.actions()[-1].statusTip()
    next(action for action in menu.actions() if action.text().startswith("Read gently")).trigger()
    qtbot.waitUntil(lambda: "one file at a time" in filled._message.text)
    settle(qtbot, filled)
    assert sidebar.menu_for(sidebar.item(Kind.FOLDER, 0)).actions()[4].isChecked()
    menu.actions()[0].trigger()
    settle(qtbot, filled)
    assert filled._results.header.query == f"folder:{stored_clips}"
    assert shown(filled) == {"red", "green", "blue"}
    moved = stored_clips.parent / "elsewhere"
    stored_clips.rename(moved)
    filled._actions["rescan"].trigger()
    settle(qtbot, filled)
    assert sidebar.entries(Kind.FOLDER) == ["videos · offline"]
    assert "Choose where it is now…" in sidebar.item(Kind.FOLDER, 0).toolTip(0)
    filled._sidebar.locate(str(stored_clips), str(moved))
    settle(qtbot, filled)
    assert sidebar.entries(Kind.FOLDER) == ["elsewhere"]
    assert "elsewhere lies there now" in filled._message.text
    filled.search("")
    settle(qtbot, filled)
    assert {hit.offline for hit in filled.hits} == {False}
    filled._sidebar.locate(str(moved), str(stored_clips))
    settle(qtbot, filled)
    assert "There is no folder" in filled._message.text


@pytest.mark.parametrize(
    ("path", "drive"),
    [
        ("/media/ana/Holiday disk/2023", "Holiday disk"),
        ("/run/media/ana/STICK/films", "STICK"),
        ("/Volumes/Backup/films", "Backup"),
        ("/mnt/nas/films", "nas"),
        ("/home/ana/films", ""),
        ("E:\\films", "E:"),
        ("\\\\server\\share\\films", "\\\\server\\share"),
    ],
)
def test_the_drive_of_a_folder_is_named(path: str, drive: str) -> None:
    assert drive_of(path) == drive


def test_conditions_are_written_so_that_they_are_understood() -> None:
    from vop_desktop.search.query import parse

    for value in ("family", "my trips", 'the "best" ones', "/a b/c"):
        (found,) = parse(condition("tag", value)).filters
        assert found.value == value


def test_a_narrow_sidebar_with_a_scroll_bar_shows_its_lines_whole(qtbot: QtBot) -> None:
    sidebar = Sidebar(QAction("Add"), QAction("Look"))
    qtbot.addWidget(sidebar)
    sidebar.resize(126, 300)
    sidebar.show()
    sidebar.show_state(SidebarState((), {f"a tag with a long name {n}": n for n in range(30)}, (), "", ""))
    qtbot.waitUntil(sidebar.tree.verticalScrollBar().isVisible)
    qtbot.waitUntil(lambda: sidebar.tree.columnWidth(0) == sidebar.tree.viewport().width())


def test_every_change_is_told_in_a_sentence_of_its_own(tmp_path: Path) -> None:
    with new_library(tmp_path / "library.sqlite") as library:
        ids = [add_video(library, f"/videos/{name}.mp4") for name in ("one", "two")]
        plans: list[changes.Change] = [
            AddTag(ids[:1], "blue"), AddTag(ids, "our boat"), RemoveTag(ids[:1], "blue"),
            RemoveTag(ids, "our boat"), Forget(ids[:1]), Recall(ids[:1]), Forget(ids), Recall(ids),
            AddCaption(ids[0], "a boat"), EditCaption(ids[0], "a boat", "a ship"),
            RemoveCaption(ids[0], "a ship"), ChoosePoster(ids[0], 1.0), ChoosePoster(ids[0], None),
            RemoveRoot("/videos"),
        ]  # fmt: skip
        titles = [done.title for plan in plans if (done := changes.do(library, plan)) is not None]
    titles += ["Leave out “/a”", "Leave out 2 files or folders", "Take in again “/a”"]
    told_ones = [told(title) for title in titles]
    assert len(set(told_ones)) == len(TITLES) == len(plans) + 3
    assert not [text for text in told_ones if text.startswith("Done")]
    assert told_ones[:2] == ["1 video tagged “blue”.", "2 videos tagged “our boat”."]
    assert told("Something new") == "Done: Something new."
