"""Searching: the field, the results, and what can be done with them."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QActionGroup, QImage
from PySide6.QtWidgets import QWidget

from vop_desktop.records import Hit
from vop_desktop.settings import OPTIONS, Settings
from vop_desktop.ui.actions import Actions
from vop_desktop.ui.closer_look import CloserLook
from vop_desktop.ui.examples import Examples
from vop_desktop.ui.messages import Example, PackNotice, SearchAnswer
from vop_desktop.ui.ordering import Order, order_of, order_text
from vop_desktop.ui.pack_hints import foreign_text
from vop_desktop.ui.results_model import ResultsModel
from vop_desktop.ui.results_page import VIEWS, ResultsPage
from vop_desktop.ui.search_header import SearchHeader
from vop_desktop.ui.search_worker import SearchWorker
from vop_desktop.ui.sentences import said
from vop_desktop.ui.thumbnails import ThumbnailCache
from vop_desktop.ui.tile_commands import IN_PLAYER, TileCommands
from vop_desktop.ui.tip_menu import TipMenu

TILE_STEP = 40
KEEP_SIZE_MS = 500
LINGER_MS = 700  # for which results stay when half a query fits nothing


class ResultsController(QObject):
    """Joins the search worker with the field above and the results below.

    Signals:
        shown(): the tiles are those of the newest query.
        captions_wanted(str): captions and look-alikes of this video.
        meant(str): a query that the person meant, not one on the way, and that found something.
        selected(object): the `Hit` that the person looks at now, or None.
        pack_told(PackNotice, bool): what the model in use can see; whether the person has taken note of it.
    """

    shown = Signal()
    captions_wanted = Signal(str)
    meant = Signal(str)
    selected = Signal(object)
    pack_told = Signal(object, bool)

    def __init__(
        self,
        worker: SearchWorker,
        thumbnails: ThumbnailCache,
        settings: Settings,
        actions: Actions,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._worker = worker
        self._thumbnails = thumbnails
        self._settings = settings
        self._actions = actions
        self._window = window
        self._awaited = 0  # number of the search whose answer is wanted
        self._keep_place = False
        self._answered = False  # whether the tiles belong to the newest query
        self._gave_up = False  # whether that query failed
        self._reading = False  # whether videos are being read
        self._described = False  # whether the pack was asked what it understands
        self._notice: PackNotice | None = None  # what it answered
        self._entering = False  # whether the keyboard is to move to the tiles as soon as they do
        self._answer: SearchAnswer | None = None
        self._newest: SearchAnswer | None = None  # becomes the answer, at once or after a moment
        self._linger = QTimer(self)
        self._linger.setSingleShot(True)
        self._linger.setInterval(LINGER_MS)
        self._linger.timeout.connect(self._take_answer)
        self._meant = False  # whether the query is worth remembering once it is known that it finds something
        self._weak_for = ""  # the query for which hits that fit weakly are shown
        self._keep_size = QTimer(self)  # a slider has many values on the way
        self._keep_size.setSingleShot(True)
        self._keep_size.setInterval(KEEP_SIZE_MS)
        self._keep_size.timeout.connect(self._size_settled)
        tile_size = int(settings.get("tile_size"))
        self.header = SearchHeader(int(settings.get("search_delay")))
        self.model = ResultsModel(thumbnails, self)
        self.page = ResultsPage(self.model, actions, tile_size)
        self.tiles = TileCommands(self.page, window)
        self.examples = Examples(self.page, thumbnails, self)
        self.closer = CloserLook(worker, self.model, self.page, self.header, window)
        self._take_commands()
        self._connect()
        self._restore()
        self._selection_changed()

    def _take_commands(self) -> None:
        actions = self._actions
        actions.handle(
            {
                "focus_search": self.header.take_focus, "captions": self._caption_selected,
                "play": self.tiles.play, "reveal": self.tiles.reveal, "copy_path": self.tiles.copy_paths,
                "larger": self._larger, "smaller": self._smaller, "quick_look": self.closer.quick_look,
                "why": self.closer.ask_why, "like_this": self.examples.take_selected,
                "all_moments": self._group_changed, "view_grid": self._view_chosen,
                "view_list": self._view_chosen, "view_filmstrip": self._view_chosen,
            }
        )  # fmt: skip
        group = QActionGroup(self)
        for name in VIEWS:
            actions[f"view_{name}"].setCheckable(True)
            group.addAction(actions[f"view_{name}"])
        actions["all_moments"].setCheckable(True)
        for name in ("quick_look", "forget"):
            actions.keep_to(name, self.page)

    def _connect(self) -> None:
        self.header.edited.connect(self._typed)
        self.header.query_changed.connect(self._query_changed)
        self.header.meant.connect(self.mean)
        self.header.example_dropped.connect(self._drop_example)
        self.header.field.picture_given.connect(self.examples.take_picture)
        self.examples.taken.connect(self._search_like)
        self.header.notice_dismissed.connect(self._notice_dismissed)
        self.header.packs_wanted.connect(self._actions["packs"].trigger)
        self.header.left.connect(self._enter_results)
        self.page.opened.connect(self._open)
        self.page.menu_wanted.connect(self._show_tile_menu)
        self.page.order_wanted.connect(self._set_order)
        self.page.width_wanted.connect(self._set_tile_width)
        self.page.closest_wanted.connect(self._show_closest)
        self.page.everything_wanted.connect(self._show_everything)
        self.page.grid.selectionModel().selectionChanged.connect(self._selection_changed)
        self.page.grid.selectionModel().currentChanged.connect(self._current_changed)
        self.tiles.player_changed.connect(self._selection_changed)
        self.closer.opened.connect(self._open)
        self.tiles.player_made.connect(self.closer.attach)
        self._worker.found.connect(self._found)
        self._worker.failed.connect(self._give_up)
        self._worker.pack_known.connect(self._pack_known)

    def _restore(self) -> None:
        self._actions["all_moments"].setChecked(bool(self._settings.get("all_moments")))
        view = str(self._settings.get("view"))
        self._actions[f"view_{view}"].setChecked(True)
        self.page.choose_view(view)
        self.page.grid.set_scrubbing(bool(self._settings.get("hover_scrub")))
        self._take_order(ranked=False)
        self.page.list.restore_columns(str(self._settings.get("columns")))

    def start(self) -> None:
        """Shows the library; the model is loaded after that."""
        self.search(keep_place=False)
        self.header.take_focus()

    def close(self) -> None:
        """The window goes away."""
        self._size_settled()
        self.tiles.close()
        self.closer.close()
        if self.page.list.columns() != self._settings.get("columns"):
            self._settings.set("columns", self.page.list.columns())

    # --- asking ---------------------------------------------------------------------------------------

    def search(self, *, keep_place: bool) -> None:
        """Asks anew for what the field says."""
        self._keep_place = keep_place
        self._answered = self._gave_up = False
        self._linger.stop()
        self._awaited = self._worker.search(
            self.header.query,
            int(self._settings.get("result_limit")),
            moments=self._actions["all_moments"].isChecked(),
            example=self.examples.example,
            typing=self.header.within_word,
        )

    def search_like(self, example: Example, picture: QImage | None = None) -> None:
        """Searches for what looks like an example, and fits the words of the field."""
        self.examples.take(example, picture)

    @Slot()
    def _search_like(self) -> None:
        self.header.expect_answer()
        self.search(keep_place=False)

    @Slot()
    def refresh(self) -> None:
        """Takes in what has changed; selection and scrolling stay."""
        self.search(keep_place=True)

    def setting_changed(self, name: str) -> None:
        """Takes up the settings that concern the results."""
        if name == "tile_size":
            self.page.set_tile_width(int(self._settings.get(name)))
        elif name == "search_delay":
            self.header.set_delay(int(self._settings.get(name)))
        elif name == "hover_scrub":
            self.page.grid.set_scrubbing(bool(self._settings.get(name)))
        elif name == "result_limit":
            self.refresh()

    def set_reading(self, reading: bool) -> None:
        """Whether videos are being read, which a page without results says."""
        if reading == self._reading:
            return
        self._reading = reading
        if self._answer is not None and self.page.reason:
            self._say_nothing(self._answer)

    @property
    def hits(self) -> tuple[Hit, ...]:
        """What was found, best first; hits that fit weakly among them, shown or not."""
        return self._answer.hits if self._answer is not None else ()

    @property
    def waiting(self) -> bool:
        """Whether typing has not been searched yet, or its answer not been shown."""
        return self.header.waiting or self._linger.isActive() or self.expecting

    @property
    def expecting(self) -> bool:
        """Whether the newest query has no answer yet, and one will come."""
        return self._awaited > 0 and not self._answered and not self._gave_up

    @property
    def asked(self) -> bool:
        """Whether the answer is one to a query, and not the library."""
        return self._answer is not None and self._answer.asks

    @Slot(str)
    def _query_changed(self, text: str) -> None:
        self._entering = self._meant = False
        self.search(keep_place=False)

    @Slot()
    def mean(self) -> None:
        """The query was not only typed on the way; it is remembered if it finds something."""
        self._meant = bool(self.header.query)
        if self._answered:
            self._remember()

    def _remember(self) -> None:
        answer = self._answer
        if self._meant and answer is not None:
            self._meant = False
            if answer.text and answer.hits and not answer.nothing_fits:
                self.meant.emit(answer.text)

    @Slot()
    def _drop_example(self) -> None:
        self.examples.drop()
        self.search(keep_place=False)

    @Slot()
    def _typed(self) -> None:
        self._worker.load_ahead()

    # --- the answer -----------------------------------------------------------------------------------

    @Slot()
    def _give_up(self) -> None:
        self._gave_up = True
        self.header.give_up()
        self._describe_pack()

    def _describe_pack(self) -> None:
        """Once, and after the first answer: loading the weights must not hold that up."""
        if not self._described:
            self._described = True
            self._worker.describe_pack()

    @Slot(object)
    def _found(self, answer: SearchAnswer) -> None:
        self._describe_pack()
        if answer.number != self._awaited:
            return
        if answer.example is None:
            self.examples.drop()
        self._newest = answer
        nothing = answer.nothing_fits or (answer.asks and not answer.hits)
        if nothing and self.header.on_the_way and self.model.rowCount():
            self._linger.start()  # half a word means nothing yet: what is shown stays for a moment
        else:
            self._take_answer()

    @Slot()
    def _take_answer(self) -> None:
        self._linger.stop()
        self._answer = self._newest
        self._show_answer()
        self._answered = True
        self._selection_changed()
        self._remember()
        self.shown.emit()
        if self._entering:
            self._enter_results()

    def _show_answer(self) -> None:
        answer = self._answer
        if answer is None:
            return
        self._thumbnails.forget_requests()
        guess = answer.mostly_known and bool(answer.unknown)  # which is worth a look
        closest = not answer.nothing_fits or guess or (bool(answer.text) and answer.text == self._weak_for)
        shown = answer.hits if closest else ()
        if answer.ranked != self.model.ranked:
            self._take_order(ranked=answer.ranked)
        self.page.show_hits(shown, ranked=answer.ranked, keep_place=self._keep_place, facts=answer.facts)
        self.header.show_answer(answer, picture=self.examples.picture, closest=closest)
        if not shown and answer.asks:
            self._say_nothing(answer)

    def _say_nothing(self, answer: SearchAnswer) -> None:
        if answer.foreign is not None and answer.hits:
            why = self.tr("The model pack cannot read this.")
            hint = foreign_text(answer.foreign)
        elif answer.unknown and answer.hits:
            words = ", ".join(f"“{word}”" for word in answer.unknown)
            why = self.tr("This model has never met {0}.").format(words)
            hint = self.tr(
                "It can only guess which videos come closest. Other words may help, or another model pack."
            )
        elif answer.hits:
            why = self.tr("Nothing here fits.")
            hint = self.tr("No video is likely to show this. The closest ones can be shown all the same.")
        else:
            why = self.tr("Nothing was found.")
            hint = " ".join(map(said, answer.notes))
        if self._reading:
            more = self.tr("Videos are still being read: there may be more to find in a while.")
            hint = f"{hint} {more}".strip()
        packs = bool(answer.unknown or answer.foreign)
        self.page.show_nothing(why, hint, closest=bool(answer.hits), packs=packs)

    @Slot()
    def _show_closest(self) -> None:
        self._weak_for = self._answer.text if self._answer is not None else ""
        self._keep_place = False
        self._show_answer()
        self.page.enter()

    @Slot()
    def _show_everything(self) -> None:
        self.examples.drop()
        self.header.search("")
        self.header.take_focus()

    @Slot(object)
    def _pack_known(self, notice: PackNotice) -> None:
        read = notice.title in str(self._settings.get("told_packs")).split("\n")
        self._notice = notice
        self.header.show_notice(notice, read=read)
        self.pack_told.emit(notice, read)

    @Slot(str)
    def _notice_dismissed(self, title: str) -> None:
        told = str(self._settings.get("told_packs"))
        self._settings.set("told_packs", f"{told}\n{title}".strip())
        if self._notice is not None:
            self.pack_told.emit(self._notice, True)

    @Slot()
    def _enter_results(self) -> None:
        self._entering = not self._answered  # the tiles in view belong to an older query
        if self._answered and (self.model.rowCount() or self.page.reason):
            self.page.enter()

    # --- how results are shown ------------------------------------------------------------------------

    def _view_chosen(self) -> None:
        name = next(name for name in VIEWS if self._actions[f"view_{name}"].isChecked())
        self.page.choose_view(name)
        self._settings.set("view", name)

    def _group_changed(self) -> None:
        self._settings.set("all_moments", self._actions["all_moments"].isChecked())
        self.search(keep_place=True)

    @Slot(object)
    def _set_order(self, order: Order) -> None:
        self._settings.set("order" if self.model.ranked else "library_order", order_text(order))
        self._take_order(ranked=self.model.ranked)

    def _take_order(self, *, ranked: bool) -> None:
        """The library keeps an order of its own: one by date must not hide what fits a query best."""
        self.page.grid.stop_scrub()
        order = order_of(str(self._settings.get("order") if ranked else self._settings.get("library_order")))
        self.model.set_order(order)
        self.page.show_order(order, ranked=ranked)

    def _larger(self) -> None:
        self._set_tile_width(self.page.tile_width + TILE_STEP)

    def _smaller(self) -> None:
        self._set_tile_width(self.page.tile_width - TILE_STEP)

    @Slot(int)
    def _set_tile_width(self, width: int) -> None:
        option = OPTIONS["tile_size"]
        self.page.set_tile_width(round(min(option.high, max(option.low, width))))
        self._keep_size.start()

    @Slot()
    def _size_settled(self) -> None:
        self._keep_size.stop()
        if self.page.tile_width != self._settings.get("tile_size"):
            self._settings.set("tile_size", self.page.tile_width)

    # --- what is selected -----------------------------------------------------------------------------

    @Slot()
    def _selection_changed(self) -> None:
        selected = self.page.grid.selectionModel().hasSelection()
        for action in self._actions.for_hits():
            action.setEnabled(selected)
        asked = self._answer is not None and bool(self._answer.text)
        self._actions["why"].setEnabled(selected and asked)
        if self.tiles.playing:
            for name in IN_PLAYER:
                self._actions[name].setEnabled(True)

    @Slot()
    def _current_changed(self) -> None:
        row = self.page.view.currentIndex().row()
        self.selected.emit(self.model.hits[row] if 0 <= row < len(self.model.hits) else None)

    @Slot(object)
    def _show_tile_menu(self, place: QPoint) -> None:
        menu = TipMenu(self._window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._actions.fill_for_hits(menu)
        menu.popup(place)

    @Slot(object)
    def _open(self, hit: Hit) -> None:
        if self._answer is not None and self._answer.text:
            self.meant.emit(self._answer.text)
        self.tiles.open(hit)

    def _caption_selected(self) -> None:
        for hit in self.page.selected_hits()[:1]:
            self.captions_wanted.emit(hit.path)
