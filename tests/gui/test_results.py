"""The grid: its model, its pictures, its keys."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from tests.helpers.encoders import MeanColourEncoder
from vop_desktop.media.thumbnails import make_filmstrip
from vop_desktop.records import Filmstrip, Hit
from vop_desktop.ui.flow_layout import GAP, FlowLayout
from vop_desktop.ui.ordering import Column
from vop_desktop.ui.results_list import ResultsList
from vop_desktop.ui.results_model import ResultsModel, Role
from vop_desktop.ui.results_view import ResultsView
from vop_desktop.ui.thumbnails import (
    CACHE_BYTES,
    MOST_WAITING,
    Strip,
    ThumbnailCache,
    ThumbnailWorker,
    key_of,
    strip_key_of,
    tile_picture,
)
from vop_desktop.ui.tile_faces import TileFaces


class Asked(ThumbnailWorker):
    """Remembers what it is asked for and loads nothing."""

    def __init__(self, tmp_path: Path) -> None:
        super().__init__(tmp_path / "library.sqlite", MeanColourEncoder())
        self.requests: list[Hit] = []
        self.strips: list[Hit] = []

    def request(self, hit: Hit) -> None:
        self.requests.append(hit)

    def request_strip(self, hit: Hit) -> None:
        self.strips.append(hit)


def hit(number: int, **changes: object) -> Hit:
    values: dict[str, object] = {
        "path": f"/videos/holiday {number}.mp4",
        "start": 0.0,
        "end": 24.0,
        "moment": 83.0,
        "score": 0.31,
        "confidence": "likely",
        "offline": False,
        "video_id": number,
        "duration": 120.0,
    }
    return Hit(**{**values, **changes})  # type: ignore[arg-type]


@pytest.fixture
def asked(tmp_path: Path, qtbot: QtBot) -> Asked:
    return Asked(tmp_path)


@pytest.fixture
def cache(asked: Asked) -> ThumbnailCache:
    return ThumbnailCache(asked)


@pytest.fixture
def model(cache: ThumbnailCache) -> ResultsModel:
    return ResultsModel(cache)


def picture(width: int = 32, height: int = 18) -> QImage:
    made = QImage(width, height, QImage.Format.Format_RGB32)
    made.fill(Qt.GlobalColor.red)
    return made


def test_the_model_keeps_qt_s_rules(model: ResultsModel, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(model)
    model.set_hits([hit(n) for n in range(20)], ranked=True)
    model.set_hits([hit(n) for n in range(3)], ranked=False)
    qtmodeltester.check(model)
    assert model.rowCount() == 3
    assert model.rowCount(model.index(0, 0)) == 0
    assert model.data(QModelIndex()) is None


def test_a_tile_says_everything_to_a_screen_reader(model: ResultsModel) -> None:
    model.set_hits([hit(1, offline=True)], ranked=True)
    spoken = model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "holiday 1.mp4, 1:23, likely match, offline"
    assert "0.310" in model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole)
    model.set_hits([hit(1)], ranked=False)
    assert "match" not in model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)


def test_pictures_are_asked_for_once_and_repaint_their_tile_alone(
    qtbot: QtBot, asked: Asked, model: ResultsModel
) -> None:
    model.set_hits([hit(1), hit(2)], ranked=True)
    assert model.index(1, 0).data(Role.PICTURE) is None
    assert model.index(1, 0).data(Role.PICTURE) is None
    assert [h.video_id for h in asked.requests] == [2]
    with qtbot.waitSignal(model.dataChanged) as changed:
        asked.loaded.emit(key_of(hit(2)), picture())
    assert changed.args[0].row() == changed.args[1].row() == 1
    assert model.index(1, 0).data(Role.PICTURE).width() == 32


def test_a_missing_picture_is_not_asked_for_again(asked: Asked, model: ResultsModel) -> None:
    model.set_hits([hit(1)], ranked=True)
    model.index(0, 0).data(Role.PICTURE)
    asked.loaded.emit(key_of(hit(1)), QImage())
    assert model.index(0, 0).data(Role.PICTURE).isNull()
    assert len(asked.requests) == 1


def test_the_cache_of_pictures_is_bounded_in_bytes(asked: Asked, cache: ThumbnailCache) -> None:
    large = picture(2000, 1500)
    many = CACHE_BYTES // large.sizeInBytes() + 3
    for number in range(many):
        asked.loaded.emit((number, 0, 0), large)
    assert cache.picture(hit(0)) is None  # the oldest went
    assert cache.picture(hit(many - 1)) is not None


def test_only_tiles_in_view_ask_for_pictures(qtbot: QtBot, asked: Asked, model: ResultsModel) -> None:
    view = ResultsView(model, 220)
    qtbot.addWidget(view)
    view.resize(800, 600)
    view.show()
    view.show_hits(tuple(hit(n) for n in range(2000)), ranked=True, keep_place=False)
    qtbot.waitUntil(lambda: len(asked.requests) > 4)
    qtbot.wait(100)
    assert len(asked.requests) < 60


def test_enter_opens_and_arrows_move(qtbot: QtBot, model: ResultsModel) -> None:
    view = ResultsView(model, 220)
    qtbot.addWidget(view)
    view.resize(800, 600)
    view.show()
    view.show_hits(tuple(hit(n) for n in range(12)), ranked=True, keep_place=False)
    view.setCurrentIndex(model.index(0, 0))
    qtbot.keyClick(view, Qt.Key.Key_Right)
    with qtbot.waitSignal(view.opened) as opened:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert opened.args[0].video_id == 1
    assert [h.video_id for h in view.selected_hits()] == [1]


def test_new_results_keep_the_selected_video_when_asked_to(qtbot: QtBot, model: ResultsModel) -> None:
    view = ResultsView(model, 220)
    qtbot.addWidget(view)
    view.show_hits((hit(1), hit(2)), ranked=True, keep_place=False)
    view.setCurrentIndex(model.index(1, 0))
    view.show_hits((hit(7), hit(1), hit(2)), ranked=True, keep_place=True)
    assert [h.video_id for h in view.selected_hits()] == [2]
    view.show_hits((hit(2),), ranked=True, keep_place=False)
    assert view.selected_hits() == []


def test_tiles_grow_to_fill_the_row(qtbot: QtBot, model: ResultsModel) -> None:
    view = ResultsView(model, 220)
    qtbot.addWidget(view)
    view.show()
    for width in (300, 700, 1000):
        view.resize(width, 500)
        room, tile = view.viewport().width(), view.gridSize().width()
        assert tile >= 220
        assert room - room // tile * tile < room // tile + 3


def test_dragging_gives_file_urls(model: ResultsModel) -> None:
    model.set_hits([hit(1, path="/videos/ünï 视频 1#.mp4")], ranked=True)
    data = model.mimeData([model.index(0, 0)])
    assert [url.toLocalFile() for url in data.urls()] == ["/videos/ünï 视频 1#.mp4"]


def test_a_tile_is_cut_out_of_its_filmstrip() -> None:
    colours = [(250, 0, 0), (0, 250, 0), (0, 0, 250)]
    frames = [np.full((180, 320, 3), colour, np.uint8) for colour in colours]
    jpeg, poster = make_filmstrip(frames)
    strip = Filmstrip(jpeg, 3, poster)
    middle = tile_picture(strip, 1, QSize(160, 90))
    assert middle.size() == QSize(160, 90)
    assert middle.pixelColor(80, 45).green() > 200
    assert tile_picture(strip, 99, QSize(160, 90)).pixelColor(80, 45).blue() > 200
    assert tile_picture(Filmstrip(b"no jpeg", 3, 0), 0, QSize(160, 90)).isNull()


def test_tiles_with_and_without_pictures_are_painted(qtbot: QtBot, asked: Asked, model: ResultsModel) -> None:
    view = ResultsView(model, 220)
    qtbot.addWidget(view)
    view.resize(900, 700)
    view.show_hits((hit(1), hit(2, offline=True), hit(3, confidence="weak")), ranked=True, keep_place=False)
    asked.loaded.emit(key_of(hit(1)), picture(240, 180))
    image = view.grab().toImage()
    array = np.frombuffer(image.constBits(), np.uint8)
    assert len(np.unique(array)) > 20
    red = [image.pixelColor(x, y) for x in range(0, 300, 4) for y in range(0, 160, 4)]
    assert any(colour.red() > 200 and colour.green() < 60 for colour in red)  # the picture that came


def test_a_strip_is_asked_for_once_and_repaints_its_tiles(
    qtbot: QtBot, asked: Asked, model: ResultsModel
) -> None:
    model.set_hits([hit(1), hit(2), hit(1, frame=3)], ranked=True)
    assert model.index(0, 0).data(Role.STRIP) is None
    assert model.index(2, 0).data(Role.STRIP) is None
    assert [h.video_id for h in asked.strips] == [1]
    strip = Strip((picture(),), (4.0,))
    changed: list[int] = []
    model.dataChanged.connect(lambda first, last, roles: changed.append(first.row()))
    asked.strip_loaded.emit(strip_key_of(hit(1)), strip)
    assert changed == [0, 2]
    assert model.index(2, 0).data(Role.STRIP) is strip


def test_tiles_that_were_scrolled_over_give_up_their_requests(qtbot: QtBot, tmp_path: Path) -> None:
    worker = ThumbnailWorker(tmp_path / "library.sqlite", MeanColourEncoder())  # does not run
    cache = ThumbnailCache(worker)
    for number in range(MOST_WAITING + 10):
        cache.picture(hit(number))
    assert len(worker._wanted) == MOST_WAITING
    cache.picture(hit(0))  # in sight again: asked for again
    assert worker._wanted[-1][0] == hit(0)


def test_tiles_beside_the_results_ask_again_when_these_drop_all_requests(
    qtbot: QtBot, asked: Asked, cache: ThumbnailCache, model: ResultsModel
) -> None:
    view = ResultsView(model, 220)
    qtbot.addWidget(view)
    view.resize(800, 600)
    view.show()
    view.show_hits((hit(1), hit(2)), ranked=True, keep_place=False)
    qtbot.waitUntil(lambda: len(asked.requests) == 2)
    cache.forget_requests()
    qtbot.waitUntil(lambda: len(asked.requests) == 4)


def test_another_order_keeps_what_is_selected(qtbot: QtBot, model: ResultsModel) -> None:
    view = ResultsView(model, 220)
    qtbot.addWidget(view)
    view.show_hits((hit(2), hit(10), hit(1)), ranked=True, keep_place=False)
    view.setCurrentIndex(model.index(1, 0))
    model.set_order(("name", False))
    assert [h.video_id for h in model.hits] == [1, 2, 10]
    assert [h.video_id for h in view.selected_hits()] == [10]
    assert view.currentIndex().row() == 2


def test_the_same_moment_stays_selected_among_several_of_a_video(qtbot: QtBot, model: ResultsModel) -> None:
    view = ResultsView(model, 220)
    qtbot.addWidget(view)
    first, second = hit(1, segment=0), hit(1, segment=4)
    view.show_hits((first, second, hit(2)), ranked=True, keep_place=False)
    view.setCurrentIndex(model.index(1, 0))
    view.show_hits((hit(2), second, first), ranked=True, keep_place=True)
    assert view.selected_hits() == [second]
    view.show_hits((hit(2), first), ranked=True, keep_place=True)
    assert view.selected_hits() == [first]  # that moment is gone: the video stays selected


def test_a_file_is_dragged_once_whatever_cells_are_selected(model: ResultsModel) -> None:
    model.set_hits([hit(1), hit(1, segment=2), hit(2)], ranked=True)
    cells = [model.index(row, column) for row in range(3) for column in range(model.columnCount())]
    assert len(model.mimeData(cells).urls()) == 2


def test_the_columns_fill_the_list_and_show_their_titles(model: ResultsModel, qtbot: QtBot) -> None:
    made = ResultsList(model)
    qtbot.addWidget(made)
    font = made.font()
    font.setPointSizeF(2 * font.pointSizeF())
    made.setFont(font)
    header = made.header()
    header.setFont(font)
    made.resize(1800, 300)
    made.show()
    assert sum(header.sectionSize(column) for column in Column) == made.viewport().width()
    assert not [c for c in Column if header.sectionSize(c) < header.sectionSizeHint(c)]
    assert not made.columns()  # what nobody chose is shared out anew the next time
    header.resizeSection(Column.NAME, 123)
    made.resize(1500, 300)
    assert header.sectionSize(Column.NAME) == 123  # what a person chose stays
    assert made.columns()


def test_a_row_of_buttons_goes_on_below_where_it_is_narrow(qtbot: QtBot) -> None:
    bar = QWidget()
    qtbot.addWidget(bar)
    row = FlowLayout(bar)
    buttons = [QPushButton(text) for text in ("one", "two", "far")]
    for button in buttons:
        if button.text() == "far":
            row.push()
        button.setFixedSize(100, 30)
        row.addWidget(button)
    bar.resize(400, row.heightForWidth(400))
    bar.show()
    assert [button.x() for button in buttons] == [0, 100 + GAP, 300]
    bar.resize(250, row.heightForWidth(250))
    assert [(button.x(), button.y()) for button in buttons] == [(0, 0), (100 + GAP, 0), (0, 30 + GAP)]


# --- tiles that were painted before ---------------------------------------------------------------------


class Face:
    """Counts how often a tile is painted for the first time."""

    def __init__(self, colour: Qt.GlobalColor = Qt.GlobalColor.red) -> None:
        self.times = 0
        self._colour = colour

    def draw(self, painter: QPainter, rect: QRect) -> None:
        self.times += 1
        painter.fillRect(rect, self._colour)


def painted(faces: TileFaces, face: Face, shown: tuple[object, ...], *values: object) -> QImage:
    page = QImage(60, 40, QImage.Format.Format_RGB32)
    page.fill(Qt.GlobalColor.white)
    painter = QPainter(page)
    faces.paint(painter, QRect(10, 10, 40, 20), shown, values, face.draw)
    painter.end()
    return page


def test_a_tile_is_painted_once_and_shown_as_it_was(qapp: QApplication) -> None:
    faces, face, shown = TileFaces(), Face(), (hit(1),)
    first = painted(faces, face, shown, 1)
    assert first.pixelColor(10, 10) == first.pixelColor(49, 29) == QColor("red")
    assert first.pixelColor(9, 9) == first.pixelColor(50, 30) == QColor("white")
    assert painted(faces, face, shown, 1) == first
    assert face.times == 1


def test_a_tile_that_shows_something_else_is_painted_anew(qapp: QApplication) -> None:
    faces, face, shown = TileFaces(), Face(), (hit(1),)
    painted(faces, face, shown, "its picture")
    painted(faces, face, shown, "another picture")
    painted(faces, face, (hit(1),), "its picture")
    assert face.times == 3
    faces.clear()
    painted(faces, face, shown, "its picture")
    assert (face.times, len(faces)) == (4, 1)


def test_tiles_not_shown_for_long_are_dropped_first(qapp: QApplication) -> None:
    faces, face = TileFaces(most_bytes=2 * 40 * 20 * 4), Face()
    for value in (1, 2, 1, 3, 1):
        painted(faces, face, (), value)
    assert (face.times, len(faces)) == (3, 2)
    painted(faces, face, (), 2)
    assert face.times == 4


def test_a_tile_in_the_grid_is_painted_anew_when_its_picture_comes(
    qtbot: QtBot, asked: Asked, model: ResultsModel
) -> None:
    view = ResultsView(model, 160)
    qtbot.addWidget(view)
    view.resize(400, 300)
    model.set_hits([hit(1)], ranked=True)
    view.show()
    rect = view.visualRect(model.index(0, 0))
    before = view.viewport().grab(rect).toImage()
    asked.loaded.emit(key_of(hit(1)), picture(160, 90))
    with_picture = view.viewport().grab(rect).toImage()
    assert with_picture != before
    assert with_picture.pixelColor(rect.width() // 2, 60) == QColor("red")
    assert view.viewport().grab(rect).toImage() == with_picture
