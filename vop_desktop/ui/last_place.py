"""What was searched, selected and in sight last: kept as it changes, taken up at the next start."""

from __future__ import annotations

import json
import logging
from typing import Any

from PySide6.QtCore import QObject, QTimer, Slot

from vop_desktop.records import Hit
from vop_desktop.settings import Settings
from vop_desktop.ui.results_controller import ResultsController
from vop_desktop.ui.results_view import select_rows

KEEP_MS = 800  # after which a change is kept; a kill loses no more
MOST_KEPT = 100  # selected results
PATIENCE_MS = 3000  # for tiles to be laid out as far down as the results were scrolled


class LastPlace(QObject):
    """Follows the results. They go on where they were left once the library has answered for the first time.

    Args:
        keep: whether the place of an earlier day is taken up, and this one kept.
    """

    def __init__(self, results: ResultsController, settings: Settings, *, keep: bool) -> None:
        super().__init__(results)
        self._results = results
        self._settings = settings
        self._left = read_place(str(settings.get("place"))) if keep else {}
        self._query = str(self._left.get("query", ""))
        self._scroll = 0  # what is wanted, and cannot be reached yet
        self._keeps = keep
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(KEEP_MS)
        self._timer.timeout.connect(self.keep)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(PATIENCE_MS)
        self._patience.timeout.connect(self._give_up)
        if self._left:
            results.header.field.setText(self._query)
        results.shown.connect(self._shown)
        results.page.grid.selectionModel().selectionChanged.connect(self._changed)
        for view in (results.page.grid, results.page.list, results.page.filmstrip):
            view.verticalScrollBar().valueChanged.connect(self._changed)
            view.verticalScrollBar().rangeChanged.connect(self._reach)

    @property
    def waiting(self) -> bool:
        """Whether the results are not yet where they were left."""
        return bool(self._left)

    @Slot()
    def _shown(self) -> None:
        """The library is shown first, since that needs no model; then what was searched."""
        if not self._left:
            self._changed()
            return
        header = self._results.header
        if header.query != self._query:
            if header.query or header.field.text() != self._query:  # the person is elsewhere already
                self._left = {}
            else:
                header.search(self._query)
            return
        left, self._left = self._left, {}
        self._select(left)
        self._scroll = int(left["scroll"])
        self._patience.start()
        self._reach()

    def _select(self, left: dict[str, Any]) -> None:
        rows: dict[tuple[str, int], int] = {}
        for row, hit in enumerate(self._results.model.hits):
            rows.setdefault((hit.path, hit.segment), row)
        chosen = [rows[place] for place in left["selected"] if place in rows]
        if chosen:
            current = rows.get(left["current"], chosen[0])
            select_rows(self._results.page.view, self._results.model, chosen, current)

    @Slot()
    def _reach(self) -> None:
        """Scrolls as far down as it was, once there are enough tiles."""
        bar = self._results.page.view.verticalScrollBar()
        if self._scroll and bar.maximum() >= self._scroll:
            wanted, self._scroll = self._scroll, 0
            bar.setValue(wanted)

    @Slot()
    def _give_up(self) -> None:
        self._scroll = 0

    @Slot()
    def _changed(self) -> None:
        if not self._left and not self._timer.isActive():
            self._timer.start()

    @Slot()
    def keep(self) -> None:
        """Writes down how things are now."""
        self._timer.stop()
        if not self._keeps or self._left:
            return
        page = self._results.page
        row, hits = page.view.currentIndex().row(), self._results.model.hits
        text = place_text(
            self._results.header.query,
            page.selected_hits()[:MOST_KEPT],
            hits[row] if 0 <= row < len(hits) else None,
            page.view.verticalScrollBar().value(),
        )
        if text != self._settings.get("place"):
            self._settings.set("place", text)


def place_text(query: str, selected: list[Hit], current: Hit | None, scroll: int) -> str:
    """A place as the settings keep it; one to which nothing leads back is empty."""
    if not query and not selected and not scroll:
        return ""
    return json.dumps(
        {
            "query": query,
            "selected": [(hit.path, hit.segment) for hit in selected],
            "current": (current.path, current.segment) if current is not None else ("", 0),
            "scroll": scroll,
        }
    )


def read_place(text: str) -> dict[str, Any]:
    """What `place_text` wrote; nothing where it makes no sense."""
    try:
        found = json.loads(text or "{}")
        if not found:
            return {}
        return {
            "query": str(found["query"]),
            "selected": [(str(path), int(segment)) for path, segment in found["selected"]],
            "current": (str(found["current"][0]), int(found["current"][1])),
            "scroll": int(found["scroll"]),
        }
    except (ValueError, KeyError, TypeError, IndexError):
        logging.getLogger(__name__).warning("The place where the results were left makes no sense.")
        return {}
