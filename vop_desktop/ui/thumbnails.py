"""Pictures for tiles: read and scaled in a thread of their own, kept within a bound of bytes."""

from __future__ import annotations

import threading
from collections import OrderedDict, deque
from pathlib import Path

from PySide6.QtCore import QObject, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QImage

from vop_desktop.records import Encoder, Filmstrip, Hit
from vop_desktop.ui.library_worker import LibraryWorker
from vop_desktop.ui.tasks import CancelToken

CACHE_BYTES = 96 * 2**20
PICTURE = QSize(480, 270)  # pixels; what the largest tile shows, before the screen's own scale

Key = tuple[int, int, int]  # video, segment, tile of its filmstrip


def key_of(hit: Hit) -> Key:
    """Where the picture of a hit lies."""
    return hit.video_id, hit.segment, hit.frame


def tile_picture(strip: Filmstrip, tile: int, bounds: QSize) -> QImage:
    """One tile of a filmstrip, scaled down to fit; a null image where the JPEG is damaged. Any thread."""
    whole = QImage.fromData(strip.jpeg)
    if whole.isNull() or strip.tiles < 1:
        return QImage()
    height = whole.height() // strip.tiles
    picture = whole.copy(QRect(0, min(tile, strip.tiles - 1) * height, whole.width(), height))
    if picture.width() > bounds.width() or picture.height() > bounds.height():
        picture = picture.scaled(
            bounds, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
    return picture.convertToFormat(QImage.Format.Format_RGB32)


class ThumbnailWorker(LibraryWorker):
    """Loads pictures, the ones asked for last first.

    Signals:
        loaded(Key, QImage): a null image where the cache has none.
    """

    loaded = Signal(object, QImage)

    def __init__(self, library: Path, encoder: Encoder) -> None:
        super().__init__("thumbnails", library)
        self._encoder = encoder
        self._wanted: deque[Hit] = deque()
        self._lock = threading.Lock()

    def request(self, hit: Hit) -> None:
        """Asks for the picture of a hit. GUI thread."""
        with self._lock:
            self._wanted.append(hit)
        self.post(self._load_newest)

    def use_encoder(self, encoder: Encoder) -> None:
        """Loads the pictures that another model's segments have. GUI thread."""
        self.post(self._use_encoder, encoder)

    def _use_encoder(self, token: CancelToken, encoder: Encoder) -> None:
        self._encoder = encoder

    def forget_requests(self) -> None:
        """Drops what has not been loaded yet. GUI thread."""
        with self._lock:
            self._wanted.clear()

    def _load_newest(self, token: CancelToken) -> None:
        with self._lock:
            if not self._wanted:
                return
            hit = self._wanted.pop()
        self.loaded.emit(key_of(hit), self._load(hit))

    def _load(self, hit: Hit) -> QImage:
        try:
            view = self._library.segment(hit.video_id, self._encoder.model_id, hit.segment)
        except KeyError:  # forgotten or read anew in the meantime
            return QImage()
        strip = self._library.filmstrip(view.fingerprint, view.layout, hit.segment)
        return QImage() if strip is None else tile_picture(strip, hit.frame, PICTURE)


class ThumbnailCache(QObject):
    """What has been loaded, the least used dropped first. GUI thread.

    Signals:
        arrived(Key): a picture that was asked for is here now.
    """

    arrived = Signal(object)

    def __init__(self, worker: ThumbnailWorker, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = worker
        self._pictures: OrderedDict[Key, QImage] = OrderedDict()
        self._bytes = 0
        self._asked: set[Key] = set()
        worker.loaded.connect(self._keep)

    def picture(self, hit: Hit) -> QImage | None:
        """The picture of a hit, or None while it is loaded; it is asked for then."""
        key = key_of(hit)
        found = self._pictures.get(key)
        if found is not None:
            self._pictures.move_to_end(key)
            return found
        if key not in self._asked:
            self._asked.add(key)
            self._worker.request(hit)
        return None

    def forget_requests(self) -> None:
        """Drops requests that were not answered yet: the tiles are gone from view."""
        self._worker.forget_requests()
        self._asked.clear()

    def clear(self) -> None:
        """Drops everything: pictures may have become other ones."""
        self.forget_requests()
        self._pictures.clear()
        self._bytes = 0

    @Slot(object, QImage)
    def _keep(self, key: Key, picture: QImage) -> None:
        self._asked.discard(key)
        before = self._pictures.pop(key, None)
        self._bytes += picture.sizeInBytes() - (before.sizeInBytes() if before is not None else 0)
        self._pictures[key] = picture
        while self._bytes > CACHE_BYTES and len(self._pictures) > 1:
            _, dropped = self._pictures.popitem(last=False)
            self._bytes -= dropped.sizeInBytes()
        self.arrived.emit(key)
