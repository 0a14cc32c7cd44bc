"""The index of one library and one model, kept up with what the library gains and loses."""

from __future__ import annotations

import numpy as np

from vop_desktop.library.rows import NewEmbeddings
from vop_desktop.library.store import Library
from vop_desktop.records import FloatArray
from vop_desktop.search.cache_writer import CacheWriter
from vop_desktop.search.index import EmbeddingIndex
from vop_desktop.search.index_cache import restore, segment_ids

BATCH_ROWS = 4096  # rows taken in at a time


class Gallery:
    """Belongs to the thread that opened `library`.

    Attributes:
        index: the embeddings; ids are made by `segment_ids`.
        segments: number of segments of each video in the index, by its id.
    """

    def __init__(self, library: Library, model_id: str, dim: int) -> None:
        self.index = EmbeddingIndex(dim)
        self.segments: dict[int, int] = {}
        self._library = library
        self._model_id = model_id
        self._seq: int | None = None
        self._writer = CacheWriter(library.path, model_id, dim)

    @property
    def outdated(self) -> bool:
        """Whether a gallery opened anew would be quicker than this one: its rows were put into groups."""
        return self._writer.regrouped

    def group(self, texts: FloatArray) -> None:
        """Has a gallery of millions put into groups in the background, if it is not in groups already.

        Args:
            texts: float32 [G, D], embeddings of texts with which it is tried out.
        """
        self._writer.group(len(self.index), texts)

    def refresh(self) -> int:
        """Takes in what is new; gives the number of new embeddings. The first call opens the cache."""
        added = 0
        if self._seq is None:
            self._seq = 0
            added = self._restore()
        batch: list[NewEmbeddings] = []
        rows = 0
        for new in self._library.embeddings_since(self._model_id, self._seq):
            self._seq = new.seq
            batch.append(new)
            rows += len(new.embeddings)
            if rows >= BATCH_ROWS:
                self._take_in(batch)
                added, batch, rows = added + rows, [], 0
        if batch:
            self._take_in(batch)
        self._writer.renew(len(self.index))
        return added + rows

    def wait(self) -> None:
        """Waits until the cache is written and its rows are in groups, where that goes on. Any thread."""
        self._writer.wait()

    def finish(self) -> None:
        """Waits for the cache where it is being written; groups are given up. Any thread."""
        self._writer.finish()

    def _restore(self) -> int:
        found = restore(self._library, self._model_id, self.index.dim)
        if found is None:
            return 0
        self.index.adopt(found.ids, found.codes, found.lists)
        self.index.remove(found.dead)
        self.segments.update(found.segments)
        self._seq = found.seq
        self._writer.note_cached(len(found.ids), found.file if found.lists is None else None)
        return len(self.index)

    def _take_in(self, batch: list[NewEmbeddings]) -> None:
        last = {new.video_id: new for new in batch}  # a video that was read again meanwhile counts once
        old = [segment_ids(number, self.segments[number]) for number in last if number in self.segments]
        if old:
            self.index.remove(np.concatenate(old))
        self.index.add(
            np.concatenate([segment_ids(number, len(new.embeddings)) for number, new in last.items()]),
            np.concatenate([new.embeddings for new in last.values()]),
        )
        self.segments.update((number, len(new.embeddings)) for number, new in last.items())
