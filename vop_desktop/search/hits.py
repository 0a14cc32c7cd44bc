"""Hits from ranked videos: the picture, the time, the path, and why."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from vop_desktop.library.keywords import KeywordHit
from vop_desktop.library.rows import SegmentView
from vop_desktop.library.store import Library
from vop_desktop.library.views import SegmentKey, best_paths, openings, segment_views
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
        look = _Look(self._library, self._model_id, [(video.video_id, video.segment) for video in videos])
        for video, count in zip(videos, others or [0] * len(videos), strict=True):
            view = look.view(video.video_id, video.segment)
            if view is None:
                continue
            frame, moment = 0, None
            if video.keyword is not None and video.is_spoken and not video.seen:
                moment = video.keyword.start
                frame = int(np.abs(view.times - moment).argmin())
            elif vector is not None:
                frame = int((view.frames @ vector).argmax())
            hit = look.hit(
                (video.video_id, video.segment), frame, video.score, video.confidence,
                moment=moment, why=reasons(video), others=count,
            )  # fmt: skip
            hits.append(hit)
        return hits

    def segments(
        self,
        ids: IdArray,
        scores: FloatArray,
        confidences: Sequence[Confidence],
        queries: FloatArray,
        written: Sequence[KeywordHit] = (),
    ) -> list[Hit]:
        """Segments by the ids of the index, each at the frame nearest to any of the queries [Q, D].

        Args:
            ids, scores, confidences: of the segments.
            queries: what was searched for by content.
            written: what is written about their videos and fits as well.
        """
        hits = []
        words = {hit.video_id: hit for hit in written}
        keys = [(key >> SEGMENT_BITS, key & ((1 << SEGMENT_BITS) - 1)) for key in ids.tolist()]
        look = _Look(self._library, self._model_id, keys)
        for key, score, confidence in zip(keys, scores.tolist(), confidences, strict=True):
            view = look.view(*key)
            if view is not None:
                frame = int((view.frames @ queries.T).max(axis=1).argmax())
                word = words.get(key[0])
                if word is not None and word.kind == "subtitle" and not view.start <= word.start < view.end:
                    word = None  # said at another moment
                ranked = Ranked(*key, score, confidence, seen=confidence != "weak", keyword=word)
                hits.append(look.hit(key, frame, score, confidence, why=reasons(ranked)))
        return hits

    def browsed(self, videos: Sequence[int], limit: int) -> list[Hit]:
        """Videos as they come, each at its first telling picture. A millisecond for a hundred."""
        chosen = videos[:limit]
        found = openings(self._library, self._model_id, chosen)
        paths = best_paths(self._library, found)
        hits = []
        for video_id in chosen:
            if video_id in found and video_id in paths:
                opening, (path, there) = found[video_id], paths[video_id]
                hits.append(
                    Hit(
                        path, opening.start, opening.end, opening.moment, 0.0, "weak", not there,
                        video_id, 0, opening.frame, opening.duration,
                    )
                )  # fmt: skip
        return hits

    def view(self, video_id: int, segment: int) -> SegmentView | None:
        """A segment as stored; None where it was forgotten or indexed anew since it was ranked."""
        return _Look(self._library, self._model_id, [(video_id, segment)]).view(video_id, segment)


class _Look:
    """What is stored of some segments, looked up together."""

    def __init__(self, library: Library, model_id: str, keys: Sequence[SegmentKey]) -> None:
        self._views = segment_views(library, model_id, keys)
        self._paths = best_paths(library, (video_id for video_id, _ in keys))

    def view(self, video_id: int, segment: int) -> SegmentView | None:
        """A segment, or None where it is gone."""
        return self._views.get((video_id, segment)) if video_id in self._paths else None

    def hit(
        self,
        key: SegmentKey,
        frame: int,
        score: float,
        confidence: Confidence,
        *,
        moment: float | None = None,
        why: tuple[str, ...] = ("content",),
        others: int = 0,
    ) -> Hit:
        """A hit on one of the segments that have a view; at the time of the frame if no `moment` is given."""
        video_id, segment = key
        view = self._views[key]
        path, there = self._paths[video_id]
        return Hit(
            path=path,
            start=view.start,
            end=view.end,
            moment=float(view.times[frame]) if moment is None else moment,
            score=score,
            confidence=confidence,
            offline=not there,
            video_id=video_id,
            segment=segment,
            frame=int(np.searchsorted(view.times, view.times[frame])),  # padded frames show the last tile
            duration=view.duration,
            why=why,
            others=others,
        )


def reasons(video: Ranked) -> tuple[str, ...]:
    """What speaks for a video, most telling first (`Hit.why`)."""
    if video.keyword is None:
        return ("content",)
    kind = video.keyword.kind
    written = f"subtitle at {clock(video.keyword.start)}" if kind == "subtitle" else kind
    if video.seen:
        return ("content", written)
    return (written, "content") if video.high else (written,)
