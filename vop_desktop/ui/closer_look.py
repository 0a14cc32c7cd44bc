"""Looking closer at a result: quick look, why it is where it is, and where in it the query shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from vop_desktop.records import Hit
from vop_desktop.ui.inspect_messages import HeatAnswer
from vop_desktop.ui.messages import WhyAnswer
from vop_desktop.ui.quick_look import QuickLook
from vop_desktop.ui.results_model import ResultsModel
from vop_desktop.ui.results_page import ResultsPage
from vop_desktop.ui.search_header import SearchHeader
from vop_desktop.ui.search_worker import SearchWorker

if TYPE_CHECKING:
    from vop_desktop.ui.player import Player
    from vop_desktop.ui.player_view import PlayerView
    from vop_desktop.ui.why_panel import WhyPanel


class CloserLook(QObject):
    """Joins the page of results with the windows that show one of them.

    Signals:
        opened(Hit): the person wants to play it.
    """

    opened = Signal(object)

    def __init__(
        self,
        worker: SearchWorker,
        model: ResultsModel,
        page: ResultsPage,
        header: SearchHeader,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._worker = worker
        self._page = page
        self._header = header
        self._window = window
        self._asked_why = self._asked_heat = 0
        self._player: PlayerView | None = None
        self.look = QuickLook(model, window)
        self.why: WhyPanel | None = None
        self.look.step_wanted.connect(self._look_further)
        self.look.opened.connect(self.opened)
        worker.explained.connect(self._explained)
        worker.heat_told.connect(self._heat_told)

    def close(self) -> None:
        """The window goes away."""
        self.look.hide()
        if self.why is not None:
            self.why.hide()

    def quick_look(self) -> None:
        """Shows the current result large, or closes that again."""
        index = self._page.view.currentIndex()
        if index.isValid() and self.look.hit is None:
            self.look.look_at(index.row())
        else:
            self.look.hide()

    @Slot(int)
    def _look_further(self, step: int) -> None:
        if self._page.step(step) is not None:
            self.look.look_at(self._page.view.currentIndex().row())

    def ask_why(self) -> None:
        """Explains the first selected result."""
        for hit in self._page.selected_hits()[:1]:
            if self.why is None:
                from vop_desktop.ui.why_panel import WhyPanel

                self.why = WhyPanel(self._window)
            self.why.ask(hit.path)
            self._asked_why = self._worker.explain(hit, self._header.query)

    @Slot(object)
    def _explained(self, answer: WhyAnswer) -> None:
        if self.why is not None and answer.number == self._asked_why:
            self.why.show_answer(answer)

    @Slot(object)
    def attach(self, player: Player) -> None:
        """Shows in the player's window where the query fits, whenever it opens a video."""
        self._player = player.view
        player.view.opened.connect(self._ask_heat)

    @Slot(object)
    def _ask_heat(self, hit: Hit) -> None:
        self._asked_heat = 0
        if hit.video_id and self._header.query:  # a dropped clip is no video of the library
            self._asked_heat = self._worker.watch(hit, self._header.query)

    @Slot(object)
    def _heat_told(self, answer: HeatAnswer) -> None:
        player = self._player
        if player is None or player.hit is None or answer.number != self._asked_heat or not answer.times:
            return
        player.show_heat(answer.similarities, answer.times, player.hit.duration)
        player.show_peaks(answer.peaks)
