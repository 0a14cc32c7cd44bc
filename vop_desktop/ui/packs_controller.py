"""Model packs: joins the two pack workers with the packs window, and changes the pack in use."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from vop_desktop.model.download_progress import DownloadProgress
from vop_desktop.model.lazy import LazyEncoder
from vop_desktop.records import Encoder, IndexProgress
from vop_desktop.settings import Settings
from vop_desktop.ui.actions import Actions
from vop_desktop.ui.indexing_controller import IndexingController
from vop_desktop.ui.last_folders import LastFolders
from vop_desktop.ui.message_bar import MessageBar
from vop_desktop.ui.messages import PackCard, PackList, PackTrouble
from vop_desktop.ui.question_bar import Answer, QuestionBar
from vop_desktop.ui.sentences import said
from vop_desktop.ui.workers import Workers

if TYPE_CHECKING:
    from vop_desktop.ui.packs_window import PacksWindow, ReportWindow

BUILT_IN = "starter"  # the pack that is always there


class PacksController(QObject):
    """Shows what there is, fetches and removes packs, and takes another one into use.

    Another pack reads the library beside the old one, which answers until all is read; then it is taken into
    use without a restart. That outlives the program: `next_pack` says what is being prepared.

    Signals:
        pack_changed(): another pack is in use.
        listed(PackList): what there is.
    """

    pack_changed = Signal()
    listed = Signal(object)

    def __init__(
        self, workers: Workers, indexing: IndexingController, actions: Actions, message: MessageBar,
        settings: Settings, *, library: str, window: QWidget,
    ) -> None:  # fmt: skip
        super().__init__(window)
        self._workers, self._indexing, self._message = workers, indexing, message
        self._settings, self._library, self._parent = settings, library, window
        self._packs = PackList((), False)
        self.folders = LastFolders(settings)  # of file dialogs
        self._downloading: list[str] = []  # in the order asked for; the first one is under way
        self._wanted_then: set[str] = set()  # to be used as soon as they are there
        self._coming = workers.index.encoder if settings.get("next_pack") else None
        self._trouble: PackTrouble | None = None  # why the pack in use cannot be used
        self._unasked = False  # whether the person has not been asked yet what to do about it
        self.question = QuestionBar()  # for the main window
        self.window: PacksWindow | None = None
        self.report: ReportWindow | None = None
        actions.handle({"packs": self.show, "check_computer": self.check_computer})
        for worker in (workers.packs, workers.downloads):
            worker.listed.connect(self._listed)
            worker.downloading.connect(self._download_progressed)
            worker.importing.connect(self._import_progressed)
            worker.installed.connect(self._installed)
            worker.stopped.connect(self._stopped)
            worker.refused.connect(self._refused)
            worker.removed.connect(self._removed)
            worker.examined.connect(self._examined)
        workers.search.pack_unusable.connect(self._cannot_use)
        workers.index.all_read.connect(self._all_read)
        workers.index.progressed.connect(self._read_progressed)

    # --- windows ----------------------------------------------------------------------------------------

    def show(self) -> None:
        """Opens the packs window."""
        if self.window is None:
            from vop_desktop.ui.packs_window import PacksWindow

            self.window = PacksWindow(self.folders, self._parent)
            self.window.wanted.connect(self.do)
            self.window.import_wanted.connect(self.import_from)
            self.window.check_wanted.connect(self.check_computer)
        if not self.window.isVisible():
            self.window.forget_faults()
        self._refresh()
        self._bring_up(self.window)

    def check_computer(self) -> None:
        """Opens the page about this computer."""
        if self.report is None:
            from vop_desktop.ui.packs_window import ReportWindow

            self.report = ReportWindow(self._parent)
        self.report.show_text(self.tr("Looking… This takes a few seconds."))
        self._workers.packs.examine(self._library)
        self._bring_up(self.report)

    def close(self) -> None:
        """Takes the windows away."""
        for window in (self.window, self.report):
            if window is not None:
                window.hide()

    @staticmethod
    def _bring_up(window: QWidget) -> None:
        window.show()
        window.raise_()
        window.activateWindow()

    # --- what is wanted ---------------------------------------------------------------------------------

    @Slot(str, str)
    def do(self, what: str, name: str) -> None:
        """`download`, `cancel`, `discard`, `use`, `keep` or `remove` a pack."""
        if what == "download":
            self.download(name)
        elif what == "cancel":
            self._workers.downloads.cancel()
        elif what == "discard":
            self._workers.packs.discard(name)
        elif what == "use":
            self.use(name)
        elif what == "keep":
            self.keep_old()
        elif what == "remove":
            self._remove(name)

    def _remove(self, name: str) -> None:
        """Asks whether a pack is to be deleted, unless a tuned one rests on its weights."""
        from vop_desktop.ui.packs_card import removal_text

        if self.window is None:
            return
        tuned = next((said(card.title) for card in self._packs.cards if card.base == name), "")
        if tuned:
            text = self.tr("“{0}” was tuned from this pack and needs it. Remove that one first.")
            self.window.cards[name].show_fault(text.format(tuned))
            return
        answers: list[Answer] = [
            (self.tr("Remove it"), partial(self._workers.packs.remove, name)),
            (self.tr("Keep it"), lambda: None),
        ]
        self.window.question.ask(removal_text(self.window.cards[name].card), answers)

    def download(self, name: str, *, then_use: bool = False) -> None:
        """Fetches a pack, and takes it into use when it is there if that is wanted."""
        if then_use:
            self._wanted_then.add(name)
        if name not in self._downloading:
            self._downloading.append(name)
            self._workers.downloads.download(name)
            self._clear_fault(name)
            self._show()

    @Slot(str)
    def import_from(self, path: str) -> None:
        """Makes a pack of a file or folder."""
        if self.window is not None:
            self.window.say("")
            self.window.show_import(0, 0)
        self._workers.downloads.import_from(path)

    def use(self, name: str) -> None:
        """Reads the library with this pack, and takes it into use when all is read."""
        if self._trouble is not None:
            self._take_over(name)
            return
        if name == self.in_use:
            self.keep_old()
            return
        self._settings.set("next_pack", name)
        self._coming = LazyEncoder(name, device=str(self._settings.get("device")))
        self._indexing.read_with(self._coming)
        self._message.say(
            self.tr("The library is being read with “{0}”. Until that is done, the old pack answers.").format(
                self._title(name)
            )
        )
        self._show()

    def _take_over(self, name: str) -> None:
        """At once: there is no other pack that could answer until all is read."""
        self._trouble, self._coming = None, None
        self.question.hide()
        self._settings.set("pack", name)
        self._settings.set("next_pack", "")
        encoder = LazyEncoder(name, device=str(self._settings.get("device")))
        self._workers.answer_with(encoder)
        self._workers.search.describe_pack()
        self._indexing.read_with(encoder)
        text = self.tr("The pack “{0}” is in use now. What it has not read yet appears as it is read.")
        self._message.say(text.format(self._title(name)))
        self._show()
        self.pack_changed.emit()

    @Slot(object)
    def _cannot_use(self, trouble: PackTrouble) -> None:
        """The library is listed by what the pack has read; what to do is asked once the others are known."""
        self._trouble, self._unasked = trouble, True
        if trouble.stand_in is not None:
            for worker in (self._workers.clips, self._workers.thumbnails, self._workers.strips):
                worker.use_encoder(trouble.stand_in)
            self._workers.inspector.use_encoder(trouble.stand_in)
        self._refresh()

    def _ask_what_instead(self, trouble: PackTrouble) -> None:
        self._unasked = False
        card = self.card_in_use
        if card is None or card.state in ("available", "begun"):
            what = self.tr("The model pack “{0}”, which the settings name, is not on this computer.")
            what = what.format(self._title(self.in_use))
        else:
            what = said(trouble.why)
        rest = self.tr("{0} Your videos are listed all the same; to search in them, take another pack.")
        answers: list[Answer] = [(self.tr("Model packs…"), self.show), (self.tr("Not now"), lambda: None)]
        if self.in_use != BUILT_IN:
            answers.insert(0, (self.tr("Use the starter pack"), partial(self.use, BUILT_IN)))
        if self._message.text == said(trouble.why):
            self._message.hide()
        self.question.ask(rest.format(what), answers)

    def explains(self, failure: str) -> bool:
        """Whether what failed is what the question in the window is about."""
        return self._trouble is not None and failure == self._trouble.why and bool(self.question.text)

    def keep_old(self) -> None:
        """The pack in use stays so; what another one has read is kept."""
        self._coming = None
        if self._settings.get("next_pack"):
            self._settings.set("next_pack", "")
            self._indexing.read_with(self._workers.search.encoder)
        self._show()

    @property
    def card_in_use(self) -> PackCard | None:
        """What is known of the pack that answers; None where it is not here, or not known yet."""
        return next((card for card in self._packs.cards if card.name == self.in_use), None)

    def refresh(self) -> None:
        """Has the list made anew."""
        self._refresh()

    @property
    def in_use(self) -> str:
        """Name of the pack that answers."""
        return str(self._settings.get("pack"))

    @property
    def coming(self) -> str:
        """Name of the pack that the library is being read with; empty for none."""
        return str(self._settings.get("next_pack"))

    # --- what the workers tell --------------------------------------------------------------------------

    @Slot()
    def _refresh(self) -> None:
        self._workers.packs.list_packs()

    @Slot(object)
    def _listed(self, packs: PackList) -> None:
        self._packs = packs
        self.listed.emit(packs)
        self._show()
        if self._trouble is not None and self._unasked:
            self._ask_what_instead(self._trouble)

    def _show(self) -> None:
        if self.window is not None:
            self.window.show_packs(
                self._packs, in_use=self.in_use, coming=self.coming, downloading=set(self._downloading)
            )

    @Slot(str, object)
    def _download_progressed(self, name: str, progress: DownloadProgress) -> None:
        if self.window is not None and (card := self.window.cards.get(name)) is not None:
            card.show_download(progress)

    @Slot(int, int)
    def _import_progressed(self, done: int, total: int) -> None:
        if self.window is not None:
            self.window.show_import(done, total)

    @Slot(str)
    def _installed(self, name: str) -> None:
        self._ended(name)
        self._indexing.notifier.tell(self.tr("The pack “{0}” is installed.").format(self._title(name)))
        if self._trouble is not None and name == self.in_use:  # the one that was missing
            self._take_over(name)
        if name in self._wanted_then:
            self._wanted_then.discard(name)
            self.use(name)

    @Slot(str)
    def _removed(self, name: str) -> None:
        if self.window is not None:
            self.window.message.say(self.tr("“{0}” was removed.").format(self._title(name)))
        self._refresh()

    @Slot(str)
    def _stopped(self, name: str) -> None:
        self._ended(name)
        self._downloading.clear()  # those that waited behind it were dropped with it
        self._wanted_then.clear()

    @Slot(str, str)
    def _refused(self, name: str, why: str) -> None:
        self._ended(name)
        self._wanted_then.discard(name)
        card = None if self.window is None else self.window.cards.get(name)
        if card is not None:
            card.show_fault(why)
        elif self.window is not None and self.window.isVisible():
            self.window.say(why)
        else:
            self._message.say(why)

    def _ended(self, name: str) -> None:
        if name in self._downloading:
            self._downloading.remove(name)
        if self.window is not None:
            self.window.end_import()
        self._refresh()

    @Slot(object)
    def _read_progressed(self, progress: IndexProgress) -> None:
        if not self.coming or self.window is None or progress.phase == "drawing":
            return
        if (card := self.window.cards.get(self.coming)) is not None:
            text = self.tr("Reading your library with it: {0} of {1}. Until then the old pack answers.")
            card.show_share(progress.done, progress.total, text.format(progress.done, progress.total))

    @Slot(object)
    def _all_read(self, encoder: Encoder) -> None:
        """The whole library is read with an encoder: if that is the coming one, it takes over."""
        coming, name = self._coming, self.coming
        if coming is None or not name or encoder is not coming:
            return
        self._settings.set("pack", name)
        self._settings.set("next_pack", "")
        self._coming = None
        self._workers.answer_with(coming)
        self._workers.search.describe_pack()
        text = self.tr("The pack “{0}” is in use now.").format(self._title(name))
        self._message.say(text)
        self._indexing.notifier.tell(text)
        self._show()
        self.pack_changed.emit()

    @Slot(str)
    def _examined(self, text: str) -> None:
        if self.report is not None:
            self.report.show_text(text)

    def _title(self, name: str) -> str:
        return next((said(card.title) for card in self._packs.cards if card.name == name), name)

    def _clear_fault(self, name: str) -> None:
        if self.window is not None and (card := self.window.cards.get(name)) is not None:
            card.show_fault("")
