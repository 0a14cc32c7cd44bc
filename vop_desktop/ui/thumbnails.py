"""Pictures for tiles: read and scaled in a thread of their own, kept within a bound of bytes."""

from __future__ import annotations

import threading
from collections import OrderedDict, deque
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QBuffer, QObject, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QImage, QImageReader

from vop_desktop.records import Encoder, Filmstrip, Hit
from vop_desktop.ui.library_worker import LibraryWorker
from vop_desktop.ui.strip_worker import Segment, StripWorker
from vop_desktop.ui.tasks import CancelToken

CACHE_BYTES = 96 * 2**20
STRIP_BYTES = 96 * 2**20
MOST_WAITING = 400  # requests; older ones belong to tiles that were scrolled over
STRIP_TILES = 12
PICTURE = QSize(480, 270)  # pixels; what the largest tile shows, before the screen's own scale

Key = tuple[int, int, int]  # video, segment, tile of its filmstrip
StripKey = tuple[int, int]  # video, segment; WHOLE for pictures from all over the video
WHOLE = -1


@dataclass(frozen=True, slots=True, eq=False)
class Strip:
    """Pictures along a segment, or along a whole video, with their times in seconds."""

    pictures: tuple[QImage, ...]
    times: tuple[float, ...]

    @property
    def bytes(self) -> int:
        """What it takes in memory."""
        return sum(picture.sizeInBytes() for picture in self.pictures)

    def place(self, seconds: float) -> int:
        """The picture nearest to a time."""
        return min(range(len(self.times)), key=lambda i: abs(self.times[i] - seconds), default=0)


def key_of(hit: Hit) -> Key:
    """Where the picture of a hit lies."""
    return hit.video_id, hit.segment, hit.frame


def strip_key_of(hit: Hit) -> StripKey:
    """Where the filmstrip of a hit lies: along the segment that fits, of a browsed video along all of it."""
    return hit.video_id, hit.segment if hit.score else WHOLE


def tile_picture(strip: Filmstrip, tile: int, bounds: QSize) -> QImage:
    """One tile of a filmstrip, scaled down to fit; a null image where the JPEG is damaged. Any thread."""
    pictures = tile_pictures(strip, [tile], bounds)
    return pictures[0] if pictures else QImage()


def tile_pictures(strip: Filmstrip, tiles: Iterable[int], bounds: QSize) -> tuple[QImage, ...]:
    """Some tiles of a filmstrip, scaled down to fit; none where the JPEG is damaged. Any thread.

    Reads no more of the JPEG than it has to, and lets other threads run meanwhile, which
    `QImage.fromData` does not.
    """
    wanted = [min(tile, strip.tiles - 1) for tile in tiles]
    buffer = QBuffer()
    buffer.setData(strip.jpeg)
    reader = QImageReader(buffer)
    size = reader.size()
    if not wanted or strip.tiles < 1 or not size.isValid():
        return ()
    height = size.height() // strip.tiles
    first, last = min(wanted), max(wanted)
    reader.setClipRect(QRect(0, first * height, size.width(), (last - first + 1) * height))
    read = reader.read()
    if read.isNull():
        return ()
    return tuple(
        _fitted(read.copy(QRect(0, (tile - first) * height, size.width(), height)), bounds) for tile in wanted
    )


