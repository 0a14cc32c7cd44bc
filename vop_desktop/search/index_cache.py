"""The rows of a large index in a file that is mapped when a library is opened, instead of read.

The file is a copy: all of it is in the library. It holds rows in the order in which the library got them,
and from which of the library's entries each came. Entries that the library lost since are left out when it is
opened, those that it gained are read from the library; so an old file is as good as a fresh one, only slower.

    header     64 bytes, see `_HEADER`; written last
    high       int8 [N, D], from byte 4096 on; see `codes`
    low        int8 [N, D], from where the header says
    steps      float32 [N], right behind
    entries    int64 [V, 3]: number of the entry, id of its video, how many rows it has
"""

from __future__ import annotations

import contextlib
import logging
import os
import struct
import threading
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np
import numpy.typing as npt

from vop_desktop import paths
from vop_desktop.errors import LibraryError
from vop_desktop.library.store import Library
from vop_desktop.records import FloatArray, IdArray
from vop_desktop.search.codes import Codes, decode, encode

log = logging.getLogger(__name__)

SEGMENT_BITS = 20  # an index id is the video's id, shifted, and the number of the segment
WORTH_ROWS = 20_000  # fewer are read from the library in no time
WORTH_SHARE = 8  # the file is written anew when one row in so many is not in it
SAMPLED = 16  # entries that are compared with the library when a file is opened
PAGE_ENTRIES = 500  # entries read from the library at a time

_MAGIC = b"VoPindex"
_VERSION = 2
_HEADER = struct.Struct("<8sIIQQQI20x")  # magic, version, D, N, V, where `low` is, checksum of the entries
_PAGE = 4096  # bytes; what is mapped begins on one

Entries = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Restored:
    """What a file gave back.

    Attributes:
        ids: int64 [N], as the index knows them.
        codes: of N rows, mapped; what is written to them stays in memory.
        dead: ids among them that the library has no more.
        segments: how many rows each video has that it still has.
        seq: the library's entries up to this one are in the file.
    """

    ids: IdArray
    codes: Codes
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
        with partial.open("wb") as stream, partial.open("r+b") as behind:
            low_at = _low_at(library, model_id, dim)
            behind.seek(low_at)
            pages = _pages(library, model_id, dim, stop)
            entries = _write_rows(stream, behind, pages, dim, low_at)
            if stop.is_set() or not len(entries):
                return None
            data = entries.tobytes()
            behind.write(data)
            behind.flush()
            stream.seek(0)
            count = int(entries[:, 2].sum())
            header = _MAGIC, _VERSION, dim, count, len(entries), low_at, zlib.crc32(data)
            stream.write(_HEADER.pack(*header))
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


