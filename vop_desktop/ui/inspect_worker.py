"""What the library keeps of one video: told at once, also while a search or a model is being loaded."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal

from vop_desktop.errors import PackError
from vop_desktop.records import Encoder
from vop_desktop.ui.inspect_messages import DetailsAnswer
from vop_desktop.ui.library_worker import LibraryWorker
from vop_desktop.ui.tasks import CancelToken


class InspectWorker(LibraryWorker):
    """Answers the newest question only.

    Signals:
        told(DetailsAnswer): details, captions and tags of a video.
    """

    told = Signal(object)

    def __init__(self, library: Path, encoder: Encoder) -> None:
        super().__init__("inspector", library)
        self._encoder = encoder
        self._newest = 0

    def look_up(self, video_id: int) -> int:
        """Asks what is kept of a video. Gives the number of the question. GUI thread."""
        self._newest += 1
        self.post(self._look_up, self._newest, video_id)
        return self._newest

    def use_encoder(self, encoder: Encoder) -> None:
        """Tells how another model has read a video from now on. GUI thread."""
        self.post(self._use_encoder, encoder)

    def _use_encoder(self, token: CancelToken, encoder: Encoder) -> None:
        self._encoder = encoder

    def _look_up(self, token: CancelToken, number: int, video_id: int) -> None:
        from vop_desktop.library.details import video_details
        from vop_desktop.library.own_captions import captions_of
        from vop_desktop.library.tags import all_tags, tags_of

        if number < self._newest:
            return
        library = self._library
        try:
            model, pack = self._encoder.model_id, getattr(self._encoder, "pack", None)
        except PackError:  # said where the pack is needed; the library can still be told of
            model, pack = "", None
        self.told.emit(
            DetailsAnswer(
                number,
                video_id,
                video_details(library, video_id, model),
                tuple(captions_of(library, video_id)),
                tuple(tags_of(library, video_id)),
                tuple(all_tags(library)),
                "" if pack is None else pack.title,
            )
        )
