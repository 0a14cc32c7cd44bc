"""From a query to hits: videos, each at its best moment."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from vop_desktop.library import captions as caption_store
from vop_desktop.library.rows import SegmentView
from vop_desktop.library.store import Library
from vop_desktop.records import Confidence, Encoder, Filmstrip, FloatArray, Hit, IdArray, knowledge_of
from vop_desktop.search.confidence import ConfidenceScale, background_sample, unknown_words
from vop_desktop.search.gallery import Gallery
from vop_desktop.search.index_cache import SEGMENT_BITS

OVERFETCH = 4  # segments looked at for each video wanted, to begin with


class SearchEngine:
    """Search over the embeddings that a library holds for one encoder.

    Belongs to the thread that opened `library`. The gallery is loaded at the first search; `refresh`
    takes in what was stored since, which costs next to nothing when that is nothing.
    """

    def __init__(self, library: Library, encoder: Encoder) -> None:
        self._library = library
        self._encoder = encoder
        self._gallery = Gallery(library, encoder.model_id, encoder.embed_dim)
        self._index = self._gallery.index
        self._segments = self._gallery.segments
        self._visible: list[int] = []
        self._mask: npt.NDArray[np.bool_] = np.zeros(0, bool)
        self._counter: tuple[int, int] | None = None
        self._scale: ConfidenceScale | None = None

    def refresh(self) -> int:
        """Takes in what the library gained or lost since; gives the number of new embeddings."""
        counter = (self._library.change_counter(), self._library.own_changes)
        if counter == self._counter:
            return 0
        added = self._gallery.refresh()
        self._visible = self._library.visible_videos()
        self._mask = np.isin(self._index.ids >> SEGMENT_BITS, np.asarray(self._visible, np.int64))
        self._counter = counter
        return added

    def finish(self) -> None:
        """Waits for what is written in the background, so that the next opening is quick. Any thread."""
        self._gallery.finish()

    def search(self, text: str, *, limit: int = 50) -> list[Hit]:
        """The videos that fit a text best, each at its best moment; an empty text browses."""
        query = text.strip()
        if not query:
            return self.browse(limit=limit)
        self.refresh()
        embedding = self._encoder.encode_text([query])[0]
        ids, scores = self._best_segments(embedding[None], limit)
        confidences = self._confidence_scale().words(query, scores, self._index.rows_of(ids))
        return self._hits(ids, scores, confidences, embedding[None])

    def similar(self, segments: FloatArray, *, limit: int = 50) -> list[Hit]:
        """The videos that look like a clip, given its segment embeddings [N, D]."""
        self.refresh()
        ids, scores = self._best_segments(segments, limit)
        return self._hits(ids, scores, [_likeness(score) for score in scores], segments)

    def browse(self, *, limit: int = 500) -> list[Hit]:
        """The videos of the library, newest first, each at its first telling picture."""
        self.refresh()
        known = [video_id for video_id in self._visible if video_id in self._segments]
        hits = []
        for video_id in known[:limit]:
            view = self._view(video_id, 0)
            if view is not None:
                strip = self._library.filmstrip(view.fingerprint, view.layout, 0)
                poster = strip.poster if strip else 0
                hits.append(self._hit((video_id, 0), view, poster, score=0.0, confidence="weak"))
        return hits

    def filmstrip(self, hit: Hit) -> Filmstrip | None:
        """The tiles of a hit's segment, or None where the thumbnail cache has lost them."""
        view = self._view(hit.video_id, hit.segment)
        return self._library.filmstrip(view.fingerprint, view.layout, hit.segment) if view else None

    def unknown_words(self, text: str) -> list[str]:
        """Words of a query that the model was never taught."""
        return unknown_words(text, knowledge_of(self._encoder).words)

    def _best_segments(self, queries: FloatArray, limit: int) -> tuple[IdArray, FloatArray]:
        """The best segment of each of the `limit` best videos, best first."""
        wanted = limit * OVERFETCH
        while True:
            found = [self._index.top_k(query, wanted, self._mask) for query in queries]
            # each query by itself: one that finds a single long video would hide its next best ones
            enough = all(len(np.unique(ids >> SEGMENT_BITS)) >= limit for ids, _ in found)
            ids = np.concatenate([ids for ids, _ in found])
            scores = np.concatenate([scores for _, scores in found])
            order = np.argsort(-scores, kind="stable")
            ids, scores = ids[order], scores[order]
            _, first = np.unique(ids >> SEGMENT_BITS, return_index=True)
            if enough or wanted >= len(self._index):
                keep = np.sort(first)[:limit]
                return ids[keep], scores[keep]
            wanted *= OVERFETCH

    def _hits(
        self, ids: IdArray, scores: FloatArray, confidences: list[Confidence], queries: FloatArray
    ) -> list[Hit]:
        hits = []
        for key, score, confidence in zip(ids.tolist(), scores.tolist(), confidences, strict=True):
            video_id, segment = key >> SEGMENT_BITS, key & ((1 << SEGMENT_BITS) - 1)
            view = self._view(video_id, segment)
            if view is not None:
                frame = int((view.frames @ queries.T).max(axis=1).argmax())
                hits.append(self._hit((video_id, segment), view, frame, score=score, confidence=confidence))
        return hits

    def _hit(
        self, key: tuple[int, int], view: SegmentView, frame: int, *, score: float, confidence: Confidence
    ) -> Hit:
        video_id, segment = key
        path, there = self._library.video_paths(video_id)[0]
        return Hit(
            path=path,
            start=view.start,
            end=view.end,
            moment=float(view.times[frame]),
            score=score,
            confidence=confidence,
            offline=not there,
            video_id=video_id,
            segment=segment,
            frame=int(np.searchsorted(view.times, view.times[frame])),  # padded frames show the last tile
            duration=view.duration,
        )

    def _view(self, video_id: int, segment: int) -> SegmentView | None:
        try:
            return self._library.segment(video_id, self._encoder.model_id, segment)
        except KeyError:
            return None  # forgotten or indexed anew since the last refresh

    def _confidence_scale(self) -> ConfidenceScale:
        if self._scale is None:
            knowledge = knowledge_of(self._encoder)
            texts = knowledge.captions or caption_store.everyday_captions()
            background = self._encoder.encode_text([texts[i] for i in background_sample(len(texts))])
            self._scale = ConfidenceScale(background, knowledge)
        return self._scale


def _likeness(score: float) -> Confidence:
    return "likely" if score >= 0.9 else "maybe" if score >= 0.75 else "weak"
