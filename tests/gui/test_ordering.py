"""The orders in which results are shown, and the texts of the columns."""

from __future__ import annotations

import pytest

from tests.gui.test_results import hit
from vop_desktop.library.facts import VideoFacts
from vop_desktop.records import Hit
from vop_desktop.ui.ordering import (
    RELEVANCE,
    Column,
    Order,
    cell_text,
    natural,
    order_of,
    order_text,
    ordered,
)

HITS = (
    hit(3, path="/b/clip 10.mp4", duration=5.0, moment=4.0),
    hit(1, path="/a/Clip 9.mp4", duration=50.0, moment=1.0),
    hit(2, path="/b/clip 1.mp4", duration=5.0, moment=9.0),
)
FACTS = {n: VideoFacts(1000.0 * n, 640, 360, "complete", 1) for n in (1, 2)}


def ids(order: Order) -> list[int]:
    return [found.video_id for found in ordered(HITS, FACTS, order)]


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        (RELEVANCE, [3, 1, 2]),
        (("relevance", True), [2, 1, 3]),
        (("name", False), [2, 1, 3]),
        (("name", True), [3, 1, 2]),
        (("folder", False), [1, 3, 2]),
        (("length", True), [1, 3, 2]),
        (("moment", False), [1, 3, 2]),
        (("date", True), [2, 1, 3]),
    ],
)
def test_each_order(order: Order, expected: list[int]) -> None:
    assert ids(order) == expected
    assert order_of(order_text(order)) == order


def test_a_senseless_order_is_relevance() -> None:
    assert order_of("") == order_of("-colour") == RELEVANCE


def test_numbers_in_names_count_as_numbers() -> None:
    names = ["clip 10", "clip 9", "Clip 9b", "clip ٣", "clip", "2023 clip", "1" * 40]
    assert len(sorted(names, key=natural)) == len(names)  # whatever stands in a name can be compared
    assert sorted(["clip 10", "clip 9"], key=natural) == ["clip 9", "clip 10"]


def test_cells_say_only_what_holds() -> None:
    found: Hit = HITS[0]
    assert cell_text(Column.NAME, found, None, ranked=True) == "clip 10.mp4"
    assert cell_text(Column.CONFIDENCE, found, None, ranked=True) == "● likely · 0.31"
    assert cell_text(Column.CONFIDENCE, found, None, ranked=False) == ""
    assert cell_text(Column.MOMENT, found, None, ranked=False) == ""
    assert cell_text(Column.DATE, found, None, ranked=True) == ""
    assert cell_text(Column.DATE, found, FACTS[1], ranked=True)
