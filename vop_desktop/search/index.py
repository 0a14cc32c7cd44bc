"""The resident gallery: every segment embedding in one matrix, searched exactly."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from vop_desktop.records import FloatArray, IdArray

FIRST_CAPACITY = 1024  # rows; doubled when full


class EmbeddingIndex:
    """Unit-length embeddings by id, with exact top-k by dot product. One thread at a time.

    Rows keep no order: a removed row is filled with the last one. `ids` tells what is where.
    """

    def __init__(self, dim: int) -> None:
        self.dim = dim
        self._count = 0
        self._ids: IdArray = np.empty(FIRST_CAPACITY, np.int64)
        self._rows: FloatArray = np.empty((FIRST_CAPACITY, dim), np.float32)

    def __len__(self) -> int:
        return self._count

    @property
    def ids(self) -> IdArray:
        """int64 [N]: the id of each row. Masks follow this order."""
        return self._ids[: self._count]

    @property
    def embeddings(self) -> FloatArray:
        """float32 [N, D], in the order of `ids`; a view, not to be written to."""
        return self._rows[: self._count]

    def add(self, ids: npt.ArrayLike, embeddings: npt.ArrayLike) -> None:
        """Adds N rows; an id that is there already is replaced.

        Args:
            ids: int64 [N], without repeats.
            embeddings: [N, D], unit length.

        Raises:
            ValueError: the shapes do not fit, or an id comes twice.
        """
        new_ids = np.asarray(ids, np.int64).reshape(-1)
        rows = np.asarray(embeddings, np.float32)
        if rows.shape != (len(new_ids), self.dim):
            raise ValueError(f"expected {len(new_ids)} x {self.dim} values, got {rows.shape}")
        if len(np.unique(new_ids)) != len(new_ids):
            raise ValueError("an id comes twice")
        self.remove(new_ids)
        end = self._count + len(new_ids)
        self._grow(end)
        self._ids[self._count : end] = new_ids
        self._rows[self._count : end] = rows
        self._count = end

    def remove(self, ids: npt.ArrayLike) -> None:
        """Removes rows; ids that are not there are passed over."""
        gone = np.flatnonzero(np.isin(self.ids, np.asarray(ids, np.int64)))
        if not len(gone):
            return
        left = self._count - len(gone)
        holes = gone[gone < left]
        movers = np.setdiff1d(np.arange(left, self._count), gone, assume_unique=True)
        self._ids[holes] = self._ids[movers]
        self._rows[holes] = self._rows[movers]
        self._count = left

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
        scores = self.embeddings @ np.asarray(query, np.float32)
        rows = np.arange(self._count) if mask is None else np.flatnonzero(mask)
        k = min(k, len(rows))
        if k <= 0:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        scores = scores[rows]
        if k < len(rows):
            # everything above the k-th score, and of its equals those with the smallest ids
            limit = np.partition(scores, len(scores) - k)[len(scores) - k]
            keep = scores >= limit
            rows, scores = rows[keep], scores[keep]
        order = np.lexsort((self._ids[rows], -scores))[:k]
        return self._ids[rows[order]], scores[order]

    def rows_of(self, ids: IdArray) -> FloatArray:
        """float32 [K, D]: the embeddings of some ids, in their order. KeyError for an unknown one."""
        order = np.argsort(self.ids)
        places = np.searchsorted(self.ids, ids, sorter=order)
        if np.any(places >= self._count) or np.any(self.ids[order[places]] != ids):
            raise KeyError("an id is not in the index")
        return self._rows[order[places]]

    def _grow(self, needed: int) -> None:
        capacity = len(self._ids)
        if needed <= capacity:
            return
        capacity = max(needed, 2 * capacity)
        ids, rows = np.empty(capacity, np.int64), np.empty((capacity, self.dim), np.float32)
        ids[: self._count], rows[: self._count] = self.ids, self.embeddings
        self._ids, self._rows = ids, rows
