"""Dropped clips: what was dropped, a clip's captions, the videos like it."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QObject, Signal, Slot

from vop_desktop.settings import Settings
from vop_desktop.ui.clip_panel import ClipPanel
from vop_desktop.ui.drop import local_paths
from vop_desktop.ui.message_bar import MessageBar
from vop_desktop.ui.messages import ClipCaptions, ClipFailed, ClipOpened, Dropped, SimilarAnswer
from vop_desktop.ui.texts import file_name
from vop_desktop.ui.thumbnails import ThumbnailCache
from vop_desktop.ui.workers import Workers

SIMILAR_LIMIT = 24


class ClipController(QObject):
    """Joins the clip worker with its panel.

    Signals:
        folders_dropped(list[str]): folders to add to the library.
        failed(str): a clip could not be used; the panel says so.
    """

    folders_dropped = Signal(object)
    failed = Signal(str)

    def __init__(
        self,
        workers: Workers,
        thumbnails: ThumbnailCache,
        settings: Settings,
        message: MessageBar,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._clips, self._search = workers.clips, workers.search
        self._settings = settings
        self._message = message
        self._number = 0  # of the clip whose answers are wanted
        self.panel = ClipPanel(thumbnails)
        self.panel.hide()
        clips = self._clips
        clips.dropped.connect(self._dropped)
        clips.opened.connect(self._opened)
        clips.captioned.connect(self._captioned)
        clips.clip_failed.connect(self._clip_failed)
        clips.progressed.connect(self.panel.show_caption_progress)
        self._search.similar_found.connect(self._similar_found)

    def open_clip(self, path: str) -> None:
        """Shows the captions of a clip and the videos like it."""
        self._number = self._clips.open_clip(path, int(self._settings.get("caption_limit")))
        self.panel.begin(path)
        self.panel.show()

    def take_drop(self, data: QMimeData) -> None:
        """Hands what was dropped to the worker, which looks at it."""
        paths = local_paths(data)
        if paths:
            self._clips.sort_drop(paths)
        else:
            self._message.say(self.tr("Only files and folders of this computer can be dropped here."))

    @Slot(object)
    def _dropped(self, dropped: Dropped) -> None:
        if dropped.folders:
            self.folders_dropped.emit(list(dropped.folders))
        if dropped.clips:
            self.open_clip(dropped.clips[0])
        if len(dropped.clips) > 1:
            text = self.tr(
                "Captions are shown for one clip at a time: {0}. To search the others, drop their folder."
            )
            self._message.say(text.format(file_name(dropped.clips[0])))
        if dropped.others:
            self._message.say(self.tr("{0} is not there any more.").format(file_name(dropped.others[0])))

    @Slot(object)
    def _opened(self, clip: ClipOpened) -> None:
        if clip.number == self._number:
            self.panel.show_clip(clip)
            self._search.similar(clip, SIMILAR_LIMIT)

    @Slot(object)
    def _captioned(self, answer: ClipCaptions) -> None:
        if answer.number == self._number:
            self.panel.show_captions(answer)

    @Slot(object)
    def _similar_found(self, answer: SimilarAnswer) -> None:
        if answer.number == self._number:
            self.panel.show_similar(answer)

    @Slot(object)
    def _clip_failed(self, failure: ClipFailed) -> None:
        if failure.number == self._number:
            self.panel.show_failure(failure)
            self.failed.emit(f"{file_name(failure.path)}: {failure.reason}.")
