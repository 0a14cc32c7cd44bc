"""A first day with the window, done by a hand and watched by an eye: a test brings both.

The hand acts as a person does, by mouse, keyboard and drop. The eye only looks.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QPushButton, QToolButton, QWidget

from tests.gui.test_language import is_english, texts_of
from vop_desktop.ui.main_window import MainWindow

VALUE = re.compile(r"[0-9a-f]{16,40}|.*, (fp32|bf16|fp16|int8)")  # a model's id; a processor by its own name
Spot = tuple[QWidget, QPoint]


@dataclass(frozen=True)
class Drawn:
    """A folder of sample clips without captions, one of them, and what it shows."""

    folder: Path
    clip: Path
    query: str


@dataclass(frozen=True)
class Seen:
    """What is to be seen of the window; all of it can be sent as JSON.

    Attributes:
        settled: nothing goes on in the background.
        asks_for_folder: the dialogue that chooses a folder is open.
        folders: those that are watched.
        field, summary: of the search.
        hits: names of the results, best first.
        moment: of the first one, seconds.
        clip: what is said of the dropped clip; empty without one.
        captions: its captions, each with whether the library has it.
        playing: what the player shows, by name.
        position: where it is, seconds.
        troubles: what went wrong, in words.
    """

    settled: bool
    asks_for_folder: bool
    folders: list[str]
    field: str
    summary: str
    hits: list[str]
    moment: float
    clip: str
    captions: list[tuple[str, bool]]
    playing: str
    position: float
    troubles: list[str]


class Hand(Protocol):
    """Acts on the things that `spots` names."""

    def click(self, name: str, *, twice: bool = False) -> None:
        """Presses the left button there."""

    def type(self, name: str, text: str, *, enter: bool = False) -> None:
        """Types into a field that has the keyboard."""

    def press(self, name: str, keys: str) -> None:
        """Presses keys such as `ctrl+z` in a window that is in front."""

    def drop(self, path: Path) -> None:
        """Drags a file from elsewhere onto the results and lets go."""


class Eye(Protocol):
    """Looks at the window."""

    def until(self, is_so: Callable[[Seen], object]) -> Seen:
        """Looks until something is so, and gives what it saw then."""

    def english(self) -> list[str]:
        """Texts in the windows that were not translated."""


def see(window: MainWindow) -> Seen:
    """Looks at the window. GUI thread."""
    hits, panel, player = window.hits, window._clips.panel, window._results.tiles.player
    shown = player if player is not None and player.isVisible() else None
    hit = shown.view.hit if shown is not None else None
    return Seen(
        settled=window.settled,
        asks_for_folder=_folder_field(window) is not None,
        folders=[root.path for root in window._indexing.roots],
        field=window._results.header.field.text(),
        summary=window._results.header.summary,
        hits=[Path(found.path).name for found in hits],
        moment=hits[0].moment if hits else -1.0,
        clip="" if panel.isHidden() else panel.place_text,
        captions=[(row.text, row.is_caption) for row in panel.whole.captions.captions],
        playing=Path(hit.path).name if hit is not None else "",
        position=shown.view.position if shown is not None else -1.0,
        troubles=[text for text in (window.failure, shown.message if shown else "") if text],
    )


def english_in(window: MainWindow) -> list[str]:
    """Texts in the program's windows that were not translated; Qt translates its file dialogue itself."""
    tops = [top for top in QApplication.topLevelWidgets() if top is window or window.isAncestorOf(top)]
    texts = {text for top in tops if not isinstance(top, QFileDialog) for text in texts_of(top)}
    said = [row.text for row in window._clips.panel.whole.captions.captions]
    said.append(window._results.header.query.strip('"'))
    return sorted(text for text in texts if is_english(_without(text, said)) and not VALUE.fullmatch(text))


def _without(text: str, parts: list[str]) -> str:
    for part in parts:
        text = text.replace(part, "")
    return text


