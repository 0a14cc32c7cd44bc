"""The window in a made-up language of long words: each text is translated, and has the room that it needs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.conftest import WindowFactory, settle
from tests.gui.test_language import NAMES, texts_of
from tests.helpers.translation import made_up_language
from vop_desktop.ui.main_window import MainWindow
from vop_desktop.ui.rules_sheet import RulesSheet

BY_QT = ("Scroll Left", "Scroll Right")
WORD = re.compile(r"[A-Za-z]{3,}")
ON_THEIR_OWN = (
    "settings",
    "shortcuts",
    "commands",
    "packs",
    "tune",
    "about",
    "quick_look",
    "why",
    "tag",
    "play",
)
WITHIN = ("show_problems", "show_work", "toggle_inspector", "view_list", "captions")


@pytest.fixture
def window(
    qtbot: QtBot, qapp: QApplication, stored_clips: Path, make_window: WindowFactory
) -> Iterator[MainWindow]:
    """In front of the results of a search, the first one selected."""
    with made_up_language(qapp):
        window = make_window()
        settle(qtbot, window)
        window.search("red")
        settle(qtbot, window)
        window._results.page.enter()
        yield window


def untranslated(root: QWidget) -> set[str]:
    """What a widget says in words that are neither in brackets nor names, files or what was typed."""
    found = set()
    for text in texts_of(root):
        rest = text.replace("\u200b", "")
        for name in (*NAMES, *BY_QT, "red clip.mp4", "red"):
            rest = rest.replace(name, "")
        if WORD.search(rest) and "⟦" not in rest and not rest.startswith("/") and not is_hash(rest):
            found.add(text)
    return found


def is_hash(text: str) -> bool:
    return bool(re.fullmatch("[0-9a-f]{40}", text))


def clipped(root: QWidget) -> list[str]:
    """The texts that do not fit into their labels and buttons; one that wraps anywhere never does that."""
    found = []
    for widget in root.findChildren(QWidget):
        if not isinstance(widget, QAbstractButton | QLabel) or not widget.isVisible() or not widget.text():
            continue
        if isinstance(widget, QLabel) and widget.wordWrap():
            fits = widget.height() >= widget.heightForWidth(widget.width())
        else:
            fits = widget.width() >= widget.sizeHint().width()
        if not fits:
            found.append(widget.text())
    return found


@pytest.mark.parametrize("name", [*ON_THEIR_OWN, *WITHIN])
def test_all_is_translated_and_nothing_cut_off(qtbot: QtBot, window: MainWindow, name: str) -> None:
    window._actions[name].trigger()
    settle(qtbot, window)
    shown = [each for each in QApplication.topLevelWidgets() if each.isVisible()]
    assert (len(shown) > 1) == (name in ON_THEIR_OWN)
    qtbot.waitUntil(lambda: not [text for each in shown for text in clipped(each)])
    assert not set().union(*map(untranslated, shown))
    assert any("⟦" in text for text in texts_of(shown[-1]))


def test_the_examples_of_the_rules_stay_as_they_are_typed(qtbot: QtBot, window: MainWindow) -> None:
    window._actions["search_rules"].trigger()
    settle(qtbot, window)
    sheet = next(each for each in window.findChildren(RulesSheet) if each.isVisible())
    assert not clipped(sheet)
    assert "dog on the beach" in untranslated(sheet)
    assert not {text for text in untranslated(sheet) if text[0].isupper()}
