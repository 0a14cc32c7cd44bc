"""From a query to hits: videos, each at its best moment."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from vop_desktop.errors import LibraryError
from vop_desktop.library import keywords
from vop_desktop.library.frames import video_frames, video_spans
from vop_desktop.library.keywords import KeywordHit
from vop_desktop.library.store import Library
from vop_desktop.records import (
    Confidence,
    Encoder,
    Filmstrip,
    FloatArray,
    Hit,
    IdArray,
    knowledge_of,
)
from vop_desktop.search import notes
from vop_desktop.search.background import background_of
from vop_desktop.search.best import OVERFETCH, best_moments, best_segments
from vop_desktop.search.confidence import (
    ConfidenceScale,
    is_guess,
    likeness,
    lowered,
    unknown_words,
    words_of,
)
from vop_desktop.search.direction import Direction, TextCache, compose, unit
from vop_desktop.search.explain import leave_one_out
from vop_desktop.search.filters import named_as_asked, narrow
from vop_desktop.search.gallery import Gallery
from vop_desktop.search.hits import HitMaker
from vop_desktop.search.index_cache import SEGMENT_BITS, segment_ids
from vop_desktop.search.languages import foreign_script
from vop_desktop.search.moments import Heat, peaks
from vop_desktop.search.query import Query, parse
from vop_desktop.search.ranking import (
    Ranked,
    fuse,
    lift_moments,
    look_up,
    without_phrases,
    written_confidence,
)
from vop_desktop.search.results import Explanation, Results

SAMPLE = 1024  # segments that stand for the gallery
LOOKED_AT = 8  # segments of a long video by which others like it are found
SYNC_LIMIT = 400  # videos whose words are taken in at a search; indexing takes in all of them

Mask = npt.NDArray[np.bool_]


class SearchEngine:
    """Search over the embeddings that a library holds for one encoder, and over its words.

    Belongs to the thread that opened `library`. The gallery is loaded at the first search; `refresh`
    takes in what was stored since, which costs next to nothing when that is nothing.
    """

    def __init__(self, library: Library, encoder: Encoder) -> None:
        self._library = library
        self._encoder = encoder
        self._open_gallery()
        self._visible: list[int] = []
        self._shown: frozenset[int] = frozenset()  # the same
        self._mask: Mask = np.zeros(0, bool)
        self._counter: tuple[int, int] | None = None
        self._texts = TextCache(encoder)
        self._hits = HitMaker(library, encoder.model_id)
        self._background: FloatArray | None = None
        self._scale: ConfidenceScale | None = None
        self._sample: FloatArray | None = None
        self._sampled = 0  # rows of the index when the sample was taken

    def refresh(self) -> int:
        """Takes in what the library gained or lost since; gives the number of new embeddings."""
        if self._background is not None:
            self._gallery.group(self._background)
        if self._gallery.outdated:
            self._open_gallery()
            self._counter = None
        counter = (self._library.change_counter(), self._library.own_changes)
        if counter == self._counter:
            return 0
        with suppress(LibraryError):  # being written by another, or on a disk that cannot be: next time
            keywords.sync(self._library, limit=SYNC_LIMIT, wait=False)
        self._forget_rebuilt()
        added = self._gallery.refresh()
        self._visible = [video for video in self._library.visible_videos() if video in self._segments]
        self._shown = frozenset(self._visible)
        self._mask = self._rows_of_videos(self._visible)
        self._counter = (counter[0], self._library.own_changes)
        return added

    def _open_gallery(self) -> None:
        self._gallery = Gallery(self._library, self._encoder.model_id, self._encoder.embed_dim)
        self._index = self._gallery.index
        self._segments = self._gallery.segments
        self._newest = 0  # number of the newest embeddings at the last refresh

    def _forget_rebuilt(self) -> None:
        """Starts anew where the library was emptied and filled again behind our back."""
        latest = "SELECT coalesce(max(seq), 0) FROM segments WHERE model_id = ?"
        newest = int(self._library.query(latest, self._encoder.model_id)[0][0])
        if newest < self._newest:
            self._open_gallery()
        self._newest = newest

    def finish(self) -> None:
        """Waits for what is written in the background, so that the next opening is quick. Any thread."""
        self._gallery.finish()

    # --- searching ------------------------------------------------------------------------------------

    def search(self, text: str, *, limit: int = 50) -> list[Hit]:
        """The videos that fit a text best, each at its best moment; an empty text browses.

        The text may hold rules (`search.query`): `-night`, `dog + beach`, `"exact words"`, `folder:holiday`.
        """
        return list(self.find(text, limit=limit).hits)

    def find(self, text: str, *, limit: int = 50) -> Results:
        """As `search`, with all there is to say about it."""
        query = parse(text)
        self.refresh()
        return self._find(query, limit, None, 1.0)

    def search_like(
        self, example: FloatArray, text: str = "", *, weight: float = 1.0, limit: int = 50
    ) -> Results:
        """Videos that look like an example and fit a text: "like this, but snow".

        Args:
            example: float32 [D] or [N, D]: a picture, a frame or the segments of a clip.
            text: what else is wanted or not wanted; may be empty, may hold filters.
            weight: what the example counts beside the text.
            limit: how many.
        """
        query = parse(text)
        self.refresh()
        return self._find(query, limit, unit(np.atleast_2d(example).mean(axis=0)), weight)

    def search_moments(self, text: str, *, limit: int = 50) -> list[Hit]:
        """The moments that fit a text best, whichever videos they are of; a few of a video at most."""
        query = parse(text)
        self.refresh()
        if not query.terms:
            return list(self._find(query, limit, None, 1.0).hits)
        allowed, written = self._allowed(query)
        direction = self._compose(query)
        ids, scores = best_moments(self._index, direction.vector, limit, self._rows_of_videos(allowed))
        words = self._written(query, direction, written[:limit])
        found, videos = set(ids.tolist()), set((ids >> SEGMENT_BITS).tolist())
        left = [  # words that no moment stands for so far
            word
            for word in words
            if word.video_id not in videos or (word.is_spoken and _id_of(word) not in found)
        ]
        ids = np.array([*ids, *map(_id_of, left)], np.int64)
        scores = np.array([*scores, *(video.score for video in left)], np.float32)
        confidences = self._confidences(query, direction, self._index.rows_of(ids))
        hits = self._hits.segments(ids, scores, confidences, direction.vector[None], written)
        return named_as_asked(self._library, lift_moments(hits, words)[:limit], query)

    def similar(self, segments: FloatArray, *, limit: int = 50) -> list[Hit]:
        """The videos that look like a clip, given its segment embeddings [N, D]."""
        self.refresh()
        ids, scores = best_segments(self._index, segments, limit, self._mask)
        return self._hits.segments(ids, scores, [likeness(score) for score in scores], segments)

    def similar_to(self, video_id: int, *, limit: int = 50) -> list[Hit]:
        """The videos that look like one of the library, itself apart; none where it has no embeddings."""
        self.refresh()
        count = self._segments.get(video_id, 0)
        if not count:
            return []
        chosen = np.unique(np.linspace(0, count - 1, min(count, LOOKED_AT)).astype(np.int64))
        segments = self._index.rows_of(segment_ids(video_id, count)[chosen])
        others = self._mask & (self._index.ids >> SEGMENT_BITS != video_id)
        ids, scores = best_segments(self._index, segments, limit, others)
        return self._hits.segments(ids, scores, [likeness(score) for score in scores], segments)

    def browse(self, *, limit: int = 500) -> list[Hit]:
        """The videos of the library, newest first, each at its first telling picture."""
        self.refresh()
        return self._hits.browsed(self._visible, limit)

    def _find(self, query: Query, limit: int, example: FloatArray | None, weight: float) -> Results:
        allowed, written = self._allowed(query)
        said = notes.notes_on(
            self._library,
            query,
            indexed=len(self._visible),
            left=len(allowed),
            phrases_found=bool(written),
            languages=knowledge_of(self._encoder).languages,
        )
        unknown = tuple(self.unknown_words(query.text))
        if query.terms or example is not None:
            direction = self._compose(query, example, weight)
            ranked = self._ranked(query, direction, allowed, written, limit)
            hits = self._to_hits(query, direction, ranked[:limit])
        elif any(not phrase.excluded for phrase in query.phrases):
            hits = self._hits.ranked(self._written(query, None, written[:limit]), None)
        else:
            hits = self._hits.browsed([video for video in self._visible if video in allowed], limit)
        hits = named_as_asked(self._library, hits, query)
        weak = bool(hits and query.wanted) and all(hit.confidence == "weak" for hit in hits)
        return Results(query, tuple(hits), unknown, said, nothing_fits=weak)

    def _allowed(self, query: Query) -> tuple[frozenset[int], list[KeywordHit]]:
        """The videos that the conditions leave over, and those of them whose words fit, best first."""
        allowed = self._shown
        if query.filters:
            allowed = narrow(allowed, self._library, query.filters)
        written, only = look_up(self._library, query)
        if only is not None:
            allowed &= only
        if query.phrases:
            allowed -= without_phrases(self._library, query)
        return allowed, [hit for hit in written if hit.video_id in allowed]

    def _ranked(
        self,
        query: Query,
        direction: Direction,
        allowed: frozenset[int],
        written: list[KeywordHit],
        limit: int,
    ) -> list[Ranked]:
        mask = self._mask if allowed is self._shown else self._rows_of_videos(allowed)
        ids, scores = best_segments(self._index, direction.vector[None], limit + OVERFETCH, mask)
        rows = self._index.rows_of(ids)
        excess = self._confidence_scale().excess(rows)
        seen = [
            Ranked(key >> SEGMENT_BITS, key & ((1 << SEGMENT_BITS) - 1), score, word)
            for key, score, word in zip(
                ids.tolist(), scores.tolist(), self._confidences(query, direction, rows), strict=True
            )
        ]
        corrected = scores - excess
        for place in np.flatnonzero(excess):  # a hub: perhaps another moment of the video is better
            (seen[place],) = self._best_of(query, direction, [seen[place].video_id])
            row = self._row_of(seen[place])
            corrected[place] = seen[place].score - self._confidence_scale().excess(row[None])[0]
        if excess.any():
            seen = [seen[i] for i in np.argsort(-corrected, kind="stable")]
        return fuse(seen, self._written(query, direction, written[:limit]))

    def _best_of(self, query: Query, direction: Direction, videos: Sequence[int]) -> list[Ranked]:
        """Videos in their order, each at its best segment, hubs corrected."""
        if not videos:
            return []
        rows, starts = self._rows_of(videos)
        scores = rows @ direction.vector
        corrected = scores - self._confidence_scale().excess(rows)
        ends = [*starts[1:], len(rows)]
        best = [start + int(corrected[start:end].argmax()) for start, end in zip(starts, ends, strict=True)]
        words = self._confidences(query, direction, rows[best])
        return [
            Ranked(video_id, place - start, float(scores[place]), word)
            for video_id, place, start, word in zip(videos, best, starts, words, strict=True)
        ]

    def _rows_of(self, videos: Sequence[int]) -> tuple[FloatArray, list[int]]:
        """All segments of some videos, float32 [M, D], and where each video begins among them."""
        counts = [self._segments[video_id] for video_id in videos]
        ids = np.concatenate([segment_ids(*pair) for pair in zip(videos, counts, strict=True)])
        return self._index.rows_of(ids), [0, *np.cumsum(counts[:-1]).tolist()]

    def _row_of(self, video: Ranked) -> FloatArray:
        """float32 [D]: the embedding of a video's best segment."""
        return np.asarray(self._index.rows_of(segment_ids(video.video_id, video.segment + 1)[-1:])[0])

    def _written(self, query: Query, direction: Direction | None, found: list[KeywordHit]) -> list[Ranked]:
        """Videos whose words fit, as ranked ones: at the place of a subtitle where their content is weak."""
        ranked = []
        phrase = any(not phrase.excluded for phrase in query.phrases)
        videos = [Ranked(hit.video_id, 0, 0.0, "weak") for hit in found]
        if direction is not None:
            videos = self._best_of(query, direction, [hit.video_id for hit in found])
        for hit, video in zip(found, videos, strict=True):
            seen = video.confidence != "weak"
            segment = video.segment
            if hit.kind == "subtitle" and not seen:
                spans = video_spans(self._library, hit.video_id, self._encoder.model_id)
                segment = max(0, int(np.searchsorted(spans[:, 0], hit.start, side="right")) - 1)
            word = written_confidence(hit, phrase=phrase)
            ranked.append(replace(video, segment=segment, confidence=word, seen=seen, keyword=hit))
        return ranked

    # --- one video ------------------------------------------------------------------------------------

    def moments(self, hit: Hit, text: str) -> list[Hit]:
        """All moments of a hit's video that fit a text, in the order of time; at least that of the hit."""
        query = parse(text)
        self.refresh()
        if not query.terms or hit.video_id not in self._segments:
            return [hit]
        direction = self._compose(query)
        rows = self._index.rows_of(segment_ids(hit.video_id, self._segments[hit.video_id]))
        (good,) = self._good_segments(query, direction, [(hit.video_id, hit.segment)])
        ids = segment_ids(hit.video_id, len(rows))[good]
        confidences = self._confidences(query, direction, rows[good])
        found = self._hits.segments(ids, rows[good] @ direction.vector, confidences, direction.vector[None])
        return [hit if moment.segment == hit.segment else moment for moment in found]

    def heat(self, video_id: int, text: str) -> Heat:
        """How similar each frame of a video is to a text. Empty where there is nothing to compare."""
        times, frames = video_frames(self._library, video_id, self._encoder.model_id)
        query = parse(text)
        if not query.terms or not len(times):
            return Heat(times, np.zeros(len(times), np.float32), np.zeros(len(times), np.float32))
        self.refresh()
        vector = self._compose(query).vector
        scores = (frames @ vector).astype(np.float32)
        return Heat(times, scores, self._confidence_scale().levels(vector, scores, frames))

    def frame_embedding(self, video_id: int, seconds: float) -> FloatArray | None:
        """float32 [D] of the frame nearest to a time, for `search_like`; None where there is none."""
        times, frames = video_frames(self._library, video_id, self._encoder.model_id)
        return frames[int(np.abs(times - seconds).argmin())] if len(times) else None

    def explain(self, video_id: int, text: str) -> Explanation | None:
        """Why a video is where it is for a text, or why it is not further up: its rank and what is ahead.

        None where the text asks for nothing that can be ranked, or the video is not in the index.
        """
        query = parse(text)
        self.refresh()
        if not query.terms or video_id not in self._shown:
            return None
        allowed, written = self._allowed(query)
        direction = self._compose(query)
        ranked = self._ranked(query, direction, allowed, written, len(self._visible))
        place = next((i for i, video in enumerate(ranked) if video.video_id == video_id), None)
        own = self._best_of(query, direction, [video_id])[0] if place is None else ranked[place]
        view = self._hits.view(video_id, own.segment)
        hits = self._to_hits(query, direction, [own])
        if view is None or not hits:
            return None
        ahead = self._to_hits(query, direction, ranked[max(0, (place or 0) - 3) : place or 0][::-1])
        times, first = np.unique(view.times, return_index=True)
        return Explanation(
            hit=hits[0],
            rank=0 if place is None else place + 1,
            searched=len(ranked),
            times=times,
            similarities=(view.frames @ direction.vector)[first].astype(np.float32),
            words=leave_one_out(query, self._texts, self._gallery_sample(), self._row_of(own)),
            ahead=tuple(ahead),
        )

    def filmstrip(self, hit: Hit) -> Filmstrip | None:
        """The tiles of a hit's segment, or None where the thumbnail cache has lost them."""
        view = self._hits.view(hit.video_id, hit.segment)
        return self._library.filmstrip(view.fingerprint, view.layout, hit.segment) if view else None

    def unknown_words(self, text: str) -> list[str]:
        """Words of a query that the model was never taught; rules are none, nor filters, read or not."""
        query = parse(text)
        unread = words_of(" ".join(f"{condition.name} {condition.value}" for condition in query.unread))
        unknown = unknown_words(query.words, knowledge_of(self._encoder).words)
        return [word for word in unknown if word not in unread]

    # --- ranking --------------------------------------------------------------------------------------

    def _rows_of_videos(self, videos: Iterable[int]) -> Mask:
        return np.isin(self._index.ids >> SEGMENT_BITS, np.fromiter(videos, np.int64))

    def _good_segments(
        self, query: Query, direction: Direction, shown: Sequence[tuple[int, int]]
    ) -> list[IdArray]:
        """Numbers of the segments that are moments of their own, for videos given with their best segment."""
        if not shown:
            return []
        rows, starts = self._rows_of([video_id for video_id, _ in shown])
        corrected = rows @ direction.vector - self._confidence_scale().excess(rows)
        fits = np.array([word != "weak" for word in self._confidences(query, direction, rows)])
        counts = np.diff([*starts, len(rows)])
        number = np.arange(len(rows)) - np.repeat(starts, counts)
        best = np.repeat([segment for _, segment in shown], counts)
        good = peaks(corrected, starts) & fits & (np.abs(number - best) > 1) | (number == best)
        return np.split(number[good], np.cumsum(np.add.reduceat(good, starts))[:-1])

    def _to_hits(self, query: Query, direction: Direction, ranked: Sequence[Ranked]) -> list[Hit]:
        places = [(video.video_id, video.segment) for video in ranked]
        others = [len(good) - 1 for good in self._good_segments(query, direction, places)]
        return self._hits.ranked(ranked, direction.vector, others)

    def _compose(self, query: Query, example: FloatArray | None = None, weight: float = 1.0) -> Direction:
        return compose(query.terms, self._texts, self._gallery_sample(), example, weight)

    def _gallery_sample(self) -> FloatArray:
        """float32 [G, D]: evenly spread rows; taken anew when the index has grown or shrunk by a tenth."""
        count = len(self._index)
        if self._sample is None or abs(count - self._sampled) * 10 > self._sampled:
            ids = np.sort(self._index.ids)
            chosen = ids[np.unique(np.linspace(0, count - 1, min(count, SAMPLE)).astype(np.int64))]
            self._sample, self._sampled, self._scale = self._index.rows_of(chosen), count, None
        return self._sample

    def _confidence_scale(self) -> ConfidenceScale:
        sample = self._gallery_sample()
        if self._background is None:
            self._background = background_of(self._encoder)
        if self._scale is None:
            self._scale = ConfidenceScale(self._background, knowledge_of(self._encoder), sample)
        return self._scale

    def _confidences(self, query: Query, direction: Direction, rows: FloatArray) -> list[Confidence]:
        """Words for segments [K, D]: fit what is wanted, and do not show what is not."""
        scale = self._confidence_scale()
        knowledge = knowledge_of(self._encoder)
        if direction.wanted is None:
            words: list[Confidence] = ["maybe"] * len(rows)
        elif not query.wanted:  # an example without words
            words = [likeness(score) for score in rows @ direction.wanted]
        elif is_guess(query.words, knowledge.words) or foreign_script(query.words, knowledge.languages):
            return ["weak"] * len(rows)
        else:
            words = scale.words(direction.wanted, rows @ direction.wanted, rows)
        for unwanted in direction.unwanted:
            shown = scale.words(unwanted, rows @ unwanted, rows)
            words = [lowered(word, seen) for word, seen in zip(words, shown, strict=True)]
        return words


def _id_of(video: Ranked) -> int:
    """The id of a video's best segment in the index."""
    return (video.video_id << SEGMENT_BITS) + video.segment
