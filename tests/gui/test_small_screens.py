"""What a small screen, or a large text, leaves of the windows: all of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.conftest import WindowFactory, settle
from tests.gui.test_crash_report import NAMES
from vop_desktop.settings import Settings
from vop_desktop.ui.main_window import MainWindow
from vop_desktop.ui.player import Player
from vop_desktop.ui.report_window import ReportWindow
from vop_desktop.ui.theme import LIGHT, style_sheet
from vop_desktop.ui.tuning_messages import TuneOutcome, TuneRequest, TuneRow

POINTS = 10
SMALL, OTHERS, LARGE_TEXT = QSize(640, 440), QSize(700, 475), QSize(1280, 720)
LONG = 'a white dog runs over the beach folder:"somewhere far down in a tree of folders with long names"'
ROWS = tuple(
    TuneRow(when, way, 0.8, 0.9, 1.0, 1.0, 1.2) for when in ("before", "after") for way in ("t2v", "v2t")
)
OUTCOME = TuneOutcome(
    TuneRequest("mine", "starter", "words", "", 5),
    31,
    63,
    ROWS,
    0.01,
    -0.02,
    0.03,
    "no clear difference",
    9216,
)


@pytest.fixture(params=[100, 200])
def percent(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[int]:
    """The look of the program with a text of so many percent."""
    font, sheet = qapp.font(), qapp.styleSheet()
    large = QFont(font)
    large.setPointSizeF(POINTS * request.param / 100)
    qapp.setFont(large)
    qapp.setStyleSheet(style_sheet(LIGHT, large.pointSizeF()))
    yield request.param
    qapp.setStyleSheet(sheet)
    qapp.setFont(font)


@pytest.fixture
def window(make_window: WindowFactory, stored_clips: Path, percent: int) -> MainWindow:
    return make_window()


def cut_off(window: QWidget) -> list[str]:
    """The buttons that cannot be seen whole, those that scroll into sight aside."""
    found = []
    for button in window.findChildren(QAbstractButton):
        above = None if isinstance(button.parentWidget(), QLineEdit) else button.parentWidget()
        while above is not None and above is not window and not isinstance(above, QAbstractScrollArea):
            above = above.parentWidget()
        if above is not window or button.window() is not window or not button.isVisibleTo(window):
            continue
        shown = QRect(button.mapTo(window, QPoint(0, 0)), button.size())
        least = button.minimumSizeHint() - QSize(2, 2)  # the corner of the tabs is a little lower
        squeezed = button.size().expandedTo(least) != button.size()
        if squeezed or not window.rect().contains(shown):
            found.append(f"{button.text()} {shown}")
    return found


def fits(qtbot: QtBot, window: QWidget, size: QSize) -> bool:
    """Whether the window can be made so small, with all its buttons in sight."""
    qtbot.wait(20)
    window.resize(size)
    qtbot.wait(20)
    assert window.size() == size
    assert cut_off(window) == []
    return True


def test_the_window_fits_whatever_it_shows(qtbot: QtBot, window: MainWindow, percent: int) -> None:
    size = SMALL if percent == 100 else LARGE_TEXT
    assert fits(qtbot, window, size)
    window.search(LONG)
    settle(qtbot, window)
    assert window._results.header.chips.texts
    assert fits(qtbot, window, size)
    window.search("red")
    window.tell(
        "Something that takes a line or two to say, so that it goes on in the next one.", offer="Undo"
    )
    window._indexing.status.set_running(True)
    window._indexing.status.set_held(True)
    window._indexing.status.show_problem_count(1234)
    settle(qtbot, window)
    for panel in ("show_problems", "show_work"):
        window._actions[panel].trigger()
        assert fits(qtbot, window, size)
    window._actions["show_work"].trigger()
    window.open_clip(window.hits[0].path)
    settle(qtbot, window)
    assert window._clips.panel.isVisible()
    assert fits(qtbot, window, size)
    window._empty.explain("", watching=False, busy=False)
    window._empty.offer_pack("Also get a pack that knows real scenes. It takes over when it is ready. " * 3)
    window._pages.setCurrentWidget(window._empty)
    assert fits(qtbot, window, size)


def test_every_other_window_fits(qtbot: QtBot, window: MainWindow, percent: int) -> None:
    for name in ("settings", "shortcuts", "packs", "tune", "about", "check_computer"):
        window._actions[name].trigger()
    window.search("red")
    settle(qtbot, window)
    window._results.page.view.setCurrentIndex(window._results.model.index(0, 0))
    for name in ("why", "tag", "quick_look"):
        window._actions[name].trigger()
    ReportWindow(NAMES, window).show()
    player = Player(window)
    player.show()
    qtbot.waitUntil(lambda: not window._tuning.window.state_text, timeout=5000)
    window._tuning.window.show_outcome(OUTCOME, in_use=False)
    settle(qtbot, window)
    window._actions["commands"].trigger()
    size = OTHERS if percent == 100 else LARGE_TEXT
    others = [w for w in QApplication.topLevelWidgets() if w.isVisible() and w.parent() is window]
    assert len(others) == 12, others
    for other in others:
        assert fits(qtbot, other, size), other


def test_what_has_no_room_gives_way_to_what_was_asked_for_last(
    qtbot: QtBot, make_window: WindowFactory, stored_clips: Path
) -> None:
    window = make_window()
    sidebar, side = window._indexing.folders, window._side
    window.resize(640, 500)
    qtbot.waitUntil(lambda: sidebar.isVisible() != side.isVisible())
    assert sidebar.isVisible()
    window._actions["toggle_inspector"].trigger()
    assert side.isVisible()
    assert not sidebar.isVisible()
    assert window._actions["toggle_inspector"].isChecked()
    window._actions["toggle_sidebar"].trigger()
    assert sidebar.isVisible()
    assert not side.isVisible()
    window.resize(1300, 500)
    qtbot.waitUntil(lambda: sidebar.isVisible() and side.isVisible())


def test_what_is_above_the_results_stays_together_where_there_is_little_room(
    qtbot: QtBot, make_window: WindowFactory, stored_clips: Path
) -> None:
    window = make_window()
    window.search("red")
    settle(qtbot, window)
    page = window._results.page
    for width, rows in ((1100, 1), (700, 2)):
        window._side.want(False)
        window.resize(width, 480)
        qtbot.wait(30)
        far = [part for part in (page._tools["all_moments"], page._order, page._size) if part.isVisible()]
        tops = {part.geometry().center().y() // 10 for part in (page._tools["view_grid"], *far)}
        assert len(tops) == rows, width
        assert len({part.geometry().center().y() // 10 for part in far}) == 1
        assert page._size.isVisible()
        assert page._order.width() >= page._order.sizeHint().width()
    page.resize(page._order.width() + page._tools["all_moments"].width() + 80, 300)
    assert page._size.isHidden()  # alone in a row of its own


def test_pictures_begin_where_the_buttons_above_them_do(
    qtbot: QtBot, make_window: WindowFactory, stored_clips: Path
) -> None:
    page = make_window()._results.page
    grid = page.grid
    tile = grid.visualRect(grid.model().index(0, 0))
    picture = grid._delegate.picture_rect(tile).translated(grid.viewport().mapTo(page, QPoint(0, 0)))
    assert picture.left() - grid.frameWidth() == page._tools["view_grid"].geometry().left()


def test_closing_the_panels_below_is_not_at_the_very_edge(
    qtbot: QtBot, make_window: WindowFactory, stored_clips: Path
) -> None:
    window = make_window()
    window._actions["show_problems"].trigger()
    qtbot.wait(30)
    bottom = window._indexing.bottom
    (closing,) = bottom.cornerWidget().findChildren(QAbstractButton)
    end = closing.mapTo(bottom, closing.rect().topRight()).x()
    assert bottom.width() - end > 8


def test_a_window_of_a_larger_screen_fits_this_one(
    make_window: WindowFactory, settings: Settings, qapp: QApplication
) -> None:
    first = make_window(start=False)
    first.setGeometry(3000, 2000, 2500, 1600)
    first._state.keep()
    first.close()
    again = make_window(start=False)
    assert qapp.primaryScreen().availableGeometry().contains(again.frameGeometry())
