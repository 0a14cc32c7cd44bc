"""Dropped clips and what becomes of their captions: real drop events, real files, real undo."""

from __future__ import annotations

import csv
import shutil
import time
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, QSize, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QGuiApplication, QImage, QMouseEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QPlainTextEdit, QToolButton
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from tests.gui.conftest import WAIT, WindowFactory, copy_home, copy_library, settle
from tests.helpers.encoders import NAMED_COLOURS, MeanColourEncoder
from tests.helpers.videos import solid, write_video
from vop_desktop.library import Library
from vop_desktop.records import CaptionHit, Confidence
from vop_desktop.search.captions import CaptionRanker
from vop_desktop.ui.caption_model import caption_rows
from vop_desktop.ui.clip_list import ClipListModel
from vop_desktop.ui.clip_panel import ClipPanel
from vop_desktop.ui.main_window import MainWindow
from vop_desktop.ui.messages import PackNotice


def files(*paths: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def drop(window: MainWindow, data: QMimeData) -> None:
    """What Qt sends when something is dragged over the window and let go."""
    keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(300, 300), Qt.DropAction.CopyAction, data, *keys)
    QApplication.sendEvent(window, enter)
    assert enter.isAccepted()
    event = QDropEvent(QPointF(300, 300), Qt.DropAction.CopyAction, data, *keys)
    QApplication.sendEvent(window, event)
    assert event.isAccepted()


@pytest.fixture(scope="session")
def captioned_once(tmp_path_factory: pytest.TempPathFactory, read_once: Path) -> Path:
    """A library that has read the clips and the captions to choose from: they are five thousand."""
    home = tmp_path_factory.mktemp("captioned once")
    copy_library(read_once, home)
    shutil.copytree(read_once / "videos", home / "videos")
    with Library.open(home / "library.sqlite") as library:
        CaptionRanker(library, MeanColourEncoder()).prepare()
    return home


@pytest.fixture
def stored_clips(tmp_path: Path, captioned_once: Path) -> Path:
    """The folder of the clips, with that library beside it."""
    return copy_home(captioned_once, tmp_path)


@pytest.fixture
def window(qtbot: QtBot, stored_clips: Path, make_window: WindowFactory) -> MainWindow:
    made = make_window()
    settle(qtbot, made)
    return made


def open_clips(qtbot: QtBot, window: MainWindow, *paths: Path) -> ClipPanel:
    drop(window, files(*paths))
    settle(qtbot, window)
    return window._clips.panel


def found(qtbot: QtBot, window: MainWindow, text: str) -> list[str]:
    """What the library says has these words, by name."""
    window.search(f'"{text}"')
    settle(qtbot, window)
    return [Path(hit.path).name for hit in window.hits]


def trigger(qtbot: QtBot, window: MainWindow, name: str) -> None:
    assert window._actions[name].isEnabled(), name
    window._actions[name].trigger()
    settle(qtbot, window)


def choose(panel: ClipPanel, text: str) -> None:
    rows = [row.text for row in panel.whole.captions.captions]
    panel.whole.setCurrentIndex(panel.whole.captions.index(rows.index(text)))


def reword(qtbot: QtBot, window: MainWindow, text: str) -> None:
    window._actions["edit_caption"].trigger()
    (editor,) = window._clips.panel.whole.findChildren(QPlainTextEdit)
    editor.selectAll()
    qtbot.keyClicks(editor, text)
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    settle(qtbot, window)


