"""The columns of the list of results, and the orders in which results can be shown."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from enum import IntEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale

from vop_desktop.records import Hit, one_line
from vop_desktop.ui.texts import clock, confidence_text, file_name, folder_of

if TYPE_CHECKING:
    from vop_desktop.library.facts import VideoFacts

Facts = Mapping[int, "VideoFacts"]
Order = tuple[str, bool]  # what to go by, and whether the largest comes first
RELEVANCE: Order = ("relevance", False)

_DIGITS = re.compile(r"(\d+)")


class Column(IntEnum):
    """The columns of the list, from left to right."""

    NAME = 0
    MOMENT = 1
    DURATION = 2
    CONFIDENCE = 3
    FOLDER = 4
    DATE = 5


KEYS = ("name", "moment", "length", "relevance", "folder", "date")  # what each column orders by


def column_titles() -> tuple[str, ...]:
    """What the columns are called."""
    translate = QCoreApplication.translate
    return (
        translate("Columns", "Name"),
        translate("Columns", "Moment"),
        translate("Columns", "Length"),
        translate("Columns", "Match"),
        translate("Columns", "Folder"),
        translate("Columns", "Changed"),
    )


def order_titles(*, ranked: bool) -> dict[Order, str]:
    """The orders offered by name, for the answer to a query or for the library.

    The library comes newest first, as the answer does best first: that order takes no sorting.
    """
    translate = QCoreApplication.translate
    best, newest = translate("Order", "Best match first"), translate("Order", "Newest first")
    first: dict[Order, str] = {RELEVANCE: best, ("date", True): newest} if ranked else {RELEVANCE: newest}
    return first | {
        ("date", False): translate("Order", "Oldest first"),
        ("name", False): translate("Order", "By name"),
        ("length", True): translate("Order", "Longest first"),
        ("folder", False): translate("Order", "By folder"),
    }


def order_text(order: Order) -> str:
    """An order as the settings keep it."""
    return ("-" if order[1] else "") + order[0]


def order_of(text: str) -> Order:
    """What `order_text` wrote; relevance for anything else."""
    key = text.removeprefix("-")
    return (key, text.startswith("-")) if key in KEYS else RELEVANCE


def cell_text(column: int, hit: Hit, facts: VideoFacts | None, *, ranked: bool) -> str:
    """What stands in a cell of the list."""
    match column:
        case Column.NAME:
            return file_name(hit.path)
        case Column.MOMENT:
            return clock(hit.moment) if ranked else ""
        case Column.DURATION:
            return clock(hit.duration)
        case Column.CONFIDENCE:
            return confidence_text(hit, exact=True) if ranked else ""
        case Column.FOLDER:
            return folder_of(hit.path)
        case _:
            return date_text(facts.changed) if facts is not None else ""


def date_text(seconds: float) -> str:
    """A moment of the calendar, short, as the person's country writes it."""
    moment = QDateTime.fromSecsSinceEpoch(int(seconds))
    return QLocale().toString(moment.date(), QLocale.FormatType.ShortFormat)


def ordered(hits: Sequence[Hit], facts: Facts, order: Order) -> list[Hit]:
    """Hits in an order; equal ones stay in that of the answer."""
    key, backwards = order
    if key == "relevance":
        return list(hits)[::-1] if backwards else list(hits)
    keys = {
        "name": lambda hit: natural(file_name(hit.path)),
        "moment": lambda hit: hit.moment,
        "length": lambda hit: hit.duration,
        "folder": lambda hit: natural(folder_of(hit.path)),
        "date": lambda hit: facts[hit.video_id].changed if hit.video_id in facts else 0.0,
    }
    return sorted(hits, key=keys[key], reverse=backwards)


@lru_cache(maxsize=50_000)  # as many names as a list holds are asked for again and again
def natural(text: str) -> list[tuple[int, str]]:
    """A key by which `clip 9` stands before `clip 10`."""
    return [
        (int(part) if part.isascii() and part.isdigit() and len(part) < 19 else 0, part)
        for part in _DIGITS.split(one_line(text).casefold())
    ]
