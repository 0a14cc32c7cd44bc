"""What players ask the window for: frames as queries, pieces as files, other players."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.gui.conftest import WAIT, WindowFactory, settle
from tests.helpers.videos import colour_at, write_colours
from vop_desktop.settings import Settings
from vop_desktop.ui import outside
from vop_desktop.ui.main_window import MainWindow

posix = pytest.mark.skipif(sys.platform == "win32", reason="programs made of a shell script")


@pytest.fixture
def filled(qtbot: QtBot, make_window: WindowFactory, stored_clips: Path) -> MainWindow:
    window = make_window()
    settle(qtbot, window)
    return window


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is handed to the system."""
    urls: list[str] = []

    def take(url: QUrl) -> bool:
        urls.append(url.toLocalFile())
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", take)
    return urls


@pytest.fixture
def no_programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A computer without any player; the folder is its search path."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    bare = tuple(outside.Kind(k.name, k.programs, (), k.arguments) for k in outside.KINDS)
    monkeypatch.setattr(outside, "KINDS", bare)
    return folder


def program(folder: Path, name: str) -> Path:
    """A program that writes down what it was started with."""
    told = folder / f"{name}.txt"
    made = folder / name
    made.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > "{told}.part"\n/bin/mv "{told}.part" "{told}"\n')
    made.chmod(0o755)
    return told


def play_red(qtbot: QtBot, window: MainWindow) -> None:
    window.search("red")
    settle(qtbot, window)
    page = window._results.page
    page.grid.setCurrentIndex(window._results.model.index(0, 0))
    window._actions["play"].trigger()
    player = window._results.tiles.player
    assert player is not None
    player.activateWindow()
    qtbot.waitUntil(lambda: window.media.front is player.view, timeout=WAIT)


@posix
def test_known_players_are_found_and_told_where_to_begin(
    qtbot: QtBot, no_programs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert outside.installed_players() == ()
    assert outside.start_outside("/videos/a b.mp4", 83.25) == ""
    told = {name: program(no_programs, name) for name in ("mpv", "vlc")}
    (no_programs / "mpc-hc").write_text("not a program")
    assert [player.name for player in outside.installed_players()] == ["VLC", "mpv"]
    assert outside.start_outside("/videos/a b.mp4", 83.25) == "VLC"
    assert outside.start_outside("/videos/a b.mp4", 83.25, "mpv") == "mpv"
    assert outside.start_outside("/videos/a b.mp4", 83.25, outside.SYSTEM) == ""
    qtbot.waitUntil(lambda: all(path.exists() for path in told.values()), timeout=WAIT)
    assert told["vlc"].read_text().splitlines() == ["--start-time=83.25", "/videos/a b.mp4"]
    assert told["mpv"].read_text().splitlines() == ["--start=83.25", "/videos/a b.mp4"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("MPC-HC", ["{0}", "/start", "83250"]),
        ("MPC-BE", ["{0}", "/start", "83250"]),
        ("PotPlayer", ["{0}", "/seek=00:01:23"]),
        ("IINA", ["--mpv-start=83.25", "{0}"]),
    ],
)
def test_each_player_has_its_own_way_to_be_told_a_time(name: str, expected: list[str]) -> None:
    path = os.path.abspath("a.mp4")
    assert outside.arguments_for(name, path, 83.25) == [text.format(path) for text in expected]


@posix
def test_another_player_goes_on_where_this_one_is(
    qtbot: QtBot, filled: MainWindow, no_programs: Path, opened: list[str]
) -> None:
    play_red(qtbot, filled)
    told = program(no_programs, "mpv")
    view = filled.media.front
    assert view is not None
    view.seek(0.5)
    filled._actions["play_outside"].trigger()
    qtbot.waitUntil(told.exists, timeout=WAIT)
    assert told.read_text().splitlines() == [f"--start={view.position:.2f}", filled.hits[0].path]
    settle(qtbot, filled)
    assert opened == []
    assert filled._message.text == ""


def test_without_a_known_player_the_system_s_one_opens_and_the_moment_is_said(
    qtbot: QtBot, filled: MainWindow, no_programs: Path, opened: list[str]
) -> None:
    filled.media.play_outside(filled.hits[0], 83.0)
    qtbot.waitUntil(lambda: bool(opened), timeout=WAIT)
    assert opened == [filled.hits[0].path]
    assert "the moment is at 1:23" in filled._message.text


