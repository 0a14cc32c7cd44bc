"""The window as a person uses it: real files, real threads, real drop events."""

from __future__ import annotations

import shutil
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from tests.gui.conftest import WAIT, WindowFactory, settle
from tests.helpers.encoders import NAMED_COLOURS, MeanColourEncoder
from tests.helpers.videos import solid, write_moving, write_video
from vop_desktop.errors import PackError
from vop_desktop.library import Library
from vop_desktop.records import ByteArray, FloatArray
from vop_desktop.ui.actions import commands
from vop_desktop.ui.main_window import MainWindow
from vop_desktop.ui.search_worker import SearchWorker


def drop(window: MainWindow, *paths: Path | str) -> None:
    data = QMimeData()
    data.setUrls([QUrl(path) if isinstance(path, str) else QUrl.fromLocalFile(str(path)) for path in paths])
    event = QDropEvent(
        QPointF(300, 300), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    window.dropEvent(event)
    assert event.isAccepted()


def names(window: MainWindow) -> list[str]:
    return [Path(hit.path).name for hit in window.hits]


@pytest.fixture
def filled(qtbot: QtBot, window: MainWindow, clips: Path) -> MainWindow:
    drop(window, clips)
    settle(qtbot, window)
    assert len(window.hits) == 3
    return window


def test_the_first_window_says_what_to_do(window: MainWindow) -> None:
    assert window._empty.title == "Find moments in your own videos"
    assert window._pages.currentWidget() is window._empty


def test_a_dropped_folder_is_indexed_and_shown(filled: MainWindow) -> None:
    assert sorted(names(filled)) == ["blue clip.mp4", "green clip.mp4", "red clip.mp4"]
    assert filled._pages.currentWidget() is filled._results.page
    assert [root.videos for root in filled._indexing.roots] == [3]


def test_typing_ranks_the_tiles(qtbot: QtBot, filled: MainWindow) -> None:
    qtbot.keyClicks(filled._results.header.focusProxy(), "green")
    settle(qtbot, filled)
    assert names(filled)[0] == "green clip.mp4"
    assert filled.hits[0].confidence == "likely"
    qtbot.keyClick(filled._results.header, Qt.Key.Key_Escape)
    settle(qtbot, filled)
    assert not filled._results.header.query
    assert len(filled.hits) == 3


def test_only_the_newest_query_is_shown(qtbot: QtBot, filled: MainWindow) -> None:
    for text in ("red", "green", "red", "blue"):
        filled.search(text)
    settle(qtbot, filled)
    assert names(filled)[0] == "blue clip.mp4"


def test_a_dropped_clip_gets_captions_and_the_videos_like_it(
    qtbot: QtBot, filled: MainWindow, clips: Path
) -> None:
    drop(filled, clips / "blue clip.mp4")
    settle(qtbot, filled)
    assert filled.captions[0].text == "blue"
    assert filled.captions[0].set == "library"
    assert len(filled.captions) == 10
    assert Path(filled._clips.panel.similar_model.hits[0].path).name == "blue clip.mp4"
    filled._clips.panel._copy.click()
    assert QGuiApplication.clipboard().text() == "blue"
    filled._clips.panel._copy_all.click()
    assert len(QGuiApplication.clipboard().text().splitlines()) == 10


def test_a_dropped_file_that_is_no_video_is_named_so(
    qtbot: QtBot, filled: MainWindow, tmp_path: Path
) -> None:
    text = tmp_path / "letter.mp4"
    text.write_text("Dear all, this is no video.", "utf-8")
    drop(filled, text)
    settle(qtbot, filled)
    assert "cannot be used as a clip" in filled._clips.panel.state_text
    assert filled.captions == ()


def test_a_web_link_is_refused_in_words(window: MainWindow) -> None:
    drop(window, "https://example.org/video.mp4")
    assert "Only files and folders of this computer" in window._message.text


def test_dropped_things_that_are_gone_are_named(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    drop(window, tmp_path / "gone.mp4")
    settle(qtbot, window)
    assert "gone.mp4 is not there any more" in window._message.text


def test_bad_files_are_listed_and_the_rest_is_indexed(qtbot: QtBot, window: MainWindow, clips: Path) -> None:
    (clips / "empty.mp4").touch()
    (clips / "text.mkv").write_text("no video", "utf-8")
    window.add_folders([str(clips)])
    settle(qtbot, window)
    assert len(window.hits) == 3
    assert window._indexing.problems.count == 2
    assert not window._indexing.status._problems.isHidden()
    window._actions["show_problems"].trigger()
    assert window._indexing.problems.isVisible()
    assert "empty.mp4" in window._indexing.problems.report()


def test_a_folder_without_videos_and_one_with_broken_ones_are_told_apart(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    folder = tmp_path / "nothing"
    folder.mkdir()
    window.add_folders([str(folder)])
    settle(qtbot, window)
    assert "none in your folders. Add another one" in window._empty._text.text()
    offers = [each.text() for each in window._empty.findChildren(QPushButton) if each.isVisible()]
    assert offers == ["Add folder…", "Try it with sample clips"]
    (folder / "broken.mp4").write_bytes(b"no video")
    window._actions["rescan"].trigger()
    settle(qtbot, window)
    assert "“Problems” lists the others" in window._empty._text.text()


def test_problem_files_can_be_tried_again(qtbot: QtBot, window: MainWindow, clips: Path) -> None:
    bad = clips / "late.mp4"
    bad.touch()
    window.add_folders([str(clips)])
    settle(qtbot, window)
    write_video(bad, [solid(NAMED_COLOURS["cyan"])] * 12)
    window._actions["retry"].trigger()
    settle(qtbot, window)
    assert window._indexing.problems.count == 0
    assert "late.mp4" in names(window)


def test_removing_a_folder_can_be_undone_at_no_cost(qtbot: QtBot, filled: MainWindow, clips: Path) -> None:
    encoder = filled._workers.index._encoder
    assert isinstance(encoder, MeanColourEncoder)
    encoded = len(encoder.batches)
    filled._indexing.folders.remove_wanted.emit(str(clips))
    settle(qtbot, filled)
    assert filled.hits == ()
    assert filled._empty.title == "Find moments in your own videos"
    assert filled._message.text.startswith("“videos” is no longer shown.")
    filled._message._take_offer()
    settle(qtbot, filled)
    assert len(filled.hits) == 3
    assert len(encoder.batches) == encoded
    assert "Taken back: Remove folder “videos”" in filled._message.text


def test_removing_a_folder_is_undone_and_redone_after_restarts_and_looked_through_again(
    qtbot: QtBot, filled: MainWindow, clips: Path, make_window: WindowFactory
) -> None:
    filled._indexing.folders.remove_wanted.emit(str(clips))
    settle(qtbot, filled)
    filled.close()
    window = make_window()
    settle(qtbot, window)
    assert (window.hits, window._indexing.roots) == ((), ())
    (clips / "red clip.mp4").unlink()
    shutil.copy(clips / "blue clip.mp4", clips / "copy.mp4")
    (clips / "text.mp4").write_text("no video")
    encoder = window._workers.index._encoder
    assert isinstance(encoder, MeanColourEncoder)
    window._actions["undo"].trigger()
    settle(qtbot, window)
    assert [root.path for root in window._indexing.roots] == [str(clips)]
    counts = window._indexing.counts
    assert (counts.complete, counts.missing, counts.copies) == (3, 1, 1)
    assert window._indexing.problems.count == 1
    assert encoder.batches == []
    assert window._workers.watch._watched == (str(clips),)
    window._actions["redo"].trigger()
    settle(qtbot, window)
    assert (window.hits, window._indexing.roots) == ((), ())
    assert (window._indexing.counts.complete, window._indexing.problems.count) == (0, 0)
    window.add_folders([str(clips)])
    settle(qtbot, window)
    assert len(window.hits) == 3
    assert encoder.batches == []


def test_a_folder_that_is_removed_and_brought_back_while_it_is_read(
    qtbot: QtBot, make_window: WindowFactory, clips: Path
) -> None:
    window = make_window(MeanColourEncoder(hook=lambda frames: time.sleep(0.3)))
    window.add_folders([str(clips)])
    qtbot.waitUntil(lambda: bool(window._indexing.roots), timeout=WAIT)
    window._indexing.folders.remove_wanted.emit(str(clips))
    settle(qtbot, window)
    assert (window.hits, window._indexing.roots, window.failure) == ((), (), "")
    for name in ("undo", "redo", "undo"):
        qtbot.waitUntil(window._actions[name].isEnabled)  # as soon as the window knows that it can be done
        window._actions[name].trigger()
        qtbot.waitUntil(lambda: not window._workers.edits.busy)
    settle(qtbot, window)
    assert len(window.hits) == 3
    assert window.failure == ""


def test_everything_is_there_again_after_a_restart(
    qtbot: QtBot, filled: MainWindow, make_window: WindowFactory
) -> None:
    filled.close()
    again = make_window()
    settle(qtbot, again)
    assert len(again.hits) == 3


def test_what_the_library_holds_is_not_denied_while_it_is_opened(
    qtbot: QtBot, make_window: WindowFactory, stored_clips: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened, done = threading.Event(), list[str]()
    find = SearchWorker._find

    def find_late(worker: SearchWorker, *arguments: Any) -> Any:
        opened.wait(WAIT / 1000)
        done.append("search")
        return find(worker, *arguments)

    monkeypatch.setattr(SearchWorker, "_find", find_late)
    monkeypatch.setattr(SearchWorker, "_describe_pack", lambda worker, token: done.append("weights"))
    window = make_window(start=False)
    window.show()
    window.start()
    qtbot.waitUntil(lambda: bool(window._indexing.roots) and not window._indexing.busy, timeout=WAIT)
    window._results.refresh()
    assert window._empty.isVisible()
    assert window._empty.title == "One moment…"
    opened.set()
    settle(qtbot, window)
    assert len(window.hits) == 3
    assert done[-1] == "weights"  # however often was searched before
    assert done.count("weights") == 1


def test_a_new_file_is_found_by_looking_for_changes(qtbot: QtBot, filled: MainWindow, clips: Path) -> None:
    write_video(clips / "yellow.mp4", [solid(NAMED_COLOURS["yellow"])] * 12)
    filled._actions["rescan"].trigger()
    settle(qtbot, filled)
    assert "yellow.mp4" in names(filled)


def test_stop_and_pause_are_there_only_while_something_runs(filled: MainWindow) -> None:
    assert not filled._actions["stop"].isEnabled()
    assert filled._indexing.status._stop.isHidden()


def slowly(frames: ByteArray) -> None:
    """As if the model were large."""
    time.sleep(0.4)


def many_clips(folder: Path, count: int) -> Path:
    """Clips of different contents and the same pictures."""
    folder.mkdir()
    first = write_moving(folder / "0.mp4", seconds=2)
    for number in range(1, count):
        (folder / f"{number}.mp4").write_bytes(first.read_bytes() + bytes([number]))
    return folder


def test_closing_while_indexing_takes_less_than_two_seconds(
    qtbot: QtBot, make_window: WindowFactory, tmp_path: Path
) -> None:
    window = make_window(MeanColourEncoder(hook=slowly))
    window.add_folders([str(many_clips(tmp_path / "many", 30))])
    qtbot.waitUntil(lambda: len(window.hits) >= 1, timeout=WAIT)
    assert window._workers.index.busy
    begin = time.monotonic()
    window.close()
    assert time.monotonic() - begin < 2
    assert not window.running


def test_typing_gets_results_while_videos_are_read(
    qtbot: QtBot, make_window: WindowFactory, tmp_path: Path
) -> None:
    window = make_window(MeanColourEncoder(hook=slowly))
    window.add_folders([str(many_clips(tmp_path / "many", 30))])
    qtbot.waitUntil(lambda: len(window.hits) >= 1, timeout=WAIT)
    qtbot.keyClicks(window._results.header.focusProxy(), "black")
    qtbot.waitUntil(lambda: "likely" in window._results.header.summary, timeout=WAIT)
    assert window._workers.index.busy
    assert window._results.header.query == "black"


def test_pausing_holds_and_stopping_ends_a_run(
    qtbot: QtBot, make_window: WindowFactory, tmp_path: Path
) -> None:
    encoder = MeanColourEncoder(hook=slowly)
    window = make_window(encoder)
    window.add_folders([str(many_clips(tmp_path / "many", 12))])
    qtbot.waitUntil(lambda: len(window.hits) >= 1, timeout=WAIT)
    window._actions["pause"].trigger()
    qtbot.wait(600)
    batches = len(encoder.batches)
    qtbot.wait(900)
    assert len(encoder.batches) == batches
    window._actions["stop"].trigger()
    settle(qtbot, window)
    assert len(window.hits) < 12
    assert window._indexing.status._text.text().startswith("Stopped")
    window._actions["rescan"].trigger()
    settle(qtbot, window)
    assert len(window.hits) == 12


def test_a_library_that_is_not_ours_is_named_and_not_touched(
    qtbot: QtBot, make_window: WindowFactory, tmp_path: Path
) -> None:
    other = tmp_path / "library.sqlite"
    other.write_text("my shopping list", "utf-8")
    window = make_window()
    settle(qtbot, window)
    assert window._empty.title == "The library cannot be shown"
    assert "not a VoP Desktop library" in window.failure
    window.search("red")
    settle(qtbot, window)
    qtbot.wait(300)
    assert not window._results.header.summary  # nobody is searching any more
    assert other.read_text("utf-8") == "my shopping list"


class Broken(MeanColourEncoder):
    """A model whose weights cannot be loaded."""

    def encode_text(self, texts: list[str]) -> FloatArray:
        raise PackError("The weights of the pack “starter” are damaged.")


def test_without_the_model_the_library_can_still_be_looked_through(
    qtbot: QtBot, filled: MainWindow, make_window: WindowFactory
) -> None:
    filled.close()
    window = make_window(Broken())
    settle(qtbot, window)
    assert len(window.hits) == 3
    window.search("red")
    settle(qtbot, window)
    assert len(window.hits) == 3
    assert "“starter” are damaged" in window._message.text


def test_enter_on_a_tile_opens_the_player_at_the_moment(qtbot: QtBot, filled: MainWindow) -> None:
    filled.search("red")
    settle(qtbot, filled)
    qtbot.keyClick(filled._results.header, Qt.Key.Key_Down)
    qtbot.keyClick(filled._results.page.view, Qt.Key.Key_Return)
    assert filled._results.tiles.player is not None
    assert filled._results.tiles.player.isVisible()
    assert "red clip.mp4" in filled._results.tiles.player.windowTitle()
    settle(qtbot, filled)
    assert filled._results.tiles.player.view.heat.filled  # where in it there is red


def test_the_path_of_a_tile_can_be_copied(qtbot: QtBot, filled: MainWindow, clips: Path) -> None:
    filled.search("red")
    settle(qtbot, filled)
    qtbot.keyClick(filled._results.header, Qt.Key.Key_Down)
    filled._actions["copy_path"].trigger()
    assert QGuiApplication.clipboard().text() == str(clips / "red clip.mp4")


def test_every_command_has_its_own_keys(window: MainWindow) -> None:
    keys = [key for command in commands() for key in command.keys]
    assert len(keys) == len(set(keys))
    for command in commands():
        assert window._actions[command.name].text()
    assert not window._actions.unhandled


def test_every_button_and_field_has_a_name(filled: MainWindow) -> None:
    from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QLineEdit

    for kind in (QAbstractButton, QLineEdit, QAbstractItemView):
        for widget in filled.findChildren(kind):
            if widget.isVisibleTo(filled) and widget.objectName() != "_q_qlineeditclearbutton":
                assert widget.accessibleName() or getattr(widget, "text", lambda: "")(), widget


def test_what_was_missing_for_too_long_is_forgotten_with_a_notice(
    qtbot: QtBot, filled: MainWindow, clips: Path, tmp_path: Path
) -> None:
    (clips / "red clip.mp4").unlink()
    filled._actions["rescan"].trigger()
    settle(qtbot, filled)
    assert len(filled.hits) == 3  # missing, but kept
    with Library.open(tmp_path / "library.sqlite") as library:  # as if that had been long ago
        assert library.execute("UPDATE missing_marks SET at = at - 40 * 86400") == 1
    filled._actions["rescan"].trigger()
    settle(qtbot, filled)
    assert "Undo brings them back" in filled._message.text
    assert sorted(names(filled)) == ["blue clip.mp4", "green clip.mp4"]
