"""Looking closer at a result: quick look, and why it is where it is."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from vop_desktop.ui.messages import WhyAnswer
from vop_desktop.ui.quick_look import QuickLook
from vop_desktop.ui.results_model import ResultsModel
from vop_desktop.ui.results_page import ResultsPage
from vop_desktop.ui.search_header import SearchHeader
from vop_desktop.ui.search_worker import SearchWorker
from vop_desktop.ui.why_panel import WhyPanel


class CloserLook(QObject):
    """Joins the page of results with the two windows that show one of them.

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
        self._asked_why = 0
        self.look = QuickLook(model, window)
        self.why: WhyPanel | None = None
        self.look.step_wanted.connect(self._look_further)
        self.look.opened.connect(self.opened)
        worker.explained.connect(self._explained)

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
                self.why = WhyPanel(self._window)
            self.why.ask(hit.path)
            self._asked_why = self._worker.explain(hit, self._header.query)

    @Slot(object)
    def _explained(self, answer: WhyAnswer) -> None:
        if self.why is not None and answer.number == self._asked_why:
            self.why.show_answer(answer)
