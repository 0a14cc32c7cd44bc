"""Looking through a library: views, orders, chips, examples, quick look, reasons."""

from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, QRect, Qt, QUrl
from PySide6.QtGui import QColor, QDropEvent, QGuiApplication, QImage, QMouseEvent
from PySide6.QtWidgets import QApplication, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.conftest import WAIT, WindowFactory, settle
from tests.helpers.encoders import NAMED_COLOURS, MeanColourEncoder
from tests.helpers.stored import add_video
from tests.helpers.videos import solid, write_video
from vop_desktop.library import Library
from vop_desktop.search import SearchEngine
from vop_desktop.settings import Settings
from vop_desktop.ui.chips import Chip
from vop_desktop.ui.main_window import MainWindow
from vop_desktop.ui.messages import PackNotice, SearchAnswer, Suggestions
from vop_desktop.ui.ordering import Column
from vop_desktop.ui.results_model import Role
from vop_desktop.ui.search_field import SearchField


@pytest.fixture
def filled(qtbot: QtBot, stored_clips: Path, make_window: WindowFactory) -> MainWindow:
    window = make_window()
    settle(qtbot, window)
    assert len(window.hits) == 3
    return window


def shown(window: MainWindow) -> list[str]:
    """What the grid shows, without the endings that all have."""
    return [Path(hit.path).name.removesuffix(" clip.mp4") for hit in window._results.model.hits]


def search(qtbot: QtBot, window: MainWindow, text: str) -> None:
    window.search(text)
    settle(qtbot, window)


def chips_of(window: MainWindow) -> list[Chip]:
    return window._results.header.chips.findChildren(Chip)


def colour(name: str) -> QImage:
    picture = QImage(40, 30, QImage.Format.Format_RGB32)
    picture.fill(QColor(*NAMED_COLOURS[name]))
    return picture


