"""The inspector: what is selected, looked at closely; and the place where results were left."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from pytestqt.qtbot import QtBot

from tests.gui.conftest import WindowFactory, settle
from tests.helpers.encoders import NAMED_COLOURS
from tests.helpers.videos import solid, write_video
from vop_desktop.library import Library
from vop_desktop.library.own_captions import captions_of
from vop_desktop.settings import Settings
from vop_desktop.ui.inspect_messages import DetailsAnswer
from vop_desktop.ui.inspector import Inspector
from vop_desktop.ui.last_place import read_place
from vop_desktop.ui.main_window import MainWindow
from vop_desktop.ui.results_view import select_rows
from vop_desktop.ui.side_place import PASSING, USUAL


@pytest.fixture
def filled(qtbot: QtBot, stored_clips: Path, make_window: WindowFactory) -> MainWindow:
    window = make_window()
    settle(qtbot, window)
    return window


def inspector(window: MainWindow) -> Inspector:
    return window._inspector.panel


def select(window: MainWindow, *names: str) -> None:
    """Selects the clips of these colours, and no others."""
    results = window._results
    hits = [Path(hit.path).name for hit in results.model.hits]
    rows = [hits.index(f"{name} clip.mp4") for name in names]
    select_rows(results.page.view, results.model, rows, rows[-1] if rows else None)


def test_a_selected_result_shows_all_that_is_known_of_it(qtbot: QtBot, filled: MainWindow) -> None:
    panel = inspector(filled)
    assert "Select a result" in panel.message
    filled.search("red")
    settle(qtbot, filled)
    select(filled, "red")
    settle(qtbot, filled)
    assert (panel.title, panel.message, panel.notice) == ("red clip.mp4", "", "")
    assert panel.captions.captions == ("red",)
    lines = panel.details.lines
    assert lines["File"].endswith("/videos/red clip.mp4")
    assert lines["Picture size"] == "64 × 48"
    assert lines["Pictures a second"] == "25"
    assert lines["Status"] == "read whole"
    assert "h264" in lines["Format"]
    heat = panel.picture.answer
    assert len(heat.times) == len(heat.similarities) == 12
    assert min(heat.similarities) > 0.5
    assert heat.peaks
    others = {Path(hit.path).name for hit in panel.model.hits}
    assert others == {"green clip.mp4", "blue clip.mp4"}
    filled.search("blue")
    settle(qtbot, filled)
    select(filled, "red")
    settle(qtbot, filled)
    assert max(panel.picture.answer.similarities) < 0.5
    assert not panel.picture.answer.peaks


def test_only_the_last_of_quick_changes_is_shown(
    qtbot: QtBot, filled: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    look_up = filled._workers.inspector.look_up
    monkeypatch.setattr(filled._workers.inspector, "look_up", lambda n: asked.append(n) or look_up(n))
    for name in ("red", "green", "blue"):
        select(filled, name)
    assert filled._inspector.waiting
    settle(qtbot, filled)
    assert inspector(filled).title == "blue clip.mp4"
    assert len(asked) == 1
    before = filled._inspector._details_number
    select(filled, "green")
    settle(qtbot, filled)
    filled._inspector._told(DetailsAnswer(before, asked[0], None, (("late", "file"),)))
    assert inspector(filled).captions.captions == ()
    assert inspector(filled).title == "green clip.mp4"


def test_several_or_none_are_counted(qtbot: QtBot, filled: MainWindow) -> None:
    panel = inspector(filled)
    select(filled, "red", "green")
    settle(qtbot, filled)
    assert panel.title == "2 selected"
    assert panel.message == "Videos: 2. Together they last 0:01."
    select(filled)
    settle(qtbot, filled)
    assert "Select a result" in panel.message


def test_nothing_is_selected_by_itself_while_videos_come_in(
    qtbot: QtBot, filled: MainWindow, stored_clips: Path
) -> None:
    filled._settings.set("watch_folders", False)
    page = filled._results.page
    filled.activateWindow()
    qtbot.waitUntil(filled.isActiveWindow)
    page.view.setFocus(Qt.FocusReason.TabFocusReason)
    assert page.view.currentIndex().isValid()  # the keyboard has a place
    assert page.selected_hits() == []
    write_video(stored_clips / "cyan clip.mp4", [solid(NAMED_COLOURS["cyan"])] * 12)
    filled._actions["rescan"].trigger()
    settle(qtbot, filled)
    assert len(filled.hits) == 4
    assert page.selected_hits() == []
    assert "Select a result" in inspector(filled).message
    qtbot.keyClick(page.view, Qt.Key.Key_Down)
    assert page.selected_hits() == [filled._results.model.hits[0]]


def test_what_was_taken_out_of_a_selection_stays_out(qtbot: QtBot, filled: MainWindow) -> None:
    page = filled._results.page
    for names in (("red", "green"), ("green",)):
        select(filled, *names)
        selection, flags = page.view.selectionModel(), QItemSelectionModel.SelectionFlag
        selection.setCurrentIndex(page.view.currentIndex(), flags.Deselect)  # as Ctrl and a click do
        kept = page.selected_hits()
        filled._results.refresh()
        settle(qtbot, filled)
        assert page.selected_hits() == kept


def test_captions_and_tags_are_changed_and_taken_back(
    qtbot: QtBot, filled: MainWindow, tmp_path: Path
) -> None:
    panel = inspector(filled)
    select(filled, "red")
    settle(qtbot, filled)
    (row,) = panel.captions.rows()
    row.edit.click()
    row.field.setText("something else")
    qtbot.keyClick(row.field, Qt.Key.Key_Escape)
    assert row.field.isHidden()
    row.edit.click()
    row.field.setText("a red room")
    qtbot.keyClick(row.field, Qt.Key.Key_Return)
    settle(qtbot, filled)
    qtbot.keyClicks(panel.captions.field, "a second one")
    qtbot.keyClick(panel.captions.field, Qt.Key.Key_Return)
    settle(qtbot, filled)
    assert panel.captions.captions == ("a red room", "a second one")
    panel.captions.rows()[0].remove.click()
    qtbot.keyClicks(panel.details.tags.field, "garden")
    qtbot.keyClick(panel.details.tags.field, Qt.Key.Key_Return)
    settle(qtbot, filled)
    assert panel.captions.captions == ("a second one",)
    assert panel.details.tags.tags == ["garden"]
    for _ in range(2):
        filled._actions["undo"].trigger()
        settle(qtbot, filled)
    assert panel.details.tags.tags == []
    assert sorted(panel.captions.captions) == ["a red room", "a second one"]
    with Library.open(tmp_path / "library.sqlite") as library:
        video = filled._results.page.selected_hits()[0].video_id
        assert sorted(captions_of(library, video)) == [("a red room", "person"), ("a second one", "person")]


def test_what_is_not_there_says_so_and_shows_what_was_read(
    qtbot: QtBot, stored_clips: Path, tmp_path: Path, make_window: WindowFactory
) -> None:
    stored_clips.rename(tmp_path / "elsewhere")
    window = make_window()
    window._actions["rescan"].trigger()
    settle(qtbot, window)
    select(window, "red")
    settle(qtbot, window)
    panel = inspector(window)
    assert "cannot be reached now" in panel.notice
    assert panel.captions.captions == ("red",)
    assert "cannot be reached now" in panel.details.lines["File"]
    assert not panel.picture.poster.isEnabled()


def test_it_plays_in_the_panel_and_lets_go_of_the_file(qtbot: QtBot, filled: MainWindow) -> None:
    filled.search("red")
    settle(qtbot, filled)
    select(filled, "red")
    settle(qtbot, filled)
    picture = inspector(filled).picture
    assert picture.heat.isVisible()
    picture.poster.click()
    player = picture.player
    assert player is not None
    assert player.isVisible()
    assert not picture.poster.isVisible()
    assert player.hit == filled._results.page.selected_hits()[0]
    assert player.heat.filled
    filled._results.refresh()  # the library has grown meanwhile
    settle(qtbot, filled)
    assert picture.playing
    select(filled, "blue")
    settle(qtbot, filled)
    assert player.hit is None
    assert player.playback.media is None or not player.playback.media.source().isValid()
    assert picture.poster.isVisible()
    picture.heat.sought.emit(0.4)
    assert player.position == pytest.approx(0.4)
    filled._results.tiles.open(filled.hits[0])  # in a window of its own
    assert not picture.playing
    window = filled._results.tiles.player
    assert window is not None
    settle(qtbot, filled)
    assert window.view.heat.filled
    assert window.view.controls.actions_by_name["peak_next"].isEnabled()
    filled._settings.set("play_selected", True)
    select(filled, "green")
    settle(qtbot, filled)
    assert picture.playing
    filled._actions["toggle_inspector"].trigger()
    assert not picture.playing


def test_it_is_put_away_and_stays_away(
    qtbot: QtBot, filled: MainWindow, make_window: WindowFactory, settings: Settings
) -> None:
    panel = inspector(filled)
    assert panel.isVisible()
    panel.closed.emit()
    assert not panel.isVisible()
    assert not filled._actions["toggle_inspector"].isChecked()
    select(filled, "red")
    settle(qtbot, filled)
    assert panel.title == "Inspector"  # nothing is asked for what nobody sees
    filled._actions["toggle_inspector"].trigger()
    settle(qtbot, filled)
    assert panel.title == "red clip.mp4"
    panel.folds["captions"].findChild(type(panel.folds["captions"]._heading)).click()
    filled._actions["toggle_inspector"].trigger()
    filled.close()
    again = make_window()
    assert not inspector(again).isVisible()
    assert not inspector(again).folds["captions"].is_open
    assert inspector(again).folds["details"].is_open


def test_a_dropped_clip_takes_its_place_until_it_is_closed(qtbot: QtBot, filled: MainWindow) -> None:
    select(filled, "red")
    filled._clips.panel.show()
    settle(qtbot, filled)
    assert filled._clips.panel.isVisible()
    assert not inspector(filled).isVisible()
    select(filled, "green")
    filled._side._buttons.button(USUAL).click()
    settle(qtbot, filled)
    assert inspector(filled).title == "green clip.mp4"
    assert not filled._clips.panel.isVisible()
    assert not filled._clips.panel.isHidden()  # it goes on
    filled._side._buttons.button(PASSING).click()
    assert filled._clips.panel.isVisible()
    filled._clips.panel.hide()
    settle(qtbot, filled)
    assert inspector(filled).isVisible()
    assert inspector(filled).title == "green clip.mp4"
    assert not filled._side._choice.isVisible()
    filled.resize(700, 500)
    assert filled.width() <= 980  # it asks for no more than a small screen has


def test_a_result_that_is_gone_to_takes_the_place_and_the_clip_is_named(
    qtbot: QtBot, filled: MainWindow, stored_clips: Path
) -> None:
    filled.open_clip(str(stored_clips / "red clip.mp4"))
    settle(qtbot, filled)
    panel, grid = filled._clips.panel, filled._results.page.grid
    assert panel.isVisible()
    tile = grid.visualRect(grid.model().index(1, 0)).center()
    qtbot.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=tile)
    settle(qtbot, filled)
    assert inspector(filled).title == Path(filled.hits[1].path).name
    assert inspector(filled).isVisible()
    button = filled._side._buttons.button(PASSING)
    assert (button.toolTip(), button.isVisible()) == ("Clip: red clip.mp4", True)
    assert filled._side._choice.height() < 2 * button.height()  # one row
    button.click()
    assert panel.isVisible()
    filled._results.refresh()  # is not the person's doing
    settle(qtbot, filled)
    assert panel.isVisible()
    qtbot.keyClick(grid, Qt.Key.Key_Left)
    assert inspector(filled).isVisible()
    filled.open_clip(str(stored_clips / "blue clip.mp4"))
    settle(qtbot, filled)
    assert panel.isVisible()
    assert button.toolTip() == "Clip: blue clip.mp4"


def test_results_go_on_where_they_were_left(
    qtbot: QtBot, filled: MainWindow, make_window: WindowFactory, settings: Settings
) -> None:
    filled._actions["toggle_sidebar"].trigger()  # else the inspector has no room
    filled.resize(700, 420)
    filled._actions["view_list"].trigger()
    filled.search("red + blue")
    settle(qtbot, filled)
    select(filled, "green", "blue")
    kept = json.loads(Path(settings._path).read_text("utf-8")).get("place", "")
    qtbot.waitUntil(lambda: settings.get("place") != kept, timeout=3000)  # without closing
    assert read_place(str(settings.get("place")))["query"] == "red + blue"
    filled.close()
    again = make_window()
    settle(qtbot, again)
    results = again._results
    assert results.header.query == results.header.field.text() == "red + blue"
    assert results.page.view_name == "list"
    names = {Path(hit.path).name for hit in results.page.selected_hits()}
    assert names == {"green clip.mp4", "blue clip.mp4"}
    assert Path(results.model.hits[results.page.view.currentIndex().row()].path).name == "blue clip.mp4"
    assert inspector(again).title == "2 selected"


def test_the_scroll_bar_is_where_it_was(qtbot: QtBot, filled: MainWindow, make_window: WindowFactory) -> None:
    filled.resize(560, 420)
    filled._results._set_tile_width(400)
    settle(qtbot, filled)
    bar = filled._results.page.grid.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    wanted = bar.value()
    assert wanted > 50
    filled.close()
    again = make_window()
    settle(qtbot, again)
    assert again._results.page.grid.verticalScrollBar().value() == wanted


@pytest.mark.parametrize("text", ["{", "[1]", '{"query": 3}', '{"query": "a", "selected": 1}', "7", "null"])
def test_a_place_that_makes_no_sense_is_none(text: str) -> None:
    assert read_place(text) == {}
