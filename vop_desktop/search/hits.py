"""Hits from ranked videos: the picture, the time, the path, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from vop_desktop.library.rows import SegmentView
from vop_desktop.library.store import Library
from vop_desktop.records import Confidence, FloatArray, Hit, IdArray, clock
from vop_desktop.search.index_cache import SEGMENT_BITS
from vop_desktop.search.ranking import Ranked


class HitMaker:
    """Looks up what a hit shows. Belongs to the thread that opened `library`."""

    def __init__(self, library: Library, model_id: str) -> None:
        self._library = library
        self._model_id = model_id

    def ranked(
        self, videos: Sequence[Ranked], vector: FloatArray | None, others: Sequence[int] = ()
    ) -> list[Hit]:
        """Videos in their order.

        Args:
            videos: what was found.
            vector: float32 [D], what was searched for by content; None if it was words alone.
            others: how many more moments of each video fit; none where not given.
        """
        hits = []
        for video, count in zip(videos, others or [0] * len(videos), strict=True):
            view = self.view(video.video_id, video.segment)
            if view is None:
                continue
            frame, moment = 0, None
            if video.keyword is not None and video.keyword.kind == "subtitle" and not video.seen:
                moment = video.keyword.start
                frame = int(np.abs(view.times - moment).argmin())
            elif vector is not None:
                frame = int((view.frames @ vector).argmax())
            hit = self._hit((video.video_id, video.segment), view, frame, video.score, video.confidence)
            hits.append(
                replace(
                    hit,
                    moment=hit.moment if moment is None else moment,
                    why=_why(video),
                    others=count,
                )
            )
        return hits

    def segments(
        self, ids: IdArray, scores: FloatArray, confidences: Sequence[Confidence], queries: FloatArray
    ) -> list[Hit]:
        """Segments by the ids of the index, each at the frame nearest to any of the queries [Q, D]."""
        hits = []
        for key, score, confidence in zip(ids.tolist(), scores.tolist(), confidences, strict=True):
            video_id, segment = key >> SEGMENT_BITS, key & ((1 << SEGMENT_BITS) - 1)
            view = self.view(video_id, segment)
            if view is not None:
                frame = int((view.frames @ queries.T).max(axis=1).argmax())
                hits.append(self._hit((video_id, segment), view, frame, score, confidence))
        return hits

    def browsed(self, videos: Sequence[int], limit: int) -> list[Hit]:
        """Videos as they come, each at its first telling picture."""
        hits = []
        for video_id in videos[:limit]:
            view = self.view(video_id, 0)
            if view is not None:
                strip = self._library.filmstrip(view.fingerprint, view.layout, 0)
                hits.append(self._hit((video_id, 0), view, strip.poster if strip else 0, 0.0, "weak"))
        return hits

    def view(self, video_id: int, segment: int) -> SegmentView | None:
        """A segment as stored; None where it was forgotten or indexed anew since it was ranked."""
        try:
            return self._library.segment(video_id, self._model_id, segment)
        except KeyError:
            return None

    def _hit(
        self, key: tuple[int, int], view: SegmentView, frame: int, score: float, confidence: Confidence
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


def _why(video: Ranked) -> tuple[str, ...]:
    if video.keyword is None:
        return ("content",)
    kind = video.keyword.kind
    written = f"subtitle at {clock(video.keyword.start)}" if kind == "subtitle" else kind
    return ("content", written) if video.seen else (written,)