def spots(window: MainWindow) -> dict[str, Spot]:
    """The things that are to be seen and can be clicked. GUI thread."""
    clips, player = window._clips.panel, window._results.tiles.player
    found = dict(_named(window))
    found |= {
        "window": _middle(window),
        "search": _middle(window._results.header.field),
        "results": _middle(window._pages),
    }
    view = window._results.page.view
    with suppress(IndexError):
        index = view.model().index(0, 0)
        if index.isValid():
            found["first result"] = (view.viewport(), view.visualRect(index).center())
    for made in clips.findChildren(QToolButton):
        if made.defaultAction() is window._actions["accept_caption"] and made.isVisible():
            found["accept"] = _middle(made)
    for row, caption in enumerate(clips.whole.captions.rows):
        if not getattr(caption, "is_caption", True) and clips.whole.isVisible():
            place = clips.whole.visualRect(clips.whole.captions.index(row)).center()
            found["suggestion"] = (clips.whole.viewport(), place)
            break
    if player is not None and player.isVisible():
        found["player"] = _middle(player.view)
    return {name: spot for name, spot in found.items() if spot[0].isVisible()}


def is_ours(thread: threading.Thread) -> bool:
    """Not what Python calls the threads of Qt, which are checked elsewhere; nor the pool that is shared."""
    known = thread is threading.main_thread() or thread.name.startswith("scan_")
    return not known and not isinstance(thread, threading._DummyThread)


def _named(window: MainWindow) -> Iterator[tuple[str, Spot]]:
    for made in window._empty.findChildren(QPushButton):
        if made.property("primary") and made.isVisible():
            yield "add folder", _middle(made)
    field = _folder_field(window)
    if field is not None:
        yield "folder name", _middle(field)


def _folder_field(window: MainWindow) -> QLineEdit | None:
    for dialog in window.findChildren(QFileDialog):
        if dialog.isVisible():
            found = dialog.findChild(QLineEdit, "fileNameEdit")
            return found if isinstance(found, QLineEdit) else None
    return None


def _middle(widget: QWidget) -> Spot:
    return widget, widget.rect().center()


def first_day(hand: Hand, eye: Eye, drawn: Drawn) -> str:
    """From an empty window to an accepted caption of the clip; gives that caption."""
    folder, clip, query = drawn.folder, drawn.clip, drawn.query
    eye.until(lambda seen: seen.settled and not seen.folders)
    hand.click("add folder")
    eye.until(lambda seen: seen.asks_for_folder)
    hand.type("folder name", str(folder), enter=True)
    names = {path.name for path in folder.glob("*.mp4")}
    seen = eye.until(lambda seen: seen.settled and set(seen.hits) == names)
    assert seen.folders == [str(folder)]

    hand.click("search")
    hand.type("search", query, enter=True)
    seen = eye.until(lambda seen: seen.settled and seen.field == query and seen.hits[:1] == [clip.name])
    moment = seen.moment
    hand.click("first result", twice=True)
    seen = eye.until(lambda seen: seen.playing == clip.name and seen.position > moment)
    assert seen.position < moment + 30
    hand.press("player", "escape")
    eye.until(lambda seen: not seen.playing)

    hand.drop(clip)
    seen = eye.until(lambda seen: seen.settled and seen.clip and seen.captions)
    suggested = next(text for text, taken in seen.captions if not taken)
    hand.click("suggestion")
    for keys, taken in (("", True), ("ctrl+z", False), ("ctrl+shift+z", True)):
        if keys:
            hand.press("window", keys)
        else:
            hand.click("accept")
        seen = eye.until(lambda seen, taken=taken: seen.settled and (suggested, taken) in seen.captions)
    assert not seen.troubles
    left = eye.english()
    assert not left, left
    return suggested


def next_day(hand: Hand, eye: Eye, drawn: Drawn, caption: str) -> None:
    """Another start of the program: all is still there, and can still be undone."""
    folder, clip, query = drawn.folder, drawn.clip, drawn.query
    seen = eye.until(lambda seen: seen.settled and seen.field == query and seen.hits[:1] == [clip.name])
    assert seen.folders == [str(folder)]
    words = f'"{caption}"'
    hand.press("window", "ctrl+f")
    hand.type("search", words, enter=True)
    eye.until(lambda seen: seen.settled and seen.field == words and seen.hits == [clip.name])
    hand.click("first result")
    hand.press("window", "ctrl+z")
    seen = eye.until(lambda seen: seen.settled and not seen.hits)
    assert not seen.troubles
    left = eye.english()
    assert not left, left
