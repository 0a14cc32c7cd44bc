"""The inspector: shows what is selected, a moment after the selection has come to rest."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from vop_desktop.records import Hit
from vop_desktop.settings import Settings
from vop_desktop.ui.actions import Actions
from vop_desktop.ui.inspect_messages import AlikeAnswer, DetailsAnswer, HeatAnswer
from vop_desktop.ui.inspector import Inspector
from vop_desktop.ui.messages import EditDone
from vop_desktop.ui.results_controller import ResultsController
from vop_desktop.ui.thumbnails import Key, ThumbnailCache, key_of
from vop_desktop.ui.workers import Workers

REST_MS = 150
ALIKE_LIMIT = 12


class InspectorController(QObject):
    """Joins the results and the workers that know about one video with the panel.

    Signals:
        player_made(PlayerView): the player within the panel, before it shows anything.
    """

    player_made = Signal(object)

    def __init__(
        self,
        workers: Workers,
        results: ResultsController,
        thumbnails: ThumbnailCache,
        *,
        settings: Settings,
        actions: Actions,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._workers = workers
        self._results = results
        self._thumbnails = thumbnails
        self._settings = settings
        self._hit: Hit | None = None  # what is shown
        self._query = ""  # for which it is
        self._details_number = self._look_number = self._heat_number = 0
        self.panel = Inspector(
            thumbnails, [actions[name] for name in ("reveal", "copy_path", "play_outside")]
        )
        folded = str(settings.get("folded")).split()
        for name, fold in self.panel.folds.items():
            fold.open(name not in folded)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self.look)
        self._connect()

    def _connect(self) -> None:
        panel, workers = self.panel, self._workers
        self._results.page.grid.selectionModel().selectionChanged.connect(self._selection_changed)
        self._results.shown.connect(self._selection_changed)
        panel.appeared.connect(self.look)
        panel.folds_changed.connect(self._keep_folds)
        panel.opened.connect(self._results.tiles.open)
        panel.picture.player_made.connect(self.player_made)
        panel.picture.played.connect(self._one_player)
        self._results.tiles.player_changed.connect(self._other_player)
        panel.captions.caption_wanted.connect(self._put_caption)
        panel.details.tags.tag_wanted.connect(self._put_tag)
        panel.details.tags.untag_wanted.connect(self._take_tag)
        workers.inspector.told.connect(self._told)
        workers.search.heat_told.connect(self._heat_told)
        workers.search.heat_found.connect(self._heat_found)
        workers.search.alike_told.connect(self._alike_told)
        workers.edits.done.connect(self._edited)
        self._thumbnails.arrived.connect(self._picture_arrived)

    @property
    def waiting(self) -> bool:
        """Whether a change of the selection has not been followed yet."""
        return self._rest.isActive()

    # --- what is selected -----------------------------------------------------------------------------

    @Slot()
    def _selection_changed(self) -> None:
        self._rest.start()

    @Slot()
    def look(self) -> None:
        """Shows what is selected now; nothing is asked for a panel that nobody sees."""
        self._rest.stop()
        if self.panel.isHidden() or not self.panel.isVisible():
            return
        hits = self._results.page.selected_hits()
        if len(hits) == 1:
            self._show(hits[0])
            return
        self._hit = None
        if hits:
            lengths = {hit.video_id: hit.duration for hit in hits}
            self.panel.show_many(len(hits), len(lengths), sum(lengths.values()))
        else:
            self.panel.show_nothing()

    def _show(self, hit: Hit) -> None:
        query, before = self._results.header.query, self._hit
        if before is None or before.video_id != hit.video_id:
            self.panel.forget_video(hit.video_id)
        self._details_number = self._workers.inspector.look_up(hit.video_id)
        if (before, self._query) == (hit, query):
            return
        self._hit, self._query = hit, query
        ranked = self._results.model.ranked  # rules alone rank nothing, and have no heat
        self.panel.begin(hit, ranked=ranked, asked=ranked and bool(query))
        self._show_picture()
        self._look_number = self._workers.search.look_into(hit, query, ALIKE_LIMIT)
        if bool(self._settings.get("play_selected")):
            self.panel.picture.play()

    def _show_picture(self) -> None:
        if self._hit is not None:
            self.panel.picture.show_picture(self._thumbnails.picture(self._hit))

    @Slot(object)
    def _picture_arrived(self, key: Key) -> None:
        if self._hit is not None and key == key_of(self._hit):
            self._show_picture()

    # --- the answers ----------------------------------------------------------------------------------

    @Slot(object)
    def _told(self, answer: DetailsAnswer) -> None:
        if self._hit is not None and answer.number == self._details_number:
            self.panel.show_details(answer)

    @Slot(object)
    def _heat_told(self, answer: HeatAnswer) -> None:
        if self._hit is not None and answer.number == self._look_number:
            self.panel.picture.show_heat(answer)

    @Slot(object)
    def _alike_told(self, answer: AlikeAnswer) -> None:
        if self._hit is not None and answer.number == self._look_number:
            self.panel.show_alike(answer)

    # --- two players ----------------------------------------------------------------------------------

    @Slot()
    def _one_player(self) -> None:
        """The window of its own holds still while this one plays."""
        window = self._results.tiles.player
        if window is not None:
            window.view.playback.pause()

    @Slot()
    def _other_player(self) -> None:
        """A window of its own shows a video now, or none any more."""
        window, query = self._results.tiles.player, self._results.header.query
        hit = None if window is None else window.view.hit
        self._heat_number = 0
        if hit is None:
            return
        self.panel.picture.stop()
        if hit.video_id and query:
            self._heat_number = self._workers.search.find_heat(hit, query)

    @Slot(object)
    def _heat_found(self, answer: HeatAnswer) -> None:
        window = self._results.tiles.player
        hit = None if window is None else window.view.hit
        if window is not None and hit is not None and answer.number == self._heat_number and answer.times:
            window.view.show_heat(answer.similarities, answer.times, hit.duration)
            window.view.show_peaks(answer.peaks)

    # --- what the person changes ----------------------------------------------------------------------

    @Slot(str, str)
    def _put_caption(self, text: str, instead_of: str) -> None:
        if self._hit is not None:
            self._workers.edits.caption(self._hit.video_id, text, instead_of=instead_of)

    @Slot(object, str)
    def _put_tag(self, video_ids: tuple[int, ...], tag: str) -> None:
        self._workers.edits.tag(video_ids, tag)

    @Slot(object, str)
    def _take_tag(self, video_ids: tuple[int, ...], tag: str) -> None:
        self._workers.edits.untag(video_ids, tag)

    @Slot(object)
    def _edited(self, done: EditDone) -> None:
        if self._hit is not None and done.title:
            self._details_number = self._workers.inspector.look_up(self._hit.video_id)

    @Slot()
    def _keep_folds(self) -> None:
        folded = [name for name, fold in self.panel.folds.items() if not fold.is_open]
        self._settings.set("folded", " ".join(folded))