def test_the_frame_in_view_becomes_the_query(qtbot: QtBot, filled: MainWindow) -> None:
    play_red(qtbot, filled)
    player = filled._results.tiles.player
    assert player is not None
    assert filled._actions["frame_query"] in player.actions()
    filled.search("")
    settle(qtbot, filled)
    player.activateWindow()
    qtbot.waitUntil(lambda: filled.media.front is not None, timeout=WAIT)
    filled._actions["frame_query"].trigger()
    qtbot.waitUntil(lambda: filled._results.examples.example is not None, timeout=WAIT)
    settle(qtbot, filled)
    example = filled._results.examples.example
    assert example is not None
    assert example.label.startswith("red clip.mp4 at 0:0")
    assert Path(filled.hits[0].path).name == "red clip.mp4"


def test_a_frame_is_copied_in_its_own_size(qtbot: QtBot, filled: MainWindow, stored_clips: Path) -> None:
    big = write_colours(stored_clips / "wide clip.mp4", seconds=4.0, width=640, height=360)
    filled._actions["rescan"].trigger()
    settle(qtbot, filled)
    clipboard = QApplication.clipboard()
    clipboard.clear()
    row = next(row for row, hit in enumerate(filled.hits) if hit.path == str(big))
    filled._results.page.enter()
    filled._results.page.view.setCurrentIndex(filled._results.model.index(row, 0))
    filled._actions["copy_frame"].trigger()
    qtbot.waitUntil(lambda: not clipboard.image().isNull(), timeout=WAIT)
    assert clipboard.image().size().toTuple() == (640, 360)
    assert filled._message.text.startswith("The picture is copied: wide clip.mp4 at 0:0")
    filled._results.tiles.open(filled.hits[row])
    qtbot.waitUntil(lambda: filled.media.front is not None, timeout=WAIT)
    view = filled.media.front
    assert view is not None
    view.seek(3.5)
    clipboard.clear()
    assert "Copy this frame" in [action.text() for action in view.controls.more.menu().actions()]
    player = filled._results.tiles.player
    assert player is not None
    assert filled._actions["copy_frame"] in player.actions()
    filled._actions["copy_frame"].trigger()
    qtbot.waitUntil(lambda: not clipboard.image().isNull(), timeout=WAIT)
    shown = clipboard.image().pixelColor(320, 180)
    assert colour_at(np.full((9, 9, 3), shown.getRgb()[:3], np.uint8)) == 3
    assert "wide clip.mp4 at 0:03" in view._note.text()
    big.unlink()
    player.close()
    filled._actions["copy_frame"].trigger()
    qtbot.waitUntil(lambda: "No frame of wide clip.mp4 can be read" in filled._message.text, timeout=WAIT)


def test_a_piece_is_exported_from_the_player_and_shown(
    qtbot: QtBot, filled: MainWindow, tmp_path: Path, opened: list[str], settings: Settings
) -> None:
    settings.set("folders", json.dumps({"piece": str(tmp_path)}))
    play_red(qtbot, filled)
    view = filled.media.front
    assert view is not None
    view._set_marks(0.6, 0.9)
    filled._actions["export_piece"].trigger()
    dialog = filled.media.dialog
    assert dialog is not None
    assert not dialog.isModal()
    target = Path(dialog.selectedFiles()[0])
    assert target == tmp_path / "red clip 0.00–0.00.mp4"
    dialog.accept()
    qtbot.waitUntil(lambda: "exported as" in filled._message.text, timeout=WAIT)
    assert target.stat().st_size > 500
    assert "0.1 s early" in filled._message.text
    assert view._note.text() == filled._message.text  # the player may hide the bar
    filled._message._take_offer()
    assert opened == [str(tmp_path)]
    filled.media._export_to(filled.hits[0], str(target), 0.0, 0.5)
    qtbot.waitUntil(lambda: "is there already" in filled._message.text, timeout=WAIT)
    assert "is there already" in view._note.text()


def test_volume_and_looping_are_kept(qtbot: QtBot, filled: MainWindow, settings: Settings) -> None:
    play_red(qtbot, filled)
    view = filled.media.front
    assert view is not None
    view.controls.volume.setValue(30)
    qtbot.keyClick(view, Qt.Key.Key_R)
    filled.media.close()
    assert (settings.get("player_volume"), settings.get("player_loop")) == (30, True)
