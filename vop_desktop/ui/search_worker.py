"""Searching in the background: the newest request wins."""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from vop_desktop.errors import MediaError, PackError
from vop_desktop.model.lazy import LazyEncoder
from vop_desktop.records import Encoder, FloatArray, Hit, knowledge_of
from vop_desktop.ui.inspect_messages import AlikeAnswer, HeatAnswer
from vop_desktop.ui.library_worker import LibraryWorker
from vop_desktop.ui.messages import (
    ClipOpened,
    Example,
    PackNotice,
    PackTrouble,
    QueryChip,
    SearchAnswer,
    SearchRequest,
    SimilarAnswer,
    WhyAnswer,
)
from vop_desktop.ui.tasks import CancelToken

if TYPE_CHECKING:
    from vop_desktop.search import SearchEngine
    from vop_desktop.search.results import Results
    from vop_desktop.search.similar import DuplicateFinder

BROWSED = 20_000  # videos that a list without an order of merit may hold, whatever a ranked one may
SOME = 20  # videos that are enough to tell what there is to say about a list of moments


class SearchWorker(LibraryWorker):
    """Owns the resident index.

    Signals:
        found(SearchAnswer): hits of a request; older requests are passed over, not answered.
        similar_found(SimilarAnswer): videos like a clip.
        pack_known(PackNotice): what the model in use can see.
        pack_unusable(PackTrouble): it cannot be used.
        model_loaded(): its weights are in memory.
        explained(WhyAnswer): why a hit is where it is.
        heat_told(HeatAnswer): how well the frames of a video fit a query.
        alike_told(AlikeAnswer): the videos that look like one of the library.
    """

    found = Signal(object)
    similar_found = Signal(object)
    pack_known = Signal(object)
    pack_unusable = Signal(object)
    model_loaded = Signal()
    explained = Signal(object)
    heat_told = Signal(object)
    alike_told = Signal(object)

    def __init__(self, library: Path, encoder: Encoder) -> None:
        super().__init__("search", library)
        self._encoder = encoder
        self._engine: SearchEngine | None = None
        self._finder: DuplicateFinder | None = None
        self._newest = 0
        self._asked_why = 0
        self._numbers = count(1)  # of questions about one video
        self._looked_at = self._watched = 0
        self._example: tuple[Example, FloatArray] | None = None  # the one encoded last

    # --- called from the GUI thread -----------------------------------------------------------------

    def describe_pack(self) -> None:
        """Asks for the pack's notice, and has its weights loaded. Best after the first search."""
        self.post(self._describe_pack)

    def load_ahead(self) -> None:
        """Somebody begins to type: the weights are loaded beside what the worker does now."""
        if isinstance(self._encoder, LazyEncoder):
            self._encoder.load_ahead()

    def search(
        self,
        text: str,
        limit: int,
        *,
        moments: bool = False,
        example: Example | None = None,
        typing: bool = False,
    ) -> int:
        """Asks for the hits of a query, or with an empty one for the whole library. Gives its number.

        Args:
            text: the query.
            limit: how many hits.
            moments: each good moment by itself, not each video once.
            example: what the hits are to look like besides.
            typing: whether the person may be within the last word: half a word is not searched.
        """
        self._newest += 1
        self.post(self._search, SearchRequest(self._newest, text.strip(), limit, moments, example, typing))
        return self._newest

    def explain(self, hit: Hit, text: str) -> int:
        """Asks why a hit is where it is. Gives the number of the question."""
        self._asked_why += 1
        self.post(self._explain, self._asked_why, hit, text)
        return self._asked_why

    def look_into(self, hit: Hit, text: str, limit: int) -> int:
        """Asks where the query shows in a hit's video, and for so many videos like it.

        Gives the number of the question. Older ones are passed over, not answered.
        """
        self._looked_at = next(self._numbers)
        self.post(self._tell_heat, self._looked_at, hit, text)
        self.post(self._tell_alike, self._looked_at, hit, limit)
        return self._looked_at

    def watch(self, hit: Hit, text: str) -> int:
        """Asks where the query shows in the video that is played in a window of its own; as `look_into`."""
        self._watched = next(self._numbers)
        self.post(self._tell_heat, self._watched, hit, text)
        return self._watched

    def similar(self, clip: ClipOpened, limit: int) -> None:
        """Asks for the videos that show the same footage as a clip, and for those like it."""
        self.post(self._similar, clip, limit)

    @property
    def encoder(self) -> Encoder:
        """What answers. Any thread."""
        return self._encoder

    def use_encoder(self, encoder: Encoder) -> None:
        """Answers with another model from now on."""
        self.post(self._use_encoder, encoder)

    # --- in the worker's thread ---------------------------------------------------------------------

    @property
    def _search_engine(self) -> SearchEngine:
        if self._engine is None:
            from vop_desktop.search import SearchEngine

            try:
                self._engine = SearchEngine(self._library, self._encoder)
            except PackError as error:  # the library can still be looked through
                self._engine = SearchEngine(self._library, self._stand_in(str(error)))
        return self._engine

    def _stand_in(self, why: str) -> Encoder:
        """Answers with what the library was read with, in place of a pack that is not there."""
        from vop_desktop.search.kept_model import kept_model

        self._encoder = kept_model(self._library, str(getattr(self._encoder, "name", "")), why)
        self.pack_unusable.emit(PackTrouble(why, self._encoder))
        return self._encoder

    def _use_encoder(self, token: CancelToken, encoder: Encoder) -> None:
        self._encoder, self._engine, self._example = encoder, None, None

    def _describe_pack(self, token: CancelToken) -> None:
        try:
            pack = getattr(self._encoder, "pack", None)
            if pack is None:
                return
            limited = bool(pack.known_words)
            example = pack.example or (min(pack.knowledge.captions, key=len, default="") if limited else "")
            notice = PackNotice(pack.title, pack.understands, limited, tuple(pack.languages), example)
            self.pack_known.emit(notice)
            self._encoder.encode_text(["a first query"])  # loads the weights before somebody waits for them
        except PackError as error:
            self.pack_unusable.emit(PackTrouble(str(error)))
        else:
            self.model_loaded.emit()

    def _search(self, token: CancelToken, request: SearchRequest) -> None:
        if request.number < self._newest:
            return
        begin = time.perf_counter()
        self._search_engine.refresh()  # the first time it takes a while, in which somebody may have typed
        if request.number < self._newest:
            return
        try:
            embedding = None if request.example is None else self._embedding_of(request.example)
            results = self._find(request, embedding)
        except PackError as error:  # the library can still be looked through
            self.failed.emit(str(error))
            request, embedding = SearchRequest(request.number, "", request.limit), None
            results = self._find(request, None)
        if embedding is None:
            request = replace(request, example=None)
        self.found.emit(self._answer(request, results, begin))

    def _find(self, request: SearchRequest, embedding: FloatArray | None) -> Results:
        from vop_desktop.search.completing import settled
        from vop_desktop.search.query import parse

        engine, text = self._search_engine, request.text
        if request.typing:
            text = settled(text, knowledge_of(self._encoder).words)
        if embedding is not None:
            return engine.search_like(embedding, text, limit=request.limit)
        query = parse(text)
        if not query.terms and all(phrase.excluded for phrase in query.phrases):  # nothing to rank by
            return engine.find(text, limit=max(request.limit, BROWSED))
        if not (request.moments and query.terms):
            return engine.find(text, limit=request.limit)
        results = engine.find(text, limit=SOME)
        return replace(results, hits=tuple(engine.search_moments(text, limit=request.limit)))

    def _answer(self, request: SearchRequest, results: Results, begin: float) -> SearchAnswer:
        from vop_desktop.library.facts import video_facts
        from vop_desktop.search.confidence import half_typed, knows_most
        from vop_desktop.search.languages import foreign_query

        query = results.query
        foreign = foreign_query(query.read, knowledge_of(self._encoder).languages)
        english = "" if foreign is None else foreign.sentence  # which the window says itself
        half = half_typed(request.text, knowledge_of(self._encoder).words)
        return SearchAnswer(
            number=request.number,
            text=request.text,
            hits=results.hits,
            unknown=tuple(word for word in results.unknown if word != half),
            chips=tuple(QueryChip(chip.kind, chip.label, query.without(chip)) for chip in query.chips),
            notes=tuple(note for note in results.notes if note != english),
            nothing_fits=results.nothing_fits,
            example=request.example,
            cut=len(results.hits) >= BROWSED,
            mixed=bool(query.terms and request.example is not None),
            only_unwanted=bool(query.unwanted and not query.wanted and request.example is None),
            facts=video_facts(self._library, (hit.video_id for hit in results.hits)),
            foreign=foreign,
            mostly_known=knows_most(query.words, knowledge_of(self._encoder).words),
            seconds=time.perf_counter() - begin,
        )

    def _embedding_of(self, example: Example) -> FloatArray | None:
        """float32 [D] or [N, D]; None, and the person told, where the example cannot be used."""
        if self._example is not None and self._example[0] is example:
            return self._example[1]
        found: FloatArray | None
        if example.source:
            from vop_desktop.indexing.picture import encode_picture

            try:
                found = encode_picture(example.source, self._encoder)
            except MediaError as error:
                text = self.tr("{0} cannot be used as an example: {1}.")
                self.failed.emit(text.format(example.label, error.reason))
                return None
        elif example.moment is not None:
            found = self._search_engine.frame_embedding(example.video_id, example.moment)
        else:
            try:
                model = self._encoder.model_id
                found = self._library.segment(example.video_id, model, example.segment).frames
            except KeyError:  # forgotten or read anew in the meantime
                found = None
        if found is None:
            self.failed.emit(self.tr("{0} is not in the library any more.").format(example.label))
        else:
            self._example = (example, found)
        return found

    def _explain(self, token: CancelToken, number: int, hit: Hit, text: str) -> None:
        from vop_desktop.search.query import parse

        if number < self._asked_why:
            return
        engine = self._search_engine
        explanation = engine.explain(hit.video_id, text)
        strip = engine.filmstrip(explanation.hit if explanation is not None else hit)
        query = parse(text)
        unwanted = bool(query.unwanted and not query.wanted)
        self.explained.emit(WhyAnswer(number, hit, text, explanation, strip, only_unwanted=unwanted))

    def _tell_heat(self, token: CancelToken, number: int, hit: Hit, text: str) -> None:
        from vop_desktop.search.query import parse

        if number not in (self._looked_at, self._watched):
            return
        answer = HeatAnswer(number)
        if parse(text).terms:
            with suppress(PackError):  # the search said so
                heat = self._search_engine.heat(hit.video_id, text)
                parts = (heat.times.tolist(), heat.scores.tolist(), heat.matches())
                answer = HeatAnswer(number, *map(tuple, parts))
        self.heat_told.emit(answer)

    def _tell_alike(self, token: CancelToken, number: int, hit: Hit, limit: int) -> None:
        if number < self._looked_at:
            return
        hits: list[Hit] = []
        with suppress(PackError):
            hits = self._search_engine.similar_to(hit.video_id, limit=limit)
        self.alike_told.emit(AlikeAnswer(number, tuple(hits)))

    def _similar(self, token: CancelToken, clip: ClipOpened, limit: int) -> None:
        from vop_desktop.search.similar import DuplicateFinder, merge

        if self._finder is None:
            self._finder = DuplicateFinder(self._library)
        same = self._finder.find(clip.hashes, clip.path, limit=limit) if clip.hashes else []
        merged = merge(same, self._search_engine.similar(clip.segments, limit=limit), limit)
        hits = tuple(hit for hit, _ in merged)
        self.similar_found.emit(
            SimilarAnswer(clip.number, hits, tuple(copy for _, copy in merged if copy is not None), clip.row)
        )
