"""The rows of a large index in a file that is mapped when a library is opened, instead of read.

The file (see `index_file`) is a copy: all of it is in the library. It holds rows, and from which of the
library's entries each came. Entries that the library lost since are left out when it is opened, those that it
gained are read from the library; so an old file is as good as a fresh one, only slower.
"""

from __future__ import annotations

import contextlib
import logging
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np

from vop_desktop import paths
from vop_desktop.library.store import Library
from vop_desktop.records import IdArray
from vop_desktop.search import index_file
from vop_desktop.search.codes import Codes, decode, encode
from vop_desktop.search.index_file import RowsWriter, Stored
from vop_desktop.search.lists import Lists

log = logging.getLogger(__name__)

SEGMENT_BITS = 20  # an index id is the video's id, shifted, and the number of the segment
SAMPLED = 16  # entries that are compared with the library when a file is opened
PAGE_ENTRIES = 500  # entries read from the library at a time
PLAIN, GROUPED = paths.INDEX_CACHE_SUFFIXES


class Restored(NamedTuple):
    """What a file gave back.

    Attributes:
        ids: int64 [N], as the index knows them.
        codes: of N rows, mapped; what is written to them stays in memory.
        lists: how the rows are grouped, where they are.
        dead: ids among them that the library has no more.
        segments: how many rows each video has that it still has.
        seq: the library's entries up to this one are in the file.
        file: which it was.
    """

    ids: IdArray
    codes: Codes
    lists: Lists | None
    dead: IdArray
    segments: dict[int, int]
    seq: int
    file: Path


def segment_ids(video_id: int, segments: int) -> IdArray:
    """The index ids of a video's segments."""
    return (video_id << SEGMENT_BITS) + np.arange(segments, dtype=np.int64)


def restore(library: Library, model_id: str, dim: int) -> Restored | None:
    """Maps the newest good file for a model. None where there is none, or reading the library is as well.

    Raises:
        LibraryError: the library cannot be read.
    """
    found = sorted(files(library.path, model_id), key=lambda file: (-number(file), file.suffix != GROUPED))
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
        LibraryError: the library cannot be read.
    """
    place = paths.index_cache_path(library.path, model_id)
    place.parent.mkdir(parents=True, exist_ok=True)
    partial = place.with_name(f"{place.name}.{os.getpid()}.part")
    entries: list[tuple[int, int, int]] = []
    try:
        with RowsWriter(partial, dim, _rows(library, model_id, dim)) as writer:
            for page in _pages(library, model_id, dim, stop):
                if not writer.takes(sum(entry[2] for entry in page)):
                    break  # they came while it was written
                rows = np.frombuffer(b"".join(entry[3] for entry in page), np.float16).reshape(-1, dim)
                writer.add(encode(rows))
                entries += [entry[:3] for entry in page]
            if stop.is_set() or not entries:
                return None
            writer.finish(np.asarray(entries, np.int64))
        target = place.with_name(f"{place.name}.{entries[-1][0]}{PLAIN}")
        partial.replace(target)
        return target
    finally:
        partial.unlink(missing_ok=True)


def files(library: Path, model_id: str) -> list[Path]:
    """Those of a library and a model, finished or not."""
    place = paths.index_cache_path(library, model_id)
    try:
        return [file for file in place.parent.iterdir() if file.name.startswith(f"{place.name}.")]
    except OSError:
        return []


def number(file: Path) -> int:
    """The library's last entry in a file; -1 for one that was not finished."""
    middle = file.suffixes[-2:-1]
    finished = file.suffix in (PLAIN, GROUPED)
    return int(middle[0][1:]) if finished and middle and middle[0][1:].isdigit() else -1


def _rows(library: Library, model_id: str, dim: int) -> int:
    """How many there are now."""
    found = library.query(
        "SELECT total(segments) FROM segments WHERE model_id = ? AND dim = ?", model_id, dim
    )
    return int(found[0][0])


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


def _open(library: Library, model_id: str, dim: int, file: Path) -> Restored | None:
    try:
        stored = index_file.load(file, dim)
    except (OSError, ValueError):
        stored = None
    if stored is None:
        log.warning("The index cache %s is damaged or of another version; it is made again", file)
        return None
    entries = stored.entries
    last = int(entries[-1, 0])
    listed = library.query(
        "SELECT seq, video_id, segments FROM segments INDEXED BY segments_model "
        "WHERE model_id = ? AND seq <= ? ORDER BY seq",
        model_id, last,
    )  # fmt: skip
    known = np.asarray(listed, np.int64).reshape(-1, 3)
    alive = np.isin(entries[:, 0], known[:, 0])
    same = np.array_equal(entries[alive], known)
    if not same or not _sample_fits(library, stored, np.flatnonzero(alive)):
        log.info("The index cache %s is of another library or too old", file)
        return None
    starts = np.cumsum(entries[:, 2]) - entries[:, 2]
    inside = np.arange(len(stored.codes.steps)) - np.repeat(starts, entries[:, 2])
    ids = (np.repeat(entries[:, 1], entries[:, 2]) << SEGMENT_BITS) + inside
    gone = np.repeat(~alive, entries[:, 2])
    if 2 * np.count_nonzero(gone) > len(ids):
        return None
    # A video that was read twice while the file was written is in it twice; its first rows are the old ones.
    ids[gone] = -1 - np.flatnonzero(gone)
    dead, lists = ids[gone], None
    if stored.grouping is not None:
        ids, lists = ids[stored.grouping.order], stored.grouping.lists
    segments = dict(zip(known[:, 1].tolist(), known[:, 2].tolist(), strict=True))
    return Restored(ids, stored.codes, lists, dead, segments, last, file)


def _sample_fits(library: Library, stored: Stored, alive: IdArray) -> bool:
    """Compares some entries, the newest among them, with what the library holds."""
    if not len(alive):
        return True
    chosen = np.unique(np.linspace(0, len(alive) - 1, SAMPLED).astype(int))
    starts = np.cumsum(stored.entries[:, 2]) - stored.entries[:, 2]
    for entry in alive[chosen].tolist():
        seq, _, count = stored.entries[entry].tolist()
        embeddings = library.query("SELECT embeddings FROM segments WHERE seq = ?", seq)[0][0]
        if len(embeddings) != count * stored.codes.high.shape[1] * 2:
            return False
        rows = np.frombuffer(embeddings, np.float16).reshape(count, -1)
        own = stored.codes.taken(_rows_of(stored, int(starts[entry]), count))
        if not np.array_equal(decode(own), decode(encode(rows))):
            return False
    return True


def _rows_of(stored: Stored, start: int, count: int) -> IdArray:
    """Where the rows are that come from `start` on in the order of the entries."""
    if stored.grouping is None:
        return np.arange(start, start + count)
    order = stored.grouping.order
    found = np.flatnonzero((order >= start) & (order < start + count))
    return found[np.argsort(order[found])]
