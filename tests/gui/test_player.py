"""The player: opens at the moment, is worked by keys, and says why where it cannot play."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from tests.gui.test_results import hit
from tests.helpers.videos import write_moving
from vop_desktop.records import Hit
from vop_desktop.ui.heat_strip import HeatStrip, peaks_of
from vop_desktop.ui.player import Player
from vop_desktop.ui.player_view import PlayerView
from vop_desktop.ui.timeline import EDGE

SECONDS = 12.0


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_moving(tmp_path_factory.mktemp("clip") / "long.mp4", seconds=SECONDS)


@pytest.fixture
def player(qtbot: QtBot) -> Player:
    made = Player()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def held(qtbot: QtBot, player: Player, clip: Path) -> PlayerView:
    """The view of a player that holds the picture at second 7."""
    player.show()
    player.view.open(match(clip), play=False)
    qtbot.waitUntil(lambda: player.view.playback._seen and player.view.position == 7.001, timeout=10_000)
    assert player.message == ""
    return player.view


def match(clip: Path) -> Hit:
    return hit(1, path=str(clip), start=6.0, end=9.0, moment=7.0, duration=SECONDS)


def press(qtbot: QtBot, view: PlayerView, *keys: Qt.Key, by: Qt.KeyboardModifier | None = None) -> float:
    for key in keys:
        qtbot.keyClick(view, key, by or Qt.KeyboardModifier.NoModifier)
    return view.position


def test_a_video_opens_at_its_moment(qtbot: QtBot, player: Player, clip: Path) -> None:
    player.open(match(clip))
    media = player.view.playback.media
    assert media is not None
    qtbot.waitUntil(lambda: media.position() >= 7000 or bool(player.message), timeout=10_000)
    assert player.message == ""
    assert 7000 <= media.position() < 11_000
    assert "long.mp4" in player.windowTitle()
    qtbot.keyClick(player, Qt.Key.Key_Escape)
    assert not player.isVisible()
    assert media.source().isEmpty()
    assert player.view.hit is None


def test_another_moment_of_the_same_video_is_gone_to(qtbot: QtBot, held: PlayerView, clip: Path) -> None:
    held.open(hit(1, path=str(clip), start=2.0, end=4.0, moment=3.0, duration=SECONDS), play=False)
    qtbot.waitUntil(lambda: held.playback.shown == 3.0, timeout=5000)
    assert held.position == pytest.approx(3.0, abs=0.01)
    assert not held.playback._waiting.isActive()  # no picture has to come anew
    held.seek(4.0)
    assert held.seek_bar.position == 4.0


def test_a_click_on_the_picture_plays_and_holds(qtbot: QtBot, held: PlayerView) -> None:
    picture = held.picture.currentWidget()
    qtbot.mouseClick(picture, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: held.playback.playing)
    qtbot.mouseClick(picture, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not held.playback.playing)
    with qtbot.waitSignal(held.full_screen_wanted):
        qtbot.mouseDClick(picture, Qt.MouseButton.LeftButton)
    assert held.window().isFullScreen()


def test_at_the_end_the_last_picture_is_held_and_play_begins_anew(qtbot: QtBot, held: PlayerView) -> None:
    held.seek(SECONDS - 0.3)
    press(qtbot, held, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: not held.playback.playing and held.position > SECONDS - 0.2, timeout=5000)
    bar = held.seek_bar
    button = held.controls.actions_by_name["play"]
    assert button.iconText() == "Play again"
    qtbot.waitUntil(lambda: bar.here == bar.width() - EDGE)  # not a little before it
    press(qtbot, held, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: held.playback.playing and held.position < 3.0, timeout=5000)
    assert button.iconText() == "Pause"
    held.playback.pause()
    held.seek(SECONDS - 0.05)
    assert button.iconText() == "Play again"
    held.seek(1.0)
    assert button.iconText() == "Play"


def test_a_file_out_of_reach_is_said_in_words(player: Player) -> None:
    player.open(hit(1, offline=True))
    assert "is not there now" in player.message
    assert not player.view.controls.actions_by_name["outside"].isEnabled()


def test_a_file_that_cannot_be_played_is_said_in_words(qtbot: QtBot, player: Player, tmp_path: Path) -> None:
    bad = tmp_path / "bad.mp4"
    bad.write_bytes(b"no video at all" * 100)
    with qtbot.waitSignal(player.gave_up, timeout=10_000):
        player.open(hit(1, path=str(bad)))
    assert "another player" in player.message
    with qtbot.waitSignal(player.view.outside_wanted) as wanted:
        player.view.controls.actions_by_name["outside"].trigger()
    assert wanted.args[0].path == str(bad)
    assert wanted.args[1] == 83.0  # where it would have begun


def test_keys_go_along_the_video(qtbot: QtBot, held: PlayerView) -> None:
    assert press(qtbot, held, Qt.Key.Key_3) == pytest.approx(3.6, abs=0.01)
    assert press(qtbot, held, Qt.Key.Key_Right) == pytest.approx(8.6, abs=0.01)
    assert press(qtbot, held, Qt.Key.Key_Left, by=Qt.KeyboardModifier.ShiftModifier) == 0.0
    assert press(qtbot, held, Qt.Key.Key_Right, by=Qt.KeyboardModifier.ControlModifier) == pytest.approx(
        SECONDS, abs=0.01
    )
    assert press(qtbot, held, Qt.Key.Key_N) == pytest.approx(7.0, abs=0.01)
    qtbot.keyClick(held.seek_bar, Qt.Key.Key_Home)
    assert held.position == 0.0
    button = held.controls.findChild(QToolButton)
    qtbot.keyClick(button, Qt.Key.Key_5)  # also while the keyboard is on a button
    assert held.position == pytest.approx(6.0, abs=0.01)


def test_pictures_are_stepped_through_one_by_one(qtbot: QtBot, held: PlayerView) -> None:
    shown = [held.playback.shown]
    for key in (Qt.Key.Key_Period, Qt.Key.Key_Period, Qt.Key.Key_Comma):
        before = held.playback._frame
        press(qtbot, held, key)
        qtbot.waitUntil(lambda before=before: held.playback._frame != before)
        qtbot.wait(80)
        shown.append(held.playback.shown)
    assert shown == pytest.approx([7.0, 7.04, 7.08, 7.04], abs=0.005)


def test_j_k_and_l_shuttle(qtbot: QtBot, held: PlayerView) -> None:
    press(qtbot, held, Qt.Key.Key_L)
    qtbot.waitUntil(lambda: held.playback.playing)
    press(qtbot, held, Qt.Key.Key_L)
    assert held.playback.speed == 1.25
    assert held.controls.speed.text() == "1.25×"
    press(qtbot, held, Qt.Key.Key_K)
    qtbot.waitUntil(lambda: not held.playback.playing)
    here = held.position
    press(qtbot, held, Qt.Key.Key_J, Qt.Key.Key_J)
    assert held.controls.speed.text() == "−2×"
    qtbot.waitUntil(lambda: held.position < here)
    press(qtbot, held, Qt.Key.Key_Space)
    assert held.playback.speed > 0


def test_marks_make_the_piece_that_is_exported(qtbot: QtBot, held: PlayerView) -> None:
    with qtbot.waitSignal(held.piece_wanted) as wanted:
        held.ask_for_piece()
    assert wanted.args[1:] == [6.0, 9.0]  # the match
    press(qtbot, held, Qt.Key.Key_BracketLeft, Qt.Key.Key_9, Qt.Key.Key_O)
    assert held.span == pytest.approx((7.0, 10.8), abs=0.01)
    assert held.seek_bar.accessibleDescription() == "the piece begins at 0:07, the piece ends at 0:10"
    press(qtbot, held, Qt.Key.Key_1, Qt.Key.Key_BracketRight)
    assert held.span == pytest.approx((0.0, 1.2), abs=0.01)  # a beginning behind the end is dropped
    press(qtbot, held, Qt.Key.Key_Backslash)
    assert held.span == (6.0, 9.0)


def test_the_match_is_looped(qtbot: QtBot, held: PlayerView) -> None:
    held.seek(2.0)
    with qtbot.waitSignal(held.habits_changed) as changed:
        press(qtbot, held, Qt.Key.Key_R)
    assert changed.args[0].loop
    assert held.position == pytest.approx(6.0, abs=0.01)
    held.seek(8.8)
    press(qtbot, held, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: 6.0 <= held.position < 8.0, timeout=5000)
    assert held.playback.playing


def test_sound_is_muted_and_remembered(qtbot: QtBot, held: PlayerView) -> None:
    with qtbot.waitSignal(held.habits_changed) as changed:
        press(qtbot, held, Qt.Key.Key_M)
    assert changed.args[0].muted
    with qtbot.waitSignal(held.habits_changed) as changed:
        held.controls.volume.setValue(40)
    assert (changed.args[0].volume, changed.args[0].muted) == (40, False)
    assert held.playback._audio is not None
    assert held.playback._audio.volume() == pytest.approx(0.16)


def test_the_frame_in_view_is_asked_for(qtbot: QtBot, held: PlayerView) -> None:
    with qtbot.waitSignal(held.frame_wanted) as wanted:
        held.ask_for_frame()
    assert wanted.args[1] == pytest.approx(7.0, abs=0.005)


def test_the_heat_strip_is_there_when_there_is_heat(qtbot: QtBot, held: PlayerView) -> None:
    assert held.heat.isHidden()
    held.show_peaks(())
    held.show_heat([0.1, 0.3, 0.1, 0.12, 0.29, 0.1], [1.0, 3.0, 5.0, 7.0, 9.0, 11.0], SECONDS)
    assert held.heat.isVisible()
    assert press(qtbot, held, Qt.Key.Key_N) == pytest.approx(9.0, abs=0.01)
    assert press(qtbot, held, Qt.Key.Key_N) == pytest.approx(3.0, abs=0.01)  # round
    assert press(qtbot, held, Qt.Key.Key_N, by=Qt.KeyboardModifier.ShiftModifier) == pytest.approx(
        9.0, abs=0.01
    )
    held.clear_heat()
    assert held.heat.isHidden()
    assert not held.controls.actions_by_name["peak_next"].isEnabled()


def test_it_fits_a_narrow_panel(qtbot: QtBot) -> None:
    view = PlayerView()
    qtbot.addWidget(view)
    view.resize(320, 360)
    view.show()
    assert view.minimumSizeHint().width() <= 320
    buttons = [b for b in view.controls.findChildren(QToolButton) if b.isVisible()]
    assert all(view.controls.rect().contains(b.geometry()) for b in buttons)
    middles = sorted(b.geometry().center().y() for b in buttons)
    assert sum(after - before > 10 for before, after in pairwise(middles)) == 1  # two rows
    view.resize(900, 360)
    assert "Export piece…" in [b.text() for b in view.controls.findChildren(QToolButton) if b.isVisible()]


def test_the_heat_strip_is_worked_by_mouse_and_keys_and_says_where_it_fits(qtbot: QtBot) -> None:
    strip = HeatStrip()
    qtbot.addWidget(strip)
    strip.resize(214, 34)
    strip.show([0.2, 0.5, 0.2], [0.0, 50.0, 100.0], 100.0)
    assert strip.accessibleDescription() == "It fits best at 0:50."
    sought: list[float] = []
    strip.sought.connect(sought.append)
    qtbot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=QPoint(7 + 20, 20))
    qtbot.keyClick(strip, Qt.Key.Key_Right)
    qtbot.keyClick(strip, Qt.Key.Key_N)
    strip.setValue(80)  # as a screen reader does
    assert sought == pytest.approx([10.0, 15.0, 50.0, 80.0])
    strip.set_position(30.0)
    assert (strip.value(), len(sought)) == (30, 4)
    picture = strip.grab().toImage()
    hill, foot = picture.pixelColor(107, 14), picture.pixelColor(20, 14)
    assert hill != foot  # high in the middle, low at the side
    strip.clear()
    assert strip.isHidden()
    assert not strip.filled


def test_peaks_stand_apart_and_a_flat_line_has_hardly_any() -> None:
    times = [float(second) for second in range(10)]
    assert peaks_of([0, 9, 8.5, 0, 0, 7, 0, 2, 0, 0], times) == (1.0, 5.0)
    assert peaks_of([0.3] * 10, times) == ()
