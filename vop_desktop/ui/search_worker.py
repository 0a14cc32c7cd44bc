"""Searching in the background: the newest request wins."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from vop_desktop.errors import PackError
from vop_desktop.records import Encoder
from vop_desktop.ui.library_worker import LibraryWorker
from vop_desktop.ui.messages import ClipOpened, PackNotice, SearchAnswer, SimilarAnswer
from vop_desktop.ui.tasks import CancelToken

if TYPE_CHECKING:
    from vop_desktop.search import SearchEngine
    from vop_desktop.search.similar import DuplicateFinder


class SearchWorker(LibraryWorker):
    """Owns the resident index.

    Signals:
        found(SearchAnswer): hits of a request; older requests are passed over, not answered.
        similar_found(SimilarAnswer): videos like a clip.
        pack_known(PackNotice): what the model in use can see.
    """

    found = Signal(object)
    similar_found = Signal(object)
    pack_known = Signal(object)

    def __init__(self, library: Path, encoder: Encoder) -> None:
        super().__init__("search", library)
        self._encoder = encoder
        self._engine: SearchEngine | None = None
        self._finder: DuplicateFinder | None = None
        self._newest = 0

    # --- called from the GUI thread -----------------------------------------------------------------

    def describe_pack(self) -> None:
        """Asks for the pack's notice, and has its weights loaded. Best after the first search."""
        self.post(self._describe_pack)

    def search(self, text: str, limit: int) -> int:
        """Asks for the hits of a query, or with an empty one for the whole library. Gives its number."""
        self._newest += 1
        self.post(self._search, self._newest, text, limit)
        return self._newest

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

            self._engine = SearchEngine(self._library, self._encoder)
        return self._engine

    def _use_encoder(self, token: CancelToken, encoder: Encoder) -> None:
        self._encoder, self._engine = encoder, None

    def _describe_pack(self, token: CancelToken) -> None:
        pack = getattr(self._encoder, "pack", None)
        if pack is not None:
            self.pack_known.emit(PackNotice(pack.title, pack.understands, bool(pack.known_words)))
            self._encoder.encode_text(["a first query"])  # loads the weights before somebody waits for them

    def _search(self, token: CancelToken, number: int, text: str, limit: int) -> None:
        if number < self._newest:
            return
        begin = time.perf_counter()
        engine = self._search_engine
        query = text.strip()
        try:
            hits = engine.search(query, limit=limit)
            unknown = tuple(engine.unknown_words(query)) if query else ()
        except PackError as error:  # the library can still be looked through
            self.failed.emit(str(error))
            query, hits, unknown = "", engine.browse(limit=limit), ()
        self.found.emit(SearchAnswer(number, query, tuple(hits), unknown, time.perf_counter() - begin))

    def _similar(self, token: CancelToken, clip: ClipOpened, limit: int) -> None:
        from vop_desktop.search.similar import DuplicateFinder, merge

        if self._finder is None:
            self._finder = DuplicateFinder(self._library)
        same = self._finder.find(clip.hashes, clip.path, limit=limit) if clip.hashes else []
        merged = merge(same, self._search_engine.similar(clip.segments, limit=limit), limit)
        hits = tuple(hit for hit, _ in merged)
        self.similar_found.emit(
            SimilarAnswer(clip.number, hits, tuple(copy for _, copy in merged if copy is not None))
        )
