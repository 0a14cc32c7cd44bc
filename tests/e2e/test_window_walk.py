"""The whole program by mouse, keyboard and drop: folder, search, play, captions, undo, and another start."""

from __future__ import annotations

import json
import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.e2e.conftest import Vop
from tests.gui.conftest import qt_warnings, started_threads  # noqa: F401 (they watch each test)
from tests.gui.test_clip_captions import drop, files
from tests.helpers import screen
from tests.helpers.translation import language_put_back
from tests.helpers.walk import Drawn, Seen, english_in, first_day, is_ours, next_day, see, spots
from vop_desktop import app, paths
from vop_desktop.samples.write import write_samples
from vop_desktop.ui import playback
from vop_desktop.ui.main_window import MainWindow
from vop_desktop.ui.session import Session

HAS_SCREEN = bool(shutil.which("Xvfb") and shutil.which("xdotool"))
LONG = bool(os.environ.get("VOP_LONG_TESTS"))
PATIENCE = 120  # seconds; a busy machine is no failure


@pytest.fixture(scope="session")
def drawn_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("drawn") / "samples"
    write_samples(str(folder), count=4)
    return folder


@pytest.fixture
def drawn(tmp_path: Path, drawn_once: Path) -> Drawn:
    folder = tmp_path / "v 1"  # too short for a word of English
    shutil.copytree(drawn_once, folder, ignore=shutil.ignore_patterns("*.csv"))
    name, _, query = (drawn_once / "captions.csv").read_text("utf-8").splitlines()[1].partition(",")
    paths.data_dir().mkdir(parents=True)
    (paths.data_dir() / "settings.json").write_text(json.dumps({"language": "zh_CN"}), "utf-8")
    return Drawn(folder, folder / name, query)


class Events:
    """A hand within the process: Qt's own events for mouse, keys and drops."""

    def __init__(self, qtbot: QtBot, window: MainWindow) -> None:
        self._qtbot, self._window = qtbot, window

    def click(self, name: str, *, twice: bool = False) -> None:
        widget, place = spots(self._window)[name]
        widget.window().activateWindow()  # as a window manager does
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=place)
        if twice:
            QTest.mouseDClick(widget, Qt.MouseButton.LeftButton, pos=place)

    def type(self, name: str, text: str, *, enter: bool = False) -> None:
        widget, _ = spots(self._window)[name]
        self._qtbot.waitUntil(widget.hasFocus, timeout=1000 * PATIENCE)
        QTest.keyClicks(widget, text)
        if enter:
            QTest.keyClick(widget, Qt.Key.Key_Return)

    def press(self, name: str, keys: str) -> None:
        window = spots(self._window)[name][0].window()
        pressed = QKeySequence(keys.replace("escape", "Esc"))[0]
        QTest.keyClick(window.focusWidget() or window, pressed.key(), pressed.keyboardModifiers())

    def drop(self, path: Path) -> None:
        drop(self._window, files(path))


@contextmanager
def program(qapp: QApplication) -> Iterator[MainWindow]:
    """The window as the program makes it, until it is closed."""
    with language_put_back(qapp):
        window, problems = app.open_window(qapp, app.parse([]))
        assert not problems
        session = Session(window)
        window.show()
        window.start()
        window.activateWindow()
        try:
            yield window
        finally:
            window.close()
            session.close()
            assert not window.running, "a thread outlived its window"
            window.deleteLater()


@dataclass(frozen=True)
class Inside:
    """An eye within the process; the events go on while it looks."""

    qtbot: QtBot
    window: MainWindow

    def until(self, is_so: Callable[[Seen], object]) -> Seen:
        end = time.monotonic() + PATIENCE
        while not is_so(seen := see(self.window)):
            assert time.monotonic() < end, seen
            self.qtbot.wait(50)
        return seen

    def english(self) -> list[str]:
        return english_in(self.window)


def test_a_first_day_and_the_next(
    qtbot: QtBot, qapp: QApplication, drawn: Drawn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(playback, "FIRST_PICTURE_MS", 1000 * PATIENCE)
    before = set(threading.enumerate())
    with program(qapp) as window:
        caption = first_day(Events(qtbot, window), Inside(qtbot, window), drawn)
    with program(qapp) as window:
        next_day(Events(qtbot, window), Inside(qtbot, window), drawn, caption)
    assert [thread.name for thread in threading.enumerate() if thread not in before and is_ours(thread)] == []


@pytest.mark.skipif(not (HAS_SCREEN and LONG), reason="needs Xvfb, xdotool and VOP_LONG_TESTS=1")
def test_the_same_with_a_mouse_and_a_keyboard(vop: Vop, drawn: Drawn, tmp_path: Path) -> None:
    with screen.screen() as name:
        environment = vop.env({"DISPLAY": name, "VOP_DESKTOP_HOME": os.environ["VOP_DESKTOP_HOME"]})
        with screen.program(environment, tmp_path / "first.json") as shown:
            caption = first_day(shown, shown, drawn)
        with screen.program(environment, tmp_path / "next.json") as shown:
            next_day(shown, shown, drawn, caption)
