"""Which captions fit a clip: the caption sets of a library, ranked by the same model."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

import numpy as np

from vop_desktop.errors import Cancelled
from vop_desktop.library import captions as store
from vop_desktop.library.store import Library
from vop_desktop.records import CaptionHit, Encoder, FloatArray, knowledge_of, text_model_id
from vop_desktop.search.confidence import unknown_words

BATCH = 64  # captions encoded and stored at a time

Progress = Callable[[int, int], None]


class CaptionRanker:
    """Ranks captions for clips. Belongs to the thread that opened `library`."""

    def __init__(self, library: Library, encoder: Encoder) -> None:
        self._library = library
        self._encoder = encoder
        self._text_id = text_model_id(encoder)

    def rank(
        self,
        segments: FloatArray,
        *,
        sets: Sequence[str] | None = None,
        limit: int = 10,
        progress: Progress | None = None,
        cancel: threading.Event | None = None,
    ) -> list[CaptionHit]:
        """The captions that fit a clip best, best first; the same text comes once.

        Captions with words that the model was never taught are left out (`Knowledge.words`).

        Args:
            segments: float32 [N, D], embeddings of the clip's segments; a caption counts by its best one.
            sets: names of the sets to choose from; all of them where None.
            limit: how many.
            progress: called with (done, total) while captions are encoded for the first time.
            cancel: stops the encoding; what was encoded stays stored.

        Raises:
            Cancelled: `cancel` was set.
        """
        names = self.prepare(sets, progress=progress, cancel=cancel)
        captions, embeddings = store.embedded_captions(self._library, self._text_id, names)
        if not captions or not len(segments):
            return []
        known = knowledge_of(self._encoder).words
        scores = (embeddings @ segments.T).max(axis=1)
        best: dict[str, CaptionHit] = {}
        for row in np.argsort(-scores, kind="stable"):
            if len(best) >= limit:
                break
            caption = captions[row]
            if unknown_words(caption.text, known):
                continue  # the model would rank what it does not understand
            best.setdefault(caption.text.lower(), CaptionHit(caption.text, float(scores[row]), caption.set))
        return list(best.values())

    def prepare(
        self,
        sets: Sequence[str] | None = None,
        *,
        progress: Progress | None = None,
        cancel: threading.Event | None = None,
    ) -> list[str]:
        """Encodes what has no embedding under this model yet; gives the names of the sets."""
        knowledge = knowledge_of(self._encoder)
        store.install_everyday(self._library)
        if knowledge.captions:
            store.install_set(self._library, knowledge.set_name, knowledge.captions)
        names = store.caption_sets(self._library) if sets is None else list(sets)
        waiting = store.unembedded_captions(self._library, self._text_id, names)
        for start in range(0, len(waiting), BATCH):
            if cancel is not None and cancel.is_set():
                raise Cancelled("stopped")
            batch = waiting[start : start + BATCH]
            embeddings = self._encoder.encode_text([caption.text for caption in batch])
            store.put_caption_embeddings(self._library, self._text_id, batch, embeddings)
            if progress is not None:
                progress(min(start + BATCH, len(waiting)), len(waiting))
        return names
