"""The search field: waits for a pause in typing, says what it found."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from tests.gui.test_results import hit
from vop_desktop.search.languages import SCRIPTS, ForeignQuery
from vop_desktop.ui.messages import Example, PackNotice, SearchAnswer
from vop_desktop.ui.pack_hints import script_name
from vop_desktop.ui.search_header import SearchHeader


@pytest.fixture
def header(qtbot: QtBot) -> SearchHeader:
    made = SearchHeader(60)
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def queries(header: SearchHeader) -> list[str]:
    sent: list[str] = []
    header.query_changed.connect(sent.append)
    return sent


def type_into(qtbot: QtBot, header: SearchHeader, text: str) -> None:
    qtbot.keyClicks(header.focusProxy(), text)


def test_typing_searches_once_after_a_pause(qtbot: QtBot, header: SearchHeader, queries: list[str]) -> None:
    type_into(qtbot, header, "a red car")
    assert header.waiting
    qtbot.waitUntil(lambda: not header.waiting)
    assert queries == ["a red car"]


def test_a_single_letter_waits_for_enter(qtbot: QtBot, header: SearchHeader, queries: list[str]) -> None:
    type_into(qtbot, header, "x")
    qtbot.waitUntil(lambda: not header.waiting)
    assert queries == []
    qtbot.keyClick(header.focusProxy(), Qt.Key.Key_Return)
    assert queries == ["x"]


def test_a_single_sign_that_is_a_word_does_not(
    qtbot: QtBot, header: SearchHeader, queries: list[str]
) -> None:
    header.field.setText("猫")
    header.field.textEdited.emit("猫")
    qtbot.waitUntil(lambda: queries == ["猫"])


def test_enter_searches_at_once(qtbot: QtBot, header: SearchHeader, queries: list[str]) -> None:
    type_into(qtbot, header, "snow")
    qtbot.keyClick(header.focusProxy(), Qt.Key.Key_Return)
    assert queries == ["snow"]
    qtbot.wait(100)
    assert queries == ["snow"]


def test_the_empty_field_says_what_the_pack_in_use_understands(header: SearchHeader) -> None:
    assert header.field.placeholderText() == "Type what happens in a video…"
    starter = PackNotice("Starter", "drawn scenes", True, ("en",), "a red car in town")
    header.show_notice(starter)
    assert header.field.placeholderText() == "Type what happens in a video, such as “a red car in town”…"
    assert header.notice.startswith("Starter understands drawn scenes")
    header.show_notice(starter, read=True)
    assert header.notice == ""
    header.show_notice(starter)
    header.show_notice(PackNotice("Full", "all sorts", False, ("en",)))
    assert header.field.placeholderText() == "Type what happens in a video…"
    assert header.notice == ""
    header.show_notice(PackNotice("Chinese", "all sorts", False, ("zh",)))
    assert header.field.placeholderText() == "Type what happens in a video, in Chinese…"


def test_every_script_has_a_name() -> None:
    assert all(script_name(script) for script in SCRIPTS)


def test_a_query_that_the_pack_cannot_read_leads_to_other_packs(qtbot: QtBot, header: SearchHeader) -> None:
    foreign = ForeignQuery("CJK", ("en",), "multi", "Many languages", False)
    weak = (hit(1, confidence="weak"),)
    header.show_answer(SearchAnswer(1, "红色", weak, (), 0.1, nothing_fits=True, foreign=foreign))
    assert header.foreign == (
        "Your words are in Chinese characters, and the model pack in use knows only English. "
        "The pack “Many languages”, which can be downloaded, understands them."
    )
    with qtbot.waitSignal(header.packs_wanted):
        header._foreign_row.findChild(QPushButton).click()  # type: ignore[union-attr]
    header.show_answer(SearchAnswer(2, "red", (hit(1),), (), 0.1))
    assert header.foreign == ""


def test_escape_clears_and_shows_everything(qtbot: QtBot, header: SearchHeader, queries: list[str]) -> None:
    header.search("snow")
    qtbot.keyClick(header, Qt.Key.Key_Escape)
    assert queries == ["snow", ""]


def test_down_moves_on_to_the_results(qtbot: QtBot, header: SearchHeader) -> None:
    with qtbot.waitSignal(header.left):
        qtbot.keyClick(header, Qt.Key.Key_Down)


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        (SearchAnswer(1, "", (hit(1), hit(2)), (), 0.1), "2 videos"),
        (SearchAnswer(1, "car", (hit(1), hit(2, confidence="weak")), (), 0.1), "1 likely, 0 maybe, 1 weak"),
        (SearchAnswer(1, "car", (hit(1, confidence="weak"),), (), 0.1), "Nothing here fits well"),
        (SearchAnswer(1, "a zebra", (hit(1, confidence="weak"),), ("zebra",), 0.1), "never met “zebra”"),
        (SearchAnswer(1, "", (), (), 0.1), ""),
        (SearchAnswer(1, "-car", (hit(1, confidence="maybe"),), (), 0.1, only_unwanted=True), "1 videos"),
    ],
)
def test_what_was_found_is_said(header: SearchHeader, answer: SearchAnswer, text: str) -> None:
    header.show_answer(answer)
    assert text in header.summary
    assert bool(header.summary) == bool(text)


def test_an_example_that_counts_beside_words_is_named(header: SearchHeader) -> None:
    example = Example("beach.jpg", "/beach.jpg")
    header.show_answer(SearchAnswer(1, "snow", (hit(1),), (), 0.1, example=example, mixed=True))
    assert "Your words and what beach.jpg shows count together." in header.summary
    header.show_answer(SearchAnswer(1, "tag:x", (hit(1),), (), 0.1, example=example))
    assert "beach.jpg" not in header.summary


def test_escape_clears_the_words_and_then_the_example(qtbot: QtBot, header: SearchHeader) -> None:
    dropped: list[bool] = []
    header.example_dropped.connect(lambda: dropped.append(True))
    header.search("snow")
    header.show_answer(SearchAnswer(1, "snow", (hit(1),), (), 0.1, example=Example("a.jpg"), mixed=True))
    qtbot.keyClick(header, Qt.Key.Key_Escape)
    assert (header.field.text(), dropped) == ("", [])
    qtbot.keyClick(header, Qt.Key.Key_Escape)
    assert dropped == [True]


def test_a_limited_pack_is_named(header: SearchHeader) -> None:
    header.show_notice(PackNotice("Starter", "drawn scenes; not natural video", True))
    assert "not natural video" in header.notice