def _fitted(picture: QImage, bounds: QSize) -> QImage:
    if picture.width() > bounds.width() or picture.height() > bounds.height():
        picture = picture.scaled(
            bounds, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
    return picture.convertToFormat(QImage.Format.Format_RGB32)


class ThumbnailWorker(LibraryWorker):
    """Loads pictures, the ones asked for last first.

    Signals:
        loaded(Key, QImage): a null image where the cache has none.
        strip_loaded(StripKey, Strip): no pictures where the cache has none.
        lost(Segment): a filmstrip that the cache has no more.
    """

    loaded = Signal(object, QImage)
    strip_loaded = Signal(object, object)
    lost = Signal(object)

    def __init__(self, library: Path, encoder: Encoder) -> None:
        super().__init__("thumbnails", library, yields=True)
        self._encoder = encoder
        self._wanted: deque[tuple[Hit, bool]] = deque()
        self._lock = threading.Lock()

    def request(self, hit: Hit) -> None:
        """Asks for the picture of a hit. GUI thread."""
        self._ask(hit, False)

    def request_strip(self, hit: Hit) -> None:
        """Asks for the filmstrip of a hit. GUI thread."""
        self._ask(hit, True)

    def take_oldest(self, most: int) -> tuple[Hit, bool] | None:
        """Gives up the request that waits longest, if more than `most` wait; tells which. GUI thread."""
        with self._lock:
            return self._wanted.popleft() if len(self._wanted) > most else None

    def use_encoder(self, encoder: Encoder) -> None:
        """Loads the pictures that another model's segments have. GUI thread."""
        self.post(self._use_encoder, encoder)

    def _use_encoder(self, token: CancelToken, encoder: Encoder) -> None:
        self._encoder = encoder

    def forget_requests(self) -> None:
        """Drops what has not been loaded yet. GUI thread."""
        with self._lock:
            self._wanted.clear()

    def _ask(self, hit: Hit, strip: bool) -> None:
        with self._lock:
            self._wanted.append((hit, strip))
        self.post(self._load_newest)

    def _load_newest(self, token: CancelToken) -> None:
        with self._lock:
            if not self._wanted:
                return
            hit, strip = self._wanted.pop()
        if strip:
            self.strip_loaded.emit(strip_key_of(hit), self._load_strip(hit))
        else:
            self.loaded.emit(key_of(hit), self._load(hit))

    def _load(self, hit: Hit) -> QImage:
        tiles = self._tiles(hit.video_id, hit.segment, [hit.frame])
        return tiles.pictures[0] if tiles.pictures else QImage()

    def _load_strip(self, hit: Hit) -> Strip:
        """The twelve pictures of a segment; of a browsed video as many from all over it."""
        import numpy as np

        from vop_desktop.library.frames import video_spans

        video_id, segment = strip_key_of(hit)
        if segment != WHOLE:
            return self._tiles(video_id, segment, range(STRIP_TILES))
        segments = len(video_spans(self._library, video_id, self._encoder.model_id))
        count = segments * self._encoder.num_frames
        chosen = np.unique(np.linspace(0, max(0, count - 1), STRIP_TILES).astype(int)).tolist()
        parts = [
            self._tiles(video_id, number, [n % self._encoder.num_frames for n in chosen
                                           if n // self._encoder.num_frames == number])
            for number in dict.fromkeys(n // self._encoder.num_frames for n in chosen)
        ]  # fmt: skip
        return Strip(
            tuple(picture for part in parts for picture in part.pictures),
            tuple(time for part in parts for time in part.times),
        )

    def _tiles(self, video_id: int, segment: int, numbers: Iterable[int]) -> Strip:
        """Some tiles of a segment; those it does not have are left out, at least one is there."""
        import numpy as np

        try:
            view = self._library.segment(video_id, self._encoder.model_id, segment)
        except KeyError:  # forgotten or read anew in the meantime
            return Strip((), ())
        strip = self._library.filmstrip(view.fingerprint, view.layout, segment)
        if strip is None:
            self.lost.emit((video_id, segment))
            return Strip((), ())
        times = np.unique(view.times)[: strip.tiles]
        have = list(dict.fromkeys(min(number, len(times) - 1) for number in numbers))
        pictures = tile_pictures(strip, have, PICTURE)
        return Strip(pictures, tuple(times[have].tolist()) if pictures else ())


class ThumbnailCache(QObject):
    """What has been loaded, the least used dropped first. GUI thread.

    Signals:
        arrived(Key): a picture that was asked for is here now, or to be asked for again.
        strip_arrived(StripKey): a filmstrip is.
    """

    arrived = Signal(object)
    strip_arrived = Signal(object)

    def __init__(
        self, worker: ThumbnailWorker, parent: QObject | None = None, *, strips: StripWorker | None = None
    ) -> None:
        super().__init__(parent)
        self._worker = worker
        self._remaker = strips
        self._pictures: OrderedDict[Key, QImage] = OrderedDict()
        self._strips: OrderedDict[StripKey, Strip] = OrderedDict()
        self._bytes = 0
        self._strip_bytes = 0
        self._asked: set[Key] = set()
        self._asked_strips: set[StripKey] = set()
        worker.loaded.connect(self._keep)
        worker.strip_loaded.connect(self._keep_strip)
        if strips is not None:
            worker.lost.connect(self._remake)
            strips.remade.connect(self._remade)

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
            self._drop_old_request()
        return None

    def strip(self, hit: Hit) -> Strip | None:
        """The filmstrip of a hit, or None while it is loaded; it is asked for then."""
        key = strip_key_of(hit)
        found = self._strips.get(key)
        if found is not None:
            self._strips.move_to_end(key)
            return found
        if key not in self._asked_strips:
            self._asked_strips.add(key)
            self._worker.request_strip(hit)
            self._drop_old_request()
        return None

    def forget_requests(self) -> None:
        """Drops requests that were not answered yet: most tiles are gone from view, the others ask again."""
        self._worker.forget_requests()
        asked, strips = self._asked, self._asked_strips
        self._asked, self._asked_strips = set(), set()
        for key in asked:
            self.arrived.emit(key)
        for place in strips:
            self.strip_arrived.emit(place)

    def clear(self) -> None:
        """Drops everything: pictures may have become other ones."""
        self.forget_requests()
        self._pictures.clear()
        self._strips.clear()
        self._bytes = self._strip_bytes = 0

    def _drop_old_request(self) -> None:
        dropped = self._worker.take_oldest(MOST_WAITING)
        if dropped is not None:
            hit, strip = dropped
            if strip:
                self._asked_strips.discard(strip_key_of(hit))
            else:
                self._asked.discard(key_of(hit))

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

    @Slot(object, object)
    def _keep_strip(self, key: StripKey, strip: Strip) -> None:
        self._asked_strips.discard(key)
        before = self._strips.pop(key, None)
        self._strip_bytes += strip.bytes - (before.bytes if before is not None else 0)
        self._strips[key] = strip
        while self._strip_bytes > STRIP_BYTES and len(self._strips) > 1:
            _, dropped = self._strips.popitem(last=False)
            self._strip_bytes -= dropped.bytes
        self.strip_arrived.emit(key)

    @Slot(object)
    def _remake(self, segment: Segment) -> None:
        if self._remaker is not None:
            self._remaker.remake(segment)

    @Slot(object)
    def _remade(self, segment: Segment) -> None:
        """What was shown in its place goes; whoever shows it asks again."""
        for key in [key for key in self._pictures if key[:2] == segment]:
            self._bytes -= self._pictures.pop(key).sizeInBytes()
            self.arrived.emit(key)
        for place in [key for key in self._strips if key[0] == segment[0] and key[1] in (segment[1], WHOLE)]:
            self._strip_bytes -= self._strips.pop(place).bytes
            self.strip_arrived.emit(place)
