"""The resident gallery: every segment embedding in two bytes a value, searched exactly, or in groups."""

from __future__ import annotations

import itertools

import numpy as np
import numpy.typing as npt

from vop_desktop.records import FloatArray, IdArray
from vop_desktop.search.codes import ERROR, ByteCodes, Codes, decode, encode, products
from vop_desktop.search.lists import GroupedRows, Lists

FIRST_CAPACITY = 1024  # ids; doubled when full
BLOCK_ROWS = 4096  # rows are kept in blocks of so many, so that growing copies nothing
FEW_ROWS = 4096  # up to so many are compared in full precision at once
SCATTERED = 8  # places a block, below which each is looked up by itself
PARTS = 16  # for each row that is wanted: the fewer, the more candidates
SURPLUS = 4  # times as many rows as are wanted are compared again where very many are equally good
SPARSE = 4  # where fewer than one row in so many may come, groups do not help
RECENT_SHARE = 8  # the ids are sorted anew when one in so many was added since


class EmbeddingIndex:
    """Unit-length embeddings by id, with top-k by dot product. One thread at a time.

    Rows are kept as `codes`, 1 kB for 512 dimensions. A search scans half of that and compares what comes
    near the best once more by all of it: it is exact. Only where millions of rows lie in groups, of which
    those are read that can hold the best (see `lists`), one in a hundred of the best may be missed.

    Rows keep no order: a removed row is filled with the last one. `ids` tells what is where.
    """

    def __init__(self, dim: int) -> None:
        self.dim = dim
        self._count = 0
        self._ids: IdArray = np.empty(FIRST_CAPACITY, np.int64)
        self._steps: FloatArray = np.empty(FIRST_CAPACITY, np.float32)
        self._high: list[ByteCodes] = []
        self._low: list[ByteCodes] = []
        self._places = _Places()
        self._grouped: GroupedRows | None = None

    def __len__(self) -> int:
        return self._count

    @property
    def ids(self) -> IdArray:
        """int64 [N]: the id of each row. Masks follow this order."""
        return self._ids[: self._count]

    @property
    def embeddings(self) -> FloatArray:
        """float32 [N, D], in the order of `ids`: a copy, twice as large as the index itself."""
        return decode(self._take(np.arange(self._count)))

    @property
    def nbytes(self) -> int:
        """Bytes that rows and ids take up, whether in memory or mapped."""
        blocks = sum(block.nbytes for block in [*self._high, *self._low])
        return blocks + self._steps.nbytes + self._ids.nbytes + self._places.nbytes

    def add(self, ids: npt.ArrayLike, embeddings: npt.ArrayLike) -> None:
        """Adds N rows; an id that is there already is replaced.

        Args:
            ids: int64 [N], without repeats.
            embeddings: [N, D], unit length.

        Raises:
            ValueError: the shapes do not fit, or an id comes twice.
        """
        new_ids = np.asarray(ids, np.int64).reshape(-1)
        rows = np.asarray(embeddings)
        if rows.shape != (len(new_ids), self.dim):
            raise ValueError(f"expected {len(new_ids)} x {self.dim} values, got {rows.shape}")
        if len(np.unique(new_ids)) != len(new_ids):
            raise ValueError("an id comes twice")
        self.remove(new_ids)
        places = np.arange(self._count, self._count + len(new_ids))
        self._grow(self._count + len(new_ids))
        self._put(places, new_ids, encode(rows))
        self._count += len(new_ids)

    def adopt(self, ids: IdArray, codes: Codes, lists: Lists | None = None) -> None:
        """Takes over rows as they lie, in memory or mapped from a file, into an empty index.

        Args:
            ids: int64 [N], without repeats.
            codes: of N rows, C-contiguous and writable: removing writes to them.
            lists: how the rows are grouped, if they are.

        Raises:
            ValueError: the index is not empty, or the shapes do not fit.
        """
        shape = (len(ids), self.dim)
        if self._count or (codes.high.shape, codes.low.shape, codes.steps.shape) != (shape, shape, shape[:1]):
            raise ValueError(f"{codes.high.shape} rows cannot be taken over")
        whole = len(ids) // BLOCK_ROWS * BLOCK_ROWS
        self._high = [codes.high[start : start + BLOCK_ROWS] for start in range(0, whole, BLOCK_ROWS)]
        self._low = [codes.low[start : start + BLOCK_ROWS] for start in range(0, whole, BLOCK_ROWS)]
        self._ids, self._steps = np.array(ids, np.int64), np.array(codes.steps, np.float32)
        self._count = whole
        self._places = _Places()
        self._grow(len(ids))
        rest = Codes(codes.high[whole:], codes.low[whole:], codes.steps[whole:])
        self._put(np.arange(whole, len(ids)), ids[whole:], rest)
        self._count = len(ids)
        self._places.sort(self.ids)
        self._grouped = GroupedRows(lists, codes) if lists is not None and lists.caution > 0 else None

    def remove(self, ids: npt.ArrayLike) -> None:
        """Removes rows; ids that are not there are passed over."""
        wanted = np.unique(np.asarray(ids, np.int64))
        gone = self._find(wanted)
        gone = np.sort(gone[gone >= 0])
        if not len(gone):
            return
        left = self._count - len(gone)
        holes = gone[gone < left]
        movers = np.setdiff1d(np.arange(left, self._count), gone, assume_unique=True)
        self._put(holes, self._ids[movers], self._take(movers))
        self._count = left
        if self._grouped is not None:
            self._grouped.changed[left:] = True

    def top_k(
        self, query: npt.ArrayLike, k: int, mask: npt.NDArray[np.bool_] | None = None
    ) -> tuple[IdArray, FloatArray]:
        """The k rows most similar to a query, best first; equal scores in the order of their ids.

        Args:
            query: [D].
            k: how many; fewer come back when there are fewer.
            mask: bool [N] in the order of `ids`; rows that are False are left out.

        Returns:
            ids int64 [k] and dot products float32 [k].
        """
        vector = self._checked(query)
        allowed = self._count if mask is None else int(np.count_nonzero(mask))
        k = min(k, allowed)
        if k <= 0:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        if allowed > max(FEW_ROWS, SURPLUS * k):
            rows = self._candidates(vector, k, None if allowed == self._count else mask)
        else:
            rows = np.arange(self._count) if mask is None else np.flatnonzero(mask)
        scores = decode(self._take(rows)) @ vector
        order = np.lexsort((self._ids[rows], -scores))[:k]
        return self._ids[rows[order]], scores[order]

    def rows_of(self, ids: IdArray) -> FloatArray:
        """float32 [K, D]: the embeddings of some ids, in their order. KeyError for an unknown one."""
        places = self._find(np.asarray(ids, np.int64))
        if np.any(places < 0):
            raise KeyError("an id is not in the index")
        return decode(self._take(places))

    def _checked(self, query: npt.ArrayLike) -> FloatArray:
        vector = np.asarray(query, np.float32)
        if vector.shape != (self.dim,):
            raise ValueError(f"size mismatch: a query of {vector.shape} for {self.dim} dimensions")
        return vector

    def _candidates(self, vector: FloatArray, k: int, mask: npt.NDArray[np.bool_] | None) -> IdArray:
        """Rows among which the k best are, whatever rounding to codes did to their scores."""
        read = self._scan_groups(vector, k, mask)
        if read is None:
            rough, steps = self._scan(vector), self._steps[: self._count]
            if mask is not None:
                np.putmask(rough, ~mask, -np.inf)
        else:
            rough, steps = read[1], self._steps[read[0]]
        scale = np.float32(ERROR * np.linalg.norm(vector))
        rows = np.flatnonzero(rough >= _among_best(rough, k) - 2 * scale * steps.max())
        error = steps[rows] * scale
        place = len(rows) - k
        surely = np.partition(rough[rows] - error, place)[place]
        rows = np.compress(rough[rows] + error >= surely, rows)
        most = max(FEW_ROWS, SURPLUS * k)
        if len(rows) > most:  # thousands of equals, such as black pictures: which of them comes is no matter
            rows = rows[np.argpartition(rough[rows], len(rows) - most)[len(rows) - most :]]
        return rows if read is None else read[0][rows]

    def _scan_groups(
        self, vector: FloatArray, k: int, mask: npt.NDArray[np.bool_] | None
    ) -> tuple[IdArray, FloatArray] | None:
        """Rows that can be among the k best and their rough scores; None where all have to be read."""
        if self._grouped is None or (mask is not None and np.count_nonzero(mask) * SPARSE < self._count):
            return None
        read = self._grouped.scan(vector, k, mask)
        changed = self._grouped.changed
        others = np.concatenate(
            [np.flatnonzero(changed[: self._count]), np.arange(len(changed), self._count)]
        )
        if read is None or not len(others):
            return read
        if mask is not None:
            others = others[mask[others]]
        scores = decode(self._take(others)) @ vector
        return np.concatenate([read[0], others]), np.concatenate([read[1], scores])

    def _scan(self, vector: FloatArray) -> FloatArray:
        whole, rest = divmod(self._count, BLOCK_ROWS)
        blocks = self._high[:whole] + ([self._high[whole][:rest]] if rest else [])
        return products(blocks, self._steps[: self._count], vector)

    def _find(self, ids: IdArray) -> IdArray:
        return self._places.find(ids, self.ids)

    def _take(self, places: IdArray) -> Codes:
        """A copy of some rows."""
        high, low = (np.empty((len(places), self.dim), np.int8) for _ in range(2))
        for block, which, inside in _by_block(places):
            high[which] = self._high[block][inside]
            low[which] = self._low[block][inside]
        return Codes(high, low, self._steps[places])

    def _put(self, places: IdArray, ids: IdArray, codes: Codes) -> None:
        for block, which, inside in _by_block(places):
            self._high[block][inside] = codes.high[which]
            self._low[block][inside] = codes.low[which]
        self._ids[places] = ids
        self._steps[places] = codes.steps
        if self._grouped is not None:
            changed = self._grouped.changed
            changed[places[places < len(changed)]] = True
        self._places.note(ids, places, self._count)

    def _grow(self, needed: int) -> None:
        while len(self._high) * BLOCK_ROWS < needed:
            self._high.append(np.empty((BLOCK_ROWS, self.dim), np.int8))
            self._low.append(np.empty((BLOCK_ROWS, self.dim), np.int8))
        if needed > len(self._ids):
            capacity = max(needed, len(self._ids) + max(FIRST_CAPACITY, len(self._ids) // 4))
            self._ids = np.resize(self.ids, capacity)
            self._steps = np.resize(self._steps[: self._count], capacity)


def _among_best(scores: FloatArray, k: int) -> np.float32:
    """No more than the k-th largest of float32 [N], and not much less: the k-th of the largest of many parts.

    Neighbours, which are often alike, are in different parts.
    """
    each = max(1, len(scores) // (PARTS * k))
    parts = scores[: len(scores) // each * each].reshape(each, -1).max(axis=0)
    place = len(parts) - k
    return np.float32(np.partition(parts, place)[place])


def _by_block(places: IdArray) -> list[tuple[int, slice | IdArray | int, slice | IdArray | int]]:
    """For each block that holds some of the places: its number, which places, and where they are in it.

    A block comes once for each place where these are scattered: to gather those of a block would take longer.
    """
    if not len(places):
        return []
    first, last = int(places[0]), int(places[-1])
    if last - first + 1 == len(places) and bool(np.all(np.diff(places) == 1)):  # a run
        edges = [first, *range((first // BLOCK_ROWS + 1) * BLOCK_ROWS, last + 1, BLOCK_ROWS), last + 1]
        return [
            (a // BLOCK_ROWS, slice(a - first, b - first), slice(a % BLOCK_ROWS, a % BLOCK_ROWS + b - a))
            for a, b in itertools.pairwise(edges)
        ]
    blocks, inside = np.divmod(places, BLOCK_ROWS)
    numbers = np.unique(blocks)
    if len(places) < SCATTERED * len(numbers):
        return list(zip(blocks.tolist(), range(len(places)), inside.tolist(), strict=True))
    groups = ((int(block), np.flatnonzero(blocks == block)) for block in numbers)
    return [(block, which, inside[which]) for block, which in groups]


class _Places:
    """Where an id is: a sorted list, and a dictionary of what came or moved since it was sorted.

    Every answer is checked against the ids as they are, so nothing has to be taken out.
    """

    def __init__(self) -> None:
        self._sorted: IdArray = np.empty(0, np.int64)
        self._rows: npt.NDArray[np.int32] = np.empty(0, np.int32)
        self._recent: dict[int, int] = {}
        self._stale = False

    @property
    def nbytes(self) -> int:
        """Bytes, about."""
        return self._sorted.nbytes + self._rows.nbytes + 100 * len(self._recent)

    def note(self, ids: IdArray, rows: IdArray, count: int) -> None:
        """Takes in that some ids are in some rows, of an index of `count` rows."""
        if self._stale or len(self._recent) + len(ids) > max(FEW_ROWS, count // RECENT_SHARE):
            self._stale = True
            self._recent.clear()
        else:
            self._recent.update(zip(ids.tolist(), rows.tolist(), strict=True))

    def sort(self, current: IdArray) -> None:
        """Sorts the ids of all rows."""
        order = np.argsort(current, kind="stable")
        self._rows = order.astype(np.int32)
        self._sorted = current[order]
        self._recent.clear()
        self._stale = False

    def find(self, ids: IdArray, current: IdArray) -> IdArray:
        """The row of each id, -1 where there is none. `current` are the ids of all rows."""
        if self._stale:
            self.sort(current)
        found = np.full(len(ids), -1, np.int64)
        if len(self._sorted) and len(current):
            places = np.minimum(np.searchsorted(self._sorted, ids), len(self._sorted) - 1)
            rows = self._rows[places].astype(np.int64)
            right = current[np.minimum(rows, len(current) - 1)] == ids
            right &= rows < len(current)
            found[right] = rows[right]
        if self._recent:
            for number in np.flatnonzero(found < 0).tolist():
                row = self._recent.get(int(ids[number]), -1)
                if 0 <= row < len(current) and current[row] == ids[number]:
                    found[number] = row
        return found
