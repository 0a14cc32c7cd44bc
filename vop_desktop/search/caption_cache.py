"""The embeddings of a large caption set in a file that is mapped, instead of read from the library.

The file is a copy: all of it is in the library. It belongs to one set, one model and one state of the set
(`library.captions.caption_state`): when a caption came, went or was edited, it is made again.

    header     64 bytes, see `_HEADER`; written last
    rows       float16 [N, D], from byte 4096 on
    ids        int64 [N], ids of the captions
"""

from __future__ import annotations

import contextlib
import glob
import hashlib
import logging
import os
import struct
import threading
import time
import zlib
from pathlib import Path

import numpy as np
import numpy.typing as npt

from vop_desktop import paths
from vop_desktop.library.captions import CaptionState
from vop_desktop.library.store import Library
from vop_desktop.records import IdArray

log = logging.getLogger(__name__)

WORTH_ROWS = 20_000  # fewer are read from the library in no time
UNFINISHED = 3600  # seconds after which a file that is being written is taken for left behind
SAMPLED = 16  # rows that are compared with the library when a file is opened

_MAGIC = b"VoPcapts"
_VERSION = 1
_HEADER = struct.Struct("<8sIIQI16s20x")  # magic, version, D, N, checksum of the ids, state
_ROWS_AT = 4096

HalfArray = npt.NDArray[np.float16]


def restore(
    library: Library, model_id: str, name: str, state: CaptionState
) -> tuple[IdArray, HalfArray] | None:
    """Maps the file of a set: int64 [N] and float16 [N, D]. None where there is none that fits.

    Raises:
        LibraryError: the library cannot be read.
    """
    try:
        found = _load(paths.caption_cache_path(library.path, model_id, name), state)
    except (OSError, ValueError, struct.error):
        return None
    return found if found is not None and _sample_fits(library, model_id, *found) else None


def holds(library: Library, model_id: str, name: str, state: CaptionState) -> bool:
    """Whether there is a file with all captions of a set, which so have an embedding; looks at its head."""
    try:
        with paths.caption_cache_path(library.path, model_id, name).open("rb") as stream:
            magic, version, _, _, _, mark = _HEADER.unpack(stream.read(_HEADER.size))
    except (OSError, struct.error):
        return False
    return (magic, version, mark) == (_MAGIC, _VERSION, _mark(state))


def write(file: Path, state: CaptionState, ids: IdArray, rows: HalfArray) -> None:
    """Writes the file of a set. Takes seconds for a million rows; any thread.

    Raises:
        OSError: it cannot be written; what there was is as it was.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    _clear_unfinished(file)
    partial = file.with_name(f"{file.name}.{os.getpid()}.part")
    data = ids.astype("<i8").tobytes()
    try:
        with partial.open("wb") as stream:
            stream.write(bytes(_ROWS_AT))
            rows.astype("<f2", copy=False).tofile(stream)
            stream.write(data)
            stream.seek(0)
            stream.write(
                _HEADER.pack(_MAGIC, _VERSION, rows.shape[1], len(rows), zlib.crc32(data), _mark(state))
            )
            stream.flush()
            os.fsync(stream.fileno())
        partial.replace(file)
    finally:
        partial.unlink(missing_ok=True)


def _clear_unfinished(file: Path) -> None:
    """Removes what a process that ended meanwhile did not finish."""
    for part in file.parent.glob(f"{glob.escape(file.name)}.*.part"):
        with contextlib.suppress(OSError):
            if time.time() - part.stat().st_mtime > UNFINISHED:
                part.unlink()


class CaptionCacheWriter:
    """Writes files in a thread of its own. Belongs to one thread."""

    def __init__(self) -> None:
        self._threads: list[threading.Thread] = []

    def start(self, file: Path, state: CaptionState, ids: IdArray, rows: HalfArray) -> None:
        """Begins to write; the arrays must not change any more."""
        thread = threading.Thread(
            target=_write_quietly, args=(file, state, ids, rows), name="caption-cache", daemon=True
        )
        thread.start()
        self._threads.append(thread)

    def finish(self) -> None:
        """Waits for what is being written."""
        for thread in self._threads:
            thread.join()
        self._threads.clear()


def _write_quietly(file: Path, state: CaptionState, ids: IdArray, rows: HalfArray) -> None:
    try:
        write(file, state, ids, rows)
    except OSError:
        log.warning("The caption cache could not be written", exc_info=True)


def _load(file: Path, state: CaptionState) -> tuple[IdArray, HalfArray] | None:
    if not file.exists():
        return None
    size = file.stat().st_size
    with file.open("rb") as stream:
        magic, version, dim, count, checksum, mark = _HEADER.unpack(stream.read(_HEADER.size))
        at = _ROWS_AT + 2 * dim * count
        if (magic, version, mark) != (_MAGIC, _VERSION, _mark(state)) or size != at + 8 * count or not count:
            return None
        stream.seek(at)
        data = stream.read()
    if zlib.crc32(data) != checksum:
        with contextlib.suppress(OSError):
            file.unlink()
        return None
    mapped = np.memmap(file, np.float16, "c", _ROWS_AT, (count, dim))  # "c": torch wants what can be written
    return np.frombuffer(data, "<i8").astype(np.int64), np.asarray(mapped)


def _mark(state: CaptionState) -> bytes:
    return hashlib.blake2b(repr(state).encode(), digest_size=16).digest()


def _sample_fits(library: Library, model_id: str, ids: IdArray, rows: HalfArray) -> bool:
    """Compares some rows, the last among them, with what the library holds."""
    for place in np.unique(np.linspace(0, len(ids) - 1, SAMPLED).astype(int)).tolist():
        stored = library.query(
            "SELECT embedding FROM caption_embeddings WHERE caption_id = ? AND model_id = ?",
            int(ids[place]), model_id,
        )  # fmt: skip
        if not stored or stored[0][0] != rows[place].tobytes():
            return False
    return True
