"""The player: opens at the moment, and says why where it cannot."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.gui.test_results import hit
from tests.helpers.videos import write_moving
from vop_desktop.ui.player import Player


@pytest.fixture
def player(qtbot: QtBot) -> Player:
    made = Player()
    qtbot.addWidget(made)
    return made


def test_a_video_opens_at_its_moment(qtbot: QtBot, player: Player, tmp_path: Path) -> None:
    clip = write_moving(tmp_path / "long.mp4", seconds=12)
    player.open(hit(1, path=str(clip), moment=7.0, duration=12.0))
    media = player._media
    assert media is not None
    qtbot.waitUntil(lambda: media.position() >= 7000 or bool(player.message), timeout=10_000)
    assert player.message == ""
    assert 7000 <= media.position() < 11_000
    assert "long.mp4" in player.windowTitle()
    qtbot.keyClick(player, Qt.Key.Key_Escape)
    assert not player.isVisible()
    assert media.source().isEmpty()


def test_a_file_out_of_reach_is_said_in_words(player: Player) -> None:
    player.open(hit(1, offline=True))
    assert "is not there now" in player.message


def test_a_file_that_cannot_be_played_is_said_in_words(qtbot: QtBot, player: Player, tmp_path: Path) -> None:
    bad = tmp_path / "bad.mp4"
    bad.write_bytes(b"no video at all" * 100)
    with qtbot.waitSignal(player.gave_up, timeout=10_000):
        player.open(hit(1, path=str(bad)))
    assert "system's player" in player.message
