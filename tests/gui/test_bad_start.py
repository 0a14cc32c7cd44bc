"""A start on a machine where things are broken or missing: the window opens and says so in words."""

from __future__ import annotations

import argparse
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QThread
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.gui.conftest import WAIT, WindowFactory, names_of_running, settle
from tests.helpers.videos import write_moving
from vop_desktop import app, paths
from vop_desktop.errors import PackError
from vop_desktop.model.lazy import LazyEncoder
from vop_desktop.records import Hit
from vop_desktop.settings import Settings
from vop_desktop.ui import language, main_window
from vop_desktop.ui.main_window import MainWindow
from vop_desktop.ui.player import Player
from vop_desktop.ui.results_model import Role
from vop_desktop.ui.theme import Theme


@pytest.fixture(autouse=True)
def own_theme(qapp: QApplication) -> Iterator[None]:
    """The colours that a start chooses do not outlive the test."""
    yield
    for theme in qapp.findChildren(Theme):
        theme.deleteLater()
    qapp.setStyleSheet("")


def opened(qtbot: QtBot, *arguments: str) -> tuple[MainWindow, tuple[str, ...]]:
    """The window as the program makes it, with what it has to tell."""
    instance = QApplication.instance()
    assert isinstance(instance, QApplication)
    options: argparse.Namespace = app.parse(list(arguments))
    window, problems = app.open_window(instance, options)
    qtbot.addWidget(window)
    window.show()
    window.start()
    for problem in problems:
        window.tell(problem, lasting=True)
    settle(qtbot, window)
    return window, problems


@pytest.mark.parametrize("content", ["{", "[]", "\x00\x00", '{"tile_size": '])
def test_a_broken_settings_file_costs_the_settings_and_not_the_start(qtbot: QtBot, content: str) -> None:
    paths.settings_path().parent.mkdir(parents=True)
    paths.settings_path().write_text(content, "utf-8")
    window, _ = opened(qtbot)
    assert "settings file was damaged and is kept as settings.damaged.json" in window._message.text
    assert paths.settings_path().with_suffix(".damaged.json").read_text("utf-8") == content
    window.close()
    assert Settings().problem == ""


def test_settings_that_cannot_be_read_are_told_too(tmp_path: Path) -> None:
    folder = tmp_path / "settings.json"
    folder.mkdir()
    (tmp_path / "settings.damaged.json").mkdir()
    (tmp_path / "settings.damaged.json" / "full").touch()
    assert "cannot be read" in Settings(folder).problem


def test_a_library_on_a_vanished_disk_is_told_and_the_window_opens(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "disk").write_text("where a folder was", "utf-8")
    window, _ = opened(qtbot, "--library", str(tmp_path / "disk" / "library.sqlite"))
    assert window._empty.title == "The library cannot be shown"
    assert "cannot be opened" in window._message.text
    assert window.isVisible()
    window.close()


