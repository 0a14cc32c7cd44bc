"""Filmstrips that have left the thumbnail cache, made again while they are in sight."""

from __future__ import annotations

import threading
from collections import deque
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from vop_desktop.records import Encoder
from vop_desktop.ui.library_worker import LibraryWorker
from vop_desktop.ui.tasks import CancelToken

if TYPE_CHECKING:
    from vop_desktop.media.strips import StripMaker

MOST_WAITING = 60  # segments; older ones were scrolled over

Segment = tuple[int, int]  # video and number of the segment


class StripWorker(LibraryWorker):
    """Decodes segments once more, the ones asked for last first; each once as long as the window is open.

    Signals:
        remade(Segment): its filmstrip is in the cache again.
    """

    remade = Signal(object)

    def __init__(self, library: Path, encoder: Encoder) -> None:
        super().__init__("filmstrips", library)
        self._encoder = encoder
        self._ended = threading.Event()
        self._maker: StripMaker | None = None
        self._wanted: deque[Segment] = deque(maxlen=MOST_WAITING)
        self._asked: set[Segment] = set()
        self._lock = threading.Lock()

    def remake(self, segment: Segment) -> None:
        """Asks for a filmstrip. GUI thread."""
        with self._lock:
            if segment in self._asked:
                return
            if len(self._wanted) == MOST_WAITING:
                self._asked.discard(self._wanted[0])
            self._asked.add(segment)
            self._wanted.append(segment)
        self.post(self._remake_newest)

    def use_encoder(self, encoder: Encoder) -> None:
        """Makes the filmstrips of another model's segments from now on. GUI thread."""
        self.post(self._use_encoder, encoder)

    def stop(self) -> None:
        """See `Worker.stop`; what is being decoded is given up."""
        self._ended.set()
        super().stop()

    def _use_encoder(self, token: CancelToken, encoder: Encoder) -> None:
        self._encoder = encoder
        with self._lock:
            self._wanted.clear()
            self._asked.clear()

    def _remake_newest(self, token: CancelToken) -> None:
        from vop_desktop.indexing.strips import remake_filmstrip
        from vop_desktop.media.strips import StripMaker

        with self._lock:
            if not self._wanted:
                return
            segment = self._wanted.pop()
        if self._maker is None:
            self._maker = StripMaker(self._ended)
        if remake_filmstrip(self._library, self._encoder, self._maker, *segment) is not None:
            self.remade.emit(segment)

    def _clean_up(self) -> None:
        if self._maker is not None:
            self._maker.close()
        super()._clean_up()