def move_pointer(widget: QWidget, place: QPoint) -> None:
    local = QPointF(place)
    event = QMouseEvent(
        QEvent.Type.MouseMove, local, widget.mapToGlobal(local), Qt.MouseButton.NoButton,
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    QApplication.sendEvent(widget, event)


def test_who_types_while_a_library_is_opened_does_not_wait_for_its_list(
    qtbot: QtBot, stored_clips: Path, make_window: WindowFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed, refresh, answers = threading.Event(), SearchEngine.refresh, []

    def slow(engine: SearchEngine) -> int:
        typed.wait(20)
        return refresh(engine)

    monkeypatch.setattr(SearchEngine, "refresh", slow)
    window = make_window(start=False)
    window._workers.search.found.connect(lambda answer: answers.append(answer.text))
    window.show()
    window.start()
    window.search("red")
    typed.set()
    settle(qtbot, window)
    assert set(answers) == {"red"}
    assert shown(window)[0] == "red"


def test_a_library_is_shown_whole_however_few_results_a_search_may_have(
    qtbot: QtBot, tmp_path: Path, stored_clips: Path, make_window: WindowFactory
) -> None:
    encoder = MeanColourEncoder()
    with Library.open(tmp_path / "library.sqlite") as library:
        for number in range(12):
            rows = np.eye(encoder.embed_dim)[:1]
            add_video(library, f"/away/{number}.mp4", rows, root="/away", model=encoder.model_id)
    window = make_window()
    window._results._settings.set("result_limit", 10)
    settle(qtbot, window)
    assert len(window.hits) == 15
    search(qtbot, window, "folder:away")
    assert len(window.hits) == 12
    search(qtbot, window, "red")
    assert len(window.hits) == 10


# --- the field ----------------------------------------------------------------------------------------


def test_each_rule_is_a_chip_that_takes_itself_away(qtbot: QtBot, filled: MainWindow) -> None:
    search(qtbot, filled, "red -blue folder:videos")
    header = filled._results.header
    assert [text.split("  ")[0] for text in header.chips.texts] == ["red", "without: blue", "folder:videos"]
    filter_chip = next(chip for chip in chips_of(filled) if "folder" in chip.text())
    filter_chip.click()
    settle(qtbot, filled)
    assert header.query == "red -blue"
    without = next(chip for chip in chips_of(filled) if "blue" in chip.text() and chip.isVisible())
    qtbot.keyClick(without, Qt.Key.Key_Delete)
    settle(qtbot, filled)
    assert header.query == "red"
    assert header.chips.texts == []


def test_what_fits_weakly_waits_behind_a_button(qtbot: QtBot, filled: MainWindow) -> None:
    search(qtbot, filled, "cyan")
    page = filled._results.page
    assert page.reason == "Nothing here fits."
    assert shown(filled) == []
    assert not filled._results.header.summary  # the page says it
    page._closest.click()
    settle(qtbot, filled)
    assert len(shown(filled)) == 3
    assert not page.reason
    assert "Nothing here fits well" in filled._results.header.summary
    filled._results.refresh()
    settle(qtbot, filled)
    assert len(shown(filled)) == 3  # asked for once, shown until another query
    search(qtbot, filled, "magenta")
    assert shown(filled) == []


def test_half_a_word_does_not_clear_the_page(qtbot: QtBot, filled: MainWindow) -> None:
    field = filled._results.header.field
    qtbot.keyClicks(field, "mag")  # means as much as any other colour
    qtbot.waitUntil(filled._results._linger.isActive)
    assert len(shown(filled)) == 3
    settle(qtbot, filled)
    assert filled._results.page.reason
    field.clear()
    settle(qtbot, filled)
    qtbot.keyClicks(field, "cyan")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(filled._results.page.reason))
    assert not filled._results._linger.isActive()


def test_filters_rank_nothing_and_an_answer_of_nothing_says_why(qtbot: QtBot, filled: MainWindow) -> None:
    search(qtbot, filled, "longer:1h")
    assert filled._results.page.reason == "Nothing was found."
    assert "Take one of them away" in filled._results.page._hint.text()
    filled._results.page.everything_wanted.emit()
    settle(qtbot, filled)
    assert len(shown(filled)) == 3
    search(qtbot, filled, "is:online")
    assert len(shown(filled)) == 3
    assert filled._results.header.summary == "3 videos"
    assert not filled._results.model.index(0, 0).data(Role.RANKED)
    answer = SearchAnswer(
        filled._results._awaited, "zebra tag:none", (), ("zebra",), 0.1, notes=("No video is tagged so.",)
    )
    filled._results._found(answer)
    assert filled._results.page.reason == "Nothing was found."  # the word is not to blame
    assert filled._results.page._hint.text() == "No video is tagged so."
    filled._results.set_reading(True)
    assert filled._results.page._hint.text().startswith("No video is tagged so. Videos are still being read")
    filled._results.set_reading(False)
    assert filled._results.page._hint.text() == "No video is tagged so."


def test_only_what_is_not_wanted_is_not_called_likely_or_maybe(qtbot: QtBot, filled: MainWindow) -> None:
    search(qtbot, filled, "-red")
    assert shown(filled)[-1] == "red"
    assert filled._results.header.summary.startswith("3 videos · Only what is not wanted")
    assert not filled._results.model.index(0, 0).data(Role.RANKED)
    filled._results.page.enter()
    filled._actions["why"].trigger()
    settle(qtbot, filled)
    why = filled._results.closer.why
    assert why is not None
    assert "Place 1 of 3 videos for “-red”. Similarity " in why.text
    assert not {"likely", "maybe", "weak"} & set(why.text.split())


def test_typing_suggests_what_was_searched(qtbot: QtBot, filled: MainWindow) -> None:
    field = filled._results.header.field
    filled.activateWindow()
    field.setFocus()
    qtbot.keyClicks(field, "green")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    settle(qtbot, filled)
    field.clear()
    settle(qtbot, filled)
    qtbot.keyClicks(field, "gr")
    qtbot.waitUntil(lambda: field.suggested == ["green"])
    qtbot.keyClick(field._popup, Qt.Key.Key_Down)
    qtbot.keyClick(field._popup, Qt.Key.Key_Return)
    settle(qtbot, filled)
    assert filled._results.header.query == "green"
    assert not field.suggested


def test_enter_searches_for_what_was_typed_and_not_for_a_suggestion(qtbot: QtBot) -> None:
    field = SearchField()
    qtbot.addWidget(field)
    field.show()
    searched: list[str] = []
    field.returnPressed.connect(lambda: searched.append(field.text()))
    for keys in ([Qt.Key.Key_Return], [Qt.Key.Key_Down, Qt.Key.Key_Return]):
        field.clear()
        field.activateWindow()
        field.setFocus()
        qtbot.waitUntil(field.hasFocus)
        qtbot.keyClicks(field, "a red")
        found = ("a red car waits in the city", "a red car hops")
        field.show_suggestions(Suggestions("a red", found))
        qtbot.waitUntil(lambda: len(field.suggested) == 2)
        for key in keys:
            qtbot.keyClick(field._popup, key)
        assert not field.suggested
    assert searched == ["a red", "a red car waits in the city"]


def test_a_pasted_picture_is_an_example_that_words_add_to(qtbot: QtBot, filled: MainWindow) -> None:
    field = filled._results.header.field
    QGuiApplication.clipboard().setImage(colour("blue"))
    qtbot.keyClick(field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, filled)
    assert shown(filled)[0] == "blue"
    assert "Like: pasted picture" in filled._results.header.chips.texts[0]
    search(qtbot, filled, "green^4")
    assert shown(filled)[0] == "green"
    assert shown(filled)[1] == "blue"
    chips_of(filled)[0].click()
    search(qtbot, filled, "")
    assert len(shown(filled)) == 3
    assert filled._results.header.chips.texts == []
    QGuiApplication.clipboard().setText("red")
    qtbot.keyClick(field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert field.text() == "red"


def drop_on(field: SearchField, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    event = QDropEvent(
        QPointF(30, 10), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    field.dropEvent(event)


def test_a_picture_dropped_on_the_field_is_an_example_and_a_broken_one_is_named(
    qtbot: QtBot, filled: MainWindow, tmp_path: Path
) -> None:
    colour("green").save(str(tmp_path / "meadow.png"))
    drop_on(filled._results.header.field, tmp_path / "meadow.png")
    settle(qtbot, filled)
    assert shown(filled)[0] == "green"
    assert "meadow.png" in filled._results.header.chips.texts[0]
    chips_of(filled)[0].click()
    (tmp_path / "broken.png").write_text("no picture", "utf-8")
    drop_on(filled._results.header.field, tmp_path / "broken.png")
    settle(qtbot, filled)
    assert "broken.png cannot be used as an example" in filled._message.text
    assert len(shown(filled)) == 3
    assert filled._results.header.chips.texts == []


def test_a_clip_dropped_on_the_field_is_left_to_the_window(qtbot: QtBot) -> None:
    field = SearchField()
    qtbot.addWidget(field)
    with qtbot.waitSignal(field.files_given):
        drop_on(field, Path("/videos/a clip.mp4"))


def test_a_result_can_be_the_example(qtbot: QtBot, filled: MainWindow) -> None:
    for command in ("like_this", "frame_query"):
        filled._results.page.enter()
        filled._results.page.step(1)
        second = shown(filled)[1]
        filled._actions[command].trigger()
        settle(qtbot, filled)
        assert shown(filled)[0] == second
        assert f"Like: {second} clip.mp4" in filled._results.header.chips.texts[0]


def test_the_line_on_the_pack_is_shown_until_it_was_read(
    filled: MainWindow, make_window: WindowFactory
) -> None:
    notice = PackNotice("Starter", "drawn scenes", True)
    filled._workers.search.pack_known.emit(notice)
    header = filled._results.header
    assert "drawn scenes" in header.notice
    header._dismiss_notice()
    assert not header.notice
    filled.close()
    again = make_window()
    again._workers.search.pack_known.emit(notice)
    assert not again._results.header.notice


# --- views --------------------------------------------------------------------------------------------


def test_all_views_share_what_is_selected(qtbot: QtBot, filled: MainWindow) -> None:
    page = filled._results.page
    page.enter()
    page.step(1)
    chosen = page.selected_hits()
    for name in ("list", "filmstrip", "grid", "filmstrip", "list", "grid"):
        filled._actions[f"view_{name}"].trigger()
        assert page.view_name == name
        assert page.view.isVisible()
        assert page.selected_hits() == chosen
    filled._actions["view_list"].trigger()
    page.list.selectAll()
    assert len(page.selected_hits()) == 3
    filled._actions["view_grid"].trigger()
    assert len(page.selected_hits()) == 3
    page.grid.selectionModel().clearSelection()
    assert page.selected_hits() == []


def test_the_library_has_an_order_of_its_own(qtbot: QtBot, filled: MainWindow) -> None:
    page = filled._results.page
    assert page._order.currentText() == "Newest first"
    page.order_wanted.emit(("name", False))
    assert shown(filled) == ["blue", "green", "red"]
    filled.search("red")
    settle(qtbot, filled)
    assert page._order.currentText() == "Best match first"
    assert shown(filled)[0] == "red"
    page.order_wanted.emit(("name", True))
    assert page._order.currentIndex() == -1  # by a column, downwards
    filled.search("")
    settle(qtbot, filled)
    assert page._order.currentText() == "By name"
    assert shown(filled) == ["blue", "green", "red"]
    filled.search("red")
    settle(qtbot, filled)
    assert filled._results.model.order == ("name", True)


def test_how_results_are_shown_outlasts_the_window(
    qtbot: QtBot, filled: MainWindow, make_window: WindowFactory
) -> None:
    filled._actions["view_list"].trigger()
    filled._results.page.order_wanted.emit(("name", True))
    filled._results.page.list.header().resizeSection(Column.NAME, 123)
    filled._results.page.list.header().moveSection(0, 2)
    filled._actions["toggle_sidebar"].trigger()
    assert not filled._indexing.folders.isVisible()
    filled.close()
    again = make_window()
    settle(qtbot, again)
    page = again._results.page
    assert page.view_name == "list"
    assert shown(again) == ["red", "green", "blue"]
    assert page.list.header().sectionSize(Column.NAME) == 123
    assert page.list.header().visualIndex(Column.NAME) == 2
    assert not again._indexing.folders.isVisible()


def test_titles_and_menu_put_the_rows_in_order(qtbot: QtBot, filled: MainWindow, stored_clips: Path) -> None:
    write_video(stored_clips / "a long one clip.mp4", [solid(NAMED_COLOURS["cyan"])] * 99)
    filled._actions["rescan"].trigger()
    settle(qtbot, filled)
    results = filled._results
    filled._actions["view_list"].trigger()
    results.page.list.header().sectionClicked.emit(Column.NAME)
    assert shown(filled) == ["a long one", "blue", "green", "red"]
    results.page.enter()
    results.page.list.header().sectionClicked.emit(Column.NAME)
    assert shown(filled) == ["red", "green", "blue", "a long one"]
    assert [Path(hit.path).name for hit in results.page.selected_hits()] == ["a long one clip.mp4"]
    results.page._order.setCurrentIndex(results.page._order.findText("Longest first"))
    results.page._order.activated.emit(results.page._order.currentIndex())
    assert shown(filled)[0] == "a long one"
    results.page._order.activated.emit(0)
    search(qtbot, filled, "green")
    assert shown(filled)[0] == "green"


def test_every_moment_can_be_a_result_of_its_own(
    qtbot: QtBot, filled: MainWindow, stored_clips: Path
) -> None:
    parts = [NAMED_COLOURS[name] for name in ("red", "green", "blue", "red")]
    write_video(stored_clips / "long.mp4", [solid(part) for part in parts for _ in range(24)], fps=1)
    filled._actions["rescan"].trigger()
    settle(qtbot, filled)
    search(qtbot, filled, "red")
    assert shown(filled).count("long.mp4") == 1
    filled._actions["all_moments"].trigger()
    settle(qtbot, filled)
    assert shown(filled).count("long.mp4") > 1
    moments = [hit.moment for hit in filled._results.model.hits if hit.path.endswith("long.mp4")]
    assert min(moments) < 30
    assert max(moments) > 60


# --- tiles --------------------------------------------------------------------------------------------


def test_moving_over_a_picture_goes_through_its_video(
    qtbot: QtBot, filled: MainWindow, settings: Settings
) -> None:
    grid = filled._results.page.grid
    rect = grid._delegate.picture_rect(grid.visualRect(filled._results.model.index(0, 0)))
    move_pointer(grid.viewport(), rect.center())
    assert grid._delegate.scrub is not None
    row, share = grid._delegate.scrub
    assert (row, round(share, 1)) == (0, 0.5)
    grid.viewport().repaint()
    settle(qtbot, filled)
    strip = filled._results.model.index(0, 0).data(Role.STRIP)
    assert strip is not None
    assert len(strip.pictures) == len(strip.times) == 12
    assert list(strip.times) == sorted(strip.times)
    QApplication.sendEvent(grid, QEvent(QEvent.Type.Leave))
    assert grid._delegate.scrub is None
    filled._dialogs.show_settings()
    settings.set("hover_scrub", False)
    filled._setting_changed("hover_scrub")
    move_pointer(grid.viewport(), rect.center())
    assert grid._delegate.scrub is None


def test_a_rubber_band_selects_tiles(qtbot: QtBot, filled: MainWindow) -> None:
    filled._actions["toggle_inspector"].trigger()  # room for all three beside each other
    grid = filled._results.page.grid
    grid.setFocus()
    settle(qtbot, filled)
    last = grid.visualRect(filled._results.model.index(2, 0))
    start = QPoint(last.right() + 40, last.bottom() + 40)
    assert not grid.indexAt(start).isValid()
    first = grid.visualRect(filled._results.model.index(1, 0)).center()
    qtbot.mousePress(grid.viewport(), Qt.MouseButton.LeftButton, pos=start)
    for place in (start - QPoint(20, 20), last.center(), first):
        event = QMouseEvent(
            QEvent.Type.MouseMove, QPointF(place), grid.viewport().mapToGlobal(QPointF(place)),
            Qt.MouseButton.NoButton, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
        )  # fmt: skip
        QApplication.sendEvent(grid.viewport(), event)
    qtbot.mouseRelease(grid.viewport(), Qt.MouseButton.LeftButton, pos=first)
    assert len(filled._results.page.selected_hits()) == 2


def test_typing_letters_goes_to_the_name(qtbot: QtBot, filled: MainWindow) -> None:
    for view, letters in (("grid", "gre"), ("list", "red"), ("filmstrip", "blu")):
        filled._actions[f"view_{view}"].trigger()
        filled._results.page.enter()
        qtbot.keyClicks(filled._results.page.view, letters)
        (selected,) = filled._results.page.selected_hits()
        assert Path(selected.path).name.startswith(letters)


def test_quick_look_follows_the_arrows_and_closes(qtbot: QtBot, filled: MainWindow) -> None:
    results = filled._results
    results.page.enter()
    assert results.closer.look.hit is None
    filled._actions["quick_look"].trigger()
    settle(qtbot, filled)
    assert results.closer.look.hit == results.model.hits[0]
    assert "0:00 long" in results.closer.look.facts
    assert "64 × 48" in results.closer.look.facts
    assert not results.closer.look.isModal()
    qtbot.keyClick(results.closer.look, Qt.Key.Key_Right)
    assert results.closer.look.hit == results.model.hits[1]
    assert results.page.selected_hits() == [results.model.hits[1]]
    qtbot.keyClick(results.closer.look, Qt.Key.Key_Left)
    qtbot.keyClick(results.closer.look, Qt.Key.Key_Left)
    assert results.closer.look.hit == results.model.hits[0]
    qtbot.keyClick(results.closer.look, Qt.Key.Key_Space)
    assert results.closer.look.hit is None
    filled._actions["quick_look"].trigger()
    qtbot.keyClick(results.closer.look, Qt.Key.Key_Escape)
    assert not results.closer.look.isVisible()


def test_space_looks_in_every_view_and_nowhere_else(qtbot: QtBot, filled: MainWindow) -> None:
    filled.activateWindow()
    qtbot.waitUntil(filled.isActiveWindow)
    for view in ("grid", "list", "filmstrip"):
        filled._actions[f"view_{view}"].trigger()
        filled._results.page.enter()
        qtbot.keyClick(filled._results.page.view, Qt.Key.Key_Space)
        assert filled._results.closer.look.isVisible(), view
        filled._results.closer.look.hide()
        filled.activateWindow()
        qtbot.waitUntil(filled.isActiveWindow)
    field = filled._results.header.field
    field.setFocus()
    qtbot.keyClicks(field, "a b")
    assert field.text() == "a b"
    assert not filled._results.closer.look.isVisible()
    for tool in filled._results.page.findChildren(QToolButton)[:1]:
        tool.setFocus()
        assert tool.isEnabled()


def test_a_match_is_explained(qtbot: QtBot, filled: MainWindow) -> None:
    search(qtbot, filled, "red + green")
    filled._results.page.enter()
    filled._results.page.step(1)
    filled._actions["why"].trigger()
    settle(qtbot, filled)
    why = filled._results.closer.why
    assert why is not None
    assert why.isVisible()
    assert not why.isModal()
    assert "Place 2 of 3 videos for “red + green”" in why.text
    assert "of its frames seen together" in why.text  # those below are compared one by one
    assert "What speaks for it: what is seen" in why.text
    assert shown(filled)[0] in why.text  # what is ahead
    assert len(why._strip._pictures) == len(why._strip._words) == 12
    assert why._words.count() == 6
    assert filled._actions["why"].isEnabled()
    search(qtbot, filled, "")
    filled._results.page.enter()
    assert filled._actions["play"].isEnabled()
    assert not filled._actions["why"].isEnabled()  # no match is to be explained


def test_states_are_painted_and_spoken(qtbot: QtBot, filled: MainWindow, stored_clips: Path) -> None:
    (stored_clips / "copy of red.mp4").write_bytes((stored_clips / "red clip.mp4").read_bytes())
    filled._actions["rescan"].trigger()
    settle(qtbot, filled)
    search(qtbot, filled, "red")
    index = filled._results.model.index(0, 0)
    assert index.data(Role.FACTS).copies == 2
    assert "2 copies" in index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert "lies in 2 places" in index.data(Qt.ItemDataRole.ToolTipRole)
    for view in ("list", "filmstrip", "grid"):
        filled._actions[f"view_{view}"].trigger()
        settle(qtbot, filled)
        image = filled._results.page.view.grab(QRect(0, 0, 300, 200)).toImage()
        seen = [image.pixelColor(x, y) for x in range(0, 300, 6) for y in range(0, 200, 6)]
        assert any(pixel.red() > 180 and pixel.blue() < 80 for pixel in seen), view


def test_pictures_that_left_the_cache_are_made_again(
    qtbot: QtBot, stored_clips: Path, tmp_path: Path, make_window: WindowFactory
) -> None:
    with Library.open(tmp_path / "library.sqlite") as library:
        for (content,) in library.query("SELECT fingerprint FROM videos"):
            library.drop_filmstrips(content)
    window = make_window()
    model = window._results.model

    def all_there() -> bool:
        pictures = [model.index(row, 0).data(Role.PICTURE) for row in range(model.rowCount())]
        return len(pictures) == 3 and all(
            picture is not None and not picture.isNull() for picture in pictures
        )

    qtbot.waitUntil(all_there, timeout=WAIT)
