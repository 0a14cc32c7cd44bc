"""Background work in the window: in detail, held up and resumed, also over a restart; files that appear."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from tests.gui.conftest import WAIT, WindowFactory, settle
from tests.gui.test_main_window import many_clips, names, slowly
from tests.helpers.encoders import NAMED_COLOURS, MeanColourEncoder
from tests.helpers.videos import solid, write_video
from vop_desktop.records import ByteArray, Failure, IndexReport
from vop_desktop.settings import Settings
from vop_desktop.ui import notifier, problems_model
from vop_desktop.ui.main_window import MainWindow
from vop_desktop.ui.messages import LibraryCounts, Problem
from vop_desktop.ui.problems_model import ProblemsModel, advice, state_word
from vop_desktop.ui.problems_panel import ProblemsPanel


@pytest.fixture
def reading(qtbot: QtBot, make_window: WindowFactory, tmp_path: Path) -> MainWindow:
    """A window in the middle of reading 12 clips."""
    window = make_window(MeanColourEncoder(hook=slowly))
    window.add_folders([str(many_clips(tmp_path / "many", 12))])
    qtbot.waitUntil(lambda: len(window.hits) >= 1, timeout=WAIT)
    return window


def batches(window: MainWindow) -> int:
    encoder = window._workers.index._encoder
    assert isinstance(encoder, MeanColourEncoder)
    return len(encoder.batches)


def test_the_panel_names_the_files_in_hand_and_the_counts(qtbot: QtBot, reading: MainWindow) -> None:
    panel = reading._indexing.work
    qtbot.mouseClick(reading._indexing.status._text, Qt.MouseButton.LeftButton)
    assert panel.isVisible()
    qtbot.waitUntil(lambda: len(panel.files) >= 2, timeout=WAIT)
    assert panel.files[0].startswith("Encoding: ")
    assert panel.files[0].endswith(".mp4")
    assert panel.files[1].startswith("Decoding")
    qtbot.waitUntil(lambda: "× real time" in panel.state_text, timeout=WAIT)
    assert "of 12" in panel.state_text
    assert "videos/min" in reading._indexing.status._text.text()
    reading._actions["stop"].trigger()
    settle(qtbot, reading)
    assert panel.files == []
    assert panel.state_text.startswith("Stopped")
    assert int(panel.fact("complete")) == len(reading.hits)
    reading._actions["show_work"].trigger()
    assert not panel.isVisible()


def test_only_the_text_of_the_bottom_line_opens_the_details(qtbot: QtBot, window: MainWindow) -> None:
    panel, line = window._indexing.work, window._indexing.status
    line.say("3 videos can be searched")
    qtbot.waitUntil(lambda: 0 < line._text.width() < line.width() // 2)
    empty = QPoint(line._text.geometry().right() + 20, line.height() // 2)
    assert line.childAt(empty) is None
    qtbot.mouseClick(line, Qt.MouseButton.LeftButton, pos=empty)
    assert not panel.isVisible()
    qtbot.mouseClick(line._text, Qt.MouseButton.LeftButton)
    assert panel.isVisible()
    line.say("a line that is much too long " * 20)
    qtbot.waitUntil(lambda: line._text.width() > line.width() // 2)
    assert line._work.isVisible()
    assert line._work.geometry().right() <= line.width()


def test_the_panels_below_take_what_they_need_or_a_third_and_then_what_they_are_given(
    qtbot: QtBot, make_window: WindowFactory, stored_clips: Path
) -> None:
    window = make_window()
    settle(qtbot, window)
    panels, show = window._indexing.bottom, window._actions["show_problems"].trigger
    third = window._below.height() // 3
    for count, height in ((200, third), (3, panels.minimumSizeHint().height())):
        problems = [Problem(Failure(f"/{n}.mp4", "probe", "cause"), "failed") for n in range(count)]
        window._indexing.problems.show_problems(tuple(problems))
        show()
        qtbot.waitUntil(panels.isVisible)
        assert height <= panels.height() <= third
        rows = window._indexing.problems._tree.verticalScrollBar()
        qtbot.waitUntil(lambda count=count, rows=rows: (rows.maximum() == 0) == (count == 3))
        show()
    show()
    window._below.moveSplitter(window._below.height() - 300, 1)
    assert panels.height() > third
    dragged = panels.height()
    window._actions["show_work"].trigger()
    assert panels.height() == dragged
    window.close()
    again = make_window()
    again._actions["show_problems"].trigger()
    assert again._indexing.bottom.height() == dragged


def test_a_pause_survives_a_restart_and_reads_nothing_twice(
    qtbot: QtBot, reading: MainWindow, make_window: WindowFactory
) -> None:
    reading._actions["pause"].trigger()
    qtbot.wait(600)
    reading.close()
    read = len(reading.hits)
    again = make_window(MeanColourEncoder())
    settle(qtbot, again)
    assert again._actions["pause"].isChecked()
    assert again._actions["pause"].text() == "Go on"
    assert again._indexing.status._text.text().startswith("Paused. Videos that wait")
    assert batches(again) == 0
    again._actions["pause"].trigger()
    settle(qtbot, again)
    assert len(again.hits) == 12
    assert batches(again) <= 12 - read


def test_a_stop_survives_a_restart(qtbot: QtBot, reading: MainWindow, make_window: WindowFactory) -> None:
    reading._actions["stop"].trigger()
    settle(qtbot, reading)
    reading.close()
    again = make_window(MeanColourEncoder())
    settle(qtbot, again)
    assert batches(again) == 0
    assert again._indexing.status._text.text().startswith("Stopped")
    again._actions["rescan"].trigger()
    settle(qtbot, again)
    assert len(again.hits) == 12


def test_a_quiet_hour_is_named_and_can_be_passed_over(
    qtbot: QtBot, make_window: WindowFactory, settings: Settings, clips: Path
) -> None:
    hour = time.localtime().tm_hour
    settings.set("quiet_from", hour)
    settings.set("quiet_until", (hour + 2) % 24)
    window = make_window()
    window._indexing.apply("quiet_from")
    window.add_folders([str(clips)])
    status = window._indexing.status
    qtbot.waitUntil(lambda: "waits: it is a quiet hour" in status._text.text(), timeout=WAIT)
    assert not status._anyway.isHidden()
    assert batches(window) == 0
    status._anyway.click()
    settle(qtbot, window)
    assert len(window.hits) == 3
    assert status._anyway.isHidden()


def test_files_that_appear_are_taken_in_without_being_asked_for(
    qtbot: QtBot, window: MainWindow, clips: Path
) -> None:
    window.add_folders([str(clips)])
    settle(qtbot, window)
    qtbot.waitUntil(lambda: window._workers.watch._watcher is not None, timeout=WAIT)
    before = window._indexing.counts.looked
    assert before
    write_video(clips / "yellow.mp4", [solid(NAMED_COLOURS["yellow"])] * 12)
    qtbot.waitUntil(lambda: "yellow.mp4" in names(window), timeout=WAIT)
    settle(qtbot, window)
    assert window._indexing.counts.complete == 4
    assert window._indexing.counts.looked > before
    window._indexing.work._watch.setChecked(False)
    assert window._settings.get("watch_folders") is False
    qtbot.waitUntil(lambda: window._workers.watch._watcher is None, timeout=WAIT)


def test_a_problem_file_can_be_ignored_and_taken_back(qtbot: QtBot, window: MainWindow, clips: Path) -> None:
    (clips / "empty.mp4").touch()
    window.add_folders([str(clips)])
    settle(qtbot, window)
    panel = window._indexing.problems
    assert panel.count == 1
    assert panel._copy_report.isEnabled()
    assert window._actions["retry"].isEnabled()
    assert not panel._ignore.isEnabled()
    panel.select(str(clips / "empty.mp4"))
    panel._ignore.click()
    settle(qtbot, window)
    assert panel.count == 0
    assert not panel._copy_report.isEnabled()
    assert not window._actions["retry"].isEnabled()
    window._actions["rescan"].trigger()
    settle(qtbot, window)
    assert panel.count == 0
    panel_text = window._message.text
    assert "empty.mp4" in panel_text
    window._message._take_offer()
    settle(qtbot, window)
    assert panel.count == 1


def test_one_problem_file_is_tried_again_alone(qtbot: QtBot, window: MainWindow, clips: Path) -> None:
    for name in ("one.mp4", "two.mp4"):
        (clips / name).touch()
    window._settings.set("watch_folders", False)
    window.add_folders([str(clips)])
    settle(qtbot, window)
    for name, colour in (("one.mp4", "cyan"), ("two.mp4", "black")):
        write_video(clips / name, [solid(NAMED_COLOURS[colour])] * 12)
    window._indexing.problems.select(str(clips / "one.mp4"))
    window._indexing.problems._retry.click()
    settle(qtbot, window)
    assert window._indexing.problems.count == 1
    assert "one.mp4" in names(window)
    assert window._message.text == "Tried again: one.mp4 can be read now."
    (clips / "two.mp4").write_bytes(b"no video" * 100)
    window._indexing.problems.select(str(clips / "two.mp4"))
    window._indexing.problems._retry.click()
    settle(qtbot, window)
    assert window._message.text.startswith("Tried again: two.mp4 still cannot be read: ")
    window._indexing.problems._copy_report.click()
    assert window._message.text == "The report is copied. Files in it: 1."


def test_while_something_else_is_read_trying_again_says_that_it_waits(
    qtbot: QtBot, make_window: WindowFactory, settings: Settings, stored_clips: Path
) -> None:
    go_on = threading.Event()

    def hold(frames: ByteArray) -> None:
        go_on.wait(WAIT / 1000)

    settings.set("watch_folders", False)
    window = make_window(MeanColourEncoder(hook=hold))
    bad = [stored_clips / name for name in ("one.mp4", "two.mp4", "three.mp4")]
    for file in bad:
        file.touch()
    window._actions["rescan"].trigger()
    settle(qtbot, window)
    panel, message = window._indexing.problems, window._message
    assert panel.count == 3
    panel.select(str(bad[0]))
    panel._retry.click()
    assert message.text == "one.mp4 is being tried again."
    settle(qtbot, window)
    write_video(stored_clips / "long.mp4", [solid(NAMED_COLOURS["cyan"])] * 24)
    window._actions["rescan"].trigger()
    panel.select(str(bad[0]))
    panel._retry.click()
    assert message.text == "one.mp4 is tried again as soon as what is being read now is done."
    panel.select(*map(str, bad[1:]))
    panel._retry.click()
    assert message.text == "Files tried again as soon as what is being read now is done: 2."
    go_on.set()
    settle(qtbot, window)
    assert "long.mp4" in names(window)
    assert message.text == "Tried again: 0 of 3 files can be read now."


def test_after_ignoring_the_keyboard_is_on_the_next_problem(qtbot: QtBot) -> None:
    problems = [Problem(Failure(f"/{n}.mp4", "probe", "cause"), "failed") for n in range(4)]
    panel = ProblemsPanel(QAction("Try all again"))
    qtbot.addWidget(panel)
    panel.show_problems(tuple(problems))
    panel.show()
    panel.activateWindow()
    qtbot.waitUntil(panel.isActiveWindow)
    panel.select("/1.mp4", "/2.mp4")
    panel._ignore.setFocus()
    panel._ignore.click()
    panel.show_problems((problems[0], problems[3]))
    assert panel.selected() == ["/3.mp4"]
    assert panel._tree.hasFocus()
    panel._ignore.click()
    panel.show_problems((problems[0],))
    assert panel.selected() == ["/0.mp4"]


def test_the_problems_are_counted_the_same_everywhere(qtbot: QtBot, window: MainWindow) -> None:
    problems = tuple(Problem(Failure(f"/{n}.mp4", "probe", "cause"), "failed") for n in range(6))
    window._indexing._report = IndexReport()
    window._indexing._problems_changed((*problems, Problem(Failure("/p.mp4", "decode", "cause"), "partial")))
    window._indexing._counts_changed(LibraryCounts(45, 1, 6, 0, 90, 0, copies=7))
    line = window._indexing.status._text.text()
    assert line == "46 videos can be searched · files that are copies of them: 7 · files with problems: 7"
    assert window._indexing.problems._title.text() == "Problems: 7 (not read 6, read in part 1)"
    assert window._indexing.status._problems.text() == "Problems: 7"
    assert window._indexing.work.fact("copies") == "7"


def test_every_kind_of_problem_has_words(qtbot: QtBot) -> None:
    said = set()
    for kind in ("failed", "partial", "parked"):
        for stage in ("scan", "probe", "decode", "encode", "store", "other"):
            problem = Problem(Failure("/a.mp4", stage, "cause"), kind)  # type: ignore[arg-type]
            assert advice(problem).endswith(".")
            assert state_word(problem)
            said.add(advice(problem))
    for reason in ("a JPEG picture, not a video", "no video stream (audio only)"):
        said.add(advice(Problem(Failure("/a.mp4", "probe", reason), "failed")))
    assert len(said) == 9


def test_of_ten_thousand_problems_only_those_in_view_are_put_into_words(
    qtbot: QtBot, window: MainWindow, qtmodeltester: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    problems = tuple(Problem(Failure(f"/{n}.mp4", "probe", "cause"), "failed") for n in range(10_000))
    window._actions["show_problems"].trigger()
    panel = window._indexing.problems
    panel.show_problems(problems[:-1])
    panel.select("/77.mp4", "/78.mp4")
    asked: set[str] = set()

    def noting(problem: Problem) -> str:
        asked.add(problem.failure.path)
        return advice(problem)

    monkeypatch.setattr(problems_model, "advice", noting)
    panel.show_problems(problems)
    window.grab()
    assert 0 < len(asked) < 100
    assert panel.selected() == ["/77.mp4", "/78.mp4"]
    model = ProblemsModel()
    model.show(problems[:5])
    qtmodeltester.check(model)


def test_the_end_of_a_long_job_is_told_only_to_who_looks_elsewhere(
    qtbot: QtBot, make_window: WindowFactory, clips: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notifier, "LONG", 0.0)
    window = make_window()
    window.showMinimized()
    window.add_folders([str(clips)])
    settle(qtbot, window)
    assert window._indexing.notifier.told == ["All videos are read: 3 can be searched."]
    window.showNormal()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=WAIT)
    window._actions["rescan"].trigger()
    settle(qtbot, window)
    assert len(window._indexing.notifier.told) == 1
