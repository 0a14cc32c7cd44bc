"""Windows beside the window open again where they were left, also under a window manager that frames them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.helpers.encoders import MeanColourEncoder
from vop_desktop.ui.player import Player
from vop_desktop.ui.quick_look import QuickLook
from vop_desktop.ui.results_model import ResultsModel
from vop_desktop.ui.thumbnails import ThumbnailCache, ThumbnailWorker
from vop_desktop.ui.tool_window import ToolWindow

FRAMED = """
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from vop_desktop.ui.tool_window import ToolWindow

application = QApplication([])
window = ToolWindow()
window.resize(300, 200)
window.bring_up()
for _ in range(50):  # the window manager may just be starting
    QTest.qWait(100)
    if window.frameGeometry().height() > window.height():
        break
else:
    raise AssertionError("no frame")
QTest.qWait(400)
places = []
for _ in range(4):
    places.append((window.pos().x(), window.pos().y(), window.width(), window.height()))
    window.close()
    QTest.qWait(150)
    window.bring_up()
    QTest.qWait(400)
print(len(set(places)))
"""


def test_it_opens_where_it_was_left(qtbot: QtBot) -> None:
    window = ToolWindow()
    qtbot.addWidget(window)
    window.resize(200, 100)
    window.bring_up()
    window.move(90, 60)
    window.close()
    window.move(90, 81)  # as a window manager's frame does it
    window.bring_up()
    assert window.pos() == QPoint(90, 60)


def middle_of(window: QWidget) -> QPoint:
    return window.frameGeometry().center()


@pytest.mark.parametrize("corner", [QPoint(150, 150), QPoint(500, 600), QPoint(-300, -200)])
def test_without_a_place_it_stands_over_the_middle_of_the_window_and_within_the_screen(
    qtbot: QtBot, tmp_path: Path, corner: QPoint
) -> None:
    main = QWidget()
    qtbot.addWidget(main)
    main.resize(500, 400)
    main.move(corner)
    main.show()
    worker = ThumbnailWorker(tmp_path / "library.sqlite", MeanColourEncoder())
    look = QuickLook(ResultsModel(ThumbnailCache(worker)), main)
    for other in (Player(main), ToolWindow(main), look):
        other.resize(400, 300)
        if other is look:
            look._place()
        other.show()
        screen = other.screen().availableGeometry()
        assert screen.contains(other.frameGeometry())
        wanted = other.frameGeometry()
        wanted.moveCenter(middle_of(main))
        if screen.contains(wanted):
            apart = middle_of(other) - middle_of(main)
            assert apart.manhattanLength() < 10  # as wide as a frame


def test_the_player_opens_where_it_was_left_and_not_where_it_filled_the_screen(qtbot: QtBot) -> None:
    main = QWidget()
    qtbot.addWidget(main)
    main.show()
    player = Player(main)
    player.resize(400, 300)
    player.show()
    player.move(90, 60)
    player.close()
    player.show()
    assert player.pos() == QPoint(90, 60)
    player.showFullScreen()
    player.close()
    player.showNormal()
    assert player.pos() == QPoint(90, 60)
    player.close()


@pytest.fixture
def display() -> Iterator[str]:
    """A screen with a window manager."""
    if not (shutil.which("Xvfb") and shutil.which("openbox")):
        pytest.skip("needs Xvfb and openbox")
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1000x800x24"]
    server = subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL)
    os.close(writing)
    with os.fdopen(reading) as stream:
        name = f":{stream.readline().strip()}"
    manager = subprocess.Popen(
        ["openbox", "--sm-disable"], env=os.environ | {"DISPLAY": name}, stderr=subprocess.DEVNULL
    )
    time.sleep(1)
    yield name
    for process in (manager, server):
        process.terminate()
        process.wait()


def test_a_frame_does_not_push_it_down(display: str) -> None:
    environment = os.environ | {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
    done = subprocess.run(
        [sys.executable, "-c", FRAMED],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    if "could not load the Qt platform plugin" in done.stderr.lower():
        pytest.skip("Qt has no plugin for this screen")
    assert done.stdout.strip() == "1", done.stderr