def test_a_missing_translation_is_told(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Settings().set("language", "zh_CN")
    load = language.load
    monkeypatch.setattr(language, "load", lambda application, wanted: load(application, wanted, tmp_path))
    window, _ = opened(qtbot)
    assert "简体中文 is missing or damaged" in window._message.text
    window.close()


def hit_of(path: Path) -> Hit:
    return Hit(str(path), 0.0, 1.0, 0.5, 0.5, "likely", False, 1, 0, 0, 1.0)


def test_without_a_media_library_the_player_says_so(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "PySide6.QtMultimedia", None)  # an import of it fails
    player = Player()
    qtbot.addWidget(player)
    player.open(hit_of(write_moving(tmp_path / "a.mp4", seconds=1)))
    assert "no working media player" in player.message
    assert "another player" in player.message


def test_without_a_sound_device_pictures_still_come(qtbot: QtBot, tmp_path: Path) -> None:
    from PySide6.QtMultimedia import QMediaDevices

    if QMediaDevices.audioOutputs():
        pytest.skip("this machine has a sound device")
    player = Player()
    qtbot.addWidget(player)
    player.open(hit_of(write_moving(tmp_path / "a.mp4", seconds=1)))
    seen = player.view.playback
    qtbot.waitUntil(lambda: seen._seen or bool(player.message), timeout=WAIT)
    assert seen._seen or "cannot be played here" in player.message or "No picture came" in player.message
    player.close()


STUCK = """
import sys, time
from pathlib import Path
from PySide6.QtWidgets import QApplication
from vop_desktop import app
from vop_desktop.settings import Settings
from vop_desktop.ui import main_window
main_window.CLOSE_SECONDS = 0.2
application = QApplication([])
def run():
    window = app.make_window(Settings(), Path(sys.argv[1]), keep_geometry=False)
    window.show()
    window.start()
    window._workers.search.post(lambda token: time.sleep(60))
    window.close()
    return app.leave(window, 0)
sys.exit(run())
"""


def test_a_thread_that_cannot_be_stopped_makes_no_crash_of_the_end(tmp_path: Path) -> None:
    command = [sys.executable, "-c", STUCK, str(tmp_path / "library.sqlite")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=WAIT / 1000)
    assert done.returncode == 0, done.stderr
    assert "Destroyed while thread" not in done.stderr


def test_closing_does_not_wait_for_a_model_that_is_being_loaded(
    qtbot: QtBot, make_window: WindowFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, loaded = threading.Event(), threading.Event()

    def load_encoder(name: str, *, device: str) -> object:
        begun.set()
        loaded.wait(WAIT / 1000)
        raise PackError("The pack is gone.")

    monkeypatch.setattr("vop_desktop.model.encoder.load_encoder", load_encoder)
    encoder = LazyEncoder("starter")
    window = make_window(encoder, start=False)
    window.show()
    window.start()
    window._workers.search.post(lambda token: encoder.load())
    assert begun.wait(WAIT / 1000)
    begin = time.monotonic()
    window.close()
    took = time.monotonic() - begin
    assert [worker for worker in window._workers.all if worker.running] == [window._workers.search]
    loaded.set()
    qtbot.waitUntil(lambda: not window.running, timeout=WAIT)
    assert took < 0.6 * main_window.CLOSE_SECONDS


def test_without_its_pack_the_library_is_listed_and_another_pack_is_offered(
    qtbot: QtBot, direct: None, make_window: WindowFactory, stored_clips: Path, settings: Settings
) -> None:
    settings.set("pack", "gone")
    window = make_window(LazyEncoder("gone"))
    settle(qtbot, window)
    assert len(window.hits) == 3
    assert not window._results.model.index(0, 0).data(Role.PICTURE).isNull()
    assert "“gone”, which the settings name, is not on this computer" in window._packs.question.text
    assert window._message.text == ""  # said once
    window.search("red")
    settle(qtbot, window)
    assert len(window.hits) == 3
    window.search("")
    window._packs.question.answer(0)
    settle(qtbot, window)
    assert window._packs.question.text == ""
    assert settings.get("pack") == "starter"
    assert window._workers.search.encoder is window._workers.index.encoder
    assert len(window.hits) == 3  # which the starter pack has read meanwhile
    window.search("red car")
    settle(qtbot, window)
    assert window._results.header.summary or window._results.page.reason


def test_a_missing_pack_that_comes_back_is_used_at_once(
    qtbot: QtBot, direct: None, make_window: WindowFactory, settings: Settings, made_pack: Path
) -> None:
    settings.set("pack", "tiny")
    window = make_window(LazyEncoder("tiny"))
    settle(qtbot, window)
    assert "“tiny”" in window._packs.question.text
    window._packs.question.answer(1)
    assert window._packs.window is not None
    window._packs.import_from(str(made_pack))
    settle(qtbot, window)
    assert window._workers.search.encoder.model_id.startswith("tiny-")
    assert "is in use now" in window._message.text


ENDING = """
import atexit, sys, threading, time
from vop_desktop.app import end_process
atexit.register(print, "goodbye")
threading.Thread(target=time.sleep, args=(60,)).start()  # Python itself would wait for it
sys.stdout.write("written, ")
end_process(3)
"""


def test_the_process_ends_at_once_and_loses_nothing() -> None:
    command = [sys.executable, "-c", ENDING]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=WAIT / 1000)
    assert (done.returncode, done.stdout) == (3, "written, goodbye\n"), done.stderr


class Sleeper(QThread):
    def run(self) -> None:
        self.msleep(300)


def test_a_thread_that_is_left_running_is_seen(qapp: QApplication, started_threads: list[QThread]) -> None:
    thread = Sleeper()
    thread.setObjectName("sleeper")
    thread.start()
    assert names_of_running(started_threads) == ["sleeper"]
    assert thread.wait(WAIT)
    assert names_of_running(started_threads) == []
