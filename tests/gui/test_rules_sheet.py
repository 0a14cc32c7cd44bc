"""The rules of a search on a sheet."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from tests.gui.conftest import settle
from vop_desktop.search.grammar import FILTERS, SIGNS
from vop_desktop.ui.main_window import MainWindow
from vop_desktop.ui.rules_sheet import RulesSheet, meanings, rules


def test_every_rule_has_an_example_and_a_meaning(qtbot: QtBot) -> None:
    assert set(meanings()) == {*FILTERS, *(sign.name for sign in SIGNS), "-"}
    sheet = RulesSheet()
    qtbot.addWidget(sheet)
    assert not sheet.isModal()
    assert [made.text() for made in sheet.examples] == [example for example, _, _ in rules()]
    said = " ".join(meaning for _, meaning, _ in rules())
    assert "{0}" not in said
    assert "offline, online, landscape, square, partial" in said


def test_an_example_is_tried_in_the_field(qtbot: QtBot, window: MainWindow, stored_clips: Path) -> None:
    window._results.refresh()
    window._results.page.show_nothing("Nothing here fits.", "", closest=False)
    nothing = window._results.page._nothing
    next(made for made in nothing.findChildren(QPushButton) if "Rules" in made.text()).click()
    sheet = window._dialogs.rules
    assert sheet is not None
    assert sheet.isVisible()
    field = window._results.header.field
    by_text = {made.text(): made for made in sheet.examples}
    by_text["dog -night"].click()
    assert field.text() == "dog -night"
    for _ in range(2):
        by_text["is:portrait"].click()
        assert field.text() == "dog -night is:portrait"
    settle(qtbot, window)
    assert window._results.header.query == "dog -night is:portrait"
    by_text["dog + beach"].click()
    assert field.text() == "dog + beach"
    settle(qtbot, window)
