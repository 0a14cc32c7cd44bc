"""Which captions fit a clip: the caption sets of a library, ranked by the same model."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from vop_desktop import paths
from vop_desktop.errors import Cancelled
from vop_desktop.library import captions as store
from vop_desktop.library.captions import CaptionState
from vop_desktop.library.store import Library
from vop_desktop.records import CaptionHit, Encoder, FloatArray, IdArray, knowledge_of, text_model_id
from vop_desktop.search import caption_cache
from vop_desktop.search.background import background_sample
from vop_desktop.search.caption_cache import CaptionCacheWriter, HalfArray
from vop_desktop.search.confidence import CaptionScale, unknown_words
from vop_desktop.search.diversity import diversified

BATCH = 64  # captions encoded and stored at a time
BLOCK_ROWS = 1024  # embeddings compared at a time: as floats, what fits the cache of a core
FIRST_LOOK = 512  # captions whose texts are fetched before more are asked for
POOL = 8  # captions from among which each one of a diversified list is chosen
FEW_TO_CHOOSE = 64
MOST_DIVERSE = 200  # what it takes grows with the third power

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, eq=False)
class _Gallery:
    """Embeddings of the sets' captions, and what they were read from.

    Attributes:
        ids: int64 [N].
        parts: float16 [N, D] altogether.
        background: float32 [B, D], of captions that most clips have nothing to do with.
    """

    ids: IdArray
    parts: tuple[HalfArray, ...]
    state: CaptionState
    background: FloatArray

    def rows_of(self, places: Sequence[int]) -> FloatArray:
        """float32 [K, D]."""
        starts = np.cumsum([0, *(len(part) for part in self.parts)])
        chosen = np.asarray(places, np.int64)
        owner = np.searchsorted(starts, chosen, side="right") - 1
        rows = [self.parts[o][p - starts[o]] for o, p in zip(owner.tolist(), chosen.tolist(), strict=True)]
        return np.asarray(rows, np.float32)


class CaptionRanker:
    """Ranks captions for clips. Belongs to the thread that opened `library`.

    Keep it for the next clip: the captions' embeddings stay in memory (2 D bytes each, 1 GB for a million of
    512 dimensions), and are read again when a set has changed. Those of a large set are mapped from a cache,
    which is written in the background when the set was read for the first time.
    """

    def __init__(self, library: Library, encoder: Encoder) -> None:
        self._library = library
        self._encoder = encoder
        self._text_id = text_model_id(encoder)
        self._gallery: _Gallery | None = None
        self._prepared: CaptionState | None = None
        self._writer = CaptionCacheWriter()

    def rank(
        self,
        segments: FloatArray,
        *,
        sets: Sequence[str] | None = None,
        limit: int = 10,
        diverse: bool = False,
        progress: Progress | None = None,
        cancel: threading.Event | None = None,
    ) -> list[CaptionHit]:
        """The captions that fit a clip best, best first; the same text comes once.

        Captions with words that the model was never taught are left out (`Knowledge.words`).

        Args:
            segments: float32 [N, D], embeddings of the clip's segments; a caption counts by its best one.
            sets: names of the sets to choose from; where None all but the built-in ones in languages that
                the pack does not know.
            limit: how many.
            diverse: no third of a kind: what says nearly the same as two before it makes room for others. A
                list of more than `MOST_DIVERSE` has room for all.
            progress: called with (done, total) while captions are encoded for the first time.
            cancel: stops the encoding; what was encoded stays stored.

        Raises:
            Cancelled: `cancel` was set.
        """
        names = self.prepare(sets, progress=progress, cancel=cancel)
        gallery = self._loaded(names)
        if not len(gallery.ids) or not len(segments) or limit < 1:
            return []
        scores, middle, spread = _judged(gallery, segments)
        diverse = diverse and limit <= MOST_DIVERSE
        wanted = max(FEW_TO_CHOOSE, POOL * limit) if diverse else limit
        scale = CaptionScale(gallery.background, knowledge_of(self._encoder), segments)
        hits: list[CaptionHit] = []
        places: list[int] = []
        for place, caption in self._fitting(gallery, scores, wanted):
            score = float(scores[place])
            hits.append(CaptionHit(caption.text, score, caption.set, (score - middle) / spread))
            places.append(place)
        if diverse:
            chosen = diversified([hit.score for hit in hits], gallery.rows_of(places), limit)
            hits, places = [hits[number] for number in chosen], [places[number] for number in chosen]
        rows = gallery.rows_of(places)
        return [hit._replace(word=scale.word_of(row, hit.score)) for hit, row in zip(hits, rows, strict=True)]

    def rate(self, hits: Sequence[CaptionHit], segments: FloatArray) -> list[tuple[CaptionHit, ...]]:
        """What texts that a person wrote get from a clip, on the scale of `rank` with all sets.

        Args:
            hits: the texts; their numbers are not looked at.
            segments: float32 [N, D], of the clip.

        Returns:
            For each text the hit of the whole clip, then that of each segment; nothing for one with words
            that the model was never taught.
        """
        gallery = self._loaded(self.prepare())
        knowledge = knowledge_of(self._encoder)
        views = [segments, *(row[None] for row in segments)]
        spreads = [_judged(gallery, view)[1:] if len(gallery.ids) else (0.0, 1.0) for view in views]
        scales = [CaptionScale(gallery.background, knowledge, view) for view in views]
        found: list[tuple[CaptionHit, ...]] = []
        for hit in hits:
            if unknown_words(hit.text, knowledge.words):
                found.append(())
                continue
            text = self._encoder.encode_text([hit.text])[0]
            scores = segments @ text
            of_views = [float(scores.max()), *map(float, scores)]
            found.append(
                tuple(
                    hit._replace(
                        score=score,
                        margin=(score - middle) / spread,
                        rated=True,
                        word=scale.word_of(text, score),
                    )
                    for score, (middle, spread), scale in zip(of_views, spreads, scales, strict=True)
                )
            )
        return found

    def prepare(
        self,
        sets: Sequence[str] | None = None,
        *,
        progress: Progress | None = None,
        cancel: threading.Event | None = None,
    ) -> list[str]:
        """Encodes what has no embedding under this model yet; gives the names of the sets."""
        knowledge = knowledge_of(self._encoder)
        store.install_everyday(self._library, knowledge.languages)
        if knowledge.captions:
            store.install_set(self._library, knowledge.set_name, knowledge.captions)
        names = store.sets_for(self._library, knowledge.languages) if sets is None else list(sets)
        state = store.caption_state(self._library, names)
        if state != self._prepared:
            unsure = [name for name in names if not self._cached(name)]
            if unsure and self._encode_waiting(unsure, progress, cancel):
                self._loaded(names)  # so that large sets are cached before the next program asks
            self._prepared = state
        return names

    def _cached(self, name: str) -> bool:
        """Whether a set is in the cache: to look for what is missing in a million takes seconds."""
        state = store.caption_state(self._library, [name])
        return caption_cache.holds(self._library, self._text_id, name, state)

    def _encode_waiting(
        self, names: Sequence[str], progress: Progress | None, cancel: threading.Event | None
    ) -> int:
        """How many were encoded."""
        total = store.count_unembedded(self._library, self._text_id, names)
        done = last = 0
        while done < total:
            if cancel is not None and cancel.is_set():
                raise Cancelled("stopped")
            batch = store.unembedded_captions(self._library, self._text_id, names, after=last, limit=BATCH)
            if not batch:
                break  # some were removed meanwhile
            embeddings = self._encoder.encode_text([caption.text for caption in batch])
            store.put_caption_embeddings(self._library, self._text_id, batch, embeddings)
            self._gallery = None
            done, last = done + len(batch), batch[-1].caption_id
            if progress is not None:
                progress(done, max(done, total))
        return done

    def finish(self) -> None:
        """Waits for what is written in the background, so that the next opening is quick."""
        self._writer.finish()

    def _loaded(self, names: Sequence[str]) -> _Gallery:
        state = store.caption_state(self._library, names)
        if self._gallery is None or self._gallery.state != state:
            self._gallery = None  # two of them may be more than there is room for
            loaded = {name: self._loaded_set(name) for name in names}
            filled = [(ids, rows) for ids, rows in loaded.values() if len(ids)]
            ids = np.concatenate([ids for ids, _ in filled] or [np.empty(0, np.int64)])
            parts = tuple(rows for _, rows in filled)
            knowledge = knowledge_of(self._encoder)
            usual = knowledge.set_name if knowledge.captions else store.EVERYDAY_SET
            known = (loaded[usual][1],) if usual in loaded and len(loaded[usual][0]) > 1 else parts
            self._gallery = _Gallery(ids, parts, state, _background(known))
        return self._gallery

    def _loaded_set(self, name: str) -> tuple[IdArray, HalfArray]:
        """The captions of one set: out of the cache, or else out of the library."""
        state = store.caption_state(self._library, [name])
        found = caption_cache.restore(self._library, self._text_id, name, state)
        if found is not None:
            return found
        ids, rows = store.caption_matrix(self._library, self._text_id, [name])
        whole = len(ids) == store.count_captions(self._library, name)  # one that is read only may lack some
        if len(ids) >= caption_cache.WORTH_ROWS and whole:
            file = paths.caption_cache_path(self._library.path, self._text_id, name)
            self._writer.start(file, state, ids, rows)
        return ids, rows

    def _fitting(
        self, gallery: _Gallery, scores: FloatArray, wanted: int
    ) -> Iterator[tuple[int, store.StoredCaption]]:
        """The best captions with their rows: each text once, none with words that the model never met."""
        known = knowledge_of(self._encoder).words
        seen: set[str] = set()
        for part in _descending(scores):
            place_of = {int(gallery.ids[place]): int(place) for place in part}
            for caption in store.captions_by_id(self._library, place_of):
                text = caption.text.lower()
                if text in seen or unknown_words(caption.text, known):
                    continue  # the model would rank what it does not understand
                seen.add(text)
                yield place_of[caption.caption_id], caption
                if len(seen) >= wanted:
                    return


def _background(parts: Sequence[HalfArray]) -> FloatArray:
    """float32 [B, D]: captions of these sets, evenly spread."""
    rows = [part[background_sample(len(part))].astype(np.float32) for part in parts]
    together = np.concatenate(rows) if rows else np.empty((0, 0), np.float32)
    return np.asarray(together[background_sample(len(together))], np.float32)


def _judged(gallery: _Gallery, segments: FloatArray) -> tuple[FloatArray, float, float]:
    """What each caption gets from a clip, float32 [N], the mean of that and its standard deviation."""
    scores = np.concatenate([_scores(part, segments) for part in gallery.parts])
    return scores, float(scores.mean()), float(scores.std()) or 1.0


def _scores(rows: HalfArray, segments: FloatArray) -> FloatArray:
    """float32 [N]: how well each caption fits the segment [S, D] that it fits best."""
    if len(rows) <= BLOCK_ROWS:
        best: FloatArray = (rows.astype(np.float32) @ segments.T).max(axis=1)
        return best
    from vop_desktop.model.half import half_best

    return half_best([rows[at : at + BLOCK_ROWS] for at in range(0, len(rows), BLOCK_ROWS)], segments)


def _descending(scores: FloatArray) -> Iterator[npt.NDArray[np.intp]]:
    """Places of scores in descending order, in parts, of which the first is to be had without sorting all."""
    order: npt.NDArray[np.intp]
    given = 0
    if len(scores) > 4 * FIRST_LOOK:
        limit = np.partition(scores, -FIRST_LOOK)[-FIRST_LOOK]
        first = np.flatnonzero(scores >= limit)
        order = first[np.argsort(-scores[first], kind="stable")][:FIRST_LOOK]
        yield order
        given = len(order)
    order = np.argsort(-scores, kind="stable")
    for start in range(given, len(order), FIRST_LOOK):
        yield order[start : start + FIRST_LOOK]
