"""The list under the search field, and what half a query is taken for."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.conftest import WindowFactory, settle
from tests.helpers.encoders import MeanColourEncoder
from vop_desktop.library import Library
from vop_desktop.library.changes import do
from vop_desktop.library.tags import AddTag
from vop_desktop.records import Knowledge
from vop_desktop.search.completing import Completion
from vop_desktop.ui.main_window import MainWindow
from vop_desktop.ui.messages import Suggestions
from vop_desktop.ui.search_field import SearchField


class FewWords(MeanColourEncoder):
    """Was taught some colours and no other word."""

    knowledge = Knowledge(words=frozenset({"red", "green", "blue"}))


@pytest.fixture
def filled(qtbot: QtBot, stored_clips: Path, tmp_path: Path, make_window: WindowFactory) -> MainWindow:
    with Library.open(tmp_path / "library.sqlite") as library:
        do(library, AddTag(library.visible_videos()[:1], "family"))
    window = make_window(FewWords())
    settle(qtbot, window)
    field = window._results.header.field
    window.activateWindow()
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    return window


def press(qtbot: QtBot, field: SearchField, *keys: Qt.Key) -> None:
    for key in keys:
        qtbot.keyClick(field._popup, key)


def mouse_press(widget: QWidget, place: QPoint) -> None:
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    local, there = QPointF(widget.mapFromGlobal(place)), QPointF(place)
    QApplication.sendEvent(widget, QMouseEvent(QEvent.Type.MouseButtonPress, local, there, left, left, none))


def test_a_filter_is_completed_by_its_name_and_then_by_its_value(qtbot: QtBot, filled: MainWindow) -> None:
    header, field = filled._results.header, filled._results.header.field
    meant: list[str] = []
    header.meant.connect(meant.append)
    qtbot.keyClicks(field, "red ta")
    qtbot.waitUntil(lambda: field.suggested == ["tag:"])
    press(qtbot, field, Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert (field.text(), field.cursorPosition()) == ("red tag:", 8)
    qtbot.waitUntil(lambda: field.suggested == ["tag:family"])
    settle(qtbot, filled)
    assert len(filled.hits) == 3  # a filter without a value takes nothing away
    press(qtbot, field, Qt.Key.Key_Down, Qt.Key.Key_Tab)
    assert field.text() == "red tag:family "
    settle(qtbot, filled)
    assert len(filled.hits) == 1
    assert not meant
    field.clear()
    qtbot.keyClicks(field, "folder:vi")
    qtbot.waitUntil(lambda: field.suggested == ["folder:videos"])


def test_half_a_filter_is_no_word(qtbot: QtBot, filled: MainWindow) -> None:
    results, field = filled._results, filled._results.header.field
    for typed in ("red fol", "red folder:", "red longer:", "red is:po"):
        field.clear()
        settle(qtbot, filled)
        qtbot.keyClicks(field, typed)
        settle(qtbot, filled)
        assert results.header.query == typed
        assert not results.page.reason
        assert results.header.summary == "1 likely, 0 maybe, 2 weak"
    field.clear()
    qtbot.keyClicks(field, "red zebra")
    settle(qtbot, filled)
    assert "never met “zebra”" in results.page.reason


def test_one_word_of_several_that_nobody_knows_hides_no_results(qtbot: QtBot, filled: MainWindow) -> None:
    filled.search("a red green zebra")
    settle(qtbot, filled)
    assert not filled._results.page.reason
    assert filled._results.model.rowCount() == 3
    assert filled._results.header.summary == "This model has never met “zebra”. What follows is a guess."


def test_a_filter_that_says_nothing_is_answered_beside_the_results(qtbot: QtBot, filled: MainWindow) -> None:
    results = filled._results
    filled.search("red longer:banana")
    settle(qtbot, filled)
    assert results.page.reason == "Nothing here fits."  # and no word that was never met
    assert "“longer:” understands times such as 30s, 5min, 1h" in results.header.summary
    filled.search("red folder:")
    settle(qtbot, filled)
    assert len(filled.hits) == 3
    assert not results.page.reason
    assert results.header.summary.endswith("needs something directly after it, such as folder:holiday.")


def test_only_queries_that_found_something_are_remembered(qtbot: QtBot, filled: MainWindow) -> None:
    field = filled._results.header.field
    kept: list[str] = []
    filled._results.meant.connect(kept.append)
    for text in ("red zebra", "folder:nowhere", "red -blue"):
        field.setText(text)
        qtbot.keyClick(field, Qt.Key.Key_Return)
        settle(qtbot, filled)
    filled._sidebar._run_search("zebra")
    settle(qtbot, filled)
    assert kept == ["red -blue"]


def test_the_list_is_short_and_knows_what_the_person_has(qtbot: QtBot, filled: MainWindow) -> None:
    field = filled._results.header.field
    qtbot.keyClicks(field, "fam")
    qtbot.waitUntil(lambda: field.suggested == ["tag:family"])
    press(qtbot, field, Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert field.text() == "tag:family "
    field.clear()
    qtbot.keyClicks(field, "vid")
    qtbot.waitUntil(lambda: field.suggested == ["folder:videos"])
    names = tuple(Completion(f"{n}:", n, 1, f"{n}:x") for n in "ab")
    field.setText("re")
    field.show_suggestions(Suggestions("re", tuple(f"red {n}" for n in range(20)), names))
    assert len(field.suggested) == 8
    assert field.suggested[-2:] == ["a:", "b:"]


@pytest.mark.parametrize("double", [True, False], ids=["double", "two presses"])
def test_a_double_click_beside_the_list_opens_what_is_under_it(
    qtbot: QtBot, filled: MainWindow, double: bool
) -> None:
    page, field = filled._results.page, filled._results.header.field
    opened: list[object] = []
    page.opened.disconnect()
    page.opened.connect(opened.append)
    field.setText("re")
    field.show_suggestions(Suggestions("re", ("red", "red car")))
    qtbot.waitUntil(lambda: len(field.suggested) == 2)
    grid = page.grid
    place = grid.visualRect(filled._results.model.index(2, 0)).center()
    place = grid.viewport().mapToGlobal(place)
    assert not field._popup.geometry().contains(place)
    if double:
        handle, none = filled.windowHandle(), Qt.KeyboardModifier.NoModifier
        QTest.mouseDClick(handle, Qt.MouseButton.LeftButton, none, handle.mapFromGlobal(place))
    else:  # as X11 tells a double click whose first press went to another window
        mouse_press(field._popup, place)
        assert grid.hasFocus()
        mouse_press(grid.viewport(), place)
    qtbot.waitUntil(lambda: len(opened) == 1)
    assert not field.suggested
    assert grid.hasFocus()
