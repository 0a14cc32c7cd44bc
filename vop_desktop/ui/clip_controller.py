"""Dropped clips: what was dropped, the captions of one or many, the videos like the one in view."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QMimeData, QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from vop_desktop.settings import Settings
from vop_desktop.ui.actions import Actions
from vop_desktop.ui.caption_controller import CLIP, CaptionController
from vop_desktop.ui.clip_messages import (
    ClipBegun,
    ClipCaptioned,
    ClipEntry,
    ClipFailed,
    ClipRated,
    Dropped,
)
from vop_desktop.ui.clip_panel import ClipPanel
from vop_desktop.ui.drop import given
from vop_desktop.ui.last_folders import LastFolders
from vop_desktop.ui.message_bar import MessageBar
from vop_desktop.ui.messages import ClipOpened, SimilarAnswer
from vop_desktop.ui.texts import file_name
from vop_desktop.ui.thumbnails import ThumbnailCache
from vop_desktop.ui.workers import Workers

SIMILAR_LIMIT = 24
MANY = 100  # dropped things from which it is said that they are looked at
KEPT_CLIPS = 40  # whose pictures are kept for when they are looked at again


class ClipController(QObject):
    """Joins the clip worker with its panel.

    Signals:
        folders_dropped(list[str]): folders to add to the library, or to look through again.
        picture_wanted(object): search by this picture, a `QImage` or a path.
        search_wanted(str): search for these words.
        opened(): the person gave other clips to look at.
        failed(str): a clip could not be used; the panel says so.
    """

    folders_dropped = Signal(object)
    picture_wanted = Signal(object)
    search_wanted = Signal(str)
    opened = Signal()
    failed = Signal(str)

    def __init__(
        self,
        workers: Workers,
        thumbnails: ThumbnailCache,
        settings: Settings,
        actions: Actions,
        message: MessageBar,
        *,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._clips, self._search = workers.clips, workers.search
        self._settings = settings
        self._message = message
        self._number = 0  # of the request whose answers are wanted
        self._row = 0  # of the clip in view
        self._opened_clips: OrderedDict[int, ClipOpened] = OrderedDict()  # by row
        self.panel = ClipPanel(thumbnails, actions)
        self.panel.hide()
        self.captions = CaptionController(
            workers, self.panel, actions, message, window, folders=LastFolders(settings)
        )
        self._model = self.panel.clips.model
        self._connect()

    def _connect(self) -> None:
        worker, panel = self._clips, self.panel
        worker.dropped.connect(self._dropped)
        worker.begun.connect(self._begun)
        worker.opened.connect(self._opened)
        worker.captioned.connect(self._captioned)
        worker.rated.connect(self._rated)
        worker.clips_failed.connect(self._clips_failed)
        worker.progressed.connect(self._progressed)
        self._search.similar_found.connect(self._similar_found)
        panel.clips.row_wanted.connect(self._show_row)
        panel.clips.stop_wanted.connect(self.stop)
        panel.clips.rest_wanted.connect(self._go_on)
        panel.clips.export_wanted.connect(self._export_all)
        panel.closed.connect(self.stop)
        panel.closed.connect(self._closed)
        self.captions.words_changed.connect(self._rate)
        self.captions.folder_wanted.connect(self.folders_dropped)

    @property
    def entry(self) -> ClipEntry | None:
        """The clip in view."""
        return self._model.entries[self._row] if self._row < len(self._model.entries) else None

    def open_clip(self, path: str) -> None:
        """Shows the captions of a clip and the videos like it."""
        self.open_clips([path])

    def open_clips(self, paths: Sequence[str]) -> None:
        """Shows the captions of the first clip, and has those of the others found one after the other."""
        self._opened_clips.clear()
        self._number = self._clips.open_clips(paths, int(self._settings.get("caption_limit")))
        self._row = 0
        self._model.show(paths)
        self.panel.show_many(len(paths) > 1)
        self.panel.show()
        self.opened.emit()
        self.panel.clips.select(0)
        self._show_row(0)

    @Slot()
    def stop(self) -> None:
        """Reads no more clips."""
        self._clips.halt()
        self._model.stop()
        if (entry := self.entry) is not None and entry.state == "stopped":
            self.panel.show_waiting(entry)

    @Slot()
    def _closed(self) -> None:
        self._message.forget(CLIP)

    # --- what is dropped or pasted --------------------------------------------------------------------

    def take_drop(self, data: QMimeData) -> None:
        """Hands what was dropped or pasted to the worker, which looks at it; says what is no use."""
        what = given(data)
        if what.paths:
            if len(what.paths) > MANY:
                self._message.say(self.tr("Looking at what was dropped: {0}").format(len(what.paths)))
            self._clips.sort_drop(what.paths)
        elif (picture := what.picture) is not None:
            self._offer_picture(self.tr("This is a picture, not a video."), picture)
        elif what.link:
            self._message.say(
                self.tr(
                    "This is a link to another place. Only files and folders of this computer can be "
                    "dropped here: save the video first, then drop its file."
                )
            )
        elif what.text:
            self._message.say(
                self.tr(
                    "This is text, not a video. Only files and folders of this computer can be dropped here."
                ),
                offer=self.tr("Search for it"),
                take=lambda: self.search_wanted.emit(what.text),
            )
        else:
            self._message.say(self.tr("Only files and folders of this computer can be dropped here."))

    def _offer_picture(self, text: str, picture: object) -> None:
        self._message.say(
            text, offer=self.tr("Search by the picture"), take=lambda: self.picture_wanted.emit(picture)
        )

    @Slot(object)
    def _dropped(self, dropped: Dropped) -> None:
        if dropped.folders:
            self.folders_dropped.emit(list(dropped.folders))
        if dropped.clips:
            self.open_clips(dropped.clips)
        told: list[str] = []
        offer, take = "", None
        if len(dropped.clips) > 1:
            text = self.tr("{0} clips were dropped. Their captions are found one after the other.")
            told.append(text.format(len(dropped.clips)))
        if dropped.missing:
            told.append(self._missing_text(dropped.missing))
        if dropped.covered:
            told.append(self._covered_text(dropped.covered))
            offer, take = self.tr("Look for changes"), self._looking_again(dropped.covered)
        if dropped.pictures and (dropped.clips or dropped.folders):
            text = self.tr("Pictures are no clips and were left out: {0}.")
            told.append(text.format(len(dropped.pictures)))
        elif dropped.pictures:
            text = self.tr("{0} is a picture, not a video.").format(file_name(dropped.pictures[0]))
            self._offer_picture(" ".join((text, *told)), dropped.pictures[0])
            return
        if told:
            about = CLIP if dropped.clips and not offer else ""
            self._message.say(" ".join(told), offer=offer, take=take, about=about)

    def _missing_text(self, missing: Sequence[str]) -> str:
        if len(missing) == 1:
            return self.tr("{0} is not there any more.").format(file_name(missing[0]))
        text = self.tr("What is not there any more: {0} things, such as {1}.")
        return text.format(len(missing), file_name(missing[0]))

    def _covered_text(self, covered: Sequence[tuple[str, str]]) -> str:
        folder, root = covered[0]
        if file_name(folder) == file_name(root):
            return self.tr("{0} is in your library already and is watched.").format(file_name(folder))
        text = self.tr("{0} is covered already: it lies in {1}, which is watched.")
        return text.format(file_name(folder), file_name(root))

    def _looking_again(self, covered: Sequence[tuple[str, str]]) -> Callable[[], object]:
        roots = list(dict.fromkeys(root for _, root in covered))
        return lambda: self.folders_dropped.emit(roots)

    # --- the clips ------------------------------------------------------------------------------------

    @Slot(int)
    def _show_row(self, row: int) -> None:
        self._row = row
        entry = self._model.entries[row]
        self.panel.begin(entry.path)
        self.captions.show(entry)
        if entry.state == "failed":
            self.panel.show_failure(entry)
        elif entry.state in ("waiting", "stopped") and len(self._model.entries) > 1:
            self.panel.show_waiting(entry)
        elif entry.state == "done":
            self.panel.show_captions(entry)
            if (clip := self._opened_clips.get(row)) is not None:
                self._show_clip(clip)
            else:
                self._clips.prefer(row)

    def _show_clip(self, clip: ClipOpened) -> None:
        self.panel.show_clip(clip)
        self._rate()
        self._search.similar(clip, SIMILAR_LIMIT)

    def _go_on(self) -> None:
        self._clips.go_on(self._model.go_on())

    def _export_all(self) -> None:
        self.captions.export([entry for entry in self._model.entries if entry.state == "done"])

    @Slot(object)
    def _begun(self, begun: ClipBegun) -> None:
        if begun.number == self._number:
            self._model.begin(begun.row)

    @Slot(object)
    def _opened(self, clip: ClipOpened) -> None:
        if clip.number != self._number:
            return
        self._opened_clips[clip.row] = clip
        while len(self._opened_clips) > KEPT_CLIPS:
            self._opened_clips.popitem(last=False)
        if clip.row == self._row:
            self._show_clip(clip)

    @Slot(object)
    def _captioned(self, answer: ClipCaptioned) -> None:
        if answer.number != self._number:
            return
        entry, found = self._model.entries[answer.row], answer.found
        if (before := entry.found) is not None:  # what the person has reworded since stays
            found = replace(before, moments=before.moments or found.moments)
        self._model.take(answer.row, found)
        if answer.row == self._row:
            self.panel.show_captions(entry)
            self.captions.complete()

    @Slot()
    def _rate(self) -> None:
        """Asks for the scores of the person's own words, where the clip in view is at hand."""
        entry, clip = self.entry, self._opened_clips.get(self._row)
        if entry is None or entry.found is None or clip is None:
            return
        from vop_desktop.search.own_words import unrated

        if hits := unrated(entry.found):
            self._clips.rate(self._row, hits, clip.segments)

    @Slot(object)
    def _rated(self, answer: ClipRated) -> None:
        entry = self._model.entries[answer.row] if answer.number == self._number else None
        if entry is None or entry.found is None:
            return
        from vop_desktop.search.own_words import rated

        entry.found = rated(entry.found, answer.ratings)
        if answer.row == self._row:
            self.panel.show_captions(entry)

    @Slot(int, int)
    def _progressed(self, done: int, total: int) -> None:
        entry = self.entry
        if entry is not None and entry.state == "reading":
            self.panel.show_caption_progress(done, total)

    @Slot(object)
    def _similar_found(self, answer: SimilarAnswer) -> None:
        if (answer.number, answer.row) == (self._number, self._row):
            self.panel.show_similar(answer)

    @Slot(object)
    def _clips_failed(self, failures: tuple[ClipFailed, ...]) -> None:
        if failures[0].number != self._number:
            return
        self._model.fail(failures)
        for failure in failures:
            if failure.row == self._row:
                self.panel.show_failure(self._model.entries[failure.row])
        if len(self._model.entries) == 1:
            self.failed.emit(f"{file_name(failures[0].path)}: {failures[0].reason}.")
