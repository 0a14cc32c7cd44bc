"""What an entry of a menu does is said beside it, where its name does not tell."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from vop_desktop.ui.main_window import MainWindow
from vop_desktop.ui.tip_menu import TipMenu


@pytest.mark.parametrize("name", ["exclude", "exclude_folder", "forget"])
def test_what_takes_videos_away_says_that_files_stay(window: MainWindow, name: str) -> None:
    action = window._actions[name]
    assert "disk" in action.statusTip()
    assert action.toolTip() == action.statusTip()


def test_a_tip_is_shown_beside_its_entry_and_no_name_twice(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(QToolTip, "showText", staticmethod(lambda place, text, widget: told.append(text)))
    menu = TipMenu(window)
    qtbot.addWidget(menu)
    menu.addActions([window._actions["forget"], window._actions["play"]])
    menu.show()
    for action in menu.actions():
        place = menu.actionGeometry(action).center()
        QApplication.sendEvent(menu, QHelpEvent(QEvent.Type.ToolTip, place, QPoint(0, 0)))
    menu.hide()
    assert told == [window._actions["forget"].statusTip()]
    menus = [action.menu() for action in window.menuBar().actions()]
    assert all(isinstance(each, TipMenu) for each in menus)
