"""What the window tells: laid over the page, gone when it is read or no longer true."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from tests.gui.conftest import WindowFactory, settle
from vop_desktop.ui import message_bar
from vop_desktop.ui.main_window import MainWindow

LONG = "Something that takes a line or two to say, so that it goes on in the next one. " * 2


@pytest.fixture
def filled(make_window: WindowFactory, stored_clips: Path) -> MainWindow:
    return make_window()


def place(window: MainWindow) -> tuple[QRect, QRect]:
    page, bar = window._results.page, window._message
    return tuple(QRect(part.mapTo(window, QPoint(0, 0)), part.size()) for part in (page, bar))  # type: ignore[return-value]


def close_button(window: MainWindow) -> QPushButton:
    return next(b for b in window._message.findChildren(QPushButton) if b.text() == "Close")


def until_read(window: MainWindow) -> int:
    """Lets the seconds pass; gives how many it took."""
    for second in range(1, 40):
        window._message._tick()
        if not window._message.text:
            return second
    return 0


@pytest.fixture
def in_front(monkeypatch: pytest.MonkeyPatch) -> None:
    active = Qt.ApplicationState.ApplicationActive
    monkeypatch.setattr(QGuiApplication, "applicationState", staticmethod(lambda: active))


def test_a_message_lies_over_the_page_and_nothing_moves(
    qtbot: QtBot, filled: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(message_bar, "announce", lambda _, text: told.append(text))
    before, _ = place(filled)
    filled.tell(LONG, offer="Undo")
    qtbot.wait(20)
    page, bar = place(filled)
    assert page == before
    assert page.contains(bar)
    assert page.bottom() - bar.bottom() == message_bar.GAP
    assert told == [LONG]
    filled.resize(filled.width() - 300, filled.height() - 100)
    qtbot.wait(20)
    page, smaller = place(filled)
    assert page.contains(smaller)
    text = filled._message._text
    assert text.height() >= text.heightForWidth(text.width())
    filled._pages.setCurrentWidget(filled._empty)
    qtbot.wait(20)
    assert filled.childAt(smaller.center()) in (
        filled._message, filled._message._text, filled._message._buttons,
    )  # fmt: skip
    close_button(filled).click()
    assert filled._message.text == ""


@pytest.mark.usefixtures("in_front")
def test_what_needs_no_answer_goes_when_it_is_read(filled: MainWindow) -> None:
    filled.tell("Short.")
    assert filled._message._clock.isActive()
    short = until_read(filled)
    filled.tell(LONG)
    assert 0 < short < until_read(filled)
    filled.tell("A question.", offer="Undo")
    assert until_read(filled) > short
    filled.tell("Something lasts.", lasting=True)
    assert not filled._message._clock.isActive()


@pytest.mark.usefixtures("in_front")
def test_it_stays_while_the_person_is_at_it_or_away(
    qtbot: QtBot, filled: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled.activateWindow()
    qtbot.waitUntil(filled.isActiveWindow)
    filled.tell("Short.")
    close_button(filled).setFocus()
    assert not until_read(filled)
    filled._results.page.setFocus()
    away = Qt.ApplicationState.ApplicationInactive
    monkeypatch.setattr(QGuiApplication, "applicationState", staticmethod(lambda: away))
    assert not until_read(filled)


def test_a_message_goes_with_what_it_is_about(qtbot: QtBot, filled: MainWindow) -> None:
    message, folder = filled._message, filled._indexing.roots[0].path
    filled._sidebar._remove_folder(folder)
    settle(qtbot, filled)
    assert "no longer shown" in message.text
    filled.add_folders([folder])
    settle(qtbot, filled)
    assert message.text == ""
    filled.open_clip(filled.hits[0].path)
    settle(qtbot, filled)
    message.say("Kept for its sidecar file.", offer="Write", about="clip")
    message.say("Of something else.", offer="Write", lasting=True)
    message.say("The clip again.", about="clip")
    assert message.text == "The clip again."  # what lasts comes back
    filled._clips.panel.hide()
    qtbot.waitUntil(lambda: message.text == "Of something else.")
    message.hide()
    qtbot.wait(20)
    assert message.text == ""


def test_an_offer_to_undo_goes_when_something_else_would_be_undone(
    qtbot: QtBot, filled: MainWindow, stored_clips: Path
) -> None:
    filled._results.page.enter()
    filled._actions["forget"].trigger()
    settle(qtbot, filled)
    assert "1 video forgotten" in filled._message.text
    filled._indexing._worker.leave_out([str(stored_clips / "blue clip.mp4")])
    settle(qtbot, filled)
    filled._sidebar.refresh()
    settle(qtbot, filled)
    assert filled._message.text == ""


def test_what_closes_gives_the_keyboard_back(qtbot: QtBot, filled: MainWindow) -> None:
    filled.activateWindow()
    qtbot.waitUntil(filled.isActiveWindow)
    field, panel = filled._results.header.field, filled._clips.panel
    field.setFocus()
    filled.tell("Forgotten.", offer="Undo")
    close_button(filled).setFocus()
    close_button(filled).click()
    assert QApplication.focusWidget() is field
    filled.open_clip(filled.hits[0].path)
    settle(qtbot, filled)
    panel.whole.setFocus()
    panel.question.ask("Which?", [("All", lambda: None), ("None", lambda: None)])
    answer = panel.question._row.itemAt(1).widget()
    answer.setFocus()
    panel.question.answer(1)
    assert QApplication.focusWidget() is panel.whole
    qtbot.keyClick(panel.whole, Qt.Key.Key_Escape)
    assert panel.isHidden()
    assert QApplication.focusWidget() is field
