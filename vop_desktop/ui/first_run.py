"""The first minutes: the pack that may come meanwhile, and how long the library will take."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, Slot

from vop_desktop.records import IndexProgress
from vop_desktop.ui.empty_page import EmptyPage
from vop_desktop.ui.indexing_controller import IndexingController
from vop_desktop.ui.message_bar import MessageBar
from vop_desktop.ui.messages import PackList, VideoAmount
from vop_desktop.ui.packs_controller import PacksController
from vop_desktop.ui.sentences import said
from vop_desktop.ui.texts import size_words, span_words
from vop_desktop.ui.workers import Workers

MEASURE_SECONDS = 4.0  # of reading, from which its speed tells something
WORTH_SAYING = 90.0  # seconds, below which nobody needs an estimate


class FirstRun(QObject):
    """Joins the page without videos with the packs, and times the first reading of new folders.

    The speed is that of the real work on this machine, measured while it goes on; the hours of video are
    counted meanwhile from a sample of the files.
    """

    def __init__(
        self, workers: Workers, page: EmptyPage, indexing: IndexingController, packs: PacksController,
        message: MessageBar,
    ) -> None:  # fmt: skip
        super().__init__(indexing)
        self._workers, self._page, self._indexing, self._packs = workers, page, indexing, packs
        self._message = message
        self._asked = False
        self._full = ""  # name of the pack on offer
        self._amount: VideoAmount | None = None
        self._began = 0.0
        self._waiting = False  # for enough to be known
        packs.listed.connect(self._listed)
        workers.estimate.measured.connect(self._measured)
        workers.index.progressed.connect(self._progressed)
        indexing.state_changed.connect(self._state_changed)

    def prepare(self) -> None:
        """The page is about to be shown."""
        if not self._asked:
            self._asked = True
            self._workers.packs.list_packs()

    def folders_added(self, folders: list[str]) -> None:
        """The person added folders: reading begins, and its length is found out."""
        self._amount, self._began, self._waiting = None, 0.0, True
        self._workers.estimate.measure(folders)
        self.get_pack()

    def get_pack(self) -> None:
        """Fetches the full pack if it was asked for."""
        if self._full and self._page.take_pack_wish():
            self._packs.download(self._full, then_use=True)

    @Slot(object)
    def _listed(self, packs: PackList) -> None:
        for card in packs.cards:
            if card.recommended and card.state in ("available", "begun") and not packs.offline:
                self._full = card.name
                self._page.offer_pack(
                    self.tr(
                        "Also get “{0}” (about {1}), which knows real scenes. It takes over when it is ready."
                    ).format(said(card.title), size_words(card.download_size))
                )
                return
        self._full = ""
        self._page.offer_pack("")

    @Slot(object)
    def _measured(self, amount: VideoAmount) -> None:
        self._amount = amount

    @Slot()
    def _state_changed(self) -> None:
        if not self._indexing.busy:
            self._waiting = False  # it is read before anybody could ask how long that takes

    @Slot(object)
    def _progressed(self, progress: IndexProgress) -> None:
        if not self._waiting or progress.phase != "indexing" or progress.held or not progress.total:
            return
        now = time.monotonic()
        self._began = self._began or now
        if now - self._began < MEASURE_SECONDS or self._amount is None or progress.speed <= 0:
            return
        self._waiting = False
        seconds = self._amount.seconds / progress.speed
        if seconds >= WORTH_SAYING:
            text = self.tr(
                "About {0} for {1} of video ({2} files), once. You can search while the rest is read."
            )
            self._message.say(
                text.format(span_words(seconds), span_words(self._amount.seconds), self._amount.videos)
            )
