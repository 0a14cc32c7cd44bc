"""The rows of a large index in a file that is mapped when a library is opened, instead of read.

The file is a copy: all of it is in the library. It holds rows in the order in which the library got them,
and from which of the library's entries each came. Entries that the library lost since are left out when it is
opened, those that it gained are read from the library; so an old file is as good as a fresh one, only slower.

    header     64 bytes, see `_HEADER`; written last
    rows       float16 [N, D], from byte 4096 on
    entries    int64 [V, 3]: number of the entry, id of its video, how many rows it has
"""

from __future__ import annotations

import contextlib
import logging
import os
import struct
import threading
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np
import numpy.typing as npt

from vop_desktop import paths
from vop_desktop.errors import LibraryError
from vop_desktop.library.store import Library
from vop_desktop.records import IdArray

log = logging.getLogger(__name__)

SEGMENT_BITS = 20  # an index id is the video's id, shifted, and the number of the segment
WORTH_ROWS = 20_000  # fewer are read from the library in no time
WORTH_SHARE = 8  # the file is written anew when one row in so many is not in it
SAMPLED = 16  # entries that are compared with the library when a file is opened
PAGE_ENTRIES = 500  # entries read from the library at a time

_MAGIC = b"VoPindex"
_VERSION = 1
_HEADER = struct.Struct("<8sIIQQI28x")  # magic, version, D, N, V, checksum of the entries
_ROWS_AT = 4096

Entries = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Restored:
    """What a file gave back.

    Attributes:
        ids: int64 [N], as the index knows them.
        rows: float16 [N, D], mapped; what is written to them stays in memory.
        dead: ids among them that the library has no more.
        segments: how many rows each video has that it still has.
        seq: the library's entries up to this one are in the file.
    """

    ids: IdArray
    rows: npt.NDArray[np.float16]
    dead: IdArray
    segments: dict[int, int]
    seq: int


def segment_ids(video_id: int, segments: int) -> IdArray:
    """The index ids of a video's segments."""
    return (video_id << SEGMENT_BITS) + np.arange(segments, dtype=np.int64)


def restore(library: Library, model_id: str, dim: int) -> Restored | None:
    """Maps the newest good file for a model. None where there is none, or reading the library is as well.

    Raises:
        LibraryError: the library cannot be read.
    """
    found = sorted(_files(library.path, model_id), key=lambda file: -_number(file))
    restored = None
    for file in found:
        if restored is None:
            restored = _open(library, model_id, dim, file)
            if restored is not None:
                continue
        with contextlib.suppress(OSError):  # mapped by another window
            file.unlink()
    return restored


def write(library: Library, model_id: str, dim: int, stop: threading.Event) -> Path | None:
    """Writes the file for a model. Takes seconds for a million rows. None when stopped.

    Raises:
        OSError: it cannot be written; what there was is as it was.
    """
    place = paths.index_cache_path(library.path, model_id)
    place.parent.mkdir(parents=True, exist_ok=True)
    partial = place.with_name(f"{place.name}.{os.getpid()}.part")
    try:
        with partial.open("wb") as stream:
            entries = _write_rows(stream, library, model_id, dim, stop)
            if stop.is_set() or not len(entries):
                return None
            data = entries.tobytes()
            stream.write(data)
            stream.seek(0)
            count = int(entries[:, 2].sum())
            stream.write(_HEADER.pack(_MAGIC, _VERSION, dim, count, len(entries), zlib.crc32(data)))
            stream.flush()
            os.fsync(stream.fileno())
        target = place.with_name(f"{place.name}.{entries[-1, 0]}.rows")
        partial.replace(target)
        return target
    finally:
        partial.unlink(missing_ok=True)


class CacheWriter:
    """Writes the file in a thread of its own when it has become worth it. Belongs to one thread."""

    def __init__(self, library: Path, model_id: str, dim: int) -> None:
        self._library = library
        self._model_id = model_id
        self._dim = dim
        self._cached = 0
        self._thread: threading.Thread | None = None
        self._stop = threading.Event()

    def note_cached(self, rows: int) -> None:
        """So many rows are in the file that was opened."""
        self._cached = rows

    def renew(self, rows: int) -> None:
        """Starts writing if an index of `rows` rows is far from what is in the file, and none is written."""
        behind = abs(rows - self._cached)
        if rows < WORTH_ROWS or behind * WORTH_SHARE < rows or (self._thread and self._thread.is_alive()):
            return
        self._cached = rows  # also when it cannot be written: not tried again at every search
        self._thread = threading.Thread(target=self._write, name="index-cache", daemon=True)
        self._thread.start()

    def finish(self) -> None:
        """Waits for a file that is being written."""
        if self._thread is not None:
            self._thread.join()

    def _write(self) -> None:
        try:
            with contextlib.closing(Library.open(self._library)) as library:
                write(library, self._model_id, self._dim, self._stop)
        except (OSError, LibraryError):
            log.warning("The index cache could not be written", exc_info=True)


