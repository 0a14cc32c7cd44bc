"""The file that holds the rows of an index, to be mapped instead of read.

Rows lie in the order in which the library got them, or, in a grouped file, those of a group together.

    header     64 bytes, see `_HEADER`; written last
    high       int8 [N, D], from byte 4096 on; see `codes`
    low        int8 [N, D], from where the header says
    steps      float32 [N], right behind
    entries    int64 [V, 3]: number of the library's entry, id of its video, how many rows it has
    order      int32 [N], only with groups: each row's place in the order of the entries
    bounds     int64 [L + 1], centres float32 [L, D], spread float32 [L]: see `lists.Lists`
"""

from __future__ import annotations

import os
import struct
import zlib
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, NamedTuple, Self

import numpy as np
import numpy.typing as npt

from vop_desktop.records import FloatArray, IdArray
from vop_desktop.search.codes import Codes
from vop_desktop.search.lists import Lists

Entries = npt.NDArray[np.int64]
Order = npt.NDArray[np.int32]

_MAGIC = b"VoPindex"
_VERSION = 3
# magic, version, D, N, V, where `low` is, checksum of all behind the steps, L, caution
_HEADER = struct.Struct("<8sIIQQQIIf12x")
_PAGE = 4096  # bytes; what is mapped begins on one


class Grouping(NamedTuple):
    """Attributes: order: int32 [N], each row's place in the order of the entries; lists: the groups."""

    order: Order
    lists: Lists


class Stored(NamedTuple):
    """What is in a file.

    Attributes:
        entries: int64 [V, 3], see above.
        codes: of N rows; the bytes are mapped, and what is written to them stays in memory.
        grouping: None where rows lie in the order of the entries.
    """

    entries: Entries
    codes: Codes
    grouping: Grouping | None


class RowsWriter:
    """Writes a file. Use it as a context; nothing can be read from it before `finish`."""

    def __init__(self, path: Path, dim: int, room: int) -> None:
        """Begins a file.

        Args:
            path: replaced if it is there.
            dim: values of a row.
            room: how many rows there may be at most.
        """
        self._path = path
        self._dim = dim
        self._room = room
        self._low_at = (1 + -(-room * dim // _PAGE)) * _PAGE
        self._steps: list[FloatArray] = []
        self._count = 0
        self._files = ExitStack()

    def __enter__(self) -> Self:
        self._front: BinaryIO = self._files.enter_context(self._path.open("wb"))
        self._behind: BinaryIO = self._files.enter_context(self._path.open("r+b"))
        self._front.write(bytes(_PAGE))
        self._behind.seek(self._low_at)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._files.close()

    def takes(self, rows: int) -> bool:
        """Whether there is room for so many more."""
        return self._count + rows <= self._room

    def add(self, codes: Codes) -> None:
        """Writes rows behind those that are there."""
        self._front.write(codes.high.tobytes())
        self._behind.write(codes.low.tobytes())
        self._steps.append(codes.steps)
        self._count += len(codes.steps)

    def rows(self) -> Codes:
        """What was written so far, mapped."""
        self._front.flush()
        self._behind.flush()
        return _map(self._path, self._dim, self._count, self._low_at, np.concatenate(self._steps))

    def finish(self, entries: Entries, grouping: Grouping | None = None) -> None:
        """Writes what belongs to the rows, and makes sure that all of it is on the disk."""
        for steps in self._steps:
            self._behind.write(steps.tobytes())
        parts: list[bytes] = [entries.tobytes()]
        groups, caution = 0, 0.0
        if grouping is not None:
            bounds, centres, spread, caution = grouping.lists
            groups = len(centres)
            parts += [part.tobytes() for part in (grouping.order, bounds, centres, spread)]
        checksum = 0
        for part in parts:
            checksum = zlib.crc32(part, checksum)
            self._behind.write(part)
        self._behind.flush()
        self._front.seek(0)
        sizes = self._dim, self._count, len(entries), self._low_at
        self._front.write(_HEADER.pack(_MAGIC, _VERSION, *sizes, checksum, groups, caution))
        self._front.flush()
        os.fsync(self._front.fileno())


def load(file: Path, dim: int) -> Stored | None:
    """What a file holds for rows of `dim` values; None where it is none of that kind, or damaged.

    Raises:
        OSError: it cannot be read.
    """
    with file.open("rb") as stream:
        head = stream.read(_HEADER.size)
        if len(head) < _HEADER.size:
            return None
        magic, version, width, count, videos, low_at, checksum, groups, caution = _HEADER.unpack(head)
        if (magic, version, width) != (_MAGIC, _VERSION, dim) or not count:
            return None
        steps_at = low_at + count * dim
        behind = 24 * videos + (4 * count + 8 * (groups + 1) + 4 * groups * (dim + 1) if groups else 0)
        if low_at < _PAGE + count * dim or file.stat().st_size != steps_at + 4 * count + behind:
            return None
        stream.seek(steps_at)
        steps = np.frombuffer(stream.read(4 * count), np.float32)
        data = stream.read()
    entries = np.frombuffer(data, np.int64, 3 * videos).reshape(-1, 3)
    if zlib.crc32(data) != checksum or int(entries[:, 2].sum()) != count:
        return None
    grouping = _grouping(data[24 * videos :], count, (groups, dim), caution) if groups else None
    return Stored(entries, _map(file, dim, count, low_at, steps), grouping)


def _grouping(data: bytes, count: int, shape: tuple[int, int], caution: float) -> Grouping:
    groups, dim = shape
    sizes = np.cumsum([4 * count, 8 * (groups + 1), 4 * groups * dim]).tolist()
    order = np.frombuffer(data, np.int32, count)
    bounds: IdArray = np.frombuffer(data, np.int64, groups + 1, sizes[0])
    centres = np.frombuffer(data, np.float32, groups * dim, sizes[1]).reshape(shape)
    spread = np.frombuffer(data, np.float32, groups, sizes[2])
    return Grouping(order, Lists(bounds, centres, spread, caution))


def _map(file: Path, dim: int, count: int, low_at: int, steps: FloatArray) -> Codes:
    # "c" copies a page before it is written
    high, low = (np.asarray(np.memmap(file, np.int8, "c", at, (count, dim))) for at in (_PAGE, low_at))
    return Codes(high, low, steps)
