"""Videos like another one, as tiles that are all in sight: what is around them scrolls."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent

from vop_desktop.records import Hit
from vop_desktop.ui.ordering import Facts
from vop_desktop.ui.results_model import ResultsModel
from vop_desktop.ui.results_view import ResultsView

TILE_WIDTH = 128


class AlikeView(ResultsView):
    """As high as its tiles."""

    def __init__(self, model: ResultsModel) -> None:
        super().__init__(model, TILE_WIDTH)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._fit()

    def show_hits(
        self, hits: tuple[Hit, ...], *, ranked: bool, keep_place: bool, facts: Facts | None = None
    ) -> None:
        """Shows other hits."""
        super().show_hits(hits, ranked=ranked, keep_place=keep_place, facts=facts)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fewer tiles in a row take more rows."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        cell = self.gridSize()
        columns = max(1, self.maximumViewportSize().width() // max(1, cell.width()))
        rows = -(-self.model().rowCount() // columns)
        height = rows * cell.height() + 2 * self.frameWidth() + 2
        if height != self.minimumHeight() or height != self.maximumHeight():
            self.setFixedHeight(height)