def exported(qtbot: QtBot, window: MainWindow, answer: int, target: Path) -> list[dict[str, str]]:
    """Rows of the table after one of the answers to which captions: the accepted (0) or all (1)."""
    window._clips.panel.question.answer(answer)
    dialog = window._clips.captions.dialog
    assert dialog is not None
    dialog.fileSelected.emit(str(target))
    dialog.close()
    settle(qtbot, window)
    with target.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_an_accepted_caption_is_found_undone_redone_and_exported(
    qtbot: QtBot, window: MainWindow, stored_clips: Path, tmp_path: Path
) -> None:
    panel = open_clips(qtbot, window, stored_clips / "green clip.mp4")
    assert panel.place_text == "In your library."
    assert panel.current is not None
    text = panel.current.text
    assert found(qtbot, window, text) == []
    trigger(qtbot, window, "accept_caption")
    assert found(qtbot, window, text) == ["green clip.mp4"]
    assert panel.current.is_caption
    assert "Take the caption off" in [made.text() for made in panel.findChildren(QToolButton)]
    trigger(qtbot, window, "undo")
    assert found(qtbot, window, text) == []
    assert not panel.current.is_caption
    trigger(qtbot, window, "redo")
    assert found(qtbot, window, text) == ["green clip.mp4"]
    trigger(qtbot, window, "accept_tag")
    assert panel.current.is_tag
    window.search(f'tag:"{text}"')
    settle(qtbot, window)
    assert [Path(hit.path).name for hit in window.hits] == ["green clip.mp4"]

    trigger(qtbot, window, "export_captions")
    assert f"Accepted: 1 of {len(window.captions)}" in panel.question.text
    rows = exported(qtbot, window, 1, tmp_path / "green.csv")
    assert [row["caption"] for row in rows] == [hit.text for hit in window.captions]
    assert (rows[0]["caption"], rows[0]["accepted"]) == (text, "yes")
    assert {row["accepted"] for row in rows[1:]} == {"no"}
    assert Path(rows[0]["file"]).name == "green clip.mp4"
    assert "green.csv" in window._message.text
    trigger(qtbot, window, "export_captions")
    assert [row["caption"] for row in exported(qtbot, window, 0, tmp_path / "mine.csv")] == [text]


def test_a_caption_is_reworded_before_and_after_it_is_accepted(
    qtbot: QtBot, window: MainWindow, stored_clips: Path
) -> None:
    panel = open_clips(qtbot, window, stored_clips / "blue clip.mp4")
    choose(panel, "blue")
    assert panel.current is not None
    assert panel.current.is_caption  # it stands beside the clip
    row = panel.whole.captions.captions[1].text
    choose(panel, row)
    reword(qtbot, window, "  a calm   pond ")
    assert panel.current.text == "a calm pond"
    assert panel.current.is_caption  # written is accepted
    assert "Suggested was: " + row in str(panel.whole.currentIndex().data(Qt.ItemDataRole.ToolTipRole))
    assert found(qtbot, window, "a calm pond") == ["blue clip.mp4"]
    reword(qtbot, window, "a wild pond")
    assert found(qtbot, window, "a wild pond") == ["blue clip.mp4"]
    assert found(qtbot, window, "a calm pond") == []
    trigger(qtbot, window, "undo")
    assert found(qtbot, window, "a calm pond") == ["blue clip.mp4"]
    entry = window._clips.entry
    assert entry is not None and entry.found is not None
    assert "a wild pond" in [hit.text for hit in entry.found.captions]  # what an export says
    trigger(qtbot, window, "undo")
    assert found(qtbot, window, "a calm pond") == []