def _write_rows(
    stream: BinaryIO, library: Library, model_id: str, dim: int, stop: threading.Event
) -> Entries:
    """Copies all rows of a model, some entries at a time; gives the entries."""
    stream.write(bytes(_ROWS_AT))
    entries: list[tuple[int, int, int]] = []
    seq = 0
    while not stop.is_set():
        page = library.query(
            "SELECT seq, video_id, segments, embeddings FROM segments "
            "WHERE model_id = ? AND seq > ? AND dim = ? ORDER BY seq LIMIT ?",
            model_id, seq, dim, PAGE_ENTRIES,
        )  # fmt: skip
        if not page:
            break
        for seq, video_id, segments, rows in page:
            if len(rows) == segments * dim * 2:
                stream.write(rows)
                entries.append((seq, video_id, segments))
    return np.asarray(entries, np.int64).reshape(-1, 3)


def _open(library: Library, model_id: str, dim: int, file: Path) -> Restored | None:
    try:
        loaded = _load(file, dim)
    except (OSError, ValueError, struct.error):
        loaded = None
    if loaded is None:
        log.warning("The index cache %s is damaged; it is made again", file)
        return None
    entries, rows = loaded
    last = int(entries[-1, 0])
    listed = library.query(
        "SELECT seq, video_id, segments FROM segments INDEXED BY segments_model "
        "WHERE model_id = ? AND seq <= ? ORDER BY seq",
        model_id, last,
    )  # fmt: skip
    known = np.asarray(listed, np.int64).reshape(-1, 3)
    alive = np.isin(entries[:, 0], known[:, 0])
    same = np.array_equal(entries[alive], known)
    if not same or not _sample_fits(library, entries, rows, np.flatnonzero(alive)):
        log.info("The index cache %s is of another library or too old", file)
        return None
    starts = np.cumsum(entries[:, 2]) - entries[:, 2]
    inside = np.arange(len(rows)) - np.repeat(starts, entries[:, 2])
    ids = (np.repeat(entries[:, 1], entries[:, 2]) << SEGMENT_BITS) + inside
    gone = np.repeat(~alive, entries[:, 2])
    if 2 * np.count_nonzero(gone) > len(rows):
        return None
    # A video that was read twice while the file was written is in it twice; its first rows are the old ones.
    ids[gone] = -1 - np.flatnonzero(gone)
    segments = dict(zip(known[:, 1].tolist(), known[:, 2].tolist(), strict=True))
    return Restored(ids, rows, ids[gone], segments, last)


def _load(file: Path, dim: int) -> tuple[Entries, npt.NDArray[np.float16]] | None:
    size = file.stat().st_size
    with file.open("rb") as stream:
        magic, version, width, count, videos, checksum = _HEADER.unpack(stream.read(_HEADER.size))
        at = _ROWS_AT + count * dim * 2
        if (magic, version, width) != (_MAGIC, _VERSION, dim) or not count or size != at + 24 * videos:
            return None
        stream.seek(at)
        data = stream.read()
    entries = np.frombuffer(data, np.int64).reshape(-1, 3)
    if zlib.crc32(data) != checksum or int(entries[:, 2].sum()) != count:
        return None
    mapped = np.memmap(file, np.float16, "c", _ROWS_AT, (count, dim))  # copies a page before it is written
    return entries, np.asarray(mapped)


def _sample_fits(
    library: Library, entries: Entries, rows: npt.NDArray[np.float16], alive: npt.NDArray[np.int64]
) -> bool:
    """Compares some entries, the newest among them, with what the library holds."""
    if not len(alive):
        return True
    chosen = np.unique(np.linspace(0, len(alive) - 1, SAMPLED).astype(int))
    starts = np.cumsum(entries[:, 2]) - entries[:, 2]
    for number in alive[chosen].tolist():
        seq, _, count = entries[number].tolist()
        stored = library.query("SELECT embeddings FROM segments WHERE seq = ?", seq)[0][0]
        if rows[starts[number] : starts[number] + count].tobytes() != stored:
            return False
    return True


def _files(library: Path, model_id: str) -> list[Path]:
    place = paths.index_cache_path(library, model_id)
    try:
        return [file for file in place.parent.iterdir() if file.name.startswith(f"{place.name}.")]
    except OSError:
        return []


def _number(file: Path) -> int:
    """The library's last entry in a file; -1 for one that was not finished."""
    middle = file.suffixes[-2:-1]
    return int(middle[0][1:]) if file.suffix == ".rows" and middle and middle[0][1:].isdigit() else -1
