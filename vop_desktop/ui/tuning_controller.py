"""Tuning: joins its two workers with the tuning page, and offers again what was interrupted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from vop_desktop.records import display_path
from vop_desktop.ui.actions import Actions
from vop_desktop.ui.message_bar import MessageBar
from vop_desktop.ui.messages import PackList
from vop_desktop.ui.packs_controller import PacksController
from vop_desktop.ui.tuning_messages import TuneOutcome, TuneRequest, TuneStep
from vop_desktop.ui.workers import Workers

if TYPE_CHECKING:
    from vop_desktop.tuning.library_pairs import CaptionCounts
    from vop_desktop.ui.tuning_window import TuningWindow


UNFINISHED = "unfinished tuning"  # what a message is about


class TuningController(QObject):
    """The run goes on whether the page is open or not; what it told is shown when the page is opened."""

    def __init__(
        self, workers: Workers, packs: PacksController, actions: Actions, message: MessageBar, window: QWidget
    ) -> None:
        super().__init__(window)
        self._worker, self._runner = workers.tuning, workers.training
        self._pack_worker = workers.packs
        self._packs, self._message, self._parent = packs, message, window
        self._bases: list[tuple[str, str]] = []
        self._pending: TuneRequest | None = None
        self._outcome: TuneOutcome | None = None
        self._request: TuneRequest | None = None  # of the run in hand
        self._used = ""  # name of the pack that is being taken into use from here
        self.window: TuningWindow | None = None
        actions.handle({"tune": self.show})
        packs.listed.connect(self._listed)
        packs.pack_changed.connect(self._pack_changed)
        self._runner.failed.connect(self._run_failed)
        for worker in (self._worker, self._runner):
            worker.captions_counted.connect(self._counted)
            worker.unfinished.connect(self._unfinished)
            worker.stepped.connect(self._stepped)
            worker.ended.connect(self._ended)
            worker.stopped.connect(self._stopped)
            worker.refused.connect(self._refused)
            worker.exported.connect(self._exported)
            worker.discarded.connect(self._discarded)

    def start(self) -> None:
        """Looks for what an earlier day left."""
        self._worker.look()

    def show(self) -> None:
        """Opens the page."""
        if self.window is None:
            from vop_desktop.ui.tuning_window import TuningWindow

            self.window = TuningWindow(self._packs.folders, self._parent)
            self.window.start_wanted.connect(self.run)
            self.window.stop_wanted.connect(self._stop)
            self.window.discard_wanted.connect(self._discard_half)
            self.window.outcome.wanted.connect(self._decide)
            self.window.outcome.export_wanted.connect(self._export)
            if self._request is not None:
                self.window.set_running(True)
            elif self._pending is not None:
                self.window.offer_again(self._pending)
            elif self._outcome is not None:
                self._show_outcome()
        self._pack_worker.list_packs()
        self._worker.count_captions()
        self.window.bring_up()

    def close(self) -> None:
        """Takes the page away."""
        if self.window is not None:
            self.window.hide()

    @Slot(object)
    def run(self, request: TuneRequest) -> None:
        """Tunes, or goes on."""
        self._request, self._pending, self._outcome = request, None, None
        self._message.forget(UNFINISHED)
        if self.window is not None:
            self.window.set_running(True)
        self._runner.run(request)

    @Slot()
    def _stop(self) -> None:
        """From here: a slot of the worker itself would wait for the run to end."""
        self._runner.cancel()
        if self.window is not None:
            self.window.show_stopping()

    # --- what the workers tell --------------------------------------------------------------------------

    @Slot(object)
    def _listed(self, packs: PackList) -> None:
        usable = ("built-in", "installed")
        self._bases = [
            (card.name, card.title) for card in packs.cards if card.state in usable and not card.fault
        ]
        if self.window is not None:
            self.window.show_bases(self._bases, self._packs.in_use)
            self.window.show_taken(card.name for card in packs.cards)

    @Slot(object)
    def _counted(self, counts: CaptionCounts) -> None:
        if self.window is not None:
            self.window.show_captions(counts)

    @Slot(object)
    def _unfinished(self, request: TuneRequest) -> None:
        self._pending = request
        self._message.say(
            self.tr("Tuning “{0}” was interrupted.").format(request.name),
            offer=self.tr("Go on"),
            take=self._go_on,
            about=UNFINISHED,
        )
        if self.window is not None:
            self.window.offer_again(request)

    def _go_on(self) -> None:
        if self._pending is not None:
            self.run(self._pending)
        self.show()

    @Slot(object)
    def _stepped(self, step: TuneStep) -> None:
        if self.window is not None and self._request is not None:
            self.window.show_step(step)

    @Slot(object)
    def _ended(self, outcome: TuneOutcome) -> None:
        self._request, self._outcome = None, outcome
        if self.window is None:
            text = self.tr("The pack “{0}” is tuned.").format(outcome.request.name)
            self._message.say(text, offer=self.tr("Look at it"), take=self.show)
            return
        self.window.set_running(False)
        self._show_outcome()
        self._pack_worker.list_packs()

    def _show_outcome(self) -> None:
        if self.window is not None and self._outcome is not None:
            in_use = self._packs.in_use == self._outcome.request.name
            self.window.show_outcome(self._outcome, in_use=in_use)

    @Slot(object)
    def _stopped(self, request: TuneRequest) -> None:
        self._request, self._pending = None, request
        if self.window is not None:
            self.window.set_running(False)
            self.window.offer_again(request)

    @Slot(str)
    def _refused(self, why: str) -> None:
        if self.window is not None and self.window.isVisible():
            self.window.show_fault(why)
        else:
            self._message.say(why)

    @Slot(str)
    def _run_failed(self, why: str) -> None:
        """Before the run began."""
        self._request = None
        if self.window is not None:
            self.window.set_running(False)
            self.window.show_fault(why)

    # --- what to do with it -------------------------------------------------------------------------------

    @Slot(str)
    def _decide(self, what: str) -> None:
        outcome = self._outcome
        if outcome is None or self.window is None:
            return
        if what == "discard":
            self._worker.discard(outcome.request)
            return
        self._worker.settle()
        self._outcome = None
        kept = self.tr("“{0}” is kept: Library, “Model packs…” lists it, and there it is used or removed.")
        name = outcome.request.name
        if what == "use":
            self._used = name
            text = self.tr("“{0}” is being taken into use: it answers as soon as it knows all your videos.")
            self.window.show_used(text.format(name))
        else:
            self.window.forget(kept.format(name))
        self._pack_worker.list_packs()
        if what == "use":
            self._packs.use(name)

    @Slot()
    def _pack_changed(self) -> None:
        if self.window is not None and self.window.isVisible() and self._used == self._packs.in_use:
            text = self.tr("“{0}” is in use now. Search with your own words.")
            self.window.show_used(text.format(self._used))
        self._used = ""

    def _discard_half(self) -> None:
        if self._pending is not None:
            self._worker.discard(self._pending)
            self._message.forget(UNFINISHED)

    @Slot(str)
    def _export(self, target: str) -> None:
        if self._outcome is not None:
            self._worker.export(self._outcome.request.name, target)

    @Slot(str)
    def _exported(self, target: str) -> None:
        self._message.say(self.tr("The pack was written to {0}.").format(display_path(target)))

    @Slot(str)
    def _discarded(self, name: str) -> None:
        self._pending = self._outcome = None
        if self.window is not None:
            self.window.forget()
        self._pack_worker.list_packs()