def test_a_score_is_never_that_of_other_words(
    qtbot: QtBot, window: MainWindow, stored_clips: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel = open_clips(qtbot, window, stored_clips / "blue clip.mp4")
    choose(panel, "blue")
    choose(panel, panel.whole.captions.captions[1].text)
    before = panel.current
    assert before is not None
    worker = window._clips._clips
    with monkeypatch.context() as held:
        held.setattr(worker, "rate", lambda *asked: None)
        reword(qtbot, window, "green")
    assert panel.current is not None
    assert (panel.current.hit.rated, panel.current.lead) == (False, None)
    assert "It has no score" in str(panel.whole.currentIndex().data(Qt.ItemDataRole.ToolTipRole))
    window._clips._rate()
    settle(qtbot, window)
    assert panel.current.hit.rated
    assert (panel.current.hit.score, panel.current.confidence) == (pytest.approx(0), "weak")
    assert before.hit.score > 0.1
    panel.hide()
    panel = open_clips(qtbot, window, stored_clips / "blue clip.mp4")
    rows = {row.text: row for row in panel.whole.captions.captions}
    assert rows["green"].is_caption  # although nothing would suggest it
    assert rows["green"].hit.rated
    assert rows["green"].hit.score == pytest.approx(0)


def test_accepting_while_words_are_written_takes_them_once(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    clip = write_video(tmp_path / "away.mp4", [solid(NAMED_COLOURS["cyan"])] * 12)
    panel = open_clips(qtbot, window, clip)
    window._actions["edit_caption"].trigger()
    (editor,) = panel.whole.findChildren(QPlainTextEdit)
    editor.setPlainText("my sea")
    (made,) = [made for made in panel.findChildren(QToolButton) if made.property("primary")]
    qtbot.mouseClick(made, Qt.MouseButton.LeftButton)
    settle(qtbot, window)
    assert panel.current is not None
    assert (panel.current.text, panel.current.is_kept) == ("my sea", True)
    window._actions["edit_caption"].trigger()
    editor = next(made for made in panel.whole.findChildren(QPlainTextEdit) if made.isVisible())
    editor.setPlainText("my ocean")
    qtbot.mouseClick(made, Qt.MouseButton.LeftButton)
    settle(qtbot, window)
    assert [row.text for row in panel.whole.captions.captions if row.is_kept] == ["my ocean"]


def test_a_clip_from_elsewhere_keeps_its_captions_until_its_folder_is_added(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, make_window: WindowFactory
) -> None:
    (tmp_path / "away").mkdir()
    clip = write_video(tmp_path / "away" / "cyan.mp4", [solid(NAMED_COLOURS["cyan"])] * 12)
    panel = open_clips(qtbot, window, clip)
    text = panel.captions()[0].text
    trigger(qtbot, window, "accept_caption")
    assert "Caption added" in window._message.text
    reword(qtbot, window, "my own sea")  # of what is accepted
    trigger(qtbot, window, "undo")
    trigger(qtbot, window, "redo")
    window.close()

    window = make_window()
    settle(qtbot, window)
    clip = clip.rename(clip.with_name("renamed.mp4"))
    panel = open_clips(qtbot, window, clip)
    assert [row.text for row in panel.whole.captions.captions if row.is_kept] == ["my own sea"]
    trigger(qtbot, window, "export_captions")
    (row,) = exported(qtbot, window, 0, tmp_path / "kept.csv")
    assert (row["caption"], row["accepted"]) == ("my own sea", "yes")
    assert found(qtbot, window, "my own sea") == []
    panel._add_folder.click()
    settle(qtbot, window)
    assert found(qtbot, window, "my own sea") == ["renamed.mp4"]
    assert [row.text for row in panel.whole.captions.captions if row.is_caption] == ["my own sea"]
    trigger(qtbot, window, "undo")
    assert found(qtbot, window, "my own sea") == []
    assert found(qtbot, window, text) == ["renamed.mp4"]
    trigger(qtbot, window, "undo")
    assert found(qtbot, window, text) == []


def test_a_clip_from_elsewhere_keeps_captions_for_a_file_that_is_never_replaced_unasked(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    (tmp_path / "away").mkdir()
    clip = write_video(tmp_path / "away" / "cyan.mp4", [solid(NAMED_COLOURS["cyan"])] * 12)
    panel = open_clips(qtbot, window, clip)
    assert "Not in your library" in panel.place_text
    trigger(qtbot, window, "accept_tag")
    assert window._message.text.startswith("Only videos of the library have tags")
    assert window._message._offer.text() == "Add its folder"
    text = panel.captions()[0].text
    trigger(qtbot, window, "accept_caption")
    assert panel.current is not None and panel.current.is_kept
    trigger(qtbot, window, "write_sidecar")
    sidecar = clip.with_suffix(".txt")
    assert sidecar.read_text("utf-8") == f"{text}\n"
    sidecar.write_text("my own words", "utf-8")
    trigger(qtbot, window, "write_sidecar")
    assert "cyan.txt is there already" in panel.question.text
    assert sidecar.read_text("utf-8") == "my own words"
    panel.question.answer(0)
    settle(qtbot, window)
    assert sidecar.read_text("utf-8") == f"my own words\n{text}\n"
    target = tmp_path / "taken.json"
    target.write_text("mine", "utf-8")
    entry = window._clips.entry
    assert entry is not None and entry.found is not None
    window._clips.captions.export_to([entry.found], str(target))
    settle(qtbot, window)
    panel.question.answer(0)
    settle(qtbot, window)
    assert target.read_text("utf-8") == "mine"
    assert text in (tmp_path / "taken-2.json").read_text("utf-8")
    assert [root.path for root in window._indexing.roots] == [str(tmp_path / "videos")]
    panel._add_folder.click()
    settle(qtbot, window)
    assert str(clip.parent) in [root.path for root in window._indexing.roots]
    assert panel.place_text == "In your library."
    assert [row.text for row in panel.whole.captions.captions if row.is_caption] == [text, "my own words"]


def places(panel: ClipPanel) -> list[tuple[QPoint, QSize]]:
    """Where each button of the panel is in the window."""
    made = [each for each in panel.findChildren(QAbstractButton) if each.isVisible()]
    return [(each.mapTo(panel.window(), QPoint()), each.size()) for each in made]


def double_click(button: QToolButton) -> None:
    """What comes after a first click where a second one follows at once."""
    at = QPointF(button.rect().center())
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    for kind, held in ((QEvent.Type.MouseButtonDblClick, left), (QEvent.Type.MouseButtonRelease, none)):
        event = QMouseEvent(
            kind, at, button.mapToGlobal(at), left, held, Qt.KeyboardModifier.NoModifier
        )  # fmt: skip
        QApplication.sendEvent(button, event)


@pytest.mark.parametrize("name", ["videos", "away"])
def test_a_double_click_accepts_and_takes_nothing_off(
    qtbot: QtBot, window: MainWindow, stored_clips: Path, tmp_path: Path, name: str
) -> None:
    (tmp_path / "away").mkdir()
    write_video(tmp_path / "away" / "green clip.mp4", [solid(NAMED_COLOURS["cyan"])] * 12)
    window.resize(1100, 900)
    panel = open_clips(qtbot, window, tmp_path / name / "green clip.mp4")
    view, key = panel.whole, "is_caption" if name == "videos" else "is_kept"
    before = places(panel)
    for _ in range(2):  # once more than needed
        at = view.visualRect(view.captions.index(0)).center()
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
        qtbot.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
        settle(qtbot, window)
        assert panel.current is not None and getattr(panel.current, key)
        assert places(panel) == before
    qtbot.keyClick(view, Qt.Key.Key_Return)  # which takes it off
    settle(qtbot, window)
    assert panel.current is not None and not getattr(panel.current, key)
    assert places(panel) == before


@pytest.mark.parametrize("name", ["videos", "away"])
def test_the_button_that_accepts_stays_under_the_pointer_and_counts_a_double_click_once(
    qtbot: QtBot, window: MainWindow, stored_clips: Path, tmp_path: Path, name: str
) -> None:
    (tmp_path / "away").mkdir()
    write_video(tmp_path / "away" / "green clip.mp4", [solid(NAMED_COLOURS["cyan"])] * 12)
    window.resize(1100, 900)
    panel = open_clips(qtbot, window, tmp_path / name / "green clip.mp4")
    key = "is_caption" if name == "videos" else "is_kept"
    (made,) = [made for made in panel.findChildren(QToolButton) if made.property("primary")]
    before = places(panel)
    pointer = made.mapTo(window, made.rect().center())
    for hurry in (False, True):
        qtbot.mouseClick(made, Qt.MouseButton.LeftButton)
        if not hurry:
            settle(qtbot, window)
        assert window.childAt(pointer) is made
        double_click(made)
        settle(qtbot, window)
        assert panel.current is not None and getattr(panel.current, key)
        assert places(panel) == before
        trigger(qtbot, window, "undo")
        assert not getattr(panel.current, key)
    if name == "videos":
        trigger(qtbot, window, "accept_tag")
        assert panel.current.is_tag
        assert places(panel) == before


def test_a_copy_of_a_video_counts_as_that_video(
    qtbot: QtBot, window: MainWindow, stored_clips: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.mp4"
    copy.write_bytes((stored_clips / "red clip.mp4").read_bytes())
    panel = open_clips(qtbot, window, copy)
    assert panel.place_text == "A copy of red clip.mp4, which is in your library."
    assert [row.text for row in panel.whole.captions.captions if row.is_caption] == ["red"]


def test_many_clips_are_listed_in_order_each_with_what_came_of_it(
    qtbot: QtBot, window: MainWindow, stored_clips: Path, tmp_path: Path, qtmodeltester: ModelTester
) -> None:
    bad = tmp_path / "letter.mp4"
    bad.write_text("Dear all, this is no video.", "utf-8")
    panel = open_clips(qtbot, window, stored_clips / "red clip.mp4", bad, stored_clips / "blue clip.mp4")
    model = panel.clips.model
    assert [Path(entry.path).name for entry in model.entries] == [
        "red clip.mp4",
        "letter.mp4",
        "blue clip.mp4",
    ]
    assert [model.state_text(entry) for entry in model.entries] == ["red", "a text file, not a video", "blue"]
    assert panel.clips.progress_text == "3 of 3 clips read"
    assert window.captions[0].text == "red"
    panel.clips.select(2)
    settle(qtbot, window)
    assert window.captions[0].text == "blue"
    assert Path(panel.similar_model.hits[0].path).name == "blue clip.mp4"
    panel.clips.select(1)
    assert "cannot be used as a clip: a text file" in panel.state_text
    panel.clips.export_button.click()
    settle(qtbot, window)
    panel.question.answer(1)
    assert window._clips.captions.dialog is not None
    window._clips.captions.dialog.fileSelected.emit(str(tmp_path / "all.csv"))
    window._clips.captions.dialog.close()
    settle(qtbot, window)
    with (tmp_path / "all.csv").open(encoding="utf-8", newline="") as stream:
        named = {Path(row["file"]).name for row in csv.DictReader(stream)}
    assert named == {"red clip.mp4", "blue clip.mp4"}
    qtmodeltester.check(model)
    qtmodeltester.check(panel.whole.captions)


def test_a_clip_that_was_stopped_as_it_began_is_read_when_the_rest_is() -> None:
    model = ClipListModel()
    model.show(["a.mp4", "b.mp4"])
    model.stop()
    model.begin(1)  # the worker said so before it was told to stop
    assert model.go_on() == [0, 1]


def test_reading_many_clips_stops_and_goes_on(
    qtbot: QtBot, make_window: WindowFactory, stored_clips: Path
) -> None:
    window = make_window(MeanColourEncoder(hook=lambda frames: time.sleep(0.1)))
    clips = [stored_clips / f"{name} clip.mp4" for name in ("red", "green", "blue")]
    drop(window, files(*clips))
    panel = window._clips.panel
    qtbot.waitUntil(lambda: panel.clips.model.finished >= 1, timeout=WAIT)
    panel.clips.stop_button.click()
    settle(qtbot, window)
    states = [entry.state for entry in panel.clips.model.entries]
    assert states[0] == "done"
    assert states[2] == "stopped"
    panel.clips.rest_button.click()
    settle(qtbot, window)
    assert [entry.state for entry in panel.clips.model.entries] == ["done"] * 3
    drop(window, files(*clips))
    qtbot.waitUntil(lambda: panel.clips.model.entries[0].state == "reading", timeout=WAIT)
    qtbot.keyClick(window, Qt.Key.Key_Escape)  # closes the panel, and reads nothing for nobody
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    settle(qtbot, window)
    assert panel.isHidden()
    assert panel.clips.model.entries[2].state == "stopped"
    assert not window._actions["export_captions"].isEnabled()


def test_a_drag_of_ten_thousand_files_keeps_the_window_alive(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    junk = tmp_path / "junk"
    junk.mkdir()
    paths = [junk / f"{number}.mp4" for number in range(10_000)]
    for path in paths[:50]:
        path.touch()
    for path in paths[50:]:
        path.symlink_to(paths[0])  # quick to make
    data = files(*paths)
    begin = time.perf_counter()
    drop(window, data)
    assert time.perf_counter() - begin < 0.5
    assert "10000" in window._message.text
    beats = [time.perf_counter()]
    while not window.settled:
        qtbot.wait(1)
        beats.append(time.perf_counter())
    settle(qtbot, window)
    model = window._clips.panel.clips.model
    assert model.finished == 10_000
    assert model.state_text(model.entries[-1]) == "the file is empty"
    assert np.diff(beats).max() < 0.5


def test_a_long_clip_has_captions_for_each_moment(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    parts = [NAMED_COLOURS["red"], NAMED_COLOURS["blue"]]
    clip = write_video(tmp_path / "long.mp4", [solid(part) for part in parts for _ in range(24)], fps=1)
    panel = open_clips(qtbot, window, clip)
    moments = panel.moments.captions
    panel.choose_page(1)
    best = [moments.rows[number + 1] for number, row in enumerate(moments.rows) if not hasattr(row, "text")]
    assert [getattr(row, "text", "") for row in best] == ["red", "blue"]
    played = []
    window._clips.panel.opened.connect(played.append)
    panel.moments.setCurrentIndex(moments.index(moments.rows.index(best[1])))
    qtbot.keyClick(panel.moments, Qt.Key.Key_Return)
    assert [(hit.path, hit.moment) for hit in played] == [(str(clip), 24.0)]
    player = window._results.tiles.player
    assert player is not None and player.isVisible()


def test_junk_is_answered_in_words(
    qtbot: QtBot, window: MainWindow, stored_clips: Path, tmp_path: Path
) -> None:
    text = QMimeData()
    text.setText("green")
    drop(window, text)
    assert "This is text" in window._message.text
    window._message._take_offer()
    settle(qtbot, window)
    assert window._results.header.query == "green"

    QGuiApplication.clipboard().setText("https://example.org/film.mp4")
    window._actions["paste"].trigger()
    assert "link to another place" in window._message.text

    (stored_clips / "trip").mkdir()
    drop(window, files(stored_clips / "trip"))
    settle(qtbot, window)
    assert "trip is covered already: it lies in videos" in window._message.text
    drop(window, files(stored_clips))
    settle(qtbot, window)
    assert "videos is in your library already" in window._message.text
    assert [root.path for root in window._indexing.roots] == [str(stored_clips)]

    picture = tmp_path / "sea.png"
    image = QImage(40, 30, QImage.Format.Format_RGB32)
    image.fill(QColor(*NAMED_COLOURS["blue"]))
    image.save(str(picture))
    window.search("")
    drop(window, files(picture))
    settle(qtbot, window)
    assert "sea.png is a picture" in window._message.text
    window._message._take_offer()
    settle(qtbot, window)
    assert Path(window.hits[0].path).name == "blue clip.mp4"

    (tmp_path / "empty.mp4").touch()
    (tmp_path / "clips.zip").write_bytes(b"PK\x03\x04" + bytes(99))
    panel = open_clips(qtbot, window, tmp_path / "clips.zip")
    assert "a ZIP archive, not a video. Unpack it first" in panel.state_text
    panel = open_clips(qtbot, window, tmp_path / "empty.mp4")
    assert "the file is empty" in panel.state_text
    assert not window._actions["accept_caption"].isEnabled()


@pytest.mark.parametrize(
    ("word", "margin", "shown"),
    [("likely", 4.0, "likely"), ("likely", 2.5, "maybe"), ("maybe", 4.0, "maybe"), ("weak", 4.0, "weak"),
     ("likely", 1.0, "weak")],
)  # fmt: skip
def test_a_caption_is_called_what_the_pack_makes_of_it_unless_another_fits_far_better(
    word: Confidence, margin: float, shown: str
) -> None:
    best = CaptionHit("best", 0.9, "mine", 4.0, word="likely")
    _, row = caption_rows([best, CaptionHit("other", 0.5, "mine", margin, word=word)])
    assert row.confidence == shown


def test_what_the_model_cannot_see_is_said_beside_its_captions(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    panel = open_clips(qtbot, window, write_video(tmp_path / "red.mp4", [solid(NAMED_COLOURS["red"])] * 12))
    window.resize(1200, 1000)
    assert not panel._limits.isVisible()
    notice = PackNotice("Starter", "drawn scenes; not natural video", limited=True)
    window._workers.search.pack_known.emit(notice)
    qtbot.waitUntil(panel._limits.isVisible)
    assert panel._limits.text().startswith("Starter understands drawn scenes; not natural video.")
    window._results.header._dismiss_notice()
    assert panel._limits.text().startswith("Starter does not know everything")
    assert "drawn scenes; not natural video" in panel._limits.toolTip()
    window._workers.search.pack_known.emit(notice._replace(limited=False))
    qtbot.waitUntil(lambda: not panel._limits.isVisible())