def _low_at(library: Library, model_id: str, dim: int) -> int:
    """Where the second bytes may begin: behind the first ones of all rows that there are now."""
    found = library.query(
        "SELECT total(segments) FROM segments WHERE model_id = ? AND dim = ?", model_id, dim
    )
    return (1 + -(-int(found[0][0]) * dim // _PAGE)) * _PAGE


def _pages(
    library: Library, model_id: str, dim: int, stop: threading.Event
) -> Iterator[list[tuple[int, int, int, bytes]]]:
    """All entries of a model: number, video, how many rows, the rows; some at a time, until stopped."""
    seq = 0
    while not stop.is_set():
        page = library.query(
            "SELECT seq, video_id, segments, embeddings FROM segments "
            "WHERE model_id = ? AND seq > ? AND dim = ? ORDER BY seq LIMIT ?",
            model_id, seq, dim, PAGE_ENTRIES,
        )  # fmt: skip
        if not page:
            return
        seq = page[-1][0]
        yield [entry for entry in page if len(entry[3]) == entry[2] * dim * 2]


def _write_rows(
    stream: BinaryIO,
    behind: BinaryIO,
    pages: Iterable[list[tuple[int, int, int, bytes]]],
    dim: int,
    room: int,
) -> Entries:
    """Writes the first bytes of rows, and the second ones and steps `behind`; gives the entries.

    Those that come while it is written, for which there is no `room` left, are not among them.
    """
    stream.write(bytes(_PAGE))
    entries: list[tuple[int, int, int]] = []
    steps: list[FloatArray] = []
    at = _PAGE
    for page in pages:
        rows = np.frombuffer(b"".join(entry[3] for entry in page), np.float16).reshape(-1, dim)
        at += rows.size
        if at > room:
            break
        codes = encode(rows)
        stream.write(codes.high.tobytes())
        behind.write(codes.low.tobytes())
        steps.append(codes.steps)
        entries += [entry[:3] for entry in page]
    for sizes in steps:
        behind.write(sizes.tobytes())
    return np.asarray(entries, np.int64).reshape(-1, 3)


def _open(library: Library, model_id: str, dim: int, file: Path) -> Restored | None:
    try:
        loaded = _load(file, dim)
    except (OSError, ValueError, struct.error):
        loaded = None
    if loaded is None:
        log.warning("The index cache %s is damaged; it is made again", file)
        return None
    entries, codes = loaded
    last = int(entries[-1, 0])
    listed = library.query(
        "SELECT seq, video_id, segments FROM segments INDEXED BY segments_model "
        "WHERE model_id = ? AND seq <= ? ORDER BY seq",
        model_id, last,
    )  # fmt: skip
    known = np.asarray(listed, np.int64).reshape(-1, 3)
    alive = np.isin(entries[:, 0], known[:, 0])
    same = np.array_equal(entries[alive], known)
    if not same or not _sample_fits(library, entries, codes, np.flatnonzero(alive)):
        log.info("The index cache %s is of another library or too old", file)
        return None
    starts = np.cumsum(entries[:, 2]) - entries[:, 2]
    inside = np.arange(len(codes.steps)) - np.repeat(starts, entries[:, 2])
    ids = (np.repeat(entries[:, 1], entries[:, 2]) << SEGMENT_BITS) + inside
    gone = np.repeat(~alive, entries[:, 2])
    if 2 * np.count_nonzero(gone) > len(ids):
        return None
    # A video that was read twice while the file was written is in it twice; its first rows are the old ones.
    ids[gone] = -1 - np.flatnonzero(gone)
    segments = dict(zip(known[:, 1].tolist(), known[:, 2].tolist(), strict=True))
    return Restored(ids, codes, ids[gone], segments, last)


def _load(file: Path, dim: int) -> tuple[Entries, Codes] | None:
    size = file.stat().st_size
    with file.open("rb") as stream:
        magic, version, width, count, videos, low_at, checksum = _HEADER.unpack(stream.read(_HEADER.size))
        if (magic, version, width) != (_MAGIC, _VERSION, dim) or not count:
            return None
        steps_at = low_at + count * dim
        if low_at < _PAGE + count * dim or size != steps_at + 4 * count + 24 * videos:
            return None
        stream.seek(steps_at)
        steps = np.frombuffer(stream.read(4 * count), np.float32)
        data = stream.read()
    entries = np.frombuffer(data, np.int64).reshape(-1, 3)
    if zlib.crc32(data) != checksum or int(entries[:, 2].sum()) != count:
        return None
    # "c" copies a page before it is written
    high, low = (np.asarray(np.memmap(file, np.int8, "c", at, (count, dim))) for at in (_PAGE, low_at))
    return entries, Codes(high, low, steps)


def _sample_fits(library: Library, entries: Entries, codes: Codes, alive: npt.NDArray[np.int64]) -> bool:
    """Compares some entries, the newest among them, with what the library holds."""
    if not len(alive):
        return True
    chosen = np.unique(np.linspace(0, len(alive) - 1, SAMPLED).astype(int))
    starts = np.cumsum(entries[:, 2]) - entries[:, 2]
    for number in alive[chosen].tolist():
        seq, _, count = entries[number].tolist()
        stored = library.query("SELECT embeddings FROM segments WHERE seq = ?", seq)[0][0]
        if len(stored) != count * codes.high.shape[1] * 2:
            return False
        here = slice(starts[number], starts[number] + count)
        own = Codes(codes.high[here], codes.low[here], codes.steps[here])
        if not np.array_equal(
            decode(own), decode(encode(np.frombuffer(stored, np.float16).reshape(count, -1)))
        ):
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
